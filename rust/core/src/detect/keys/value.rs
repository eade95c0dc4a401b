//! Where the value of a key begins and ends: in quotation marks at any depth of escaping, bare, or in a list.

use super::Ask;
use super::marks::Marks;
use super::masks::{is_label, sealed_length};
use super::shapes::{begins_name, code_end, is_remark, is_text, report, says_something};
use crate::detect::kinds::credentials;
use crate::detect::spec::Shape;
use crate::detect::text::{Range, ansi_end, back, before, byte, is_word, skip};
use crate::kind::Kind;

/// The longest name or number whose shape is looked at.
const LONGEST: usize = 128;

/// The longest quoted name, number or code.
const LONGEST_QUOTED: usize = 512;

/// Finds the values that begin at or after `from`; returns up to where they were read, or `from`.
pub fn find(text: &[u8], from: usize, ask: Ask, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    let start = inside(text, value_start(text, from, ask), ask);
    let elsewhere = ask.is_assignment && !ask.is_spaced && start > from && is_pair(text, start);
    if elsewhere || matches!(byte(text, start), b'\n' | b'\r' | b'{') {
        return from;
    }
    if byte(text, start) == b'[' {
        return list(text, start + 1, Ask { is_listed: true, ..ask }, marks, found);
    }
    one(text, start, ask, marks, found).unwrap_or(from)
}

/// After white space, encoded if the separator is, and a colour code.
fn value_start(text: &[u8], from: usize, ask: Ask) -> usize {
    let mut start = skip(text, from, |b| matches!(b, b' ' | b'\t'));
    while ask.is_encoded && text[start..].starts_with(b"%20") {
        start += 3;
    }
    let start = ansi_end(text, start);
    match &text[start..] {
        [b'*', b'*', b' ', ..] => start + 3,
        [b'`', next, ..] if next.is_ascii_alphanumeric() => start + 1,
        [b'%', b'2', b'2', ..] if ask.is_encoded || ask.is_assignment => start + 3,
        _ => start,
    }
}

/// Steps into brackets and encoded quotation marks: `=(bob)`, `=Optional[bob]`, `=%27bob%27`, `&quot;bob&quot;`.
fn inside(text: &[u8], start: usize, ask: Ask) -> usize {
    let rest = &text[start..];
    if let Some(mark) = [&b"&quot;"[..], b"&#34;", b"&#39;", b"%22", b"%27"].iter().find(|mark| rest.starts_with(mark))
    {
        return start + mark.len();
    }
    if rest.starts_with(b"Optional[") {
        return start + 9;
    }
    let opens = byte(text, start) == b'(' && ask.is_assignment && !ask.is_credential();
    start + usize::from(opens)
}

