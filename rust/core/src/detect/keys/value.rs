//! Where the value of a key begins and ends: in quotation marks at any depth of escaping, bare, or in a list.

use super::Ask;
use super::words::Shape;
use crate::detect::kinds::credential;
use crate::detect::text::{Range, before, byte, is_word, skip};
use crate::kind::Kind;

/// Values that say that there is none.
const NOTHING: [&[u8]; 13] =
    [b"null", b"none", b"nil", b"undefined", b"true", b"false", b"-", b"%s", b"%v", b"{}", b"nan", b"n/a", b"redacted"];

/// Finds the values that begin at or after `from`; returns up to where they were read, or `from`.
pub fn find(text: &[u8], from: usize, ask: Ask, found: &mut impl FnMut(Range, Kind)) -> usize {
    let start = skip(text, from, |b| matches!(b, b' ' | b'\t'));
    let elsewhere = ask.is_assignment && !ask.is_spaced && start > from && is_pair(text, start);
    if elsewhere || matches!(byte(text, start), b'\n' | b'\r' | b'{') {
        return from;
    }
    if byte(text, start) == b'[' {
        return list(text, start + 1, ask, found);
    }
    one(text, start, ask, found).unwrap_or(from)
}

/// The elements of a list, up to its closing bracket.
fn list(text: &[u8], from: usize, ask: Ask, found: &mut impl FnMut(Range, Kind)) -> usize {
    let mut at = from;
    loop {
        at = skip(text, at, |b| matches!(b, b' ' | b'\t' | b','));
        if matches!(byte(text, at), b']' | b'\n' | b'\r' | b'{' | b'[') {
            return at;
        }
        let next =
            one(text, at, ask, found).unwrap_or_else(|| quoted(text, at).map_or(bare(text, at, ask), |(_, end)| end));
        at = if next > at { next } else { at + 1 };
    }
}

/// One value; `None` if none that counts begins here.
fn one(text: &[u8], start: usize, ask: Ask, found: &mut impl FnMut(Range, Kind)) -> Option<usize> {
    if let Some((value, end)) = quoted(text, wrapped(text, start)) {
        return report(text, value, ask, found).then_some(end);
    }
    if ask.shape == Shape::Assigned && !ask.is_assignment {
        return None;
    }
    let end = match ask.shape {
        Shape::Rest | Shape::Scheme => rest(text, start),
        Shape::Name => name_end(text, start, ask),
        Shape::Phone => phone_end(text, start, ask),
        Shape::Any | Shape::Assigned => bare(text, start, ask),
    };
    let end = trimmed(text, start, end, ask);
    let pair = ask.kind.sensitivity() < 4 && is_assignment(text, start, end);
    (!pair && report(text, start..end, ask, found)).then_some(end)
}

/// Steps over what programs print round a quoted text: `b'x'`, `SecretStr('x')`, `Some("x")`.
fn wrapped(text: &[u8], start: usize) -> usize {
    let letters = skip(text, start, |b| b.is_ascii_alphabetic());
    let open = letters + usize::from(byte(text, letters) == b'(');
    let is_prefix = letters - start <= 2 && text[start..letters].iter().all(|b| b"bBuUrRfF".contains(b));
    let is_wrapper = open > letters || is_prefix;
    if letters > start && is_wrapper && matches!(byte(text, open), b'"' | b'\'') { open } else { start }
}

