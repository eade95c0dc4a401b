//! The key schedule: a day secret gives a key id and one key per mode, kind and service (spec section 2).

use core::fmt;

use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

use super::{base32, format};
use crate::error::Error;

/// Thirty-two random bytes from which every key of a service-day comes. Wiped when dropped.
///
/// It does not print:
/// ```compile_fail,E0277
/// fn prints<T: core::fmt::Debug>() {}
/// prints::<milkglass_core::seal::keys::DaySecret>();
/// ```
pub struct DaySecret(Zeroizing<[u8; 32]>);

impl DaySecret {
    /// Takes the bytes over; who calls wipes what they were read from.
    #[must_use]
    pub fn new(mut bytes: [u8; 32]) -> Self {
        let secret = Self(Zeroizing::new(bytes));
        bytes.zeroize();
        secret
    }

    /// The secret for who has to seal it to a recipient.
    #[must_use]
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key id that stands in every value sealed under this secret.
    #[must_use]
    pub fn kid(&self) -> Kid {
        let mut kid = [0; 5];
        self.expand(&[b"milkglass/v1/kid"], &mut kid);
        Kid(kid)
    }

    /// What leads to every key of modes `d` and `o`, and to none of mode `r`.
    pub(crate) fn lasting(&self) -> Lasting {
        Lasting(extract(None, &self.0))
    }

    /// What leads to every key of mode `r`.
    pub(crate) fn single_use(&self) -> SingleUse {
        SingleUse(extract(Some(b"milkglass/v1/single-use"), &self.0))
    }

    fn expand(&self, info: &[&[u8]], out: &mut [u8]) {
        expand(&self.lasting().0, info, out);
    }
}

/// What a masker keeps of a day secret, so that a key is derived when its kind first comes: HKDF's pseudorandom key without a salt.
pub(crate) struct Lasting(Zeroizing<[u8; 32]>);

impl Lasting {
    /// The key of mode `d` for a kind and service that were checked.
    pub(crate) fn sealing_key(&self, kind: &str, service: &str) -> Zeroizing<[u8; 64]> {
        kind_key(&self.0, b"d", kind, service)
    }

    /// The key of mode `o` for a kind and service that were checked.
    pub(crate) fn one_way_key(&self, kind: &str, service: &str) -> Zeroizing<[u8; 32]> {
        kind_key(&self.0, b"o", kind, service)
    }
}

/// The other half of a day secret, extracted with a salt of its own: [`Lasting`] does not lead here, and no masker keeps it.
pub(crate) struct SingleUse(Zeroizing<[u8; 32]>);

impl SingleUse {
    /// The key of mode `r` for a kind and service that were checked.
    pub(crate) fn kind_key(&self, kind: &str, service: &str) -> ChainKey {
        kind_key(&self.0, b"r", kind, service)
    }
}

/// A key of mode `r` or an element of its chain. Wiped when dropped.
pub(crate) type ChainKey = Zeroizing<[u8; 32]>;

/// Names the chain of one masker under a day secret; random, so that maskers that share a secret share no chain.
pub type ChainId = [u8; CHAIN_ID];
/// Bytes of a [`ChainId`].
pub const CHAIN_ID: usize = 6;

/// The start of a masker's chain, from the kind key of mode `r`.
pub(crate) fn chain_start(kind_key: &ChainKey, chain: ChainId) -> ChainKey {
    let mut info = Vec::new();
    push_prefixed(&chain, &mut info);
    let mut start = Zeroizing::new([0; 32]);
    expand(kind_key, &[b"milkglass/v1/chain", &info], start.as_mut_slice());
    start
}

fn kind_key<const N: usize>(
    key: &Zeroizing<[u8; 32]>,
    mode: &[u8; 1],
    kind: &str,
    service: &str,
) -> Zeroizing<[u8; N]> {
    let mut info = b"milkglass/v1/kind-key".to_vec();
    for part in [mode, kind.as_bytes(), service.as_bytes()] {
        push_prefixed(part, &mut info);
    }
    let mut out = Zeroizing::new([0; N]);
    expand(key, &[&info], out.as_mut_slice());
    out
}

fn extract(salt: Option<&[u8]>, secret: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let (mut key, _) = Hkdf::<Sha256>::extract(salt, secret);
    let out = Zeroizing::new(key.0);
    key.0.zeroize();
    out
}

fn expand(key: &Zeroizing<[u8; 32]>, info: &[&[u8]], out: &mut [u8]) {
    Hkdf::<Sha256>::from_prk(key.as_slice())
        .expect("32 bytes are as long as the hash")
        .expand_multi_info(info, out)
        .expect("64 bytes are far below the limit of HKDF");
}

/// A key id: names the service and day a value was sealed in, tells nothing else.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Kid(pub [u8; 5]);

