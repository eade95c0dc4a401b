//! Second step: one exact check per kind. Each file answers "does a value of my kind stand at this anchor, and where does it end?"

pub mod credentials;
pub mod email;
pub mod iban;
pub mod ipv4;
pub mod ipv6;
pub mod jwt;
pub mod mac;
pub mod payment_card;
pub mod phone;
pub mod private_key;
pub mod url_userinfo;
pub mod us_ssn;