/// The text between quotation marks that open at `start` after `depth` backslashes, and the index after the closing one. A mark
/// belongs to the text if its backslashes say so at that depth; without a closing mark the text ends with the line.
fn quoted(text: &[u8], start: usize) -> Option<(Range, usize)> {
    let open = skip(text, start, |b| b == b'\\');
    let (mark, depth) = (byte(text, open), open - start);
    if !matches!(mark, b'"' | b'\'') {
        return None;
    }
    let body = open + 1;
    let mut at = body;
    while let Some(length) = memchr::memchr2(mark, b'\n', &text[at..]) {
        let close = at + length;
        if text[close] == b'\n' {
            return Some((body..close, close));
        }
        let slashes = close - crate::detect::text::back(text, close, body, |b| b == b'\\');
        let apostrophe = mark == b'\'' && is_word(byte(text, close + 1)) && is_word(before(text, close));
        if !apostrophe && (slashes < depth || slashes % (2 * (depth + 1)) == depth) {
            return Some((body..close - slashes.min(depth), close + 1));
        }
        at = close + 1;
    }
    Some((body..text.len(), text.len()))
}

/// The end of a value without quotation marks.
fn bare(text: &[u8], start: usize, ask: Ask) -> usize {
    let mut at = start;
    while at < text.len() && !stops(text, at, start, ask) {
        at += 1;
    }
    at
}

fn stops(text: &[u8], at: usize, start: usize, ask: Ask) -> bool {
    let is_credential = ask.kind.sensitivity() == 4;
    match text[at] {
        b' ' | 0..=0x1f | 0x7f => true,
        b'\'' => !is_word(byte(text, at + 1)),
        b'(' => !is_credential,
        b',' | b';' | b'&' | b'|' | b')' | b']' | b'}' | b'>' | b'"' | b'<' | b'`' => {
            !(is_credential && at > start && goes_on(text, at + 1))
        }
        b'%' => ask.is_encoded && encoded_separator(text, at),
        b'\\' => ends_at_backslash(text, at, is_credential),
        _ => false,
    }
}

/// A credential may hold any character: after one that usually ends a value it goes on unless the next pair begins.
fn goes_on(text: &[u8], at: usize) -> bool {
    byte(text, at).is_ascii_alphanumeric() && !is_pair(text, at)
}

fn encoded_separator(text: &[u8], at: usize) -> bool {
    matches!(&text[at..], [b'%', b'2', b'6' | b'C' | b'c' | b'0' | b'2', ..] | [b'%', b'3', b'B' | b'b', ..])
}

/// `\"` and `\u0026` end a value; `\n` and its like end one that is no credential.
fn ends_at_backslash(text: &[u8], at: usize, is_credential: bool) -> bool {
    let mark = skip(text, at, |b| b == b'\\');
    match &text[mark..] {
        [b'"' | b'\'', ..] => !(is_credential && goes_on(text, mark + 1)),
        [b'u', b'0', b'0', b'2', b'6' | b'2' | b'7', ..] => true,
        [b'n' | b'r' | b't', ..] => !is_credential || is_pair(text, mark + 1),
        _ => false,
    }
}

/// Whether `word=` or `word:` begins at `at`, quotation marks or not: the next pair.
fn is_pair(text: &[u8], at: usize) -> bool {
    let open = skip(text, at, |b| matches!(b, b'"' | b'\''));
    let end = skip(text, open, |b| is_word(b) || matches!(b, b'.' | b'-'));
    let close = skip(text, end, |b| matches!(b, b'"' | b'\''));
    end > open && end - open <= 64 && matches!(byte(text, close), b'=' | b':') && !byte(text, open).is_ascii_digit()
}

/// Whether the value is itself `key=...`: then the pair inside speaks for itself (`USER_LOGIN: Username=...`).
fn is_assignment(text: &[u8], start: usize, end: usize) -> bool {
    let word = skip(&text[..end], start, |b| is_word(b) || matches!(b, b'.' | b'-'));
    let first = byte(text, start);
    let is_key = word < end && text[word] == b'=' && (first.is_ascii_alphabetic() || first == b'_');
    let next = byte(text, word + 1);
    is_key && !next.is_ascii_whitespace() && !matches!(next, b'=' | b',' | b';' | b')' | b'}' | b']')
}

