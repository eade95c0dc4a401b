//! The text of a sealed value: how it is written, read and found again in a line (spec section 1).

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::chain::COUNTER;
use super::keys::{CHAIN_ID, Kid};
use super::{base32, crc::Crc, siv::TAG};
use crate::kind::Mode;

const START: &[u8] = b"pii1";
/// `pii1`, mode letter, underscore.
const HEAD: usize = 6;
const KIND_MAX: usize = 24;
const KID: usize = 8;
const CHECK: usize = 4;
/// A sealed value's body begins at most so many bytes after its first: head, kind, `_`, key id, `_`.
const BODY_BEGINS: usize = HEAD + KIND_MAX + 1 + KID + 1;
static FINDER: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(START));

/// A sealed value as it stands in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Sealed<'a> {
    /// How it was sealed.
    pub mode: Mode,
    /// The name of its kind, which this version need not know.
    pub kind: &'a str,
    /// Which service-day sealed it.
    pub kid: Kid,
    body: &'a [u8],
}

impl Sealed<'_> {
    /// The bytes of the body.
    #[must_use]
    pub fn body(&self) -> Vec<u8> {
        let mut body = Vec::with_capacity(self.body.len());
        assert!(base32::decode(self.body, &mut body), "checked when it was read");
        body
    }
}

/// The part of a sealed value that is the same for every value of one key, with its CRC.
pub(crate) struct Prefix {
    text: Vec<u8>,
    crc: Crc,
}

impl Prefix {
    pub(crate) fn new(kind: &str, mode: Mode, kid: Kid) -> Self {
        let mut text = START.to_vec();
        text.extend_from_slice(&[mode.letter(), b'_']);
        text.extend_from_slice(kind.as_bytes());
        text.push(b'_');
        text.extend_from_slice(kid.text().as_bytes());
        text.push(b'_');
        let crc = Crc::new().update(&text);
        Self { text, crc }
    }

    /// How long the sealed value with a body of so many bytes is.
    pub(crate) fn text_len(&self, body: usize) -> usize {
        self.text.len() + (body * 8).div_ceil(5) + CHECK
    }

    /// Appends the sealed value with this body.
    pub(crate) fn write(&self, body: &[u8], out: &mut Vec<u8>) {
        out.reserve(self.text.len() + (body.len() * 8).div_ceil(5) + CHECK);
        out.extend_from_slice(&self.text);
        let from = out.len();
        base32::encode(body, out);
        let check = check_of(self.crc.update(&out[from..]));
        out.extend_from_slice(&check);
    }
}

/// Appends the text of a sealed value. `kind` and the length of `body` are the caller's to get right.
pub fn encode(kind: &str, mode: Mode, kid: Kid, body: &[u8], out: &mut Vec<u8>) {
    Prefix::new(kind, mode, kid).write(body, out);
}

/// The sealed value that `text` is, from its first byte to its last.
#[must_use]
pub fn parse(text: &[u8]) -> Option<Sealed<'_>> {
    let mode = mode_at(text)?;
    let underscore = memchr::memrchr(b'_', text)?;
    let (front, tail) = (text.get(HEAD..underscore)?, &text[underscore + 1..]);
    let (front, kid) = front.split_at_checked(front.len().checked_sub(KID)?)?;
    let kind = front.strip_suffix(b"_").filter(|kind| is_kind(kind))?;
    let kid = Kid::parse(kid)?;
    let (body, check) = tail.split_at_checked(tail.len().checked_sub(CHECK)?)?;
    if !is_body_len(mode, base32::decoded_len(body.len())?) || !base32::is_canonical(body) {
        return None;
    }
    let crc = Crc::new().update(&text[..text.len() - CHECK]);
    let kind = core::str::from_utf8(kind).ok()?;
    (check == check_of(crc)).then_some(Sealed { mode, kind, kid, body })
}

/// The first sealed value that begins at or after `from`: its first byte and the byte after its last.
///
/// Time is linear in the text, whatever stands in it: a body begins within [`BODY_BEGINS`] bytes of its start, and two
/// starts are four bytes apart, so that no byte is looked at more than a small number of times.
#[must_use]
pub fn find(text: &[u8], from: usize) -> Option<(usize, usize)> {
    let mut from = from;
    loop {
        let start = from + FINDER.find(text.get(from..)?)?;
        if let Some(end) = length(&text[start..]) {
            return Some((start, start + end));
        }
        from = start + 1;
    }
}

