//! The vocabulary of keys: which last words of a key announce which kind. To teach milkglass a key, add one line here.

use crate::kind::Kind;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Anything.
    Any,
    /// Anything after `=` or in quotation marks: the word is too common in prose before a colon.
    Assigned,
    /// Written like the name of a person.
    Name,
    /// At least five digits.
    Phone,
    /// An authorisation scheme, then a credential.
    Scheme,
    /// Everything up to the end of the line.
    Rest,
}

/// One entry of the vocabulary.
pub struct Word {
    /// Lower-case letters without separators.
    pub text: &'static [u8],
    /// What the value is; `None` for a longer word that means something harmless.
    pub kind: Option<Kind>,
    /// Where it may stand.
    pub reach: Reach,
    /// What the value has to look like.
    pub shape: Shape,
}

const fn word(text: &'static str, kind: Kind, reach: Reach, shape: Shape) -> Word {
    Word { text: text.as_bytes(), kind: Some(kind), reach, shape }
}

const fn end(text: &'static str, kind: Kind) -> Word {
    word(text, kind, Reach::End, Shape::Any)
}

const fn part(text: &'static str, kind: Kind) -> Word {
    word(text, kind, Reach::Part, Shape::Any)
}

const fn harmless(text: &'static str) -> Word {
    Word { text: text.as_bytes(), kind: None, reach: Reach::End, shape: Shape::Any }
}

/// The vocabulary. Order does not matter: the longest word that fits wins.
pub static WORDS: &[Word] = &[
    end("password", Kind::Password),
    end("passwordhash", Kind::Password),
    end("passwd", Kind::Password),
    end("passphrase", Kind::Password),
    end("passcode", Kind::Password),
    end("pwd", Kind::Password),
    word("pass", Kind::Password, Reach::Part, Shape::Assigned),
    word("pin", Kind::Password, Reach::Whole, Shape::Any),
    part("pincode", Kind::Password),
    part("otp", Kind::Password),
    end("secret", Kind::Secret),
    end("secretkey", Kind::Secret),
    end("privatekey", Kind::Secret),
    end("signingkey", Kind::Secret),
    end("encryptionkey", Kind::Secret),
    end("masterkey", Kind::Secret),
    end("accountkey", Kind::Secret),
    part("cvv", Kind::Secret),
    part("cvc", Kind::Secret),
    end("securitycode", Kind::Secret),
    part("token", Kind::Token),
    end("accesstoken", Kind::Token),
    end("refreshtoken", Kind::Token),
    end("idtoken", Kind::Token),
    end("authtoken", Kind::Token),
    end("sessiontoken", Kind::Token),
    end("csrftoken", Kind::Token),
    end("csrfmiddlewaretoken", Kind::Token),
    end("xsrftoken", Kind::Token),
    end("sessionid", Kind::Token),
    end("sessionkey", Kind::Token),
    part("sessid", Kind::Token),
    end("jsessionid", Kind::Token),
    end("phpsessid", Kind::Token),
    word("sid", Kind::Token, Reach::Whole, Shape::Assigned),
    word("cookie", Kind::Token, Reach::Whole, Shape::Rest),
    word("setcookie", Kind::Token, Reach::Whole, Shape::Rest),
    harmless("pagetoken"),
    harmless("nexttoken"),
    harmless("continuationtoken"),
    harmless("cancellationtoken"),
    harmless("synctoken"),
    harmless("maxtoken"),
    part("apikey", Kind::ApiKey),
    end("xapikey", Kind::ApiKey),
    end("accesskey", Kind::ApiKey),
    end("authkey", Kind::ApiKey),
    end("subscriptionkey", Kind::ApiKey),
    end("accesskeyid", Kind::ApiKey),
    word("authorization", Kind::Token, Reach::End, Shape::Scheme),
    part("username", Kind::Username),
    part("user", Kind::Username),
    part("userid", Kind::Username),
    part("login", Kind::Username),
    part("loginname", Kind::Username),
    part("logname", Kind::Username),
    part("uname", Kind::Username),
    word("ruser", Kind::Username, Reach::Whole, Shape::Any),
    harmless("lastlogin"),
    harmless("firstlogin"),
    word("name", Kind::Name, Reach::Whole, Shape::Name),
    end("firstname", Kind::Name),
    end("lastname", Kind::Name),
    end("fullname", Kind::Name),
    end("middlename", Kind::Name),
    end("givenname", Kind::Name),
    end("familyname", Kind::Name),
    end("surname", Kind::Name),
    end("maidenname", Kind::Name),
    end("realname", Kind::Name),
    end("displayname", Kind::Name),
    end("customername", Kind::Name),
    end("patientname", Kind::Name),
    end("employeename", Kind::Name),
    end("contactname", Kind::Name),
    end("personname", Kind::Name),
    end("recipientname", Kind::Name),
    end("sendername", Kind::Name),
    end("cardholder", Kind::Name),
    end("cardholdername", Kind::Name),
    end("accountholder", Kind::Name),
    word("patient", Kind::Name, Reach::Whole, Shape::Name),
    word("customer", Kind::Name, Reach::Whole, Shape::Name),
    word("phone", Kind::Phone, Reach::Part, Shape::Phone),
    word("phonenumber", Kind::Phone, Reach::End, Shape::Phone),
    word("mobile", Kind::Phone, Reach::Part, Shape::Phone),
    word("mobilenumber", Kind::Phone, Reach::End, Shape::Phone),
    word("msisdn", Kind::Phone, Reach::End, Shape::Phone),
    word("telephone", Kind::Phone, Reach::End, Shape::Phone),
    word("tel", Kind::Phone, Reach::Part, Shape::Phone),
    word("cell", Kind::Phone, Reach::Part, Shape::Phone),
    word("fax", Kind::Phone, Reach::Part, Shape::Phone),
    part("ssn", Kind::UsSsn),
    end("socialsecurity", Kind::UsSsn),
    end("socialsecuritynumber", Kind::UsSsn),
    end("cardnumber", Kind::PaymentCard),
    part("ccnumber", Kind::PaymentCard),
    end("creditcard", Kind::PaymentCard),
    part("pan", Kind::PaymentCard),
    part("iban", Kind::Iban),
    word("email", Kind::Email, Reach::Part, Shape::Assigned),
    word("emailaddress", Kind::Email, Reach::End, Shape::Assigned),
];

