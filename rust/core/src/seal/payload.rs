//! What is encrypted in mode `d`: a format byte, then the value in the shortest of four forms (spec section 3).

use core::fmt::Write as _;
use core::net::{Ipv4Addr, Ipv6Addr};

const BARE: u8 = 1 << 6;
const RAW: u8 = 0;
const IPV4: u8 = 1;
const IPV6: u8 = 2;
const UUID: u8 = 3;
const UUID_LEN: usize = 36;
const DASHES: [usize; 4] = [8, 13, 18, 23];

/// Appends the plaintext of a value.
pub(crate) fn pack(value: &[u8], bare: bool, out: &mut Vec<u8>) {
    let flag = if bare { BARE } else { 0 };
    if let Some(packed) = ipv4(value) {
        out.push(flag | IPV4 << 3);
        out.extend_from_slice(&packed);
    } else if let Some(packed) = uuid(value) {
        out.push(flag | UUID << 3);
        out.extend_from_slice(&packed);
    } else if let Some(packed) = ipv6(value) {
        out.push(flag | IPV6 << 3);
        out.extend_from_slice(&packed);
    } else {
        let padding = padding_of(value.len());
        out.push(flag | RAW << 3 | padding);
        out.extend_from_slice(value);
        out.extend_from_slice(&[0; 7][..padding as usize]);
    }
}

/// How long the plaintext of a value of so many bytes is at most; packed forms are shorter than the raw one.
pub(crate) const fn longest(len: usize) -> usize {
    1 + len + padding_of(len) as usize
}

/// The value of a plaintext and whether it stood bare; nothing if the plaintext is not one that [`pack`] could make.
///
/// A raw form of what could have been packed is taken: raw is always possible.
pub(crate) fn unpack(plain: &[u8]) -> Option<(Vec<u8>, bool)> {
    let (&format, data) = plain.split_first()?;
    let (padding, form, bare) = (format & 7, format >> 3 & 7, format & BARE != 0);
    let value = match (form, padding) {
        _ if format & 0x80 != 0 => None,
        (RAW, _) => unpad(data, padding),
        (IPV4, 0) => data.try_into().ok().map(|octets: [u8; 4]| Ipv4Addr::from(octets).to_string().into_bytes()),
        (IPV6, 0) => data.try_into().ok().map(|octets: [u8; 16]| Ipv6Addr::from(octets).to_string().into_bytes()),
        (UUID, 0) => data.try_into().ok().map(|bytes: [u8; 16]| uuid_text(&bytes).into_bytes()),
        _ => None,
    }?;
    Some((value, bare))
}

/// The least padding that makes format byte and value a multiple of eight.
const fn padding_of(len: usize) -> u8 {
    (7 - len % 8) as u8
}

fn unpad(data: &[u8], padding: u8) -> Option<Vec<u8>> {
    let (value, zeros) = data.split_at_checked(data.len().checked_sub(padding as usize)?)?;
    (padding == padding_of(value.len()) && zeros.iter().all(|&byte| byte == 0)).then(|| value.to_vec())
}

/// The octets of exactly the dotted form without leading zeros.
fn ipv4(value: &[u8]) -> Option<[u8; 4]> {
    if !(7..=15).contains(&value.len()) {
        return None;
    }
    let mut octets = [0; 4];
    let mut parts = value.split(|&byte| byte == b'.');
    for octet in &mut octets {
        *octet = octet_of(parts.next()?)?;
    }
    parts.next().is_none().then_some(octets)
}

fn octet_of(digits: &[u8]) -> Option<u8> {
    if digits.is_empty() || digits.len() > 3 || digits.len() > 1 && digits[0] == b'0' {
        return None;
    }
    let number = digits
        .iter()
        .try_fold(0_u16, |number, byte| byte.is_ascii_digit().then(|| number * 10 + u16::from(byte - b'0')))?;
    u8::try_from(number).ok()
}

/// The octets of exactly the RFC 5952 form: an IPv4-mapped address ends dotted, every other is all hexadecimal.
fn ipv6(value: &[u8]) -> Option<[u8; 16]> {
    let fits = |byte: &u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte) || b":.".contains(byte);
    if !(2..=39).contains(&value.len()) || !value.iter().all(fits) {
        return None;
    }
    let text = core::str::from_utf8(value).ok()?;
    let address: Ipv6Addr = text.parse().ok()?;
    let mut canonical = Text::<39>::new();
    write!(canonical, "{address}").ok()?;
    (canonical.bytes() == value).then_some(address.octets())
}

/// The bytes of exactly the lower-case 8-4-4-4-12 form.
fn uuid(value: &[u8]) -> Option<[u8; 16]> {
    if value.len() != UUID_LEN || DASHES.iter().any(|&at| value[at] != b'-') {
        return None;
    }
    let mut number = 0_u128;
    for (at, &byte) in value.iter().enumerate() {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'-' if DASHES.contains(&at) => continue,
            _ => return None,
        };
        number = number << 4 | u128::from(digit);
    }
    Some(number.to_be_bytes())
}

