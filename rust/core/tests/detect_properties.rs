//! What holds for masking whatever stands in a text: texts are made of the pieces that detection looks for, and of noise.

use std::collections::HashMap;

use milkglass_core::kind::{Kind, Mode};
use milkglass_core::masker::{Masker, Stream};
use milkglass_core::open::KindKey;
use milkglass_core::ruleset::{Ruleset, Style};
use milkglass_core::seal::keys::DaySecret;
use milkglass_core::seal::{Sealer, format};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const DAY: [u8; 32] = [7; 32];
const SERVICE: &str = "tests";

fn masker(style: Style) -> Masker {
    let mut rules = Ruleset::new(style);
    for &kind in Kind::ALL {
        rules.set_mode(kind, Mode::D);
    }
    let mut masker = Masker::new(rules);
    if style == Style::Seal {
        masker.set_sealer(Some(Sealer::new(&DaySecret::new(DAY), SERVICE, [9; 6]).expect("a service")), false);
    }
    masker
}

fn mask(masker: &mut Masker, text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if masker.mask(text, &mut out) { out } else { text.to_vec() }
}

fn sealed_in(text: &[u8]) -> Vec<(usize, usize)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some((start, end)) = format::find(text, at) {
        found.push((start, end));
        at = end;
    }
    found
}

/// The text before masking: every sealed value opened, the quotation marks of bare ones taken away (spec section 3).
fn revealed(text: &[u8]) -> Vec<u8> {
    let (mut out, mut copied) = (Vec::new(), 0);
    for (start, end) in sealed_in(text) {
        let sealed = format::parse(&text[start..end]).expect("what was found");
        let key = KindKey::new(&DaySecret::new(DAY), sealed.kind, SERVICE).expect("a key");
        let (value, bare) = key.open(&text[start..end]).expect("our own key");
        out.extend_from_slice(&text[copied..start]);
        copied = end;
        let slashes = text[end..].iter().take_while(|&&b| b == b'\\').count();
        if bare && out.last() == Some(&b'"') && text.get(end + slashes) == Some(&b'"') {
            out.pop();
            while out.last() == Some(&b'\\') {
                out.pop();
            }
            copied = end + slashes + 1;
        }
        out.extend_from_slice(&value);
    }
    out.extend_from_slice(&text[copied..]);
    out
}

/// What detection looks for, whole and in parts.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "bob@example.com", "a@b.co", "alice%40example.com", "x%2540y.org", "b\\u0040c.net", "@", "%40", "192.0.2.7",
    "10.0.0.1", "1.8.6.154", "2001:db8::1", "::", "fe80::1%eth0", "00:1a:2b:3c:4d:5e", "0011.2233.44ab", "123-45-6789",
    "4111111111111111", "4111 1111 1111 1111", "378282246310005", "+1 415 555 0132", "(415) 555-0132", "415.555.0132",
    "+442079460958", "DE89370400440532013000", "GB82 WEST 1234 5698 7654 32", "AKIAIOSFODNN7EXAMPLE",
    "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "ghp_abcdefghijklmnopqrstuvwxyz0123456789", "sk_live_abcdefghijklmnop",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", "SG.aaaaaaaaaaaaaaaaaaaa.bbbbbbbbbbbbbbbbbbbbbbb", "Bearer ", "Basic ",
    "Token ", "Authorization: ", "Cookie: ", "password", "user", "name", "token", "tokens", "tel", "pin", "email", "ssn",
    "phone", "secret", "apiKey", "=", ":", ": ", " = ", "=>", ":=", "%3D", "\\u003d", "\"", "'", "\\\"", "\\\\\\\"", "\\",
    "[", "]", "{", "}", "(", ")", "<", ">", ",", ", ", ";", "&", "%26", "|", " ", "  ", "\t", "\n", "\r\n", "\\n", "\\u00e9",
    "%20", "%22", "%", "http://", "https%3A%2F%2F", "postgres://u:p@", "/", "?", "#", ".", "-", "_", "+", "*", "***", "<EMAIL>",
    "<nil>", "null", "true", "12", "-1.5e3", "0", "Bob", "O'Brien", "McDonald", "hunter2", "X", "abc", "\u{e9}", "\u{1f600}",
    "\u{200b}", "\0", "\u{1b}[31m", "version ", "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----",
    "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "pii1", "pii1d_", "pii1d_email_", "aaaaaaaaaaaaaaaaa",
    "hvs.", "sk-", "key-", "dp.st.dev.", "xoxe.", "ya29.", "t1.", "1//0", "11111111:AA", "1/1111111111:", ".atlasv1.", "aaa8Q~", "/services/T00000000/B00000000/",
    "00Daaaaaaaaaaaa!", "IQoJb3JpZ2lu", "Q7x2Q7x2Q7x2Q7x2Q7x2Q7x2Q7x2Q7x2", "ab12ab12ab12ab12ab12ab12ab12ab12", "-us21",
];

