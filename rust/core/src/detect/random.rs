//! Whether a word was drawn by lot or grown in a language: the question to a credential whose prefix is short or common.
//!
//! Entropy cannot tell `SOKXxs00mvRfLq` from `LibraryWebpage`; the pairs of neighbouring characters can. `pairs.txt` says of each
//! pair how much likelier it is in words and names of programs than by lot; `tools/make_bigrams.py` counts and writes it.

/// Letters, digits, `_` and `-`: the order of rows and columns in `pairs.txt`.
const SYMBOLS: usize = 64;

/// The code of a pair that is as likely in words as by lot.
const ZERO: u8 = 80;

/// Bits of likelihood, in eighths, of each pair: row the first character, column the second.
static PAIRS: [i8; SYMBOLS * SYMBOLS] = pairs(include_bytes!("pairs.txt"));

/// The place of each byte in the table, or [`SYMBOLS`].
static PLACES: [u8; 256] = places();

const fn pairs(text: &[u8]) -> [i8; SYMBOLS * SYMBOLS] {
    let mut pairs = [0; SYMBOLS * SYMBOLS];
    let mut index = 0;
    while index < pairs.len() {
        let code = text[index / SYMBOLS * (SYMBOLS + 1) + index % SYMBOLS];
        pairs[index] = code.cast_signed() - ZERO.cast_signed();
        index += 1;
    }
    pairs
}

const fn places() -> [u8; 256] {
    let symbols = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    let mut places = [SYMBOLS as u8; 256];
    let mut index = 0;
    while index < SYMBOLS {
        places[symbols[index] as usize] = index as u8;
        index += 1;
    }
    places
}

/// Whether `word` is no more like words and names than like characters drawn by lot. What is neither letter, digit, `_` nor `-`
/// parts it; two digits in a row say nothing, so that a mere number is random.
#[must_use]
pub fn looks_random(word: &[u8]) -> bool {
    let place = |byte: u8| usize::from(PLACES[usize::from(byte)]);
    let score = |pair: &[u8]| {
        let (first, second) = (place(pair[0]), place(pair[1]));
        if first < SYMBOLS && second < SYMBOLS { i64::from(PAIRS[first * SYMBOLS + second]) } else { 0 }
    };
    word.windows(2).map(score).sum::<i64>() <= 0
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Secrets in the alphabets that providers use, none of them real.
    const DRAWN: &[&str] = &[
        "Zq8vT1mXw4Kp9RbY2dLh7cNs",
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
        "3f9a1c7be204d856f1a9c3e7b5d20846",
        "q7x2m9vk4wzt8hr3pj6d",
        "KX7Q2MZP9RTW4VHD",
        "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17",
        "oy2kq7xjw3vzt5mhnb4rpd6gqf8cl9wsx2jvk7mzqtr5wh",
        "0000000000000000",
        "aaaaaaaaaaaaaaaaaaaaaaaa",
        "20261124",
    ];

    /// Names, words, paths and titles.
    const GROWN: &[&str] = &[
        "learn-pipeline-with-column-transformer",
        "loading-indicator-for-the-main-content-area",
        "value-store-partition-assignment",
        "AbstractAnnotationConfigDispatcherServletInitializer",
        "ThreadPoolTaskExecutorFactoryBean",
        "MAXIMUM_CONNECTIONS_PER_HOST",
        "get_user_by_email_address",
        "usr-share-python-site-packages",
        "/var/lib/kubelet/plugins/registration",
        "internationalisation",
        "config_registry_fetch_timeout",
        "spring-boot-starter-data-jpa",
        "nginx-ingress-controller-admission",
        "org.apache.hadoop.mapreduce.v2.app.MRAppMaster",
        "createElementWithNamespace",
    ];

    /// What was drawn by lot is random, what grew is not.
    #[test]
    fn drawn_and_grown() {
        for word in DRAWN {
            assert!(looks_random(word.as_bytes()), "{word}");
        }
        for word in GROWN {
            assert!(!looks_random(word.as_bytes()), "{word}");
        }
    }

    /// Base64 of a text is no word: it is as random as a secret, which is why it needs a prefix to be one.
    #[test]
    fn base64_of_text_is_random() {
        assert!(looks_random(b"VGhlIHF1aWNrIGJyb3duIGZveCBqdW1wcyBvdmVy"));
    }

    /// Any bytes have an answer; where there is no pair that says something, it is yes.
    #[test]
    fn anything_has_an_answer() {
        for word in [&b""[..], b"x", b"\xff\xfe\xff", b"...", b"1+-/"] {
            assert!(looks_random(word), "{word:?}");
        }
    }
}
