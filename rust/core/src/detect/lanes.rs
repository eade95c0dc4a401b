//! Eight words of bits, one per block, on which the patterns of `anchors` are computed side by side: one vector instruction where the
//! processor has one, and a plain loop elsewhere.

use core::ops::{BitAnd, BitOr, Not, Shl, Shr};

/// How many blocks go side by side.
pub const LANES: usize = 8;

/// One word for each of eight blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Lanes(pub [u64; LANES]);

impl BitAnd for Lanes {
    type Output = Self;

    #[inline(always)]
    fn bitand(mut self, other: Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word &= other;
        }
        self
    }
}

impl BitOr for Lanes {
    type Output = Self;

    #[inline(always)]
    fn bitor(mut self, other: Self) -> Self {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word |= other;
        }
        self
    }
}

impl Not for Lanes {
    type Output = Self;

    #[inline(always)]
    fn not(self) -> Self {
        Self(self.0.map(|word| !word))
    }
}

impl Shl<u32> for Lanes {
    type Output = Self;

    #[inline(always)]
    fn shl(self, places: u32) -> Self {
        Self(self.0.map(|word| word << places))
    }
}

impl Shr<u32> for Lanes {
    type Output = Self;

    #[inline(always)]
    fn shr(self, places: u32) -> Self {
        Self(self.0.map(|word| word >> places))
    }
}