fn piece() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        12 => prop::sample::select(PIECES).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 1..6),
    ]
}

fn text() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        rng_seed: RngSeed::Fixed(20_261_124),
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(1_500))]

    /// Security case 8: masking what was masked changes nothing, in every style, and a sealed value never runs into the word after it.
    #[test]
    fn twice_is_once(text in text()) {
        for style in [Style::Stars, Style::Label, Style::Seal] {
            let mut masker = masker(style);
            let once = mask(&mut masker, &text);
            let twice = mask(&mut masker, &once);
            prop_assert_eq!(String::from_utf8_lossy(&twice), String::from_utf8_lossy(&once), "{:?} {:?}", style, String::from_utf8_lossy(&text));
            for (_, end) in sealed_in(&once) {
                prop_assert!(!once.get(end).is_some_and(|b| b.is_ascii_lowercase() || b.is_ascii_digit()));
            }
        }
    }

    /// What was sealed, opened again, is the text byte for byte; a value too long to be sealed is withheld, and nothing else is.
    #[test]
    fn sealed_and_revealed_is_the_text(text in text()) {
        let mut masker = masker(Style::Seal);
        let masked = mask(&mut masker, &text);
        if masker.has_withheld() {
            let longest = masker.find(&text).iter().map(|span| span.end - span.start).max();
            prop_assert!(longest > Some(80), "{}", String::from_utf8_lossy(&masked));
            return Ok(());
        }
        let opened = revealed(&masked);
        prop_assert_eq!(&opened, &text, "{}", String::from_utf8_lossy(&masked));
    }

    /// Findings are in order, apart from each other, within a line, and everything else stays as it was.
    #[test]
    fn only_findings_change(text in text()) {
        let mut masker = masker(Style::Stars);
        let found = masker.find(&text);
        let (mut expected, mut at) = (Vec::new(), 0);
        for span in &found {
            prop_assert!(span.start < span.end && (span.start > at || at == 0));
            prop_assert!(!text[span.start..span.end].contains(&b'\n'));
            expected.extend_from_slice(&text[at..span.start]);
            expected.extend_from_slice(b"***");
            at = span.end;
        }
        expected.extend_from_slice(&text[at..]);
        // Quotation marks come only where a number stood in JSON.
        let strip = |bytes: &[u8]| bytes.iter().copied().filter(|b| !b"\"\\-+.eE0123456789".contains(b)).collect::<Vec<u8>>();
        prop_assert_eq!(strip(&mask(&mut masker, &text)), strip(&expected));
    }

    /// However a stream is cut into pieces, it is masked like the whole.
    #[test]
    fn a_stream_is_masked_like_the_whole(text in text(), cuts in prop::collection::vec(0_usize..400, 0..8)) {
        let mut masker = masker(Style::Seal);
        let whole = mask(&mut masker, &text);
        let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(text.len())).collect();
        cuts.sort_unstable();
        cuts.push(text.len());
        let (mut stream, mut out, mut at) = (Stream::default(), Vec::new(), 0);
        for cut in cuts {
            stream.feed(&mut masker, &text[at..cut], &mut out);
            at = cut;
        }
        stream.finish(&mut masker, &mut out);
        prop_assert_eq!(String::from_utf8_lossy(&out), String::from_utf8_lossy(&whole), "{}", String::from_utf8_lossy(&text));
    }

    /// Any bytes at all go through without a fault.
    #[test]
    fn no_bytes_are_a_fault(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        mask(&mut masker(Style::Seal), &bytes);
    }
}

