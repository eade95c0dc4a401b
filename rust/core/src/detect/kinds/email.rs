//! `email`: anchored at `@`, `%40` or `\u0040`; local part to the left, domain with an alphabetic top level to the right.

use crate::detect::kinds::ipv4;
use crate::detect::text::{Range, ansi_end, back, before, byte, skip};

/// The longest local part looked for; RFC 5321 section 4.5.3.1.1 allows 64, percent-encoded 192; a bound keeps hostile lines cheap.
const LONGEST: usize = 256;

/// The length of the at sign that stands at `at`, in whatever spelling, if one does.
#[must_use]
pub fn at_sign(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at..)? {
        [b'@', ..] => Some(1),
        [b'%', b'4', b'0', ..] => Some(3),
        [b'%', b'2', b'5', b'4', b'0', ..] => Some(5),
        [b'\\', b'u', b'0', b'0', b'4', b'0', ..] => Some(6),
        _ => None,
    }
}

/// The address round the at sign at `at`; `floor` is where the last finding of this kind ended.
#[must_use]
pub fn find(text: &[u8], at: usize, floor: usize) -> Option<Range> {
    // The domain first: it says no to most at signs, and reads nothing twice.
    let domain = at + at_sign(text, at)?;
    if !is_domain(byte(text, domain)) {
        return None;
    }
    let end = domain_end(text, domain)?;
    let start = local_start(text, at, floor.min(at));
    // `a@b.co@c.org`: what follows an address directly goes with it.
    if start == at && (floor != at || at == 0) {
        return None;
    }
    // `git@example.com:team/repo.git` is a path.
    let is_path = byte(text, end) == b':' && &text[start..at] == b"git";
    (!is_path).then_some(start..end)
}

fn local_start(text: &[u8], at: usize, floor: usize) -> usize {
    let floor = floor.max(at.saturating_sub(LONGEST));
    let mut start = back(text, at, floor, is_local);
    while let Some(earlier) = before_escape(text, start, floor, at) {
        start = earlier;
    }
    // `%22bob`, `email%3Dbob`: what stands before an encoded separator belongs to something else.
    if let Some(percent) = last_encoded_separator(&text[start..at]) {
        start += percent + 3;
    }
    // A colour code before the name is none of it.
    if before(text, start) == b'[' {
        start = ansi_end(text, start.saturating_sub(2)).clamp(start, at);
    }
    // `\nbob` in a JSON string: the `n` belongs to the escape, not to the name.
    if start > 0 && text[start - 1] == b'\\' {
        start += escape_tail(&text[start..at]);
    }
    while start < at && matches!(text[start], b'.' | b'\'') {
        start += 1;
    }
    start
}

/// `b\u00e9r@`, `bob\u002btag@`: a local part goes on before the escape that `start` stands in, if that is a character of it.
fn before_escape(text: &[u8], start: usize, floor: usize, at: usize) -> Option<usize> {
    let slash = start.checked_sub(1).filter(|&slash| slash >= floor && text[slash] == b'\\')?;
    let digits = text[start..at].strip_prefix(b"u")?.get(..4)?;
    let code = u32::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok()?;
    let belongs = u8::try_from(code).map_or(true, is_local);
    (belongs && before(text, slash) != b'\\').then(|| back(text, slash, floor, is_local))
}

/// The user before the at sign at `at`, if an IPv4 address follows it: `ssh bob@192.0.2.7`.
#[must_use]
pub fn user_at_host(text: &[u8], at: usize) -> Option<Range> {
    if byte(text, at) != b'@' || !byte(text, at + 1).is_ascii_digit() || ipv4::parse(text, at + 1).is_none() {
        return None;
    }
    let start = local_start(text, at, 0);
    (start < at && text[start..at].iter().any(u8::is_ascii_alphabetic)).then_some(start..at)
}

/// The length of what follows a backslash and still belongs to its escape.
fn escape_tail(text: &[u8]) -> usize {
    match text {
        [b'u', a, b, c, d, ..] if [a, b, c, d].iter().all(|digit| digit.is_ascii_hexdigit()) => 5,
        [b'n' | b'r' | b't' | b'b' | b'f', _, ..] => 1,
        _ => 0,
    }
}

/// The last `%XX` that stands for a byte which no local part holds (`%2B` is a plus and stays).
fn last_encoded_separator(text: &[u8]) -> Option<usize> {
    memchr::memrchr_iter(b'%', text).find(|&index| {
        text.get(index + 1..index + 3)
            .and_then(|digits| core::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok())
            .is_some_and(|decoded| !is_local(decoded))
    })
}

const fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'' | b'~') || byte >= 0x80
}

const fn is_domain(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte >= 0x80
}

fn domain_end(text: &[u8], start: usize) -> Option<usize> {
    let (mut end, mut label, mut labels) = (start, start, 0);
    let mut best = None;
    loop {
        end = skip(text, end, is_domain);
        if end == label {
            break;
        }
        labels += 1;
        if labels > 1 {
            best = top_level_end(text, label..end).or(best);
        }
        let Some(dot) = dot_length(text, end) else { break };
        end += dot;
        label = end;
    }
    best.filter(|&end| !is_file_name(text, start, end))
}

fn dot_length(text: &[u8], at: usize) -> Option<usize> {
    match text.get(at..)? {
        [b'.', ..] => Some(1),
        [b'%', b'2', b'E' | b'e', ..] => Some(3),
        _ => None,
    }
}

/// What systemd calls its units: `user@1000.service` is no address.
const UNITS: [&[u8]; 9] =
    [b"service", b"socket", b"timer", b"slice", b"scope", b"mount", b"automount", b"swap", b"device"];

/// The end of the top level that a label is, or begins with: `com` before a full stop of another script and digits.
fn top_level_end(text: &[u8], label: Range) -> Option<usize> {
    let ascii = skip(&text[..label.end], label.start, |b| b.is_ascii_alphabetic());
    let foreign = text[ascii..label.end].first().is_some_and(|&b| b >= 0x80);
    if is_top_level(&text[label.clone()]) {
        Some(label.end)
    } else {
        (foreign && is_top_level(&text[label.start..ascii])).then_some(ascii)
    }
}

fn is_top_level(label: &[u8]) -> bool {
    label.len() >= 2
        && !UNITS.contains(&label)
        && (label.iter().all(|&b| b.is_ascii_alphabetic() || b >= 0x80) || label.starts_with(b"xn--"))
}

/// `icon@2x.png`: a scale factor and a file ending, not a host.
fn is_file_name(text: &[u8], start: usize, end: usize) -> bool {
    byte(text, start).is_ascii_digit()
        && [".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp"]
            .iter()
            .any(|ending| text[start..end].ends_with(ending.as_bytes()))
}
