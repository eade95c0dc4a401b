//! What stands between a key and its value in sentences, statements and dumps: `the bic was X`, `cvc (X)`, `username not found: X`,
//! `Duplicate entry 'X' for key 'users.email'`, `Found key 'a.password' with value X`, `{"name":"password","type":"s","value":"X"}`.

use super::trie;
use crate::detect::spec::Word;
use crate::detect::text::{Range, back, before, byte, is_word, skip};

/// What may stand between a key and its value in a sentence, without the spaces round it.
#[rustfmt::skip]
const BETWEEN: [&[u8]; 20] = [
    b"is", b"was", b"no", b"set to", b"changed to", b"changed from", b"updated to", b"with value", b"has value", b"value", b"equals",
    b"provided", b"supplied", b"given", b"received", b"entered", b"like", b"in", b"-", b"number",
];

/// What may stand between a key and the colon before its value.
#[rustfmt::skip]
const SAID: [&[u8]; 16] = [
    b"not found", b"mismatch", b"already used", b"already exists", b"already taken", b"received", b"entered", b"given", b"provided",
    b"supplied", b"rejected", b"changed", b"not valid", b"not allowed", b"used", b"lookup",
];

/// Where the key may end when what is written between it and the value that begins at `start` is taken off.
#[must_use]
pub fn key_end_in_prose(text: &[u8], start: usize) -> Option<usize> {
    let open = back(text, start, start.saturating_sub(2), |b| matches!(b, b'(' | b'[' | b'`' | b'\'' | b'"'));
    let space = back(text, open, open.saturating_sub(1), |b| b == b' ');
    (space < open).then(|| {
        // `account number X`: what may stand between belongs to the key where that is a key.
        let is_key = trie::word(text, space).is_some();
        let end = without_last(text, space, &BETWEEN).filter(|_| !is_key).unwrap_or(space);
        end - usize::from(before(text, end) == b'#')
    })
}

/// Where the key may end when a remark stands between it and the colon behind `end`; `None` if no remark does.
#[must_use]
pub fn key_end_before_remark(text: &[u8], end: usize) -> Option<usize> {
    without_last(text, end, &SAID)
}

/// The index before a space and one of these phrases, which ends at `end`.
fn without_last(text: &[u8], end: usize, phrases: &[&[u8]]) -> Option<usize> {
    let head = &text[end.saturating_sub(16)..end];
    let fits = |phrase: &&&[u8]| {
        head.len() > phrase.len() + 1
            && head[head.len() - phrase.len()..].eq_ignore_ascii_case(phrase)
            && head[head.len() - phrase.len() - 1] == b' '
    };
    phrases.iter().find(fits).map(|phrase| end - phrase.len() - 1)
}

/// The last part of keys that name a part of what the key before it, or the bracket round it, stands for.
const PARTS: [&[u8]; 14] = [
    b"value",
    b"raw",
    b"new",
    b"old",
    b"text",
    b"before",
    b"after",
    b"input",
    b"original",
    b"previous",
    b"current",
    b"S",
    b"N",
    b"content",
];

/// The word that a key such as `password.value` or `{"password":{"new":` speaks of.
#[must_use]
pub fn of_part(text: &[u8], end: usize, owner: impl Fn() -> Option<&'static Word>) -> Option<&'static Word> {
    let head = &text[end.saturating_sub(9)..end];
    let part = PARTS.iter().find(|part| head.ends_with(part))?;
    let start = end - part.len();
    match before(text, start) {
        b'.' | b'_' => trie::word(text, start - 1),
        b'"' | b'\'' | b'{' | b' ' | b',' => owner(),
        _ => None,
    }
}

/// How far before a value its name may stand.
const FAR: usize = 96;

/// What names are called.
const NAMES: [&[u8]; 6] = [b"name", b"key", b"field", b"property", b"param", b"attribute"];

/// The word that `name="password" type="text"` or `<password ` before the key at `start` gives to its value.
#[must_use]
pub fn named_before(text: &[u8], start: usize) -> Option<&'static Word> {
    let floor = back(text, start, start.saturating_sub(FAR), |b| !matches!(b, b'\n' | b'{' | b'}' | b'>'));
    let near = &text[floor..start];
    let is_mark = |b: u8| matches!(b, b'"' | b'\'' | b'\\' | b':' | b'=' | b' ');
    let named = NAMES.iter().filter_map(|name| memchr::memmem::rfind(near, name).map(|at| at + name.len())).max();
    let named = named.filter(|&at| near.get(at).is_some_and(|&b| is_mark(b)));
    let element = memchr::memrchr(b'<', near).map(|open| open + 1);
    let begin = floor + named.map(|at| skip(near, at, is_mark)).or(element)?;
    let end = skip(&text[..start], begin, |b| is_word(b) || matches!(b, b'.' | b'-'));
    (end > begin).then(|| trie::word(text, end)).flatten()
}

