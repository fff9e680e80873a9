//! Which networks pages have: the machine's, their own, or both. Decided when the relay starts.

use std::fs;
use std::io;

use anyhow::{Result, bail};
use clap::ValueEnum;
use lab_shared::call::Rule;
use lab_shared::network::{NetworkDenial, NetworkLimits, NetworkOffer, NetworkState};

/// Which networks pages have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PageNetwork {
    /// The machine's alone.
    Machine,
    /// Each page's own alone; where the machine denies networks, the relay does not start.
    Own,
    /// Each page's own alone, but the machine's where it denies networks.
    OwnOrMachine,
    /// The machine's, and one of its own for a page that opens it.
    Both,
}

impl PageNetwork {
    /// Whether pages may have networks of their own, if the machine permits.
    pub(crate) fn offers_own(self) -> bool {
        self != Self::Machine
    }
}

/// What the relay's owner asked for, as far as the machine permits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NetworkAccess(NetworkState);

impl NetworkAccess {
    /// Decides, where the machine's `denial` of networks is known. Logs a denial once, with the remedy.
    ///
    /// # Errors
    /// The pages would have no network at all.
    pub(crate) fn new(
        wanted: PageNetwork,
        denial: Option<NetworkDenial>,
        limits: NetworkLimits,
    ) -> Result<Self> {
        let offered =
            |machine, own| Ok(Self(NetworkState::Offered(NetworkOffer { machine, own, limits })));
        match (wanted, denial) {
            (PageNetwork::Machine, _) => Ok(Self(NetworkState::Denied(NetworkDenial::Owner))),
            (PageNetwork::Own, Some(denial)) => bail!(
                "pages are to have networks of their own and nothing else, and this machine has none to offer: {}. \
                 Or let pages use this machine's network, with --page-network own-or-machine.",
                remedy(denial)
            ),
            (PageNetwork::OwnOrMachine | PageNetwork::Both, Some(denial)) => {
                tracing::warn!("pages have no networks of their own: {}", remedy(denial));
                Ok(Self(NetworkState::Denied(denial)))
            }
            (PageNetwork::Own | PageNetwork::OwnOrMachine, None) => offered(false, true),
            (PageNetwork::Both, None) => offered(true, false),
        }
    }

    /// What pages are told.
    pub(crate) fn state(self) -> NetworkState {
        self.0
    }

    /// Whether pages may use the machine's network.
    pub(crate) fn machine(self) -> Result<(), Rule> {
        match self.0 {
            NetworkState::Offered(NetworkOffer { machine: false, .. }) => Err(Rule::MachineNetwork),
            _ => Ok(()),
        }
    }

    /// How much of a network of its own a page may have.
    pub(crate) fn own(self) -> Result<NetworkLimits, Rule> {
        match self.0 {
            NetworkState::Offered(offer) => Ok(offer.limits),
            _ => Err(Rule::OwnNetwork),
        }
    }
}

/// What failed when a host was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FailedStep {
    /// Its user namespace, or the network namespace within.
    Namespaces,
    /// Its interface.
    Tun,
}

/// Why a machine on which that failed with this error has no networks.
pub(crate) fn diagnose(step: FailedStep, error: &io::Error) -> NetworkDenial {
    Machine::read().denial(step, error.raw_os_error())
}

/// What a machine has that denies namespaces.
#[derive(Debug, Clone, Copy, Default)]
struct Machine {
    /// A sysctl that permits none.
    sysctl: bool,
    /// A seccomp filter around this process.
    seccomp: bool,
    /// Ubuntu's restriction of user namespaces.
    apparmor: bool,
}

impl Machine {
    fn read() -> Self {
        let is = |path: &str, value: &str| {
            fs::read_to_string(path).is_ok_and(|text| text.trim_ascii() == value)
        };
        let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
        // proc_pid_status(5): 2 is SECCOMP_MODE_FILTER.
        let filtered =
            |line: &str| line.strip_prefix("Seccomp:").is_some_and(|mode| mode.trim() == "2");
        Self {
            sysctl: is("/proc/sys/user/max_user_namespaces", "0")
                || is("/proc/sys/user/max_net_namespaces", "0")
                || is("/proc/sys/kernel/unprivileged_userns_clone", "0"),
            seccomp: status.lines().any(filtered),
            apparmor: is("/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1"),
        }
    }

    /// A container on Ubuntu has both a filter and the restriction, and the filter is what denies there.
    fn denial(self, step: FailedStep, errno: Option<i32>) -> NetworkDenial {
        let refused = matches!(errno, Some(EPERM | EACCES));
        match step {
            FailedStep::Tun if refused && self.apparmor && !self.seccomp => NetworkDenial::AppArmor,
            FailedStep::Tun => NetworkDenial::Tun,
            // user_namespaces(7): ENOSPC is a limit that is reached.
            FailedStep::Namespaces if self.sysctl || errno == Some(ENOSPC) => NetworkDenial::Sysctl,
            FailedStep::Namespaces if self.seccomp => NetworkDenial::Container,
            FailedStep::Namespaces if self.apparmor => NetworkDenial::AppArmor,
            FailedStep::Namespaces => NetworkDenial::Namespaces,
        }
    }
}

