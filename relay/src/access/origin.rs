//! Checks the Host and Origin headers of a request.
//!
//! A browser lets any web site open a WebSocket to this machine, and a name server can make a
//! foreign name point here (DNS rebinding). The Host header carries the name that was used, and the
//! Origin header the site that asks. A browser lets no site forge either.

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::str::FromStr;

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};

/// The port of `http://host/` without one.
const HTTP_PORT: u16 = 80;

/// Most characters that a refusal repeats of what was sent, in the answer and in the log.
const MAX_REPEATED_CHARS: usize = 200;

/// An origin as browsers write it: scheme, host and, unless it is the scheme's own, port.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

/// Why a text is no origin.
#[derive(Debug, thiserror::Error)]
#[error("an origin is http://HOST, http://HOST:PORT or the same with https, without a path")]
pub struct OriginError;

impl Origin {
    /// Host and port.
    fn authority(&self) -> &str {
        self.0.split_once("://").map_or("", |(_, authority)| authority)
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(text: &str) -> Result<Self, OriginError> {
        let text = text.trim_end_matches('/').to_ascii_lowercase();
        let (scheme, authority) = text.split_once("://").ok_or(OriginError)?;
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._:[]".contains(c);
        if !["http", "https"].contains(&scheme)
            || authority.is_empty()
            || !authority.chars().all(plain)
        {
            return Err(OriginError);
        }
        Ok(Self(text))
    }
}

/// Which rule turned a request away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The Host header is not a name of the relay.
    Host(String),
    /// The Origin header is of a site that was not let in.
    Origin(String),
}

impl Refusal {
    /// The rule's short name, for the log.
    pub(crate) fn rule(&self) -> &'static str {
        match self {
            Self::Host(_) => "host",
            Self::Origin(_) => "origin",
        }
    }
}

/// The text of the response.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host(host) => write!(
                f,
                "Refused by the rule `host`: {host:?} is not a name of this relay. Open the address \
                 it printed in its terminal. If you reach it by another name or a forwarded port, \
                 start it with --allow-origin http://NAME:PORT."
            ),
            Self::Origin(origin) => write!(
                f,
                "Refused by the rule `origin`: pages of {origin:?} may not use this relay. Open the \
                 address it printed in its terminal, or start it with --allow-origin {origin}."
            ),
        }
    }
}

/// The names a relay answers to.
#[derive(Debug)]
pub(crate) struct OriginPolicy {
    own: SocketAddr,
    allowed: Vec<Origin>,
}

impl OriginPolicy {
    /// For a relay that listens on `own` and lets in pages of `allowed` besides its own.
    pub(crate) fn new(own: SocketAddr, allowed: Vec<Origin>) -> Self {
        Self { own, allowed }
    }

    /// The origins that were let in besides the relay's own.
    pub(crate) fn allowed(&self) -> &[Origin] {
        &self.allowed
    }

    /// Whether the request used a name of this relay.
    pub(crate) fn check_host(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let host = text(headers, HOST).unwrap_or_default().to_ascii_lowercase();
        let known = self.is_own(&host) || self.allowed.iter().any(|one| one.authority() == host);
        if known { Ok(()) } else { Err(Refusal::Host(shortened(&host))) }
    }

    /// Whether the page that asks may use this relay. A request without an Origin comes from no
    /// browser's page; it needs the token like any other.
    pub(crate) fn check_origin(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        if !headers.contains_key(ORIGIN) {
            return Ok(());
        }
        let written = text(headers, ORIGIN).unwrap_or("(not text)");
        let refusal = || Refusal::Origin(shortened(written));
        let origin: Origin = written.parse().map_err(|_| refusal())?;
        if self.allowed.contains(&origin) {
            return Ok(());
        }
        let authority = origin.authority();
        let plain = origin.0.starts_with("http://");
        let same = text(headers, HOST).is_some_and(|host| host.eq_ignore_ascii_case(authority));
        // The page may have been opened as localhost and ask for 127.0.0.1, or the reverse.
        let near = self.is_own(authority) && is_loopback(authority);
        if plain && (same || near) { Ok(()) } else { Err(refusal()) }
    }

    /// Whether `host[:port]` is the relay's own address: no name server can point an address or
    /// `localhost` elsewhere.
    fn is_own(&self, authority: &str) -> bool {
        let (host, port) = split(authority);
        if port != self.own.port() {
            return false;
        }
        let own = self.own.ip();
        match host.parse::<IpAddr>() {
            Ok(ip) => ip == own || own.is_unspecified() || (ip.is_loopback() && own.is_loopback()),
            Err(_) => host == "localhost" && (own.is_loopback() || own.is_unspecified()),
        }
    }
}

