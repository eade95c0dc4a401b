//! What the value of a key looks like, and whether it is one at all.

use super::Ask;
use super::masks::is_nothing;
use crate::detect::kinds::credentials;
use crate::detect::spec::Shape;
use crate::detect::text::{Range, back, byte, is_word, skip};
use crate::detect::wordset::WordSet;
use crate::kind::Kind;

/// Reports the value if it is one; says whether it did.
pub fn report(text: &[u8], value: Range, ask: Ask, found: &mut impl FnMut(Range, Kind)) -> bool {
    let content = &text[value.clone()];
    if is_nothing(content) {
        return false;
    }
    let is_path = matches!(content, [b'/' | b'~', ..]) && text[..value.start].ends_with(b"PWD=");
    let is_said = says_something(content);
    if is_path || is_said || ask.kind == Kind::Token && is_object(content) {
        return false;
    }
    match ask.shape {
        Shape::Scheme => after_scheme(text, value, found),
        Shape::Name if !is_name(content) => return false,
        Shape::Phone if content.iter().filter(|b| b.is_ascii_digit()).count() < 5 => return false,
        Shape::Code(fits) if !with_compact(content, fits) => return false,
        Shape::Text(check) if !is_text(content, check) => return false,
        Shape::Any if ask.kind == Kind::Token && begins_with_scheme(content) => after_scheme(text, value, found),
        _ => found(value, ask.kind),
    }
    true
}

/// An object as Java prints it, `Token{a64f992`, `android.os.BinderProxy@2bd79ce`: its address is nobody's credential.
fn is_object(content: &[u8]) -> bool {
    let name = skip(content, 0, |b| is_word(b) || matches!(b, b'.' | b'$'));
    let end = skip(content, content.len().min(name + 1), |b| b.is_ascii_hexdigit());
    matches!(content.get(name), Some(b'@' | b'{'))
        && content[..name].iter().any(u8::is_ascii_uppercase)
        && (4..=9).contains(&(end - name))
        && end == content.len()
}

/// Words that say something about a value rather than being one: `password: required`, `user: not found`.
#[rustfmt::skip]
static REMARKS: WordSet = WordSet::new(&[
    b"a", b"accepted", b"an", b"and", b"are", b"been", b"before", b"being", b"but", b"cannot", b"can't", b"changed", b"contains", b"created",
    b"deleted", b"denied", b"didn't", b"disabled", b"does", b"doesn't", b"empty", b"enabled", b"enter", b"error", b"exceeded", b"expired",
    b"expires", b"failed", b"failure", b"field", b"for", b"format", b"found", b"from", b"generated", b"has", b"have", b"in", b"incorrect",
    b"invalid", b"is", b"isn't", b"it", b"locked", b"login", b"match", b"mismatch", b"missing", b"must", b"no", b"not", b"of", b"ok",
    b"or", b"please", b"refused", b"rejected", b"required", b"requires", b"reset", b"revoked", b"sent", b"set", b"should", b"some", b"success",
    b"successful", b"the", b"this", b"to", b"too", b"unknown", b"unset", b"updated", b"valid", b"value", b"was", b"wrong",
]);

/// Whether the text in quotation marks is a sentence about the value: `"password":"is required"`.
#[must_use]
pub fn says_something(content: &[u8]) -> bool {
    const OPENINGS: [&[u8]; 12] = [
        b"is ",
        b"This ",
        b"this ",
        b"must ",
        b"has ",
        b"should ",
        b"Enter ",
        b"Please ",
        b"cannot ",
        b"can't ",
        b"was ",
        b"Invalid ",
    ];
    OPENINGS.iter().any(|opening| content.starts_with(opening))
}

/// Whether a word of prose after a key and a colon is a remark.
#[must_use]
pub fn is_remark(word: &[u8]) -> bool {
    let word = &word[..back(word, word.len(), 0, |b| b.is_ascii_punctuation())];
    REMARKS.holds(word)
}

