//! Which addresses lab sockets may bind and connect to. The relay's own are never among them.

mod binding;
mod capture;
mod interfaces;
mod networks;
mod preset;
mod publish;
mod rule;
mod unix;

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use lab_shared::call::{Failure, Rule, SocketType};
use lab_shared::errno::Errno;

use crate::socket::{failed, is_of_another_machine};
pub(crate) use binding::Binding;
pub(crate) use capture::CaptureAccess;
pub(crate) use interfaces::is_group;
pub use networks::PageNetwork;
pub(crate) use networks::{FailedStep, NetworkAccess, diagnose};
pub use preset::{Preset, Reach};
pub use rule::{AddressRule, AddressRuleError};
pub(crate) use unix::{UnixDirectory, UnixNames};

/// The addresses that reach a socket bound to a wildcard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// All of the machine's.
    Everywhere,
    /// Those of loopback: the socket takes packets from no other interface.
    Loopback,
}

impl Extent {
    /// The addresses of the family of `ip`.
    fn of_family(self, ip: IpAddr) -> IpNet {
        if ip.is_ipv4() { self.v4() } else { self.v6() }
    }

    fn v4(self) -> IpNet {
        match self {
            Self::Everywhere => Ipv4Net::new_assert(Ipv4Addr::UNSPECIFIED, 0).into(),
            Self::Loopback => Ipv4Net::new_assert(Ipv4Addr::new(127, 0, 0, 0), 8).into(),
        }
    }

    fn v6(self) -> IpNet {
        match self {
            Self::Everywhere => Ipv6Net::new_assert(Ipv6Addr::UNSPECIFIED, 0).into(),
            Self::Loopback => Ipv6Net::new_assert(Ipv6Addr::LOCALHOST, 128).into(),
        }
    }
}

/// The rules of one relay.
#[derive(Debug)]
pub(crate) struct Policy {
    reach: Reach,
    publish: Vec<AddressRule>,
    listening: Vec<SocketAddr>,
}

impl Policy {
    /// The owner's rules, for a relay that itself listens at `listening`.
    pub(crate) fn new(reach: Reach, listening: Vec<SocketAddr>) -> Self {
        Self { reach, publish: Vec::new(), listening }
    }

    /// Whether a socket may be bound there. A wildcard stands for every address of its family that
    /// `extent` has, and an IPv6 one (`dual`) for IPv4's too unless IPV6_V6ONLY is set.
    pub(crate) fn may_bind(
        &self,
        address: SocketAddr,
        kind: SocketType,
        dual: bool,
        extent: Extent,
    ) -> Result<(), Rule> {
        let ip = address.ip().to_canonical();
        let port = address.port();
        // Bound beside the relay with SO_REUSEPORT, a socket would get some of its visitors.
        if self.is_own(ip, port, kind) {
            return Err(Rule::OwnPort);
        }
        let allowed = if ip.is_unspecified() {
            let all =
                |network| self.reach.bind.iter().any(|rule| rule.covers_all_of(network, port));
            let (v4, v6) = (ip.is_ipv4() || dual, ip.is_ipv6());
            (!v4 || all(extent.v4())) && (!v6 || all(extent.v6()))
        } else {
            self.reach.bind.iter().any(|rule| rule.covers(ip, port))
        };
        if allowed { Ok(()) } else { Err(Rule::AllowBind) }
    }

    /// Whether a datagram socket may be bound to a multicast group. Kept to loopback, it receives
    /// what any address there may send.
    pub(crate) fn may_bind_to_group(&self, group: SocketAddr, extent: Extent) -> Result<(), Rule> {
        let judged = self.may_bind(group, SocketType::Dgram, false, extent);
        let loopback = extent.of_family(group.ip().to_canonical());
        let covers = |rule: &AddressRule| rule.covers_all_of(loopback, group.port());
        let stays = extent == Extent::Loopback && self.reach.bind.iter().any(covers);
        if judged == Err(Rule::AllowBind) && stays { Ok(()) } else { judged }
    }

    /// Whether a socket may join a multicast group on the interfaces of `extent`. The port is that of
    /// the bind, so the rules for any port will do.
    pub(crate) fn may_join(&self, group: IpAddr, extent: Extent) -> bool {
        self.reach.bind.iter().any(|rule| {
            rule.covers_on_some_port(group.into())
                || (extent == Extent::Loopback && rule.covers_on_some_port(extent.of_family(group)))
        })
    }