fn text(headers: &HeaderMap, name: axum::http::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn shortened(text: &str) -> String {
    text.chars().take(MAX_REPEATED_CHARS).collect()
}

fn is_loopback(authority: &str) -> bool {
    let (host, _) = split(authority);
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Host (an IPv6 address without its brackets) and port.
fn split(authority: &str) -> (&str, u16) {
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, port.parse().unwrap_or(0)),
        _ => (authority, HTTP_PORT),
    };
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    (bare.unwrap_or(host), port)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origins(own: &str, allowed: &[&str]) -> OriginPolicy {
        let allowed = allowed.iter().map(|one| one.parse().unwrap()).collect();
        OriginPolicy::new(own.parse().unwrap(), allowed)
    }

    fn headers(host: &str, origin: Option<&str>) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, host.parse().unwrap());
        if let Some(origin) = origin {
            headers.insert(ORIGIN, origin.parse().unwrap());
        }
        headers
    }

    #[test]
    fn a_loopback_relay_answers_to_loopback_names_with_its_port() {
        let origins = origins("127.0.0.1:7070", &[]);
        for host in ["127.0.0.1:7070", "localhost:7070", "LocalHost:7070", "[::1]:7070"] {
            assert_eq!(origins.check_host(&headers(host, None)), Ok(()), "{host}");
        }
        for host in ["evil.example:7070", "127.0.0.1:7071", "127.0.0.1", "10.0.0.1:7070", "", "["] {
            assert!(origins.check_host(&headers(host, None)).is_err(), "{host}");
        }
        assert!(origins.check_host(&HeaderMap::new()).is_err());
    }

    #[test]
    fn a_relay_on_every_interface_answers_to_addresses_and_not_to_names() {
        let origins = origins("0.0.0.0:7070", &["http://lab.local:7070"]);
        for host in ["192.168.1.5:7070", "localhost:7070", "lab.local:7070"] {
            assert_eq!(origins.check_host(&headers(host, None)), Ok(()), "{host}");
        }
        assert!(origins.check_host(&headers("evil.example:7070", None)).is_err());
    }

    #[test]
    fn the_port_may_be_left_out_where_it_is_https_own() {
        assert_eq!(origins("127.0.0.1:80", &[]).check_host(&headers("localhost", None)), Ok(()));
        assert_eq!(origins("[::1]:80", &[]).check_host(&headers("[::1]", None)), Ok(()));
    }

    #[test]
    fn an_origin_must_be_the_relays_own_or_allowed() {
        let origins = origins("127.0.0.1:7070", &["http://localhost:8080"]);
        let host = "127.0.0.1:7070";
        for origin in ["http://127.0.0.1:7070", "http://localhost:7070", "http://localhost:8080"] {
            assert_eq!(origins.check_origin(&headers(host, Some(origin))), Ok(()), "{origin}");
        }
        assert_eq!(origins.check_origin(&headers(host, None)), Ok(()));
        for origin in ["https://127.0.0.1:7070", "http://evil.example", "http://127.0.0.1", "null"]
        {
            assert!(origins.check_origin(&headers(host, Some(origin))).is_err(), "{origin}");
        }
    }

    #[test]
    fn on_every_interface_a_foreign_address_is_no_own_origin() {
        let origins = origins("0.0.0.0:7070", &[]);
        let same = headers("192.168.1.5:7070", Some("http://192.168.1.5:7070"));
        assert_eq!(origins.check_origin(&same), Ok(()));
        let other = headers("192.168.1.5:7070", Some("http://192.168.1.9:7070"));
        assert!(origins.check_origin(&other).is_err());
    }

    #[test]
    fn a_refusal_repeats_little_of_what_was_sent() {
        let origins = origins("127.0.0.1:7070", &[]);
        let long = "x".repeat(10_000);
        let refusals = [
            origins.check_host(&headers(&long, None)),
            origins.check_origin(&headers("127.0.0.1:7070", Some(&long))),
        ];
        for refusal in refusals {
            assert!(format!("{:?}", refusal.unwrap_err()).len() < 2 * MAX_REPEATED_CHARS);
        }
    }

    #[test]
    fn an_origin_has_no_path() {
        assert!("http://a.example/x".parse::<Origin>().is_err());
        assert!("ftp://a.example".parse::<Origin>().is_err());
        assert!("http://a.example:8080/".parse::<Origin>().is_ok());
    }
}
