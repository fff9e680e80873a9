//! Whether a certificate is for a host, by the rules of X509_check_host(3).

use std::net::IpAddr;

use crate::certificate::{AltName, Certificate};

/// The code of a certificate for another host.
pub(crate) const HOSTNAME_MISMATCH: u32 = 62;

/// The code of a certificate for another address.
pub(crate) const IP_ADDRESS_MISMATCH: u32 = 64;

/// Refuses a certificate that is not for `name`, a host or an address.
pub(crate) fn check(certificate: &Certificate, name: &str) -> Result<(), u32> {
    let names = certificate.alt_names();
    if let Ok(address) = name.parse::<IpAddr>() {
        let octets = match address {
            IpAddr::V4(address) => address.octets().to_vec(),
            IpAddr::V6(address) => address.octets().to_vec(),
        };
        let is_for = names.iter().any(|name| matches!(name, AltName::Ip(ip) if *ip == octets));
        return if is_for { Ok(()) } else { Err(IP_ADDRESS_MISMATCH) };
    }
    let hosts: Vec<&str> = names
        .iter()
        .filter_map(|name| if let AltName::Dns(host) = name { Some(host.as_str()) } else { None })
        .collect();
    let is_for = if hosts.is_empty() {
        certificate.common_names().iter().any(|pattern| matches(pattern, name))
    } else {
        hosts.iter().any(|pattern| matches(pattern, name))
    };
    if is_for { Ok(()) } else { Err(HOSTNAME_MISMATCH) }
}

/// A `*` stands for one whole label, the first, of a name with at least three.
fn matches(pattern: &str, name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let Some(parent) = pattern.strip_prefix("*.") else {
        return pattern.eq_ignore_ascii_case(name);
    };
    let Some((label, rest)) = name.split_once('.') else {
        return false;
    };
    !label.is_empty() && parent.contains('.') && parent.eq_ignore_ascii_case(rest)
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_one_label() {
        assert!(matches("localhost", "LOCALHOST"));
        assert!(matches("*.example.org", "www.example.org"));
        assert!(!matches("*.example.org", "a.b.example.org"));
        assert!(!matches("*.example.org", "example.org"));
        assert!(!matches("*.org", "example.org"));
        assert!(!matches("w*.example.org", "www.example.org"));
    }
}
