//! `vectors/detect/*.json`: texts, and what stands in them. `«...»` encloses a finding of the file's kind, `«ipv4|...»` one of
//! another; the notation is described in `docs/reference/kinds.md`.

use std::collections::BTreeMap;
use std::path::Path;

use milkglass_core::detect::Span;
use milkglass_core::kind::Kind;
use milkglass_core::masker::Masker;
use milkglass_core::ruleset::{Ruleset, Style};
use serde_json::Value;

const GROUPS: [&str; 3] = ["good", "bad", "lookalike"];

fn files() -> BTreeMap<String, Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/detect");
    let paths = std::fs::read_dir(folder).expect("the vectors").map(|entry| entry.expect("a file").path());
    let read = |path: &Path| serde_json::from_str(&std::fs::read_to_string(path).expect("text")).expect("JSON");
    paths.map(|path| (path.file_stem().expect("a name").to_string_lossy().into_owned(), read(&path))).collect()
}

fn kind(file: &Value) -> Option<Kind> {
    file["kind"].as_str().map(|name| Kind::from_name(name).expect("a kind"))
}

fn texts<'a>(file: &'a Value, group: &str) -> impl Iterator<Item = &'a str> {
    file[group].as_array().expect("a list").iter().map(|case| case.as_str().expect("a text"))
}

/// A text without its marks, and the marks.
fn unmarked(case: &str, kind: Option<Kind>) -> (String, Vec<Span>) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    for (index, part) in case.split(['«', '»']).enumerate() {
        if index % 2 == 0 {
            text.push_str(part);
            continue;
        }
        let named = part
            .split_once('|')
            .and_then(|(name, value)| Some((Kind::from_name(name), value)).filter(|n| n.0.is_some()));
        let (found, value) = named.unwrap_or((kind, part));
        let start = text.len();
        text.push_str(value);
        marks.push(Span { start, end: text.len(), kind: found.expect("a mark of a kind") });
    }
    (text, marks)
}

/// Every text of every file, and its marks.
fn cases() -> Vec<(String, Vec<Span>)> {
    let all = |file: &Value| -> Vec<_> {
        GROUPS.iter().flat_map(|group| texts(file, group)).map(|case| unmarked(case, kind(file))).collect()
    };
    files().values().flat_map(all).collect()
}

fn mask(masker: &mut Masker, text: &str) -> String {
    let mut out = Vec::new();
    if !masker.mask(text.as_bytes(), &mut out) {
        return text.to_owned();
    }
    String::from_utf8(out).expect("UTF-8")
}

/// What follows `lead` in `text`.
fn after<'a>(text: &'a str, lead: &str) -> Option<&'a str> {
    text.strip_prefix(lead)
}

/// What follows the stars for `value` in `text`; those for a bare number of JSON may have quotation marks round them.
fn after_stars<'a>(text: &'a str, value: &str) -> Option<&'a str> {
    let is_number = value.bytes().all(|b| b.is_ascii_digit() || b"-+.eE".contains(&b));
    let slashes = text.len() - text.trim_start_matches('\\').len();
    let is_quoted = is_number && text[slashes..].starts_with("\"***");
    let quote = if is_quoted { &text[..=slashes] } else { "" };
    after(after(after(text, quote)?, "***")?, quote)
}

/// Whether `masked` is `text` with stars for each mark and nothing else changed.
fn is_starred(text: &str, marks: &[Span], masked: &str) -> bool {
    let (mut rest, mut at) = (Some(masked), 0);
    for mark in marks {
        rest = rest.and_then(|rest| after(rest, &text[at..mark.start]));
        rest = rest.and_then(|rest| after_stars(rest, &text[mark.start..mark.end]));
        at = mark.end;
    }
    rest == Some(&text[at..])
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<Value>(text).is_ok()
}

/// There is a file for each kind and for the keys, no other, and each says of which kind it is.
#[test]
fn every_kind_has_a_file() {
    let said: BTreeMap<_, _> = files().iter().map(|(name, file)| (name.clone(), kind(file))).collect();
    let mut expected: BTreeMap<_, _> = Kind::ALL.iter().map(|kind| (kind.name().to_owned(), Some(*kind))).collect();
    expected.insert("keys".to_owned(), None);
    assert_eq!(said, expected);
}

/// Each list of a file has cases; a good one marks something of the file's kind, the others mark nothing.
#[test]
fn files_are_complete() {
    for (name, file) in files() {
        assert!(GROUPS.iter().all(|group| texts(&file, group).next().is_some()), "{name}");
        for case in texts(&file, "good") {
            let (_, marks) = unmarked(case, kind(&file));
            assert!(marks.iter().any(|mark| kind(&file).is_none_or(|kind| kind == mark.kind)), "{name}: {case}");
        }
        let left_alone = GROUPS[1..].iter().flat_map(|group| texts(&file, group));
        assert_eq!(left_alone.filter(|case| case.contains(['«', '»'])).collect::<Vec<_>>(), [""; 0], "{name}");
    }
}

/// All findings of a text, in order, are its marks: no more, no fewer, byte for byte, each of its kind.
#[test]
fn found_is_what_is_marked() {
    let mut masker = Masker::new(Ruleset::new(Style::Stars));
    let shown = |text: &str, spans: &[Span]| {
        spans.iter().map(|span| format!("{}|{}", span.kind.name(), &text[span.start..span.end])).collect::<Vec<_>>()
    };
    let mut wrong = Vec::new();
    for (text, marks) in cases() {
        let found = masker.find(text.as_bytes());
        if found != marks {
            wrong.push(format!("{text}\n    found {:?}\n    not   {:?}", shown(&text, &found), shown(&text, &marks)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Stars stand in place of each mark and everything else stays; a line of JSON stays one.
#[test]
fn masking_replaces_what_is_marked() {
    let mut masker = Masker::new(Ruleset::new(Style::Stars));
    for (text, marks) in cases() {
        let masked = mask(&mut masker, &text);
        assert!(is_starred(&text, &marks, &masked), "{text} -> {masked}");
        assert!(is_json(&masked) || !is_json(&text), "{text} -> {masked}");
    }
}

/// What was masked holds nothing to mask.
#[test]
fn masking_twice_is_masking_once() {
    let mut masker = Masker::new(Ruleset::new(Style::Stars));
    for (text, _) in cases() {
        let masked = mask(&mut masker, &text);
        assert_eq!(mask(&mut masker, &masked), masked, "{text}");
    }
}
