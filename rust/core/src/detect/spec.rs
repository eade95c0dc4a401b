//! What the file of a kind tells the engine: shapes that count by themselves, and keys that announce a value.
//!
//! `tokens` looks shapes up, `keys` looks words up; neither knows a single kind. Both tables are put together once, from
//! `kinds::SPECS`.

use crate::kind::Kind;

/// A kind as its file describes it.
pub struct Spec {
    /// Which one.
    pub kind: Kind,
    /// Shapes that count wherever they stand alone.
    pub forms: &'static [Form],
    /// Keys that announce it.
    pub words: &'static [Word],
}

/// A shape of a token that counts by itself: strong enough, or made strong by its check.
pub struct Form {
    /// Position by position: `9` is a digit, `A` an upper-case letter, anything else (`-`, `.`, `/`, space) itself. 7 to 24 characters;
    /// separators stand between digits or letters, and spaces only between digits.
    pub shape: &'static str,
    /// Whether the token, as it stands in the text, is one.
    pub check: fn(&[u8]) -> bool,
}

/// Where a word may stand in a key whose separators were taken out (`dbUserName`, `db.user_name` are both `dbusername`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Anywhere at the end: `mydbpassword`.
    End,
    /// At the end, where a part of the key begins: `db_user`, `dbUser`, not `superuser`.
    Part,
    /// Only alone: `name`, not `hostname`.
    Whole,
}

/// What a value has to look like.
#[derive(Clone, Copy)]
pub enum Shape {
    /// Anything.
    Any,
    /// Anything after `=` or in quotation marks: the word is too common in prose before a colon.
    Assigned,
    /// Written like the name of a person.
    Name,
    /// The name of a person, however it is written.
    Person,
    /// At least five digits.
    Phone,
    /// An authorisation scheme, then a credential.
    Scheme,
    /// Everything up to the end of the line.
    Rest,
    /// Characters for which this holds once separators (space, `-`, `.`, `/`) are taken out and letters are upper case. At most 40.
    Code(fn(&[u8]) -> bool),
    /// Text for which this holds as it stands. Without quotation marks it may be several words; the longest that fits is taken.
    Text(fn(&[u8]) -> bool),
}

/// One entry of the vocabulary of keys.
#[derive(Clone, Copy)]
pub struct Word {
    /// Lower-case letters without separators.
    pub text: &'static str,
    /// What the value is; `None` for a longer word that means something harmless.
    pub kind: Option<Kind>,
    /// Where it may stand.
    pub reach: Reach,
    /// What the value has to look like.
    pub shape: Shape,
}

/// A word of a kind.
#[must_use]
pub const fn word(text: &'static str, kind: Kind, reach: Reach, shape: Shape) -> Word {
    Word { text, kind: Some(kind), reach, shape }
}

/// The digits of `text` in order, and how many there are; `None` if there are more than `N`.
#[must_use]
pub fn digits<const N: usize>(text: &[u8]) -> Option<([u32; N], usize)> {
    let (mut found, mut length) = ([0; N], 0);
    for byte in text.iter().filter(|byte| byte.is_ascii_digit()) {
        *found.get_mut(length)? = u32::from(byte - b'0');
        length += 1;
    }
    Some((found, length))
}

/// Exactly `N` digits, and nothing else but separators.
#[must_use]
pub fn exactly<const N: usize>(text: &[u8]) -> Option<[u32; N]> {
    let (found, length) = digits::<N>(text)?;
    let only = text.iter().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.' | b'/'));
    (only && length == N).then_some(found)
}

/// Whether `text` is a code of so many characters: groups of letters and digits parted by `-`, `.`, `/` or a space, some digit in
/// each part between spaces (the first may be up to three capitals), at least `digits` of them in all.
#[must_use]
pub fn is_code(text: &[u8], characters: core::ops::RangeInclusive<usize>, digits: usize) -> bool {
    let count = |wanted: fn(&u8) -> bool| text.iter().filter(|&b| wanted(b)).count();
    let has_digit = |part: &[u8]| part.iter().any(u8::is_ascii_digit);
    let is_prefix = |part: &[u8]| part.len() <= 3 && part.iter().all(u8::is_ascii_uppercase);
    let mut parts = text.split(|&b| b == b' ');
    let mut groups = text.split(|b| matches!(b, b'-' | b'.' | b'/' | b' '));
    characters.contains(&count(u8::is_ascii_alphanumeric))
        && count(u8::is_ascii_digit) >= digits
        && parts.next().is_some_and(|part| has_digit(part) || is_prefix(part))
        && parts.all(has_digit)
        && groups.all(|group| !group.is_empty() && group.iter().all(u8::is_ascii_alphanumeric))
}

/// The sum of digits times weights.
#[must_use]
pub fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum()
}

/// The check of Luhn (ISO/IEC 7812-1): every second digit from the right doubled.
#[must_use]
pub fn luhn(digits: &[u32]) -> bool {
    let doubled = |(index, &digit): (usize, &u32)| {
        let value = digit << (index % 2);
        if value > 9 { value - 9 } else { value }
    };
    digits.iter().rev().enumerate().map(doubled).sum::<u32>().is_multiple_of(10)
}

/// Whether a day exists in some year: day 1 to 31, month 1 to 12, no 31 April and no 30 February.
#[must_use]
pub const fn is_day(month: u32, day: u32) -> bool {
    let most = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    };
    day >= 1 && day <= most
}