/// Whether a word of prose is a password rather than a word: it has a digit or a mark in it, or capitals in the middle.
#[must_use]
pub fn looks_secret(word: &[u8]) -> bool {
    let letters = word.iter().filter(|b| b.is_ascii_alphabetic()).count();
    let mixed = word.iter().skip(1).any(u8::is_ascii_uppercase) && word.iter().any(u8::is_ascii_lowercase);
    let marks = word.iter().any(|b| b"!@#$%^&*+=?~".contains(b));
    word.len() >= 4
        && (letters < word.len() && (word.iter().any(u8::is_ascii_digit) || marks) || mixed)
        && !word.contains(&b'=')
}

/// The longest text that is decoded.
const DECODED: usize = 200;

/// Whether a value is a text for which this holds, as it stands or once percent-encoding is undone.
#[must_use]
pub fn is_text(content: &[u8], check: fn(&[u8]) -> bool) -> bool {
    let content = content.trim_ascii();
    check(content) || decode(content, &mut [0; DECODED]).is_some_and(check)
}

/// What `%2F`, `%252F` and `+` in a value of a URL stand for; `None` if it has none of them or is long.
fn decode<'a>(content: &[u8], decoded: &'a mut [u8; DECODED]) -> Option<&'a [u8]> {
    if content.len() > DECODED || memchr::memchr2(b'%', b'+', content).is_none() {
        return None;
    }
    let (mut at, mut length) = (0, 0);
    while at < content.len() {
        let digits = match &content[at..] {
            [b'%', b'2', b'5', digits @ ..] | [b'%', digits @ ..] => digits.get(..2),
            _ => None,
        };
        let code = digits.and_then(|digits| u8::from_str_radix(core::str::from_utf8(digits).ok()?, 16).ok());
        let plain = if content[at] == b'+' { b' ' } else { content[at] };
        let step = if code.is_none() {
            1
        } else if content[at..].starts_with(b"%25") {
            5
        } else {
            3
        };
        (decoded[length], length, at) = (code.unwrap_or(plain), length + 1, at + step);
    }
    Some(&decoded[..length])
}

/// Characters of a code that separators part, as `Shape::Code` wants them.
fn with_compact(content: &[u8], fits: fn(&[u8]) -> bool) -> bool {
    let (content, mut code, mut length, mut at) = (content.trim_ascii(), [0; 40], 0, 0);
    while at < content.len() {
        let joint = joint_length(content, at);
        if joint == 0 {
            let Some(slot) = code.get_mut(length) else { return false };
            (*slot, length) = (content[at].to_ascii_uppercase(), length + 1);
        }
        at += joint.max(1);
    }
    length > 0 && fits(&code[..length])
}

/// The length of what parts the groups of a code: a mark, or a blank in one of the spellings of a URL.
fn joint_length(text: &[u8], at: usize) -> usize {
    match &text[at..] {
        [b' ' | b'-' | b'.' | b'/' | b'+', ..] => 1,
        [b'%', b'2', b'0', ..] => 3,
        [b'%', b'2', b'5', b'2', b'0', ..] => 5,
        _ => 0,
    }
}

/// The end of the longest code that begins at `start`: groups of letters and digits, parted by single separators.
#[must_use]
pub fn code_end(text: &[u8], start: usize, fits: fn(&[u8]) -> bool) -> usize {
    let (mut ends, mut count, mut at) = ([start; 12], 0, start);
    while count < ends.len() {
        let end = skip(&text[..text.len().min(start + 64)], at.min(text.len()), |b| b.is_ascii_alphanumeric());
        if end <= at {
            break;
        }
        (ends[count], count) = (end, count + 1);
        let joint = joint_length(text, end);
        let next = byte(text, end + joint);
        let is_prose = byte(text, end) == b' ' && !next.is_ascii_digit() && !next.is_ascii_uppercase();
        if joint == 0 || is_prose {
            break;
        }
        at = end + joint;
    }
    ends[..count].iter().rev().copied().find(|&end| with_compact(&text[start..end], fits)).unwrap_or(start)
}

/// Authorisation schemes besides the two that have kinds (IANA HTTP Authentication Scheme Registry, and what is in use).
#[rustfmt::skip]
const SCHEMES: [&[u8]; 15] = [
    b"digest", b"negotiate", b"ntlm", b"hawk", b"hoba", b"mutual", b"vapid", b"dpop", b"gnap", b"oauth", b"apikey",
    b"aws4-hmac-sha256", b"scram-sha-1", b"scram-sha-256", b"ssws",
];

