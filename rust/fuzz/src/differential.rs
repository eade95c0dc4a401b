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
        let is_inside = |span: &Span| span.start <= value.start && value.end <= span.end;
        assert!(found.iter().any(is_inside), "{value:?} stays in {}", shown(&text));
    }
    for span in &found {
        let holds = |values: &[Range<usize>]| values.iter().any(|one| span.start <= one.start && one.end <= span.end);
        match span.kind {
            Kind::Ipv4 => assert!(holds(&addresses), "{span:?} is no address in {}", shown(&text)),
            Kind::PaymentCard => {
                assert!(holds(&cards) || follows_key(&text, span), "{span:?} is no card in {}", shown(&text));
            }
            _ => {}
        }
    }
}

/// After a key, digits count whatever their check digit says: a letter stands before them on the line.
fn follows_key(text: &[u8], card: &Span) -> bool {
    let line = text[..card.start].rsplit(|&b| b == b'\n').next().unwrap_or_default();
    line.iter().any(u8::is_ascii_alphabetic)
}
