//! Check-digit systems and small questions that the numbers of several states share; the file of a kind says which one it uses.

use crate::detect::spec::is_day;

/// Digits read as a number; at most 19 of them.
#[must_use]
pub fn number(digits: &[u32]) -> u64 {
    digits.iter().fold(0, |value, &digit| value * 10 + u64::from(digit))
}

/// ISO 7064 MOD 11,10: the last digit checks the others.
#[must_use]
pub fn mod_11_10(digits: &[u32]) -> bool {
    let [body @ .., check] = digits else { return false };
    let product = body.iter().fold(10, |product, digit| match (product + digit) % 10 {
        0 => 9,
        sum => sum * 2 % 11,
    });
    (product + check) % 10 == 1
}

/// The letters and digits of a token without separators; `None` unless there are exactly `N`.
#[must_use]
pub fn compact<const N: usize>(token: &[u8]) -> Option<[u8; N]> {
    let (mut found, mut length) = ([0; N], 0);
    for &byte in token.iter().filter(|byte| !matches!(byte, b' ' | b'-' | b'.' | b'/')) {
        *found.get_mut(length)? = byte;
        length += 1;
    }
    (length == N).then_some(found)
}

/// The first three pairs of digits, as days of birth are written.
#[must_use]
pub fn pairs(digits: &[u32]) -> [u32; 3] {
    core::array::from_fn(|index| digits.iter().skip(2 * index).take(2).fold(0, |value, digit| value * 10 + digit))
}

/// Whether digits may be a time stamp of this century, `240115-1230` (the year's first two digits left out).
#[must_use]
pub fn is_stamp(digits: &[u32]) -> bool {
    let ([year, month, day], [hour, minute, _]) = (pairs(digits), pairs(digits.get(6..).unwrap_or_default()));
    year < 40 && is_day(month, day) && hour < 24 && minute < 60
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of ISO 7064 clause 8 and of the German tax office; any wrong digit breaks them.
    #[test]
    fn hybrid_system() {
        assert!(mod_11_10(&[0, 7, 9, 4, 5]) && mod_11_10(&[8, 6, 0, 9, 5, 7, 4, 2, 7, 1, 9]));
        assert!(!mod_11_10(&[0, 7, 9, 4, 6]) && !mod_11_10(&[0, 9, 7, 4, 5]) && !mod_11_10(&[]));
    }

    /// A stamp has a month, a day, an hour and a minute; a serial number mostly has not.
    #[test]
    fn stamps() {
        assert!(is_stamp(&[2, 4, 0, 1, 1, 5, 1, 2, 3, 0]) && is_stamp(&[2, 4, 0, 1, 1, 5, 0, 0, 0, 1]));
        assert!(!is_stamp(&[2, 4, 0, 1, 1, 5, 9, 8, 7, 6]) && !is_stamp(&[8, 0, 0, 1, 1, 5, 1, 2, 3, 0]));
    }

    /// Separators go, everything else stays and is counted.
    #[test]
    fn compacting() {
        assert_eq!(compact::<4>(b"a-1.B/2"), Some(*b"a1B2"));
        assert_eq!((compact::<4>(b"a1B"), compact::<4>(b"a1B23")), (None, None));
    }

    /// Pairs are read from the start; what is missing counts nothing.
    #[test]
    fn pairing() {
        assert_eq!((pairs(&[1, 2, 3, 4, 5, 6, 7]), pairs(&[1, 2, 3])), ([12, 34, 56], [12, 3, 0]));
    }
}
