//! Second step of detection, second half: each anchor is looked at once, by the kind or key that it is for.
//!
//! What a candidate has consumed is remembered (`Ends`), so that no byte is parsed twice by the same kind.

use super::Span;
use super::anchors::{Anchors, FRESH, Memory, OVERLAP, Token};
use super::csv::Header;
use super::keys::{self, Commands, marks::Marks, trie::Endings};
use super::kinds::money::{bitcoin_address, card_expiry, ethereum_address, upi_id};
use super::kinds::national::{hk_id, uk_nino};
use super::kinds::personal::{coordinates, home_path, mrz};
use super::kinds::{
    credentials, email, iban, ipv4, ipv6, jwt, mac, payment_card, person_name, phone, private_key, url_userinfo,
};
use super::lanes::{LANES, Lanes};
use super::scan::{BLOCK, Classes, Classify, Work, with_best};
use super::text::{Range, back, before, byte, escape_ends, past_escape_digits, skip};
use super::tokens;
use crate::kind::Kind;

/// Appends what stands in `text` (whole lines) to `spans`, in no particular order; `block` carries open key blocks along, or is
/// `None` where they are not looked for; `header` the columns of a table. Returns whether five dashes stand in a row somewhere, as they do round a key block.
pub fn find(text: &[u8], block: Option<&mut private_key::Block>, header: &mut Header, spans: &mut Vec<Span>) -> bool {
    let mut has_rules = false;
    if header.is_wanted() {
        header.find_all(text, |range, kind| spans.push(Span { start: range.start, end: range.end, kind }));
    }
    let mut search = Search {
        text,
        spans,
        ends: Ends::default(),
        marks: Marks::default(),
        commands: Commands::default(),
        endings: Endings::get(),
        has_rules: &mut has_rules,
    };
    if let Some(block) = block {
        private_key::find_all(text, block, |range| search.push(range, Kind::PrivateKey));
    }
    with_best(Pass(search));
    has_rules
}

/// One pass over one text.
struct Pass<'a>(Search<'a>);

impl Work for Pass<'_> {
    #[inline(always)]
    fn run(mut self, classify: impl Classify) {
        let text = self.0.text;
        let (mut memory, mut classes) = (Memory::default(), Classes::default());
        // Anchors stand up to two bytes behind the text.
        let end = text.len() + 2;
        for base in (0..end).step_by(LANES * FRESH) {
            // What stands in the lanes behind the text is never looked at.
            let lanes = LANES.min((end - base).div_ceil(FRESH));
            for lane in 0..lanes {
                let at = base + lane * FRESH;
                let mut filled = [0; BLOCK];
                let window = at.checked_sub(OVERLAP).and_then(|start| text.get(start..)?.first_chunk::<BLOCK>());
                let block = window.unwrap_or_else(|| {
                    filled = padded(text, at);
                    &filled
                });
                classes.set(lane, classify.classify(block));
            }
            let anchors = memory.step(&classes);
            for lane in 0..lanes {
                self.0.block(base + lane * FRESH, lane, &anchors, &memory);
            }
        }
    }
}

/// The block whose first new byte is `base`, with line feeds where the text is not.
#[inline(never)]
fn padded(text: &[u8], base: usize) -> [u8; BLOCK] {
    let mut block = [b'\n'; BLOCK];
    let start = base.saturating_sub(OVERLAP).min(text.len());
    let end = text.len().min(base + FRESH);
    let at = start + OVERLAP - base.min(start + OVERLAP);
    block[at..at + end - start].copy_from_slice(&text[start..end]);
    block
}

/// A token, a slash and a letter or digit.
const LONG: u32 = 9;

/// Up to where each kind of candidate has been read.
#[derive(Default)]
struct Ends {
    digits: usize,
    ipv4: usize,
    ipv6: usize,
    mrz: usize,
    email: usize,
    at_sign: usize,
    authority: usize,
    userinfo: usize,
    value: usize,
    jwt: usize,
    credential: usize,
}

