//! One rule of the owner's: a network and its ports, such as `10.0.0.0/8:8000-9000`.

use std::fmt;
use std::net::IpAddr;
use std::ops::RangeInclusive;
use std::str::FromStr;

use ipnet::IpNet;
use serde::Deserialize;

/// Addresses and ports that lab sockets may use.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct AddressRule {
    network: Network,
    ports: RangeInclusive<u16>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Network {
    Any,
    Within(IpNet),
}

/// Why a text is no rule.
#[derive(Debug, thiserror::Error)]
pub enum AddressRuleError {
    /// No address, network or `any`.
    #[error("{0:?} is no network: write an address, a CIDR such as 10.0.0.0/8, or any")]
    Network(String),
    /// No port, range or `*`.
    #[error("{0:?} are no ports: write one such as 8000, a range such as 8000-9000, or *")]
    Ports(String),
}

impl AddressRule {
    /// Every address and port.
    #[must_use]
    pub fn any() -> Self {
        Self { network: Network::Any, ports: 0..=u16::MAX }
    }

    /// Whether the rule allows this address and port.
    pub(super) fn covers(&self, ip: IpAddr, port: u16) -> bool {
        let inside = match &self.network {
            Network::Any => true,
            Network::Within(network) => network.contains(&ip),
        };
        inside && self.ports.contains(&port)
    }

    /// Whether it allows addresses of loopback only.
    pub(super) fn is_loopback(&self) -> bool {
        match &self.network {
            Network::Any => false,
            Network::Within(network) => {
                network.network().is_loopback() && network.broadcast().is_loopback()
            }
        }
    }

    /// Whether the rule allows every address of a network, on this port.
    pub(super) fn covers_all_of(&self, all: IpNet, port: u16) -> bool {
        self.covers_on_some_port(all) && self.ports.contains(&port)
    }

    /// Whether the rule allows every address of a network, on whichever ports.
    pub(super) fn covers_on_some_port(&self, all: IpNet) -> bool {
        match &self.network {
            Network::Any => true,
            Network::Within(network) => network.contains(&all),
        }
    }
}

/// `CIDR[:PORTS]`, an IPv6 address with ports in brackets: `[::1]/128:*`.
impl FromStr for AddressRule {
    type Err = AddressRuleError;

    fn from_str(text: &str) -> Result<Self, AddressRuleError> {
        let text = text.trim();
        let (network, ports) = match text.rsplit_once(':') {
            // Without brackets the last colon of an IPv6 address belongs to the address.
            Some((network, ports)) if network.starts_with('[') == network.contains(':') => {
                // `[::1]` ends within the brackets, so its last colon is the address's too.
                if ports.contains(']') { (text, None) } else { (network, Some(ports)) }
            }
            _ => (text, None),
        };
        Ok(Self { network: parse_network(network)?, ports: parse_ports(ports.unwrap_or("*"))? })
    }
}

/// For a policy file.
impl TryFrom<String> for AddressRule {
    type Error = AddressRuleError;

    fn try_from(text: String) -> Result<Self, AddressRuleError> {
        text.parse()
    }
}

fn parse_network(text: &str) -> Result<Network, AddressRuleError> {
    if text.eq_ignore_ascii_case("any") {
        return Ok(Network::Any);
    }
    let bare: String = text.chars().filter(|c| !"[]".contains(*c)).collect();
    let network = match bare.parse::<IpAddr>() {
        Ok(ip) => Ok(IpNet::from(ip)),
        Err(_) => bare.parse::<IpNet>(),
    };
    match network {
        Ok(network) => Ok(Network::Within(network.trunc())),
        Err(_) => Err(AddressRuleError::Network(text.into())),
    }
}

fn parse_ports(text: &str) -> Result<RangeInclusive<u16>, AddressRuleError> {
    if text == "*" {
        return Ok(0..=u16::MAX);
    }
    let error = || AddressRuleError::Ports(text.into());
    let (first, last) = text.split_once('-').unwrap_or((text, text));
    let (first, last) = (first.parse().map_err(|_| error())?, last.parse().map_err(|_| error())?);
    if first <= last { Ok(first..=last) } else { Err(error()) }
}

/// The form it is read from, with nothing left out.
impl fmt::Display for AddressRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.network {
            Network::Any => f.write_str("any")?,
            Network::Within(IpNet::V4(network)) => write!(f, "{network}")?,
            Network::Within(IpNet::V6(network)) => {
                write!(f, "[{}]/{}", network.addr(), network.prefix_len())?;
            }
        }
        match (*self.ports.start(), *self.ports.end()) {
            (0, u16::MAX) => f.write_str(":*"),
            (first, last) if first == last => write!(f, ":{first}"),
            (first, last) => write!(f, ":{first}-{last}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_reads_in_each_form_and_prints_in_one() {
        for (written, printed) in [
            ("any", "any:*"),
            ("ANY:80", "any:80"),
            ("127.0.0.0/8", "127.0.0.0/8:*"),
            ("10.0.0.1", "10.0.0.1/32:*"),
            ("10.1.2.3/8:8000-9000", "10.0.0.0/8:8000-9000"),
            ("::1", "[::1]/128:*"),
            ("::1/128", "[::1]/128:*"),
            ("[::1]", "[::1]/128:*"),
            ("[::1]:80", "[::1]/128:80"),
            ("[::1]/128:*", "[::1]/128:*"),
            ("[fe80::/10]:80", "[fe80::]/10:80"),
        ] {
            let rule: AddressRule = written.parse().unwrap();
            assert_eq!(rule.to_string(), printed, "{written}");
            assert_eq!(printed.parse::<AddressRule>().unwrap(), rule);
        }
    }

    #[test]
    fn what_is_no_rule_is_refused_with_what_to_write_instead() {
        for text in ["", "localhost", "10.0.0.0/33", "10.0.0.0/8:", "10.0.0.1:80-", "any:9-8"] {
            assert!(text.parse::<AddressRule>().is_err(), "{text}");
        }
        let error = "10.0.0.1:http".parse::<AddressRule>().unwrap_err();
        assert!(error.to_string().contains("8000-9000"), "{error}");
    }
}
