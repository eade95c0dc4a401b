//! Target `differential`: two kinds, found by trying every range, are what detection finds.

use core::ops::Range;

use milkglass_core::detect::{Span, candidates};
use milkglass_core::kind::Kind;
use milkglass_core::masker::Masker;
use milkglass_core::ruleset::{Ruleset, Style};

use crate::world::shown;
use crate::{naive, text};

/// Panics if something does not hold.
pub fn check(data: &[u8]) {
    let text = text::of(data);
    let mut spans = Vec::new();
    candidates::find(&text, None, &mut spans);
    let addresses = naive::ipv4(&text);
    assert_eq!(of_kind(&spans, Kind::Ipv4), addresses, "{}", shown(&text));
    let cards = naive::payment_card(&text);
    let found = of_kind(&spans, Kind::PaymentCard);
    for card in found.iter().filter(|card| !cards.contains(card)) {
        assert!(follows_key(&text, card), "{card:?} is no card in {}", shown(&text));
    }
    for value in addresses.iter().chain(&cards) {
        is_covered(&text, value);
    }
}

fn of_kind(spans: &[Span], kind: Kind) -> Vec<Range<usize>> {
    let mut found: Vec<_> = spans.iter().filter(|span| span.kind == kind).map(|span| span.start..span.end).collect();
    found.sort_by_key(|range| (range.start, range.end));
    found.dedup();
    found
}

/// After a key and a separator, or in a list after them, digits count whatever their check digit says.
fn follows_key(text: &[u8], card: &Range<usize>) -> bool {
    let line = text[..card.start].rsplit(|&b| b == b'\n').next().unwrap_or_default();
    line.iter().any(|b| b":=%\\-'\">".contains(b))
}

/// Whatever else stands round it and however findings are joined, a value does not stay in the text.
fn is_covered(text: &[u8], value: &Range<usize>) {
    let found = Masker::new(Ruleset::new(Style::Stars)).find(text);
    let is_inside = |span: &Span| span.start <= value.start && value.end <= span.end;
    assert!(found.iter().any(is_inside), "{value:?} stays in {}", shown(text));
}
