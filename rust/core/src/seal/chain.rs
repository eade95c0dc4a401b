//! The chain of single-use keys behind mode `r` (spec section 3): a key seals one value and is gone; what is kept leads forwards only.
//!
//! The counter of a value is five digits of base 256, and so the chain has five levels: an element leads to the next one of its level
//! and to the first one of the level below. Who holds the start reaches any value in at most 1,280 steps; who holds what a masker has
//! at a value reaches no earlier one.

use sha2::{Digest as _, Sha256};
use zeroize::{Zeroize as _, Zeroizing};

use super::keys::ChainKey;

/// Bytes of the counter in a body.
pub(crate) const COUNTER: usize = 5;
/// The counter at which a chain ends: far more values than a day has.
const END: u64 = 1 << (8 * COUNTER);

/// The two AES keys of one value, MAC half first.
pub(crate) type ValueKey = Zeroizing<[u8; 64]>;

const NEXT: u8 = 0;
const DOWN: u8 = 1;
const MAC: u8 = 2;
const ENCRYPT: u8 = 3;

/// What a masker keeps: for each level the first element that was not used yet.
pub(crate) struct Chain {
    unused: [ChainKey; COUNTER],
    counter: u64,
}

impl Chain {
    /// A chain at its start, which is taken over.
    pub(crate) fn new(start: ChainKey) -> Self {
        let mut chain = Self { unused: core::array::from_fn(|_| Zeroizing::new([0; 32])), counter: 0 };
        chain.unused[0] = start;
        chain.descend(0);
        chain
    }

    /// The key of the next value and its counter; nothing once the chain has ended.
    pub(crate) fn take(&mut self) -> Option<(u64, ValueKey)> {
        let counter = self.counter;
        if counter == END {
            return None;
        }
        let leaf = &mut self.unused[COUNTER - 1];
        let key = value_key(leaf);
        advance(leaf);
        self.counter += 1;
        let carried = self.counter.trailing_zeros() as usize / 8;
        if carried > 0 && self.counter != END {
            self.descend(COUNTER - 1 - carried);
        }
        Some((counter, key))
    }

    /// Fills the levels below `level` from its element, and moves each to the element behind.
    fn descend(&mut self, level: usize) {
        for level in level..COUNTER - 1 {
            let below = step(DOWN, &self.unused[level]);
            advance(&mut self.unused[level]);
            *self.unused[level + 1] = *below;
        }
    }
}

/// The key of the value at `counter`, of which the low five bytes count, from the start of its chain.
pub(crate) fn key_at(start: &ChainKey, counter: u64) -> ValueKey {
    let mut key = start.clone();
    for level in 0..COUNTER {
        for _ in 0..counter >> (8 * (COUNTER - 1 - level)) & 0xff {
            advance(&mut key);
        }
        if level < COUNTER - 1 {
            key = step(DOWN, &key);
        }
    }
    value_key(&key)
}

fn value_key(leaf: &ChainKey) -> ValueKey {
    let mut key = Zeroizing::new([0; 64]);
    let (mac, encrypt) = key.split_at_mut(32);
    mac.copy_from_slice(step(MAC, leaf).as_slice());
    encrypt.copy_from_slice(step(ENCRYPT, leaf).as_slice());
    key
}

fn advance(key: &mut ChainKey) {
    let next = step(NEXT, key);
    **key = *next;
}

/// One block of SHA-256: what it makes does not lead back to `key`.
fn step(label: u8, key: &ChainKey) -> ChainKey {
    let mut made =
        Sha256::new().chain_update(b"milkglass/v1/r").chain_update([label]).chain_update(key.as_slice()).finalize();
    let out = Zeroizing::new(made.0);
    made.0.zeroize();
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::{Duration, Instant};

    fn start() -> ChainKey {
        Zeroizing::new([7; 32])
    }

    /// A chain as it stands at `counter`, made without sealing what lies before.
    fn at(counter: u64) -> Chain {
        let mut chain = Chain::new(start());
        let mut key = start();
        for level in 0..COUNTER {
            for _ in 0..counter >> (8 * (COUNTER - 1 - level)) & 0xff {
                advance(&mut key);
            }
            let below = step(DOWN, &key);
            if level < COUNTER - 1 {
                advance(&mut key);
            }
            chain.unused[level] = key;
            key = below;
        }
        chain.counter = counter;
        chain
    }

    /// The keys a masker uses are those an opener finds, over every carry up to the third level, and none comes twice.
    #[test]
    fn masker_and_opener_agree() {
        let (mut chain, mut seen) = (Chain::new(start()), std::collections::HashSet::new());
        for counter in 0..70_000 {
            let (at, key) = chain.take().expect("the chain goes on");
            assert_eq!(at, counter);
            if counter % 251 < 4 || counter % 256 > 252 {
                assert!(*key == *key_at(&start(), counter), "{counter}");
            }
            assert!(seen.insert(*key), "{counter}");
        }
    }

    /// The chain goes on over every carry, and ends after 2^40 values instead of beginning anew.
    #[test]
    fn carries_and_the_end() {
        for counter in [(1 << 16) - 1, (1 << 24) - 1, (1 << 32) - 1, 100_000_000, END - 2] {
            let mut chain = at(counter);
            for counter in counter..END.min(counter + 2) {
                let (at, key) = chain.take().expect("the chain goes on");
                assert!((at, *key) == (counter, *key_at(&start(), counter)), "{counter}");
            }
            assert_eq!(chain.take().is_none(), counter == END - 2);
        }
    }

    /// Security case 18: from what a masker has at a value, going forwards and down in every way finds no key of an earlier value.
    #[test]
    fn case_18_a_snapshot_leads_forwards_only() {
        for counter in [1, 255, 256, 257, 65_535, 65_536, 65_539] {
            let mut chain = Chain::new(start());
            let earlier: Vec<_> = (0..counter).map(|_| *chain.take().expect("a key").1).collect();
            let last = &earlier[earlier.len().saturating_sub(600)..];
            for level in 0..COUNTER {
                let mut key = chain.unused[level].clone();
                for _ in 0..600 {
                    let mut below = key.clone();
                    for _ in level..=COUNTER {
                        let found = *value_key(&below);
                        assert!(!last.contains(&found) && found != earlier[0], "{counter}");
                        below = step(DOWN, &below);
                    }
                    advance(&mut key);
                }
            }
        }
    }

    /// The hundred-millionth value of a chain is found in far less than a millisecond, and so is the last one.
    #[test]
    fn opening_is_quick_everywhere() {
        for counter in [100_000_000, END - 1] {
            let best = (0..20).map(|_| {
                let begun = Instant::now();
                std::hint::black_box(key_at(&start(), std::hint::black_box(counter)));
                begun.elapsed()
            });
            assert!(best.min() < Some(Duration::from_millis(if cfg!(debug_assertions) { 10 } else { 1 })));
        }
    }

    proptest! {
        /// A chain that begins in the middle is the chain that came there.
        #[test]
        fn middle(counter in 0..END - 1) {
            let (at, key) = at(counter).take().expect("the chain goes on");
            prop_assert!(at == counter && *key == *key_at(&start(), counter));
        }
    }
}