/// One bit for each ending of three letters that some word has: the cheap question before any key is read.
static ENDINGS: [u64; 512] = endings();

const fn ending(a: u8, b: u8, c: u8) -> usize {
    ((a & 31) as usize) << 10 | ((b & 31) as usize) << 5 | (c & 31) as usize
}

const fn endings() -> [u64; 512] {
    let mut bits = [0; 512];
    let mut index = 0;
    while index < WORDS.len() {
        let text = WORDS[index].text;
        let n = text.len();
        let slot = ending(text[n - 3], text[n - 2], text[n - 1]);
        bits[slot / 64] |= 1 << (slot % 64);
        index += 1;
    }
    bits
}

/// Whether some word ends with these three bytes, whatever their case. May say yes wrongly, never no.
#[must_use]
pub fn may_end(last: [u8; 3]) -> bool {
    let slot = ending(last[0], last[1], last[2]);
    ENDINGS[slot / 64] >> (slot % 64) & 1 == 1
}

/// A key without separators: lower-case characters, and where its parts begin.
pub struct Key {
    characters: [u8; Self::LONGEST],
    length: usize,
    parts: u64,
}

impl Key {
    /// How many bytes of a key are read, from its end.
    pub const LONGEST: usize = 64;

    /// Reads a key as written: `db.userName`, `X-Api-Key`.
    #[must_use]
    pub fn new(written: &[u8]) -> Self {
        let mut key = Self { characters: [0; Self::LONGEST], length: 0, parts: 1 };
        let (mut previous, mut new_part) = (b'_', true);
        for &byte in &written[written.len().saturating_sub(Self::LONGEST)..] {
            if matches!(byte, b'_' | b'-' | b'.') {
                new_part = true;
            } else {
                let camel = byte.is_ascii_uppercase() && !previous.is_ascii_uppercase();
                key.parts |= u64::from(new_part || camel || previous.is_ascii_digit()) << key.length;
                key.characters[key.length] = byte.to_ascii_lowercase();
                (key.length, new_part) = (key.length + 1, false);
            }
            previous = byte;
        }
        key
    }

    /// The longest word of the vocabulary that this key ends with.
    #[must_use]
    pub fn word(&self) -> Option<&'static Word> {
        let key = &self.characters[..self.length];
        let fits = |word: &&Word| {
            key.ends_with(word.text) && {
                let start = self.length - word.text.len();
                match word.reach {
                    Reach::End => true,
                    Reach::Part => self.parts >> start & 1 == 1,
                    Reach::Whole => start == 0,
                }
            }
        };
        WORDS.iter().filter(fits).max_by_key(|word| word.text.len()).filter(|word| word.kind.is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(key: &str) -> Option<Kind> {
        Key::new(key.as_bytes()).word().and_then(|word| word.kind)
    }

    /// A key is understood however it is written.
    #[test]
    fn spellings_of_one_key() {
        for key in ["userName", "user_name", "USER-NAME", "db.user.name", "dbUserName", "Username"] {
            assert_eq!(kind(key), Some(Kind::Username), "{key}");
        }
    }

    /// A word counts only where its reach allows it, and a longer harmless word wins.
    #[test]
    fn reach_and_harmless_words() {
        assert_eq!(kind("mydbpassword"), Some(Kind::Password));
        for key in ["superuser", "hostname", "app.name", "nextPageToken", "last_login", "compass", "broken"] {
            assert_eq!(kind(key), None, "{key}");
        }
    }

    /// Every word is found by its ending, in any case.
    #[test]
    fn every_word_passes_its_own_prefilter() {
        for word in WORDS {
            let n = word.text.len();
            let upper = word.text.to_ascii_uppercase();
            assert!((3..=Key::LONGEST).contains(&n) && may_end([upper[n - 3], upper[n - 2], upper[n - 1]]));
        }
    }
}
