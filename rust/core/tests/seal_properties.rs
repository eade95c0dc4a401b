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
    Sealer::new(day, service, [9; 6]).expect("a service").seal(kind, mode, value, bare, &mut out);
    out
}

fn opened(day: &DaySecret, service: &str, kind: Kind, text: &[u8]) -> Result<(Vec<u8>, bool), Error> {
    KindKey::new(day, kind.name(), service).expect("a key").open(text)
}

fn any_kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

fn any_sealing_mode() -> impl Strategy<Value = Mode> {
    prop::sample::select(vec![Mode::D, Mode::R])
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
    fn opens_under_its_key(kind in any_kind(), mode in any_sealing_mode(), value in any_value(), bare in any::<bool>()) {
        let text = sealed(&day(1), "checkout", kind, mode, &value, bare);
        prop_assert_eq!(opened(&day(1), "checkout", kind, &text), Ok((value, bare)));
        prop_assert_eq!(format::find(&text, 0), Some((0, text.len())));
    }

    /// Security case 11: under the key of another day, service or kind it does not open, nor with another mode in its text.
    #[test]
    fn case_11_opens_under_no_other_key(kind in any_kind(), other in any_kind(), mode in any_sealing_mode(), value in any_value()) {
        let text = sealed(&day(1), "checkout", kind, mode, &value, false);
        let parsed = format::parse(&text).expect("a sealed value");
        for claimed in [Mode::D, Mode::R, Mode::O].into_iter().filter(|claimed| *claimed != mode) {
            let mut relabelled = Vec::new();
            format::encode(kind.name(), claimed, parsed.kid, &parsed.body(), &mut relabelled);
            prop_assert!(opened(&day(1), "checkout", kind, &relabelled).is_err());
        }
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

    /// Security case 9: a body with any one bit changed, or with bytes missing or more, opens under no mode.
    #[test]
    fn case_9_a_changed_body_never_opens(mode in any_sealing_mode(), value in any_value(), bit in any::<prop::sample::Index>()) {
        let text = sealed(&day(1), "checkout", Kind::Email, mode, &value, false);
        let parsed = format::parse(&text).expect("a sealed value");
        let body = parsed.body();
        let again = |body: &[u8]| {
            let mut out = Vec::new();
            format::encode("email", mode, parsed.kid, body, &mut out);
            opened(&day(1), "checkout", Kind::Email, &out)
        };
        prop_assert!(again(&body).is_ok());
        let mut flipped = body.clone();
        let bit = bit.index(body.len() * 8);
        flipped[bit / 8] ^= 1 << (bit % 8);
        prop_assert!(again(&flipped).is_err());
        prop_assert!(again(&body[..body.len() - 1]).is_err());
        prop_assert!(body.len() < 32 || again(&body[..body.len() - 8]).is_err());
        prop_assert!(again(&[&body[..], &[0; 8]].concat()).is_err());
    }

    /// Security case 18: equal values never look equal in mode `r`, and the sealer of another process, which has a chain of its own,
    /// writes none of the same bodies, even under the same secret.
    #[test]
    fn case_18_no_two_alike(value in any_value(), kind in any_kind()) {
        let mut seen = std::collections::HashSet::new();
        for chain in [[1; 6], [2; 6]] {
            let mut sealer = Sealer::new(&day(1), "checkout", chain).expect("a service");
            for _ in 0..300 {
                let mut out = Vec::new();
                sealer.seal(kind, Mode::R, &value, false, &mut out);
                prop_assert!(seen.insert(out));
            }
        }
        let last = seen.iter().next().expect("a sealed value");
        prop_assert_eq!(opened(&day(1), "checkout", kind, last), Ok((value, false)));
    }

    /// Security case 13: the length of a sealed value tells the length of the value to within eight bytes only; one to seven bytes
    /// look alike.
    #[test]
    fn case_13_lengths_fall_into_classes(mode in any_sealing_mode(), value in "[g-z]{1,100}") {
        let length = |value: &[u8]| sealed(&day(1), "checkout", Kind::Email, mode, value, false).len();
        let of_class = vec![b'z'; value.len() / 8 * 8 + 7];
        prop_assert_eq!(length(value.as_bytes()), length(&of_class));
    }

    /// Security case 12: within a service, kind and day equal values are equal and others are not, in modes `d` and `o`; elsewhere
    /// all differ.
    #[test]
    fn case_12_equality_ends_at_the_scope(one in any_value(), two in any_value(), kind in any_kind()) {
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
        let mut sealer = Sealer::new(&day(1), "checkout", [9; 6]).expect("a service");
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

/// Security case 17: NUL, bytes that are no UTF-8 and values of no byte come back as they were; what packs does so only if it is
/// exactly what unpacking writes.
#[test]
fn case_17_every_byte_comes_back() {
    let odd: [&[u8]; 9] =
        [b"", b"\0", b"\0\0\0", b"\xff\xfe", b"203.0.113.047", b"::FFFF:1.2.3.4", b"0::1", b"1.2.3.4 ", b"\x80ab"];
    for (value, mode) in odd.into_iter().flat_map(|value| [(value, Mode::D), (value, Mode::R)]) {
        let text = sealed(&day(1), "checkout", Kind::Ipv6, mode, value, false);
        assert_eq!(opened(&day(1), "checkout", Kind::Ipv6, &text), Ok((value.to_vec(), false)));
    }
}

/// Security case 17: a value whose sealed value would be longer than 255 characters is withheld, whatever its length, and the sealer
/// says so; one of 255 is sealed.
#[test]
fn case_17_too_long_is_withheld() {
    for (mode, longest) in [(Mode::D, 119), (Mode::R, 111)] {
        let mut sealer = Sealer::new(&day(1), "checkout", [9; 6]).expect("a service");
        let mut seal = |len: usize, mode| {
            let mut out = Vec::new();
            sealer.seal(Kind::Email, mode, &vec![b'k'; len], false, &mut out);
            (out, sealer.has_withheld())
        };
        let (text, withheld) = seal(longest, mode);
        assert!(text.len() <= 255 && !withheld);
        assert_eq!(opened(&day(1), "checkout", Kind::Email, &text), Ok((vec![b'k'; longest], false)));
        assert!(!seal(1000, Mode::O).1);
        for len in [longest + 1, 4096, 1 << 20] {
            let (text, withheld) = seal(len, mode);
            assert!(withheld);
            assert_eq!(text, sealed(&day(1), "checkout", Kind::Email, Mode::O, &vec![b'k'; len], false));
        }
    }
}

/// Remembered values change nothing: a value seals to the same text the second time and after ten thousand others.
#[test]
fn the_cache_is_not_seen() {
    let mut sealer = Sealer::new(&day(1), "checkout", [9; 6]).expect("a service");
    for round in 0..3 {
        for number in 0..5000 {
            let (value, bare) = (format!("+4712345{number}"), number % 2 == 0);
            for kind in [Kind::Phone, Kind::Username] {
                let mut out = Vec::new();
                sealer.seal(kind, Mode::D, value.as_bytes(), bare, &mut out);
                if number % 97 == round {
                    assert_eq!(out, sealed(&day(1), "checkout", kind, Mode::D, value.as_bytes(), bare));
                }
            }
        }
    }
}
