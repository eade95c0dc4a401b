//! `upi_id`: a name, an at sign and the handle of a bank or app (NPCI, "UPI Linking Specifications"). Anchored at the at sign where
//! the handle is a known one, or by key.

use crate::detect::spec::{Reach, Shape, Spec, Word, word};
use crate::detect::text::{Range, back, byte, skip};
use crate::detect::wordset::WordSet;
use crate::kind::Kind;

/// Unlike an e-mail address it has no dot after the at sign.
pub static SPEC: Spec = Spec {
    kind: Kind::UpiId,
    forms: &[],
    words: &[
        key("upi", Reach::Part),
        key("upiid", Reach::Part),
        key("upiaddress", Reach::End),
        key("upihandle", Reach::End),
        key("vpa", Reach::Part),
        key("vpaid", Reach::Part),
        key("vpaaddress", Reach::End),
        key("virtualpaymentaddress", Reach::End),
    ],
};

const fn key(text: &'static str, reach: Reach) -> Word {
    word(text, Kind::UpiId, reach, Shape::Text(fits))
}

/// The longest name.
const LONGEST: usize = 64;

/// Handles of banks and apps on the NPCI's list of UPI members that are no common words.
#[rustfmt::skip]
static HANDLES: WordSet = WordSet::new(&[
    b"abcdicici", b"abfspay", b"airtel", b"apl", b"axisb", b"axisbank", b"axl", b"barodampay", b"cnrb", b"cboi", b"csbpay",
    b"dlb", b"eazypay", b"ezeepay", b"fbl", b"freecharge", b"hdfcbank", b"hdfcbankjd", b"hsbc", b"ibl",
    b"icici", b"idbi", b"idfcbank", b"idfcfirst", b"ikwik", b"indianbank", b"iob", b"jio", b"jupiteraxis", b"kbl",
    b"kotak", b"kvb", b"mahb", b"naviaxis", b"okaxis", b"okhdfcbank", b"okicici", b"oksbi", b"paytm", b"payzapp", b"pingpay",
    b"pnb", b"postbank", b"pthdfc", b"ptaxes", b"ptsbi", b"ptyes", b"rbl", b"sbi", b"superyes", b"timecosmos", b"uboi", b"unionbank",
    b"upi", b"waaxis", b"waicici", b"yesbank", b"ybl",
]);

/// The address whose at sign stands at `at`.
#[must_use]
pub fn find(text: &[u8], at: usize) -> Option<Range> {
    if !(byte(text, at + 1).is_ascii_alphanumeric() && byte(text, at + 2).is_ascii_alphanumeric()) {
        return None;
    }
    let rest = text.get(at..)?.strip_prefix(b"@")?;
    let length = skip(&rest[..rest.len().min(16)], 0, |b| b.is_ascii_alphanumeric());
    let end = at + 1 + length;
    let goes_on = match byte(text, end) {
        b'.' | b'-' => byte(text, end + 1).is_ascii_alphanumeric(),
        b'_' | b'@' | b':' | b'/' => true,
        other => other.is_ascii_alphanumeric(),
    };
    if goes_on || length < 2 {
        return None;
    }
    let start = back(text, at, at.saturating_sub(LONGEST), is_name);
    let start = skip(&text[..at], start, |b| !b.is_ascii_alphanumeric());
    let fits =
        at - start >= 3 && (HANDLES.holds(&rest[..length]) || is_said(&text[..start]) && fits(&text[start..end]));
    fits.then_some(start..end)
}

/// Whether the word before says that this is one: `to VPA ann@newbank`.
fn is_said(head: &[u8]) -> bool {
    let words: [&[u8]; 4] = [b" vpa ", b" upi ", b" upi id ", b" vpa: "];
    words.iter().any(|word| head.len() >= word.len() && head[head.len() - word.len()..].eq_ignore_ascii_case(word))
}

/// Any handle, known or not.
fn fits(text: &[u8]) -> bool {
    let Some(at) = text.iter().position(|&b| b == b'@') else { return false };
    let (name, handle) = (&text[..at], &text[at + 1..]);
    let is_handle = handle.len() >= 2 && handle.iter().all(u8::is_ascii_alphanumeric);
    name.len() >= 2 && name.iter().all(|&b| is_name(b)) && is_handle && !handle[0].is_ascii_digit()
}

const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A name before a known handle is found; in a sentence its full stop stays out.
    #[test]
    fn known_handles() {
        assert_eq!(find(b"to ann.lee@okaxis.", 10), Some(3..17));
        assert_eq!(find(b"9876543210@ybl", 10), Some(0..14));
        assert_eq!(find(b"'-ann-1@PAYTM'", 7), Some(2..13));
        assert_eq!(find(b"to VPA ann@newbank for", 10), Some(7..18));
    }

    /// An e-mail address, a package, a user at a host and an unknown handle are none.
    #[test]
    fn others() {
        for text in [
            "ann@paytm.com",
            "ann@okaxis-x",
            "ann@okaxis_1",
            "ann@okaxisx",
            "ann@sbi:22",
            "an@ybl",
            "@ybl",
            "ann@example",
            "ann@",
        ] {
            let at = text.find('@').unwrap_or_default();
            assert_eq!(find(text.as_bytes(), at), None, "{text}");
        }
        assert_eq!(find(b"", 0), None);
        assert_eq!(find(b"a", 9), None);
    }

    /// After a key any handle fits.
    #[test]
    fn after_a_key() {
        assert!(fits(b"ann.lee@newbank") && fits(b"98@ybl"));
        for text in [&b"ann@example.com"[..], b"recommender", b"a@b", b"ann@1x", b"@ybl", b"ann@@ybl", b""] {
            assert!(!fits(text));
        }
    }
}
