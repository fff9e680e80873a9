//! Socket addresses between the kernel's form and the one people read.

use std::io;
use std::net::{IpAddr, SocketAddr, SocketAddrV4, SocketAddrV6};

use lab_shared::call::Address;
use socket2::SockAddr;

use super::system;

/// An address as the kernel takes and gives it.
#[derive(Debug)]
pub(crate) struct Name {
    address: SockAddr,
    /// The file of an AF_UNIX socket, open as long as the address names it by its descriptor.
    _file: Option<system::OpenFile>,
}

impl Name {
    /// An IPv4 or IPv6 address. The flow label is in the host's byte order.
    pub(crate) fn inet(ip: IpAddr, port: u16, flowinfo: u32, scope_id: u32) -> Self {
        Self::from_kernel(match ip {
            IpAddr::V4(ip) => SockAddr::from(SocketAddrV4::new(ip, port)),
            // socket2 copies the flow label unchanged, and the kernel expects network order.
            IpAddr::V6(ip) => {
                SockAddr::from(SocketAddrV6::new(ip, port, flowinfo.to_be(), scope_id))
            }
        })
    }

    /// An AF_UNIX name to bind: a path, bytes that begin with NUL, or nothing. bind(2) makes the
    /// file, and follows no symbolic link in its place.
    ///
    /// # Errors
    /// The name does not fit into `sun_path`.
    pub(crate) fn unix(name: &[u8]) -> io::Result<Self> {
        system::unix_name(name).map(Self::from_kernel)
    }

    /// The AF_UNIX name of a socket to reach; `None` for a symbolic link.
    ///
    /// connect(2) and sendto(2) follow such a link, which may lead out of its folder.
    ///
    /// # Errors
    /// What connect(2) would fail with.
    pub(crate) fn unix_peer(name: &[u8]) -> io::Result<Option<Self>> {
        if name.is_empty() || name.starts_with(b"\0") {
            return Self::unix(name).map(Some);
        }
        let found = system::unix_peer(name)?;
        Ok(found.map(|(address, file)| Self { address, _file: file }))
    }

    /// What the kernel gave.
    pub(super) fn from_kernel(address: SockAddr) -> Self {
        Self { address, _file: None }
    }

    /// What the kernel takes.
    pub(super) fn kernel(&self) -> &SockAddr {
        &self.address
    }

    /// IP address and port, for a name of these families.
    pub(crate) fn socket_address(&self) -> Option<SocketAddr> {
        self.address.as_socket()
    }

    /// As Python's `getsockname` and its like give it.
    pub(crate) fn address(&self) -> Address {
        if let Some(v4) = self.address.as_socket_ipv4() {
            return Address::inet(v4.ip().to_string(), v4.port());
        }
        if let Some(v6) = self.address.as_socket_ipv6() {
            return Address::Inet6 {
                host: ipv6_text(v6.ip()),
                port: v6.port().into(),
                flowinfo: u32::from_be(v6.flowinfo()),
                scope_id: v6.scope_id(),
            };
        }
        Address::unix(system::unix_text(&self.address))
    }

    /// Whether it is a real address: neither port 0 nor an empty AF_UNIX name.
    pub(crate) fn is_set(&self) -> bool {
        match self.address.as_socket() {
            Some(address) => address.port() != 0,
            None => !system::unix_text(&self.address).is_empty(),
        }
    }
}

/// glibc's inet_ntop(3), which writes the IPv4 part of `::a.b.c.d` in dots.
fn ipv6_text(ip: &std::net::Ipv6Addr) -> String {
    match (ip.segments(), ip.octets()) {
        ([0, 0, 0, 0, 0, 0, high, _], [.., a, b, c, d]) if high != 0 => {
            format!("::{a}.{b}.{c}.{d}")
        }
        _ => ip.to_string(),
    }
}

impl From<SocketAddr> for Name {
    fn from(address: SocketAddr) -> Self {
        Self::from_kernel(address.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ipv6_name_keeps_flow_label_and_scope() {
        let ip = "fe80::1".parse().unwrap();
        let address = Name::inet(ip, 80, 0x12345, 7).address();
        let expected =
            Address::Inet6 { host: "fe80::1".into(), port: 80, flowinfo: 0x12345, scope_id: 7 };
        assert_eq!(address, expected);
    }

    #[test]
    fn an_abstract_name_begins_with_nul_and_no_name_is_empty() {
        let name = Name::unix(b"\0socket-lab-x").unwrap();
        assert_eq!(name.address(), Address::unix("\0socket-lab-x"));
        let nothing = Name::unix(b"").unwrap();
        assert_eq!((nothing.address(), nothing.is_set()), (Address::unix(""), false));
        assert!(Name::unix(&[b'x'; 108]).is_err());
        assert!(Name::unix(&[b'x'; 107]).is_ok());
    }

    #[test]
    fn ipv6_reads_as_glibc_writes_it() {
        for (given, expected) in [
            ("::1", "::1"),
            ("::ffff:127.0.0.1", "::ffff:127.0.0.1"),
            ("::127.0.0.1", "::127.0.0.1"),
            ("2001:db8::8:800:200c:417a", "2001:db8::8:800:200c:417a"),
        ] {
            assert_eq!(ipv6_text(&given.parse().unwrap()), expected);
        }
    }
}
