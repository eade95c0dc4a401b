//! `vectors/seal/*.json`, made by an independent implementation (`tools/make_seal_vectors.py`).

use std::path::Path;

use milkglass_core::kind::{Kind, Mode};
use milkglass_core::open::KindKey;
use milkglass_core::seal::keys::DaySecret;
use milkglass_core::seal::{Sealer, format, recipient};
use serde_json::Value;

fn vectors(name: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vectors/seal").join(name);
    serde_json::from_str(&std::fs::read_to_string(path).expect("a vector file")).expect("JSON")
}

fn cases(vectors: &Value) -> &Vec<Value> {
    let cases = vectors["cases"].as_array().expect("cases");
    assert!(!cases.is_empty());
    cases
}

fn text(value: &Value) -> &str {
    value.as_str().expect("a string")
}

fn bytes(hex: &Value) -> Vec<u8> {
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("ASCII"), 16).expect("hexadecimal");
    text(hex).as_bytes().chunks(2).map(pair).collect()
}

fn array<const N: usize>(hex: &Value) -> [u8; N] {
    bytes(hex).try_into().expect("as many bytes as the spec says")
}

fn secret(hex: &Value) -> DaySecret {
    DaySecret::new(array(hex))
}

/// Values seal to the texts of the vectors and open to themselves; one-way values do not open.
#[test]
fn values() {
    let vectors = vectors("values.json");
    let (day, service) = (secret(&vectors["secret"]), text(&vectors["service"]));
    assert_eq!(day.kid().text(), text(&vectors["kid"]));
    for case in cases(&vectors) {
        let (kind, value, sealed) = (text(&case["kind"]), bytes(&case["value"]), text(&case["text"]));
        let bare = case["bare"].as_bool().expect("a boolean");
        let mode = Mode::from_letter(text(&case["mode"]).as_bytes()[0]).expect("a mode");
        if let Some(kind) = Kind::from_name(kind) {
            let mut sealer = Sealer::new(&day, service, [0, 1, 2, 3, 4, 5]).expect("a service");
            let mut out = b"before ".to_vec();
            sealer.seal(kind, mode, &value, bare, &mut out);
            assert_eq!(String::from_utf8(out).expect("ASCII"), format!("before {sealed}"));
        }
        let opened = KindKey::new(&day, kind, service).expect("a key").open(sealed.as_bytes()).ok();
        assert_eq!(opened, (mode != Mode::O).then_some((value, bare)), "{sealed}");
    }
}

/// Values of mode `r` open at every place of their chain.
#[test]
fn chain() {
    let vectors = vectors("chain.json");
    let key = KindKey::new(&secret(&vectors["secret"]), "name", text(&vectors["service"])).expect("a key");
    for case in cases(&vectors) {
        let opened = key.open(text(&case["text"]).as_bytes());
        assert_eq!(opened, Ok((bytes(&case["value"]), false)), "{}", case["counter"]);
    }
}

/// Nothing that the spec says an opener refuses opens.
#[test]
fn refused() {
    let vectors = vectors("refused.json");
    let key = KindKey::new(&secret(&vectors["secret"]), text(&vectors["kind"]), text(&vectors["service"]));
    let key = key.expect("a key");
    for case in cases(&vectors) {
        assert!(key.open(text(&case["text"]).as_bytes()).is_err(), "{}", case["why"]);
    }
}

/// Sealed values are found where the vectors say, and nowhere else.
#[test]
fn find() {
    let vectors = vectors("find.json");
    for case in cases(&vectors) {
        let line = text(&case["text"]).as_bytes();
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((start, end)) = format::find(line, from) {
            found.push((start, end));
            from = end;
        }
        let range = |pair: &Value| (at(&pair[0]), at(&pair[1]));
        let expected: Vec<_> = case["found"].as_array().expect("ranges").iter().map(range).collect();
        assert_eq!(found, expected, "{}", case["text"]);
    }
}

fn at(number: &Value) -> usize {
    usize::try_from(number.as_u64().expect("a number")).expect("a small number")
}

/// Day secrets seal to the bytes of the vectors.
#[test]
fn days() {
    let vectors = vectors("days.json");
    for case in cases(&vectors) {
        let day = secret(&case["secret"]);
        let sealed =
            recipient::seal_day(&day, &array(&case["public_key"]), &bytes(&case["info"]), &array(&case["random"]));
        assert_eq!(sealed.expect("sealed").to_vec(), bytes(&case["sealed"]));
        assert_eq!(day.kid().text(), text(&case["kid"]));
    }
}
