//! Where the next socket is made: on the relay's machine, or on a host of the page's network.

use lab_shared::network::HostName;
use lab_shared::trace::Role;

use super::Lab;

/// What a person has chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum HostChoice {
    /// On the host of the side that the person plays, as soon as there is a network.
    #[default]
    BySide,
    /// On the relay's machine.
    Machine,
    /// On this host.
    Host(HostName),
}

impl Lab {
    /// The host on which the next socket is made; `None` on the relay's machine.
    #[must_use]
    pub fn next_host(&self) -> Option<HostName> {
        let view = self.network.view()?;
        let running = |name: &HostName| view.host(name).is_some_and(|host| host.ended.is_none());
        let chosen = match &self.host_choice {
            HostChoice::Machine => return None,
            HostChoice::Host(name) => Some(name.clone()),
            HostChoice::BySide => None,
        };
        let of_side = || match self.role {
            Some(Role::Server) | None => HostName::server(),
            Some(Role::Client) => HostName::client(),
        };
        let first = || view.hosts.iter().find(|host| host.ended.is_none());
        chosen
            .filter(&running)
            .or_else(|| Some(of_side()).filter(&running))
            .or_else(|| first().map(|host| host.name.clone()))
    }
}
