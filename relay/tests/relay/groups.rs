//! Multicast and broadcast: what the rules allow stays on loopback, with real programs as the other side.

use lab_shared::call::{
    Address, Failure, Family, MsgFlags, Op, OptionValue, Outcome, Rule, SocketId, SocketOption,
    SocketType, Value,
};
use lab_shared::errno::Errno;
use lab_shared::wire::Event;

use crate::common::{Page, TestRelay, process};

const GROUP: &str = "224.1.1.1";

/// A group's address and an interface's, as `struct ip_mreq`.
fn membership(interface: [u8; 4]) -> OptionValue {
    OptionValue::Bytes([[224, 1, 1, 1], interface].concat())
}

async fn set(page: &mut Page, socket: SocketId, name: &str, value: OptionValue) -> Outcome {
    let SocketOption { level, option, .. } = *SocketOption::by_name(name).unwrap();
    page.call(socket, Op::Setsockopt { level, option, value }).await
}

fn port(address: &Address) -> u16 {
    match address {
        Address::Inet { port, .. } => u16::try_from(*port).unwrap(),
        other => panic!("not IPv4: {other:?}"),
    }
}

/// A UDP socket bound there with a free port, and the port.
async fn bound(page: &mut Page, host: &str) -> (SocketId, u16) {
    let socket = page.open_socket(Family::Inet, SocketType::Dgram).await;
    page.call(socket, Op::Bind { address: Address::inet(host, 0) }).await.unwrap();
    let port = port(&page.local(socket).await);
    (socket, port)
}

async fn send_to(page: &mut Page, socket: SocketId, host: &str, port: u16) -> Outcome {
    let op = Op::Sendto { flags: MsgFlags::NONE, address: Address::inet(host, port) };
    page.call_with(socket, op, b"to all").await
}

#[tokio::test]
async fn a_member_by_default_hears_this_machine_and_is_heard_there() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (member, at) = bound(&mut page, "").await;
    set(&mut page, member, "IP_ADD_MEMBERSHIP", membership([0; 4])).await.unwrap();

    let script = "import socket, sys
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton('127.0.0.1'))
s.sendto(b'from python', ('224.1.1.1', int(sys.argv[1])))";
    let _peer = process::python(script, &[&at.to_string()]);
    assert_eq!(page.recv(member).await.unwrap(), b"from python");

    let sender = page.open_socket(Family::Inet, SocketType::Dgram).await;
    assert_eq!(send_to(&mut page, sender, GROUP, at).await, Ok(Value::Sent(6)));
    assert_eq!(page.recv(member).await.unwrap(), b"to all");

    set(&mut page, member, "IP_DROP_MEMBERSHIP", membership([0; 4])).await.unwrap();
    let again = set(&mut page, member, "IP_DROP_MEMBERSHIP", membership([0; 4])).await;
    assert_eq!(again, Err(Failure::os(Errno::Eaddrnotavail)), "it is no member any more");
}

#[tokio::test]
async fn a_real_member_on_loopback_hears_the_page() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let script = "import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
s.bind(('', 0))
request = socket.inet_aton('224.1.1.1') + socket.inet_aton('127.0.0.1')
s.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, request)
print(s.getsockname()[1])
print(s.recv(100))";
    let mut peer = process::python(script, &[]);
    let at: u16 = peer.line().await.trim().parse().unwrap();
    let sender = page.open_socket(Family::Inet, SocketType::Dgram).await;
    send_to(&mut page, sender, GROUP, at).await.unwrap();
    assert_eq!(peer.line().await.trim(), "b'to all'");
}

#[tokio::test]
async fn the_page_is_told_that_a_membership_keeps_the_socket() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (member, _) = bound(&mut page, "127.0.0.1").await;
    set(&mut page, member, "IP_ADD_MEMBERSHIP", membership([0; 4])).await.unwrap();
    loop {
        if let Event::Addresses { socket, loopback_only: true, .. } = page.event().await {
            assert_eq!(socket, member);
            break;
        }
    }
}

#[tokio::test]
async fn a_socket_may_be_bound_to_the_group_itself() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (member, at) = bound(&mut page, GROUP).await;
    set(&mut page, member, "IP_ADD_MEMBERSHIP", membership([127, 0, 0, 1])).await.unwrap();
    let sender = page.open_socket(Family::Inet, SocketType::Dgram).await;
    send_to(&mut page, sender, GROUP, at).await.unwrap();
    assert_eq!(page.recv(member).await.unwrap(), b"to all");
}