/// Up to the end of the line, or of the quoted text that the key itself stands in.
fn rest(text: &[u8], start: usize) -> usize {
    let end = skip(text, start, |b| !matches!(b, b'\n' | b'\r' | b'"'));
    crate::detect::text::back(text, end, start, |b| matches!(b, b'\\' | b' '))
}

/// A bare name goes on over up to three more capitalised words.
fn name_end(text: &[u8], start: usize, ask: Ask) -> usize {
    let mut end = bare(text, start, ask);
    for _ in 0..3 {
        let next = end + 1;
        if byte(text, end) != b' ' || !begins_name(byte(text, next)) || is_pair(text, next) {
            break;
        }
        end = bare(text, next, ask);
    }
    end
}

const fn begins_name(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte >= 0x80
}

/// A bare number goes on over the separators people print.
fn phone_end(text: &[u8], start: usize, ask: Ask) -> usize {
    let mut end = skip(text, start, |b| b.is_ascii_digit() || matches!(b, b'+' | b'(' | b'-' | b'.' | b'/'));
    while matches!(byte(text, end), b' ' | b')') {
        let next = skip(text, end, |b| matches!(b, b' ' | b')' | b'(' | b'-'));
        if next - end > 3 || !byte(text, next).is_ascii_digit() {
            break;
        }
        end = skip(text, next, |b| b.is_ascii_digit() || matches!(b, b'-' | b'.' | b'/'));
    }
    end.max(bare(text, start, ask))
}

/// Without the punctuation of the sentence round it.
fn trimmed(text: &[u8], start: usize, end: usize, ask: Ask) -> usize {
    let is_dot = |b: u8| ask.kind.sensitivity() < 4 && matches!(b, b'.' | b':' | b'!' | b'?');
    crate::detect::text::back(text, end, start, is_dot)
}

/// Reports the value if it is one; says whether it did.
fn report(text: &[u8], value: Range, ask: Ask, found: &mut impl FnMut(Range, Kind)) -> bool {
    let content = &text[value.clone()];
    if is_nothing(content) {
        return false;
    }
    match ask.shape {
        Shape::Scheme => after_scheme(text, value, found),
        Shape::Name if !is_name(content) => return false,
        Shape::Phone if content.iter().filter(|b| b.is_ascii_digit()).count() < 5 => return false,
        _ => found(value, ask.kind),
    }
    true
}

/// `Bearer x` and `Basic x` lose `x`; after another scheme everything goes; one word alone is the credential.
fn after_scheme(text: &[u8], value: Range, found: &mut impl FnMut(Range, Kind)) {
    let word = skip(&text[..value.end], value.start, |b| is_word(b) || b == b'-');
    let start = skip(&text[..value.end], word, |b| b == b' ');
    if start == word || start == value.end {
        found(value, Kind::Token);
        return;
    }
    let kind = credential::scheme(&text[..word]);
    let end = if kind.is_some() { skip(&text[..value.end], start, |b| !matches!(b, b' ' | b',')) } else { value.end };
    if !is_nothing(&text[start..end]) {
        found(start..end, kind.unwrap_or(Kind::Token));
    }
}

/// Empty, a word for nothing, or already a mask.
fn is_nothing(content: &[u8]) -> bool {
    let content = content.trim_ascii();
    let label = content.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">"));
    content.iter().all(|&b| b == b'*')
        || NOTHING.iter().any(|nothing| content.eq_ignore_ascii_case(nothing))
        || label.is_some_and(|label| label.iter().all(|&b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'))
}

/// Capitalised words of letters, with apostrophes, hyphens and initials.
fn is_name(content: &[u8]) -> bool {
    let letters =
        content.iter().all(|&b| b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b' ' | b'\'' | b'-' | b'.' | b','));
    let words = content.split(|b| matches!(b, b' ' | b',')).filter(|word| !word.is_empty());
    let dots = content.windows(2).all(|pair| pair[0] != b'.' || pair[1] == b' ');
    letters && dots && words.clone().count() <= 5 && words.clone().any(|word| begins_name(word[0]))
}
