//! Second step: one exact check per kind. Each file answers "does a value of my kind stand at this anchor, and where does it end?"

pub mod credentials;
pub mod email;
pub mod health;
pub mod iban;
pub mod ipv4;
pub mod ipv6;
pub mod jwt;
pub mod mac;
pub mod money;
pub mod national;
pub mod payment_card;
pub mod person_name;
pub mod personal;
pub mod phone;
pub mod private_key;
#[cfg(test)]
pub mod slips;
pub mod url_userinfo;

use super::spec::Spec;

/// What the files of kinds tell the engine, folder by folder.
pub static SPECS: &[&[&Spec]] =
    &[health::SPECS, money::SPECS, national::SPECS, personal::SPECS, &[&iban::SPEC, &payment_card::SPEC, &phone::SPEC]];

#[cfg(test)]
mod tests {
    use super::money::{bitcoin_address, ethereum_address, upi_id};
    use super::national::hk_id;
    use super::personal::{home_path, mrz};
    use super::*;
    use crate::detect::spec::Shape;
    use proptest::prelude::*;

    /// A token of a shape, its digits and letters chosen by `seed`.
    fn filled(shape: &str, seed: &[u8]) -> Vec<u8> {
        let seeds = seed.iter().copied().chain([7]).cycle();
        let fill = |(place, seed): (u8, u8)| match place {
            b'9' => b'0' + seed % 10,
            b'A' => b'A' + seed % 26,
            other => other,
        };
        shape.bytes().zip(seeds).map(fill).collect()
    }

    proptest! {
        /// No check of a form fails on a token of its shape, and none of a key's value on any bytes.
        #[test]
        fn checks_take_any_bytes(text in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..50),
            "[0-9A-Za-z ./-]{0,40}".prop_map(String::into_bytes),
            "[0-9X]{0,20}".prop_map(String::into_bytes),
        ]) {
            for spec in SPECS.iter().flat_map(|specs| specs.iter()) {
                for form in spec.forms {
                    (form.check)(&filled(form.shape, &text));
                }
                for word in spec.words {
                    match word.shape {
                        Shape::Code(fits) | Shape::Text(fits) => drop(fits(&text)),
                        _ => {}
                    }
                }
            }
        }

        /// No parser fails at any anchor in any bytes, and what it finds lies in the text.
        #[test]
        fn parsers_take_any_bytes(text in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..120),
            "[/\\\\%2Fhomeusr@ <>0-9A-Z()bcx]{0,120}".prop_map(String::into_bytes),
        ]) {
            let parsers = [bitcoin_address::find, ethereum_address::find, upi_id::find, hk_id::find_check, home_path::find, mrz::find];
            for at in 0..=text.len() + 2 {
                for range in parsers.iter().filter_map(|find| find(&text, at)) {
                    prop_assert!(range.start < range.end && range.end <= text.len());
                }
            }
        }
    }
}
