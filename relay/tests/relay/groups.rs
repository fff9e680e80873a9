//! Multicast groups: on loopback by default, on other interfaces as the rules allow.

use std::net::{Ipv4Addr, Ipv6Addr};
use std::process::Command;

use lab_relay::{AddressRule, Config};
use lab_shared::call::{
    Address, Failure, Family, MsgFlags, Op, OptionValue, Outcome, Rule, SocketId, SocketOption,
    SocketType, Value,
};
use lab_shared::errno::Errno;
use lab_shared::wire::Event;
use nix::sched::{CloneFlags, unshare};

use crate::common::process::python;
use crate::common::{Page, TestRelay};

/// Groups of the local scopes of RFC 2365 and RFC 4291.
const GROUP: Ipv4Addr = Ipv4Addr::new(239, 192, 7, 4);
const GROUP6: &str = "ff15::7:4";

/// The index of `lo` in every network namespace, and one that no interface has.
const LOOPBACK_INDEX: u32 = 1;
const NO_INDEX: u32 = 9999;

/// An address that no interface has, RFC 5737.
const FAR: Ipv4Addr = Ipv4Addr::new(192, 0, 2, 77);

fn set(name: &str, value: OptionValue) -> Op {
    let option = SocketOption::by_name(name).unwrap();
    Op::Setsockopt { level: option.level, option: option.option, value }
}

fn set_bytes(name: &str, value: &[u8]) -> Op {
    set(name, OptionValue::Bytes(value.into()))
}

/// IP_ADD_MEMBERSHIP with `struct ip_mreq`.
fn join(interface: Ipv4Addr) -> Op {
    set_bytes("IP_ADD_MEMBERSHIP", &[GROUP.octets(), interface.octets()].concat())
}

/// IP_ADD_MEMBERSHIP with `struct ip_mreqn`.
fn join_by_index(index: u32) -> Op {
    set_bytes("IP_ADD_MEMBERSHIP", &[GROUP.octets(), [0; 4], index.to_ne_bytes()].concat())
}

fn join6(index: u32) -> Op {
    let group: Ipv6Addr = GROUP6.parse().unwrap();
    set_bytes("IPV6_JOIN_GROUP", &[&group.octets()[..], &index.to_ne_bytes()].concat())
}

fn sendto(host: &str, port: u16) -> Op {
    let address = match host.parse::<Ipv6Addr>() {
        Ok(_) => Address::inet6(host, port),
        Err(_) => Address::inet(host, port),
    };
    Op::Sendto { flags: MsgFlags::NONE, address }
}

fn to_group(port: u16) -> Op {
    sendto(&GROUP.to_string(), port)
}

#[track_caller]
fn refused(outcome: Outcome, rule: Rule) {
    assert_eq!(outcome, Err(Failure::refused(rule)));
}

/// A datagram socket at the wildcard of its family, and its port.
async fn receiver(page: &mut Page, family: Family) -> (SocketId, u16) {
    let socket = page.open_socket(family, SocketType::Dgram).await;
    let address = match family {
        Family::Inet6 => Address::inet6("", 0),
        _ => Address::inet("", 0),
    };
    page.call(socket, Op::Bind { address }).await.unwrap();
    let port = page.local(socket).await.port().unwrap();
    (socket, u16::try_from(port).unwrap())
}

async fn received(page: &mut Page, socket: SocketId) -> Vec<u8> {
    received_from(page, socket).await.0
}

async fn received_from(page: &mut Page, socket: SocketId) -> (Vec<u8>, Address) {
    let op = Op::Recvfrom { bufsize: 99, flags: MsgFlags::NONE };
    match page.call(socket, op).await.unwrap() {
        Value::BytesFrom { bytes, address: Some(sender) } => (bytes.to_vec(), sender),
        other => panic!("no datagram but {other:?}"),
    }
}

/// The device that the kernel has bound the socket to; empty for none.
async fn device(page: &mut Page, socket: SocketId) -> Vec<u8> {
    let SocketOption { level, option, .. } = *SocketOption::by_name("SO_BINDTODEVICE").unwrap();
    match page.call(socket, Op::Getsockopt { level, option, buflen: Some(16) }).await.unwrap() {
        Value::OptionBytes(name) => name.to_vec(),
        other => panic!("no device but {other:?}"),
    }
}

