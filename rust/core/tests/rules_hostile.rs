//! Rules and lines that mean harm: files that are no rules, expressions and lines made to cost time, rules by the thousand, and any
//! rules at all on any lines.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use milkglass_core::masker::Masker;
use milkglass_core::rules::Rules;
use milkglass_core::rules::read::File;
use milkglass_core::ruleset::Style;
use proptest::prelude::*;

fn masker(rules: &str, style: Style) -> Masker {
    Masker::new(Rules::new(rules.as_bytes(), &[]).expect(rules).ruleset("default", style))
}

fn mask(masker: &mut Masker, line: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if !masker.mask(line, &mut out) {
        out.extend_from_slice(line);
    }
    out
}

/// The least time of three.
fn time(masker: &mut Masker, line: &[u8]) -> Duration {
    let once = |masker: &mut Masker| {
        let start = Instant::now();
        mask(masker, line);
        start.elapsed()
    };
    (0..3).map(|_| once(masker)).min().unwrap_or_default()
}

/// Expressions that make backtracking explode or make a search begin again behind each match, each with what its line is made of.
const COSTLY: [(&str, &str); 12] = [
    ("(a+)+$", "a"),
    ("(a|aa)+b", "a"),
    ("(x+x+)+y", "x"),
    ("x.*y|x", "x"),
    ("x[^y]*y|x", "x "),
    ("(?:x.*y|x) z|x", "x z"),
    ("[a-z]+( [a-z]+)*!|[a-z]", "ab "),
    ("(\\w+\\s?)+$", "ab "),
    ("(.*)(.*)(.*)=", "a"),
    ("a.{0,200}b|a", "a"),
    ("([0-9]+[.])+[0-9]+x|[0-9]", "1."),
    ("\\b\\w+\\b.*\\b\\w+;|\\w", "a;"),
];

/// Four times the line takes about four times as long, not sixteen times, whatever the expression.
#[test]
fn no_expression_makes_a_line_quadratic() {
    for (regex, part) in COSTLY {
        for group in 0..=usize::from(regex.contains('(') && !regex.starts_with("(?")) {
            let rules = format!("version: 1\npatterns: [{{kind: x, regex: '{regex}', group: {group}}}]");
            let mut masker = masker(&rules, Style::Stars);
            let line = |length: usize| part.bytes().cycle().take(length).collect::<Vec<_>>();
            let (short, long) = (line(16 << 10), line(64 << 10));
            let (short, long) = (time(&mut masker, &short), time(&mut masker, &long));
            assert!(long < short * 9 + Duration::from_millis(20), "{regex}: {short:?} {long:?}");
        }
    }
}

/// What a search could not finish in its steps is masked to the end of the line, not let through.
#[test]
fn what_costs_too_much_is_masked() {
    let mut masker = masker("version: 1\npatterns: [{kind: x, regex: 'x.*y|x'}]", Style::Stars);
    let line = [&b"x "[..]; 5000].concat();
    let masked = mask(&mut masker, &line);
    assert!(!masked.contains(&b'x'));
    assert_eq!(mask(&mut masker, b"x y x, x\nz\n"), b"*** ***, ***\nz\n");
}

/// A thousand expressions and kinds work, each for itself, on a long line too.
#[test]
fn a_thousand_patterns() {
    let mut rules = "version: 1\npatterns:\n".to_owned();
    for number in 0..1000 {
        writeln!(rules, "  - {{kind: kind_{number}, regex: 'p{number}-[0-9a-f]{{4,8}}\\b', after: [k{number}]}}")
            .expect("memory");
    }
    let mut masker = masker(&rules, Style::Label);
    assert_eq!(mask(&mut masker, b"k7 p7-00ff p8-00ff; k999 p999-12345"), b"k7 <KIND_7> p8-00ff; k999 <KIND_999>");
    let line = [&b"k1 p1-00ff p2-00ff "[..]; 3000].concat();
    assert!(mask(&mut masker, &line).starts_with(b"k1 <KIND_1> p2-00ff k1"));
}

