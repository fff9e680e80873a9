//! Where the next socket is made: on the relay's machine, or on a host of the page's network.

use lab_shared::network::{HostName, NetworkState};
use lab_shared::trace::Role;

use super::Lab;

/// What a person has chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum HostChoice {
    /// On the host of the side that the person plays: on the Bench as soon as there is a network, in other places
    /// where the relay does not offer its machine.
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
    /// Whether sockets can be made on the relay's machine.
    #[must_use]
    pub fn has_machine(&self) -> bool {
        let networks = self.relay.welcome().map(|welcome| welcome.networks);
        !matches!(networks, Some(NetworkState::Offered(offer)) if !offer.machine)
    }

    /// The host on which a pane's program makes a socket; `None` on the relay's machine.
    #[must_use]
    pub fn program_host(&self, side: Role) -> Option<HostName> {
        let places = self.places();
        match self.halves {
            Halves::Together if places.machine => None,
            Halves::Together => places.host_of(Role::Server),
            Halves::Apart => places.host_of(side),
        }
    }

    /// The host on which the next socket is made; `None` on the relay's machine.
    #[must_use]
    pub fn next_host(&self) -> Option<HostName> {
        let places = self.places();
        match &self.host_choice {
            HostChoice::Machine if places.machine => None,
            HostChoice::Host(name) if places.hosts.contains(name) => Some(name.clone()),
            _ => places.host_of(self.role.unwrap_or(Role::Server)),
        }
    }
}

#[cfg(test)]
mod tests {
    use lab_shared::call::Micros;
    use lab_shared::network::{
        HostView, NetworkLimits, NetworkNotice, NetworkOffer, NetworkReport, NetworkView,
    };
    use lab_shared::wire::Welcome;
    use std::rc::Rc;

    use super::*;
    use crate::lab::state::{LabCommand, LabEvent};
    use crate::link::state::{Output, Phase};
    use crate::testing::test_lab::{TestLab, welcome};

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

    #[test]
    fn the_machine_that_was_chosen_is_not_asked_where_a_relay_has_none_to_offer() {
        let mut test = TestLab::begun(Some(Role::Client));
        test.told(LabEvent::Relay(Output::Network(network()), Micros(1)));
        assert_eq!(test.lab.next_host(), Some(HostName::client()));
        test.does(LabCommand::Host(HostChoice::Machine));
        assert_eq!(test.lab.next_host(), None);
        let limits = NetworkLimits { hosts: 2, packets: 1, bytes: 1, published: 0 };
        let networks = NetworkState::Offered(NetworkOffer { machine: false, own: true, limits });
        test.told(LabEvent::Phase(Phase::Ready(Rc::new(Welcome { networks, ..welcome() }))));
        test.told(LabEvent::Relay(Output::Network(network()), Micros(2)));
        assert_eq!(test.lab.next_host(), Some(HostName::client()));
        test.does(LabCommand::Halves(Halves::Together));
        assert_eq!(test.lab.program_host(Role::Client), Some(HostName::server()));
    }
}
