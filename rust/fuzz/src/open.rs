//! Target `open`: no text makes the reader of sealed values panic, and nothing opens that was not sealed.

use milkglass_core::kind::{Kind, Mode};
use milkglass_core::seal::format;

use crate::text;
use crate::world::{LONGEST_SEALED, key, seal, sealed_in, shown};

/// Panics if something does not hold.
pub fn check(data: &[u8]) {
    let text = text::of(data);
    opens_only_sealed(&text);
    for (start, end) in sealed_in(&text) {
        opens_only_sealed(&text[start..end]);
    }
    if let [kind, place, change, value @ ..] = data {
        damage_is_refused(Kind::ALL[usize::from(*kind) % Kind::ALL.len()], *place, *change, value);
    }
}

/// What opens is what our sealer makes of the value, letter for letter: sealing is deterministic.
fn opens_only_sealed(text: &[u8]) {
    let Some(sealed) = format::parse(text) else { return };
    let mut again = Vec::new();
    format::encode(sealed.kind, sealed.mode, sealed.kid, &sealed.body(), &mut again);
    assert_eq!(shown(&again), shown(text), "a sealed value is written in one way");
    let Ok((value, bare)) = key(sealed.kind).open(text) else { return };
    let kind = Kind::from_name(sealed.kind).expect("only kinds were sealed");
    assert_eq!(shown(&seal(kind, Mode::D, &value, bare)), shown(text), "opened, but was never sealed");
}

/// A value opens as it was sealed; with one byte changed, or in mode `o`, or under the key of another kind it does not.
fn damage_is_refused(kind: Kind, place: u8, change: u8, value: &[u8]) {
    let (bare, mode) = (change & 1 == 1, if change & 2 == 2 { Mode::R } else { Mode::D });
    let value = &value[..value.len().min(LONGEST_SEALED)];
    let mut text = seal(kind, mode, value, bare);
    assert_eq!(key(kind.name()).open(&text).ok(), Some((value.to_vec(), bare)));
    let other = if kind == Kind::Email { Kind::Ipv4 } else { Kind::Email };
    assert!(key(other.name()).open(&text).is_err());
    let place = usize::from(place) % text.len();
    text[place] ^= change.max(1);
    assert!(key(kind.name()).open(&text).is_err(), "damaged at {place}: {}", shown(&text));
    assert!(key(kind.name()).open(&seal(kind, Mode::O, value, bare)).is_err());
}