/// The length of the sealed value that `text` begins with: up to the first part that completes one.
#[must_use]
pub fn length(text: &[u8]) -> Option<usize> {
    mode_at(text)?;
    let mut part = HEAD;
    while part <= BODY_BEGINS {
        let rest = text.get(part..)?;
        let len = rest.iter().position(|byte| !byte.is_ascii_lowercase() && !byte.is_ascii_digit());
        let end = part + len.unwrap_or(rest.len());
        if parse(&text[..end]).is_some() {
            return Some(end);
        }
        if text.get(end) != Some(&b'_') {
            return None;
        }
        part = end + 1;
    }
    None
}

/// The mode of what begins like a sealed value.
fn mode_at(text: &[u8]) -> Option<Mode> {
    match text.strip_prefix(START)? {
        [letter, b'_', ..] => Mode::from_letter(*letter),
        _ => None,
    }
}

/// Whether a name fits the grammar of kinds.
pub(crate) fn is_kind(name: &[u8]) -> bool {
    let word =
        |part: &[u8]| !part.is_empty() && part.iter().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    name.len() <= KIND_MAX
        && name.first().is_some_and(u8::is_ascii_lowercase)
        && name.split(|&byte| byte == b'_').all(word)
}

const fn is_body_len(mode: Mode, bytes: usize) -> bool {
    match mode {
        Mode::D => bytes == 21 || bytes == 33 || bytes > TAG && bytes.is_multiple_of(8),
        Mode::R => bytes > CHAIN_ID + COUNTER && is_body_len(Mode::D, bytes - CHAIN_ID - COUNTER),
        Mode::O => bytes == 16,
    }
}