/// What is known of a text while its anchors come by.
struct Search<'a> {
    text: &'a [u8],
    spans: &'a mut Vec<Span>,
    ends: Ends,
    marks: Marks,
    commands: Commands,
    endings: Endings,
    has_rules: &'a mut bool,
}

/// Calls `look` with the position of each bit.
#[inline(always)]
fn each(mut bits: u64, base: usize, mut look: impl FnMut(usize)) {
    while bits != 0 {
        look(base + bits.trailing_zeros() as usize);
        bits &= bits - 1;
    }
}

impl Search<'_> {
    fn push(&mut self, range: Range, kind: Kind) {
        self.spans.push(Span { start: range.start, end: range.end, kind });
    }

    /// All candidates of one block. Keys and at signs come in the order they stand in: the user information of a URL decides what
    /// its at sign means, and quotation marks are counted.
    #[inline(always)]
    fn block(&mut self, base: usize, lane: usize, anchors: &Anchors, memory: &Memory) {
        let bits = |class: &Lanes| class.0[lane];
        each(bits(&anchors.marks), base, |at| {
            if self.may_be_mark(at) {
                self.mark(at);
            }
        });
        each(bits(&anchors.long_words), base, |at| self.long_word(at - 15));
        each(bits(&anchors.tokens), 0, |index| self.token(base + index - 1, memory.token(lane, index as u32)));
        each(bits(&anchors.numbers), 0, |index| self.number(base + index - 1, memory.number(lane, index as u32)));
        each(bits(&anchors.quads), base, |at| self.ipv4(at - 1));
        each(bits(&anchors.colon_groups), base, |at| {
            if at >= self.ends.ipv6 {
                self.ipv6(at);
            }
        });
        each(bits(&anchors.people), base, |at| self.found(person_name::find(self.text, at), Kind::Name));
        if bits(&anchors.rare) != 0 {
            *self.has_rules |= bits(&anchors.rules) != 0;
            each(bits(&anchors.pairs), base, |at| self.found(mac::find_pairs(self.text, at - 12), Kind::Mac));
            each(bits(&anchors.dotted), base, |at| self.found(mac::find_dotted(self.text, at - 5), Kind::Mac));
            each(bits(&anchors.plus), base, |at| {
                self.found(phone::find_international(self.text, at - 1, 1), Kind::Phone)
            });
            each(bits(&anchors.close), base, |at| {
                self.found(phone::find_parenthesised(self.text, at), Kind::Phone);
                self.found(hk_id::find_check(self.text, at), Kind::HkId);
            });
            each(bits(&anchors.folders), base, |at| self.found(home_path::find(self.text, at), Kind::HomePath));
            each(bits(&anchors.fillers), base, |at| self.mrz(at - 1));
            each(bits(&anchors.ibans), base, |at| self.found(iban::find(self.text, at - 3), Kind::Iban));
        }
    }

    #[inline(never)]
    fn found(&mut self, range: Option<Range>, kind: Kind) {
        if let Some(range) = range {
            self.push(range, kind);
        }
    }

    /// Turns most separators away, those of keys that mean nothing and those that are no URL's.
    #[inline(always)]
    fn may_be_mark(&self, at: usize) -> bool {
        let text = self.text;
        !matches!(text[at], b':' | b'=')
            || matches!(byte(text, at + 1), b'/' | b'\\')
            || self.endings.may_end_before(text, at)
    }

    /// A separator of key and value, an at sign, an escape that may be one of them, or a key without a separator.
    #[inline(never)]
    fn mark(&mut self, at: usize) {
        match self.text[at] {
            b':' | b'=' => self.separator(at),
            b'@' => {
                self.email(at);
                self.found(upi_id::find(self.text, at), Kind::UpiId);
            }
            b'%' | b'\\' => self.escape(at),
            b'/' => self.separator(at - 2),
            _ => self.wordy(at),
        }
    }

    /// An option, a quoted text after a word, an element, or the word `password`: keys without a separator.
    #[inline(never)]
    fn wordy(&mut self, at: usize) {
        if at < self.ends.value {
            return;
        }
        let (text, spans) = (self.text, &mut *self.spans);
        let mut found = |range: Range, kind| spans.push(Span { start: range.start, end: range.end, kind });
        let end = match text[at] {
            b'-' if before(text, at) == b'-' => keys::find_option(text, at, &mut self.marks, &mut found),
            b'-' => keys::find_short_option(text, at, &mut self.commands, &mut found),
            b'>' if before(text, at) == b'-' => keys::find_after_arrow(text, at, &mut self.marks, &mut found),
            b'>' => keys::find_element(text, at, &mut found),
            b'"' | b'\'' if matches!(before(text, at), b'[' | b'(') => {
                keys::find_bound(text, at, &mut self.marks, &mut found)
            }
            b'"' | b'\'' => keys::find_quoted(text, at, &mut self.marks, &mut found),
            b' ' => keys::find_user(text, at, &mut found),
            b'(' => keys::sql::find(text, at, &mut found),
            _ => keys::find_in_prose(text, at, &mut found),
        };
        self.ends.value = if end > at { end } else { self.ends.value };
    }

    /// A token that stands alone, or after a word that says what it is.
    #[inline(never)]
    fn token(&mut self, end: usize, token: Token) {
        let start = end - token.length as usize;
        if self.token_from(start, end, token) {
            return;
        }
        let later = past_escape_digits(self.text, start);
        if later > start && later < end {
            self.token_from(later, end, token.part((later - start) as u32, token.length));
            return;
        }
        if token.length >= LONG && memchr::memchr(b'/', &self.text[start..end]).is_some() {
            self.tokens_between_slashes(start, end, token);
        }
        if is_fraction(token, self.text, start) {
            for number in coordinates::find_pair(self.text, start, end) {
                self.found(number, Kind::Coordinates);
            }
        }
        if matches!(before(self.text, start), b' ' | b'(' | b'[' | b'`') {
            self.after_word(start);
        }
    }

    fn token_from(&mut self, start: usize, end: usize, token: Token) -> bool {
        let kind = tokens::kind(token, &self.text[start..end]).filter(|_| stands_alone(self.text, &(start..end)));
        self.found(kind.map(|_| start..end), kind.unwrap_or(Kind::Token));
        kind.is_some()
    }

    /// Several numbers in a row: `078-05-1120/219-09-9999`.
    fn tokens_between_slashes(&mut self, start: usize, end: usize, token: Token) {
        let mut from = start;
        for part in self.text[start..end].split(|&b| b == b'/') {
            let to = from + part.len();
            if part.len() >= 7 && part.len() < end - start {
                self.token_from(from, to, token.part((from - start) as u32, (to - start) as u32));
            }
            from = to + 1;
        }
    }

    /// What stands at `start`, after a word of a sentence.
    fn after_word(&mut self, start: usize) {
        let spans = &mut *self.spans;
        keys::find_code(self.text, start, &mut |range, kind| {
            spans.push(Span { start: range.start, end: range.end, kind });
        });
    }

    /// Digits and single gaps: a card, or a token with spaces in it.
    #[inline(never)]
    fn number(&mut self, end: usize, token: Token) {
        if token.digit.count_ones() >= 13 {
            let start = end - token.length as usize;
            let is_gap = |b: u8| b.is_ascii_digit() || matches!(b, b' ' | b'-');
            self.long_number(if token.length < 63 {
                start
            } else {
                back(self.text, start, self.ends.digits.min(start), is_gap)
            });
        }
        if token.space != 0 {
            self.token(end, token);
            if token.length == 8 {
                self.found(uk_nino::find_spaced(self.text, end - 8), Kind::UkNino);
            }
        }
    }

    fn long_number(&mut self, start: usize) {
        let (text, spans) = (self.text, &mut *self.spans);
        self.ends.digits = payment_card::find_all(text, start, |range| {
            if let Some(expiry) = card_expiry::find_beside(text, range.end) {
                spans.push(Span { start: expiry.start, end: expiry.end, kind: Kind::CardExpiry });
            }
            spans.push(Span { start: range.start, end: range.end, kind: Kind::PaymentCard });
        });
    }

    #[inline(never)]
    fn ipv4(&mut self, third_dot: usize) {
        if third_dot < self.ends.ipv4 {
            return;
        }
        if let Some(range) = ipv4::find(self.text, third_dot) {
            self.ends.ipv4 = range.end;
            self.found(keys::find_beside(self.text, range.clone()), Kind::Username);
            self.push(range, Kind::Ipv4);
        }
    }

    #[inline(never)]
    fn ipv6(&mut self, colon: usize) {
        let (range, end) = ipv6::find(self.text, colon, self.ends.ipv6);
        self.ends.ipv6 = end;
        if let Some(range) = range {
            self.found(keys::find_beside(self.text, range.clone()), Kind::Username);
            self.push(range, Kind::Ipv6);
        }
    }

    #[inline(never)]
    fn mrz(&mut self, fillers: usize) {
        if fillers >= self.ends.mrz {
            self.ends.mrz = mrz::run_end(self.text, fillers);
            self.found(mrz::find(self.text, fillers), Kind::Mrz);
        }
    }

    /// `:` or `=` after what may be a key, or the colon of a URL.
    fn separator(&mut self, at: usize) {
        if at < self.ends.value {
            return;
        }
        if let Some(length) = url_userinfo::scheme_mark(self.text, at) {
            self.authority(at + length, self.text[at] == b'%');
            return;
        }
        let (text, spans) = (self.text, &mut *self.spans);
        let end = keys::find(text, at, &mut self.marks, &mut |range, kind| {
            spans.push(Span { start: range.start, end: range.end, kind });
        });
        self.ends.value = if end > at { end } else { self.ends.value };
    }

    fn authority(&mut self, start: usize, is_encoded: bool) {
        if start < self.ends.authority {
            return;
        }
        let (userinfo, end) = url_userinfo::find(self.text, start, is_encoded);
        self.ends.authority = end;
        if let Some(range) = userinfo {
            (self.ends.userinfo, self.ends.value, self.ends.authority) = (range.end, range.end, range.end);
            self.push(range, Kind::UrlUserinfo);
        }
    }

    /// `%3D`, `%2B`, `%40` and their `\u00..` spellings: the encoded forms of anchors.
    fn escape(&mut self, at: usize) {
        match &self.text[at..] {
            [b'%', b'3', b'D' | b'd' | b'A' | b'a', ..]
            | [b'%', b'2', b'5', b'3', b'D' | b'd' | b'A' | b'a', ..]
            | [b'\\', b'u', b'0', b'0', b'3', ..] => self.separator(at),
            [b'%', b'2', b'B' | b'b', b'1'..=b'9', ..] => {
                self.found(phone::find_international(self.text, at, 3), Kind::Phone);
            }
            [b'%', b'2', b'F' | b'f', ..] | [b'%', b'5', b'C' | b'c', ..] => {
                self.found(home_path::find(self.text, at), Kind::HomePath);
                self.email(at);
            }
            [b'%', b'4' | b'2', ..] | [b'\\', b'u', ..] => self.email(at),
            _ => {}
        }
    }

    /// An at sign, or an escape that may be one.
    fn email(&mut self, at: usize) {
        if at < self.ends.email || at == self.ends.userinfo && at > 0 {
            return;
        }
        let Some(range) = email::find(self.text, at, self.ends.email) else {
            self.found(email::user_at_host(self.text, at), Kind::Username);
            // The word of an earlier at sign was looked at then.
            let floor = self.ends.at_sign.max(at.saturating_sub(64)).min(at);
            let start = back(self.text, at, floor, |b| !b.is_ascii_whitespace());
            self.ends.at_sign = at;
            if start > floor || floor == 0 {
                self.after_word(start);
            }
            return;
        };
        for name in person_name::beside::find(self.text, &range) {
            self.found(name, Kind::Name);
        }
        self.ends.email = range.end;
        self.push(range, Kind::Email);
    }

    fn jwt(&mut self, start: usize) {
        if start < self.ends.jwt {
            return;
        }
        if let Some(range) = jwt::find(self.text, start) {
            self.ends.jwt = range.end;
            self.push(range, Kind::Jwt);
        }
    }

    /// A run of 16 word characters or more: a token of some service, or what follows an authorisation scheme.
    #[inline(never)]
    fn long_word(&mut self, start: usize) {
        let text = self.text;
        let first = past_escape(text, start);
        if first >= self.ends.credential && !self.credential(first) {
            // `-eyJ`: a dash is a character of tokens, but none begins with it.
            let first = skip(text, first, |b| b == b'-');
            match byte(text, first) {
                b'e' => self.jwt(first),
                b'0' => self.found(ethereum_address::find(text, first), Kind::EthereumAddress),
                b'1' | b'3' | b'b' | b'B' => self.found(bitcoin_address::find(text, first), Kind::BitcoinAddress),
                _ => {}
            }
        }
        if matches!(before(text, start), b' ' | b'(' | b'[' | b'`') {
            self.after_word(start);
        }
        if matches!(before(text, start), b' ' | b'/' | b'+')
            && let Some((range, kind)) = credentials::find_after_scheme(text, start)
        {
            self.push(range, kind);
        }
    }

    /// Whether the word at `start` belongs to a credential that names itself; what it takes in is not looked at again.
    fn credential(&mut self, start: usize) -> bool {
        let Some((range, kind)) = credentials::find(self.text, start) else { return false };
        self.ends.credential = range.end;
        if kind == Kind::AwsAccessKey {
            self.found(credentials::aws::find_secret(self.text, range.end), Kind::Secret);
        }
        self.push(range, kind);
        true
    }
}

