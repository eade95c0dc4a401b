//! `keys`, `patterns`, `words` and `paths`: the rules that find something.

use super::Read;
use super::fields::{self, Fields};
use crate::kind::Kind;
use crate::rules::document::{Part, PatternRule, Segment};
use crate::rules::fault::Place;
use crate::rules::keys;
use crate::rules::regex;
use crate::rules::yaml::{Node, shown};

/// The longest word, in bytes.
const LONGEST_WORD: usize = 256;
/// The most words of all lists together: an automaton of words that differ in their last letters takes time by the square.
const MOST_WORDS: usize = 200_000;
/// The most rules of one list.
const MOST_RULES: usize = 10_000;
/// How far a word may stand before a match, at most and if nothing is said.
const WITHIN: (usize, usize) = (200, 30);

const CASES: [(&str, bool); 2] = [("ignore", false), ("exact", true)];

impl Read<'_> {
    /// All four lists.
    pub(super) fn lists(&mut self, top: &Fields<'_>) {
        self.list(top, "keys", &["id", "name", "kind"], Self::key);
        self.list(top, "patterns", &["id", "kind", "regex", "group", "after", "within"], Self::pattern);
        self.list(top, "words", &["id", "kind", "words", "file", "case"], Self::words);
        self.list(top, "paths", &["id", "path", "kind"], Self::path);
    }

    fn list(&mut self, top: &Fields<'_>, part: &str, known: &[&str], read: fn(&mut Self, &Fields<'_>, &str, Kind)) {
        let Some(node) = top.get(part) else { return };
        let nodes = fields::list(node, part, self.faults);
        if nodes.len() > MOST_RULES {
            self.faults.add(node.place, part, "too-many", "more than 10,000 rules", "use a word list");
            return;
        }
        for (index, node) in nodes.iter().enumerate() {
            let Some(fields) = Fields::new(node, &format!("{part} #{}", index + 1), known, self.faults) else {
                continue;
            };
            let label = self.label(&fields, part, index);
            // A kind that cannot be is told, and the rest of the rule looked at all the same.
            let kind = self.kind(&fields, &label).unwrap_or(Kind::Secret);
            read(self, &fields, &label, kind);
        }
    }

    fn key(&mut self, fields: &Fields<'_>, label: &str, kind: Kind) {
        let Some(node) = fields.need("name", label, self.faults) else { return };
        let rule = self.rule(label, kind, Part::Keys, fields.place);
        for (name, place) in fields::texts(node, label, self.faults) {
            match keys::plain(name) {
                Some(plain) => self.document.keys.push((plain, rule)),
                None => {
                    let message = format!("`{}` cannot be the name of a key", shown(name));
                    let mend = "2 to 64 of A-Z a-z 0-9 _ - . with a letter; values in JSON have paths";
                    self.faults.add(place, label, "bad-key", message, mend);
                }
            }
        }
    }

    fn pattern(&mut self, fields: &Fields<'_>, label: &str, kind: Kind) {
        let after = fields.get("after").map(|node| self.after(node, label)).unwrap_or_default();
        let within = fields.get("within").and_then(|node| fields::number(node, label, 0..=WITHIN.0, self.faults));
        if let (Some(node), None) = (fields.get("within"), fields.get("after")) {
            let mend = "add `after: [word]`, or drop `within`";
            self.faults.add(node.place, label, "missing-key", "`within` says nothing without `after`", mend);
        }
        let group = fields.get("group").and_then(|node| fields::number(node, label, 0..=99, self.faults)).unwrap_or(0);
        let Some(node) = fields.need("regex", label, self.faults) else { return };
        let Some(text) = fields::text(node, label, self.faults) else { return };
        match regex::parse(text) {
            Ok(hir) if group > hir.properties().explicit_captures_len() => {
                let count = hir.properties().explicit_captures_len();
                let place = fields.get("group").map_or(node.place, |node| node.place);
                let message = format!("there is no group {group}: the regular expression has {count}");
                self.faults.add(place, label, "no-group", message, "0 is the whole match; (...) makes a group");
            }
            Ok(hir) => {
                let rule = self.rule(label, kind, Part::Patterns, fields.place);
                let within = within.unwrap_or(WITHIN.1);
                self.document.patterns.push(PatternRule { rule, hir, group, after, within });
            }
            Err(fault) => self.faults.add(node.place, label, fault.code, fault.message, fault.mend),
        }
    }

    fn after(&mut self, node: &Node, label: &str) -> Vec<String> {
        let mut words = Vec::new();
        for (word, place) in fields::texts(node, label, self.faults) {
            if self.is_word(word, place, label) {
                words.push(word.to_owned());
            }
        }
        words
    }

    fn words(&mut self, fields: &Fields<'_>, label: &str, kind: Kind) {
        let is_exact =
            fields.get("case").and_then(|node| fields::choice(node, label, &CASES, self.faults)).unwrap_or(false);
        let rule = self.rule(label, kind, Part::Words, fields.place);
        let mut words = Vec::new();
        if let Some(node) = fields.get("words") {
            for (word, place) in fields::texts(node, label, self.faults) {
                if self.is_word(word, place, label) {
                    words.push(word.to_owned());
                }
            }
        }
        match (fields.get("file"), fields.get("words")) {
            (Some(node), _) => words.extend(self.file(node, label)),
            (None, Some(_)) => {}
            (None, None) => {
                let mend = "add `words: [...]` or `file: words.txt`";
                self.faults.add(fields.place, label, "missing-key", "there are no words", mend);
            }
        }
        let all = if is_exact { &mut self.document.exact_words } else { &mut self.document.words };
        all.extend(words.into_iter().map(|word| (word, rule)));
        if self.document.words.len() + self.document.exact_words.len() > MOST_WORDS {
            self.faults.add(fields.place, label, "too-many", "more than 200,000 words in all", "use a pattern");
        }
    }

    /// The words of a list beside the rules: one a line; empty lines and those that begin with `#` say nothing.
    fn file(&mut self, node: &Node, label: &str) -> Vec<String> {
        let Some(name) = fields::text(node, label, self.faults) else { return Vec::new() };
        let file = self.files.iter().find(|file| file.name == name);
        let problem = match file.map(|file| &file.data) {
            Some(Ok(data)) => return self.lines(data, node.place, label),
            Some(Err(problem)) => problem.as_str(),
            None => "it was not given",
        };
        let message = format!("the word list `{}` cannot be read: {problem}", shown(name));
        self.faults.add(node.place, label, "no-file", message, "its path counts from the folder of the rules file");
        Vec::new()
    }

    fn lines(&mut self, data: &[u8], place: Place, label: &str) -> Vec<String> {
        let Ok(text) = core::str::from_utf8(data) else {
            let message = "the word list is not UTF-8 text";
            self.faults.add(place, label, "not-text", message, "save it as UTF-8, one word a line");
            return Vec::new();
        };
        let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).enumerate();
        let mut words = Vec::new();
        for (index, line) in lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
            if line.len() > LONGEST_WORD || !line.chars().any(char::is_alphanumeric) {
                let message = format!("line {} of the word list is no word", index + 1);
                self.faults.add(place, label, "bad-word", message, "1 to 256 bytes with a letter or digit among them");
                return words;
            }
            words.push(line.to_owned());
        }
        words
    }

    fn is_word(&mut self, word: &str, place: Place, label: &str) -> bool {
        let fits = word.len() <= LONGEST_WORD
            && word.chars().any(char::is_alphanumeric)
            && !word.chars().any(char::is_control)
            && word.trim() == word;
        if !fits {
            let message = "this is no word";
            let mend = "1 to 256 bytes on one line, a letter or digit among them, no space at the ends";
            self.faults.add(place, label, "bad-word", message, mend);
        }
        fits
    }

    fn path(&mut self, fields: &Fields<'_>, label: &str, kind: Kind) {
        let Some(node) = fields.need("path", label, self.faults) else { return };
        let rule = self.rule(label, kind, Part::Paths, fields.place);
        for (path, place) in fields::texts(node, label, self.faults) {
            match segments(path) {
                Ok(segments) => self.document.paths.push((segments, rule)),
                Err((message, mend)) => {
                    self.faults.add(place, label, "bad-path", message, mend);
                }
            }
        }
    }
}

