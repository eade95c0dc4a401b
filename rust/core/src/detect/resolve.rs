//! Third step of detection: spans that overlap or touch become one, and what is already sealed is left alone.

use super::Span;
use super::text::{Range, before, skip};
use crate::kind::Kind;

/// A stretch of the text that will be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where, and what it is called.
    pub span: Span,
    /// Whether a sealed value is part of it, so that it can only be replaced one-way.
    pub holds_sealed: bool,
    /// Whether it goes on beyond the end of a span it was made of.
    pub is_joined: bool,
}

/// Makes `spans` disjoint and ordered in `pieces`. No piece touches another one, or ends inside a lower-case word: a sealed value
/// stands there and has to end where it ends. `sealed` are the sealed values in the text, in order.
pub fn resolve(text: &[u8], spans: &mut [Span], sealed: &[Range], pieces: &mut Vec<Piece>) {
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    pieces.clear();
    for &span in spans.iter() {
        let span = of_characters(text, Span { end: without_line_end(text, span), ..span });
        if span.start >= span.end || is_echo(text, sealed, span) {
            continue;
        }
        match pieces.last_mut().filter(|piece| span.start <= piece.span.end) {
            Some(piece) => {
                piece.is_joined |= span.end > piece.span.end;
                piece.span = union(piece.span, span);
            }
            None => pieces.push(Piece { span, holds_sealed: false, is_joined: false }),
        }
        if let Some(piece) = pieces.last_mut() {
            piece.span.end = word_end(text, piece.span.end);
        }
    }
    if !sealed.is_empty() {
        take_sealed_in(text, sealed, pieces);
    }
}

/// The span with all bytes of the characters it begins and ends in: a bound on a name's length may cut through one.
fn of_characters(text: &[u8], span: Span) -> Span {
    let is_inside = |at: usize| text.get(at).is_some_and(|&b| (0x80..0xc0).contains(&b));
    if !is_inside(span.start) && !is_inside(span.end) {
        return span;
    }
    let start = (0..3).fold(span.start, |at, _| at - usize::from(is_inside(at) && before(text, at) >= 0x80));
    let end = (0..3).fold(span.end, |at, _| at + usize::from(is_inside(at)));
    Span { start, end, ..span }
}

/// The end of a span without a carriage return that belongs to the end of the line.
fn without_line_end(text: &[u8], span: Span) -> usize {
    let is_last =
        span.end > span.start && text[span.end - 1] == b'\r' && text.get(span.end).is_none_or(|&b| b == b'\n');
    span.end - usize::from(is_last)
}

/// One span of two that overlap or touch, `left` the one that begins first.
#[must_use]
pub fn union(left: Span, right: Span) -> Span {
    let kind = if strength(right.kind) > strength(left.kind) { right.kind } else { left.kind };
    Span { start: left.start, end: left.end.max(right.end), kind }
}

/// The most sensitive kind names the union; among equals the one with a shape of its own.
fn strength(kind: Kind) -> (u8, u8) {
    let shape = match kind {
        Kind::Username | Kind::Name | Kind::Password | Kind::Secret | Kind::Token | Kind::ApiKey => 0,
        Kind::Jwt | Kind::PrivateKey => 2,
        _ => 1,
    };
    (kind.sensitivity(), shape)
}

fn word_end(text: &[u8], end: usize) -> usize {
    match text.get(end) {
        Some(b'a'..=b'z' | b'0'..=b'9') => skip(text, end, |b| b.is_ascii_alphanumeric()),
        _ => end,
    }
}

/// Whether a span says nothing new: it begins at or in a sealed value, so that what was found is made of its letters, and all it
/// reaches beyond it is the rest of that word. `Bearer pii1o_...=` is such a one.
fn is_echo(text: &[u8], sealed: &[Range], span: Span) -> bool {
    let index = sealed.partition_point(|range| range.end <= span.start);
    let Some(range) = sealed.get(index).filter(|range| range.start <= span.start) else { return false };
    let rest = text.get(range.end..span.end).unwrap_or_default();
    let word = skip(rest, 0, |b| !matches!(b, b' ' | b',' | b';'));
    !rest[word..].iter().any(u8::is_ascii_alphanumeric)
}

