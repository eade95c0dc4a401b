//! Health: numbers that hospitals and insurers give to people, one file each.

pub mod health_plan_id;
pub mod medical_record_number;

use crate::detect::spec::Spec;

/// What the files of this folder tell the engine.
pub static SPECS: &[&Spec] = &[&health_plan_id::SPEC, &medical_record_number::SPEC];
