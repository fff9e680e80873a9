//! Sockets on hosts: who reaches whom, and what the relay's rules for the machine have no say in.

use lab_shared::call::{
    Address, Failure, Family, MsgFlags, Op, OptionValue, Rule, SocketType, Value,
};
use lab_shared::network::HostName;

use crate::common::page::bytes;
use crate::common::{Page, TestRelay};

/// SOL_SOCKET and SO_BROADCAST; IPPROTO_IP and IP_ADD_MEMBERSHIP; IPPROTO_IPV6 and IPV6_V6ONLY.
const BROADCAST: (i32, i32) = (1, 6);
const JOIN: (i32, i32) = (0, 35);
const V6_ONLY: (i32, i32) = (41, 26);

async fn set(
    page: &mut Page,
    socket: lab_shared::call::SocketId,
    at: (i32, i32),
    value: OptionValue,
) {
    page.call(socket, Op::Setsockopt { level: at.0, option: at.1, value }).await.unwrap();
}

fn everywhere(family: Family, port: u16) -> Address {
    match family {
        Family::Inet6 => Address::inet6("", port),
        _ => Address::inet("", port),
    }
}

#[tokio::test]
async fn a_client_reaches_the_server_by_name_and_by_address_in_both_families() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let network = page.open_network().await;
    assert_eq!((network.hosts.len(), network.cables.len(), network.pages), (2, 1, 1));
    let server = network.host(&HostName::server()).unwrap().clone();
    // A port below 1024, at the wildcard: nothing of the machine is meant.
    for (family, port) in [(Family::Inet, 80), (Family::Inet6, 81)] {
        let listener = page.listener_on_server(family, everywhere(family, port)).await;
        let number = if family == Family::Inet { server.v4.clone() } else { server.v6.clone() };
        for host in ["server", &number] {
            let client = page.socket_on(&HostName::client(), family, SocketType::Stream).await;
            let there = match family {
                Family::Inet6 => Address::inet6(host, port),
                _ => Address::inet(host, port),
            };
            page.connect(client, &there).await.unwrap();
            let accepted = page.accept(listener).await;
            page.talk(client, accepted).await;
        }
    }
}

#[tokio::test]
async fn a_wildcard_has_every_address_of_its_host_and_nothing_of_the_machine() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.open_network().await;
    let listener = page.listener_on_server(Family::Inet, Address::inet("0.0.0.0", 5000)).await;
    for host in ["10.0.0.1", "127.0.0.1"] {
        let on = if host.starts_with("127") { HostName::server() } else { HostName::client() };
        let client = page.socket_on(&on, Family::Inet, SocketType::Stream).await;
        page.connect(client, &Address::inet(host, 5000)).await.unwrap();
        let server = page.accept(listener).await;
        assert_eq!(page.local(server).await, Address::inet(host, 5000));
        page.talk(client, server).await;
    }
    // The relay's own port on the machine's loopback is another machine's to a host.
    let client = page.socket_on(&HostName::client(), Family::Inet, SocketType::Stream).await;
    let refused = page.connect(client, &Address::inet("127.0.0.1", relay.address.port())).await;
    assert!(refused.unwrap_err().message.contains("Connection refused"));
    let away = page.connect(client, &Address::inet("192.0.2.1", 80)).await;
    assert!(away.unwrap_err().message.contains("Network is unreachable"));
}

#[tokio::test]
async fn every_page_has_every_port_of_its_own_hosts() {
    let relay = TestRelay::start().await;
    let mut pages = Vec::new();
    for _ in 0..30 {
        let mut page = relay.page().await;
        page.open_network().await;
        let at = Address::inet("", 50_000);
        let listener = page.listener_on_server(Family::Inet, at).await;
        pages.push((page, listener));
    }
    for (page, listener) in &mut pages {
        let client = page.socket_on(&HostName::client(), Family::Inet, SocketType::Stream).await;
        page.connect(client, &Address::inet("server", 50_000)).await.unwrap();
        let server = page.accept(*listener).await;
        page.talk(client, server).await;
    }
}

#[tokio::test]
async fn datagrams_reach_a_host_a_group_and_all() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.open_network().await;
    let server = page.socket_on(&HostName::server(), Family::Inet, SocketType::Dgram).await;
    page.call(server, Op::Bind { address: Address::inet("", 53) }).await.unwrap();
    let group = [&[224, 1, 1, 1][..], &[0; 4]].concat();
    set(&mut page, server, JOIN, OptionValue::Bytes(group)).await;
    let client = page.socket_on(&HostName::client(), Family::Inet, SocketType::Dgram).await;
    set(&mut page, client, BROADCAST, OptionValue::Int(1)).await;
    for host in ["server", "10.0.0.255", "<broadcast>", "224.1.1.1"] {
        let op = Op::Sendto { address: Address::inet(host, 53), flags: MsgFlags::NONE };
        page.call_with(client, op, host.as_bytes()).await.unwrap();
        let received = Op::Recvfrom { bufsize: 99, flags: MsgFlags::NONE };
        let received = page.call(server, received).await.unwrap();
        let Value::BytesFrom { address: Some(Address::Inet { host: from, .. }), .. } = &received
        else {
            panic!("no datagram but {received:?}");
        };
        assert_eq!(from, "10.0.0.2", "{host}");
        assert_eq!(bytes(Ok(received)).unwrap(), host.as_bytes());
    }
}

#[tokio::test]
async fn an_ipv6_wildcard_has_both_families() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.open_network().await;
    let listener = page.socket_on(&HostName::server(), Family::Inet6, SocketType::Stream).await;
    set(&mut page, listener, V6_ONLY, OptionValue::Int(0)).await;
    page.call(listener, Op::Bind { address: Address::inet6("", 7) }).await.unwrap();
    page.call(listener, Op::Listen { backlog: None }).await.unwrap();
    let client = page.socket_on(&HostName::client(), Family::Inet, SocketType::Stream).await;
    page.connect(client, &Address::inet("server", 7)).await.unwrap();
    let server = page.accept(listener).await;
    page.talk(client, server).await;
}

#[tokio::test]
async fn a_host_that_is_not_there_is_refused_by_its_rule() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.host = Some(HostName::server());
    let refused = Err(Failure::refused(Rule::Host));
    assert_eq!(page.try_open(Family::Inet, SocketType::Stream).await, refused, "no network");
    page.open_network().await;
    page.host = Some(HostName::new("nobody").unwrap());
    assert_eq!(page.try_open(Family::Inet, SocketType::Stream).await, refused);
    page.host = Some(HostName::server());
    page.try_open(Family::Inet, SocketType::Stream).await.unwrap();
}
