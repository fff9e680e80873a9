//! Where lab sockets may bind and connect, and which rule refuses.

use lab_relay::AddressRule;
use lab_shared::call::{
    Address, Failure, Family, MsgFlags, Op, OptionValue, Outcome, Rule, SocketId, SocketType,
};
use lab_shared::errno::Errno;

use crate::common::{Page, TestRelay};

#[track_caller]
fn refused(outcome: Outcome, rule: Rule) {
    assert_eq!(outcome, Err(Failure::refused(rule)));
}

async fn bind(page: &mut Page, socket: SocketId, host: &str, port: u16) -> Outcome {
    page.call(socket, Op::Bind { address: Address::inet(host, port) }).await
}

#[tokio::test]
async fn by_default_sockets_stay_on_loopback() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    for host in ["224.0.0.1", "<broadcast>"] {
        refused(bind(&mut page, socket, host, 0).await, Rule::AllowBind);
    }
    let far = Address::inet("192.0.2.1", 80);
    refused(page.connect(socket, &far).await, Rule::AllowConnect);
    let op = Op::ConnectEx { address: far.clone() };
    refused(page.call(socket, op).await, Rule::AllowConnect);
    let datagrams = page.open_socket(Family::Inet, SocketType::Dgram).await;
    let op = Op::Sendto { flags: MsgFlags::NONE, address: far };
    refused(page.call_with(datagrams, op, b"x").await, Rule::AllowConnect);
    assert!(bind(&mut page, socket, "127.0.0.1", 0).await.is_ok());
}

#[tokio::test]
async fn ipv6_is_no_way_around() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let socket = page.open_socket(Family::Inet6, SocketType::Stream).await;
    let disguised = Op::Bind { address: Address::inet6("::ffff:224.0.0.1", 0) };
    refused(page.call(socket, disguised).await, Rule::AllowBind);
    for host in ["::ffff:192.0.2.1", "2001:db8::1"] {
        refused(page.connect(socket, &Address::inet6(host, 80)).await, Rule::AllowConnect);
    }
    let door = Address::inet6("::ffff:127.0.0.1", relay.address.port());
    refused(page.connect(socket, &door).await, Rule::OwnPort);
}

#[tokio::test]
async fn an_address_of_another_machine_is_the_kernels_to_refuse() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let unavailable = Err(Failure::os(Errno::Eaddrnotavail));
    // Documentation's addresses (RFC 5737, RFC 3849), which no machine has.
    for kind in [SocketType::Stream, SocketType::Dgram] {
        let v4 = page.open_socket(Family::Inet, kind).await;
        for host in ["192.0.2.1", "3221225985"] {
            assert_eq!(bind(&mut page, v4, host, 0).await, unavailable, "{host}");
        }
        let v6 = page.open_socket(Family::Inet6, kind).await;
        for host in ["2001:db8::1", "::ffff:192.0.2.1"] {
            let op = Op::Bind { address: Address::inet6(host, 0) };
            assert_eq!(page.call(v6, op).await, unavailable, "{host}");
        }
        assert!(bind(&mut page, v4, "127.0.0.1", 0).await.is_ok());
    }
}

#[tokio::test]
async fn listening_without_a_name_is_listening_everywhere() {
    let relay =
        TestRelay::with(|config| config.allow_bind = vec!["127.0.0.1".parse().unwrap()]).await;
    let mut page = relay.page().await;
    for family in [Family::Inet, Family::Inet6] {
        let socket = page.open_socket(family, SocketType::Stream).await;
        refused(page.call(socket, Op::Listen { backlog: None }).await, Rule::AllowBind);
    }
    let open = TestRelay::with(|config| config.allow_bind = vec![AddressRule::any()]).await;
    let mut page = open.page().await;
    let socket = page.tcp().await;
    assert!(page.call(socket, Op::Listen { backlog: None }).await.is_ok());
}

#[tokio::test]
async fn every_interface_can_be_opened() {
    let relay = TestRelay::with(|config| config.allow_bind = vec![AddressRule::any()]).await;
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    assert!(bind(&mut page, socket, "", 0).await.is_ok());
    let Address::Inet { host, .. } = page.local(socket).await else { panic!("not IPv4") };
    assert_eq!(host, "0.0.0.0");
    let reach = page.welcome.unwrap().reach;
    assert_eq!(reach.bind, ["any:*"]);
    assert_eq!(reach.connect, ["127.0.0.0/8:*", "[::1]/128:*"]);
}

#[tokio::test]
async fn an_ipv6_wildcard_that_leaves_ipv4_alone_needs_leave_for_ipv6_only() {
    let relay = TestRelay::with(|config| config.allow_bind = vec!["::/0".parse().unwrap()]).await;
    let mut page = relay.page().await;
    let socket = page.open_socket(Family::Inet6, SocketType::Stream).await;
    let everywhere = Op::Bind { address: Address::inet6("", 0) };
    refused(page.call(socket, everywhere.clone()).await, Rule::AllowBind);
    let only = Op::Setsockopt { level: 41, option: 26, value: OptionValue::Int(1) };
    page.call(socket, only).await.unwrap();
    assert!(page.call(socket, everywhere).await.is_ok());
}

