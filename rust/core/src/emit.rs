//! Last two steps of masking: what stands in place of a piece, and the text with all of them in place.

use crate::detect::resolve::Piece;
use crate::detect::text::Range;
use crate::json::{Cursor, bare_number};
use crate::kind::Mode;
use crate::ruleset::{Ruleset, Style};
use crate::seal::Sealer;

/// Writes `text` to `out` with every piece replaced.
pub fn emit(text: &[u8], pieces: &[Piece], rules: &Ruleset, sealer: Option<&mut Sealer>, out: &mut Vec<u8>) {
    let mut writer = Writer { text, rules, sealer, out, copied: 0, cursor: Cursor::default() };
    for piece in pieces {
        writer.piece(piece);
    }
    writer.copy_to(text.len());
}

struct Writer<'a> {
    text: &'a [u8],
    rules: &'a Ruleset,
    sealer: Option<&'a mut Sealer>,
    out: &'a mut Vec<u8>,
    copied: usize,
    cursor: Cursor,
}

impl Writer<'_> {
    fn copy_to(&mut self, end: usize) {
        self.out.extend_from_slice(&self.text[self.copied..end]);
        self.copied = end;
    }

    fn piece(&mut self, piece: &Piece) {
        let range = piece.span.start..piece.span.end;
        let number =
            bare_number(self.text, &range, &mut self.cursor).filter(|number| number.range.start >= self.copied);
        let Some(number) = number else {
            // A number that took in what follows it has said all of it.
            let start = range.start.max(self.copied);
            if start < range.end {
                self.copy_to(start);
                self.replacement(piece, start..range.end, false);
            }
            return;
        };
        self.copy_to(number.range.start);
        self.mark(number.slashes);
        self.replacement(piece, number.range, true);
        self.mark(number.slashes);
    }

    fn mark(&mut self, slashes: usize) {
        self.out.extend(core::iter::repeat_n(b'\\', slashes));
        self.out.push(b'"');
    }

    fn replacement(&mut self, piece: &Piece, range: Range, bare: bool) {
        let (kind, value) = (piece.span.kind, &self.text[range.clone()]);
        self.copied = range.end;
        match (self.rules.style, self.sealer.as_deref_mut()) {
            (Style::Seal, Some(sealer)) => {
                let mode = if piece.holds_sealed { Mode::O } else { self.rules.mode(kind) };
                sealer.seal(kind, mode, value, bare, self.out);
            }
            (Style::Label, _) => {
                self.out.push(b'<');
                self.out.extend(kind.name().bytes().map(|b| b.to_ascii_uppercase()));
                self.out.push(b'>');
            }
            // Sealing without a key is no reason to let a value through.
            (Style::Stars | Style::Seal, _) => self.out.extend_from_slice(b"***"),
        }
    }
}
