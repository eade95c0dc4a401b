//! `phone`: E.164 after `+` (ITU-T E.164), and the North American forms `415-555-0132`, `415.555.0132`, `(415) 555-0132`.

use crate::detect::spec::{Form, Spec};
use crate::detect::text::{Range, byte, ends};
use crate::kind::Kind;

/// The number whose plus (or `%2B`) of `length` bytes stands at `plus`.
#[must_use]
pub fn find_international(text: &[u8], plus: usize, length: usize) -> Option<Range> {
    let first = plus + length;
    if !matches!(byte(text, first), b'1'..=b'9') {
        return None;
    }
    number_end(text, first).map(|end| plus..end)
}

/// The end of 8 to 15 digits from `first`; where more follow after a separator, they are another number.
fn number_end(text: &[u8], first: usize) -> Option<usize> {
    let (mut at, mut digits, mut end) = (first, 0, None);
    while digits <= 15 {
        let step = separator_length(text, at);
        let more = byte(text, at + step).is_ascii_digit();
        if (8..=15).contains(&digits) && (step > 0 || !more) && ends(text, at) {
            end = Some(at);
        }
        if !more {
            break;
        }
        (at, digits) = (at + step + 1, digits + 1);
    }
    end
}

/// One separator, or `) ` and ` (` round an area code.
fn separator_length(text: &[u8], at: usize) -> usize {
    match text.get(at..) {
        Some([b')', b' ', ..] | [b' ', b'(', ..]) => 2,
        Some([b' ' | b'-' | b'.' | b'(' | b')', ..]) => 1,
        _ => 0,
    }
}

/// The North American forms count by themselves.
pub static SPEC: Spec = Spec {
    kind: Kind::Phone,
    forms: &[
        Form { shape: "999-999-9999", check: is_north_american },
        Form { shape: "999.999.9999", check: is_north_american },
        Form { shape: "999 999-9999", check: is_north_american },
        Form { shape: "9-999-999-9999", check: is_north_american },
        Form { shape: "9.999.999.9999", check: is_north_american },
        Form { shape: "9 999-999-9999", check: is_north_american },
    ],
    words: &[],
};

/// Ten digits after an optional 1, area code and exchange from 200 (NANPA).
fn is_north_american(number: &[u8]) -> bool {
    let (country, number) = number.split_at(number.len() - 12);
    matches!(country, [] | [b'1', _]) && is_exchange(number, 0) && is_exchange(number, 4) && is_line(number, 8)
}

/// The number whose area code's closing parenthesis stands at `close`.
#[must_use]
pub fn find_parenthesised(text: &[u8], close: usize) -> Option<Range> {
    let open = close.checked_sub(4).filter(|&open| text[open] == b'(')?;
    let exchange = close + 1 + usize::from(byte(text, close + 1) == b' ');
    let shape = is_exchange(text, open + 1) && is_exchange(text, exchange) && is_line(text, exchange + 4);
    let joined = matches!(byte(text, exchange + 3), b'-' | b'.' | b' ');
    (shape && joined && ends(text, exchange + 8)).then_some(open..exchange + 8)
}

/// Three digits of which the first is 2-9 (NANP area codes and exchanges).
fn is_exchange(text: &[u8], at: usize) -> bool {
    matches!(text.get(at..at + 3), Some([b'2'..=b'9', b, c]) if b.is_ascii_digit() && c.is_ascii_digit())
}

fn is_line(text: &[u8], at: usize) -> bool {
    text.get(at..at + 4).is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
}
