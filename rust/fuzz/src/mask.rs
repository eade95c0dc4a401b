//! Target `mask`: what holds for a masked text in every style, whatever the text.

use milkglass_core::kind::Mode;
use milkglass_core::masker::Masker;
use milkglass_core::ruleset::Style;

use crate::text;
use crate::world::{LONGEST_SEALED, STYLES, key, mask, sealed_in, shown, with_masker};

/// After so many times masking changes nothing any more; `rust/core/src/settle.rs` says why it is not always one.
const PASSES: usize = 4;

/// Panics if something does not hold.
pub fn check(data: &[u8]) {
    let text = text::of(data);
    for style in STYLES {
        with_masker(style, |masker| in_style(style, masker, &text));
    }
}

fn in_style(style: Style, masker: &mut Masker, text: &[u8]) {
    let masked = mask(masker, text);
    let findings = masker.find(text).len();
    is_bounded(text, &masked, findings);
    keeps_encoding(text, &masked);
    keeps_lines(text, &masked);
    comes_to_rest(masker, text, &masked);
    if style == Style::Seal {
        opens(text, &masked);
    }
}

/// A replacement is a label, a sealed value (eight fifths of its value and less than 110 bytes more) or stars, between up to twice
/// 65 bytes of quotation mark and backslashes.
fn is_bounded(text: &[u8], masked: &[u8], findings: usize) {
    assert!(masked.len() <= 2 * text.len() + 256 * findings, "{} bytes of {}", masked.len(), text.len());
    assert!(findings > 0 || masked == text, "changed without a finding: {}", shown(text));
}

fn keeps_encoding(text: &[u8], masked: &[u8]) {
    let is_utf8 = core::str::from_utf8(text).is_ok();
    assert!(!is_utf8 || core::str::from_utf8(masked).is_ok(), "UTF-8 was broken: {}", shown(text));
}

/// As many lines, each ending as it did; a line that is a JSON object or array is one afterwards. (A number alone on a line is a
/// line of text.)
fn keeps_lines(text: &[u8], masked: &[u8]) {
    let lines = |text: &[u8]| text.split(|&b| b == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let (before, after) = (lines(text), lines(masked));
    assert_eq!(before.len(), after.len(), "lines of {}", shown(text));
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before.ends_with(b"\r"), after.ends_with(b"\r"), "the end of {}", shown(before));
        assert!(!is_json(before) || is_json(after), "{} is JSON, {} is not", shown(before), shown(after));
    }
}

fn is_json(line: &[u8]) -> bool {
    matches!(line.trim_ascii_start(), [b'{' | b'[', ..]) && serde_json::from_slice::<serde_json::Value>(line).is_ok()
}

/// Masking again changes nothing, at the latest after a few times, and never reveals: what it changes, it hides.
fn comes_to_rest(masker: &mut Masker, text: &[u8], masked: &[u8]) {
    let mut last = masked.to_vec();
    for _ in 1..PASSES {
        let next = mask(masker, &last);
        if next == last {
            return;
        }
        assert!(hides_more(&last, &next), "{} became {}: {}", shown(&last), shown(&next), shown(text));
        last = next;
    }
    let next = mask(masker, &last);
    assert_eq!(shown(&next), shown(&last), "still no rest: {}", shown(text));
}

/// Whether a text could come from another one by replacing more of it: what is no replacement stands in the other in its order.
fn hides_more(before: &[u8], after: &[u8]) -> bool {
    let sealed = sealed_in(after);
    let is_new =
        |at: usize| sealed.iter().any(|&(start, end)| start <= at && at < end) || b"*<>\"\\_".contains(&after[at]);
    let mut rest = before.iter();
    let kept =
        (0..after.len()).filter(|&at| !is_new(at) && !after[at].is_ascii_uppercase() && !after[at].is_ascii_digit());
    kept.map(|at| after[at]).all(|byte| rest.any(|&other| other == byte))
}

/// What was sealed, opened again, is the text byte for byte; a text with a value too long to be sealed is left out.
fn opens(text: &[u8], masked: &[u8]) {
    let is_withheld = |text: &[u8]| milkglass_core::seal::format::parse(text).is_some_and(|one| one.mode == Mode::O);
    if text.len() > LONGEST_SEALED && sealed_in(masked).iter().any(|&(start, end)| is_withheld(&masked[start..end])) {
        return;
    }
    assert_eq!(shown(&revealed(masked)), shown(text), "{}", shown(masked));
}

/// The text with every sealed value opened, and the quotation marks of bare ones taken away (`docs/spec/sealed-value.md` section 3).
fn revealed(text: &[u8]) -> Vec<u8> {
    let (mut out, mut copied) = (Vec::new(), 0);
    for (start, end) in sealed_in(text) {
        let kind = milkglass_core::seal::format::parse(&text[start..end]).expect("what was found").kind;
        let Ok((value, is_bare)) = key(kind).open(&text[start..end]) else { continue };
        out.extend_from_slice(&text[copied..start]);
        copied = end;
        if is_bare {
            copied += strip_marks(&mut out, &text[end..]);
        }
        out.extend_from_slice(&value);
    }
    out.extend_from_slice(&text[copied..]);
    out
}

/// Takes the mark before a bare value away; returns the length of the mark after it.
fn strip_marks(out: &mut Vec<u8>, rest: &[u8]) -> usize {
    let slashes = rest.iter().take_while(|&&b| b == b'\\').count();
    assert!(out.pop() == Some(b'"') && rest.get(slashes) == Some(&b'"'), "a bare value stands in quotation marks");
    for _ in 0..slashes {
        assert_eq!(out.pop(), Some(b'\\'));
    }
    slashes + 1
}
