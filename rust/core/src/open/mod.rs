//! Opening: what a grant on a kind, service and day releases, and nothing larger.

use zeroize::Zeroizing;

use crate::error::Error;
use crate::kind::Mode;
use crate::seal::chain::{self, COUNTER};
use crate::seal::keys::{self, CHAIN_ID, ChainKey, DaySecret, Kid};
use crate::seal::siv::{Siv, TAG};
use crate::seal::{format, payload};

/// Opens the values of one kind that one service sealed in one day. Wiped when dropped.
///
/// It does not print:
/// ```compile_fail,E0277
/// fn prints<T: core::fmt::Debug>() {}
/// prints::<milkglass_core::open::KindKey>();
/// ```
pub struct KindKey {
    kind: String,
    kid: Kid,
    equal: Siv,
    single_use: ChainKey,
}

impl KindKey {
    /// Derives the key. `kind` need not be one that this version detects: values outlive versions.
    ///
    /// # Errors
    /// [`Error::Kind`] or [`Error::Service`] if a name is outside its grammar.
    pub fn new(secret: &DaySecret, kind: &str, service: &str) -> Result<Self, Error> {
        keys::check_kind(kind)?;
        keys::check_service(service)?;
        let kid = secret.kid();
        let associated = keys::associated_data(kind, service, kid);
        let equal = Siv::new(&secret.lasting().sealing_key(kind, service), &associated);
        Ok(Self { kind: kind.to_owned(), kid, equal, single_use: secret.single_use().kind_key(kind, service) })
    }

    /// The key id of the service-day.
    #[must_use]
    pub const fn kid(&self) -> Kid {
        self.kid
    }

    /// The value of a sealed value, and whether it stood bare in JSON.
    ///
    /// # Errors
    /// What the text says against it ([`Error::NotSealed`], [`Error::OneWay`], [`Error::OtherKind`], [`Error::OtherKey`]),
    /// else [`Error::Refused`] if the cipher or the plaintext format refuses.
    pub fn open(&self, text: &[u8]) -> Result<(Vec<u8>, bool), Error> {
        let sealed = format::parse(text).ok_or(Error::NotSealed)?;
        if sealed.mode == Mode::O {
            return Err(Error::OneWay);
        }
        if sealed.kind != self.kind {
            return Err(Error::OtherKind);
        }
        if sealed.kid != self.kid {
            return Err(Error::OtherKey);
        }
        let mut body = Zeroizing::new(sealed.body());
        let plain = if sealed.mode == Mode::D { self.open_equal(&mut body) } else { self.open_once(&mut body) };
        plain.and_then(payload::unpack).ok_or(Error::Refused)
    }

    fn open_equal<'a>(&self, body: &'a mut [u8]) -> Option<&'a [u8]> {
        self.equal.open(body).then(|| &body[TAG..])
    }

    /// Walks to the key of the value from the start of its chain.
    fn open_once<'a>(&self, body: &'a mut [u8]) -> Option<&'a [u8]> {
        let (chain, body) = body.split_first_chunk_mut::<CHAIN_ID>()?;
        let (counter, body) = body.split_first_chunk_mut::<COUNTER>()?;
        let counter = counter.iter().fold(0, |counter, &byte| counter << 8 | u64::from(byte));
        let key = chain::key_at(&keys::chain_start(&self.single_use, *chain), counter);
        Siv::bare(&key).open(body).then(|| &body[TAG..])
    }
}