/// A hundred thousand words are found, and words that end in each other cost no more than their length.
#[test]
fn a_hundred_thousand_words() {
    let list: String = (0..100_000).map(|number| format!("word{number}x\n")).collect();
    let nested: String = (1..100).map(|length| format!("{}a\n", "a ".repeat(length))).collect();
    let files = [
        File { name: "many".into(), data: Ok(list.into_bytes()) },
        File { name: "nested".into(), data: Ok(nested.into_bytes()) },
    ];
    let rules = b"version: 1\nwords:\n  - {kind: many, file: many}\n  - {kind: nested, file: nested, case: exact}";
    let rules = Rules::new(rules, &files).expect("rules");
    let mut masker = Masker::new(rules.ruleset("default", Style::Stars));
    assert_eq!(mask(&mut masker, b"WORD0x word99999x word100000x"), b"*** *** word100000x");
    let line = |length: usize| b"a ".iter().copied().cycle().take(length).collect::<Vec<_>>();
    let (short, long) = (time(&mut masker, &line(16 << 10)), time(&mut masker, &line(64 << 10)));
    assert!(long < short * 9 + Duration::from_millis(20), "{short:?} {long:?}");
}

/// Documents that are deep, or are many, or never close, are read once.
#[test]
fn documents_that_cost_time() {
    let rules = "version: 1\npaths: [{path: '**.a.**.b.*.c', kind: x}, {path: '*.*.*.k', kind: y}]";
    let mut masker = masker(rules, Style::Stars);
    for part in
        ["{", "[", "{\"a\":", "{\"a\":{\"b\":", "{}", "{\"", "\"", "{\"a\":\"\\", "{\"k\":1,", "{\"a.a.a.b\":[{"]
    {
        let line = |length: usize| part.bytes().cycle().take(length).collect::<Vec<_>>();
        let (short, long) = (time(&mut masker, &line(16 << 10)), time(&mut masker, &line(64 << 10)));
        assert!(long < short * 9 + Duration::from_millis(20), "{part}: {short:?} {long:?}");
    }
}