fn check_of(crc: Crc) -> [u8; CHECK] {
    [15, 10, 5, 0].map(|shift| base32::digit(crc.value() >> shift))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    fn text(kind: &str, mode: Mode, kid: [u8; 5], body: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        encode(kind, mode, Kid(kid), body, &mut out);
        out
    }

    fn any_sealed() -> impl Strategy<Value = Vec<u8>> {
        let body = prop_oneof![
            prop::collection::vec(any::<u8>(), 16).prop_map(|body| (Mode::O, body)),
            prop::sample::select(vec![21, 24, 32, 33, 40, 48, 96])
                .prop_flat_map(|len| prop::collection::vec(any::<u8>(), len))
                .prop_map(|body| (Mode::D, body)),
            prop::sample::select(vec![32, 35, 43, 44, 51, 107])
                .prop_flat_map(|len| prop::collection::vec(any::<u8>(), len))
                .prop_map(|body| (Mode::R, body)),
        ];
        ("[a-z][a-z0-9]{0,7}(_[a-z0-9]{1,7}){0,2}", any::<[u8; 5]>(), body)
            .prop_map(|(kind, kid, (mode, body))| text(&kind, mode, kid, &body))
    }

    /// The first sealed value found by trying every start and every end that a part gives.
    fn find_slowly(text: &[u8]) -> Option<(usize, usize)> {
        let word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        for start in 0..text.len() {
            let run = text[start..].iter().take_while(|&&byte| word(byte) || byte == b'_').count();
            for end in start + 1..=start + run {
                let is_part_end = end == start + run || text[end] == b'_';
                if is_part_end && parse(&text[start..end]).is_some() {
                    return Some((start, end));
                }
            }
        }
        None
    }

    /// Lengths that no sealed value has make a text ordinary, whatever its check says.
    #[test]
    fn length_rule() {
        for len in 0..100 {
            let body = vec![0; len];
            let fits = |len| len == 21 || len == 33 || len >= 24 && len % 8 == 0;
            assert_eq!(parse(&text("email", Mode::D, [0; 5], &body)).is_some(), fits(len), "d {len}");
            let fits = len > 11 && fits(len - 11);
            assert_eq!(parse(&text("email", Mode::R, [0; 5], &body)).is_some(), fits, "r {len}");
            assert_eq!(parse(&text("email", Mode::O, [0; 5], &body)).is_some(), len == 16, "o {len}");
        }
    }

    /// A kind longer than 24 bytes or outside the grammar makes a text ordinary.
    #[test]
    fn kind_grammar() {
        for (kind, fits) in [
            ("abcdefghijklmnopqrstuvwx", true),
            ("abcdefghijklmnopqrstuvwxy", false),
            ("", false),
            ("_a", false),
            ("a_", false),
            ("a__b", false),
            ("1a", false),
            ("a_1", true),
        ] {
            let sealed = text(kind, Mode::O, [0; 5], &[0; 16]);
            assert_eq!(parse(&sealed).is_some(), fits, "{kind}");
            assert_eq!(find(&sealed, 0).is_some(), fits, "{kind}");
        }
    }

    /// Runs made to be expensive are searched in linear time: a hundred times the text takes no second.
    #[test]
    fn hostile_runs_are_linear() {
        let long = "a".repeat(1_000_000);
        let seven = format!("{}{long}", "pii1d_a_aaaaaaaa_".repeat(7));
        for unit in ["pii1d_", "pii1", "pii1d_a_aaaaaaaa_", "pii1d_a_b_c_d_e_f_", "pii1d_a_aaaaaaaa_aaaaaaaa_"] {
            let hostile = unit.repeat(1_000_000 / unit.len());
            let start = Instant::now();
            assert_eq!(find(hostile.as_bytes(), 0), None);
            assert_eq!(find(seven.as_bytes(), 0), None);
            assert!(start.elapsed() < Duration::from_secs(5), "{unit}");
        }
    }

    /// A start past the end of the text finds nothing.
    #[test]
    fn from_past_the_end() {
        assert_eq!(find(b"", 0), None);
        assert_eq!(find(b"pii1d_", 7), None);
    }

    proptest! {
        /// A sealed value is read back part by part, and found where it stands in a line.
        #[test]
        fn written_read_and_found(sealed in any_sealed(), before in "[ -^{-~]{0,20}", after in "([ -/:-^{-~][ -~]{0,20})?") {
            let line = [before.as_bytes(), &sealed, after.as_bytes()].concat();
            let found = find(&line, 0);
            prop_assert_eq!(found, Some((before.len(), before.len() + sealed.len())));
            let parsed = parse(&sealed).expect("a sealed value");
            prop_assert_eq!(text(parsed.kind, parsed.mode, parsed.kid.0, &parsed.body()), sealed);
        }

        /// One changed, missing or added byte makes it ordinary text: the check catches damage.
        #[test]
        fn damage_is_caught(sealed in any_sealed(), place in any::<prop::sample::Index>(), byte in any::<u8>()) {
            let place = place.index(sealed.len());
            let mut changed = sealed.clone();
            changed[place] = byte;
            prop_assert_eq!(parse(&changed).is_some(), changed == sealed);
            let mut missing = sealed.clone();
            missing.remove(place);
            prop_assert!(parse(&missing).is_none());
            let mut added = sealed.clone();
            added.insert(place, byte);
            prop_assert!(parse(&added).is_none());
        }

        /// The search finds what trying every start and end finds.
        #[test]
        fn agrees_with_trying_everything(
            pieces in prop::collection::vec(
                prop_oneof![
                    any_sealed(),
                    any_sealed().prop_map(|mut sealed| { sealed.truncate(sealed.len() / 2); sealed }),
                    "pii1|pii1d_|_|a|aaaaaaaa_|pii1o_email_|[a-z2-7_]{0,30}| |A".prop_map(String::into_bytes),
                ],
                0..6,
            ),
        ) {
            let line = pieces.concat();
            prop_assert_eq!(find(&line, 0), find_slowly(&line));
        }

        /// No bytes at all make reading or searching panic.
        #[test]
        fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..100), head in "pii1[dorwp]?_?[a-z_]{0,30}") {
            let _ = parse(&bytes);
            let line = [head.as_bytes(), &bytes].concat();
            let _ = (parse(&line), find(&line, 0));
        }
    }
}