impl Kid {
    /// Its eight base32 characters.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = Vec::with_capacity(8);
        base32::encode(&self.0, &mut text);
        text.into_iter().map(char::from).collect()
    }

    /// The key id of eight base32 characters.
    #[must_use]
    pub fn parse(text: &[u8]) -> Option<Self> {
        let mut kid = Vec::with_capacity(5);
        if !base32::decode(text, &mut kid) {
            return None;
        }
        kid.try_into().ok().map(Self)
    }
}

impl fmt::Display for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

impl fmt::Debug for Kid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Kid({self})")
    }
}

/// Appends `part` behind one byte that says its length: `LP` of the spec.
///
/// Every part is a mode, kind, service or key id that was checked, and so shorter than 256 bytes.
pub(crate) fn push_prefixed(part: &[u8], out: &mut Vec<u8>) {
    out.push(u8::try_from(part.len()).expect("checked parts are short"));
    out.extend_from_slice(part);
}

/// The associated data of mode `d`.
pub(crate) fn associated_data(kind: &str, service: &str, kid: Kid) -> Vec<u8> {
    let mut associated = Vec::new();
    for part in [b"pii1d", kind.as_bytes(), service.as_bytes(), &kid.0] {
        push_prefixed(part, &mut associated);
    }
    associated
}

/// Refuses a service name that the spec does not allow.
pub(crate) fn check_service(service: &str) -> Result<(), Error> {
    let bytes = service.as_bytes();
    let fits = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"._-".contains(byte);
    let starts = bytes.first().is_some_and(u8::is_ascii_alphanumeric);
    if starts && bytes.len() <= 63 && bytes.iter().all(fits) { Ok(()) } else { Err(Error::Service) }
}

/// Refuses a kind that the grammar of sealed values does not allow.
pub(crate) fn check_kind(kind: &str) -> Result<(), Error> {
    if format::is_kind(kind.as_bytes()) { Ok(()) } else { Err(Error::Kind) }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Services are those of the spec: 1 to 63 bytes, a letter or digit first.
    #[test]
    fn service_names() {
        let longest = "a".repeat(63);
        for good in ["a", "0", "checkout", "check-out_2.eu", longest.as_str()] {
            assert_eq!(check_service(good), Ok(()), "{good}");
        }
        let too_long = "a".repeat(64);
        for bad in ["", "-a", ".a", "_a", "A", "aB", "a b", "a/b", "a\n", "é", "a\0", too_long.as_str()] {
            assert_eq!(check_service(bad), Err(Error::Service), "{bad}");
        }
    }

    /// Kinds are those of the grammar: parts joined by one underscore, a letter first, 24 bytes at most.
    #[test]
    fn kind_names() {
        for good in ["a", "us_ssn", "a1_2b", "abcdefghijklmnopqrstuvwx"] {
            assert_eq!(check_kind(good), Ok(()), "{good}");
        }
        for bad in ["", "1a", "_a", "a_", "a__b", "A", "a-b", "abcdefghijklmnopqrstuvwxy", "é"] {
            assert_eq!(check_kind(bad), Err(Error::Kind), "{bad}");
        }
    }

    /// Mode, kind and service each change the key, and parts that run into each other do not meet.
    #[test]
    fn keys_are_apart() {
        let secret = DaySecret::new([1; 32]);
        let (lasting, single_use) = (secret.lasting(), secret.single_use());
        let keys = [
            lasting.sealing_key("a", "b"),
            lasting.sealing_key("ab", ""),
            lasting.sealing_key("", "ab"),
            lasting.sealing_key("a", "c"),
            lasting.sealing_key("c", "b"),
            DaySecret::new([2; 32]).lasting().sealing_key("a", "b"),
        ];
        let shorter = [
            lasting.one_way_key("a", "b"),
            single_use.kind_key("a", "b"),
            single_use.kind_key("a", "c"),
            chain_start(&single_use.kind_key("a", "b"), [1; CHAIN_ID]),
            chain_start(&single_use.kind_key("a", "b"), [2; CHAIN_ID]),
        ];
        for (at, one) in keys.iter().enumerate() {
            assert!(keys[at + 1..].iter().all(|other| one[..] != other[..]));
            assert!(shorter.iter().all(|other| one[..32] != other[..]));
        }
        for (at, one) in shorter.iter().enumerate() {
            assert!(shorter[at + 1..].iter().all(|other| one[..] != other[..]));
        }
    }

    /// A key id is read back from its text, and nothing else is a key id.
    #[test]
    fn kid_text() {
        let kid = DaySecret::new([1; 32]).kid();
        assert_eq!(Kid::parse(kid.text().as_bytes()), Some(kid));
        for bad in [&b""[..], b"aaaaaaa", b"aaaaaaaaa", b"aaaaaaa1", b"AAAAAAAA", b"aaaaaaaaaaaaaaaa"] {
            assert_eq!(Kid::parse(bad), None);
        }
    }
}
