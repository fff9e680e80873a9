//! Random call sequences, and after each call a look at where the kernel has the sockets: none has
//! an address that no rule of a small model allows.

use std::collections::HashMap;
use std::net::{IpAddr, TcpListener};
use std::thread;
use std::time::Duration;

use ipnet::IpNet;
use lab_shared::call::{
    Address, Family, How, MsgFlags, Op, OptionValue, Outcome, SocketId, SocketType,
};
use tokio::time::timeout;

use super::places::{Place, places};
use super::{MPTCP, Subject, Taken, UDP_LITE, address, sendto, start, v6_only};
use crate::common::{Chance, Page, TestRelay, rounds};

/// Sequences for each policy in an ordinary run.
const SEQUENCES: u64 = 10;

/// Sockets of a sequence, and calls.
const SOCKETS: u64 = 3;
const CALLS: u64 = 16;

/// How long the test waits for a call.
const A_WHILE: Duration = Duration::from_millis(100);

/// Linux's numbers of SOL_SOCKET, and of three of its options.
const SOL_SOCKET: i32 = 1;
const SO_REUSEADDR: i32 = 2;
const SO_REUSEPORT: i32 = 15;
const SO_BINDTODEVICE: i32 = 25;

/// Those of the option that joins a group.
const IPPROTO_IP: i32 = 0;
const IP_ADD_MEMBERSHIP: i32 = 35;

/// MSG_FASTOPEN, which the page does not offer.
const FASTOPEN: MsgFlags = MsgFlags(0x2000_0000);

/// A rule of `--allow-bind`: a network and its ports.
type Allowed = (&'static str, u16, u16);

const fn network(network: &'static str) -> Allowed {
    (network, 0, u16::MAX)
}

const POLICIES: &[&[Allowed]] = &[
    &[],
    &[network("127.0.0.0/8"), network("::1/128")],
    &[network("127.0.0.1/32")],
    &[network("127.0.0.0/8")],
    &[("127.0.0.0/8", 1024, u16::MAX)],
    &[network("::/0")],
    &[network("0.0.0.0/0"), network("::1/128")],
    &[network("0.0.0.0/0"), network("::/0")],
];

fn written(&(network, first, last): &Allowed) -> String {
    if network.contains(':') {
        format!("[{network}]:{first}-{last}")
    } else {
        format!("{network}:{first}-{last}")
    }
}

/// Whether some rule allows a socket's place: every address that reaches it, with its port or with
/// a port of the kernel's choice.
fn is_allowed(rules: &[Allowed], place: &Place) -> bool {
    let ip = place.local.ip().to_canonical();
    let (v4, v6) =
        if place.on_loopback { ("127.0.0.0/8", "::1/128") } else { ("0.0.0.0/0", "::/0") };
    let [v4, v6] = [v4, v6].map(|network| network.parse::<IpNet>().unwrap());
    let reached = match ip {
        // Whatever loopback's addresses send to a group there.
        IpAddr::V4(group) if group.is_multicast() && place.on_loopback => vec![v4],
        IpAddr::V6(group) if group.is_multicast() && place.on_loopback => vec![v6],
        ip if !ip.is_unspecified() => vec![ip.into()],
        IpAddr::V4(_) => vec![v4],
        IpAddr::V6(_) if place.v6_only => vec![v6],
        IpAddr::V6(_) => vec![v4, v6],
    };
    let covers = |net: &IpNet, &(network, first, last): &Allowed| {
        let ports = first..=last;
        network.parse::<IpNet>().unwrap().contains(net)
            && (ports.contains(&place.local.port()) || ports.contains(&0))
    };
    reached.iter().all(|net| rules.iter().any(|rule| covers(net, rule)))
}

/// Ports of loopback for the calls of a sequence.
struct Ports {
    taken: Taken,
    /// Where connections are accepted.
    open_v4: u16,
    open_v6: u16,
}

impl Ports {
    fn open() -> Self {
        Self { taken: Taken::open(), open_v4: accept_at("127.0.0.1"), open_v6: accept_at("::1") }
    }

    /// The port of this host where connections are accepted.
    fn accepting(&self, host: &str) -> u16 {
        let ip: IpAddr = host.parse().unwrap();
        if ip.to_canonical().is_ipv4() { self.open_v4 } else { self.open_v6 }
    }
}

/// A port of `host` where every connection is accepted, and closed when the next one comes.
fn accept_at(host: &str) -> u16 {
    let listener = TcpListener::bind((host, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        let mut newest = None;
        for connection in listener.incoming().map_while(Result::ok) {
            newest.replace(connection);
        }
    });
    port
}

/// Chooses the calls of a sequence.
struct Choice<'a> {
    chance: Chance,
    ports: &'a Ports,
}

