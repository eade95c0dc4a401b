//! No line costs out of proportion to its length. `make hostile` tries many thousand patterns in a release build; here stand those
//! that were slow once or are made like them, with a bound that a busy machine does not break: four times the length may take
//! twelve times the time; a cost that grows with the square of the length takes sixteen.

use std::time::{Duration, Instant};

use milkglass_core::masker::Masker;
use milkglass_core::ruleset::{Ruleset, Style};

const SHORT: usize = 64 * 1024;
const LONG: usize = 4 * SHORT;
const MOST: u32 = 12;
/// Below this a time says more of the machine than of the line.
const LEAST: Duration = Duration::from_millis(2);
const TRIES: usize = 40;

/// What stands at the start of a line, and what is repeated after it.
#[rustfmt::skip]
const PATTERNS: &[(&str, &str)] = &[
    ("", "a.a."), ("", "1.1."), ("", "eyJ"), ("", "eyJ."), ("", "ab:"), ("", "a@"), ("", "@"), ("", "%40"), ("", "\\u0040"),
    ("", "a@a.co"), ("", "::"), ("", "1:"), ("", "+1"), ("", "(1"), ("", "1-"), ("", "4111 "), ("", "41111111111111111"),
    ("", "DE89 "), ("", "://"), ("", "http://a:"), ("", "https%3A%2F%2F"), ("", "pii1"), ("", "pii1d_a_"), ("password=", "pii1"),
    ("", "password="), ("", "password='is "), ("", "b'Token {\"pan\":"), ("", "user=b'is a"), ("", "password=\"is \\\""), ("", "cookie: is "), ("", "authorization:is "),
    ("\"", "a@cookie: is "), ("", "token=a,"), ("", "user "), ("", "user 'is "), ("", "name: Aa "), ("", "tel:1) "),
    ("", "users: [1,"), ("users: [", "a, "), ("", "<password>"), ("", "<password>a"), ("", "-----BEGIN "),
    ("", "-----BEGIN PRIVATE KEY-----"), ("-----BEGIN PRIVATE KEY-----", "\\"), ("-----BEGIN PRIVATE KEY-----a", "\\n"), ("-----BEGIN PRIVATE KEY-----", "-----END "), ("", "Aa "), ("", "Mary Smith "),
    ("{\"pan\":[", "4111111111111111,"), ("", "{\"pan\":4111111111111111,"), ("", "\\"), ("", "\\\""), ("", "'"), ("", " -u"),
    ("curl", " -u a"), ("", " --password a"), ("", "Bearer aaaaaaaaaaaaaaaa "), ("", "hvs."), ("", "aaaaaaaaaaaaaaaa."),
    ("", "\\ncookie: "), ("", "cookie: \\n"), ("", "Authorization: Bearer \\n"), ("", "\",\"--password "), ("", ": --password \":\""), ("", "\\\",\"->password -> "),
    ("", "imei ABCDEFG(\""), ("", "imei abcdefghijklmnop(\""), ("", "[\"cpf\", \""), ("", "9::"), ("", "4@::"), ("", "<<A"), ("", ".49"), ("", ":ssn"), ("", "%::9"),
    ("", "1/"), ("4111111111111111.71.8.6.154", " 4111111111111111.71.8.6.154"), ("a@b.co_", "a@b.co_1.2.3.4_"), ("", "\u{1b}[31m"),
];

fn line(head: &str, unit: &str, length: usize) -> Vec<u8> {
    [head.as_bytes(), &unit.as_bytes().repeat(length / unit.len()), b"\n"].concat()
}

fn time(masker: &mut Masker, text: &[u8]) -> Duration {
    let one = || {
        let start = Instant::now();
        masker.mask(text, &mut Vec::new());
        start.elapsed()
    };
    core::iter::repeat_with(one).take(3).min().unwrap_or_default()
}

/// Whether the longer of two lines takes no longer than in proportion, by the best times of some tries: other programs only add.
fn is_in_proportion(masker: &mut Masker, head: &str, unit: &str) -> bool {
    let (mut long, mut short) = (Duration::MAX, Duration::MAX);
    (0..TRIES).any(|_| {
        long = long.min(time(masker, &line(head, unit, LONG)));
        short = short.min(time(masker, &line(head, unit, SHORT)));
        long < LEAST || long < short * MOST
    })
}

/// Masking takes time in proportion to the length of a line, whatever stands in it.
#[test]
fn hostile_lines_cost_their_length() {
    let mut masker = Masker::new(Ruleset::new(Style::Stars));
    for (head, unit) in PATTERNS {
        assert!(is_in_proportion(&mut masker, head, unit), "{head:?} and {unit:?} again and again");
    }
}

/// A long line of hardly anything but values that touch other text is replaced as a whole; addresses in a list are not.
#[test]
fn crowded_lines_are_replaced_as_a_whole() {
    let mut masker = Masker::new(Ruleset::new(Style::Stars));
    let mut mask = |text: &str| {
        let mut out = Vec::new();
        masker.mask(text.as_bytes(), &mut out);
        String::from_utf8(out).expect("what was UTF-8 stays it")
    };
    assert_eq!(mask(&format!("ok\n{}\r\nok\n", "%::9".repeat(5000))), "ok\n***\r\nok\n");
    assert_eq!(mask(&"%::9".repeat(1000)), "%***".repeat(1000));
    assert_eq!(mask(&"%192.0.2.7".repeat(5000)), "%***".repeat(5000));
}
