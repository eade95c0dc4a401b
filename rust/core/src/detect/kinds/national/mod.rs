//! Identity, tax and social security numbers of states, one file each.

pub mod us_ssn;

use crate::detect::spec::Spec;

/// What the files of this folder tell the engine.
pub static SPECS: &[&Spec] = &[&us_ssn::SPEC];