/// A piece that reaches over a sealed value's edge takes all of it in.
fn take_sealed_in(text: &[u8], sealed: &[Range], pieces: &mut Vec<Piece>) {
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut next = 0;
    for mut piece in pieces.drain(..) {
        while sealed.get(next).is_some_and(|range| range.end < piece.span.start) {
            next += 1;
        }
        for range in &sealed[next..] {
            if range.start > piece.span.end {
                break;
            }
            (piece.holds_sealed, piece.is_joined) = (true, true);
            piece.span.start = piece.span.start.min(range.start);
            piece.span.end = word_end(text, piece.span.end.max(range.end));
        }
        match kept.last_mut().filter(|last| piece.span.start <= last.span.end) {
            Some(last) => *last = Piece { span: union(last.span, piece.span), holds_sealed: true, is_joined: true },
            None => kept.push(piece),
        }
    }
    *pieces = kept;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &[u8], spans: &[(usize, usize, Kind)], sealed: Option<Range>) -> Vec<(usize, usize, Kind, bool)> {
        let mut spans: Vec<Span> = spans.iter().map(|&(start, end, kind)| Span { start, end, kind }).collect();
        let mut pieces = Vec::new();
        resolve(text, &mut spans, sealed.as_slice(), &mut pieces);
        pieces.iter().map(|piece| (piece.span.start, piece.span.end, piece.span.kind, piece.holds_sealed)).collect()
    }

    /// Overlapping and touching spans become one under the name of the most sensitive.
    #[test]
    fn unions() {
        let text = [b' '; 40];
        let found = pieces(
            &text,
            &[(20, 30, Kind::Email), (0, 5, Kind::Username), (5, 9, Kind::Ipv4), (18, 30, Kind::Password)],
            None,
        );
        assert_eq!(found, [(0, 9, Kind::Ipv4, false), (18, 30, Kind::Password, false)]);
    }

    /// A span that cuts through a character takes all of it.
    #[test]
    fn characters_are_taken_whole() {
        let text = "\u{200b}ann \u{1f600}".as_bytes();
        assert_eq!(pieces(text, &[(2, 8, Kind::Email)], None), [(0, 11, Kind::Email, false)]);
        assert_eq!(pieces(b"\x80\x80\x80\x80\x80", &[(4, 5, Kind::Email)], None), [(1, 5, Kind::Email, false)]);
        assert_eq!(pieces(b"\n\x80\x80", &[(1, 2, Kind::Email)], None), [(1, 3, Kind::Email, false)]);
    }

    /// A piece never ends before a letter or digit that a sealed value could run into.
    #[test]
    fn words_are_taken_whole() {
        assert_eq!(pieces(b"10.0.0.1abcX y", &[(0, 8, Kind::Ipv4)], None), [(0, 12, Kind::Ipv4, false)]);
        assert_eq!(pieces(b"10.0.0.1X y", &[(0, 8, Kind::Ipv4)], None), [(0, 8, Kind::Ipv4, false)]);
    }

    /// What is sealed stays; what reaches over its edge takes it in, one-way.
    #[test]
    fn sealed_values() {
        let text = [b' '; 40];
        assert_eq!(pieces(&text, &[(10, 20, Kind::Username), (12, 15, Kind::Ipv4)], Some(10..20)), []);
        assert_eq!(pieces(&text, &[(5, 12, Kind::Username)], Some(10..20)), [(5, 20, Kind::Username, true)]);
        assert_eq!(pieces(&text, &[(20, 25, Kind::Email)], Some(10..20)), [(10, 25, Kind::Email, true)]);
    }
}
