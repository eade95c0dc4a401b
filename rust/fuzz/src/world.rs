//! The keys and maskers of the targets. Secrets are constants: what was sealed under them in one run opens in the next.

use core::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use milkglass_core::kind::{Kind, Mode};
use milkglass_core::masker::Masker;
use milkglass_core::open::KindKey;
use milkglass_core::ruleset::{Ruleset, Style};
use milkglass_core::seal::keys::DaySecret;
use milkglass_core::seal::{Sealer, format};

/// Every style.
pub const STYLES: [Style; 3] = [Style::Stars, Style::Label, Style::Seal];

/// Values of every kind up to this length are sealed; longer ones may be withheld.
pub const LONGEST_SEALED: usize = 95;

const DAY: [u8; 32] = [7; 32];
const SERVICE: &str = "fuzz";

thread_local! {
    /// Deriving the keys of all kinds takes longer than masking a line, so it is done once.
    static SEALER: RefCell<Sealer> = RefCell::new(sealer());
    static KEYS: RefCell<HashMap<String, Rc<KindKey>>> = RefCell::default();
    static MASKERS: [RefCell<Masker>; 3] = STYLES.map(|style| RefCell::new(masker(style)));
}

fn sealer() -> Sealer {
    Sealer::new(&DaySecret::new(DAY), SERVICE, [9; 6]).expect("a service name")
}

/// The sealed value of a value.
#[must_use]
pub fn seal(kind: Kind, mode: Mode, value: &[u8], bare: bool) -> Vec<u8> {
    let mut out = Vec::new();
    SEALER.with_borrow_mut(|sealer| sealer.seal(kind, mode, value, bare, &mut out));
    out
}

/// The key that opens a kind.
#[must_use]
pub fn key(kind: &str) -> Rc<KindKey> {
    let new = || Rc::new(KindKey::new(&DaySecret::new(DAY), kind, SERVICE).expect("the name of a kind"));
    KEYS.with_borrow_mut(|keys| keys.entry(kind.to_owned()).or_insert_with(new).clone())
}

/// A masker in which every kind can be opened.
fn masker(style: Style) -> Masker {
    let mut rules = Ruleset::new(style);
    for &kind in Kind::ALL {
        rules.set_mode(kind, Mode::D);
    }
    let mut masker = Masker::new(rules);
    if style == Style::Seal {
        masker.set_sealer(Some(sealer()), false);
    }
    masker
}

/// Lends the masker of a style.
pub fn with_masker<T>(style: Style, work: impl FnOnce(&mut Masker) -> T) -> T {
    let index = STYLES.iter().position(|&one| one == style).expect("one of the styles");
    MASKERS.with(|maskers| work(&mut maskers[index].borrow_mut()))
}

/// The text, masked.
pub fn mask(masker: &mut Masker, text: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    if masker.mask(text, &mut out) { out } else { text.to_vec() }
}

/// Where sealed values stand.
#[must_use]
pub fn sealed_in(text: &[u8]) -> Vec<(usize, usize)> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some((start, end)) = format::find(text, at) {
        found.push((start, end));
        at = end;
    }
    found
}

/// A text for a message.
#[must_use]
pub fn shown(text: &[u8]) -> String {
    text.escape_ascii().to_string()
}
