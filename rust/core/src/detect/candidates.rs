//! Second step of detection: the bits of a block and its successor become anchors, and each anchor is looked at once.
//!
//! A pattern is written as shifts: bit `i` of `ahead(x, n)` says whether byte `i + n` is of class `x`. Patterns look at most 19
//! bytes ahead, so two words of 64 bits are enough. What a candidate has consumed is remembered (`Ends`), so that no byte is
//! parsed twice by the same kind.

use super::Span;
use super::keys::{self, marks::Marks};
use super::kinds::{
    credentials, email, iban, ipv4, ipv6, jwt, mac, payment_card, phone, private_key, url_userinfo, us_ssn,
};
use super::scan::{BLOCK, Classes, classify};
use super::text::{Range, before, byte, escape_ends, skip};
use crate::kind::Kind;

/// Looks for candidates in one text at a time; keeps its buffer between texts.
#[derive(Default)]
pub struct Finder {
    classes: Vec<Classes>,
}

impl Finder {
    /// Appends what stands in `text` (whole lines) to `spans`, in no particular order; `block` carries open key blocks
    /// along, or is `None` where no key can be.
    pub fn find(&mut self, text: &[u8], block: Option<&mut private_key::Block>, spans: &mut Vec<Span>) {
        classify(text, &mut self.classes);
        let mut search = Search { text, spans, ends: Ends::default(), marks: Marks::default() };
        if let Some(block) = block {
            private_key::find_all(text, block, |range| search.push(range, Kind::PrivateKey));
        }
        let mut previous = Window::default();
        for (index, pair) in self.classes.windows(2).take(text.len().div_ceil(BLOCK)).enumerate() {
            let window = Window::new(&pair[0], &pair[1], &previous);
            search.block(index * BLOCK, &window);
            previous = window;
        }
    }
}

/// Up to where each kind of candidate has been read.
#[derive(Default)]
struct Ends {
    digits: usize,
    ipv4: usize,
    ipv6: usize,
    email: usize,
    authority: usize,
    userinfo: usize,
    value: usize,
    jwt: usize,
    credential: usize,
}

/// The classes of a block and the next one as 128 bits each; only the low 64 bits of a pattern are complete.
#[derive(Default)]
struct Window {
    digit: u128,
    upper: u128,
    word: u128,
    key_end: u128,
    colon: u128,
    equals: u128,
    at: u128,
    dot: u128,
    dash: u128,
    space: u128,
    plus: u128,
    escape: u128,
    close: u128,
    /// Digits, and single separators between two of them.
    joined: u128,
    /// `digit` and `word`, `key_end`, `joined`, `upper` of the byte before.
    after_digit: u128,
    after_word: u128,
    after_key_end: u128,
    after_joined: u128,
    after_upper: u128,
}

const fn both(low: u64, high: u64) -> u128 {
    low as u128 | (high as u128) << 64
}

/// The class of the byte before: the last bit of the previous block comes in at the bottom.
const fn shifted(bits: u128, previous: u128) -> u128 {
    bits << 1 | previous >> 63 & 1
}

impl Window {
    fn new(now: &Classes, next: &Classes, previous: &Self) -> Self {
        let digit = both(now.digit, next.digit);
        let dash = both(now.dash, next.dash);
        let space = both(now.space, next.space);
        let upper = both(now.upper, next.upper);
        let word = both(now.word, next.word) | dash;
        let key_end = both(now.key_end, next.key_end);
        let after_digit = shifted(digit, previous.digit);
        let joined = digit | (dash | space) & after_digit & digit >> 1;
        Self {
            after_word: shifted(word, previous.word),
            after_key_end: shifted(key_end, previous.key_end),
            after_joined: shifted(joined, previous.joined),
            after_upper: shifted(upper, previous.upper),
            colon: both(now.colon, next.colon),
            equals: both(now.equals, next.equals),
            at: both(now.at, next.at),
            dot: both(now.dot, next.dot),
            plus: both(now.plus, next.plus),
            escape: both(now.percent | now.backslash, next.percent | next.backslash),
            close: both(now.close, next.close),
            digit,
            upper,
            word,
            key_end,
            dash,
            space,
            joined,
            after_digit,
        }
    }

    /// Starts of runs of 13 digits and more, single separators allowed.
    fn long_numbers(&self) -> u128 {
        let two = self.joined & self.joined >> 1;
        let four = two & two >> 2;
        let eight = four & four >> 4;
        eight & four >> 8 & self.joined >> 12 & !self.after_joined
    }

    /// Starts of `ddd-dd-dddd`.
    fn ssn(&self) -> u128 {
        self.number_starts() & self.dash >> 3 & self.dash >> 6
    }

    /// Starts of `ddd-ddd-dddd`, `ddd.ddd.dddd`, `ddd ddd-dddd`.
    fn north_american(&self) -> u128 {
        let dashed = (self.dash | self.space) >> 3 & self.dash >> 7;
        self.number_starts() & (dashed | self.dot >> 3 & self.dot >> 7)
    }

    fn number_starts(&self) -> u128 {
        self.digit & !self.after_digit
    }

    /// First and second dots of dotted quads.
    fn quads(&self) -> u128 {
        let between = self.dot & self.after_digit & self.digit >> 1;
        between & (between >> 2 | between >> 3 | between >> 4)
    }

    /// First separators of six pairs.
    fn pairs(&self) -> u128 {
        let chain = |mark: u128| mark & mark >> 3 & mark >> 6 & mark >> 9 & mark >> 12;
        chain(self.colon) | chain(self.dash)
    }

