//! Whose network a page has, and what it does not reach.

mod beyond;
mod class;
mod denial;
mod enter;
mod limits;
mod outward;

use lab_relay::PageNetwork;
use lab_shared::assistant::remote::{OwnerKey, Request, Update};
use lab_shared::call::{Address, Failure, Family, Op, Rule, SocketId, SocketType, Value};
use lab_shared::errno::Errno;
use lab_shared::network::{
    HostName, NetworkCommand, NetworkNotice, NetworkPlan, NetworkState, NetworkView,
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
async fn thirty_pages_run_the_same_program_on_the_same_port() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let mut pages = Vec::new();
    for _ in 0..30 {
        let (mut page, _) = page_in_a_pair(&relay).await;
        let listener = listener(&mut page, 50000).await;
        pages.push((page, listener));
    }
    let mut connections = Vec::new();
    for (number, (page, listener)) in (0..).zip(&mut pages) {
        let client = socket_on(page, HostName::client(), SocketType::Stream).await;
        page.connect(client, &Address::inet("server", 50000)).await.unwrap();
        let server = page.accept(*listener).await;
        page.send(client, &[number]).await.unwrap();
        connections.push((client, server));
    }
    // All are connected at once, and each server hears its own client.
    for (number, ((page, _), (client, server))) in (0..).zip(pages.iter_mut().zip(connections)) {
        assert_eq!(page.recv(server).await.unwrap(), [number]);
        page.send(server, &[number + 100]).await.unwrap();
        assert_eq!(page.recv(client).await.unwrap(), [number + 100]);
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
