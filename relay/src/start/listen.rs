//! Where the relay listens: at the address it was told, or at the first free port after the default.

use std::fmt;
use std::io::{self, ErrorKind};
use std::net::{Ipv4Addr, SocketAddr, ToSocketAddrs as _};
use std::str::FromStr;

use anyhow::{Context as _, Result};
use tokio::net::TcpListener;

/// The port a relay listens on by default.
pub const DEFAULT_PORT: u16 = 7070;

/// Ports tried after the default one: enough for a relay each for a class on one machine.
const PORTS_TRIED: u16 = 100;

/// Where the relay's own door is to be.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Listen {
    /// 127.0.0.1 and [`DEFAULT_PORT`]; where that is taken, the next port that is free.
    #[default]
    Anywhere,
    /// There and nowhere else; port 0 takes a free one.
    At(SocketAddr),
}

/// Why a text names no place to listen.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// It is not `HOST:PORT`, or the host has no address.
    #[error("{0}; such as 127.0.0.1:7070, localhost:7070 or [::1]:0")]
    NoAddress(#[from] io::Error),
    /// The resolver knows the name and has no address for it.
    #[error("the name has no address")]
    Nameless,
}

impl Listen {
    /// The address that is asked for; the first one where several may do.
    #[must_use]
    pub fn address(self) -> SocketAddr {
        match self {
            Self::Anywhere => default_address(DEFAULT_PORT),
            Self::At(address) => address,
        }
    }

    /// Listens there.
    ///
    /// # Errors
    /// The address, or every port that may do, is taken or not this machine's.
    pub(crate) async fn bind(self) -> Result<TcpListener> {
        if let Self::At(address) = self {
            return TcpListener::bind(address).await.with_context(|| cannot_listen(address));
        }
        for port in DEFAULT_PORT..DEFAULT_PORT + PORTS_TRIED {
            match TcpListener::bind(default_address(port)).await {
                Err(error) if error.kind() == ErrorKind::AddrInUse => {}
                Err(error) => {
                    return Err(error).with_context(|| cannot_listen(default_address(port)));
                }
                Ok(listener) => {
                    if port != DEFAULT_PORT {
                        tracing::warn!(
                            "port {DEFAULT_PORT} is in use, perhaps by another relay; this one \
                             listens on {port}"
                        );
                    }
                    return Ok(listener);
                }
            }
        }
        let last = DEFAULT_PORT + PORTS_TRIED - 1;
        Err(io::Error::from(ErrorKind::AddrInUse)).with_context(|| {
            format!(
                "cannot listen on 127.0.0.1: ports {DEFAULT_PORT} to {last} are all in use. Choose \
                 another with --listen 127.0.0.1:PORT, or --listen 127.0.0.1:0 for any free one"
            )
        })
    }
}

/// `HOST:PORT`, where the host may be a name. IPv4 comes first, because that is what people type
/// into a browser and into nc.
impl FromStr for Listen {
    type Err = ListenError;

    fn from_str(text: &str) -> Result<Self, ListenError> {
        let addresses: Vec<SocketAddr> = text.to_socket_addrs()?.collect();
        let first = addresses.iter().find(|address| address.is_ipv4()).or(addresses.first());
        first.copied().map(Self::At).ok_or(ListenError::Nameless)
    }
}

/// As it may be given on the command line.
impl fmt::Display for Listen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.address().fmt(f)
    }
}

fn default_address(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

/// Why an address cannot be had is the kernel's word; what to do is ours.
fn cannot_listen(address: SocketAddr) -> String {
    format!(
        "cannot listen on {address}. Is another relay running there? Choose another port with \
         --listen {}:PORT, or --listen {}:0 for any free one",
        address.ip(),
        address.ip()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_as_good_as_an_address() {
        let at = |text: &str| text.parse::<Listen>().unwrap().address().to_string();
        assert_eq!(at("localhost:7071"), "127.0.0.1:7071");
        assert_eq!(at("0.0.0.0:7070"), "0.0.0.0:7070");
        assert_eq!(at("[::1]:0"), "[::1]:0");
        for wrong in ["7070", "localhost", "localhost:port", "[::1", ""] {
            let error = wrong.parse::<Listen>().unwrap_err().to_string();
            assert!(error.contains("such as 127.0.0.1:7070"), "{wrong}: {error}");
        }
    }
}
