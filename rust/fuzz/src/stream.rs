//! Target `stream`: however a text is cut into pieces, the stream masks it like the whole. The first bytes say where it is cut.

use milkglass_core::masker::{Masker, Stream};
use milkglass_core::ruleset::Style;

use crate::text;
use crate::world::{mask, shown, with_masker};

/// How many cuts a text gets at most.
const CUTS: usize = 6;

/// Panics if something does not hold.
pub fn check(data: &[u8]) {
    let Some((head, rest)) = data.split_at_checked(CUTS) else { return };
    let text = text::of(rest);
    with_masker(Style::Seal, |masker| {
        let whole = mask(masker, &text);
        let cut = streamed(masker, &text, cuts(head, text.len()));
        assert_eq!(shown(&cut), shown(&whole), "{}", shown(&text));
        let single = streamed(masker, &text, (0..text.len()).collect());
        assert_eq!(shown(&single), shown(&whole), "byte by byte: {}", shown(&text));
    });
}

/// Places in order; bytes say how far from the last one the next is, in steps that grow with the text.
fn cuts(head: &[u8], length: usize) -> Vec<usize> {
    let step = length / 256 + 1;
    let places = head.iter().scan(0, |at, &byte| {
        *at = length.min(*at + usize::from(byte) * step);
        Some(*at)
    });
    places.collect()
}

fn streamed(masker: &mut Masker, text: &[u8], cuts: Vec<usize>) -> Vec<u8> {
    let (mut stream, mut out, mut at) = (Stream::default(), Vec::new(), 0);
    for cut in cuts.into_iter().chain([text.len()]) {
        stream.feed(masker, &text[at..cut], &mut out);
        at = cut;
    }
    stream.finish(masker, &mut out);
    out
}
