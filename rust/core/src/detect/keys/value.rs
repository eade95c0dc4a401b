//! Where the value of a key begins and ends: in quotation marks at any depth of escaping, bare, or in a list.

use super::Ask;
use super::marks::Marks;
use super::words::Shape;
use crate::detect::kinds::credentials;
use crate::detect::text::{Range, back, before, byte, is_word, line_end, skip};
use crate::kind::Kind;
use crate::seal::format;

/// Values that say that there is none.
const NOTHING: [&[u8]; 13] =
    [b"null", b"none", b"nil", b"undefined", b"true", b"false", b"-", b"%s", b"%v", b"{}", b"nan", b"n/a", b"redacted"];

/// The longest name or number whose shape is looked at.
const LONGEST: usize = 128;

/// Finds the values that begin at or after `from`; returns up to where they were read, or `from`.
pub fn find(text: &[u8], from: usize, ask: Ask, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    let start = skip(text, from, |b| matches!(b, b' ' | b'\t'));
    let elsewhere = ask.is_assignment && !ask.is_spaced && start > from && is_pair(text, start);
    if elsewhere || matches!(byte(text, start), b'\n' | b'\r' | b'{') {
        return from;
    }
    if byte(text, start) == b'[' {
        return list(text, start + 1, Ask { is_listed: true, ..ask }, marks, found);
    }
    one(text, start, ask, marks, found).unwrap_or(from)
}

/// The elements of a list, up to its closing bracket or what cannot be an element of it.
fn list(text: &[u8], from: usize, ask: Ask, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    let mut at = from;
    loop {
        at = skip(text, at, |b| matches!(b, b' ' | b'\t' | b','));
        if matches!(byte(text, at), b']' | b'\n' | b'\r' | b'{' | b'[') {
            return at;
        }
        let end = one(text, at, ask, marks, found)
            .unwrap_or_else(|| quoted(text, at, marks).map_or_else(|| bare(text, at, ask), |(_, end)| end));
        if end == at || !matches!(byte(text, end), b' ' | b'\t' | b',') {
            return end;
        }
        at = end;
    }
}