fn uuid_text(bytes: &[u8; 16]) -> String {
    let mut text = String::with_capacity(UUID_LEN);
    for byte in bytes {
        if DASHES.contains(&text.len()) {
            text.push('-');
        }
        for nibble in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(nibble), 16).expect("a nibble is a hexadecimal digit"));
        }
    }
    text
}

/// A short text on the stack: sealing does not allocate.
struct Text<const N: usize> {
    buffer: [u8; N],
    len: usize,
}

impl<const N: usize> Text<N> {
    const fn new() -> Self {
        Self { buffer: [0; N], len: 0 }
    }

    fn bytes(&self) -> &[u8] {
        &self.buffer[..self.len]
    }
}

impl<const N: usize> core::fmt::Write for Text<N> {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        let end = self.len + text.len();
        self.buffer.get_mut(self.len..end).ok_or(core::fmt::Error)?.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn packed(value: &[u8], bare: bool) -> Vec<u8> {
        let mut out = Vec::new();
        pack(value, bare, &mut out);
        out
    }

    fn form(value: &str) -> u8 {
        packed(value.as_bytes(), false)[0] >> 3
    }

    /// Only the exact usual form of an address or UUID is packed; every other spelling stays raw and keeps its letters.
    #[test]
    fn only_exact_forms_are_packed() {
        for (value, expected) in [
            ("192.0.2.1", IPV4),
            ("0.0.0.0", IPV4),
            ("192.0.2.01", RAW),
            ("192.0.2.256", RAW),
            ("192.0.2", RAW),
            ("192.0.2.1.1", RAW),
            ("192.0.2.+1", RAW),
            ("2001:db8::1", IPV6),
            ("::", IPV6),
            ("::ffff:192.0.2.1", IPV6),
            ("::ffff:c000:201", RAW),
            ("2001:DB8::1", RAW),
            ("2001:db8:0::1", RAW),
            ("2001:db8:0:0:1::1", RAW),
            ("fe80::1%1", RAW),
            ("123e4567-e89b-12d3-a456-426614174000", UUID),
            ("123e4567-e89b-12d3-a456-42661417400g", RAW),
            ("123E4567-e89b-12d3-a456-426614174000", RAW),
            ("123e4567--89b-12d3-a456-426614174000", RAW),
        ] {
            assert_eq!(form(value), expected, "{value}");
        }
    }

    /// Bare is remembered in every form.
    #[test]
    fn bare_in_every_form() {
        for value in ["12025550143", "192.0.2.1", "::1", "123e4567-e89b-12d3-a456-426614174000"] {
            for bare in [false, true] {
                let back = unpack(&packed(value.as_bytes(), bare));
                assert_eq!(back, Some((value.as_bytes().to_vec(), bare)));
            }
        }
    }

    proptest! {
        /// Whatever the value, its length is hidden to within eight bytes and it comes back byte by byte.
        #[test]
        fn round_trip(value in prop::collection::vec(any::<u8>(), 0..100), bare in any::<bool>()) {
            let plain = packed(&value, bare);
            prop_assert!(plain.len().is_multiple_of(8) || plain.len() == 5 || plain.len() == 17);
            prop_assert_eq!(unpack(&plain), Some((value, bare)));
        }

        /// Texts that look like addresses come back as they stood, packed or not.
        #[test]
        fn addresses_round_trip(value in "[0-9]{1,3}(\\.[0-9]{1,3}){2,4}|[0-9a-fA-F:.]{0,40}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}") {
            prop_assert_eq!(unpack(&packed(value.as_bytes(), false)), Some((value.into_bytes(), false)));
        }

        /// Every address and UUID is packed in its usual form.
        #[test]
        fn usual_forms_are_packed(bits in any::<u128>(), zeros in 0_u32..128) {
            let address = Ipv6Addr::from_bits(bits >> zeros).to_string();
            prop_assert_eq!(form(&address), IPV6);
            prop_assert_eq!(form(&Ipv4Addr::from_bits(bits as u32).to_string()), IPV4);
            prop_assert_eq!(form(&uuid_text(&bits.to_be_bytes())), UUID);
        }

        /// A plaintext is taken only if packing its value gives it back, or if it is raw of what could be packed.
        #[test]
        fn only_what_pack_writes_is_taken(plain in prop::collection::vec(any::<u8>(), 0..40), format in any::<u8>()) {
            let plain = [&[format][..], &plain].concat();
            if let Some((value, bare)) = unpack(&plain) {
                let raw = plain[0] >> 3 & 7 == RAW && plain.len().is_multiple_of(8);
                prop_assert!(raw || packed(&value, bare) == plain);
                prop_assert!(plain[0] & 0x80 == 0);
            }
        }
    }
}
