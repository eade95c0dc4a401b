//! Questions about what follows a prefix, shared by the files of providers.

pub use crate::detect::random::looks_random;
use crate::seal::crc::Crc;

/// Whether a digit is among them and they are no words.
#[must_use]
pub fn is_random(body: &[u8]) -> bool {
    body.iter().any(u8::is_ascii_digit) && looks_random(body)
}

/// Whether lower case, upper case and digits are mixed as in base62, and they are no words.
#[must_use]
pub fn is_mixed(body: &[u8]) -> bool {
    body.iter().any(u8::is_ascii_uppercase) && body.iter().any(u8::is_ascii_lowercase) && is_random(body)
}

/// Whether it is a UUID (RFC 9562) in its usual spelling.
#[must_use]
pub fn is_uuid(body: &[u8]) -> bool {
    are_parts(body, b'-', &[8, 4, 4, 4, 12])
}

/// Whether it is made of parts of these lengths.
#[must_use]
pub fn are_parts(body: &[u8], separator: u8, lengths: &[usize]) -> bool {
    body.split(|&b| b == separator).map(<[u8]>::len).eq(lengths.iter().copied())
}

/// Whether the first `length` bytes of `text` are lower-case hexadecimal digits.
#[must_use]
pub fn is_hex(text: &[u8], length: usize) -> bool {
    text.get(..length).is_some_and(|head| head.iter().all(|b| b.is_ascii_digit() || matches!(b, b'a'..=b'f')))
}

/// Whether the last six characters are the CRC-32 of those before, in base 62 with digits first, capitals second: the checksum of
/// GitHub's tokens.
#[must_use]
pub fn has_checksum(body: &[u8]) -> bool {
    let Some((text, check)) = body.split_last_chunk::<6>() else { return false };
    let mut value = Crc::new().update(text).value();
    check.iter().rev().all(|&digit| {
        let expected = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(value % 62) as usize];
        value /= 62;
        digit == expected
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The token that GitHub's article on its formats shows, and what is not quite it.
    #[test]
    fn checksum_of_the_published_example() {
        assert!(has_checksum(b"zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17"));
        for wrong in
            [&b"zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq18"[..], b"aQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17", b"0mLq1", b""]
        {
            assert!(!has_checksum(wrong));
        }
    }

    /// Parts have their lengths, no more and no fewer.
    #[test]
    fn parts() {
        assert!(is_uuid(b"00000000-0000-4000-8000-000000000000"));
        assert!(!is_uuid(b"00000000-0000-4000-8000-00000000000") && !is_uuid(b"00000000-0000-4000-8000-000000000000-"));
        assert!(are_parts(b"a.bc", b'.', &[1, 2]) && !are_parts(b"a.bc", b'.', &[1]) && !are_parts(b"", b'.', &[]));
    }

    /// Words of any sort are neither random nor mixed.
    #[test]
    fn words_are_not_random() {
        assert!(is_random(b"q7x2m9vk4wzt8hr3") && is_mixed(b"Zq8vT1mXw4Kp9RbY"));
        for word in [&b"learn-pipeline-2-with-column"[..], b"ThreadPoolExecutor2", b"2_MAXIMUM_CONNECTIONS"] {
            assert!(!is_random(word) && !is_mixed(word));
        }
    }
}