/// One value; `None` if none that counts begins here.
fn one(text: &[u8], start: usize, ask: Ask, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> Option<usize> {
    if let Some((value, end)) = quoted(text, wrapped(text, start), marks) {
        return report(text, value, ask, found).then_some(end);
    }
    let is_prose = ask.shape == Shape::Assigned && !ask.is_assignment;
    if is_prose || ask.kind.sensitivity() < 4 && is_assignment(text, start) {
        return None;
    }
    let end = match ask.shape {
        Shape::Rest | Shape::Scheme => rest(text, start, marks),
        Shape::Name => name_end(text, start, ask),
        Shape::Phone => phone_end(text, start, ask),
        Shape::Any | Shape::Assigned => bare(text, start, ask),
    };
    let end = trimmed(text, start, end, ask);
    report(text, start..end, ask, found).then_some(end)
}

/// Steps over what programs print round a quoted text: `b'x'`, `SecretStr('x')`, `Some("x")`.
fn wrapped(text: &[u8], start: usize) -> usize {
    let letters = skip(text, start, |b| b.is_ascii_alphabetic());
    let open = letters + usize::from(byte(text, letters) == b'(');
    let is_prefix = letters - start <= 2 && text[start..letters].iter().all(|b| b"bBuUrRfF".contains(b));
    let is_wrapper = open > letters || is_prefix;
    if letters > start && is_wrapper && matches!(byte(text, open), b'"' | b'\'') { open } else { start }
}

/// The text between quotation marks that open at `start` after some backslashes, and the index after the closing one.
fn quoted(text: &[u8], start: usize, marks: &mut Marks) -> Option<(Range, usize)> {
    let open = skip(text, start, |b| b == b'\\');
    match byte(text, open) {
        b'"' if !marks.closes(text, start, open) => Some(close(text, open, open - start)),
        b'\'' => {
            let (value, end) = close(text, open, open - start);
            Some(clipped(text, value.clone(), marks).map_or((value, end), |clip| (clip.clone(), clip.end)))
        }
        _ => None,
    }
}

/// The text that the mark at `open` opens, and the index after the mark that closes it. A mark belongs to the text if its
/// backslashes say so at that depth; without a closing mark the text ends with the line.
fn close(text: &[u8], open: usize, depth: usize) -> (Range, usize) {
    let (mark, body) = (text[open], open + 1);
    let mut at = body;
    while let Some(length) = memchr::memchr2(mark, b'\n', &text[at..]) {
        let close = at + length;
        if text[close] == b'\n' {
            return (body..close, close);
        }
        let slashes = close - back(text, close, body, |b| b == b'\\');
        let apostrophe = mark == b'\'' && is_word(byte(text, close + 1)) && is_word(before(text, close));
        if !apostrophe && (slashes < depth || slashes % (2 * (depth + 1)) == depth) {
            return (body..close - slashes.min(depth), close + 1);
        }
        at = close + 1;
    }
    (body..text.len(), text.len())
}

/// The value in single quotes up to the double quote that ends the text round it, if one does.
fn clipped(text: &[u8], value: Range, marks: &mut Marks) -> Option<Range> {
    let mark = memchr::memchr_iter(b'"', &text[value.clone()])
        .map(|index| value.start + index)
        .find(|&mark| marks.closes(text, value.start, mark))?;
    Some(value.start..back(text, mark, value.start, |b| b == b'\\'))
}

/// The end of a value without quotation marks.
fn bare(text: &[u8], start: usize, ask: Ask) -> usize {
    let longest = if matches!(ask.shape, Shape::Name | Shape::Phone) { LONGEST } else { text.len() };
    let limit = text.len().min(start.saturating_add(longest));
    let mut at = start;
    while at < limit && !stops(text, at, start, ask) {
        at = if text[at] == b'\\' { skip(text, at, |b| b == b'\\') } else { at + 1 };
    }
    at
}

fn stops(text: &[u8], at: usize, start: usize, ask: Ask) -> bool {
    let is_credential = ask.kind.sensitivity() == 4;
    match text[at] {
        b' ' | 0..=0x1f | 0x7f => true,
        b'\'' => !is_word(byte(text, at + 1)),
        b'(' => !is_credential,
        b',' | b']' if ask.is_listed => true,
        b'<' if at == start && is_label(text, at) => true,
        b',' | b';' | b'&' | b'|' | b')' | b']' | b'}' | b'>' | b'"' | b'<' | b'`' => {
            !(is_credential && goes_on(text, at + 1))
        }
        b'%' => ask.is_encoded && encoded_separator(text, at),
        b'p' => is_sealed(text, at),
        b'\\' => ends_at_backslash(text, at, is_credential),
        _ => false,
    }
}

/// Whether a word that stands for nothing, or for what was masked, begins at `at`: `<nil>`, `<PASSWORD>`.
fn is_label(text: &[u8], at: usize) -> bool {
    let end = skip(&text[..text.len().min(at + LONGEST)], at + 1, is_word);
    byte(text, end) == b'>' && is_nothing(&text[at..=end])
}

/// Whether a sealed value begins at `at`: it speaks for itself.
fn is_sealed(text: &[u8], at: usize) -> bool {
    sealed_length(&text[at..]) > 0
}

/// The length of the sealed value that `text` begins with. Longer ones than a line should hold are not looked for.
fn sealed_length(text: &[u8]) -> usize {
    if !text.starts_with(b"pii1") {
        return 0;
    }
    let end = skip(&text[..text.len().min(512)], 0, is_word);
    format::find(&text[..end], 0).filter(|&(start, _)| start == 0).map_or(0, |(_, end)| end)
}

/// A credential may hold any character: after one that usually ends a value it goes on unless the next pair begins.
fn goes_on(text: &[u8], at: usize) -> bool {
    byte(text, at).is_ascii_alphanumeric() && !is_pair(text, at) && !is_sealed(text, at)
}

fn encoded_separator(text: &[u8], at: usize) -> bool {
    let rest = text[at..].strip_prefix(b"%25").unwrap_or(&text[at + 1..]);
    matches!(rest, [b'2', b'6' | b'C' | b'c' | b'0' | b'2', ..] | [b'3', b'B' | b'b', ..])
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
fn is_assignment(text: &[u8], start: usize) -> bool {
    let word = skip(text, start, |b| is_word(b) || matches!(b, b'.' | b'-'));
    let first = byte(text, start);
    let is_key = byte(text, word) == b'=' && (first.is_ascii_alphabetic() || first == b'_');
    let next = byte(text, word + 1);
    is_key && !next.is_ascii_whitespace() && !matches!(next, b'=' | b',' | b';' | b')' | b'}' | b']')
}

/// Up to the end of the line, written out or escaped, or of the quoted text that the key itself stands in.
fn rest(text: &[u8], start: usize, marks: &mut Marks) -> usize {
    let line = line_end(text, start);
    let mut ends = memchr::memchr3_iter(b'"', b'\\', b'\r', &text[start..line]).map(|index| start + index);
    let end = ends.find(|&at| match text[at] {
        b'"' => marks.is_open(text, start, at),
        b'\\' => matches!(byte(text, at + 1), b'n' | b'r'),
        _ => true,
    });
    back(text, end.unwrap_or(line), start, |b| matches!(b, b'\\' | b' '))
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
    back(text, end, start, is_dot)
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

/// Authorisation schemes besides the two that have kinds (IANA HTTP Authentication Scheme Registry, and what is in use).
const SCHEMES: [&[u8]; 14] = [
    b"digest",
    b"negotiate",
    b"ntlm",
    b"hawk",
    b"hoba",
    b"mutual",
    b"vapid",
    b"dpop",
    b"gnap",
    b"oauth",
    b"apikey",
    b"aws4-hmac-sha256",
    b"scram-sha-1",
    b"scram-sha-256",
];

/// `Bearer x` and `Basic x` lose `x`; after another scheme everything goes; without a scheme, all of it is the credential.
fn after_scheme(text: &[u8], value: Range, found: &mut impl FnMut(Range, Kind)) {
    let word = skip(&text[..value.end], value.start, |b| is_word(b) || b == b'-');
    let start = skip(&text[..value.end], word, |b| b == b' ');
    let kind = credentials::scheme(&text[..word]);
    let is_scheme = kind.is_some() || SCHEMES.iter().any(|scheme| text[value.start..word].eq_ignore_ascii_case(scheme));
    if !is_scheme || start == word || start == value.end {
        found(value, Kind::Token);
        return;
    }
    let end = if kind.is_some() { skip(&text[..value.end], start, |b| !matches!(b, b' ' | b',')) } else { value.end };
    if is_nothing(&text[start..end]) {
        return;
    }
    let is_around = |b: u8| kind.is_some() && matches!(b, b'\'' | b')' | b']' | b'}' | b';' | b'>');
    found(start..back(text, end, start, is_around), kind.unwrap_or(Kind::Token));
}

/// Empty, a word for nothing, or already masked: nothing but masks, sealed values and punctuation.
#[must_use]
pub fn is_nothing(content: &[u8]) -> bool {
    let content = content.trim_ascii();
    let label = content.strip_prefix(b"<").and_then(|rest| rest.strip_suffix(b">"));
    let word = label.unwrap_or(content);
    NOTHING.iter().any(|nothing| word.eq_ignore_ascii_case(nothing)) || is_masked(content)
}

fn is_masked(content: &[u8]) -> bool {
    let (mut at, mut masks) = (0, usize::from(content.is_empty()));
    while at < content.len() {
        let length = mask_length(&content[at..]);
        masks += length;
        at += match content[at] {
            _ if length > 0 => length,
            b if b.is_ascii_alphanumeric() || b >= 0x80 => return false,
            _ => 1,
        };
    }
    masks > 0
}

/// How many bytes are no part of a mask.
#[must_use]
pub fn unmasked_length(content: &[u8]) -> usize {
    let (mut at, mut length) = (0, 0);
    while at < content.len() {
        let mask = mask_length(&content[at..]);
        (at, length) = (at + mask.max(1), length + usize::from(mask == 0));
    }
    length
}

/// The length of `***`, `<EMAIL>` or a sealed value at the start.
#[must_use]
pub fn mask_length(content: &[u8]) -> usize {
    match content {
        [b'*', ..] => skip(content, 0, |b| b == b'*'),
        [b'<', ..] => {
            let name = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_';
            let label = skip(&content[..content.len().min(LONGEST)], 1, name);
            if byte(content, label) == b'>' { label + 1 } else { 0 }
        }
        [b'p', ..] => sealed_length(content),
        _ => 0,
    }
}

/// Capitalised words of letters, with apostrophes, hyphens and initials; but not the name of a class or a constant.
fn is_name(content: &[u8]) -> bool {
    let letters =
        content.iter().all(|&b| b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b' ' | b'\'' | b'-' | b'.' | b','));
    let mut words = content.split(|b| matches!(b, b' ' | b',')).filter(|word| !word.is_empty());
    let dots = content.windows(2).all(|pair| pair[0] != b'.' || pair[1] == b' ');
    let count = words.clone().count();
    let is_constant = count == 1 && content.len() > 1 && content.iter().all(u8::is_ascii_uppercase);
    letters
        && dots
        && (1..=5).contains(&count)
        && !is_constant
        && !words.clone().any(is_camel_case)
        && words.any(|word| begins_name(word[0]))
}

/// A capital inside a word, unless a particle or punctuation stands before it: `InputMethod`, but not `McDonald`, `Jean-Luc`.
fn is_camel_case(word: &[u8]) -> bool {
    const PARTICLES: [&[u8]; 12] =
        [b"Mc", b"Mac", b"Fitz", b"De", b"Di", b"Da", b"Du", b"La", b"Le", b"Van", b"Von", b"St"];
    let capital = word.windows(2).position(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    capital.is_some_and(|index| !PARTICLES.contains(&&word[..=index]))
}
