//! What is never masked. Values and patterns speak for every kind; domains and networks for none of credentials, whatever they look
//! like.

use core::net::IpAddr;
use std::collections::HashSet;

use regex_automata::hybrid::dfa::Cache;

use super::document::Allow;
use super::patterns::{TooLarge, Wholes};
use super::read::{bits, mask};

/// Kinds of this sensitivity are credentials.
const CREDENTIAL: u8 = 4;

/// What a value is allowed by.
pub struct Allowed {
    values: HashSet<Vec<u8>>,
    domains: HashSet<Vec<u8>>,
    networks: Vec<(u128, u8)>,
    patterns: Option<Wholes>,
}

impl Allowed {
    /// Compiles what is allowed; `None` if nothing is, an error if the patterns are too large.
    ///
    /// # Errors
    /// [`TooLarge`].
    pub fn new(allow: Allow) -> Result<Option<Self>, TooLarge> {
        let made = Self {
            values: allow.values.into_iter().map(String::into_bytes).collect(),
            domains: allow.domains.into_iter().map(String::into_bytes).collect(),
            networks: allow.networks,
            patterns: Wholes::new(allow.patterns)?,
        };
        let is_empty = made.values.is_empty() && made.domains.is_empty() && made.networks.is_empty();
        Ok((!is_empty || made.patterns.is_some()).then_some(made))
    }

    /// By which part of `allow` a value of that sensitivity stays as it is.
    pub fn by(&self, value: &[u8], sensitivity: u8, cache: &mut Option<Cache>) -> Option<&'static str> {
        if self.values.contains(value) {
            return Some("allow.values");
        }
        if sensitivity < CREDENTIAL && self.is_in_domain(value) {
            return Some("allow.domains");
        }
        if sensitivity < CREDENTIAL && self.is_in_network(value) {
            return Some("allow.networks");
        }
        self.patterns.as_ref().filter(|patterns| patterns.matches(value, cache)).map(|_| "allow.patterns")
    }

    /// Whether the value is an e-mail address of a domain, or below one that is written `*.example.com`.
    fn is_in_domain(&self, value: &[u8]) -> bool {
        if self.domains.is_empty() || value.len() > 320 {
            return false;
        }
        let Some(domain) = domain_of(value) else { return false };
        let domain = String::from_utf8_lossy(domain).to_lowercase().into_bytes();
        let below = |at: usize| self.domains.contains([b"*", &domain[at..]].concat().as_slice());
        self.domains.contains(&domain) || memchr::memchr_iter(b'.', &domain).any(below)
    }

    fn is_in_network(&self, value: &[u8]) -> bool {
        if self.networks.is_empty() || value.len() > 64 {
            return false;
        }
        let Ok(text) = core::str::from_utf8(value) else { return false };
        let Ok(address) = text.trim_matches(['[', ']']).parse::<IpAddr>() else { return false };
        let address = address.to_canonical();
        // A wide network of IPv6 holds no address of IPv4, though those can be written as one.
        let fits = |&(network, prefix): &(u128, u8)| {
            (address.is_ipv6() || prefix >= 96) && bits(address) & mask(prefix) == network
        };
        self.networks.iter().any(fits)
    }
}

/// What stands behind the only at sign of an address.
fn domain_of(value: &[u8]) -> Option<&[u8]> {
    let length = |at: usize| if value[at] == b'@' { 1 } else { 3 };
    let is_at = |&at: &usize| value[at] == b'@' || value[at..].starts_with(b"%40");
    let mut places = memchr::memchr2_iter(b'@', b'%', value).filter(is_at);
    let at = places.next().filter(|&at| at > 0)?;
    let is_address = places.next().is_none() && !value[..at].iter().any(|b| b" :/,;".contains(b));
    is_address.then(|| &value[at + length(at)..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowed(allow: Allow, value: &str, sensitivity: u8) -> bool {
        let allowed = Allowed::new(allow).expect("small").expect("something");
        allowed.by(value.as_bytes(), sensitivity, &mut None).is_some()
    }

    fn in_domains(domains: &[&str], value: &str) -> bool {
        let domains = domains.iter().map(|&domain| domain.to_owned()).collect();
        allowed(Allow { domains, ..Allow::default() }, value, 1)
    }

    /// A domain is that of an address and nothing longer; what is below it has to be asked for.
    #[test]
    fn domains() {
        assert!(in_domains(&["example.com"], "jo@Example.com") && in_domains(&["example.com"], "jo%40example.com"));
        assert!(in_domains(&["*.example.com"], "jo@mail.eu.example.com"));
        for value in
            ["jo@mail.example.com", "jo@example.com.example.org", "jo@badexample.com", "example.com", "@example.com"]
        {
            assert!(!in_domains(&["example.com"], value), "{value}");
        }
        for value in ["jo@example.com", "a jo@mail.example.com", "a@b@mail.example.com", "jo:x@mail.example.com"] {
            assert!(!in_domains(&["*.example.com"], value), "{value}");
        }
    }

    /// A network holds the addresses of its own family, however they are written.
    #[test]
    fn networks() {
        let allow = |text: &str, prefix| Allow {
            networks: vec![(bits(text.parse().expect("an address")), prefix)],
            ..Allow::default()
        };
        assert!(allowed(allow("192.0.2.0", 120), "192.0.2.7", 1));
        assert!(allowed(allow("192.0.2.0", 120), "::ffff:192.0.2.7", 1));
        assert!(!allowed(allow("192.0.2.0", 120), "192.0.3.7", 1) && !allowed(allow("192.0.2.0", 120), "192.0.2.7", 4));
        assert!(allowed(allow("2001:db8::", 32), "2001:db8:1::1", 1) && !allowed(allow("::", 1), "192.0.2.7", 1));
    }
}
