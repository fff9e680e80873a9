//! Whose network a page has, and what it does not reach.

mod beyond;
mod class;
mod denial;
mod enter;
mod outward;

use lab_relay::PageNetwork;
use lab_shared::assistant::remote::{OwnerKey, Request, Update};
use lab_shared::call::{Address, Failure, Family, Op, Rule, SocketId, SocketType, Value};
use lab_shared::errno::Errno;
use lab_shared::network::{
    DropReason, Fate, HostName, NetworkCommand, NetworkNotice, NetworkPlan, NetworkState,
    NetworkView, PacketReport,
};
use lab_shared::wire::{AssistantId, AssistantMessage, ToPage, ToRelay};

use crate::common::{Page, TestRelay, within};

/// The address of every network's server.
const SERVER: &str = "10.0.0.1";

/// A relay whose pages have networks of their own and nothing else; `None` where the machine denies them.
async fn relay_of_own_networks() -> Option<TestRelay> {
    relay_with(|_| {}).await
}

/// The same with another configuration besides.
async fn relay_with(change: impl FnOnce(&mut lab_relay::Config)) -> Option<TestRelay> {
    let relay = TestRelay::with(|config| {
        config.page_network = PageNetwork::OwnOrMachine;
        change(config);
    })
    .await;
    let offered = relay.page().await.welcome.is_some_and(|welcome| {
        matches!(welcome.networks, NetworkState::Offered(offer) if !offer.machine && offer.own)
    });
    if !offered {
        eprintln!("NOT RUN: the system denies networks to the tests themselves");
    }
    offered.then_some(relay)
}

/// The answer to a request that is carried out. Notices of what others have changed may come before it.
async fn changed(page: &mut Page, command: NetworkCommand) -> NetworkView {
    match page.ask_network(command).await {
        NetworkNotice::Changed(view) => *view,
        other => panic!("not carried out: {other:?}"),
    }
}

/// The reason why a request is refused.
async fn refused(page: &mut Page, command: NetworkCommand) -> Failure {
    match page.ask_network(command).await {
        NetworkNotice::Refused(failure) => failure,
        other => panic!("not refused: {other:?}"),
    }
}

/// A page in a network of a server and a client.
async fn page_in_a_pair(relay: &TestRelay) -> (Page, NetworkView) {
    let mut page = relay.page().await;
    let view = changed(&mut page, NetworkCommand::Open(NetworkPlan::pair())).await;
    (page, view)
}

/// A socket on a host.
async fn socket_on(page: &mut Page, host: HostName, kind: SocketType) -> SocketId {
    page.host = Some(host);
    page.open_socket(Family::Inet, kind).await
}

/// A TCP server on the host `server`.
async fn listener(page: &mut Page, port: u16) -> SocketId {
    let listener = socket_on(page, HostName::server(), SocketType::Stream).await;
    page.call(listener, Op::Bind { address: Address::inet("", port) }).await.unwrap();
    page.call(listener, Op::Listen { backlog: Some(5) }).await.unwrap();
    listener
}

#[tokio::test]
async fn two_pages_bind_the_same_port_and_each_client_meets_its_own_server() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let mut pages = Vec::new();
    for _ in 0..2 {
        let (mut page, _) = page_in_a_pair(&relay).await;
        let listener = listener(&mut page, 50000).await;
        pages.push((page, listener));
    }
    for (number, (page, listener)) in pages.iter_mut().enumerate() {
        let client = socket_on(page, HostName::client(), SocketType::Stream).await;
        page.connect(client, &Address::inet("server", 50000)).await.unwrap();
        page.send(client, &[u8::try_from(number).unwrap()]).await.unwrap();
        let server = page.accept(*listener).await;
        assert_eq!(page.recv(server).await.unwrap(), [u8::try_from(number).unwrap()]);
    }
}

#[tokio::test]
async fn a_page_on_its_own_reaches_neither_the_relay_nor_the_machine_nor_another_page() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let machine = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (mut other, _) = page_in_a_pair(&relay).await;
    listener(&mut other, 50000).await;
    let (mut page, _) = page_in_a_pair(&relay).await;
    for (ip, port) in [
        ("127.0.0.1", relay.address.port()),
        ("127.0.0.1", machine.local_addr().unwrap().port()),
        // It has a server of this address itself, on which nobody listens.
        (SERVER, 50000),
    ] {
        let client = socket_on(&mut page, HostName::server(), SocketType::Stream).await;
        let refused = page.connect(client, &Address::inet(ip, port)).await;
        assert_eq!(refused, Err(Failure::os(Errno::Econnrefused)), "{ip}:{port}");
    }
    for ip in ["192.0.2.1", "169.254.169.254", "172.17.0.1", "8.8.8.8"] {
        let client = socket_on(&mut page, HostName::client(), SocketType::Stream).await;
        let unreachable = page.connect(client, &Address::inet(ip, 80)).await;
        assert_eq!(unreachable, Err(Failure::os(Errno::Enetunreach)), "{ip}");
    }
    let raw = page.try_open(Family::Inet, SocketType::Raw).await;
    assert_eq!(raw, Err(Failure::refused(Rule::RawSocket)));
}

