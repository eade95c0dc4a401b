//! People: where they live and are, when they were born, what they carry, one file each. E-mail and telephone have their own files
//! beside this folder.

pub mod birth_date;
pub mod coordinates;
pub mod device_id;
pub mod home_path;
pub mod imei;
pub mod license_plate;
pub mod mrz;
pub mod passport;
pub mod postal_address;

use crate::detect::spec::Spec;

/// What the files of this folder tell the engine.
pub static SPECS: &[&Spec] = &[
    &birth_date::SPEC,
    &coordinates::SPEC,
    &device_id::SPEC,
    &home_path::SPEC,
    &imei::SPEC,
    &license_plate::SPEC,
    &mrz::SPEC,
    &passport::SPEC,
    &postal_address::SPEC,
];
