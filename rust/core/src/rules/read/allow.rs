//! `allow`: what is never masked.

use core::net::{IpAddr, Ipv4Addr};

use super::fields::{self, Fields};
use crate::rules::document::Allow;
use crate::rules::fault::{Faults, Place};
use crate::rules::regex;
use crate::rules::yaml::Node;

/// The most entries of a list.
const MOST: usize = 10_000;
/// The most networks: each address is compared with each of them.
const MOST_NETWORKS: usize = 1_000;

/// The part `allow` of a file.
pub fn read(node: &Node, faults: &mut Faults) -> Allow {
    let mut allow = Allow::default();
    let known = ["values", "domains", "networks", "patterns"];
    let Some(fields) = Fields::new(node, "allow", &known, faults) else { return allow };
    for (text, _) in entries(&fields, "values", MOST, faults) {
        allow.values.push(text.to_owned());
    }
    for (text, place) in entries(&fields, "domains", MOST, faults) {
        match domain(text) {
            Some(domain) => allow.domains.push(domain),
            None => {
                let mend = "for example: example.com, or *.example.com for what is below it";
                faults.add(place, "allow.domains", "bad-domain", "this is no domain", mend);
            }
        }
    }
    for (text, place) in entries(&fields, "networks", MOST_NETWORKS, faults) {
        match network(text) {
            Ok(network) => allow.networks.push(network),
            Err(message) => {
                faults.add(place, "allow.networks", "bad-network", message, "for example: 10.0.0.0/8 or 2001:db8::/32");
            }
        }
    }
    for (text, place) in entries(&fields, "patterns", MOST, faults) {
        match regex::parse(text) {
            Ok(hir) => allow.patterns.push(hir),
            Err(fault) => faults.add(place, "allow.patterns", fault.code, fault.message, fault.mend),
        }
    }
    allow
}

fn entries<'a>(fields: &Fields<'a>, name: &str, most: usize, faults: &mut Faults) -> Vec<(&'a str, Place)> {
    let Some(node) = fields.get(name) else { return Vec::new() };
    let rule = format!("allow.{name}");
    let found = fields::texts(node, &rule, faults);
    if found.len() > most {
        faults.add(node.place, &rule, "too-many", format!("more than {most} entries"), "use a pattern");
        return Vec::new();
    }
    found
}

fn domain(text: &str) -> Option<String> {
    let name = text.strip_prefix("*.").unwrap_or(text);
    let fits = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b >= 0x80)
    };
    let is_domain = name.len() <= 253 && name.split('.').all(fits);
    is_domain.then(|| text.to_lowercase())
}

/// An address as 128 bits: those of IPv4 are mapped into IPv6 (RFC 4291 section 2.5.5.2).
#[must_use]
pub const fn bits(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(v4) => v4.to_ipv6_mapped().to_bits(),
        IpAddr::V6(v6) => v6.to_bits(),
    }
}

fn network(text: &str) -> Result<(u128, u8), &'static str> {
    let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
    let Ok(address) = address.parse::<IpAddr>() else { return Err("this is no network") };
    let (widest, offset) = if address.is_ipv4() { (32, 96) } else { (128, 0) };
    let length = length.map_or(Some(widest), |length| length.parse().ok().filter(|&length: &u8| length <= widest));
    let Some(length) = length else { return Err("the length of the network is not one") };
    let (bits, prefix) = (bits(address), length + offset);
    if bits & !mask(prefix) != 0 {
        return Err("the address has bits beyond the length of the network");
    }
    if bits == Ipv4Addr::UNSPECIFIED.to_ipv6_mapped().to_bits() && length == 0 || prefix == 0 {
        return Err("this network is every address: switch the kind off instead");
    }
    Ok((bits, prefix))
}

/// The first `prefix` of 128 bits.
#[must_use]
pub const fn mask(prefix: u8) -> u128 {
    if prefix == 0 { 0 } else { u128::MAX << (128 - prefix as u32) }
}
