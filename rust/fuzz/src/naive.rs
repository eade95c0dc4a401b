//! Two kinds found by trying every beginning and every end: slow, and short enough to be seen to be right. Written from the texts in
//! `vectors/detect`; a slow reference for more kinds, in Python, is `tests/support/slow_reference.py`.

use core::ops::Range;

use milkglass_core::detect::text::{before, byte, escape_ends, is_word};

/// A longer text than this holds neither.
const LONGEST: usize = 23;

/// Every range of `text` for which `holds` says yes.
fn every(text: &[u8], holds: impl Fn(&[u8], Range<usize>) -> bool) -> Vec<Range<usize>> {
    let ends = |start: usize| start + 7..=text.len().min(start + LONGEST);
    let digit = |at: usize| text[at].is_ascii_digit();
    (0..text.len())
        .filter(|&start| digit(start))
        .flat_map(|start| ends(start).map(move |end| start..end))
        .filter(|range| digit(range.end - 1) && holds(text, range.clone()))
        .collect()
}

/// IPv4 addresses.
#[must_use]
pub fn ipv4(text: &[u8]) -> Vec<Range<usize>> {
    every(text, is_ipv4)
}

fn is_ipv4(text: &[u8], range: Range<usize>) -> bool {
    let octets: Vec<Option<u8>> = text[range.clone()].split(|&b| b == b'.').map(octet).collect();
    let [Some(a), Some(b), Some(c), Some(d)] = octets[..] else { return false };
    let is_nobodys = a == 127 || [a, b, c, d] == [0; 4] || [a, b, c, d] == [255; 4];
    let (left, right) = (before(text, range.start), byte(text, range.end));
    let is_free = |b: u8| !is_word(b) || b == b'_';
    let is_fifth_before = left == b'.' && range.start >= 2 && text[range.start - 2].is_ascii_digit();
    let is_fifth_after = right == b'.' && byte(text, range.end + 1).is_ascii_digit();
    let is_alone = (is_free(left) || escape_ends(text, range.start)) && is_free(right);
    !is_nobodys && is_alone && !is_fifth_before && !is_fifth_after && !is_version(&text[..range.start])
}

fn octet(digits: &[u8]) -> Option<u8> {
    let is_short = (1..=3).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
    core::str::from_utf8(digits).ok().filter(|_| is_short)?.parse().ok()
}

/// After the word `version` or a product and a slash.
fn is_version(head: &[u8]) -> bool {
    let gap = head.iter().rev().take(3).take_while(|&b| b" =:\"\\/-".contains(b)).count();
    let (rest, gap) = head.split_at(head.len() - gap);
    let length = rest.iter().rev().take(20).take_while(|b| b.is_ascii_alphabetic()).count();
    let (rest, word) = rest.split_at(rest.len() - length);
    let is_named = [&b"version"[..], b"ver", b"release", b"v"].iter().any(|name| word.eq_ignore_ascii_case(name));
    let is_product = gap == b"/" && word.first().is_some_and(u8::is_ascii_uppercase);
    !gap.is_empty() && (is_named || is_product && rest.last().is_none_or(|b| b" \"('\n".contains(b)))
}

/// Payment cards without a key.
#[must_use]
pub fn payment_card(text: &[u8]) -> Vec<Range<usize>> {
    every(text, is_payment_card)
}

fn is_payment_card(text: &[u8], range: Range<usize>) -> bool {
    let content = &text[range.clone()];
    let digits: Vec<u32> = content.iter().filter(|b| b.is_ascii_digit()).map(|b| u32::from(b - b'0')).collect();
    let left = before(text, range.start);
    let earlier = if range.start >= 2 { text[range.start - 2] } else { b'\n' };
    let is_inside = is_word(left) && !escape_ends(text, range.start);
    let is_fraction = left == b'.' && earlier.is_ascii_digit();
    let is_block = left == b'-' && earlier == b'_';
    is_grouped(content)
        && has_issuer(&digits)
        && luhn(&digits)
        && !(is_inside || is_fraction || is_block || byte(text, range.end).is_ascii_alphanumeric())
}

/// In one piece, or in one of the groupings printed on cards with the same mark between groups.
fn is_grouped(content: &[u8]) -> bool {
    let fits = |mark: u8| {
        let sizes: Vec<usize> = content.split(|&b| b == mark).map(<[u8]>::len).collect();
        let is_digits = content.iter().all(|&b| b.is_ascii_digit() || b == mark);
        let known = matches!(sizes[..], [13..=19] | [4, 4, 4, 4 | 2 | 1] | [4, 4, 4, 4, 3] | [4, 6, 4 | 5]);
        is_digits && known
    };
    fits(b' ') || fits(b'-')
}

fn has_issuer(digits: &[u32]) -> bool {
    if digits.len() < 13 {
        return false;
    }
    let first = |count: usize| digits[..count].iter().fold(0, |value, digit| value * 10 + digit);
    match digits.len() {
        14 => matches!(first(3), 300..=305 | 360..=369 | 380..=399),
        15 => matches!(first(2), 34 | 37) || matches!(first(3), 300..=305 | 360..=369 | 380..=399),
        length @ 16..=19 => {
            let visa = first(1) == 4 && matches!(length, 16 | 19);
            let mastercard = (matches!(first(2), 51..=55) || matches!(first(4), 2221..=2720)) && length == 16;
            let discover = first(4) == 6011 || matches!(first(3), 644..=659);
            let diners = matches!(first(3), 300..=305 | 360..=369 | 380..=399);
            let others = matches!(first(4), 3528..=3589) || matches!(first(2), 50 | 56..=58 | 62 | 67);
            visa || mastercard || discover || diners || others
        }
        _ => false,
    }
}

fn luhn(digits: &[u32]) -> bool {
    let double = |digit: u32| if digit < 5 { 2 * digit } else { 2 * digit - 9 };
    let sum = |odd: usize| digits.iter().rev().skip(odd).step_by(2).copied().collect::<Vec<u32>>();
    (sum(0).iter().sum::<u32>() + sum(1).into_iter().map(double).sum::<u32>()).is_multiple_of(10)
}
