//! Identity, tax and social security numbers of states, one file each; `sums` is what several of them need.

pub mod ar_cuit;
pub mod au_abn;
pub mod au_medicare;
pub mod au_tfn;
pub mod be_nrn;
pub mod bg_egn;
pub mod br_cnpj;
pub mod br_cpf;
pub mod ca_sin;
pub mod cl_rut;
pub mod cn_resident_id;
pub mod cz_rodne_cislo;
pub mod de_tax_id;
pub mod dk_cpr;
pub mod es_dni;
pub mod es_nie;
pub mod eu_vat;
pub mod fi_hetu;
pub mod fr_nir;
pub mod gr_afm;
pub mod hk_id;
pub mod hr_oib;
pub mod ie_pps;
pub mod il_id;
pub mod in_aadhaar;
pub mod in_gstin;
pub mod in_pan;
pub mod it_fiscal_code;
pub mod jp_my_number;
pub mod kr_rrn;
pub mod mx_curp;
pub mod mx_rfc;
pub mod nl_bsn;
pub mod no_fodselsnummer;
pub mod nz_ird;
pub mod pl_pesel;
pub mod pt_nif;
pub mod ro_cnp;
pub mod se_personnummer;
pub mod sg_nric;
pub mod sums;
pub mod th_id;
pub mod tr_tckn;
pub mod tw_id;
pub mod uk_nhs;
pub mod uk_nino;
pub mod uk_utr;
pub mod us_dea;
pub mod us_driver_license;
pub mod us_ein;
pub mod us_itin;
pub mod us_mbi;
pub mod us_npi;
pub mod us_ssn;
pub mod za_id;

use crate::detect::spec::Spec;

/// What the files of this folder tell the engine.
pub static SPECS: &[&Spec] = &[
    &ar_cuit::SPEC,
    &au_abn::SPEC,
    &au_medicare::SPEC,
    &au_tfn::SPEC,
    &be_nrn::SPEC,
    &bg_egn::SPEC,
    &br_cnpj::SPEC,
    &br_cpf::SPEC,
    &ca_sin::SPEC,
    &cl_rut::SPEC,
    &cn_resident_id::SPEC,
    &cz_rodne_cislo::SPEC,
    &de_tax_id::SPEC,
    &dk_cpr::SPEC,
    &es_dni::SPEC,
    &es_nie::SPEC,
    &eu_vat::SPEC,
    &fi_hetu::SPEC,
    &fr_nir::SPEC,
    &gr_afm::SPEC,
    &hk_id::SPEC,
    &hr_oib::SPEC,
    &ie_pps::SPEC,
    &il_id::SPEC,
    &in_aadhaar::SPEC,
    &in_gstin::SPEC,
    &in_pan::SPEC,
    &it_fiscal_code::SPEC,
    &jp_my_number::SPEC,
    &kr_rrn::SPEC,
    &mx_curp::SPEC,
    &mx_rfc::SPEC,
    &nl_bsn::SPEC,
    &no_fodselsnummer::SPEC,
    &nz_ird::SPEC,
    &pl_pesel::SPEC,
    &pt_nif::SPEC,
    &ro_cnp::SPEC,
    &se_personnummer::SPEC,
    &sg_nric::SPEC,
    &th_id::SPEC,
    &tr_tckn::SPEC,
    &tw_id::SPEC,
    &uk_nhs::SPEC,
    &uk_nino::SPEC,
    &uk_utr::SPEC,
    &us_dea::SPEC,
    &us_driver_license::SPEC,
    &us_ein::SPEC,
    &us_itin::SPEC,
    &us_mbi::SPEC,
    &us_npi::SPEC,
    &us_ssn::SPEC,
    &za_id::SPEC,
];
