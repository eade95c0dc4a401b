//! From the fuzzer's bytes to a text: as they are, or each byte one of the pieces that detection looks for. The second way gets to
//! texts that a mutation of single bytes would hardly reach, and stays a mutation of bytes.

/// A first byte from here on says that the others name pieces.
const PIECED: u8 = 0xc0;

/// The text that the bytes stand for.
#[must_use]
pub fn of(data: &[u8]) -> Vec<u8> {
    match data {
        [first, rest @ ..] if *first >= PIECED => rest.iter().flat_map(|&byte| piece(byte)).copied().collect(),
        [_, rest @ ..] => rest.to_vec(),
        [] => Vec::new(),
    }
}

fn piece(byte: u8) -> &'static [u8] {
    PIECES[usize::from(byte) % PIECES.len()].as_bytes()
}

/// Keys, values, separators, escapes and what stands round them.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    " ", "=", ":", ": ", "\"", "'", ",", ", ", "\n", "\r\n", ".", "-", "/", "\\", "[", "]", "{", "}", "(", ")", "<", ">",
    ";", "&", "|", "?", "#", "_", "+", "*", "%", "@", "\t", "  ", "\0", " = ", "=>", ":=", "::", "//", "--", "\\\"", "\\\\\\\"",
    "\\n", "\\u00e9", "\\u003d", "\\u0040", "%3D", "%3A", "%26", "%20", "%22", "%40", "%2540", "%2B", "***", "<EMAIL>", "<nil>",
    "null", "true", "[]", "0", "1", "12", "123", "1234", "4111", "-1.5e3", "2024-01-02", "a", "b", "ab", "x", "X", "A", "abc", "\u{e9}",
    "\u{1f600}", "\u{200b}", "\u{1b}[31m", "\\u001b[0m", "bob", "Bob", "O'Brien", "McDonald", "Maria Schneider", "Smith", "Mr.",
    "hunter2", "bob@example.com", "a@b.co", "alice%40example.com", "x%2540y.org", "b\\u0040c.net", "example.com", ".co", "icon@2x.png",
    "192.0.2.7", "10.0.0.1", "1.8.6.154", "127.0.0.1", "192.0.2", ".7", "2001:db8::1", "2001:db8", "::1", "fe80::1%eth0", "ffff",
    "00:1a:2b:3c:4d:5e", "00-1a-2b-3c-4d-5e", "0011.2233.44ab", ":44", "MAC=", "123-45-6789", "4111111111111111",
    "4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005", "3782 822463 10005", "411111111111111", "+1 415 555 0132",
    "(415) 555-0132", "415.555.0132", "+442079460958", "DE89370400440532013000", "GB82 WEST 1234 5698 7654 32", "DE89",
    "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "ghp_abcdefghijklmnopqrstuvwxyz0123456789",
    "sk_live_abcdefghijklmnop", "eyJhbGciOiJIUzI1NiJ9", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.abc", ".eyJzdWIiOiIxIn0", "eyJ",
    "Bearer ", "Basic ", "Token ", "Authorization", "Authorization: ", "Cookie: ", "password", "password ", "password for ",
    "user", "user ", " for user ", "name", "token", "tokens", "tel", "pin", "email", "ssn", "pan", "iban", "phone", "secret", "apiKey",
    "version ", "version", "release", "Chrome/", "params[", "<password>", "</password>", "curl -u ", "--password ", "mysql -p",
    "IDENTIFIED BY ", "http://", "https%3A%2F%2F", "postgres://u:p@", "://", "http:\\/\\/", "git@", " from ", " is ", "required",
    "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "-----BEGIN ", "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC", "-----",
    "pii1", "pii1d_", "pii1o_", "pii1d_email_", "aaaaaaaa_", "aaaaaaaaaaaaaaaaa", "Q7x2Q7x2Q7x2Q7x2Q7x2Q7x2Q7x2Q7x2",
    "ab12ab12ab12ab12ab12ab12ab12ab12", "hvs.", "sk-", "key-", "dp.st.dev.", "ya29.", "1//0", ".atlasv1.", "aaa8Q~", "-us21",
    "/services/T00000000/B00000000/", "{\"", "\":", "\":\"", "\",\"", "\"}", "{\"pan\":", "{\"user\":{\"name\":\"", "b'", "SecretStr('",
];