#[tokio::test]
async fn two_sockets_of_a_page_meet_in_a_group_on_loopback() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (receiving, port) = receiver(&mut page, Family::Inet).await;
    page.call(receiving, join(Ipv4Addr::LOCALHOST)).await.unwrap();
    for bound in [false, true] {
        let sending = page.open_socket(Family::Inet, SocketType::Dgram).await;
        if bound {
            let address = Address::inet("127.0.0.1", 0);
            page.call(sending, Op::Bind { address }).await.unwrap();
        }
        page.call_with(sending, to_group(port), b"to all").await.unwrap();
        let (bytes, sender) = received_from(&mut page, receiving).await;
        assert_eq!(bytes, b"to all");
        let op = Op::Sendto { flags: MsgFlags::NONE, address: sender };
        page.call_with(receiving, op, b"answer").await.unwrap();
        assert_eq!(received(&mut page, sending).await, b"answer");
        assert_eq!(device(&mut page, sending).await, b"lo\0", "nothing leaves this machine");
        let told = loop {
            match page.event().await {
                Event::Addresses { socket, loopback_only: true, .. } if socket == sending => {
                    break true;
                }
                _ => {}
            }
        };
        assert!(told, "the page knows it");
    }
}

#[tokio::test]
async fn a_socket_bound_to_the_group_or_connected_to_it_is_kept_to_loopback() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let receiving = page.open_socket(Family::Inet, SocketType::Dgram).await;
    let address = Address::inet(GROUP.to_string(), 0);
    page.call(receiving, Op::Bind { address }).await.unwrap();
    assert_eq!(device(&mut page, receiving).await, b"lo\0");
    page.call(receiving, join_by_index(LOOPBACK_INDEX)).await.unwrap();
    let address = page.local(receiving).await;
    let sending = page.open_socket(Family::Inet, SocketType::Dgram).await;
    page.connect(sending, &address).await.unwrap();
    assert_eq!(device(&mut page, sending).await, b"lo\0");
    page.send(sending, b"x").await.unwrap();
    assert_eq!(received(&mut page, receiving).await, b"x");
    let stream = page.tcp().await;
    refused(page.call(stream, Op::Bind { address: address.clone() }).await, Rule::AllowBind);
    refused(page.connect(stream, &address).await, Rule::AllowConnect);
}

#[tokio::test]
async fn python_on_this_machine_is_in_the_same_group() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (receiving, port) = receiver(&mut page, Family::Inet).await;
    page.call(receiving, join(Ipv4Addr::LOCALHOST)).await.unwrap();
    let script = "
import socket, sys
sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
sock.bind(('', 0))
sock.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('127.0.0.1'))
membership = socket.inet_aton(sys.argv[1]) + socket.inet_aton('127.0.0.1')
sock.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, membership)
print(sock.getsockname()[1], flush=True)
sock.sendto(b'from python', (sys.argv[1], int(sys.argv[2])))
print(sock.recvfrom(99)[0].decode())
";
    let mut peer = python(script, &[&GROUP.to_string(), &port.to_string()]);
    let theirs: u16 = peer.line().await.parse().unwrap();
    assert_eq!(received(&mut page, receiving).await, b"from python");
    page.call_with(receiving, to_group(theirs), b"from the page").await.unwrap();
    assert_eq!(peer.line().await, "from the page");
    assert!(peer.ended().await);
}

#[tokio::test]
async fn a_membership_without_an_interface_is_on_loopback_and_the_page_is_told() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    // With the padding of struct.pack("4sl", …) too.
    let padded = set_bytes("IP_ADD_MEMBERSHIP", &[&GROUP.octets()[..], &[0; 12]].concat());
    for op in [join(Ipv4Addr::UNSPECIFIED), join_by_index(0), padded] {
        let member = page.open_socket(Family::Inet, SocketType::Dgram).await;
        page.call(member, Op::Bind { address: Address::inet("127.0.0.1", 0) }).await.unwrap();
        page.call(member, op).await.unwrap();
        assert_eq!(device(&mut page, member).await, b"lo\0");
        loop {
            if let Event::Addresses { socket, loopback_only: true, .. } = page.event().await {
                assert_eq!(socket, member);
                break;
            }
        }
        // The kernel finds the membership on `lo`, and only one.
        let leave = |interface: Ipv4Addr| {
            set_bytes("IP_DROP_MEMBERSHIP", &[GROUP.octets(), interface.octets()].concat())
        };
        page.call(member, leave(Ipv4Addr::LOCALHOST)).await.unwrap();
        page.call(member, join(Ipv4Addr::LOCALHOST)).await.unwrap();
        page.call(member, leave(Ipv4Addr::UNSPECIFIED)).await.unwrap();
        let again = page.call(member, leave(Ipv4Addr::UNSPECIFIED)).await;
        assert_eq!(again, Err(Failure::os(Errno::Eaddrnotavail)));
    }
    let member = page.open_socket(Family::Inet6, SocketType::Dgram).await;
    page.call(member, join6(0)).await.unwrap();
    assert_eq!(device(&mut page, member).await, b"lo\0");
}

