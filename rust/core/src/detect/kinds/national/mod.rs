//! Identity, tax and social security numbers of states, one file each.

pub mod ar_cuit;
pub mod au_abn;
pub mod au_medicare;
pub mod au_tfn;
pub mod br_cnpj;
pub mod br_cpf;
pub mod ca_sin;
pub mod cl_rut;
pub mod cn_resident_id;
pub mod hk_id;
pub mod il_id;
pub mod in_aadhaar;
pub mod in_gstin;
pub mod in_pan;
pub mod jp_my_number;
pub mod kr_rrn;
pub mod mx_curp;
pub mod mx_rfc;
pub mod nz_ird;
pub mod sg_nric;
pub mod th_id;
pub mod tw_id;
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
    &br_cnpj::SPEC,
    &br_cpf::SPEC,
    &ca_sin::SPEC,
    &cl_rut::SPEC,
    &cn_resident_id::SPEC,
    &hk_id::SPEC,
    &il_id::SPEC,
    &in_aadhaar::SPEC,
    &in_gstin::SPEC,
    &in_pan::SPEC,
    &jp_my_number::SPEC,
    &kr_rrn::SPEC,
    &mx_curp::SPEC,
    &mx_rfc::SPEC,
    &nz_ird::SPEC,
    &sg_nric::SPEC,
    &th_id::SPEC,
    &tw_id::SPEC,
    &us_dea::SPEC,
    &us_driver_license::SPEC,
    &us_ein::SPEC,
    &us_itin::SPEC,
    &us_mbi::SPEC,
    &us_npi::SPEC,
    &us_ssn::SPEC,
    &za_id::SPEC,
];
