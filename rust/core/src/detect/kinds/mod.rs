//! Second step: one exact check per kind. Each file answers "does a value of my kind stand at this anchor, and where does it end?"

pub mod credential;
pub mod email;
pub mod iban;
pub mod ipv4;
pub mod ipv6;
pub mod jwt;
pub mod mac;
pub mod national;
pub mod payment_card;
pub mod person_name;
pub mod phone;
pub mod private_key;
pub mod url_userinfo;

use super::spec::Spec;

/// What the files of kinds tell the engine, folder by folder.
pub static SPECS: &[&[&Spec]] = &[national::SPECS, &[&iban::SPEC, &payment_card::SPEC, &phone::SPEC]];