/// Values and what stands round them where they are found.
const PLANTED: &[(&str, &str, &str)] = &[
    (" ", "carol.planted@example.com", " "),
    ("?to=", "carol.planted%40example.com", "&x=1"),
    (" ", "198.51.100.23", ":443 "),
    (" [", "2001:db8:85a3::8a2e:370:7334", "] "),
    (" ", "00:1a:2b:3c:4d:5e", " "),
    (" ", "123-45-6789", " "),
    (" ", "4111 1111 1111 1111", " "),
    ("{\"pan\":", "4111111111111111", "}"),
    (" ", "+1 415 555 0132", " "),
    (" ", "(415) 555-0132", " "),
    (" ", "DE89370400440532013000", " "),
    (" password=", "pl4ntedpassw0rd", " "),
    ("{\"password\":\"", "pl4nted\\\"s3cr3t", "\"}"),
    ("\\\"apiKey\\\":\\\"", "pl4ntedkey", "\\\""),
    ("Authorization: Basic ", "cGxhbnRlZDpwbGFudGVk", "\n"),
    (" ghp_", "abcdefghijklmnopqrstuvwxyz0123456789", " "),
    (" eyJhbGciOiJIUzI1NiJ9.", "eyJzdWIiOiJwbGFudGVkIn0.c2ln", " "),
    ("postgres://", "planted:pl4nted", "@db "),
    ("\n-----BEGIN PRIVATE KEY-----\n", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "\n-----END PRIVATE KEY-----\n"),
    (" user%3D", "plantedperson", "%26x%3D1 "),
];

/// No value survives at any place of a block of 64 bytes, nor across the border of two chunks of 16 KiB.
#[test]
fn no_planted_value_survives_at_any_offset() {
    let mut masker = masker(Style::Stars);
    for &(before, value, after) in PLANTED {
        let fillings = (0..=130).map(|n| (n, b'.')).chain((16_330..16_385).step_by(3).map(|n| (n, b'\n')));
        for (n, filling) in fillings {
            let mut text = vec![filling; n];
            text.extend_from_slice(format!("{before}{value}{after}").as_bytes());
            text.resize(text.len() + 70, b'.');
            let masked = mask(&mut masker, &text);
            assert!(!masked.windows(6).any(|w| value.as_bytes().windows(6).any(|v| v == w)), "{value} after {n} bytes");
        }
    }
}

/// Any two values survive no better beside each other than alone.
#[test]
fn no_planted_value_survives_beside_another() {
    let mut masker = masker(Style::Stars);
    for &(before, value, after) in PLANTED {
        for &(other_before, other, other_after) in PLANTED {
            let text = format!("x {before}{value}{after} {other_before}{other}{other_after}");
            let masked = String::from_utf8(mask(&mut masker, text.as_bytes())).expect("UTF-8");
            assert!(!masked.contains(value) && !masked.contains(other), "{text} -> {masked}");
        }
    }
}

/// Within a service-day equal values of a kind have equal seals, wherever they stand, and others have others.
#[test]
fn equal_values_have_equal_seals() {
    let mut masker = masker(Style::Seal);
    let mut seals: HashMap<&str, Vec<u8>> = HashMap::new();
    for user in ["bob", "alice", "carol"] {
        for line in ["user={}", "{\"user\":\"{}\"}", "x user: {}, y", "?user={}&a=1", "User{user='{}'}"] {
            let masked = mask(&mut masker, line.replace("{}", user).as_bytes());
            let (start, end) = sealed_in(&masked)[0];
            let seal = masked[start..end].to_vec();
            assert_eq!(seals.entry(user).or_insert_with(|| seal.clone()), &seal, "{line}");
        }
    }
    let mut distinct: Vec<_> = seals.values().collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), 3);
}
