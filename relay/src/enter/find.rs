//! Which hosts run on this machine for this user. Their processes say it themselves, so no register can be out of date.

use std::fmt;
use std::net::Ipv4Addr;

use anyhow::{Context as _, Result, bail};
use lab_shared::network::{HostName, address};

use crate::network::host::SUBCOMMAND;
use crate::socket::running_processes;

/// A host's process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RunningHost {
    /// Its number.
    pub(super) process: u32,
    /// The host's name.
    pub(super) name: HostName,
    /// What tells its network from others.
    pub(super) network: String,
    /// The host's number, of which its addresses are made.
    pub(super) number: u8,
}

impl RunningHost {
    /// What the arguments of a process say, if it is a host.
    fn read(process: u32, arguments: &[u8]) -> Option<Self> {
        let mut words = arguments.split(|byte| *byte == 0).map(|word| str::from_utf8(word).ok());
        let (_program, subcommand) = (words.next()?, words.next()??);
        let (place, number) = (words.next()??, words.next()??);
        let (name, network) = place.split_once('@')?;
        (subcommand == SUBCOMMAND).then_some(())?;
        Some(Self {
            process,
            name: HostName::new(name).ok()?,
            network: network.into(),
            number: number.parse().ok()?,
        })
    }

    /// The host's IPv4 address.
    pub(super) fn v4(&self) -> Ipv4Addr {
        address::v4(self.number)
    }
}

/// As `socket-lab enter` takes it.
impl fmt::Display for RunningHost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.name, self.network)
    }
}

/// The hosts of this user's relays, in the order of their networks.
///
/// # Errors
/// The machine does not tell which processes there are.
pub(super) fn running() -> Result<Vec<RunningHost>> {
    let processes =
        running_processes().context("this machine does not tell which processes run")?;
    let hosts = processes.iter().filter_map(|(number, words)| RunningHost::read(*number, words));
    let mut hosts: Vec<_> = hosts.collect();
    hosts.sort_by(|a, b| (&a.network, a.number).cmp(&(&b.network, b.number)));
    Ok(hosts)
}

/// Whether the process is that host still, and not another one that was given its number.
pub(super) fn is_still(host: &RunningHost) -> bool {
    running().is_ok_and(|hosts| hosts.contains(host))
}

/// The host that a person means by its full name, or by a name that only one network has.
///
/// # Errors
/// There is none, or several.
pub(super) fn choose<'a>(running: &'a [RunningHost], wanted: &str) -> Result<&'a RunningHost> {
    let meant: Vec<_> = running
        .iter()
        .filter(|host| host.to_string() == wanted || host.name.as_str() == wanted)
        .collect();
    let list = |hosts: &[&RunningHost]| {
        hosts.iter().map(|host| format!("\n  socket-lab enter {host}")).collect::<String>()
    };
    match meant.as_slice() {
        [one] => Ok(one),
        [] if running.is_empty() => bail!(
            "no host runs on this machine for this user. Open a network in the page first; if the relay runs as \
             another user, enter as that one, with sudo -u"
        ),
        [] => {
            let all: Vec<_> = running.iter().collect();
            bail!("there is no host {wanted:?}; it may have ended. These run:{}", list(&all))
        }
        several => bail!("several networks have a host {wanted:?}; choose one:{}", list(several)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(place: &str, number: u8) -> RunningHost {
        let arguments = format!("/usr/bin/socket-lab\0{SUBCOMMAND}\0{place}\0{number}\0");
        RunningHost::read(7, arguments.as_bytes()).unwrap()
    }

    #[test]
    fn a_host_is_known_by_its_processs_arguments() {
        let server = host("server@abc", 1);
        assert_eq!((server.to_string().as_str(), server.number), ("server@abc", 1));
        assert_eq!(server.v4(), Ipv4Addr::new(10, 0, 0, 1));
        for arguments in
            ["", "socket-lab\0", "socket-lab\0chat\0server@abc\x001\0", "nc\0server\x009999\0"]
        {
            assert_eq!(RunningHost::read(7, arguments.as_bytes()), None, "{arguments:?}");
        }
    }

    #[test]
    fn a_name_is_enough_where_only_one_network_has_it() {
        let running = [host("server@abc", 1), host("client@abc", 2), host("server@xyz", 1)];
        assert_eq!(choose(&running, "server@xyz").unwrap(), &running[2]);
        assert_eq!(choose(&running, "client").unwrap(), &running[1]);
        let several = choose(&running, "server").unwrap_err().to_string();
        assert!(several.contains("socket-lab enter server@abc\n"), "{several}");
        assert!(several.ends_with("socket-lab enter server@xyz"), "{several}");
        let none = choose(&running, "router").unwrap_err().to_string();
        assert!(none.contains("no host \"router\"") && none.contains("client@abc"), "{none}");
        assert!(choose(&[], "server").unwrap_err().to_string().contains("sudo -u"));
    }
}
