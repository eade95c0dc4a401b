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
    let public_key = <X25519HkdfSha256 as Kem>::PublicKey::from_bytes(public_key)
        .map_err(|_| Error::Recipient)?;
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