#[tokio::test]
async fn what_would_be_of_the_machine_is_refused_by_one_rule() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let mut page = relay.page().await;
    let refused = Failure::refused(Rule::MachineNetwork);
    for family in [Family::Inet, Family::Inet6, Family::Unix] {
        let opened = page.try_open(family, SocketType::Stream).await;
        assert_eq!(opened, Err(refused.clone()), "{family:?}");
    }
    assert_eq!(page.pair().await, Err(refused.clone()));
    let lookup = Op::Getaddrinfo {
        host: Some("localhost".into()),
        port: None,
        family: 0,
        kind: 0,
        proto: 0,
        flags: lab_shared::call::LookupFlags(0),
    };
    let id = page.start(None, lookup, b"").await;
    assert_eq!(page.wait(id).await.outcome, Err(refused));
    let start = Request::Start { owner: OwnerKey::new(1), name: "x".into(), setup: "".into() };
    let (assistant, content) = (AssistantId(1), start.encode());
    page.say(&ToRelay::Assistant(AssistantMessage { assistant, content })).await;
    let Some(ToPage::Assistant(answer)) = page.next().await else { panic!("no answer") };
    let Ok(Update::Refused { reasons }) = Update::decode(&answer.content) else {
        panic!("not refused: {answer:?}");
    };
    assert_eq!(reasons[0].en, Rule::MachineNetwork.explanation().en);
}

#[tokio::test]
async fn unix_names_are_each_pages_own() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (mut one, _) = page_in_a_pair(&relay).await;
    let (mut other, _) = page_in_a_pair(&relay).await;
    let folder = |page: &Page| page.welcome.as_ref().unwrap().reach.unix_directory.clone();
    assert_ne!(folder(&one), folder(&other));
    for page in [&mut one, &mut other] {
        page.host = Some(HostName::server());
        let listener = page.open_socket(Family::Unix, SocketType::Stream).await;
        let name = Address::Unix { path: "name".into() };
        page.call(listener, Op::Bind { address: name.clone() }).await.unwrap();
        let shared = Address::Unix { path: "\0socket-lab-name".into() };
        let stranger = page.open_socket(Family::Unix, SocketType::Stream).await;
        let refused = page.call(stranger, Op::Bind { address: shared }).await;
        assert_eq!(refused, Err(Failure::refused(Rule::UnixDirectory)));
        assert!(matches!(page.call(listener, Op::Getsockname).await, Ok(Value::Address(_))));
    }
    let path = folder(&one).unwrap();
    drop(one);
    let gone = async {
        while std::path::Path::new(&path).exists() {
            tokio::task::yield_now().await;
        }
    };
    within("the folder of a page that went to be removed", gone).await;
}

#[tokio::test]
async fn a_network_carries_no_more_packets_a_second_than_it_may() {
    let limited = |config: &mut lab_relay::Config| {
        // A quarter of a second's packets may come at once.
        config.limits.network_packets = 80;
        config.metrics = Some("127.0.0.1:0".parse().unwrap());
    };
    let Some(relay) = relay_with(limited).await else { return };
    let (mut page, _) = page_in_a_pair(&relay).await;
    let server = socket_on(&mut page, HostName::server(), SocketType::Dgram).await;
    page.call(server, Op::Bind { address: Address::inet("", 5000) }).await.unwrap();
    let client = socket_on(&mut page, HostName::client(), SocketType::Dgram).await;
    page.connect(client, &Address::inet("server", 5000)).await.unwrap();
    let lost = async {
        loop {
            page.send(client, b"x").await.unwrap();
            while let Some(report) = page.network_report_now() {
                let NetworkNotice::Packets { packets, .. } = report.news else { continue };
                let limit = |packet: &PacketReport| {
                    matches!(packet.fate, Fate::Lost { why: DropReason::Limit, .. })
                };
                if packets.iter().any(limit) {
                    return;
                }
            }
        }
    };
    within("a packet beyond the limit", lost).await;
    let metrics = relay.metrics.unwrap();
    let numbers = crate::common::get(metrics, "/metrics", &metrics.to_string()).await;
    assert!(numbers.contains("socket_lab_networks 1\n"), "{numbers}");
    assert!(numbers.contains("socket_lab_network_hosts 2\n"), "{numbers}");
    let count = |name: &str| -> u64 {
        let value = numbers.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        value.trim().parse().unwrap()
    };
    let (entered, lost) =
        (count("socket_lab_network_packets_total"), count("socket_lab_network_packets_lost_total"));
    assert!(lost > 0 && entered > lost, "{entered} {lost}");
}

#[tokio::test]
async fn a_network_has_no_more_hosts_than_it_may_nor_have_all() {
    let Some(relay) = relay_with(|config| {
        config.limits.hosts = 2;
        config.limits.hosts_in_all = 3;
    })
    .await
    else {
        return;
    };
    let full = Failure::refused(Rule::MaxHosts);
    let (mut one, _) = page_in_a_pair(&relay).await;
    let third = || NetworkCommand::AddHost { name: HostName::new("third").unwrap() };
    assert_eq!(refused(&mut one, third()).await, full);
    let mut other = relay.page().await;
    assert_eq!(refused(&mut other, NetworkCommand::Open(NetworkPlan::pair())).await, full);
    assert!(matches!(one.ask_network(NetworkCommand::Close).await, NetworkNotice::Closed));
    let opened = async {
        while !matches!(
            other.ask_network(NetworkCommand::Open(NetworkPlan::pair())).await,
            NetworkNotice::Changed(_)
        ) {}
    };
    within("the hosts that ended to make room", opened).await;
}
