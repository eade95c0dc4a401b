//! Detection: bytes in, spans out. Three steps, one file or folder each.
//!
//! 1. `scan` turns 64 bytes into one bit per byte class.
//! 2. `anchors` combines the bits into places; at each place `candidates` lets one file of `kinds/` or `keys/` look closely, and
//!    `tokens` knows the kinds that have a shape.
//! 3. `resolve` makes the spans disjoint and settles what they are called.
//!
//! Every step is linear in the length of the text, whatever stands in it.

pub mod anchors;
pub mod candidates;
pub mod csv;
pub mod detector;
pub mod keys;
pub mod kinds;
pub mod lanes;
pub mod random;
pub mod resolve;
pub mod scan;
pub mod spec;
pub mod text;
pub mod tokens;
pub mod wordset;

use crate::kind::Kind;

/// A finding: a byte range of the text and what stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}