/// The most levels of a path.
const DEEPEST: usize = 32;

/// The levels of a path, or why it cannot be one, and the mend.
fn segments(path: &str) -> Result<Vec<Segment>, (&'static str, &'static str)> {
    let path = path.strip_prefix("$.").unwrap_or(path);
    let mut segments: Vec<Segment> = Vec::new();
    for part in path.split('.') {
        let segment = match part {
            "" => return Err(("a level of the path is empty", "write keys with one dot between: user.profile.name")),
            "*" => Segment::Any,
            "**" => Segment::Deep,
            _ if part.contains(['[', ']']) => {
                return Err(("a path has no brackets", "the items of a list have the path of the list: users.name"));
            }
            _ if part.contains('*') => {
                return Err(("a star stands for a whole level of a path", "write `*` or `**` between two dots"));
            }
            key => Segment::Key(key.to_ascii_lowercase()),
        };
        if segment != Segment::Deep || segments.last() != Some(&Segment::Deep) {
            segments.push(segment);
        }
    }
    if segments.len() > DEEPEST {
        return Err(("the path has more than 32 levels", "use `**` for the levels that do not matter"));
    }
    if !segments.iter().any(|segment| matches!(segment, Segment::Key(_))) {
        return Err(("the path names no key, so it would mask every value", "name one key: **.debug_dump"));
    }
    Ok(segments)
}