fn begins_with_scheme(content: &[u8]) -> bool {
    let word = skip(content, 0, is_word);
    content.get(word) == Some(&b' ') && credentials::scheme(&content[..word]).is_some()
}

/// `Bearer x` and `Basic x` lose `x`; after another scheme everything goes; without a scheme, all of it is the credential.
fn after_scheme(text: &[u8], value: Range, found: &mut impl FnMut(Range, Kind)) {
    let word = skip(&text[..value.end], value.start, |b| is_word(b) || b == b'-');
    let start = skip(&text[..value.end], word, |b| b == b' ');
    let kind = credentials::scheme(&text[..word]);
    let is_scheme = kind.is_some() || SCHEMES.iter().any(|scheme| text[value.start..word].eq_ignore_ascii_case(scheme));
    if is_scheme && start == value.end {
        return;
    }
    if !is_scheme || start == word {
        found(value, Kind::Token);
        return;
    }
    let end = if kind.is_some() { skip(&text[..value.end], start, |b| !matches!(b, b' ' | b',')) } else { value.end };
    if is_nothing(&text[start..end]) || !text[start..end].iter().any(u8::is_ascii_alphanumeric) {
        return;
    }
    let is_around = |b: u8| kind.is_some() && matches!(b, b'\'' | b')' | b']' | b'}' | b';' | b'>');
    found(start..back(text, end, start, is_around), kind.unwrap_or(Kind::Token));
}

/// First words of what is called something, but is nobody.
#[rustfmt::skip]
const THINGS: [&[u8]; 28] = [
    b"Access", b"Admin", b"Alert", b"Anonymous", b"Api", b"App", b"Application", b"Background", b"Bad", b"Connection", b"Default",
    b"Error", b"Failed", b"Guest", b"Internal", b"Invalid", b"Main", b"Missing", b"New", b"No", b"None", b"Not", b"Null", b"Server",
    b"System", b"Test", b"Unknown", b"Web",
];

/// Capitalised words of letters, with apostrophes, hyphens and initials; but not the name of a class, a thing or a constant.
fn is_name(content: &[u8]) -> bool {
    let letters =
        content.iter().all(|&b| b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b' ' | b'\'' | b'-' | b'.' | b','))
            || is_escaped(content);
    let mut words = content.split(|b| matches!(b, b' ' | b',')).filter(|word| !word.is_empty());
    let dots = content.windows(2).all(|pair| pair[0] != b'.' || pair[1] == b' ');
    let count = words.clone().count();
    let is_constant = count == 1 && content.len() > 1 && content.iter().all(u8::is_ascii_uppercase);
    letters
        && dots
        && (1..=5).contains(&count)
        && !is_constant
        && !words.clone().next().is_some_and(|word| THINGS.contains(&word))
        && !words.clone().any(is_camel_case)
        && words.any(|word| begins_name(word[0]) || word[0] == b'\\')
}

/// Letters beyond ASCII as JSON escapes them: `\u9ad8\u6a4b`.
fn is_escaped(content: &[u8]) -> bool {
    let escapes = content.windows(2).filter(|pair| pair == b"\\u").count();
    escapes > 0 && content.iter().all(|&b| b.is_ascii_alphanumeric() || matches!(b, b'\\' | b' ' | b'\'' | b'-'))
}

/// Whether the first letter of a name looks like this.
#[must_use]
pub const fn begins_name(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte >= 0x80
}

/// A capital inside a word, unless a particle or punctuation stands before it: `InputMethod`, but not `McDonald`, `Jean-Luc`.
fn is_camel_case(word: &[u8]) -> bool {
    const PARTICLES: [&[u8]; 12] =
        [b"Mc", b"Mac", b"Fitz", b"De", b"Di", b"Da", b"Du", b"La", b"Le", b"Van", b"Von", b"St"];
    let capital = word.windows(2).position(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
    capital.is_some_and(|index| !PARTICLES.contains(&&word[..=index]))
}
