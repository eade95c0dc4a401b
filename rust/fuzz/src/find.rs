//! Target `find`: findings are in order, apart from each other and inside lines, and masking replaces them and nothing else.

use milkglass_core::detect::Span;
use milkglass_core::ruleset::Style;

use crate::text;
use crate::world::{mask, shown, with_masker};

/// How far the digits of a number are followed beyond a finding in it.
const LONGEST: usize = 64;

/// Panics if something does not hold.
pub fn check(data: &[u8]) {
    let text = text::of(data);
    let (found, masked) = with_masker(Style::Stars, |masker| (masker.find(&text), mask(masker, &text)));
    are_apart(&text, &found);
    is_replaced(&text, &found, &masked);
}

fn are_apart(text: &[u8], found: &[Span]) {
    let mut end = None;
    for span in found {
        assert!(span.start < span.end && span.end <= text.len(), "{span:?} in {}", shown(text));
        assert!(end.is_none_or(|end| end < span.start), "{span:?} after {end:?} in {}", shown(text));
        assert!(!text[span.start..span.end].contains(&b'\n'), "{span:?} goes over a line end: {}", shown(text));
        end = Some(span.end);
    }
}

/// Reads both texts side by side: at each finding stand stars, or stars in quotation marks for the whole number that it is part of.
fn is_replaced(text: &[u8], found: &[Span], masked: &[u8]) {
    let (mut at, mut to) = (0, 0);
    for span in found {
        if span.end <= at {
            continue; // inside a number that was replaced with the finding before
        }
        let plain = [&text[at..span.start.max(at)], b"***"].concat();
        if masked[to..].starts_with(&plain) {
            (at, to) = (span.end, to + plain.len());
            continue;
        }
        let number = number_round(text, span, at);
        let front = &text[at..number.start];
        let rest = masked[to..].strip_prefix(front).unwrap_or_else(|| panic!("{span:?} of {}", shown(text)));
        let slashes = rest.iter().take_while(|&&b| b == b'\\').count();
        let mark = [&rest[..slashes], b"\""].concat();
        let quoted = [&mark[..], b"***", &mark].concat();
        assert!(rest.starts_with(&quoted), "{span:?} of {} -> {}", shown(text), shown(masked));
        (at, to) = (number.end, to + front.len() + quoted.len());
    }
    assert_eq!(shown(&masked[to..]), shown(&text[at..]), "{}", shown(text));
}

fn number_round(text: &[u8], span: &Span, floor: usize) -> core::ops::Range<usize> {
    let is_numeric = |b: &u8| b.is_ascii_digit() || b"-+.eE".contains(b);
    let from = floor.max(span.start.saturating_sub(LONGEST)).min(span.start);
    let before = text[from..span.start].iter().rev().take_while(|b| is_numeric(b)).count();
    let after = text[span.end..].iter().take(LONGEST).take_while(|b| is_numeric(b)).count();
    span.start - before..span.end + after
}
