//! What holds for every value that is sealed: it opens for its key and for no other.

use milkglass_core::error::Error;
use milkglass_core::kind::{Kind, Mode};
use milkglass_core::open::KindKey;
use milkglass_core::seal::keys::DaySecret;
use milkglass_core::seal::{Sealer, format};
use proptest::prelude::*;

fn day(byte: u8) -> DaySecret {
    DaySecret::new([byte; 32])
}

fn sealed(day: &DaySecret, service: &str, kind: Kind, mode: Mode, value: &[u8], bare: bool) -> Vec<u8> {
    let mut out = Vec::new();
    Sealer::new(day, service).expect("a service").seal(kind, mode, value, bare, &mut out);
    out
}

fn opened(day: &DaySecret, service: &str, kind: Kind, text: &[u8]) -> Result<(Vec<u8>, bool), Error> {
    KindKey::new(day, kind.name(), service).expect("a key").open(text)
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

fn any_value() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 0..80),
        any::<[u8; 4]>().prop_map(|octets| std::net::Ipv4Addr::from(octets).to_string().into_bytes()),
        any::<[u8; 16]>().prop_map(|octets| std::net::Ipv6Addr::from(octets).to_string().into_bytes()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// A value of any kind opens to its own bytes under its own key, and is found in a line.
    #[test]
    fn opens_under_its_key(kind in any_kind(), value in any_value(), bare in any::<bool>()) {
        let text = sealed(&day(1), "checkout", kind, Mode::D, &value, bare);
        prop_assert_eq!(opened(&day(1), "checkout", kind, &text), Ok((value, bare)));
        prop_assert_eq!(format::find(&text, 0), Some((0, text.len())));
    }

    /// Under the key of another day, service or kind it does not open.
    #[test]
    fn opens_under_no_other_key(kind in any_kind(), other in any_kind(), value in any_value()) {
        let text = sealed(&day(1), "checkout", kind, Mode::D, &value, false);
        prop_assert_eq!(opened(&day(2), "checkout", kind, &text), Err(Error::OtherKey));
        prop_assert_eq!(opened(&day(1), "billing", kind, &text), Err(Error::Refused));
        if kind != other {
            prop_assert_eq!(opened(&day(1), "checkout", other, &text), Err(Error::OtherKind));
        }
    }

    /// What was masked one-way opens under no key.
    #[test]
    fn one_way_never_opens(kind in any_kind(), value in any_value()) {
        let text = sealed(&day(1), "checkout", kind, Mode::O, &value, false);
        prop_assert_eq!(opened(&day(1), "checkout", kind, &text), Err(Error::OneWay));
    }

    /// Within a service, kind and day equal values are equal and others are not, in both modes; elsewhere all differ.
    #[test]
    fn equality_ends_at_the_scope(one in any_value(), two in any_value(), kind in any_kind()) {
        for mode in [Mode::D, Mode::O] {
            let here = |value: &[u8]| sealed(&day(1), "checkout", kind, mode, value, false);
            prop_assert_eq!(here(&one) == here(&two), one == two);
            prop_assert_ne!(here(&one), sealed(&day(1), "billing", kind, mode, &one, false));
            prop_assert_ne!(here(&one), sealed(&day(2), "checkout", kind, mode, &one, false));
        }
    }

    /// The order in which values are sealed, and what was sealed before, changes nothing.
    #[test]
    fn no_state_between_values(values in prop::collection::vec((any_kind(), any_value(), any::<bool>()), 1..20)) {
        let mut sealer = Sealer::new(&day(1), "checkout").expect("a service");
        for (kind, value, one_way) in &values {
            let mode = if *one_way { Mode::O } else { Mode::D };
            let mut out = Vec::new();
            sealer.seal(*kind, mode, value, false, &mut out);
            prop_assert_eq!(out, sealed(&day(1), "checkout", *kind, mode, value, false));
        }
    }

    /// No text makes an opener panic, and none that was not sealed opens.
    #[test]
    fn any_text(text in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(opened(&day(1), "checkout", Kind::Email, &text), Err(Error::NotSealed));
    }
}

/// A value of many pages seals and opens like any other.
#[test]
fn long_values() {
    for len in [119, 4096, 1_000_003] {
        let value = vec![b'k'; len];
        let text = sealed(&day(1), "checkout", Kind::PrivateKey, Mode::D, &value, false);
        assert_eq!(opened(&day(1), "checkout", Kind::PrivateKey, &text), Ok((value, false)));
    }
}