#[tokio::test]
async fn a_broadcast_needs_the_option_and_stays_on_this_machine() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listening, port) = receiver(&mut page, Family::Inet).await;
    let sending = page.open_socket(Family::Inet, SocketType::Dgram).await;
    let denied = page.call_with(sending, sendto("<broadcast>", port), b"to all").await;
    assert_eq!(denied, Err(Failure::os(Errno::Eacces)), "the kernel's own answer");
    page.call(sending, set("SO_BROADCAST", OptionValue::Int(1))).await.unwrap();
    page.call_with(sending, sendto("<broadcast>", port), b"to all").await.unwrap();
    assert_eq!(received(&mut page, listening).await, b"to all");
    assert_eq!(device(&mut page, sending).await, b"lo\0");
}

#[tokio::test]
async fn by_default_no_option_names_another_interface_than_loopback() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let fresh = page.open_socket(Family::Inet, SocketType::Dgram).await;
    let (kept, _) = receiver(&mut page, Family::Inet).await;
    for socket in [fresh, kept] {
        for op in [
            join(FAR),
            join_by_index(NO_INDEX),
            set_bytes("IP_MULTICAST_IF", &FAR.octets()),
            set_bytes("IP_MULTICAST_IF", &[[0; 4], FAR.octets()].concat()),
            set_bytes("SO_BINDTODEVICE", b"eth0"),
            set("SO_BINDTODEVICE", OptionValue::Int(i32::from(b'a'))),
        ] {
            refused(page.call(socket, op).await, Rule::Interface);
        }
    }
    refused(page.call(kept, set_bytes("SO_BINDTODEVICE", b"")).await, Rule::Interface);
    refused(page.call(kept, set("SO_BINDTODEVICE", OptionValue::Null(0))).await, Rule::Interface);
    let fresh = page.open_socket(Family::Inet6, SocketType::Dgram).await;
    let (kept, _) = receiver(&mut page, Family::Inet6).await;
    for socket in [fresh, kept] {
        for op in [join6(NO_INDEX), join(FAR), set("IPV6_MULTICAST_IF", OptionValue::Int(9999))] {
            refused(page.call(socket, op).await, Rule::Interface);
        }
        page.call(socket, join6(LOOPBACK_INDEX)).await.unwrap();
    }
}

/// The kernel takes a group's scope for the interface, whatever device the socket is bound to.
#[tokio::test]
async fn the_scope_of_an_address_does_not_lead_a_kept_socket_away() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let fresh = page.open_socket(Family::Inet6, SocketType::Dgram).await;
    let (kept, port) = receiver(&mut page, Family::Inet6).await;
    let elsewhere = Address::Inet6 {
        host: "ff02::7:4".into(),
        port: port.into(),
        flowinfo: 0,
        scope_id: NO_INDEX,
    };
    for socket in [fresh, kept] {
        let op = Op::Sendto { flags: MsgFlags::NONE, address: elsewhere.clone() };
        refused(page.call_with(socket, op, b"x").await, Rule::Interface);
        refused(page.connect(socket, &elsewhere).await, Rule::Interface);
        let op = Op::Bind { address: elsewhere.clone() };
        refused(page.call(socket, op).await, Rule::Interface);
    }
}

fn open(config: &mut Config, bind: &str, connect: &str) {
    let rule = |text: &str| -> AddressRule { text.parse().unwrap() };
    config.allow_bind = vec![rule("127.0.0.0/8"), rule(bind)];
    config.allow_connect = vec![rule("127.0.0.0/8"), rule(connect)];
}

/// Whether the kernel, and no rule, ended the call.
fn reaches_the_kernel(outcome: &Outcome) -> bool {
    outcome.as_ref().err().is_none_or(|failure| failure.rule.is_none())
}

