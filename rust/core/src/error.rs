//! What the core refuses. Messages are one lower-case clause and never carry a value, a secret or a sealed value.

use core::fmt;

/// Why the core refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// A service name outside the grammar of the spec.
    Service,
    /// A kind name outside the grammar of the spec.
    Kind,
    /// The text is not a sealed value.
    NotSealed,
    /// The sealed value is one-way.
    OneWay,
    /// The sealed value names another kind than the key.
    OtherKind,
    /// The sealed value names another key id than the key's.
    OtherKey,
    /// The cipher or the plaintext format refused; nothing says which.
    Refused,
    /// The public key is not one that can be sealed to.
    Recipient,
}

impl Error {
    /// The clause for people.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Service => "the service name is not 1 to 63 of a-z 0-9 . _ - beginning with a letter or a digit",
            Self::Kind => "the kind is not words of a-z 0-9 joined by _, at most 24 bytes, beginning with a letter",
            Self::NotSealed => "the text is not a sealed value",
            Self::OneWay => "the value was masked one-way",
            Self::OtherKind => "the value is of another kind than the key",
            Self::OtherKey => "the value was sealed under another key",
            Self::Refused => "the value does not open with this key",
            Self::Recipient => "the public key is not usable",
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl core::error::Error for Error {}