    /// `::`, or four colons at most five bytes apart.
    fn colon_groups(&self) -> u128 {
        let near = |bits: u128| bits >> 2 | bits >> 3 | bits >> 4 | bits >> 5;
        let two = self.colon & near(self.colon);
        let three = two & near(two);
        self.colon & (self.colon >> 1) | three & near(three)
    }

    /// Starts of two capitals and two digits.
    fn ibans(&self) -> u128 {
        self.upper & self.upper >> 1 & self.digit >> 2 & self.digit >> 3 & !self.after_upper & !self.after_digit
    }

    /// Starts of runs of 16 word characters and more.
    fn long_words(&self) -> u128 {
        let two = self.word & self.word >> 1;
        let four = two & two >> 2;
        let eight = four & four >> 4;
        eight & eight >> 8 & !self.after_word
    }

    /// Separators of key and value.
    fn separators(&self) -> u128 {
        (self.colon | self.equals) & self.after_key_end
    }
}

/// One pass over one text.
struct Search<'a> {
    text: &'a [u8],
    spans: &'a mut Vec<Span>,
    ends: Ends,
    marks: Marks,
}

/// Calls `look` with the position of each bit of the low 64.
#[inline]
fn each(bits: u128, base: usize, mut look: impl FnMut(usize)) {
    let mut bits = bits as u64;
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
    /// its at sign means.
    fn block(&mut self, base: usize, window: &Window) {
        each(window.separators() | window.escape | window.at, base, |at| match self.text[at] {
            b':' | b'=' => self.separator(at),
            b'@' => self.email(at),
            _ => {
                self.escape(at);
                self.email(at);
            }
        });
        each(window.long_words(), base, |at| self.long_word(at));
        each(window.colon_groups(), base, |at| self.ipv6(at));
        each(window.pairs(), base, |at| self.mac(mac::find_pairs(self.text, at)));
        each(window.dot & window.dot >> 5, base, |at| self.mac(mac::find_dotted(self.text, at)));
        // What follows begins at a digit of this block or up to two bytes before one of the next.
        if window.digit << 61 == 0 {
            return;
        }
        each(window.long_numbers(), base, |at| self.long_number(at));
        each(window.ssn(), base, |at| self.found(us_ssn::find(self.text, at), Kind::UsSsn));
        each(window.quads(), base, |at| self.ipv4(at));
        each(window.ibans(), base, |at| self.found(iban::find(self.text, at), Kind::Iban));
        self.phones(base, window);
    }

    fn phones(&mut self, base: usize, window: &Window) {
        each(window.north_american(), base, |at| self.phone(phone::find_north_american(self.text, at)));
        each(window.plus & window.digit >> 1, base, |at| self.phone(phone::find_international(self.text, at, 1)));
        each(window.close & window.after_digit, base, |at| self.phone(phone::find_parenthesised(self.text, at)));
    }

    fn found(&mut self, range: Option<Range>, kind: Kind) {
        if let Some(range) = range {
            self.push(range, kind);
        }
    }

    fn mac(&mut self, range: Option<Range>) {
        self.found(range, Kind::Mac);
    }

    fn phone(&mut self, range: Option<Range>) {
        self.found(range, Kind::Phone);
    }

    fn ipv4(&mut self, dot: usize) {
        if dot < self.ends.ipv4 {
            return;
        }
        if let Some(range) = ipv4::find(self.text, dot) {
            self.ends.ipv4 = range.end;
            self.push(range, Kind::Ipv4);
        }
    }

    fn ipv6(&mut self, colon: usize) {
        if colon < self.ends.ipv6 {
            return;
        }
        let (range, end) = ipv6::find(self.text, colon, self.ends.ipv6);
        self.ends.ipv6 = end;
        self.found(range, Kind::Ipv6);
    }

    fn long_number(&mut self, start: usize) {
        if start < self.ends.digits {
            return;
        }
        let (text, spans) = (self.text, &mut *self.spans);
        self.ends.digits = payment_card::find_all(text, start, |range| {
            spans.push(Span { start: range.start, end: range.end, kind: Kind::PaymentCard });
        });
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
        self.ends.value = keys::find(text, at, &mut self.marks, &mut |range, kind| {
            spans.push(Span { start: range.start, end: range.end, kind })
        });
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

    /// `%3D`, `%2B` and their `\u00..` spellings: the encoded forms of two anchors.
    fn escape(&mut self, at: usize) {
        match &self.text[at..] {
            [b'%', b'3', b'D' | b'd' | b'A' | b'a', ..]
            | [b'%', b'2', b'5', b'3', b'D' | b'd' | b'A' | b'a', ..]
            | [b'\\', b'u', b'0', b'0', b'3', ..] => self.separator(at),
            [b'%', b'2', b'B' | b'b', b'1'..=b'9', ..] => self.phone(phone::find_international(self.text, at, 3)),
            _ => {}
        }
    }

    /// An at sign, or an escape that may be one.
    fn email(&mut self, at: usize) {
        if at < self.ends.email || at == self.ends.userinfo && at > 0 {
            return;
        }
        if let Some(range) = email::find(self.text, at, self.ends.email) {
            self.ends.email = range.end;
            self.push(range, Kind::Email);
        }
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
    fn long_word(&mut self, start: usize) {
        let text = self.text;
        let first = past_escape(text, start);
        if first >= self.ends.credential && !self.credential(first) && byte(text, first) == b'e' {
            self.jwt(first);
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