/// Whether a token is a number with a point after one to three digits.
fn is_fraction(token: Token, text: &[u8], start: usize) -> bool {
    let whole = token.digit.trailing_ones();
    token.digit.count_ones() + 1 == token.length
        && (1..=3).contains(&whole)
        && byte(text, start + whole as usize) == b'.'
}

/// Whether no word or number goes on before or after a token. Escapes such as `\n` and `%3A` are no part of a word.
fn stands_alone(text: &[u8], range: &Range) -> bool {
    let (left, right) = (before(text, range.start), byte(text, range.end));
    let is_left =
        !(left.is_ascii_alphanumeric() || matches!(left, b'_' | b'-' | b'.' | b'+')) || escape_ends(text, range.start);
    let is_right = !(right.is_ascii_alphanumeric() || right == b'_');
    let longer = matches!(right, b'-' | b'.') && byte(text, range.end + 1).is_ascii_alphanumeric();
    is_left && is_right && !longer
}

/// The index after an escape such as `\n` or `%3D` whose last letters run into the word at `start`.
fn past_escape(text: &[u8], start: usize) -> usize {
    let length = match (before(text, start), byte(text, start)) {
        (b'\\', b'n' | b'r' | b't' | b'b' | b'f') => 1,
        (b'\\', b'u') => 5,
        (b'%', _) => 2,
        (b'[' | b';', b'0'..=b'9') => skip(text, start, |b| b.is_ascii_digit()) - start + 1,
        _ => 0,
    };
    if length > 0 && start + length <= text.len() && escape_ends(text, start + length) { start + length } else { start }
}
