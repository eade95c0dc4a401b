//! A rules file as written and checked: what each part of it asks for. `compile` makes of it what runs.

use std::sync::Arc;

use regex_syntax::hir::Hir;

use super::fault::Place;
use crate::kind::{Kind, Mode};
use crate::ruleset::Style;

/// All that a file asks for.
#[derive(Debug, Default)]
pub struct Document {
    /// What holds for every service.
    pub base: Settings,
    /// What differs for some services.
    pub services: Vec<(String, Settings)>,
    /// The kinds the file names that no version of milkglass knows; [`Kind::User`] counts them.
    pub own_kinds: Vec<String>,
    /// Every rule, in the order of the file; the parts below name them by their place here.
    pub rules: Vec<Rule>,
    /// Keys: the name without separators, and its rule.
    pub keys: Vec<(String, u32)>,
    /// Regular expressions.
    pub patterns: Vec<PatternRule>,
    /// Words that count as they are written.
    pub exact_words: Vec<(String, u32)>,
    /// Words that count in any case.
    pub words: Vec<(String, u32)>,
    /// Paths of JSON documents, segment by segment.
    pub paths: Vec<(Vec<Segment>, u32)>,
    /// What is never masked.
    pub allow: Allow,
}

/// A rule: what stands in explanations and errors, and what it masks as.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its id, or its place in its list.
    pub label: Arc<str>,
    /// What it finds.
    pub kind: Kind,
    /// The list it stands in.
    pub part: Part,
    /// Where it stands.
    pub place: Place,
}

/// The lists of rules that find something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Keys of the user's own.
    Keys,
    /// Regular expressions.
    Patterns,
    /// Word lists.
    Words,
    /// Paths of JSON documents.
    Paths,
}

impl Part {
    /// What the file calls it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keys => "keys",
            Self::Patterns => "patterns",
            Self::Words => "words",
            Self::Paths => "paths",
        }
    }

    /// Why a rule of this list found something; nothing that stands in the file, because that may be what has to stay hidden.
    #[must_use]
    pub const fn why(self) -> &'static str {
        match self {
            Self::Keys => "one of its keys stands before the value",
            Self::Patterns => "its expression matches",
            Self::Words => "a word of its list stands here alone",
            Self::Paths => "its path leads here",
        }
    }
}

/// What can be set for all services or for one.
#[derive(Debug, Default)]
pub struct Settings {
    /// What stands in place of a value.
    pub style: Option<Style>,
    /// The packs that are on; all if none is named.
    pub packs_on: Option<Vec<&'static str>>,
    /// The packs that are off.
    pub packs_off: Vec<&'static str>,
    /// By kind.
    pub kinds: Vec<(Kind, KindSettings)>,
}

/// What can be set for a kind.
#[derive(Clone, Copy, Debug, Default)]
pub struct KindSettings {
    /// Whether it is masked at all.
    pub is_on: Option<bool>,
    /// What stands in place of a value.
    pub style: Option<Style>,
    /// How it is sealed.
    pub mode: Option<Mode>,
    /// How sensitive it is, 1 to 4; only kinds of the file's own are told.
    pub sensitivity: Option<u8>,
}

/// A regular expression of the user's own.
#[derive(Debug)]
pub struct PatternRule {
    /// Its rule.
    pub rule: u32,
    /// The expression, checked: it matches something, and never nothing.
    pub hir: Hir,
    /// The group that is masked; 0 is the whole match.
    pub group: usize,
    /// Words of which one has to stand before the match; none if that does not matter.
    pub after: Vec<String>,
    /// How many bytes may stand between that word and the match.
    pub within: usize,
}

/// One level of a path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A key, in lower case.
    Key(String),
    /// Any one key.
    Any,
    /// Any number of keys, none included.
    Deep,
}

/// What is never masked.
#[derive(Debug, Default)]
pub struct Allow {
    /// Values as they stand in the line.
    pub values: Vec<String>,
    /// Domains of e-mail addresses, in lower case; `*.` in front: what is below them.
    pub domains: Vec<String>,
    /// Networks of IP addresses: the address as 128 bits, and how many of them count.
    pub networks: Vec<(u128, u8)>,
    /// Expressions that match a value as a whole.
    pub patterns: Vec<Hir>,
}
