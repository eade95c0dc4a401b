//! Money: banks, cards and wallets, one file each. Cards and IBANs have their own files beside this folder.

pub mod aba_routing;
pub mod bank_account;
pub mod bic;
pub mod bitcoin_address;
pub mod card_cvv;
pub mod card_expiry;
pub mod ethereum_address;
pub mod upi_id;

use crate::detect::spec::Spec;

/// What the files of this folder tell the engine.
pub static SPECS: &[&Spec] = &[
    &aba_routing::SPEC,
    &bank_account::SPEC,
    &bic::SPEC,
    &bitcoin_address::SPEC,
    &card_cvv::SPEC,
    &card_expiry::SPEC,
    &ethereum_address::SPEC,
    &upi_id::SPEC,
];
