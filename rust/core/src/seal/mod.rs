//! Sealing: the step of the masker that puts a sealed value where a finding stood (`docs/spec/sealed-value.md`).

pub mod base32;
pub(crate) mod crc;
pub mod format;
pub mod keys;
pub(crate) mod payload;
pub mod recipient;
pub(crate) mod siv;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroize as _;

use crate::error::Error;
use crate::kind::{Kind, Mode};
use format::Prefix;
use keys::{DaySecret, Kid};
use siv::{Siv, TAG};

/// Values whose plaintext fits here are sealed without growing the buffer.
const SCRATCH: usize = 512;

/// Seals the values of one service-day. Holds kind keys only: the day secret is not kept.
///
/// It does not print:
/// ```compile_fail,E0277
/// fn prints<T: core::fmt::Debug>() {}
/// prints::<milkglass_core::seal::Sealer>();
/// ```
pub struct Sealer {
    kid: Kid,
    /// By kind, in the order of [`Kind::index`].
    keys: Vec<KindKeys>,
    /// The kinds of a rules file that have keys.
    own: Vec<String>,
    /// Tag and plaintext while a value is sealed; only ciphertext is left in it.
    scratch: Vec<u8>,
}

struct KindKeys {
    sealing: (Prefix, Siv),
    one_way: (Prefix, Hmac<Sha256>),
}

impl Sealer {
    /// Derives every kind key of a service-day.
    ///
    /// # Errors
    /// [`Error::Service`] if the service name is not one.
    pub fn new(secret: &DaySecret, service: &str) -> Result<Self, Error> {
        Self::with_kinds(secret, service, &[])
    }

    /// As [`Sealer::new`], with the keys of the kinds that a rules file names; a key comes from the name of its kind alone.
    ///
    /// # Errors
    /// [`Error::Service`] or [`Error::Kind`] if a name is not one.
    pub fn with_kinds(secret: &DaySecret, service: &str, own: &[String]) -> Result<Self, Error> {
        keys::check_service(service)?;
        own.iter().try_for_each(|name| keys::check_kind(name))?;
        let kid = secret.kid();
        let names = Kind::ALL.iter().map(|kind| kind.name()).chain(own.iter().map(String::as_str));
        let keys = names.map(|name| KindKeys::new(secret, name, service, kid)).collect();
        Ok(Self { kid, keys, own: own.to_vec(), scratch: Vec::with_capacity(SCRATCH) })
    }

    /// Whether there are keys for the kinds that a rules file names; then their places become those of that file.
    pub fn take_kinds(&mut self, own: &[String]) -> bool {
        let place = |name: &String| self.own.iter().position(|known| known == name);
        let Some(places) = own.iter().map(place).collect::<Option<Vec<_>>>() else { return false };
        // Kinds that the new file does not name keep their keys behind the others: the next file may name them again.
        let rest = (0..self.own.len()).filter(|place| !places.contains(place)).collect::<Vec<_>>();
        let mut keys: Vec<_> = self.keys.drain(Kind::ALL.len()..).map(Some).collect();
        let mut names: Vec<_> = core::mem::take(&mut self.own).into_iter().map(Some).collect();
        for place in places.into_iter().chain(rest) {
            self.keys.extend(keys[place].take());
            self.own.extend(names[place].take());
        }
        true
    }

    /// The key id that stands in what this seals.
    #[must_use]
    pub const fn kid(&self) -> Kid {
        self.kid
    }

    /// Appends the sealed value of `value`. `bare`: it stood in JSON as a number (mode `d` remembers that).
    pub fn seal(&mut self, kind: Kind, mode: Mode, value: &[u8], bare: bool, out: &mut Vec<u8>) {
        let keys = &self.keys[kind.index()];
        match mode {
            Mode::D => {
                make_room(&mut self.scratch, TAG + value.len() + 8);
                self.scratch.extend_from_slice(&[0; TAG]);
                payload::pack(value, bare, &mut self.scratch);
                keys.sealing.1.seal(&mut self.scratch);
                keys.sealing.0.write(&self.scratch, out);
            }
            Mode::O => {
                let tag = keys.one_way.1.clone().chain_update(value).finalize().into_bytes();
                keys.one_way.0.write(&tag[..16], out);
            }
        }
    }
}

impl Drop for Sealer {
    fn drop(&mut self) {
        // The keys wipe themselves.
        self.scratch.zeroize();
    }
}

impl KindKeys {
    fn new(secret: &DaySecret, kind: &str, service: &str, kid: Kid) -> Self {
        let associated = keys::associated_data(kind, service, kid);
        let one_way = Hmac::new_from_slice(secret.one_way_key(kind, service).as_slice());
        Self {
            sealing: (Prefix::new(kind, Mode::D, kid), Siv::new(&secret.sealing_key(kind, service), &associated)),
            one_way: (Prefix::new(kind, Mode::O, kid), one_way.expect("HMAC takes a key of any length")),
        }
    }
}

/// Empties `scratch` and sees that `len` bytes fit, so that it never moves while it holds a plaintext.
fn make_room(scratch: &mut Vec<u8>, len: usize) {
    scratch.clear();
    scratch.reserve(len);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Once a value is sealed no plaintext is left in the buffer, whatever its length, and the buffer did not move while
    /// it held one.
    #[test]
    fn no_plaintext_stays_behind() {
        let mut sealer = Sealer::new(&DaySecret::new([1; 32]), "checkout").expect("a service");
        for len in [3, 20, 500, SCRATCH, 5000, 7] {
            let value = b"canary".iter().copied().cycle().take(len).collect::<Vec<_>>();
            sealer.seal(Kind::Email, Mode::D, &value, false, &mut Vec::new());
            make_room(&mut sealer.scratch, TAG + len + 8);
            let room = sealer.scratch.capacity();
            sealer.seal(Kind::Email, Mode::D, &value, false, &mut Vec::new());
            assert_eq!(sealer.scratch.capacity(), room);
            assert!(!sealer.scratch.windows(3).any(|part| part == b"can"));
        }
    }

    /// A kind of a rules file is sealed under its own name, wherever it stands in the file; a name without a key is refused.
    #[test]
    fn kinds_of_rules_files() {
        let own = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let secret = DaySecret::new([1; 32]);
        let mut sealer = Sealer::with_kinds(&secret, "checkout", &own(&["one", "two"])).expect("names");
        let sealed = |sealer: &mut Sealer, place| {
            let mut out = Vec::new();
            sealer.seal(Kind::User(place), Mode::D, b"x", false, &mut out);
            String::from_utf8(out).expect("ASCII")
        };
        let two = sealed(&mut sealer, 1);
        assert!(two.starts_with("pii1d_two_"));
        assert!(!sealer.take_kinds(&own(&["two", "three"])));
        assert!(sealer.take_kinds(&own(&["two"])));
        assert_eq!(sealed(&mut sealer, 0), two);
        assert!(sealer.take_kinds(&own(&["one", "two"])));
        assert_eq!(sealed(&mut sealer, 1), two);
        let refused = Sealer::with_kinds(&secret, "checkout", &own(&["Two"])).err();
        assert_eq!(refused, Some(Error::Kind));
    }

    /// A service name outside the grammar makes no sealer.
    #[test]
    fn the_service_is_checked() {
        let refused = Sealer::new(&DaySecret::new([1; 32]), "Check Out").err();
        assert_eq!(refused, Some(Error::Service));
    }
}
