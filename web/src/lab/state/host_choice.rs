//! Where the next socket is made: on the relay's machine, or on a host of the page's network.

use lab_shared::network::{HostName, NetworkState};
use lab_shared::trace::Role;

use super::Lab;
use crate::link::state::Phase;

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

/// How the programs of the two panes are spread over the network.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Halves {
    /// The server's on the host `server`, the client's on the host `client`.
    #[default]
    Apart,
    /// On the relay's machine, as programs that meet at 127.0.0.1 must be; where the relay allows no socket there,
    /// both on one host.
    Together,
}

impl Lab {
    /// The host on which a pane's program makes a socket; `None` on the relay's machine.
    #[must_use]
    pub fn program_host(&self, side: Role) -> Option<HostName> {
        let view = self.network.view()?;
        let machine = match &self.relay {
            Phase::Ready(welcome) => match welcome.networks {
                NetworkState::Offered(offer) => offer.machine,
                _ => true,
            },
            _ => true,
        };
        let name = match (self.halves, side) {
            (Halves::Together, _) if machine => return None,
            (Halves::Apart, Role::Client) => HostName::client(),
            (Halves::Together, _) | (Halves::Apart, Role::Server) => HostName::server(),
        };
        let running = view.hosts.iter().filter(|host| host.ended.is_none());
        let own = running.clone().find(|host| host.name == name);
        own.or_else(|| running.clone().next()).map(|host| host.name.clone())
    }

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

#[cfg(test)]
mod tests {
    use lab_shared::call::Micros;
    use lab_shared::network::{HostView, NetworkNotice, NetworkReport, NetworkView};

    use super::*;
    use crate::lab::state::{LabCommand, LabEvent};
    use crate::link::state::Output;
    use crate::testing::test_lab::TestLab;

    fn network() -> NetworkReport {
        let host = |name| HostView {
            name,
            v4: String::new(),
            v6: String::new(),
            enter: String::new(),
            ended: None,
        };
        let view = NetworkView {
            hosts: vec![host(HostName::server()), host(HostName::client())],
            cables: vec![],
            mtu: 1500,
            published: vec![],
            code: None,
            pages: 1,
        };
        NetworkReport { at: Micros(0), news: NetworkNotice::Changed(Box::new(view)) }
    }

    #[test]
    fn programs_are_on_two_hosts_unless_they_meet_on_the_machine() {
        let mut test = TestLab::begun(None);
        assert_eq!(test.lab.program_host(Role::Client), None, "there is no network");
        test.told(LabEvent::Relay(Output::Network(network()), Micros(1)));
        assert_eq!(test.lab.program_host(Role::Server), Some(HostName::server()));
        assert_eq!(test.lab.program_host(Role::Client), Some(HostName::client()));
        test.does(LabCommand::Halves(Halves::Together));
        assert_eq!(test.lab.program_host(Role::Client), None);
    }
}
