//! Third step of detection: spans that overlap or touch become one, and what is already sealed is left alone.

use super::Span;
use super::text::{Range, skip};
use crate::kind::Kind;

/// A stretch of the text that will be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// Where, and what it is called.
    pub span: Span,
    /// Whether a sealed value is part of it, so that it can only be replaced one-way.
    pub holds_sealed: bool,
}

/// Makes `spans` disjoint and ordered in `pieces`. No piece touches another one, or ends inside a lower-case word: a sealed value
/// stands there and has to end where it ends. `sealed` are the sealed values in the text, in order.
pub fn resolve(text: &[u8], spans: &mut [Span], sealed: &[Range], pieces: &mut Vec<Piece>) {
    spans.sort_unstable_by_key(|span| (span.start, span.end));
    pieces.clear();
    for &span in spans.iter().filter(|span| span.start < span.end) {
        match pieces.last_mut().filter(|piece| span.start <= piece.span.end) {
            Some(piece) => piece.span = union(piece.span, span),
            None => pieces.push(Piece { span, holds_sealed: false }),
        }
        if let Some(piece) = pieces.last_mut() {
            piece.span.end = word_end(text, piece.span.end);
        }
    }
    if !sealed.is_empty() {
        leave_sealed(text, sealed, pieces);
    }
}

fn union(left: Span, right: Span) -> Span {
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

/// Drops pieces inside a sealed value; one that reaches over a sealed value's edge takes all of it in.
fn leave_sealed(text: &[u8], sealed: &[Range], pieces: &mut Vec<Piece>) {
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    let mut next = 0;
    for mut piece in pieces.drain(..) {
        while sealed.get(next).is_some_and(|range| range.end < piece.span.start) {
            next += 1;
        }
        let mut inside = false;
        for range in &sealed[next..] {
            if range.start > piece.span.end {
                break;
            }
            inside |= range.start <= piece.span.start && piece.span.end <= range.end;
            piece.holds_sealed = true;
            piece.span.start = piece.span.start.min(range.start);
            piece.span.end = word_end(text, piece.span.end.max(range.end));
        }
        if inside && is_exactly_sealed(&sealed[next..], piece.span) {
            continue;
        }
        match kept.last_mut().filter(|last| piece.span.start <= last.span.end) {
            Some(last) => *last = Piece { span: union(last.span, piece.span), holds_sealed: true },
            None => kept.push(piece),
        }
    }
    *pieces = kept;
}

fn is_exactly_sealed(sealed: &[Range], span: Span) -> bool {
    sealed
        .iter()
        .take_while(|range| range.start <= span.start)
        .any(|range| range.start == span.start && range.end == span.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &[u8], spans: &[(usize, usize, Kind)], sealed: &[Range]) -> Vec<(usize, usize, Kind, bool)> {
        let mut spans: Vec<Span> = spans.iter().map(|&(start, end, kind)| Span { start, end, kind }).collect();
        let mut pieces = Vec::new();
        resolve(text, &mut spans, sealed, &mut pieces);
        pieces.iter().map(|piece| (piece.span.start, piece.span.end, piece.span.kind, piece.holds_sealed)).collect()
    }

    /// Overlapping and touching spans become one under the name of the most sensitive.
    #[test]
    fn unions() {
        let text = [b' '; 40];
        let found = pieces(
            &text,
            &[(20, 30, Kind::Email), (0, 5, Kind::Username), (5, 9, Kind::Ipv4), (18, 30, Kind::Password)],
            &[],
        );
        assert_eq!(found, [(0, 9, Kind::Ipv4, false), (18, 30, Kind::Password, false)]);
    }

    /// A piece never ends before a letter or digit that a sealed value could run into.
    #[test]
    fn words_are_taken_whole() {
        assert_eq!(pieces(b"10.0.0.1abcX y", &[(0, 8, Kind::Ipv4)], &[]), [(0, 12, Kind::Ipv4, false)]);
        assert_eq!(pieces(b"10.0.0.1X y", &[(0, 8, Kind::Ipv4)], &[]), [(0, 8, Kind::Ipv4, false)]);
    }

    /// What is sealed stays; what reaches over its edge takes it in, one-way.
    #[test]
    fn sealed_values() {
        let text = [b' '; 40];
        assert_eq!(pieces(&text, &[(10, 20, Kind::Username), (12, 15, Kind::Ipv4)], &[10..20]), []);
        assert_eq!(pieces(&text, &[(5, 12, Kind::Username)], &[10..20]), [(5, 20, Kind::Username, true)]);
        assert_eq!(pieces(&text, &[(20, 25, Kind::Email)], &[10..20]), [(10, 25, Kind::Email, true)]);
    }
}
