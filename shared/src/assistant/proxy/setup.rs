//! `[[proxy]]` of the setup document.

use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::message::Direction;
use crate::assistant::compose::{Charset, is_default};
use crate::assistant::problem::Wording;
use crate::assistant::setup::Endpoint;
use crate::call::Address;

/// A proxy as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProxySetup {
    /// What people call it.
    pub name: String,
    /// Where clients connect, or send datagrams.
    pub listen: ProxyEndpoint,
    /// Where it connects for each of them.
    pub connect: ProxyEndpoint,
    /// Whether it forwards UDP instead of a byte stream.
    #[serde(default, skip_serializing_if = "is_default")]
    pub udp: bool,
    /// Most clients at a time.
    #[serde(default = "most_clients", skip_serializing_if = "is_most_clients")]
    pub clients: u32,
    /// UDP: after how many milliseconds without a datagram a client is forgotten.
    #[serde(default = "idle", skip_serializing_if = "is_idle")]
    pub idle: u32,
    /// The encoding in which bytes are shown.
    #[serde(default, skip_serializing_if = "is_default")]
    pub charset: Charset,
    /// The faults from clients to the server, in the order bytes pass them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to_server: Vec<Fault>,
    /// The faults from the server to clients.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to_client: Vec<Fault>,
}

fn most_clients() -> u32 {
    256
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_most_clients(clients: &u32) -> bool {
    *clients == most_clients()
}

fn idle() -> u32 {
    60_000
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes references")]
fn is_idle(milliseconds: &u32) -> bool {
    *milliseconds == idle()
}

impl ProxySetup {
    /// A proxy without faults.
    #[must_use]
    pub fn new(name: impl Into<String>, listen: ProxyEndpoint, connect: ProxyEndpoint) -> Self {
        Self {
            name: name.into(),
            listen,
            connect,
            udp: false,
            clients: most_clients(),
            idle: idle(),
            charset: Charset::default(),
            to_server: Vec::new(),
            to_client: Vec::new(),
        }
    }

    /// The faults of a direction.
    #[must_use]
    pub fn faults(&self, direction: Direction) -> &[Fault] {
        match direction {
            Direction::ToServer => &self.to_server,
            Direction::ToClient => &self.to_client,
        }
    }

    /// What does not go together, each with its field: cause and remedy.
    #[must_use]
    pub fn problems(&self) -> Vec<(String, Wording, Wording)> {
        let mut found = Vec::new();
        for (field, endpoint) in [(".listen", &self.listen), (".connect", &self.connect)] {
            if self.udp && matches!(endpoint, ProxyEndpoint::Unix(_)) {
                found.push((
                    field.to_owned(),
                    Wording::new("UDP has no paths", "UDP 没有路径地址"),
                    Wording::new(
                        "write an address and port, or leave out udp",
                        "写地址和端口，或去掉 udp",
                    ),
                ));
            }
        }
        for direction in Direction::BOTH {
            for (place, fault) in self.faults(direction).iter().enumerate() {
                if let Some((cause, remedy)) = misplaced(fault, self.udp) {
                    found.push((format!(".{}[{place}]", direction.name()), cause, remedy));
                }
            }
        }
        found
    }
}

/// Why a fault cannot be used for streams, or for datagrams.
pub(super) fn misplaced(fault: &Fault, datagrams: bool) -> Option<(Wording, Wording)> {
    let name = fault.name();
    match datagrams {
        true if !fault.is_for_datagrams() => Some((
            Wording::new(format!("{name} is no fault of UDP"), format!("{name} 不适用于 UDP")),
            Wording::new(
                "UDP has latency, bandwidth, loss, duplicate and reorder",
                "UDP 可用 latency、bandwidth、loss、duplicate、reorder",
            ),
        )),
        false if !fault.is_for_streams() => Some((
            Wording::new(
                format!("{name} is no fault of a byte stream: the kernel would repair it"),
                format!("{name} 不适用于字节流，内核会修复它"),
            ),
            Wording::new("use it with udp = true", "请在 udp = true 时使用"),
        )),
        _ => None,
    }
}

/// Where a proxy listens or connects: an address and port, a path, or behind `@` a name of the
/// abstract namespace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum ProxyEndpoint {
    /// TCP, or UDP.
    Inet(Endpoint),
    /// An AF_UNIX stream socket.
    Unix(String),
}

impl ProxyEndpoint {
    /// Its address as the protocol writes it.
    #[must_use]
    pub fn address(&self) -> Address {
        match self {
            Self::Inet(endpoint) => endpoint.0.clone(),
            Self::Unix(path) => crate::assistant::setup::unix_address(path),
        }
    }
}

impl TryFrom<String> for ProxyEndpoint {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.starts_with('@') || text.contains('/') {
            return Ok(Self::Unix(text));
        }
        Endpoint::try_from(text).map(Self::Inet)
    }
}

impl From<ProxyEndpoint> for String {
    fn from(endpoint: ProxyEndpoint) -> Self {
        match endpoint {
            ProxyEndpoint::Inet(endpoint) => endpoint.into(),
            ProxyEndpoint::Unix(path) => path,
        }
    }
}