impl Choice<'_> {
    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.chance.below(choices.len() as u64) as usize]
    }

    /// What makes a socket.
    fn kind(&mut self) -> (Family, SocketType, i32) {
        let (kind, proto) = self.of(&[
            (SocketType::Stream, 0),
            (SocketType::Stream, MPTCP),
            (SocketType::Dgram, 0),
            (SocketType::Dgram, UDP_LITE),
        ]);
        (self.of(&[Family::Inet, Family::Inet6]), kind, proto)
    }

    fn host(&mut self, family: Family) -> &'static str {
        match family {
            Family::Inet6 => self.of(&[
                "::1",
                "::1",
                "::",
                "::ffff:127.0.0.1",
                "::ffff:0.0.0.0",
                "ff15::7:8",
                "::ffff:239.192.7.8",
            ]),
            _ => self.of(&["127.0.0.1", "127.0.0.1", "127.0.0.2", "0.0.0.0", "239.192.7.8"]),
        }
    }

    /// An address to bind; `near` is a port of another socket's.
    fn own(&mut self, family: Family, near: u16) -> Address {
        let host = self.host(family);
        let taken = self.ports.taken.port(host);
        address(family, host, self.of(&[0, 0, taken, near]))
    }

    /// An address to reach.
    fn peer(&mut self, family: Family, near: u16) -> Address {
        let host = self.host(family);
        let (taken, open) = (self.ports.taken.port(host), self.ports.accepting(host));
        address(family, host, self.of(&[taken, taken, open, near]))
    }

    fn op(&mut self, family: Family, near: u16) -> Op {
        match self.chance.below(18) {
            0..3 => Op::Bind { address: self.own(family, near) },
            3..6 => Op::ConnectEx { address: self.peer(family, near) },
            6..9 => Op::Listen { backlog: None },
            9 => sendto(self.peer(family, near)),
            10 => Op::Sendto { flags: FASTOPEN, address: self.peer(family, near) },
            11 => Op::Send { flags: self.of(&[MsgFlags::NONE, MsgFlags::MORE]) },
            12 => Op::Shutdown { how: self.of(&How::ALL) },
            13 => v6_only(self.of(&[true, false])),
            14 => {
                let option = self.of(&[SO_REUSEADDR, SO_REUSEPORT]);
                Op::Setsockopt { level: SOL_SOCKET, option, value: OptionValue::Int(1) }
            }
            15 => {
                let device = self.of(&[&b"lo"[..], b"", b"eth0"]).to_vec();
                let value = OptionValue::Bytes(device);
                Op::Setsockopt { level: SOL_SOCKET, option: SO_BINDTODEVICE, value }
            }
            16 => {
                let interface = self.of(&[[127, 0, 0, 1], [0; 4], [192, 0, 2, 1]]);
                let value = OptionValue::Bytes([[239, 192, 7, 8], interface].concat());
                Op::Setsockopt { level: IPPROTO_IP, option: IP_ADD_MEMBERSHIP, value }
            }
            _ => Op::Settimeout { seconds: self.of(&[None, Some(0.0), Some(20.0)]) },
        }
    }
}

/// Makes a call, and cancels one that blocks. On Linux an IPv6 socket blocks for ever on a
/// connection to an IPv6 address after one to an IPv4 address has failed.
async fn make_or_cancel(page: &mut Page, socket: SocketId, op: Op) -> Outcome {
    let id = start(page, socket, op).await;
    match timeout(A_WHILE, page.wait(id)).await {
        Ok(returned) => returned.outcome,
        Err(_) => page.cancel(id).await,
    }
}

/// Makes one sequence of calls.
///
/// # Errors The calls up to the one after which a socket was at an address that no rule allows.
async fn run(page: &mut Page, mut choice: Choice<'_>, rules: &[Allowed]) -> Result<(), String> {
    let mut subjects = Vec::new();
    for _ in 0..SOCKETS {
        let (family, kind, proto) = choice.kind();
        subjects.extend(Subject::open(page, family, kind, proto).await);
    }
    let mut calls = String::new();
    let mut found: HashMap<u32, Place> = HashMap::new();
    for _ in 0..CALLS {
        let Subject { socket, family, .. } = choice.of(&subjects);
        let other = found.get(&choice.of(&subjects).inode);
        let near = other.map_or(0, |place| place.local.port());
        let op = choice.op(family, near);
        calls += &format!("{socket:?} {op:?}: ");
        let outcome = make_or_cancel(page, socket, op).await;
        calls += &format!("{outcome:?}\n");
        found = places();
        for subject in &subjects {
            let Some(place) = found.get(&subject.inode) else { continue };
            if !is_allowed(rules, place) {
                return Err(format!("{calls}{subject:?} is at {place:?}"));
            }
        }
    }
    for subject in subjects {
        page.close(subject.socket).await.unwrap();
    }
    Ok(())
}

#[tokio::test]
async fn no_sequence_of_calls_gets_a_socket_an_address_that_no_rule_allows() {
    let ports = Ports::open();
    for rules in POLICIES {
        let bind = rules.iter().map(|rule| written(rule).parse().unwrap()).collect();
        let relay = TestRelay::with(|config| config.allow_bind = bind).await;
        let mut page = relay.page().await;
        for seed in 1..=rounds(SEQUENCES) {
            let choice = Choice { chance: Chance(seed), ports: &ports };
            if let Err(calls) = run(&mut page, choice, rules).await {
                panic!("seed {seed} under {rules:?}:\n{calls}");
            }
        }
    }
}
