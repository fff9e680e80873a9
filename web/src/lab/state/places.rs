//! Where sockets can be made: on the relay's machine, and on the hosts of the page's network.

use lab_shared::network::HostName;
use lab_shared::trace::Role;

use super::Lab;
use super::host_choice::HostChoice;

/// Where sockets can be made now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// Whether on the relay's machine.
    pub machine: bool,
    /// The hosts that run, in the order of their addresses.
    pub hosts: Vec<HostName>,
}

impl Default for Places {
    fn default() -> Self {
        Self { machine: true, hosts: Vec::new() }
    }
}

impl Places {
    /// Whether no socket can be made anywhere.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        !self.machine && self.hosts.is_empty()
    }

    /// What a person can choose.
    #[must_use]
    pub fn offered(&self) -> Vec<HostChoice> {
        let hosts = self.hosts.iter().cloned().map(HostChoice::Host);
        hosts.chain(self.machine.then_some(HostChoice::Machine)).collect()
    }

    /// The host that a choice means for one who plays this side; `None` is the relay's machine, where a side
    /// has no host of its own as long as there is the machine.
    #[must_use]
    pub fn host(&self, choice: &HostChoice, side: Role) -> Option<HostName> {
        match choice {
            HostChoice::Host(name) if self.hosts.contains(name) => Some(name.clone()),
            _ if self.machine => None,
            _ => self.host_of(side),
        }
    }

    /// The host of a side: that of its name, else the first is the server's and the second the client's.
    #[must_use]
    pub fn host_of(&self, side: Role) -> Option<HostName> {
        let (name, place) = match side {
            Role::Server => (HostName::server(), 0),
            Role::Client => (HostName::client(), 1),
        };
        let named = self.hosts.iter().find(|host| **host == name);
        named.or_else(|| self.hosts.get(place)).or_else(|| self.hosts.first()).cloned()
    }

    /// Where a server on this host listens unless a person says otherwise: a host at all of its addresses, the
    /// machine at those that only it reaches.
    #[must_use]
    pub fn listens_at(on: Option<&HostName>) -> &'static str {
        if on.is_some() { "0.0.0.0" } else { LOOPBACK }
    }

    /// Where a client on this host goes unless a person says otherwise: to the server's host by its name.
    #[must_use]
    pub fn goes_to(&self, on: Option<&HostName>) -> String {
        let server = on.and_then(|_| self.host_of(Role::Server));
        server.map_or_else(|| LOOPBACK.to_owned(), String::from)
    }
}

/// Where servers and clients of the machine meet.
pub(crate) const LOOPBACK: &str = "127.0.0.1";

impl Lab {
    /// Where sockets can be made now.
    #[must_use]
    pub fn places(&self) -> Places {
        let hosts = self.network.view().map_or(&[][..], |view| &view.hosts);
        let running = hosts.iter().filter(|host| host.ended.is_none());
        let hosts = running.map(|host| host.name.clone()).collect();
        Places { machine: self.has_machine(), hosts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(machine: bool, hosts: &[&str]) -> Places {
        let hosts = hosts.iter().map(|name| HostName::new(*name).unwrap()).collect();
        Places { machine, hosts }
    }

    #[test]
    fn without_a_choice_the_machine_is_taken_where_there_is_one_else_the_host_of_the_side() {
        let host = |places: &Places, side| places.host(&HostChoice::BySide, side);
        let both = places(true, &["server", "client"]);
        assert_eq!((host(&both, Role::Server), host(&both, Role::Client)), (None, None));
        let own = places(false, &["client", "server"]);
        assert_eq!(host(&own, Role::Server), Some(HostName::server()));
        assert_eq!(host(&own, Role::Client), Some(HostName::client()));
        let named = places(false, &["alpha", "beta", "gamma"]);
        assert_eq!(host(&named, Role::Server).unwrap().as_str(), "alpha");
        assert_eq!(host(&named, Role::Client).unwrap().as_str(), "beta");
        assert_eq!(host(&places(false, &["alpha"]), Role::Client).unwrap().as_str(), "alpha");
        assert_eq!(host(&places(false, &[]), Role::Client), None);
    }

    #[test]
    fn a_chosen_host_that_has_ended_and_a_machine_that_is_not_offered_are_not_taken() {
        let own = places(false, &["server", "client"]);
        let gone = HostChoice::Host(HostName::new("gone").unwrap());
        assert_eq!(own.host(&gone, Role::Client), Some(HostName::client()));
        assert_eq!(own.host(&HostChoice::Machine, Role::Client), Some(HostName::client()));
        let chosen = HostChoice::Host(HostName::server());
        assert_eq!(own.host(&chosen, Role::Client), Some(HostName::server()));
        assert_eq!(places(true, &["client"]).host(&gone, Role::Client), None);
        assert!(places(false, &[]).is_empty() && !places(true, &[]).is_empty());
    }

    #[test]
    fn addresses_follow_the_host() {
        let own = places(false, &["server", "client"]);
        let client = HostName::client();
        assert_eq!(
            (Places::listens_at(None), Places::listens_at(Some(&client))),
            (LOOPBACK, "0.0.0.0")
        );
        assert_eq!(
            (own.goes_to(None), own.goes_to(Some(&client))),
            (LOOPBACK.into(), "server".into())
        );
    }
}