const EPERM: i32 = 1;
const EACCES: i32 = 13;
const ENOSPC: i32 = 28;

/// Why there are no networks, and what the owner does about it.
fn remedy(denial: NetworkDenial) -> &'static str {
    match denial {
        NetworkDenial::System => "they need Linux",
        NetworkDenial::Container => {
            "a seccomp filter denies user namespaces, as that of a container does. With Docker, give the container \
             --security-opt seccomp=unconfined --device /dev/net/tun; compose and Kubernetes have the same in \
             deploy/networks.compose.yaml and deploy/networks.kubernetes.yaml"
        }
        NetworkDenial::AppArmor => {
            "AppArmor denies user namespaces, as Ubuntu has it do since 24.04. Allow them to socket-lab with the \
             profile in docs/deployment.md, or to all programs with: \
             sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0"
        }
        NetworkDenial::Sysctl => {
            "a sysctl permits no further user or network namespaces. Allow some with: \
             sudo sysctl user.max_user_namespaces=10000 user.max_net_namespaces=10000; \
             an older Debian also needs kernel.unprivileged_userns_clone=1"
        }
        NetworkDenial::Namespaces => {
            "the system denies user namespaces, or network namespaces within them. See docs/deployment.md"
        }
        NetworkDenial::Tun => {
            "/dev/net/tun cannot be used. Where it is missing: sudo modprobe tun, or in a container --device /dev/net/tun; \
             where only root may open it: sudo chmod 666 /dev/net/tun"
        }
        NetworkDenial::Owner => "the owner denies them",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: NetworkLimits = NetworkLimits { hosts: 1, packets: 2, bytes: 3, published: 4 };

    fn access(wanted: PageNetwork, denial: Option<NetworkDenial>) -> NetworkAccess {
        NetworkAccess::new(wanted, denial, LIMITS).unwrap()
    }

    #[test]
    fn a_page_has_the_networks_that_the_owner_chose() {
        let offered =
            |machine, own| NetworkState::Offered(NetworkOffer { machine, own, limits: LIMITS });
        for (wanted, state) in [
            (PageNetwork::Machine, NetworkState::Denied(NetworkDenial::Owner)),
            (PageNetwork::Own, offered(false, true)),
            (PageNetwork::OwnOrMachine, offered(false, true)),
            (PageNetwork::Both, offered(true, false)),
        ] {
            let access = access(wanted, None);
            assert_eq!(access.state(), state, "{wanted:?}");
            let machine = matches!(wanted, PageNetwork::Machine | PageNetwork::Both);
            assert_eq!(access.machine().is_ok(), machine, "{wanted:?}");
            assert_eq!(access.own().is_ok(), wanted.offers_own(), "{wanted:?}");
        }
    }

    #[test]
    fn where_the_machine_denies_networks_pages_use_its_own_or_the_relay_does_not_start() {
        for wanted in [PageNetwork::OwnOrMachine, PageNetwork::Both] {
            let access = access(wanted, Some(NetworkDenial::Tun));
            assert_eq!(access.state(), NetworkState::Denied(NetworkDenial::Tun));
            assert_eq!(access.machine(), Ok(()));
            assert_eq!(access.own(), Err(Rule::OwnNetwork));
        }
        let error = NetworkAccess::new(PageNetwork::Own, Some(NetworkDenial::Sysctl), LIMITS);
        let error = error.unwrap_err().to_string();
        assert!(error.contains("user.max_user_namespaces"), "{error}");
        assert!(error.contains("--page-network own-or-machine"), "{error}");
    }

    #[test]
    fn the_reason_is_the_one_whose_remedy_helps() {
        let none = Machine::default();
        let (sysctl, seccomp, apparmor) = (
            Machine { sysctl: true, ..none },
            Machine { seccomp: true, ..none },
            Machine { apparmor: true, ..none },
        );
        let both = Machine { seccomp: true, apparmor: true, ..none };
        use FailedStep::{Namespaces, Tun};
        for (machine, step, errno, denial) in [
            (sysctl, Namespaces, ENOSPC, NetworkDenial::Sysctl),
            (sysctl, Namespaces, EPERM, NetworkDenial::Sysctl),
            (none, Namespaces, ENOSPC, NetworkDenial::Sysctl),
            (seccomp, Namespaces, EPERM, NetworkDenial::Container),
            (both, Namespaces, EPERM, NetworkDenial::Container),
            (apparmor, Namespaces, EACCES, NetworkDenial::AppArmor),
            (apparmor, Tun, EPERM, NetworkDenial::AppArmor),
            (both, Tun, EPERM, NetworkDenial::Tun),
            (none, Tun, 2, NetworkDenial::Tun),
            (none, Namespaces, EPERM, NetworkDenial::Namespaces),
        ] {
            assert_eq!(machine.denial(step, Some(errno)), denial, "{machine:?} {step:?} {errno}");
        }
    }
}