/// Files that are no text or no YAML are refused with a place, and so are those that are too long or too deep.
#[test]
fn files_that_are_no_rules() {
    let deep = b"[".repeat(1 << 20);
    let long = b"#".repeat((8 << 20) + 1);
    let bomb = (1..40)
        .fold("version: 1\na0: &a0 [x]\n".to_owned(), |text, n| text + &format!("a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1));
    let garbage: Vec<u8> = (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect();
    for data in [
        &b"\0\0\0"[..],
        b"\xff\xfe",
        b"\x7fELF\x01",
        b"%PDF-1.7\n%\xe2",
        &deep,
        &long,
        bomb.as_bytes(),
        &garbage,
        b"\t",
        b"---\n...\n",
        b"&a *a",
    ] {
        let faults = Rules::new(data, &[]).expect_err("refused");
        assert!(!faults.is_empty() && faults.len() <= 100 && faults.iter().all(|fault| fault.place.line > 0));
    }
}

fn any_rules() -> impl Strategy<Value = String> {
    let regex = prop::sample::select(vec![
        "[a-z]+-[0-9]+",
        "[A-Z]{2,}",
        "(?:x|y) (\\\\S+)",
        "\\\\bab\\\\b",
        "[^ ]+=",
        "a.*b",
        ".+@",
        "[*]+.",
        "\\\\d{3}",
        "[^a]{5}",
        "<\\\\w+",
        "l>?",
    ]);
    let kind = prop::sample::select(vec!["own", "email", "password", "other_kind"]);
    let pattern = (regex, kind.clone(), 0..2_usize).prop_map(|(regex, kind, after)| {
        let group = usize::from(regex.contains("(\\\\S"));
        let after = if after == 1 { ", after: [ab, x]" } else { "" };
        format!("  - {{kind: {kind}, regex: \"{regex}\", group: {group}{after}}}\n")
    });
    let words = prop::sample::subsequence(vec!["ab", "x y", "own", "email", "pii1"], 1..4);
    let parts = (prop::collection::vec(pattern, 1..4), words, kind, any::<bool>());
    parts.prop_map(|(patterns, words, kind, off)| {
        format!(
            "version: 1\nkinds: {{username: {}}}\npatterns:\n{}words: [{{kind: {kind}, words: [{}]}}]\nkeys: [{{name: [k, key_x, user], kind: own}}]\npaths: [{{path: [a.*, '**.k'], kind: own}}]\nallow: {{values: [ab, bob], domains: [example.com]}}\n",
            if off { "off" } else { "on" },
            patterns.concat(),
            words.join(", "),
        )
        .replace("[k, ", "[kk, ")
    })
}

fn any_line() -> impl Strategy<Value = String> {
    let parts = prop::sample::select(vec![
        "ab",
        "x y",
        " ",
        "=",
        ":",
        "user=bob",
        "jo@example.com",
        "jo@example.org",
        "ABC",
        "key_x=",
        "kk: \"v\"",
        "{\"a\":{\"b\":",
        "\"c\"",
        "}}",
        "12",
        "***",
        "<EMAIL>",
        "<OWN>",
        "4111111111111111",
        "ab-12",
        ",",
        "\"",
        "\\",
        "\n",
        "password=",
        "é",
        "pii1d_",
        "192.0.2.7",
        "[",
        "]",
        "k\":",
    ]);
    prop::collection::vec(parts, 0..16).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whatever the rules find: lines stay lines, what is found is gone, and nothing panics. With stars, masking twice is masking once.
    #[test]
    fn any_rules_on_any_lines(rules in any_rules(), line in any_line()) {
        let mut stars = masker(&rules, Style::Stars);
        let masked = mask(&mut stars, line.as_bytes());
        let feeds = |text: &[u8]| text.iter().filter(|&&byte| byte == b'\n').count();
        prop_assert_eq!(feeds(&masked), feeds(line.as_bytes()));
        prop_assert_eq!(mask(&mut stars, &masked), masked.clone(), "{} {:?}", rules, String::from_utf8_lossy(&masked));
        let mut label = masker(&rules, Style::Label);
        mask(&mut label, line.as_bytes());
        for line in line.lines() {
            label.explain(line.as_bytes());
        }
    }

    /// A number in JSON that a path masks leaves JSON behind.
    #[test]
    fn json_stays_json(value in any_json(3)) {
        let mut masker = masker("version: 1\npaths: [{path: [a.*, '**.k'], kind: own}]", Style::Stars);
        let text = value.to_string();
        let masked = mask(&mut masker, text.as_bytes());
        prop_assert!(serde_json::from_slice::<serde_json::Value>(&masked).is_ok(), "{}", text);
        let behind = mask(&mut masker, format!("INFO {text}").as_bytes());
        let is_json = behind.strip_prefix(b"INFO ").is_some_and(|rest| serde_json::from_slice::<serde_json::Value>(rest).is_ok());
        prop_assert!(is_json || text.starts_with('['), "{}", text);
    }

    /// No text at all makes reading rules panic.
    #[test]
    fn any_file(text in "(version: 1\n)?[-\\[\\]{}:,&*!|>'\"%@` \n\ta-c#?~0-9é]{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..60)) {
        let _ = Rules::new(text.as_bytes(), &[]);
        let _ = Rules::new(&bytes, &[]);
    }
}

fn any_json(depth: u32) -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        (-1e6..1e6_f64).prop_map(Into::into),
        "[a-c\"\\\\ é]{0,6}".prop_map(Into::into),
    ];
    leaf.prop_recursive(depth, 24, 4, |inner| {
        let key = prop::sample::select(vec!["a", "k", "b.k", "\u{e9}\"", "K"]);
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Into::into),
            prop::collection::btree_map(key, inner, 0..4).prop_map(|map| map
                .into_iter()
                .map(|(key, value)| (key.to_owned(), value))
                .collect::<serde_json::Map<_, _>>()
                .into()),
        ]
    })
}
