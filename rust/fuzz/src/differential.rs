//! Target `differential`: two kinds, found by trying every range, are what detection finds.

use core::ops::Range;

use milkglass_core::detect::Span;
use milkglass_core::kind::Kind;
use milkglass_core::ruleset::Style;

use crate::world::{shown, with_masker};
use crate::{naive, text};

/// Panics if something does not hold.
pub fn check(data: &[u8]) {
    let text = text::of(data);
    let found = with_masker(Style::Stars, |masker| masker.find(&text));
    let (addresses, cards) = (naive::ipv4(&text), naive::payment_card(&text));
    for value in addresses.iter().chain(&cards) {
        let is_hidden = |at: usize| found.iter().any(|span| span.start <= at && at < span.end);
        let mut digits = value.clone().filter(|&at| text[at].is_ascii_digit());
        assert!(digits.all(is_hidden), "{value:?} stays in {}", shown(&text));
    }
    for span in &found {
        // Beside what was masked a value may come to stand alone: then it is one by itself.
        let inside = &text[span.start..span.end];
        let holds = |values: &[Range<usize>]| values.iter().any(|one| span.start <= one.start && one.end <= span.end);
        let is_right = match span.kind {
            Kind::Ipv4 => holds(&addresses) || !naive::ipv4(inside).is_empty(),
            Kind::PaymentCard => holds(&cards) || !naive::payment_card(inside).is_empty() || follows_key(&text, span),
            _ => true,
        };
        assert!(is_right, "{span:?} in {}", shown(&text));
    }
}

/// After a key, digits count whatever their check digit says: a letter stands before them on the line.
fn follows_key(text: &[u8], card: &Span) -> bool {
    let line = text[..card.start].rsplit(|&b| b == b'\n').next().unwrap_or_default();
    line.iter().any(u8::is_ascii_alphabetic)
}
