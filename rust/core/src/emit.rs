//! Last two steps of masking: what stands in place of a piece, and the text with all of them in place.

use crate::detect::resolve::Piece;
use crate::detect::text::Range;
use crate::json::{Cursor, bare_number};
use crate::kind::Mode;
use crate::ruleset::{Ruleset, Style};
use crate::seal::Sealer;

/// Where a replacement stands in what was written, and what it stands for.
pub struct Placed {
    /// Bytes of the text.
    pub from: Range,
    /// Bytes of the output.
    pub to: Range,
}

/// Writes a range of `text` to `out` with every piece in it replaced; `placed`, if wanted, gets a note of each.
pub fn emit(
    text: &[u8],
    range: Range,
    pieces: &[Piece],
    rules: &Ruleset,
    sealer: Option<&mut Sealer>,
    out: &mut Vec<u8>,
    placed: Option<&mut Vec<Placed>>,
) {
    let mut writer = Writer { text, rules, sealer, out, placed, copied: range.start, cursor: Cursor::default() };
    for piece in pieces {
        writer.piece(piece);
    }
    writer.copy_to(range.end);
}

struct Writer<'a> {
    text: &'a [u8],
    rules: &'a Ruleset,
    sealer: Option<&'a mut Sealer>,
    out: &'a mut Vec<u8>,
    placed: Option<&'a mut Vec<Placed>>,
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
                let to = self.out.len();
                self.replacement(piece, start..range.end, false);
                self.note(start..range.end, to);
            }
            return;
        };
        self.copy_to(number.range.start);
        let to = self.out.len();
        self.mark(number.slashes);
        self.replacement(piece, number.range.clone(), true);
        self.mark(number.slashes);
        self.note(number.range, to);
    }

    fn note(&mut self, from: Range, to: usize) {
        if let Some(placed) = self.placed.as_deref_mut() {
            placed.push(Placed { from, to: to..self.out.len() });
        }
    }

    fn mark(&mut self, slashes: usize) {
        self.out.extend(core::iter::repeat_n(b'\\', slashes));
        self.out.push(b'"');
    }

    #[inline(always)]
    fn replacement(&mut self, piece: &Piece, range: Range, bare: bool) {
        let (kind, value) = (piece.span.kind, &self.text[range.clone()]);
        self.copied = range.end;
        match (self.rules.style(kind), self.sealer.as_deref_mut()) {
            (Style::Seal, Some(sealer)) => {
                let mode = if piece.holds_sealed { Mode::O } else { self.rules.mode(kind) };
                sealer.seal(kind, mode, value, bare, self.out);
            }
            (Style::Label, _) => label(self.rules.name(kind), self.out),
            // Sealing without a key is no reason to let a value through.
            (Style::Stars | Style::Seal, _) => self.out.extend_from_slice(b"***"),
        }
    }
}

fn label(name: &str, out: &mut Vec<u8>) {
    out.push(b'<');
    out.extend(name.bytes().map(|b| b.to_ascii_uppercase()));
    out.push(b'>');
}
