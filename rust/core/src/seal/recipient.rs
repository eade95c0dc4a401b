//! Sealing a day secret to the public half of an unseal key pair: HPKE base mode, RFC 9180 (spec section 4).

use core::convert::Infallible;

use hpke::aead::AesGcm256;
use hpke::inout::InOutBuf;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::rand_core::{TryCryptoRng, TryRng};
use hpke::{Deserializable as _, Kem, OpModeS, Serializable as _};
use zeroize::{Zeroize as _, Zeroizing};

use super::keys::DaySecret;
use crate::error::Error;

/// Encapsulated key (32), ciphertext (32), tag (16).
pub const SEALED_DAY: usize = 80;
/// How many random bytes [`seal_day`] needs: the input of `DeriveKeyPair` for the ephemeral key.
pub const RANDOM: usize = 32;

/// Seals `secret` so that only the private half of `public_key` opens it; `info` binds it to its keyring row.
///
/// # Errors
/// [`Error::Recipient`] if the public key is of low order, so that the result would be no secret.
pub fn seal_day(
    secret: &DaySecret,
    public_key: &[u8; 32],
    info: &[u8],
    random: &[u8; RANDOM],
) -> Result<[u8; SEALED_DAY], Error> {
    let public_key = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(public_key).map_err(|_| Error::Recipient)?;
    let mut given = Given(Some(Zeroizing::new(*random)));
    let mut text = Zeroizing::new(*secret.expose());
    let (encapsulated, tag) =
        hpke::single_shot_seal_inout_detached_with_rng::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public_key,
            info,
            InOutBuf::from(text.as_mut_slice()),
            b"",
            &mut given,
        )
        .map_err(|_| Error::Recipient)?;
    let mut sealed = [0; SEALED_DAY];
    sealed[..32].copy_from_slice(&encapsulated.to_bytes());
    sealed[32..64].copy_from_slice(text.as_slice());
    sealed[64..].copy_from_slice(&tag.to_bytes());
    Ok(sealed)
}

/// The random bytes of the caller, handed out once and whole.
struct Given(Option<Zeroizing<[u8; RANDOM]>>);

impl TryRng for Given {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        unreachable!("DHKEM draws its input in one piece")
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        unreachable!("DHKEM draws its input in one piece")
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        let mut bytes = self.0.take().expect("DHKEM draws once");
        out.copy_from_slice(bytes.as_slice());
        bytes.zeroize();
        Ok(())
    }
}

impl TryCryptoRng for Given {}

#[cfg(test)]
mod tests {
    use super::*;
    use hpke::OpModeR;

    const SECRET: [u8; 32] = [9; 32];

    fn opened(private_key: &<X25519HkdfSha256 as Kem>::PrivateKey, sealed: &[u8], info: &[u8]) -> Option<Vec<u8>> {
        let encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(&sealed[..32]).ok()?;
        let mut receiver = hpke::setup_receiver::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            private_key,
            &encapsulated,
            info,
        )
        .ok()?;
        let mut text = sealed[32..64].to_vec();
        let tag = hpke::aead::AeadTag::from_bytes(&sealed[64..]).ok()?;
        let opened = receiver.open_inout_detached(InOutBuf::from(text.as_mut_slice()), b"", &tag);
        opened.ok().map(|()| text)
    }

    fn pair(ikm: u8) -> (<X25519HkdfSha256 as Kem>::PrivateKey, [u8; 32]) {
        let (private_key, public_key) = X25519HkdfSha256::derive_keypair(&[ikm; 32]);
        (private_key, public_key.to_bytes().into())
    }

    /// Opens with the private half and the same info, and with nothing else.
    #[test]
    fn opens_for_the_recipient_only() {
        let (private_key, public_key) = pair(1);
        let sealed = seal_day(&DaySecret::new(SECRET), &public_key, b"info", &[4; RANDOM]).expect("sealed");
        assert_eq!(opened(&private_key, &sealed, b"info").as_deref(), Some(&SECRET[..]));
        assert_eq!(opened(&private_key, &sealed, b"other"), None);
        assert_eq!(opened(&pair(2).0, &sealed, b"info"), None);
        for place in [0, 31, 32, 63, 64, 79] {
            let mut changed = sealed;
            changed[place] ^= 1;
            assert_eq!(opened(&private_key, &changed, b"info"), None);
        }
    }

    /// The random input decides the result: the same gives the same, another gives another ephemeral key.
    #[test]
    fn random_is_the_callers() {
        let (_, public_key) = pair(1);
        let seal = |random| seal_day(&DaySecret::new(SECRET), &public_key, b"info", &[random; RANDOM]).expect("sealed");
        assert_eq!(seal(4), seal(4));
        assert_ne!(seal(4)[..32], seal(5)[..32]);
        assert_ne!(seal(4)[32..], seal(5)[32..]);
    }

    /// A public key of low order would make the shared secret known to everybody: refused.
    #[test]
    fn low_order_public_keys_are_refused() {
        let mut one = [0; 32];
        one[0] = 1;
        for low in [[0; 32], one] {
            let refused = seal_day(&DaySecret::new(SECRET), &low, b"info", &[4; RANDOM]);
            assert_eq!(refused, Err(Error::Recipient));
        }
    }
}
