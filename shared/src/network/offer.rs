//! Which networks a relay offers to its pages.

use serde::{Deserialize, Serialize};

/// Whether a page can have a network of its own.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkState {
    /// The relay knows of no networks.
    #[default]
    Unknown,
    /// It can.
    Offered(NetworkOffer),
    /// The relay's machine denies it.
    Denied(NetworkDenial),
}

impl NetworkState {
    /// Whether a page begins in a network of its own.
    #[must_use]
    pub fn begins_with_own(self) -> bool {
        matches!(self, Self::Offered(NetworkOffer { own: true, .. }))
    }
}

/// How pages and networks go together on a relay.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkOffer {
    /// Whether sockets can be made in the network of the relay's machine.
    pub machine: bool,
    /// Whether a page begins in a network of its own, server and client on a cable.
    pub own: bool,
    /// How much of it one page may have.
    pub limits: NetworkLimits,
}

/// How much of a network one page may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkLimits {
    /// Hosts in one network.
    pub hosts: u32,
    /// Packets a second that one network carries.
    pub packets: u32,
    /// Bytes a second that it carries.
    pub bytes: u64,
    /// Ports that one network publishes; 0 where publishing is not allowed.
    pub published: u32,
}

/// Why a machine has no networks to offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkDenial {
    /// The system is not Linux.
    System,
    /// A container's seccomp profile denies user namespaces.
    Container,
    /// AppArmor does, as Ubuntu does since 24.04: kernel.apparmor_restrict_unprivileged_userns.
    AppArmor,
    /// A sysctl does: user.max_user_namespaces or Debian's kernel.unprivileged_userns_clone.
    Sysctl,
    /// Something else denies user namespaces, or network namespaces within one.
    Namespaces,
    /// /dev/net/tun cannot be opened.
    Tun,
    /// The relay's owner denies it.
    Owner,
}