    /// Whether a socket that is kept to loopback may send to a multicast group there: to whoever of
    /// this machine has joined it.
    pub(crate) fn may_send_to_group(&self, group: SocketAddr) -> Result<(), Rule> {
        let loopback = Extent::Loopback.of_family(group.ip().to_canonical());
        let covers = |rule: &AddressRule| rule.covers_all_of(loopback, group.port());
        let allowed = self.reach.connect.iter().any(covers);
        if allowed { Ok(()) } else { Err(Rule::AllowConnect) }
    }

    /// Whether some rule lets sockets connect or send beyond this machine.
    pub(crate) fn may_send_beyond(&self) -> bool {
        !self.reach.connect.iter().all(AddressRule::is_loopback)
    }

    /// Whether a socket may connect or send there.
    pub(crate) fn may_connect(&self, address: SocketAddr, kind: SocketType) -> Result<(), Rule> {
        let port = address.port();
        let ip = match address.ip().to_canonical() {
            // Linux takes the unspecified address of a peer for its own loopback.
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        if self.is_own(ip, port, kind) {
            return Err(Rule::OwnPort);
        }
        let allowed = self.reach.connect.iter().any(|rule| rule.covers(ip, port));
        if allowed { Ok(()) } else { Err(Rule::AllowConnect) }
    }

    /// Whether lab sockets stay on this machine.
    pub(crate) fn is_loopback_only(&self) -> bool {
        self.reach.bind.iter().chain(&self.reach.connect).all(AddressRule::is_loopback)
    }

    /// What `bind` may use, as the owner wrote it.
    pub(crate) fn bind_rules(&self) -> Vec<String> {
        self.reach.bind.iter().map(ToString::to_string).collect()
    }

    /// What `connect` and `sendto` may reach, as the owner wrote it.
    pub(crate) fn connect_rules(&self) -> Vec<String> {
        self.reach.connect.iter().map(ToString::to_string).collect()
    }

    /// Whether that is the relay itself. Where the relay listens on every interface, any address
    /// may be its own. It has no UDP ports: those with the same numbers are anybody's.
    fn is_own(&self, ip: IpAddr, port: u16, kind: SocketType) -> bool {
        if kind == SocketType::Dgram {
            return false;
        }
        let near = ip.is_loopback() || ip.is_unspecified();
        self.listening.iter().any(|listener| {
            let own = listener.ip().to_canonical();
            port == listener.port() && (own.is_unspecified() || own == ip || near)
        })
    }
}

/// Why an address cannot be bound. An address of another machine opens nothing, so the rules have no
/// say: the kernel's error is the answer.
pub(crate) fn not_bound(rule: Rule, address: SocketAddr) -> Failure {
    if matches!(rule, Rule::AllowBind | Rule::AllowPublish) && is_of_another_machine(address) {
        return failed(Errno::Eaddrnotavail);
    }
    Failure::refused(rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(reach: Reach) -> Policy {
        Policy::new(reach, vec!["127.0.0.1:7070".parse().unwrap()])
    }

    fn policy(bind: &[&str], connect: &[&str]) -> Policy {
        let rules = |texts: &[&str]| texts.iter().map(|text| text.parse().unwrap()).collect();
        of(Reach { bind: rules(bind), connect: rules(connect) })
    }

    fn by_default() -> Policy {
        of(Preset::Local.reach())
    }

    fn bind(policy: &Policy, address: &str) -> Result<(), Rule> {
        policy.may_bind(address.parse().unwrap(), SocketType::Stream, true, Extent::Everywhere)
    }

    fn connect(policy: &Policy, address: &str) -> Result<(), Rule> {
        policy.may_connect(address.parse().unwrap(), SocketType::Stream)
    }

    #[test]
    fn by_default_only_loopback_is_allowed() {
        let policy = by_default();
        for address in ["127.0.0.1:0", "127.9.9.9:80", "[::1]:80", "[::ffff:127.0.0.1]:80"] {
            assert_eq!(bind(&policy, address), Ok(()), "{address}");
            assert_eq!(connect(&policy, address), Ok(()), "{address}");
        }
        for address in ["10.0.0.1:80", "[2001:db8::1]:80", "[::ffff:10.0.0.1]:80"] {
            assert_eq!(bind(&policy, address), Err(Rule::AllowBind), "{address}");
            assert_eq!(connect(&policy, address), Err(Rule::AllowConnect), "{address}");
        }
    }

    #[test]
    fn one_rule_beyond_loopback_is_enough_to_leave_it() {
        assert!(by_default().is_loopback_only());
        assert!(policy(&["127.0.0.1"], &["127.0.0.0/16:80", "::1"]).is_loopback_only());
        for wider in ["any", "10.0.0.0/8", "::/0", "126.0.0.0/7"] {
            assert!(!policy(&["127.0.0.0/8"], &[wider]).is_loopback_only(), "{wider}");
            assert!(!policy(&[wider], &[]).is_loopback_only(), "{wider}");
        }
    }

    #[test]
    fn a_wildcard_bind_needs_leave_for_every_address() {
        for address in ["0.0.0.0:80", "[::]:80", "[::ffff:0.0.0.0]:80"] {
            assert_eq!(bind(&by_default(), address), Err(Rule::AllowBind), "{address}");
            assert_eq!(bind(&policy(&["any"], &[]), address), Ok(()), "{address}");
        }
        let some = policy(&["0.0.0.0/1", "0.0.0.0/8"], &[]);
        assert_eq!(bind(&some, "0.0.0.0:80"), Err(Rule::AllowBind));
    }

    #[test]
    fn an_ipv6_wildcard_stands_for_ipv4_too_unless_v6_only() {
        let v6 = policy(&["::/0"], &[]);
        let wildcard = "[::]:80".parse().unwrap();
        assert_eq!(
            v6.may_bind(wildcard, SocketType::Stream, true, Extent::Everywhere),
            Err(Rule::AllowBind)
        );
        assert_eq!(v6.may_bind(wildcard, SocketType::Stream, false, Extent::Everywhere), Ok(()));
    }

    #[test]
    fn a_wildcard_kept_to_loopback_needs_leave_for_all_of_loopback() {
        let kept = |bind: &[&str], address: &str, dual| {
            policy(bind, &[]).may_bind(
                address.parse().unwrap(),
                SocketType::Stream,
                dual,
                Extent::Loopback,
            )
        };
        let refused = Err(Rule::AllowBind);
        let (v4, v6) = ("127.0.0.0/8", "::1");
        assert_eq!(kept(&[v4, v6], "0.0.0.0:0", true), Ok(()));
        assert_eq!(kept(&[v4, v6], "[::]:0", true), Ok(()));
        assert_eq!(kept(&[v4], "0.0.0.0:0", true), Ok(()));
        assert_eq!(kept(&[v6], "[::]:0", false), Ok(()));
        assert_eq!(kept(&[v6], "[::]:0", true), refused, "IPv4's loopback reaches it too");
        assert_eq!(kept(&["127.0.0.1"], "0.0.0.0:0", true), refused, "127.0.0.2 reaches it too");
        assert_eq!(kept(&["127.0.0.0/8:8000-9000"], "0.0.0.0:0", true), refused);
        assert_eq!(kept(&[], "0.0.0.0:0", true), refused);
    }

    #[test]
    fn a_group_kept_to_loopback_needs_leave_for_all_of_loopback_or_for_the_group() {
        let (v4, v6) = ("239.1.2.3:5000", "[ff15::1]:5000");
        for (bind, group, kept, everywhere) in [
            (&["127.0.0.0/8", "::1"][..], v4, true, false),
            (&["127.0.0.0/8", "::1"], v6, true, false),
            (&["127.0.0.0/8"], v6, false, false),
            (&["127.0.0.1"], v4, false, false),
            (&["239.0.0.0/8"], v4, true, true),
            (&["any"], v6, true, true),
            (&[], v4, false, false),
        ] {
            let policy = policy(bind, &[]);
            let group: SocketAddr = group.parse().unwrap();
            for (extent, allowed) in [(Extent::Loopback, kept), (Extent::Everywhere, everywhere)] {
                let bound = policy.may_bind_to_group(group, extent).is_ok();
                assert_eq!(bound, allowed, "{bind:?}: bind to {group} {extent:?}");
                let joined = policy.may_join(group.ip(), extent);
                assert_eq!(joined, allowed, "{bind:?}: join {group} {extent:?}");
            }
        }
    }

    #[test]
    fn connecting_to_the_unspecified_address_is_connecting_to_loopback() {
        assert_eq!(connect(&by_default(), "0.0.0.0:80"), Ok(()));
        assert_eq!(connect(&by_default(), "[::]:80"), Ok(()));
        assert_eq!(connect(&policy(&[], &["10.0.0.0/8"]), "0.0.0.0:80"), Err(Rule::AllowConnect));
    }

    #[test]
    fn the_relays_own_door_is_shut_whatever_is_allowed() {
        let policy = policy(&["any"], &["any"]);
        for address in ["127.0.0.1:7070", "0.0.0.0:7070", "[::1]:7070", "[::ffff:127.0.0.1]:7070"] {
            assert_eq!(bind(&policy, address), Err(Rule::OwnPort), "{address}");
            assert_eq!(connect(&policy, address), Err(Rule::OwnPort), "{address}");
        }
        assert_eq!(connect(&policy, "10.0.0.1:7070"), Ok(()), "another machine's port");
    }

    #[test]
    fn a_udp_port_with_the_number_of_the_relays_door_is_anybodys() {
        let policy = policy(&["any"], &["any"]);
        let door = "127.0.0.1:7070".parse().unwrap();
        assert_eq!(policy.may_bind(door, SocketType::Dgram, false, Extent::Everywhere), Ok(()));
        assert_eq!(policy.may_connect(door, SocketType::Dgram), Ok(()));
    }

    #[test]
    fn ports_outside_a_rules_range_are_refused_and_so_is_a_port_the_kernel_would_choose() {
        let policy = policy(&["127.0.0.0/8:8000-9000"], &["10.0.0.0/8:80"]);
        assert_eq!(bind(&policy, "127.0.0.1:8500"), Ok(()));
        assert_eq!(bind(&policy, "127.0.0.1:9001"), Err(Rule::AllowBind));
        assert_eq!(bind(&policy, "127.0.0.1:0"), Err(Rule::AllowBind));
        assert_eq!(connect(&policy, "10.1.2.3:80"), Ok(()));
        assert_eq!(connect(&policy, "10.1.2.3:81"), Err(Rule::AllowConnect));
    }

    #[test]
    fn the_door_of_the_metrics_is_shut_too() {
        let reach = Reach { bind: vec![AddressRule::any()], connect: vec![AddressRule::any()] };
        let listening =
            ["127.0.0.1:7070", "0.0.0.0:9464"].map(|listener| listener.parse().unwrap());
        let policy = Policy::new(reach, listening.into());
        for address in ["127.0.0.1:9464", "10.0.0.1:9464", "[::]:9464"] {
            assert_eq!(bind(&policy, address), Err(Rule::OwnPort), "{address}");
            assert_eq!(connect(&policy, address), Err(Rule::OwnPort), "{address}");
        }
        assert_eq!(connect(&policy, "127.0.0.1:9465"), Ok(()));
    }

    /// One address of every kind that a name or a person could lead to.
    const KINDS: [(&str, &str); 12] = [
        ("loopback", "127.0.0.1"),
        ("loopback", "::1"),
        ("loopback", "::ffff:127.0.0.1"),
        ("private", "10.1.2.3"),
        ("private", "::ffff:192.168.1.2"),
        ("private", "fd12::1"),
        ("link-local", "169.254.169.254"),
        ("link-local", "fe80::1"),
        ("multicast", "224.0.0.1"),
        ("multicast", "ff02::1"),
        ("public", "192.0.2.1"),
        ("public", "2001:db8::1"),
    ];

    #[test]
    fn each_preset_lets_clients_reach_these_kinds_of_addresses_and_no_others() {
        for (preset, reached) in [
            (Preset::Local, &["loopback"][..]),
            (Preset::Classroom, &["loopback", "private"]),
            (Preset::Container, &["loopback"]),
            (Preset::Public, &[]),
        ] {
            let policy = of(preset.reach());
            for (kind, ip) in KINDS {
                let address = SocketAddr::new(ip.parse().unwrap(), 50000);
                let allowed = policy.may_connect(address, SocketType::Stream);
                let expected =
                    if reached.contains(&kind) { Ok(()) } else { Err(Rule::AllowConnect) };
                assert_eq!(allowed, expected, "{preset:?}: {address}");
            }
        }
    }

    #[test]
    fn presets_that_open_every_interface_keep_to_the_ports_of_lab_programs() {
        for preset in [Preset::Classroom, Preset::Container] {
            let policy = of(preset.reach());
            for address in ["0.0.0.0:9999", "[::]:9999", "0.0.0.0:0", "192.168.1.2:1024"] {
                assert_eq!(bind(&policy, address), Ok(()), "{preset:?}: {address}");
            }
            for address in ["0.0.0.0:80", "[::]:22", "127.0.0.1:1023"] {
                assert_eq!(bind(&policy, address), Err(Rule::AllowBind), "{preset:?}: {address}");
            }
        }
        let classroom = of(Preset::Classroom.reach());
        assert_eq!(connect(&classroom, "192.168.1.1:22"), Err(Rule::AllowConnect));
    }
}
