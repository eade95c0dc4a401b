//! Second step of reading rules: the tree of the file becomes a [`Document`], or faults. All faults are told at once.

mod allow;
pub use allow::{bits, mask};
mod fields;
mod lists;
mod settings;

use std::collections::HashMap;

use super::document::{Document, Part, Rule};
use super::fault::{Faults, Place};
use super::suggest;
use super::yaml::{Node, Value, shown};
use crate::kind::Kind;
use crate::seal::keys::check_kind;
use fields::Fields;

/// The keys at the top of a file.
pub const TOP: [&str; 10] =
    ["version", "style", "packs", "kinds", "services", "keys", "patterns", "words", "allow", "paths"];

/// The most kinds of its own that a file may name.
const MOST_KINDS: usize = 1000;

/// A word list beside the rules file: its name as the rules say it, and its bytes, or why it cannot be read.
#[derive(Clone, Debug)]
pub struct File {
    /// As it stands in the rules.
    pub name: String,
    /// What is in it.
    pub data: Result<Vec<u8>, String>,
}

/// The word lists that a file names, for who reads them.
#[must_use]
pub fn files(root: &Node) -> Vec<String> {
    let get = |node: &Node, name: &str| match &node.value {
        Value::Map(pairs) => pairs.iter().position(|(key, _)| key.text == name),
        _ => None,
    };
    let Value::Map(top) = &root.value else { return Vec::new() };
    let Some(Value::List(rules)) = get(root, "words").map(|index| &top[index].1.value) else { return Vec::new() };
    let mut names = Vec::new();
    for rule in rules {
        if let (Some(index), Value::Map(pairs)) = (get(rule, "file"), &rule.value)
            && let Value::Text { text, .. } = &pairs[index].1.value
            && !names.contains(text)
        {
            names.push(text.clone());
        }
    }
    names
}

/// What a file asks for. It is complete only if there are no faults.
pub fn document(root: &Node, files: &[File], faults: &mut Faults) -> Document {
    let mut read = Read { document: Document::default(), files, faults, labels: HashMap::new() };
    if let Some(top) = Fields::new(root, "", &TOP, read.faults) {
        read.version(&top);
        // Rules first: they name the kinds that settings may speak of.
        read.lists(&top);
        for (name, place) in top.get("kinds").map(settings::declared).unwrap_or_default() {
            read.named_kind(name, place, "kinds");
        }
        if let Some(node) = top.get("allow") {
            read.document.allow = allow::read(node, read.faults);
        }
        let settings = settings::Known { own: &read.document.own_kinds };
        read.document.base = settings.read(&top, "", read.faults);
        if let Some(node) = top.get("services") {
            read.document.services = settings.services(node, read.faults);
        }
    }
    read.document
}

struct Read<'a> {
    document: Document,
    files: &'a [File],
    faults: &'a mut Faults,
    labels: HashMap<String, usize>,
}

impl Read<'_> {
    fn version(&mut self, top: &Fields<'_>) {
        let Some(node) = top.get("version") else {
            self.faults.add(top.place, "", "missing-key", "the key `version` is missing", "begin with `version: 1`");
            return;
        };
        if !matches!(&node.value, Value::Text { text, is_plain: true } if text == "1") {
            self.faults.add(node.place, "", "version", "the version is not 1", "this milkglass reads `version: 1`");
        }
    }

    /// Adds a rule that finds `kind`; returns its place.
    fn rule(&mut self, label: &str, kind: Kind, part: Part, place: Place) -> u32 {
        self.document.rules.push(Rule { label: label.into(), kind, part, place });
        u32::try_from(self.document.rules.len() - 1).unwrap_or(u32::MAX)
    }

    /// What a rule is called: its id, or its place in its list.
    fn label(&mut self, fields: &Fields<'_>, part: &str, index: usize) -> String {
        let place = format!("{part} #{}", index + 1);
        let Some(node) = fields.get("id") else { return place };
        let Some(id) = fields::text(node, &place, self.faults) else { return place };
        let fits = |b: u8| b.is_ascii_alphanumeric() || b"._-".contains(&b);
        if id.len() > 64 || !id.bytes().all(fits) {
            let message = "an id is 1 to 64 letters, digits, dots, hyphens and underscores";
            self.faults.add(node.place, &place, "bad-id", message, "for example: order-ref");
            return place;
        }
        if let Some(line) = self.labels.insert(id.to_owned(), node.place.line) {
            self.faults.add(node.place, id, "twice", "two rules have this id", format!("the first is in line {line}"));
        }
        id.to_owned()
    }

    /// The kind that a rule finds: one that is known, or one of the file's own.
    fn kind(&mut self, fields: &Fields<'_>, label: &str) -> Option<Kind> {
        let node = fields.need("kind", label, self.faults)?;
        let name = fields::text(node, label, self.faults)?;
        self.named_kind(name, node.place, label)
    }

    fn named_kind(&mut self, name: &str, place: Place, label: &str) -> Option<Kind> {
        if let Some(kind) = Kind::from_name(name) {
            return Some(kind);
        }
        if check_kind(name).is_err() {
            let message = format!("`{}` cannot be the name of a kind", shown(name));
            let mend = "words of a-z and 0-9 joined by _, at most 24 bytes, a letter first: order_ref";
            self.faults.add(place, label, "bad-kind", message, mend);
            return None;
        }
        self.own_kind(name, place, label)
    }

    fn own_kind(&mut self, name: &str, place: Place, label: &str) -> Option<Kind> {
        let own = &mut self.document.own_kinds;
        if let Some(index) = own.iter().position(|known| known == name) {
            return u16::try_from(index).ok().map(Kind::User);
        }
        let near = Kind::ALL.iter().map(|kind| kind.name()).find(|known| suggest::distance(name, known) == Some(1));
        if let Some(near) = near {
            let message = format!("`{name}` is a kind of your own, one letter from `{near}`");
            self.faults.note(place, label, "near-kind", message, format!("did you mean `{near}`?"));
        }
        if own.len() == MOST_KINDS {
            let message = "a file names at most 1,000 kinds of its own";
            self.faults.add(place, label, "too-many", message, "let several rules share a kind");
            return None;
        }
        own.push(name.to_owned());
        u16::try_from(own.len() - 1).ok().map(Kind::User)
    }
}