#[tokio::test]
async fn a_name_is_judged_by_the_address_it_resolves_to() {
    let none = |config: &mut lab_relay::Config| config.allow_connect = vec![];
    let relay = TestRelay::with(none).await;
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    refused(page.connect(socket, &Address::inet("localhost", 9)).await, Rule::AllowConnect);
}

#[tokio::test]
async fn an_address_in_disguise_is_judged_by_what_it_is() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let v4 = page.tcp().await;
    // Other forms of 192.0.2.1 for getaddrinfo(3): one number, hexadecimal, octal, three parts.
    for host in ["3221225985", "0xc0000201", "0300.0.2.1", "192.0.513"] {
        refused(page.connect(v4, &Address::inet(host, 80)).await, Rule::AllowConnect);
        assert_eq!(bind(&mut page, v4, host, 0).await, Err(Failure::os(Errno::Eaddrnotavail)));
    }
    let v6 = page.open_socket(Family::Inet6, SocketType::Stream).await;
    // Mapped, unique local, link-local and multicast.
    for host in ["::ffff:c000:201", "::ffff:169.254.169.254", "fd00::1", "fe80::1", "ff02::1"] {
        let address = Address::inet6(host, 80);
        refused(page.connect(v6, &address).await, Rule::AllowConnect);
        assert!(page.call(v6, Op::Bind { address }).await.is_err(), "{host}");
    }
}

#[tokio::test]
async fn the_address_that_was_judged_is_the_one_that_is_used() {
    let one = |config: &mut lab_relay::Config| {
        config.allow_connect = vec!["127.0.0.1".parse().unwrap()];
    };
    let relay = TestRelay::with(one).await;
    let mut page = relay.page().await;
    let (_, address) = page.listener(5).await;
    let port = u16::try_from(address.port().unwrap()).unwrap();
    for host in ["localhost", "127.1", "2130706433"] {
        let client = page.tcp().await;
        page.connect(client, &Address::inet(host, port)).await.unwrap();
        assert_eq!(page.peer(client).await, address, "{host}");
    }
    let client = page.tcp().await;
    refused(page.connect(client, &Address::inet("127.2", port)).await, Rule::AllowConnect);
}

#[tokio::test]
async fn the_relays_own_port_is_not_for_experiments() {
    let any = |config: &mut lab_relay::Config| {
        config.allow_bind = vec![AddressRule::any()];
        config.allow_connect = vec![AddressRule::any()];
    };
    let relay = TestRelay::with(any).await;
    let port = relay.address.port();
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    for host in ["127.0.0.1", "localhost", "0.0.0.0", "127.0.0.2"] {
        refused(page.connect(socket, &Address::inet(host, port)).await, Rule::OwnPort);
        refused(bind(&mut page, socket, host, port).await, Rule::OwnPort);
    }
}

#[tokio::test]
async fn ports_may_be_limited_too() {
    let some = |config: &mut lab_relay::Config| {
        config.allow_bind = vec!["127.0.0.0/8:1024-65535".parse().unwrap()];
        config.allow_connect = vec!["127.0.0.1:80".parse().unwrap()];
    };
    let relay = TestRelay::with(some).await;
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    refused(bind(&mut page, socket, "127.0.0.1", 0).await, Rule::AllowBind);
    refused(bind(&mut page, socket, "127.0.0.1", 1023).await, Rule::AllowBind);
    refused(page.connect(socket, &Address::inet("127.0.0.1", 81)).await, Rule::AllowConnect);
}

#[tokio::test]
async fn raw_sockets_are_never_given_out() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    for (family, proto) in [(Family::Inet, 1), (Family::Inet, 255), (Family::Inet6, 58)] {
        let op = Op::Socket { family, kind: SocketType::Raw, proto };
        let id = page.start(None, op, b"").await;
        let failure = page.wait(id).await.outcome.unwrap_err();
        // The relay's error where the kernel would allow it, the kernel's own where not.
        assert_eq!(failure.to_string(), "PermissionError: [Errno 1] Operation not permitted");
        assert!(failure.rule.is_none_or(|rule| rule == Rule::RawSocket));
    }
}

#[tokio::test]
async fn only_known_options_are_touched() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    // SO_ATTACH_FILTER and SO_BINDTOIFINDEX.
    for option in [26, 62] {
        let op = Op::Setsockopt { level: 1, option, value: OptionValue::Bytes(vec![0; 16]) };
        refused(page.call(socket, op).await, Rule::KnownOption);
        let op = Op::Getsockopt { level: 1, option, buflen: Some(16) };
        refused(page.call(socket, op).await, Rule::KnownOption);
    }
}
