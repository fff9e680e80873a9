//! What others open: every address of this machine that leads to the relay, and a QR code of the first.

use std::fmt;
use std::net::{IpAddr, SocketAddr};

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;

/// The page's addresses for others on the network; there are none where the relay listens on loopback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    urls: Vec<String>,
}

impl Invitation {
    /// The addresses that lead to a relay that listens at `listening`, from those that the machine's
    /// interfaces have; `fragment` is what stands behind the page's path.
    #[must_use]
    pub fn new(listening: SocketAddr, fragment: &str) -> Self {
        if listening.ip().is_loopback() {
            return Self { urls: Vec::new() };
        }
        let own = if_addrs::get_if_addrs().unwrap_or_default();
        Self::among(listening, own.into_iter().map(|interface| interface.ip()), fragment)
    }

    fn among(listening: SocketAddr, own: impl IntoIterator<Item = IpAddr>, fragment: &str) -> Self {
        let at = listening.ip();
        let leads_here = |ip: &IpAddr| {
            // `[::]` takes IPv4 as well.
            if at.is_unspecified() { at.is_ipv6() || ip.is_ipv4() } else { *ip == at }
        };
        let mut ips: Vec<IpAddr> =
            own.into_iter().filter(|ip| is_for_others(*ip) && leads_here(ip)).collect();
        // IPv4 first: it is shorter to type.
        ips.sort_by_key(|ip| (ip.is_ipv6(), *ip));
        ips.dedup();
        let url = |ip| format!("http://{}/{fragment}", SocketAddr::new(ip, listening.port()));
        Self { urls: ips.into_iter().map(url).collect() }
    }

    /// The addresses.
    #[must_use]
    pub fn urls(self) -> Vec<String> {
        self.urls
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.urls.is_empty()
    }

    /// The first address as a QR code, two of its rows in a line; black on white whatever the
    /// terminal's colours are, because many readers know no other. `None` where there is no address.
    #[must_use]
    pub fn qr_code(&self) -> Option<String> {
        let code = QrCode::new(self.urls.first()?).ok()?;
        let drawn = code.render::<Dense1x2>().build();
        let line = |line: &str| format!("\x1b[38;5;16;48;5;231m{line}\x1b[0m\n");
        Some(drawn.lines().map(line).collect())
    }
}

/// One line an address.
impl fmt::Display for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.urls.iter().try_for_each(|url| writeln!(f, "Others open: {url}"))
    }
}

/// Whether others may use the address: not loopback, and not link-local, which a browser cannot open.
fn is_for_others(ip: IpAddr) -> bool {
    let link_local = match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    };
    !ip.is_loopback() && !link_local
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 6] =
        ["127.0.0.1", "fe80::1", "2001:db8::5", "192.168.1.5", "169.254.1.1", "10.0.0.5"];

    fn urls(listening: &str) -> Vec<String> {
        let own = OWN.map(|ip| ip.parse().unwrap());
        Invitation::among(listening.parse().unwrap(), own, "#token=t").urls
    }

    #[test]
    fn every_address_that_leads_here_is_named() {
        let v4 = ["http://10.0.0.5:7070/#token=t", "http://192.168.1.5:7070/#token=t"];
        assert_eq!(urls("0.0.0.0:7070"), v4);
        let both = [&v4[..], &["http://[2001:db8::5]:7070/#token=t"]].concat();
        assert_eq!(urls("[::]:7070"), both);
        assert_eq!(urls("192.168.1.5:80"), ["http://192.168.1.5:80/#token=t"]);
        assert_eq!(urls("127.0.0.1:7070"), [""; 0]);
    }

    #[test]
    fn a_reader_gets_the_first_address_from_the_code() {
        let own = ["10.0.0.5".parse().unwrap()];
        let invitation = Invitation::among("0.0.0.0:7070".parse().unwrap(), own, "#token=t");
        let code = invitation.qr_code().unwrap();
        // Version 3 has 29 modules and 4 of margin on each side; each line says its colours.
        assert_eq!(code.lines().count(), (29_usize + 8).div_ceil(2));
        assert!(code.lines().all(|line| line.starts_with("\x1b[38;5;16;48;5;231m")));
        assert_eq!(Invitation { urls: vec![] }.qr_code(), None);
    }
}
