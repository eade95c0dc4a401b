//! Sealing: the step of the masker that puts a sealed value where a finding stood (`docs/spec/sealed-value.md`).

pub mod base32;
mod cache;
pub(crate) mod chain;
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
use cache::Cache;
use chain::{COUNTER, Chain};
use format::Prefix;
use keys::{CHAIN_ID, ChainId, ChainKey, DaySecret, Kid, Lasting};
use siv::{Siv, TAG};

/// Values whose plaintext fits here are sealed without growing the buffer.
const SCRATCH: usize = 512;
/// The longest sealed value that is written: Elasticsearch, for one, cuts longer words in two, and then nothing finds them.
const LONGEST: usize = 255;

/// Seals the values of one service-day. It holds what leads to every key of modes `d` and `o`, and of mode `r` what leads to the
/// values that come; the day secret is not kept.
///
/// It does not print:
/// ```compile_fail,E0277
/// fn prints<T: core::fmt::Debug>() {}
/// prints::<milkglass_core::seal::Sealer>();
/// ```
pub struct Sealer {
    schedule: Schedule,
    chain: ChainId,
    /// By kind, in the order of [`Kind::index`].
    keys: Vec<KindKeys>,
    /// The kinds of a rules file that have keys.
    own: Vec<String>,
    cache: Cache,
    /// Chain, counter, tag and plaintext while a value is sealed; only ciphertext is left in it.
    scratch: Vec<u8>,
    has_withheld: bool,
}

/// What is the same for every kind.
struct Schedule {
    kid: Kid,
    service: String,
    lasting: Lasting,
}

/// The keys of a kind. Those of modes `d` and `o` are made when they are first asked for.
struct KindKeys {
    sealing: Option<Box<(Prefix, Siv)>>,
    single_use: SingleUse,
    one_way: Option<Box<(Prefix, Hmac<Sha256>)>>,
}

/// A chain that nothing was taken from is its start.
enum SingleUse {
    Start(ChainKey),
    Running(Box<(Prefix, Chain)>),
}

impl Sealer {
    /// Takes what it needs of a day secret. `chain` is random: no two sealers of one secret may have the same.
    ///
    /// # Errors
    /// [`Error::Service`] if the service name is not one.
    pub fn new(secret: &DaySecret, service: &str, chain: ChainId) -> Result<Self, Error> {
        Self::with_kinds(secret, service, chain, &[])
    }

    /// As [`Sealer::new`], with the keys of the kinds that a rules file names; a key comes from the name of its kind alone.
    ///
    /// # Errors
    /// [`Error::Service`] or [`Error::Kind`] if a name is not one.
    pub fn with_kinds(secret: &DaySecret, service: &str, chain: ChainId, own: &[String]) -> Result<Self, Error> {
        keys::check_service(service)?;
        own.iter().try_for_each(|name| keys::check_kind(name))?;
        let made = Self::with_names(secret, service, chain, own);
        burn_stack();
        Ok(made)
    }

    #[inline(never)]
    fn with_names(secret: &DaySecret, service: &str, chain: ChainId, own: &[String]) -> Self {
        let names = Kind::ALL.iter().map(|kind| kind.name()).chain(own.iter().map(String::as_str));
        let root = secret.single_use();
        let start = |name| keys::chain_start(&root.kind_key(name, service), chain);
        let keys =
            names.map(|name| KindKeys { sealing: None, single_use: SingleUse::Start(start(name)), one_way: None });
        Self {
            schedule: Schedule { kid: secret.kid(), service: service.to_owned(), lasting: secret.lasting() },
            chain,
            keys: keys.collect(),
            own: own.to_vec(),
            cache: Cache::default(),
            scratch: Vec::with_capacity(SCRATCH),
            has_withheld: false,
        }
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
        self.cache = Cache::default(); // it knows kinds by their places
        true
    }

    /// The key id that stands in what this seals.
    #[must_use]
    pub const fn kid(&self) -> Kid {
        self.schedule.kid
    }

    /// Whether a value was masked one-way because its sealed value would have been longer than log stores index.
    #[must_use]
    pub const fn has_withheld(&self) -> bool {
        self.has_withheld
    }

    /// Appends the sealed value of `value`. `bare`: it stood in JSON as a number (modes `d` and `r` remember that). One that would
    /// be longer than [`LONGEST`] is withheld: it is sealed in mode `o`.
    pub fn seal(&mut self, kind: Kind, mode: Mode, value: &[u8], bare: bool, out: &mut Vec<u8>) {
        let is_sealed = match mode {
            Mode::D => self.seal_equal(kind, value, bare, out),
            Mode::R => self.seal_once(kind, value, bare, out),
            Mode::O => false,
        };
        if !is_sealed {
            self.has_withheld |= mode != Mode::O;
            self.withhold(kind, value, out);
        }
    }

    /// Mode `d`; false, and nothing was written, if the sealed value would be too long.
    fn seal_equal(&mut self, kind: Kind, value: &[u8], bare: bool, out: &mut Vec<u8>) -> bool {
        let place = kind.index();
        if let Some(text) = self.cache.get(place, bare, value) {
            out.extend_from_slice(text);
            return true;
        }
        let (own, schedule) = (&self.own, &self.schedule);
        let keys = self.keys[place].sealing.get_or_insert_with(|| schedule.sealing(name(own, kind)));
        let (prefix, siv) = &**keys;
        if prefix.text_len(TAG + payload::longest(value.len())) > LONGEST {
            return false;
        }
        fill(&mut self.scratch, TAG, value, bare);
        siv.seal(&mut self.scratch);
        let from = out.len();
        prefix.write(&self.scratch, out);
        self.cache.put(place, bare, value, &out[from..]);
        true
    }

