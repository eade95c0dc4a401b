//! Why something is masked, or is not: each thing that was seen in a line, by what it was seen, and what keeps it as it is. Names
//! keys of the vocabulary, rules and checks; never a value.

use super::run::Scratch;
use crate::detect::csv::Header;
use crate::detect::kinds::private_key::{self, Block};
use crate::detect::text::{back, before};
use crate::detect::{Span, candidates, keys};
use crate::kind::Kind;
use crate::ruleset::Ruleset;

/// Something that was seen in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Where, and what it is called.
    pub span: Span,
    /// `key` or `shape` for what milkglass knows itself, else the list of the rule.
    pub by: &'static str,
    /// The rule of the user's own; empty if there is none.
    pub rule: String,
    /// Why it was seen.
    pub why: String,
    /// What keeps it as it is: `off`, or the part of `allow`; nothing if it is masked.
    pub dropped_by: Option<&'static str>,
}

/// Explains lines; keeps its buffers.
#[derive(Default)]
pub struct Explainer {
    scratch: Scratch,
    spans: Vec<Span>,
}

impl Explainer {
    /// All that is seen in a line, from left to right.
    pub fn seen(&mut self, line: &[u8], rules: &Ruleset) -> Vec<Seen> {
        self.spans.clear();
        let mut block = private_key::is_named(line).then(Block::default);
        candidates::find(line, block.as_mut(), &mut Header::default(), &mut self.spans);
        let mut seen: Vec<Seen> =
            self.spans.iter().filter(|span| span.start < span.end).map(|span| known(line, *span)).collect();
        if let Some(run) = rules.run() {
            self.scratch.belong_to(run);
            run.find(line, &mut self.scratch, &mut |range, place| {
                let rule = &run.rules[place as usize];
                let span = Span { start: range.start, end: range.end, kind: rule.kind };
                let (by, label, why) = (rule.part.name(), rule.label.to_string(), rule.part.why().to_owned());
                seen.push(Seen { span, by, rule: label, why, dropped_by: None });
            });
            for one in &mut seen {
                one.dropped_by = run.dropped_by(rules, line, one.span, &mut self.scratch);
            }
        }
        seen.sort_by_key(|one| (one.span.start, one.span.end));
        seen.dedup();
        seen
    }
}

/// What milkglass sees by itself: by the key before it, or by its own shape.
fn known(line: &[u8], span: Span) -> Seen {
    let (by, why) = match key_word(line, span) {
        Some(word) => ("key", format!("the key ends with `{word}`")),
        None => ("shape", shape_of(span.kind).to_owned()),
    };
    Seen { span, by, rule: String::new(), why, dropped_by: None }
}

/// The word of the vocabulary before the separator before a value.
fn key_word(line: &[u8], span: Span) -> Option<&'static str> {
    let is_between = |b: u8| matches!(b, b' ' | b'\t' | b'"' | b'\'' | b'\\' | b'(' | b'[');
    let end = back(line, span.start, span.start.saturating_sub(64), is_between);
    let at = match before(line, end) {
        b':' | b'=' => end - 1,
        b'>' if end > 1 && line[end - 2] == b'=' => end - 2,
        _ => {
            [3, 5, 6].into_iter().filter_map(|length| end.checked_sub(length)).find(|&at| is_escaped(&line[at..end]))?
        }
    };
    let word = keys::known_word(line, keys::key_end(line, at).0, end)?;
    let announces = |kind: Kind| kind == span.kind || kind.sensitivity() == 4 && span.kind.sensitivity() == 4;
    word.kind.is_some_and(announces).then_some(word.text)
}

fn is_escaped(text: &[u8]) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(lower.as_slice(), b"%3d" | b"%3a" | b"%253d" | b"%253a" | b"\\u003d" | b"\\u003a")
}

/// What gives a value of a kind away when no key does.
fn shape_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Email => "an at sign between a mailbox and a domain",
        Kind::Ipv4 => "four octets with dots between, and no version number",
        Kind::Ipv6 => "groups of hexadecimal digits with colons between",
        Kind::Mac => "six pairs of hexadecimal digits",
        Kind::PaymentCard => "a run of digits that passes the check of Luhn",
        Kind::Iban => "a country, check digits and an account that pass ISO 7064 mod 97",
        Kind::Phone => "digits grouped as telephone numbers are",
        Kind::Jwt => "three base64url parts of which the first is a header",
        Kind::UrlUserinfo => "a user and a password before the at sign of a URL",
        Kind::PrivateKey => "the body of a PEM block",
        Kind::BearerToken | Kind::BasicAuth => "it stands behind the name of an authorisation scheme",
        Kind::Username | Kind::Password | Kind::Secret | Kind::Token | Kind::ApiKey | Kind::Name => {
            "what stands round it"
        }
        kind if kind.sensitivity() == 4 => "the prefix and length of its provider",
        _ => "its own shape, and its check digits if it has some",
    }
}
