//! What fuzzing found, each made small: `docs/howto/fuzz.md`. Values that stayed in a text stand in `vectors/detect` instead.

use milkglass_core::masker::Masker;
use milkglass_core::ruleset::{Ruleset, Style};

fn mask(style: Style, text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if Masker::new(Ruleset::new(style)).mask(text, &mut out) { out } else { text.to_vec() }
}

fn shown(text: &[u8]) -> String {
    text.escape_ascii().to_string()
}

/// A code after a key may be longer than is looked at.
#[test]
fn a_code_ends_at_its_bound() {
    for separator in ["-", ".", "/", " "] {
        for length in 50..70 {
            let text = format!("iban=DE{}{separator}1{separator}2", "1".repeat(length));
            mask(Style::Stars, text.as_bytes());
        }
    }
}

/// A value that nothing ends leaves the line end as it was, and so does a line that is replaced as a whole.
#[test]
fn carriage_returns_stay() {
    let open = b"{\"user\":{\"name\":\"00:1a:2b:3c:4d:5e\r\nx\r\n";
    for text in [&open[..], b"password='a\r\n", b"Cookie: a\r\n"] {
        let masked = mask(Style::Stars, text);
        assert!(masked.ends_with(b"\r\n") && masked != text, "{}", shown(&masked));
        assert_eq!(masked.split(|&b| b == b'\r').count(), text.split(|&b| b == b'\r').count(), "{}", shown(&masked));
    }
}

/// The bound on a name cuts through no character.
#[test]
fn characters_stay_whole() {
    for length in 240..260 {
        let text = format!("\u{200b}{}@example.com", "a".repeat(length));
        let masked = mask(Style::Stars, text.as_bytes());
        assert!(core::str::from_utf8(&masked).is_ok(), "{}", shown(&masked));
    }
}

/// Bytes that are no UTF-8 at the start of a line belong to that line.
#[test]
fn no_finding_begins_at_a_line_end() {
    let masked = mask(Style::Stars, b"x\n\x9c\x8f_@example.com\r\ny");
    assert_eq!(shown(&masked), "x\\n***\\r\\ny");
}

/// What masking wrote is no element, no bracket round a value and no end of a word.
#[test]
fn labels_announce_nothing() {
    for text in [
        "ann@example.com </password>",
        "Authorization: <password>X",
        "Cookie: <password>1234",
        " for user ab:192.0.2.7",
        "192.0.2.7://ann@example.com",
        "Token postgres://u:p@aaaaaaaaaaaaaaaaa",
        "user:[u: s: Y",
    ] {
        for style in [Style::Stars, Style::Label] {
            let once = mask(style, text.as_bytes());
            assert_eq!(shown(&mask(style, &once)), shown(&once), "{text}");
        }
    }
}

/// Numbers in a row, parted by slashes or after an escape that ends in digits, are numbers each.
#[test]
fn numbers_beside_numbers() {
    for (text, expected) in [
        ("078-05-1120/219-09-9999", "***/***"),
        ("%20078-05-1120", "%20***"),
        ("\\u0020415-555-0132", "\\u0020***"),
        ("%202001:db8::1", "%20***"),
    ] {
        assert_eq!(shown(&mask(Style::Stars, text.as_bytes())), shown(expected.as_bytes()));
    }
}