/// The elements of a list, up to its closing bracket or what cannot be an element of it.
fn list(text: &[u8], from: usize, ask: Ask, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> usize {
    let mut at = from;
    loop {
        at = skip(text, at, |b| matches!(b, b' ' | b'\t' | b','));
        if matches!(byte(text, at), b']' | b'\n' | b'\r' | b'{' | b'[') {
            return at;
        }
        let end = one(text, at, ask, marks, found).unwrap_or_else(|| {
            quoted(text, at, marks).map_or_else(|| trimmed(text, at, bare(text, at, ask), ask), |(_, end)| end)
        });
        if end == at || !matches!(byte(text, end), b' ' | b'\t' | b',') {
            return end;
        }
        at = end;
    }
}

/// One value; `None` if none that counts begins here.
fn one(text: &[u8], start: usize, ask: Ask, marks: &mut Marks, found: &mut impl FnMut(Range, Kind)) -> Option<usize> {
    let from = wrapped(text, start);
    let is_short = matches!(ask.shape, Shape::Name | Shape::Phone | Shape::Code(_) | Shape::Text(_));
    let limit = if is_short { text.len().min(from + LONGEST_QUOTED) } else { text.len() };
    if is_remark_quoted(text, from) {
        return None;
    }
    if let Some((value, end)) = quoted(&text[..limit], from, marks) {
        // What does not end where it should is none: no key reads the rest of the line for nothing.
        let is_cut = limit < text.len() && end == limit;
        return (!is_cut && report(text, value, ask, found)).then_some(end);
    }
    let is_prose = !ask.is_assignment && !ask.is_quoted;
    if is_prose && matches!(ask.shape, Shape::Assigned) || !ask.is_credential() && is_assignment(text, start) {
        return None;
    }
    let is_rest = matches!(ask.shape, Shape::Rest | Shape::Scheme);
    // A remark is no value: known before the rest of the line is read, which every key on it would do anew.
    if is_rest && says_something(&text[start..]) {
        return None;
    }
    if !is_rest && let Some(inner) = angled(text, start) {
        let end = inner.end;
        return report(text, inner, ask, found).then_some(end);
    }
    let end = trimmed(text, start, bare_end(text, start, ask, marks), ask);
    if ask.is_assignment && ask.is_spaced && is_call(text, start, end) {
        return None;
    }
    if is_prose && matches!(ask.shape, Shape::Any | Shape::Person) && is_remark(&text[start..end]) {
        return None;
    }
    report(text, start..end, ask, found).then_some(end)
}

/// Whether a quoted text says something about the value, which is known before its end is looked for.
fn is_remark_quoted(text: &[u8], from: usize) -> bool {
    let open = skip(text, from, |b| b == b'\\');
    matches!(byte(text, open), b'"' | b'\'') && says_something(&text[open + 1..])
}

/// A value in angle brackets that is no label: `user=<bob>`.
fn angled(text: &[u8], start: usize) -> Option<Range> {
    if byte(text, start) != b'<' || is_label(text, start) {
        return None;
    }
    let end = skip(&text[..text.len().min(start + LONGEST)], start + 1, |b| {
        !b.is_ascii_whitespace() && !b"<>\"'=/".contains(&b)
    });
    (byte(text, end) == b'>' && end > start + 1).then_some(start + 1..end)
}

/// Code rather than a value: `user = find(email)` in a traceback.
fn is_call(text: &[u8], start: usize, end: usize) -> bool {
    let name = skip(text, start, |b| is_word(b) || b == b'.');
    name > start && byte(text, name) == b'(' && name <= end && byte(text, start).is_ascii_alphabetic()
}

/// The end of a value without quotation marks, by its shape.
fn bare_end(text: &[u8], start: usize, ask: Ask, marks: &mut Marks) -> usize {
    match ask.shape {
        Shape::Rest | Shape::Scheme => rest(text, start, marks),
        Shape::Name | Shape::Person => name_end(text, start, ask),
        Shape::Phone => phone_end(text, start, ask),
        Shape::Code(fits) => code_end(text, start, fits),
        Shape::Text(fits) => text_end(text, start, ask, fits),
        Shape::Any | Shape::Assigned => {
            let end = bare(text, start, ask);
            // `token: Bearer abc`: the scheme is not the credential.
            let is_scheme =
                ask.kind == Kind::Token && byte(text, end) == b' ' && credentials::scheme(&text[..end]).is_some();
            if is_scheme { bare(text, end + 1, ask) } else { end }
        }
    }
}

/// Steps over what programs print round a quoted text: `b'x'`, `SecretStr('x')`, `Some("x")`.
fn wrapped(text: &[u8], start: usize) -> usize {
    if let Some(rest) = text[start..].strip_prefix(b"string(") {
        let digits = skip(rest, 0, |b| b.is_ascii_digit());
        return if rest[digits..].starts_with(b") \"") { start + 7 + digits + 2 } else { start };
    }
    let letters = skip(&text[..text.len().min(start + 40)], start, |b| b.is_ascii_alphabetic());
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
/// backslashes say so at that depth, or if it is doubled (SQL); without a closing mark the text ends with the line.
fn close(text: &[u8], open: usize, depth: usize) -> (Range, usize) {
    let (mark, body) = (text[open], open + 1);
    let mut at = body;
    while let Some(length) = memchr::memchr2(mark, b'\n', &text[at..]) {
        let close = at + length;
        if text[close] == b'\n' {
            let end = close - usize::from(close > body && text[close - 1] == b'\r');
            return (body..end, close);
        }
        let slashes = close - back(text, close, body, |b| b == b'\\');
        let apostrophe = mark == b'\'' && is_word(byte(text, close + 1)) && is_word(before(text, close));
        let is_doubled = mark == b'\'' && depth == 0 && close > body && byte(text, close + 1) == mark;
        if is_doubled {
            at = close + 2;
            continue;
        }
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

/// The end of a value of any shape without quotation marks.
fn bare(text: &[u8], start: usize, ask: Ask) -> usize {
    let is_short = matches!(ask.shape, Shape::Name | Shape::Person | Shape::Phone | Shape::Text(_));
    let longest = if is_short { LONGEST } else { text.len() };
    let limit = text.len().min(start.saturating_add(longest));
    let mut at = start;
    while at < limit && !stops(text, at, start, ask) {
        at = if text[at] == b'\\' { skip(text, at, |b| b == b'\\') } else { at + 1 };
    }
    at
}

fn stops(text: &[u8], at: usize, start: usize, ask: Ask) -> bool {
    let is_credential = ask.is_credential();
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
        b'p' => sealed_length(&text[at..]) > 0,
        b'\\' => ends_at_backslash(text, at, is_credential),
        _ => false,
    }
}

/// A credential may hold any character: after one that usually ends a value it goes on unless the next pair begins.
fn goes_on(text: &[u8], at: usize) -> bool {
    byte(text, at).is_ascii_alphanumeric() && !is_pair(text, at) && sealed_length(&text[at..]) == 0
}

fn encoded_separator(text: &[u8], at: usize) -> bool {
    let rest = text[at..].strip_prefix(b"%25").unwrap_or(&text[at + 1..]);
    matches!(rest, [b'2', b'6' | b'C' | b'c' | b'0' | b'2', ..] | [b'3', b'B' | b'b', ..])
}

/// `\"` and `\u0026` end a value; `\n` and its like end one that is no credential, or before the next pair or word.
fn ends_at_backslash(text: &[u8], at: usize, is_credential: bool) -> bool {
    let mark = skip(text, at, |b| b == b'\\');
    match &text[mark..] {
        [b'"' | b'\'', ..] => !(is_credential && goes_on(text, mark + 1)),
        [b'u', b'0', b'0', b'2', b'6' | b'2' | b'7', ..] => true,
        [b'n' | b'r' | b't', ..] => !is_credential || is_pair(text, mark + 1) || byte(text, mark + 1) == b'"',
        _ => false,
    }
}

/// Whether `word=` or `word:` begins at `at`, quotation marks or not: the next pair.
fn is_pair(text: &[u8], at: usize) -> bool {
    let open = skip(text, at, |b| matches!(b, b'"' | b'\''));
    let end = skip(text, open, |b| is_word(b) || matches!(b, b'.' | b'-' | b'['));
    let close = skip(text, end, |b| matches!(b, b'"' | b'\'' | b']'));
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
    let mut at = start;
    let end = loop {
        // Nothing beyond the end is read: the line may be long, and each key on it asks.
        let mark = memchr::memchr3(b'"', b'\\', b'\n', &text[at..]).map_or(text.len(), |length| at + length);
        if let Some(length) = memchr::memchr(b'\r', &text[at..mark]) {
            break at + length;
        }
        let goes_on = match byte(text, mark) {
            b'"' => !marks.is_open(text, start, mark),
            b'\\' => !matches!(byte(text, mark + 1), b'n' | b'r'),
            _ => false,
        };
        if !goes_on {
            break mark;
        }
        at = mark + 1;
    };
    back(text, end, start, |b| matches!(b, b'\\' | b' '))
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

/// The end of the longest text that fits: words parted by a space, a comma or both, up to the next pair; `start` if none does.
fn text_end(text: &[u8], start: usize, ask: Ask, check: fn(&[u8]) -> bool) -> usize {
    let (mut ends, mut count, mut at) = ([start; 12], 0, start);
    while count < ends.len() {
        let end = bare(text, at, ask);
        if end == at || end - start > LONGEST {
            break;
        }
        (ends[count], count) = (end, count + 1);
        let comma = usize::from(!ask.is_listed && byte(text, end) == b',');
        at = end + comma + usize::from(byte(text, end + comma) == b' ');
        if at == end || is_pair(text, at) {
            break;
        }
    }
    let whole = |end: usize| trimmed(text, start, end, ask);
    ends[..count].iter().rev().map(|&end| whole(end)).find(|&end| is_text(&text[start..end], check)).unwrap_or(start)
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
    let is_dot = |b: u8| !ask.is_credential() && matches!(b, b'.' | b':' | b'!' | b'?');
    back(text, end, start, is_dot)
}
