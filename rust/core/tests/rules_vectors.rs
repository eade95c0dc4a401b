//! `vectors/rules/*.json`: rules, lines, and what becomes of the lines. `refused.json`: rules that are refused, where and why.

use std::path::Path;

use milkglass_core::masker::Masker;
use milkglass_core::rules::read::File;
use milkglass_core::rules::{Rules, files};
use milkglass_core::ruleset::Style;
use serde_json::Value;

fn vectors() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/rules");
    let paths = std::fs::read_dir(folder).expect("the vectors").map(|entry| entry.expect("a file").path());
    let name = |path: &Path| path.file_stem().expect("a name").to_string_lossy().into_owned();
    let read = |path: &Path| serde_json::from_str(&std::fs::read_to_string(path).expect("text")).expect("JSON");
    paths.map(|path| (name(&path), read(&path))).collect()
}

fn text(value: &Value) -> String {
    let line = |line: &Value| line.as_str().expect("a line").to_owned();
    value.as_array().expect("lines").iter().map(line).collect::<Vec<_>>().join("\n")
}

fn lists(value: &Value) -> Vec<File> {
    let file = |(name, text): (&String, &Value)| File {
        name: name.clone(),
        data: Ok(text.as_str().expect("a text").as_bytes().to_vec()),
    };
    value.as_object().expect("files").iter().map(file).collect()
}

fn mask(masker: &mut Masker, line: &str) -> String {
    let mut out = Vec::new();
    if !masker.mask(line.as_bytes(), &mut out) {
        return line.to_owned();
    }
    String::from_utf8(out).expect("UTF-8")
}

/// Each line becomes what is written, masking that again changes nothing, and the word lists that a file needs are named.
#[test]
fn lines() {
    let mut count = 0;
    for (name, vectors) in vectors().iter().filter(|(name, _)| name != "refused") {
        let lists = lists(&vectors["files"]);
        let rules = text(&vectors["rules"]);
        assert_eq!(files(rules.as_bytes()), lists.iter().map(|list| list.name.clone()).collect::<Vec<_>>(), "{name}");
        let rules = Rules::new(rules.as_bytes(), &lists).expect(name);
        let service = vectors["service"].as_str().expect("a service");
        let mut masker = Masker::new(rules.ruleset(service, rules.style(service).unwrap_or(Style::Stars)));
        for case in vectors["cases"].as_array().expect("cases") {
            let (line, expected) = (case[0].as_str().expect("a line"), case[1].as_str().expect("a line"));
            assert_eq!(mask(&mut masker, line), expected, "{name}: {line}");
            assert_eq!(mask(&mut masker, expected), expected, "{name}: twice");
            count += 1;
        }
    }
    assert!(count > 50);
}

/// Each file is refused for what is wrong with it, all of it, in its places.
#[test]
fn refused() {
    let all = vectors();
    let (_, vectors) = all.iter().find(|(name, _)| name == "refused").expect("refused.json");
    for case in vectors["cases"].as_array().expect("cases") {
        let rules = text(&case["rules"]);
        let faults = Rules::new(rules.as_bytes(), &[]).expect_err(&rules);
        let told: Vec<String> =
            faults.iter().map(|fault| format!("{}:{} {}", fault.place.line, fault.place.column, fault.code)).collect();
        let expected: Vec<&str> =
            case["faults"].as_array().expect("faults").iter().map(|fault| fault.as_str().expect("a text")).collect();
        assert_eq!(told, expected, "{rules}");
        assert!(faults.iter().all(|fault| !fault.message.is_empty() && !fault.message.contains('\n')));
    }
}
