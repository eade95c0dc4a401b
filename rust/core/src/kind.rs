//! The kinds: one table from which names, titles, default modes and sensitivities come.
//!
//! A kind's name is its identity everywhere (sealed values, rules, policy, docs); its file in `detect/kinds/` finds it.

/// How a value is replaced: see `docs/spec/sealed-value.md` section 3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// Deterministic and reversible.
    D,
    /// One-way.
    O,
}

impl Mode {
    /// The letter that stands in the text of a sealed value.
    #[must_use]
    pub const fn letter(self) -> u8 {
        match self {
            Self::D => b'd',
            Self::O => b'o',
        }
    }

    /// The mode of a letter, if this version knows it.
    #[must_use]
    pub const fn from_letter(letter: u8) -> Option<Self> {
        match letter {
            b'd' => Some(Self::D),
            b'o' => Some(Self::O),
            _ => None,
        }
    }
}

macro_rules! kinds {
    ($($variant:ident $name:literal $title:literal $mode:ident $sensitivity:literal),+ $(,)?) => {
        /// A type of personal data or secret.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Kind {
            $(#[doc = $title] $variant),+
        }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name: lower case, at most 24 bytes.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// A few words for people.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }

            /// The mode a value of this kind is sealed in unless a rule says otherwise.
            #[must_use]
            pub const fn mode(self) -> Mode {
                match self { $(Self::$variant => Mode::$mode),+ }
            }

            /// 1 low, 2 personal, 3 high, 4 credential (never opens).
            #[must_use]
            pub const fn sensitivity(self) -> u8 {
                match self { $(Self::$variant => $sensitivity),+ }
            }

            /// The kind of a name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

// Passwords, keys and card numbers are one-way by default: debugging needs to know that two are equal, never what they are.
kinds! {
    Email "email" "E-mail address" D 1,
    Username "username" "User name" D 1,
    Ipv4 "ipv4" "IPv4 address" D 1,
    Ipv6 "ipv6" "IPv6 address" D 1,
    Mac "mac" "MAC address" D 1,
    Name "name" "Name of a person" D 2,
    Phone "phone" "Phone number" D 2,
    UsSsn "us_ssn" "US Social Security number" D 3,
    Iban "iban" "IBAN" D 3,
    PaymentCard "payment_card" "Payment card number" O 3,
    UrlUserinfo "url_userinfo" "User and password in a URL" O 4,
    Jwt "jwt" "JSON Web Token" O 4,
    BearerToken "bearer_token" "Bearer credential" O 4,
    BasicAuth "basic_auth" "Basic credential" O 4,
    PrivateKey "private_key" "Private key block" O 4,
    Password "password" "Password" O 4,
    Secret "secret" "Secret" O 4,
    Token "token" "Token or session credential" O 4,
    ApiKey "api_key" "API key" O 4,
    AwsAccessKey "aws_access_key" "AWS access key id" O 4,
    GithubToken "github_token" "GitHub token" O 4,
    GitlabToken "gitlab_token" "GitLab token" O 4,
    SlackToken "slack_token" "Slack token" O 4,
    StripeKey "stripe_key" "Stripe key" O 4,
    GoogleApiKey "google_api_key" "Google API key" O 4,
    OpenaiKey "openai_key" "OpenAI key" O 4,
    AnthropicKey "anthropic_key" "Anthropic key" O 4,
    NpmToken "npm_token" "npm token" O 4,
    PypiToken "pypi_token" "PyPI token" O 4,
    HuggingfaceToken "huggingface_token" "Hugging Face token" O 4,
    SendgridKey "sendgrid_key" "SendGrid key" O 4,
    DigitaloceanToken "digitalocean_token" "DigitalOcean token" O 4,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names obey the grammar of a sealed value and lead back to their kind.
    #[test]
    fn names_fit_the_sealed_value_grammar() {
        for &kind in Kind::ALL {
            let name = kind.name();
            assert!(name.len() <= 24 && name.as_bytes()[0].is_ascii_lowercase());
            assert!(name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'));
            assert!(name.split('_').all(|part| !part.is_empty()));
            assert_eq!(Kind::from_name(name), Some(kind));
        }
    }

    /// What the policy calls a credential is one-way unless a rule says otherwise.
    #[test]
    fn credentials_are_one_way_by_default() {
        for kind in Kind::ALL.iter().filter(|kind| kind.sensitivity() == 4) {
            assert_eq!(kind.mode(), Mode::O);
        }
    }
}