    /// Mode `r`; false, and nothing was written, if the sealed value would be too long or the chain has ended.
    fn seal_once(&mut self, kind: Kind, value: &[u8], bare: bool, out: &mut Vec<u8>) -> bool {
        let is_sealed = self.seal_with_next_key(kind, value, bare, out);
        burn_stack();
        is_sealed
    }

    #[inline(never)]
    fn seal_with_next_key(&mut self, kind: Kind, value: &[u8], bare: bool, out: &mut Vec<u8>) -> bool {
        const HEAD: usize = CHAIN_ID + COUNTER;
        let single_use = &mut self.keys[kind.index()].single_use;
        let (prefix, chain) = single_use.running(|| Prefix::new(name(&self.own, kind), Mode::R, self.schedule.kid));
        if prefix.text_len(HEAD + TAG + payload::longest(value.len())) > LONGEST {
            return false;
        }
        let Some((counter, key)) = chain.take() else { return false };
        fill(&mut self.scratch, HEAD + TAG, value, bare);
        self.scratch[..CHAIN_ID].copy_from_slice(&self.chain);
        self.scratch[CHAIN_ID..HEAD].copy_from_slice(&counter.to_be_bytes()[8 - COUNTER..]);
        Siv::bare(&key).seal(&mut self.scratch[HEAD..]);
        prefix.write(&self.scratch, out);
        true
    }

    /// Mode `o`.
    fn withhold(&mut self, kind: Kind, value: &[u8], out: &mut Vec<u8>) {
        let (own, schedule) = (&self.own, &self.schedule);
        let keys = self.keys[kind.index()].one_way.get_or_insert_with(|| schedule.one_way(name(own, kind)));
        let tag = keys.1.clone().chain_update(value).finalize().into_bytes();
        keys.0.write(&tag[..16], out);
    }
}

impl Drop for Sealer {
    fn drop(&mut self) {
        // Keys and cache wipe themselves.
        self.scratch.zeroize();
    }
}

impl Schedule {
    fn sealing(&self, kind: &str) -> Box<(Prefix, Siv)> {
        let associated = keys::associated_data(kind, &self.service, self.kid);
        let siv = Siv::new(&self.lasting.sealing_key(kind, &self.service), &associated);
        Box::new((Prefix::new(kind, Mode::D, self.kid), siv))
    }

    fn one_way(&self, kind: &str) -> Box<(Prefix, Hmac<Sha256>)> {
        let mac = Hmac::new_from_slice(self.lasting.one_way_key(kind, &self.service).as_slice());
        Box::new((Prefix::new(kind, Mode::O, self.kid), mac.expect("HMAC takes a key of any length")))
    }
}

impl SingleUse {
    fn running(&mut self, prefix: impl FnOnce() -> Prefix) -> &mut (Prefix, Chain) {
        if let Self::Start(start) = self {
            let start = core::mem::take(start);
            *self = Self::Running(Box::new((prefix(), Chain::new(start))));
        }
        match self {
            Self::Running(running) => running,
            Self::Start(_) => unreachable!("it runs since a moment ago"),
        }
    }
}

/// Overwrites the stack that the function called before this one used, and with it copies of keys which the compiler made there. What
/// opened an earlier value of mode `r` has to be gone, and owners can wipe only what they know of.
#[inline(never)]
fn burn_stack() {
    core::hint::black_box(&mut [0_u128; 256]).zeroize();
}

/// The name of a kind, for its keys.
fn name(own: &[String], kind: Kind) -> &str {
    match kind {
        Kind::User(place) => &own[usize::from(place)],
        known => known.name(),
    }
}

/// Room of `head` bytes, then the plaintext of a value. The buffer never moves while it holds one.
fn fill(scratch: &mut Vec<u8>, head: usize, value: &[u8], bare: bool) {
    make_room(scratch, head + value.len() + 8);
    scratch.resize(head, 0);
    payload::pack(value, bare, scratch);
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
        let mut sealer = Sealer::new(&DaySecret::new([1; 32]), "checkout", [9; CHAIN_ID]).expect("a service");
        for (len, mode) in [3, 20, 100, 500, 5000, 7].into_iter().flat_map(|len| [(len, Mode::D), (len, Mode::R)]) {
            let value = b"canary".iter().copied().cycle().take(len).collect::<Vec<_>>();
            sealer.seal(Kind::Email, mode, &value, false, &mut Vec::new());
            assert_eq!(sealer.scratch.capacity(), SCRATCH);
            assert!(!sealer.scratch.windows(3).any(|part| part == b"can"));
        }
    }

    /// A kind of a rules file is sealed under its own name, wherever it stands in the file; a name without a key is refused.
    #[test]
    fn kinds_of_rules_files() {
        let own = |names: &[&str]| names.iter().map(|&name| name.to_owned()).collect::<Vec<_>>();
        let secret = DaySecret::new([1; 32]);
        let mut sealer = Sealer::with_kinds(&secret, "checkout", [9; CHAIN_ID], &own(&["one", "two"])).expect("names");
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
        let refused = Sealer::with_kinds(&secret, "checkout", [9; CHAIN_ID], &own(&["Two"])).err();
        assert_eq!(refused, Some(Error::Kind));
    }

    /// A service name outside the grammar makes no sealer.
    #[test]
    fn the_service_is_checked() {
        let refused = Sealer::new(&DaySecret::new([1; 32]), "Check Out", [9; CHAIN_ID]).err();
        assert_eq!(refused, Some(Error::Service));
    }
}
