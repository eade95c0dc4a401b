//! Last step of rules: what runs on a text. Adds what the rules of the user's own find, then drops what they switch off or allow.

use std::sync::Arc;

use regex_automata::hybrid::dfa::Cache;

use super::allowed::Allowed;
use super::document::Rule;
use super::keys::Keys;
use super::masks::Masks;
use super::paths::{self, Paths};
use super::patterns::{self, Patterns};
use super::words::Words;
use crate::detect::Span;
use crate::detect::text::{Range, line_end};
use crate::kind::Kind;
use crate::ruleset::Ruleset;

/// The compiled rules of a file.
#[derive(Default)]
pub struct Run {
    /// Every rule of the file.
    pub rules: Vec<Rule>,
    /// Kinds of the file's own.
    pub own_kinds: Vec<String>,
    /// Its keys.
    pub keys: Option<Keys>,
    /// Its expressions.
    pub patterns: Option<Patterns>,
    /// Its words.
    pub words: Option<Words>,
    /// Its paths.
    pub paths: Option<Paths>,
    /// What it never masks.
    pub allowed: Option<Allowed>,
}

impl core::fmt::Debug for Run {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "Run({} rules)", self.rules.len())
    }
}

/// The buffers of one thread; they belong to the rules they were made for.
#[derive(Default)]
pub struct Scratch {
    of: Option<Arc<Run>>,
    patterns: patterns::Scratch,
    paths: paths::Scratch,
    allowed: Option<Cache>,
}

impl Scratch {
    /// Forgets what belongs to other rules.
    pub fn belong_to(&mut self, run: &Arc<Run>) {
        if !self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, run)) {
            *self = Self { of: Some(Arc::clone(run)), ..Self::default() };
        }
    }
}

impl Run {
    /// Adds findings to `spans` and drops some; returns whether there are some of the user's rules.
    pub fn apply(run: &Arc<Self>, rules: &Ruleset, text: &[u8], scratch: &mut Scratch, spans: &mut Vec<Span>) -> bool {
        scratch.belong_to(run);
        let before = spans.len();
        run.find(text, scratch, &mut |range, rule| {
            spans.push(Span { start: range.start, end: range.end, kind: run.rules[rule as usize].kind });
        });
        let has_own = spans.len() > before;
        spans.retain(|span| run.dropped_by(rules, text, *span, scratch).is_none());
        has_own && !spans.is_empty()
    }

    /// Calls `found` with what the rules find in a text of whole lines, and with the place of each rule. `scratch` has to be one
    /// of these rules.
    pub fn find(&self, text: &[u8], scratch: &mut Scratch, found: &mut impl FnMut(Range, u32)) {
        let masks = Masks { own: &self.own_kinds };
        let mut found = |range: Range, rule: u32| {
            if let Some(range) = masks.trim(text, range) {
                found(range, rule);
            }
        };
        if let Some(keys) = &self.keys {
            keys.find(text, &mut found);
        }
        if let Some(words) = &self.words {
            words.find(text, &mut found);
        }
        if self.patterns.is_none() && self.paths.is_none() {
            return;
        }
        let mut start = 0;
        while start < text.len() {
            let end = line_end(text, start);
            let line = &text[start..end];
            let mut found = |range: Range, rule| found(start + range.start..start + range.end, rule);
            self.find_in_line(line.strip_suffix(b"\r").unwrap_or(line), scratch, &mut found);
            start = end + 1;
        }
    }

    fn find_in_line(&self, line: &[u8], scratch: &mut Scratch, found: &mut impl FnMut(Range, u32)) {
        if let Some(patterns) = &self.patterns {
            patterns.find(line, &Masks { own: &self.own_kinds }, &mut scratch.patterns, found);
        }
        if let Some(paths) = &self.paths {
            paths.find(line, &mut scratch.paths, found);
        }
    }

    /// What keeps a finding from being masked: `off`, or the part of `allow`.
    pub fn dropped_by(&self, rules: &Ruleset, text: &[u8], span: Span, scratch: &mut Scratch) -> Option<&'static str> {
        if !rules.is_on(span.kind) {
            return Some("off");
        }
        let value = text.get(span.start..span.end)?;
        // What protects a key block is its state over lines, and its body is no value that a person would list.
        let allowed = self.allowed.as_ref().filter(|_| span.kind != Kind::PrivateKey)?;
        allowed.by(value, span.kind.sensitivity(), &mut scratch.allowed)
    }
}
