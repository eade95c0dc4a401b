//! What was sealed lately in mode `d`, so that a value that comes again costs a look. Plaintext in memory: bounded, wiped with the
//! keys of its day, and never asked about modes `r` (equal values differ) and `o` (secrets).

use zeroize::Zeroize as _;

/// Values remembered; a new one takes the place of the one that lies where it falls.
const PLACES: usize = 1024;
/// The longest value and the longest sealed value remembered.
const VALUE: usize = 48;
const TEXT: usize = 120;

/// Sealed values by kind and value.
#[derive(Default)]
pub(crate) struct Cache {
    /// Made when the first value comes.
    entries: Box<[Entry]>,
}

#[derive(Clone, Copy)]
struct Entry {
    kind: u16,
    len: u8,
    bare: bool,
    text_len: u8,
    value: [u8; VALUE],
    text: [u8; TEXT],
}

const EMPTY: Entry = Entry { kind: u16::MAX, len: 0, bare: false, text_len: 0, value: [0; VALUE], text: [0; TEXT] };

impl Cache {
    /// The sealed value of a value that came before, if it is still there.
    pub(crate) fn get(&self, kind: usize, bare: bool, value: &[u8]) -> Option<&[u8]> {
        let entry = self.entries.get(place(kind, value)?)?;
        let fits = usize::from(entry.kind) == kind && entry.bare == bare && entry.value[..entry.len.into()] == *value;
        fits.then(|| &entry.text[..entry.text_len.into()])
    }

    /// Remembers a sealed value, if it is short.
    pub(crate) fn put(&mut self, kind: usize, bare: bool, value: &[u8], text: &[u8]) {
        let (Some(place), Ok(kind), true) = (place(kind, value), u16::try_from(kind), text.len() <= TEXT) else {
            return;
        };
        if self.entries.is_empty() {
            self.entries = vec![EMPTY; PLACES].into_boxed_slice();
        }
        let entry = &mut self.entries[place];
        // Both lengths are below 256.
        (entry.kind, entry.bare, entry.len, entry.text_len) = (kind, bare, value.len() as u8, text.len() as u8);
        entry.value[..value.len()].copy_from_slice(value);
        entry.text[..text.len()].copy_from_slice(text);
    }
}

impl Drop for Cache {
    fn drop(&mut self) {
        for entry in &mut self.entries {
            entry.value.zeroize();
        }
    }
}

/// Where a value falls; nowhere if it is too long. A chosen collision costs its sender the memory of one value and nobody more.
fn place(kind: usize, value: &[u8]) -> Option<usize> {
    const MIX: u64 = 0x9e37_79b9_7f4a_7c15;
    if value.len() > VALUE {
        return None;
    }
    let mut hash = (kind as u64 ^ (value.len() as u64) << 32).wrapping_mul(MIX);
    let (words, rest) = value.as_chunks::<8>();
    for word in words {
        hash = (hash ^ u64::from_le_bytes(*word)).wrapping_mul(MIX);
        hash ^= hash >> 32;
    }
    let last = rest.iter().fold(0, |last, &byte| last << 8 | u64::from(byte));
    hash = (hash ^ last).wrapping_mul(MIX);
    Some((hash >> 54) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value is found by kind, bareness and bytes alone; one that falls in its place drives it out; a long one is not kept.
    #[test]
    fn remembers_exactly() {
        let mut cache = Cache::default();
        assert_eq!(cache.get(3, false, b"ann@example.com"), None);
        cache.put(3, false, b"ann@example.com", b"pii1d_one");
        assert_eq!(cache.get(3, false, b"ann@example.com"), Some(&b"pii1d_one"[..]));
        for (kind, bare, value) in
            [(4, false, &b"ann@example.com"[..]), (3, true, b"ann@example.com"), (3, false, b"ann@example.co")]
        {
            assert_eq!(cache.get(kind, bare, value), None);
        }
        cache.put(3, false, &[b'x'; VALUE + 1], b"text");
        assert_eq!(cache.get(3, false, &[b'x'; VALUE + 1]), None);
        cache.put(3, false, b"y", &[b'x'; TEXT + 1]);
        assert_eq!(cache.get(3, false, b"y"), None);
    }

    /// However many values come, the memory is one table, and most of the last thousand are not all in one place.
    #[test]
    fn bounded_and_spread() {
        let mut cache = Cache::default();
        let value = |number: u32| format!("user{number}@example.com").into_bytes();
        for number in 0..100_000 {
            cache.put(3, false, &value(number), &number.to_le_bytes());
        }
        assert_eq!(cache.entries.len(), PLACES);
        let kept = (0..100_000).filter(|&number| cache.get(3, false, &value(number)).is_some()).count();
        assert!((PLACES * 9 / 10..=PLACES).contains(&kept), "{kept}");
    }
}