#[tokio::test]
async fn the_owner_opens_a_group_on_every_interface() {
    let relay = TestRelay::with(|config| open(config, "239.0.0.0/8:5000", "239.0.0.0/8")).await;
    let mut page = relay.page().await;
    let socket = page.open_socket(Family::Inet, SocketType::Dgram).await;
    for op in [join(FAR), join_by_index(NO_INDEX), set_bytes("IP_MULTICAST_IF", &FAR.octets())] {
        assert!(reaches_the_kernel(&page.call(socket, op.clone()).await), "{op:?}");
    }
    let other = [&[224, 0, 0, 1], &FAR.octets()[..]].concat();
    refused(page.call(socket, set_bytes("IP_ADD_MEMBERSHIP", &other)).await, Rule::Interface);
    // The wildcard is not open, so a socket there is kept to loopback and joins nothing else.
    let (kept, _) = receiver(&mut page, Family::Inet).await;
    refused(page.call(kept, join(FAR)).await, Rule::Interface);
}

#[tokio::test]
async fn a_socket_that_other_machines_reach_is_not_taken_from_them_for_a_group() {
    let any = |config: &mut Config| config.allow_bind = vec![AddressRule::any()];
    let relay = TestRelay::with(any).await;
    let mut page = relay.page().await;
    let (socket, port) = receiver(&mut page, Family::Inet).await;
    refused(page.call_with(socket, to_group(port), b"x").await, Rule::AllowConnect);
    assert_eq!(device(&mut page, socket).await, b"");
    // It may ask for loopback itself.
    page.call(socket, set_bytes("SO_BINDTODEVICE", b"lo")).await.unwrap();
    page.call(socket, join(Ipv4Addr::LOCALHOST)).await.unwrap();
    page.call_with(socket, to_group(port), b"x").await.unwrap();
    assert_eq!(received(&mut page, socket).await, b"x");
}

#[tokio::test]
async fn without_leave_for_loopback_no_group_is_reached_there() {
    let some = |config: &mut Config| config.allow_connect = vec!["127.0.0.1".parse().unwrap()];
    let relay = TestRelay::with(some).await;
    let mut page = relay.page().await;
    let (socket, port) = receiver(&mut page, Family::Inet).await;
    refused(page.call_with(socket, to_group(port), b"x").await, Rule::AllowConnect);
    let none = |config: &mut Config| config.allow_bind = vec![];
    let relay = TestRelay::with(none).await;
    let mut page = relay.page().await;
    let socket = page.open_socket(Family::Inet, SocketType::Dgram).await;
    refused(page.call(socket, join(Ipv4Addr::LOCALHOST)).await, Rule::Interface);
    refused(page.call_with(socket, to_group(port), b"x").await, Rule::AllowBind);
}

/// Linux has no route for IPv6 groups on `lo`, so the test gives a network namespace one; not where
/// the system allows none (network_namespaces(7)).
#[test]
fn an_ipv6_group_on_loopback_takes_a_route_and_then_works() {
    // A namespace belongs to a thread, and every test has its own.
    if let Err(error) = unshare(CloneFlags::CLONE_NEWNET) {
        eprintln!("NOT RUN: to make a network namespace takes CAP_SYS_ADMIN: {error}");
        return;
    }
    ip(&["link", "set", "lo", "up"]);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let relay = TestRelay::start().await;
        let mut page = relay.page().await;
        let (receiving, port) = receiver(&mut page, Family::Inet6).await;
        page.call(receiving, join6(LOOPBACK_INDEX)).await.unwrap();
        let sending = page.open_socket(Family::Inet6, SocketType::Dgram).await;
        let failure = page.call_with(sending, sendto(GROUP6, port), b"x").await.unwrap_err();
        assert_eq!(failure.errno.as_deref(), Some("ENETUNREACH"), "the kernel's own answer");
        assert_eq!(device(&mut page, sending).await, b"lo\0");
        ip(&["-6", "route", "add", "local", "ff00::/8", "dev", "lo"]);
        page.call_with(sending, sendto(GROUP6, port), b"x").await.unwrap();
        assert_eq!(received(&mut page, receiving).await, b"x");
    });
}

fn ip(words: &[&str]) {
    let output = Command::new("ip").args(words).output().expect("ip(8) is needed for this test");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
