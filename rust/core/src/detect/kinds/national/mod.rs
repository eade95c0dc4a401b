//! Identity, tax and social security numbers of states, one file each; `sums` is what several of them need.

pub mod be_nrn;
pub mod bg_egn;
pub mod cz_rodne_cislo;
pub mod de_tax_id;
pub mod dk_cpr;
pub mod es_dni;
pub mod es_nie;
pub mod eu_vat;
pub mod fi_hetu;
pub mod fr_nir;
pub mod gr_afm;
pub mod hr_oib;
pub mod ie_pps;
pub mod it_fiscal_code;
pub mod nl_bsn;
pub mod no_fodselsnummer;
pub mod pl_pesel;
pub mod pt_nif;
pub mod ro_cnp;
pub mod se_personnummer;
pub mod sums;
pub mod tr_tckn;
pub mod uk_nhs;
pub mod uk_nino;
pub mod uk_utr;
pub mod us_ssn;

use crate::detect::spec::Spec;

/// What the files of this folder tell the engine.
pub static SPECS: &[&Spec] = &[
    &be_nrn::SPEC,
    &bg_egn::SPEC,
    &cz_rodne_cislo::SPEC,
    &de_tax_id::SPEC,
    &dk_cpr::SPEC,
    &es_dni::SPEC,
    &es_nie::SPEC,
    &eu_vat::SPEC,
    &fi_hetu::SPEC,
    &fr_nir::SPEC,
    &gr_afm::SPEC,
    &hr_oib::SPEC,
    &ie_pps::SPEC,
    &it_fiscal_code::SPEC,
    &nl_bsn::SPEC,
    &no_fodselsnummer::SPEC,
    &pl_pesel::SPEC,
    &pt_nif::SPEC,
    &ro_cnp::SPEC,
    &se_personnummer::SPEC,
    &tr_tckn::SPEC,
    &uk_nhs::SPEC,
    &uk_nino::SPEC,
    &uk_utr::SPEC,
    &us_ssn::SPEC,
];
