//! Opening: what a grant on a kind, service and day releases, and nothing larger.

use zeroize::Zeroizing;

use crate::error::Error;
use crate::kind::Mode;
use crate::seal::keys::{self, DaySecret, Kid};
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
    siv: Siv,
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
        let siv = Siv::new(&secret.sealing_key(kind, service), &keys::associated_data(kind, service, kid));
        Ok(Self { kind: kind.to_owned(), kid, siv })
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
        if sealed.mode != Mode::D {
            return Err(Error::OneWay);
        }
        if sealed.kind != self.kind {
            return Err(Error::OtherKind);
        }
        if sealed.kid != self.kid {
            return Err(Error::OtherKey);
        }
        let mut body = Zeroizing::new(sealed.body());
        if !self.siv.open(&mut body) {
            return Err(Error::Refused);
        }
        payload::unpack(&body[TAG..]).ok_or(Error::Refused)
    }
}
