//! `payment_card`: 14 to 19 digits of a known issuer that pass Luhn (ISO/IEC 7812), whole or in the groups printed on cards.

use crate::detect::spec::{Reach, Shape, Spec, word};
use crate::detect::text::{Range, before, byte, is_word, past_escape_digits, skip};
use crate::kind::Kind;

/// After a key, 12 to 19 digits are masked whatever their check digit says: somebody mistyped theirs.
pub static SPEC: Spec = Spec {
    kind: Kind::PaymentCard,
    forms: &[],
    words: &[
        word("cardnumber", Kind::PaymentCard, Reach::End, Shape::Code(fits)),
        word("cardno", Kind::PaymentCard, Reach::End, Shape::Code(fits)),
        word("ccnumber", Kind::PaymentCard, Reach::Part, Shape::Code(fits)),
        word("ccnum", Kind::PaymentCard, Reach::Part, Shape::Code(fits)),
        word("creditcard", Kind::PaymentCard, Reach::End, Shape::Code(fits)),
        word("creditcardnumber", Kind::PaymentCard, Reach::End, Shape::Code(fits)),
        word("debitcard", Kind::PaymentCard, Reach::End, Shape::Code(fits)),
        word("pan", Kind::PaymentCard, Reach::Part, Shape::Code(fits)),
        word("kartennummer", Kind::PaymentCard, Reach::End, Shape::Code(fits)),
    ],
};

fn fits(code: &[u8]) -> bool {
    (12..=19).contains(&code.len()) && code.iter().all(u8::is_ascii_digit)
}

/// How the digits are grouped on cards, longest first.
const GROUPINGS: [&[usize]; 6] =
    [&[4, 4, 4, 4, 3], &[4, 4, 4, 4], &[4, 6, 5], &[4, 6, 4], &[4, 4, 4, 2], &[4, 4, 4, 1]];

/// Finds every card in the run of digits and single separators that begins at `start`; returns the end of the run. The first one
/// may begin after an escape that ends in digits.
pub fn find_all(text: &[u8], start: usize, mut found: impl FnMut(Range)) -> usize {
    let (mut at, mut later) = (start, past_escape_digits(text, start));
    loop {
        let group = skip(text, at, |b| b.is_ascii_digit());
        let card = card_at(text, at, group - at).or_else(|| card_at(text, later, group - later));
        let end = card.as_ref().map_or(group, |range| range.end);
        if let Some(range) = card {
            found(range);
        }
        let joined = matches!(byte(text, end), b' ' | b'-') && byte(text, end + 1).is_ascii_digit();
        if !joined {
            return end;
        }
        (at, later) = (end + 1, end + 1);
    }
}

fn card_at(text: &[u8], start: usize, group: usize) -> Option<Range> {
    let end = match group {
        13..=19 => start + group,
        4 => grouped_end(text, start)?,
        _ => return None,
    };
    (stands_alone(text, start, end) && is_card(&text[start..end])).then_some(start..end)
}

/// The end of the longest grouping that holds a card.
fn grouped_end(text: &[u8], start: usize) -> Option<usize> {
    let separator = byte(text, start + 4);
    if !matches!(text[start], b'2'..=b'6') || !matches!(separator, b' ' | b'-') {
        return None;
    }
    let (sizes, ends) = groups(text, start, separator);
    GROUPINGS.iter().find_map(|grouping| {
        let end = ends[grouping.len() - 1];
        (sizes[..grouping.len()] == **grouping && is_card(&text[start..end])).then_some(end)
    })
}

/// How many digits stand in each of the next five groups, and where they end.
fn groups(text: &[u8], start: usize, separator: u8) -> ([usize; 5], [usize; 5]) {
    let (mut sizes, mut ends, mut at) = ([0; 5], [start; 5], start);
    for (size, end) in sizes.iter_mut().zip(&mut ends) {
        *end = skip(&text[..text.len().min(at + 7)], at, |b| b.is_ascii_digit());
        *size = *end - at;
        at = *end + 1;
        if *size == 0 || byte(text, *end) != separator || at >= text.len() {
            break;
        }
    }
    (sizes, ends)
}

fn stands_alone(text: &[u8], start: usize, end: usize) -> bool {
    let previous = before(text, start);
    let fraction = previous == b'.' && start > 1 && text[start - 2].is_ascii_digit();
    let block_id = previous == b'-' && start > 1 && text[start - 2] == b'_';
    let inside = is_word(previous) && !crate::detect::text::escape_ends(text, start);
    !fraction && !block_id && !inside && !byte(text, end).is_ascii_alphabetic()
}

/// Whether the digits (separators ignored) have an issuer, its length and a right check digit.
#[must_use]
pub fn is_card(text: &[u8]) -> bool {
    let mut digits = [0_u8; 19];
    let mut length = 0;
    for &byte in text.iter().filter(|b| b.is_ascii_digit()) {
        let Some(slot) = digits.get_mut(length) else { return false };
        *slot = byte - b'0';
        length += 1;
    }
    let digits = &digits[..length];
    has_issuer(digits) && luhn(digits)
}

/// Issuer ranges (first six digits) and their lengths: Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay, Maestro.
fn has_issuer(digits: &[u8]) -> bool {
    if digits.len() < 13 {
        return false;
    }
    let prefix = digits[..6].iter().fold(0_u32, |value, &digit| value * 10 + u32::from(digit));
    matches!(
        (prefix, digits.len()),
        (400_000..=499_999, 16 | 19)
            | (510_000..=559_999 | 222_100..=272_099, 16)
            | (340_000..=349_999 | 370_000..=379_999, 15)
            | (601_100..=601_199 | 644_000..=659_999, 16..=19)
            | (300_000..=305_999 | 360_000..=369_999 | 380_000..=399_999, 14..=19)
            | (352_800..=358_999, 16..=19)
            | (620_000..=629_999, 16..=19)
            | (500_000..=509_999 | 560_000..=589_999 | 670_000..=679_999, 16..=19)
    )
}

fn luhn(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, &digit)| {
            let doubled = u32::from(digit) << (index % 2);
            if doubled > 9 { doubled - 9 } else { doubled }
        })
        .sum();
    sum.is_multiple_of(10)
}
