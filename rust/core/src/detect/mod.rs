//! Detection: bytes in, spans out. Three steps, one file or folder each.
//!
//! 1. `scan` turns 64 bytes into one bit per byte class.
//! 2. `candidates` combines the bits into anchors; at each anchor one file of `kinds/` or `keys/` looks closely.
//! 3. `resolve` makes the spans disjoint and settles what they are called.
//!
//! Every step is linear in the length of the text, whatever stands in it.

pub mod candidates;
pub mod detector;
pub mod keys;
pub mod kinds;
pub mod random;
pub mod resolve;
pub mod scan;
pub mod text;

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