#[tokio::test]
async fn a_broadcast_needs_the_option_and_stays_on_this_machine() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let (listener, at) = bound(&mut page, "").await;
    let sender = page.open_socket(Family::Inet, SocketType::Dgram).await;
    let denied = send_to(&mut page, sender, "<broadcast>", at).await;
    assert_eq!(denied, Err(Failure::os(Errno::Eacces)), "the kernel's own answer");
    set(&mut page, sender, "SO_BROADCAST", OptionValue::Int(1)).await.unwrap();
    send_to(&mut page, sender, "<broadcast>", at).await.unwrap();
    assert_eq!(page.recv(listener).await.unwrap(), b"to all");
}

#[tokio::test]
async fn a_membership_elsewhere_needs_the_leave_of_a_bind() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let socket = page.open_socket(Family::Inet, SocketType::Dgram).await;
    let sixth = page.open_socket(Family::Inet6, SocketType::Dgram).await;
    // An index that no interface has: the rule comes before the kernel.
    let index = 9999_u32.to_ne_bytes();
    let v4 = OptionValue::Bytes([&[224, 1, 1, 1, 0, 0, 0, 0], &index[..]].concat());
    let v6 = OptionValue::Bytes(
        [&[255, 21, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], &index[..]].concat(),
    );
    let refused = Err(Failure::refused(Rule::AllowBind));
    for (socket, name, value) in [
        (socket, "IP_ADD_MEMBERSHIP", v4.clone()),
        (socket, "IP_ADD_MEMBERSHIP", membership([192, 0, 2, 1])),
        (socket, "IP_MULTICAST_IF", OptionValue::Bytes(vec![192, 0, 2, 1])),
        (sixth, "IPV6_JOIN_GROUP", v6.clone()),
        (sixth, "IPV6_MULTICAST_IF", OptionValue::Int(9999)),
    ] {
        assert_eq!(set(&mut page, socket, name, value).await, refused, "{name}");
    }
    let short = OptionValue::Bytes(vec![224, 1]);
    let invalid = Err(Failure::os(Errno::Einval));
    assert_eq!(set(&mut page, socket, "IP_ADD_MEMBERSHIP", short).await, invalid);

    let open = TestRelay::with(|config| {
        config.allow_bind = vec!["any".parse().unwrap()];
    })
    .await;
    let mut page = open.page().await;
    let socket = page.open_socket(Family::Inet, SocketType::Dgram).await;
    let sixth = page.open_socket(Family::Inet6, SocketType::Dgram).await;
    let unknown = Err(Failure::os(Errno::Enodev));
    assert_eq!(set(&mut page, socket, "IP_ADD_MEMBERSHIP", v4).await, unknown);
    assert_eq!(set(&mut page, sixth, "IPV6_JOIN_GROUP", v6).await, unknown);
}

#[tokio::test]
async fn a_stream_has_no_way_to_a_group() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    let refused = page.connect(socket, &Address::inet(GROUP, 9)).await;
    assert_eq!(refused, Err(Failure::refused(Rule::AllowConnect)));
}

#[tokio::test]
async fn without_leave_for_loopback_no_datagram_goes_to_a_group() {
    let relay = TestRelay::with(|config| config.allow_connect = vec![]).await;
    let mut page = relay.page().await;
    let refused = Err(Failure::refused(Rule::AllowConnect));
    let fourth = page.open_socket(Family::Inet, SocketType::Dgram).await;
    assert_eq!(send_to(&mut page, fourth, GROUP, 9).await, refused);
    let sixth = page.open_socket(Family::Inet6, SocketType::Dgram).await;
    let op = Op::Sendto { flags: MsgFlags::NONE, address: Address::inet6("ff02::1", 9) };
    assert_eq!(page.call_with(sixth, op, b"x").await, refused);
}

#[tokio::test]
async fn a_scope_id_is_no_way_to_another_interface() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let refused = Err(Failure::refused(Rule::AllowConnect));
    let socket = page.open_socket(Family::Inet6, SocketType::Dgram).await;
    page.call(socket, Op::Bind { address: Address::inet6("", 0) }).await.unwrap();
    // An index that no interface has: nothing leaves should the rule not be asked.
    let address = Address::Inet6 { host: "ff02::1".into(), port: 9, flowinfo: 0, scope_id: 9999 };
    let op = Op::Sendto { flags: MsgFlags::NONE, address: address.clone() };
    assert_eq!(page.call_with(socket, op, b"x").await, refused);
    assert_eq!(page.connect(socket, &address).await, refused);
}