/// The value and the word of the key after it, for the quotation mark at `mark`: `entry 'X' for key 'users.email'`, `value "X" for
/// email`, `value 'X' is not a valid bic`.
#[must_use]
pub fn value_before_key(text: &[u8], mark: usize) -> Option<(Range, &'static Word)> {
    let head = &text[mark.saturating_sub(7)..mark];
    let is_value = head.ends_with(b"entry ") || head.ends_with(b"value ");
    let limit = text.len().min(mark + 256);
    let close = mark + 1 + memchr::memchr2(text[mark], b'\n', text.get(mark + 1..limit)?)?;
    if !is_value || text[close] == b'\n' {
        return None;
    }
    let rest = &text[close + 1..text.len().min(close + 100)];
    let link =
        [&b" for key '"[..], b" for column '", b" for ", b" is not a valid ", b" is no valid ", b" is an invalid "];
    let link = link.iter().find(|link| rest.starts_with(link))?;
    let begin = close + 1 + link.len();
    let end = skip(&text[..text.len().min(begin + 64)], begin, |b| is_word(b) || matches!(b, b'.' | b'-'));
    let word = trie::word(text, back(text, end, begin, |b| b == b'.'))?;
    Some((mark + 1..close, word))
}

/// The value after a key in quotation marks at `mark`, and the key's word: `key 'a.password' in 'b' with value X`.
#[must_use]
pub fn value_after_named_key(text: &[u8], mark: usize) -> Option<(usize, &'static Word)> {
    let head = &text[mark.saturating_sub(10)..mark];
    let called = [&b"key "[..], b"property ", b"field ", b"setting ", b"variable ", b"parameter "];
    if !called.iter().any(|word| head.ends_with(word)) {
        return None;
    }
    let limit = text.len().min(mark + 96);
    let close = skip(&text[..limit], mark + 1, |b| is_word(b) || matches!(b, b'.' | b'-'));
    if byte(text, close) != text[mark] {
        return None;
    }
    let near = &text[close + 1..text.len().min(close + 80)];
    let near = &near[..memchr::memchr(b'\n', near).unwrap_or(near.len())];
    let links = [&b"with value "[..], b"set to ", b"changed to ", b"value ", b"= "];
    let at = links.iter().find_map(|link| memchr::memmem::find(near, link).map(|at| at + link.len()))?;
    Some((close + 1 + at, trie::word(text, close)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(text: &str, value: &str) -> Option<usize> {
        key_end_in_prose(text.as_bytes(), text.find(value).expect("the value"))
    }

    /// What people write between a key and its value is stepped over, once.
    #[test]
    fn phrases() {
        for text in
            ["bic X", "bic was X", "bic set to X", "bic WAS X", "bic (X", "bic with value `X", "bic no X", "bic # X"]
        {
            let end = key(text, "X").expect("a key");
            assert_eq!(text[..end].trim_end_matches('#').trim_end(), "bic", "{text}");
        }
        assert_eq!(key("bic=X", "X"), None);
        assert_eq!(key_end_before_remark(b"user name not found", 19), Some(9));
        assert_eq!(key_end_before_remark(b"not found", 9), None);
    }
}
