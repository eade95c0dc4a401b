//! The text of a sealed value: how it is written, read and found again in a line (spec section 1).

use std::sync::LazyLock;

use memchr::memmem::Finder;

use super::keys::Kid;
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
        assert!(
            base32::decode(self.body, &mut body),
            "checked when it was read"
        );
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
    (check == check_of(crc)).then_some(Sealed {
        mode,
        kind,
        kid,
        body,
    })
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
        if let Some(end) = end_of(&text[start..]) {
            return Some((start, start + end));
        }
        from = start + 1;
    }
}

/// Where the sealed value that `text` begins with ends: after the first part that completes one.
fn end_of(text: &[u8]) -> Option<usize> {
    mode_at(text)?;
    let mut part = HEAD;
    while part <= BODY_BEGINS {
        let rest = text.get(part..)?;
        let len = rest
            .iter()
            .position(|byte| !byte.is_ascii_lowercase() && !byte.is_ascii_digit());
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
    let word = |part: &[u8]| {
        !part.is_empty()
            && part
                .iter()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    name.len() <= KIND_MAX
        && name.first().is_some_and(u8::is_ascii_lowercase)
        && name.split(|&byte| byte == b'_').all(word)
}

const fn is_body_len(mode: Mode, bytes: usize) -> bool {
    match mode {
        Mode::D => bytes == 21 || bytes == 33 || bytes > TAG && bytes % 8 == 0,
        Mode::O => bytes == 16,
    }
}

fn check_of(crc: Crc) -> [u8; CHECK] {
    [15, 10, 5, 0].map(|shift| base32::digit(crc.value() >> shift))
}
