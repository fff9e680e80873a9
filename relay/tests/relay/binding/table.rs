//! Call sequences by hand, and the result of each under three policies.

use lab_relay::AddressRule;
use lab_shared::call::{Address, Family, How, MsgFlags, Op, SocketType};

use lab_shared::wire::Event;

use super::{MPTCP, Subject, Taken, UDP_LITE, address, result, sendto, start, v6_only};
use crate::common::{Page, TestRelay};

/// A call of a sequence.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// To a port that the kernel chooses.
    Bind(&'static str),
    /// To a port that another socket has.
    BindTaken(&'static str),
    /// To a bound port without a listener.
    Connect(&'static str),
    ConnectEx(&'static str),
    Listen,
    Send,
    Sendto(&'static str),
    Shutdown,
    Timeout,
    V6Only(bool),
}
use Step::{Bind, BindTaken, Connect, ConnectEx, Listen, Send, Sendto, Shutdown, Timeout, V6Only};

/// What makes the socket.
type Kind = (Family, SocketType, i32);
const TCP: Kind = (Family::Inet, SocketType::Stream, 0);
const TCP6: Kind = (Family::Inet6, SocketType::Stream, 0);
const MULTIPATH: Kind = (Family::Inet, SocketType::Stream, MPTCP);
const MULTIPATH6: Kind = (Family::Inet6, SocketType::Stream, MPTCP);
const UDP: Kind = (Family::Inet, SocketType::Dgram, 0);
const UDP6: Kind = (Family::Inet6, SocketType::Dgram, 0);
const LITE: Kind = (Family::Inet, SocketType::Dgram, UDP_LITE);

const NEAR: &str = "127.0.0.1";
const NEAR6: &str = "::1";
const MAPPED: &str = "::ffff:127.0.0.1";
const GROUP: &str = "239.192.7.5";
const GROUP6: &str = "ff15::7:5";

/// A sequence, with the result of its last call and the socket's place after it, under three
/// policies: no address may be bound, loopback's may, all may.
type Row = (&'static [Kind], &'static [Step], [&'static str; 3]);

const REFUSED: &str = "refused, nowhere";

const ROWS: &[Row] = &[
    // A socket that listens without an address listens everywhere, whatever came before.
    (&[TCP, MULTIPATH], &[Listen], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[TCP6, MULTIPATH6], &[Listen], [REFUSED, "ok, *%lo", "ok, *"]),
    (&[TCP6], &[V6Only(true), Listen], [REFUSED, "ok, ::%lo", "ok, ::"]),
    (&[TCP, MULTIPATH], &[ConnectEx(NEAR), Listen], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[TCP, MULTIPATH], &[Connect(NEAR), Listen], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[TCP6, MULTIPATH6], &[ConnectEx(NEAR6), Listen], [REFUSED, "ok, *%lo", "ok, *"]),
    (&[TCP6, MULTIPATH6], &[ConnectEx(MAPPED), Listen], [REFUSED, "ok, *%lo", "ok, *"]),
    (&[TCP], &[Timeout, ConnectEx(NEAR), Listen], [REFUSED, "EINVAL, nowhere", "EINVAL, nowhere"]),
    (
        &[TCP, MULTIPATH],
        &[Timeout, ConnectEx(NEAR), ConnectEx(NEAR), Listen],
        [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"],
    ),
    (&[TCP], &[Sendto(NEAR), Listen], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[TCP], &[Shutdown, Listen], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[TCP], &[BindTaken(NEAR), Listen], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    // Datagrams to a group come in by every interface, unless the socket is kept to loopback.
    (&[UDP, LITE], &[Bind(GROUP)], [REFUSED, "ok, 239.192.7.5%lo", "ok, 239.192.7.5"]),
    (&[UDP6], &[Bind(GROUP6)], [REFUSED, "ok, ff15::7:5%lo", "ok, ff15::7:5"]),
    (&[TCP], &[Bind(GROUP)], [REFUSED, REFUSED, "ok, nowhere"]),
    // A socket bound to a wildcard does, too.
    (&[TCP, MULTIPATH], &[Bind("0.0.0.0"), Listen], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[TCP6, MULTIPATH6], &[Bind("::"), Listen], [REFUSED, "ok, *%lo", "ok, *"]),
    (&[TCP6], &[V6Only(true), Bind("::"), Listen], [REFUSED, "ok, ::%lo", "ok, ::"]),
    (
        &[TCP6],
        &[Bind("::ffff:0.0.0.0"), Listen],
        [REFUSED, "ok, ::ffff:0.0.0.0%lo", "ok, ::ffff:0.0.0.0"],
    ),
    // A bind that the rules allowed remains valid after the kernel drops the address.
    (&[TCP, MULTIPATH], &[Bind(NEAR), Listen], [REFUSED, "ok, 127.0.0.1", "ok, 127.0.0.1"]),
    (
        &[TCP, MULTIPATH],
        &[Bind(NEAR), ConnectEx(NEAR), Listen],
        [REFUSED, "ok, 127.0.0.1", "ok, 127.0.0.1"],
    ),
    (
        &[TCP6, MULTIPATH6],
        &[Bind(NEAR6), ConnectEx(NEAR6), Listen],
        [REFUSED, "ok, ::1", "ok, ::1"],
    ),
    (
        &[TCP6, MULTIPATH6],
        &[Bind(MAPPED), ConnectEx(MAPPED), Listen],
        [REFUSED, "ok, ::ffff:127.0.0.1", "ok, ::ffff:127.0.0.1"],
    ),
    (&[TCP], &[Bind(NEAR), Listen, Shutdown, Listen], [REFUSED, "ok, 127.0.0.1", "ok, 127.0.0.1"]),
    (&[TCP], &[Bind(NEAR), Bind(NEAR), Listen], [REFUSED, "ok, 127.0.0.1", "ok, 127.0.0.1"]),
    // A bind that fails restricts the socket to loopback all the same.
    (
        &[TCP],
        &[Bind(NEAR), Bind("0.0.0.0"), Listen],
        [REFUSED, "ok, 127.0.0.1%lo", "ok, 127.0.0.1"],
    ),
    // A second bind that fails moves the socket to the wildcard.
    (
        &[TCP, MULTIPATH],
        &[Bind(NEAR), ConnectEx(NEAR), BindTaken(NEAR), Listen],
        [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"],
    ),
    (
        &[TCP6],
        &[Bind(NEAR6), ConnectEx(NEAR6), BindTaken(NEAR6), Listen],
        [REFUSED, "ok, ::%lo", "ok, ::"],
    ),
    (
        &[TCP],
        &[Bind(NEAR), Listen, Shutdown, BindTaken(NEAR), Listen],
        [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"],
    ),
    // A datagram socket without an address gets the wildcard when it sends or connects.
    (&[UDP, LITE], &[Sendto(NEAR)], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[UDP], &[Sendto("0.0.0.0")], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[UDP], &[Sendto(NEAR), Sendto(NEAR)], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[UDP6], &[Sendto(NEAR6)], [REFUSED, "ok, *%lo", "ok, *"]),
    (&[UDP6], &[Sendto(MAPPED)], [REFUSED, "ok, *%lo", "ok, *"]),
    (&[UDP6], &[V6Only(true), Sendto(NEAR6)], [REFUSED, "ok, ::%lo", "ok, ::"]),
    (&[UDP, LITE], &[Send], [REFUSED, "EDESTADDRREQ, 0.0.0.0%lo", "EDESTADDRREQ, 0.0.0.0"]),
    (&[UDP, LITE], &[Connect(NEAR)], [REFUSED, "ok, 127.0.0.1%lo", "ok, 127.0.0.1"]),
    (&[UDP6], &[ConnectEx(NEAR6)], [REFUSED, "ok, ::1%lo", "ok, ::1"]),
    (
        &[UDP],
        &[Connect(NEAR), Connect("127.0.0.2")],
        [REFUSED, "ok, 127.0.0.1%lo", "ok, 127.0.0.1"],
    ),
    (&[UDP], &[Bind(NEAR), Sendto(NEAR)], [REFUSED, "ok, 127.0.0.1", "ok, 127.0.0.1"]),
    (&[UDP], &[BindTaken(NEAR), Sendto(NEAR)], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[UDP], &[Sendto(NEAR), Bind(NEAR)], [REFUSED, "EINVAL, 0.0.0.0%lo", "EINVAL, 0.0.0.0"]),
    (&[UDP, LITE], &[Bind("0.0.0.0")], [REFUSED, "ok, 0.0.0.0%lo", "ok, 0.0.0.0"]),
    (&[UDP6], &[Bind("::")], [REFUSED, "ok, *%lo", "ok, *"]),
    // These calls involve no address.
    (&[TCP], &[Send], ["EPIPE, nowhere"; 3]),
    (&[UDP], &[Listen], ["EOPNOTSUPP, nowhere"; 3]),
    (&[UDP], &[Shutdown], ["ENOTCONN, nowhere"; 3]),
];

/// Makes a sequence's calls. Returns the result of the last one and the socket's place after it, or
/// `None` where the kernel lacks the protocol.
async fn run(page: &mut Page, kind: Kind, steps: &[Step], taken: &Taken) -> Option<String> {
    let (family, kind, proto) = kind;
    let subject = Subject::open(page, family, kind, proto).await?;
    let free = |host| address(family, host, 0);
    let shut = |host| address(family, host, taken.port(host));
    let mut last = None;
    for step in steps {
        let op = match *step {
            Bind(host) => Op::Bind { address: free(host) },
            BindTaken(host) => Op::Bind { address: shut(host) },
            Connect(host) => Op::Connect { address: shut(host) },
            ConnectEx(host) => Op::ConnectEx { address: shut(host) },
            Listen => Op::Listen { backlog: None },
            Send => Op::Send { flags: MsgFlags::NONE },
            Sendto(host) => sendto(shut(host)),
            Shutdown => Op::Shutdown { how: How::Both },
            Timeout => Op::Settimeout { seconds: Some(20.0) },
            V6Only(on) => v6_only(on),
        };
        let id = start(page, subject.socket, op).await;
        last = Some(page.wait(id).await.outcome);
    }
    let place = subject.place().map_or_else(|| "nowhere".into(), |place| place.to_string());
    page.close(subject.socket).await.unwrap();
    Some(format!("{}, {place}", result(&last.expect("a sequence has calls"))))
}

/// Every row of the table under one policy.
async fn check(column: usize, bind: &[&str]) {
    let bind: Vec<AddressRule> = bind.iter().map(|rule| rule.parse().unwrap()).collect();
    let relay = TestRelay::with(|config| config.allow_bind = bind).await;
    let mut page = relay.page().await;
    let taken = Taken::open();
    let mut wrong = String::new();
    for (kinds, steps, expected) in ROWS {
        for kind in *kinds {
            let Some(found) = run(&mut page, *kind, steps, &taken).await else { continue };
            if found != expected[column] {
                wrong += &format!("{kind:?} {steps:?}: {found}, not {}\n", expected[column]);
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[tokio::test]
async fn where_no_address_may_be_bound_no_sequence_of_calls_gets_one() {
    check(0, &[]).await;
}

#[tokio::test]
async fn where_loopback_may_be_bound_every_sequence_of_calls_stays_there() {
    check(1, &["127.0.0.0/8", "::1"]).await;
}

#[tokio::test]
async fn where_every_address_may_be_bound_the_kernel_chooses_as_ever() {
    check(2, &["any"]).await;
}

#[tokio::test]
async fn leave_for_ipv6_alone_does_not_extend_to_ipv4_when_the_socket_does() {
    let relay = TestRelay::with(|config| config.allow_bind = vec!["::/0".parse().unwrap()]).await;
    let mut page = relay.page().await;
    let taken = Taken::open();
    let steps = [V6Only(true), Bind("::"), ConnectEx(NEAR6), V6Only(false), Listen];
    for kind in [TCP6, MULTIPATH6] {
        let Some(found) = run(&mut page, kind, &steps, &taken).await else { continue };
        assert_eq!(found, REFUSED, "{kind:?}");
        let found = run(&mut page, kind, &steps[..3], &taken).await.unwrap();
        assert_eq!(found, "ok, nowhere", "{kind:?}: the calls before were allowed");
    }
    for (steps, expected) in
        [(&[Sendto(NEAR6)][..], REFUSED), (&[V6Only(true), Sendto(NEAR6)], "ok, ::")]
    {
        assert_eq!(run(&mut page, UDP6, steps, &taken).await.unwrap(), expected, "{steps:?}");
    }
}

#[tokio::test]
async fn a_rule_for_some_ports_or_one_address_does_not_cover_what_the_kernel_chooses() {
    for rule in ["127.0.0.0/8:20000-20099", "127.0.0.1"] {
        let rules = vec![rule.parse().unwrap()];
        let relay = TestRelay::with(|config| config.allow_bind = rules).await;
        let mut page = relay.page().await;
        let taken = Taken::open();
        for steps in [Sendto(NEAR), Send, Connect(NEAR), Bind("0.0.0.0")] {
            let found = run(&mut page, UDP, &[steps], &taken).await.unwrap();
            assert_eq!(found, REFUSED, "{rule}: {steps:?}");
        }
        for steps in [Listen, Bind("0.0.0.0")] {
            let found = run(&mut page, TCP, &[steps], &taken).await.unwrap();
            assert_eq!(found, REFUSED, "{rule}: {steps:?}");
        }
    }
}

#[tokio::test]
async fn a_datagram_to_another_machine_needs_leave_for_the_wildcard() {
    let relay = TestRelay::with(|config| config.allow_connect = vec![AddressRule::any()]).await;
    let mut page = relay.page().await;
    let taken = Taken::open();
    for (kind, far) in [(UDP, "192.0.2.1"), (UDP6, "2001:db8::1"), (UDP6, "::ffff:192.0.2.1")] {
        for step in [Sendto(far), Connect(far), ConnectEx(far)] {
            let found = run(&mut page, kind, &[step], &taken).await.unwrap();
            assert_eq!(found, REFUSED, "{step:?}");
        }
    }
    // A socket restricted to loopback would lose the datagram there.
    let found = run(&mut page, UDP, &[Sendto(NEAR), Sendto("192.0.2.1")], &taken).await.unwrap();
    assert_eq!(found, "refused, 0.0.0.0%lo");
    let steps = [Bind("0.0.0.0"), Connect("192.0.2.1")];
    let found = run(&mut page, TCP, &steps, &taken).await.unwrap();
    assert_eq!(found, "refused, nowhere");
}

#[tokio::test]
async fn an_accepted_socket_has_no_bind_of_its_own() {
    let relay =
        TestRelay::with(|config| config.allow_bind = vec!["127.0.0.1".parse().unwrap()]).await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    let listen = Op::Listen { backlog: None };
    let outcome = page.call(pair.server, listen.clone()).await;
    assert_eq!(result(&outcome), "EINVAL", "the kernel's own answer while there is a peer");
    // A reset disconnects the peer.
    page.linger(pair.client, 0).await;
    page.close(pair.client).await.unwrap();
    let outcome = page.recv(pair.server).await;
    assert_eq!(outcome.unwrap_err().errno.as_deref(), Some("ECONNRESET"));
    assert_eq!(result(&page.call(pair.server, listen).await), "refused");
}

/// A connection accepted by a listener restricted to loopback is restricted too; only CAP_NET_RAW
/// could bind it to the device again.
#[tokio::test]
async fn an_accepted_socket_has_the_device_of_its_listener() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let listener = page.tcp().await;
    let everywhere = Op::Bind { address: Address::inet("", 0) };
    page.call(listener, everywhere).await.unwrap();
    page.call(listener, Op::Listen { backlog: None }).await.unwrap();
    let port = page.local(listener).await.port().unwrap();
    let client = page.tcp().await;
    let near = Address::inet("127.0.0.1", u16::try_from(port).unwrap());
    page.connect(client, &near).await.unwrap();
    let server = page.accept(listener).await;
    let told = loop {
        match page.event().await {
            Event::Addresses { socket, loopback_only, .. } if socket == server => {
                break loopback_only;
            }
            _ => {}
        }
    };
    assert!(told, "the page knows it");
}
