//! Networks that pages share, and ports of the machine that lead into them.

use std::time::{Duration, Instant};

use lab_shared::call::{Address, Failure, Op, Rule, SocketType};
use lab_shared::network::{HostName, NetworkCommand, NetworkNotice, Protocol};

use super::{
    changed, listener, page_in_a_pair, refused, relay_of_own_networks, relay_with, socket_on,
};
use crate::common::{Page, TestRelay, nc, within};

fn publish(protocol: Protocol, port: u16, at: Address) -> NetworkCommand {
    NetworkCommand::Publish { host: HostName::server(), protocol, port, at }
}

fn anywhere() -> Address {
    Address::inet("127.0.0.1", 0)
}

/// A page of another session that joins by a code.
async fn joined(relay: &TestRelay, code: &str) -> Page {
    let mut page = relay.page().await;
    let view = changed(&mut page, NetworkCommand::Join { code: code.into() }).await;
    assert_eq!((view.pages, view.code.as_deref()), (2, Some(code)));
    page
}

#[tokio::test]
async fn a_page_joins_by_a_code_and_the_network_ends_with_its_last_page() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (mut owner, view) = page_in_a_pair(&relay).await;
    assert_eq!((view.code, view.pages), (None, 1));
    let code = changed(&mut owner, NetworkCommand::Share).await.code.unwrap();
    assert_eq!(code.len(), 10);
    let mut guest = joined(&relay, &code).await;
    let listener = listener(&mut owner, 9999).await;
    let client = socket_on(&mut guest, HostName::client(), SocketType::Stream).await;
    guest.connect(client, &Address::inet("server", 9999)).await.unwrap();
    let server = owner.accept(listener).await;
    owner.send(server, b"welcome").await.unwrap();
    assert_eq!(guest.recv(client).await.unwrap(), b"welcome");
    assert!(matches!(owner.ask_network(NetworkCommand::Close).await, NetworkNotice::Closed));
    // It goes on with the guest.
    super::listener(&mut guest, 8888).await;
    changed(&mut guest, NetworkCommand::Unshare).await;
    assert_eq!(
        refused(&mut owner, NetworkCommand::Join { code: code.clone() }).await,
        Failure::refused(Rule::NetworkCode)
    );
}

#[tokio::test]
async fn wrong_codes_are_answered_ever_more_slowly_and_a_right_one_at_once() {
    let first = Duration::from_millis(20);
    let Some(relay) = relay_with(|config| config.times.wrong_token = (first, 8 * first)).await
    else {
        return;
    };
    let (mut owner, _) = page_in_a_pair(&relay).await;
    let code = changed(&mut owner, NetworkCommand::Share).await.code.unwrap();
    let mut guest = relay.page().await;
    for wait in [1, 2, 4, 8, 8] {
        let began = Instant::now();
        let wrong = NetworkCommand::Join { code: "aaaaaaaaaa".into() };
        assert_eq!(refused(&mut guest, wrong).await, Failure::refused(Rule::NetworkCode));
        assert!(began.elapsed() >= wait * first, "{wait}: {:?}", began.elapsed());
    }
    changed(&mut guest, NetworkCommand::Join { code: code.to_uppercase() }).await;
}

#[tokio::test]
async fn nc_on_the_machine_meets_a_program_on_a_host_through_a_published_port() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (mut page, _) = page_in_a_pair(&relay).await;
    let listener = listener(&mut page, 9999).await;
    let view = changed(&mut page, publish(Protocol::Tcp, 9999, anywhere())).await;
    let published = view.published[0].clone();
    let Address::Inet { host, port } = &published.at else { panic!("{published:?}") };
    let mut nc = nc(&[host, &port.to_string()]);
    nc.write("hello\n").await;
    let server = page.accept(listener).await;
    assert_eq!(page.recv(server).await.unwrap(), b"hello\n");
    page.send(server, b"welcome\n").await.unwrap();
    assert_eq!(nc.line().await, "welcome");
    let unpublish = NetworkCommand::Unpublish { protocol: Protocol::Tcp, at: published.at.clone() };
    assert_eq!(changed(&mut page, unpublish).await.published, []);
    assert!(nc.ended().await || nc.rest().await.is_empty());
}

#[tokio::test]
async fn datagrams_reach_a_program_on_a_host_and_come_back() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (mut page, _) = page_in_a_pair(&relay).await;
    let socket = socket_on(&mut page, HostName::server(), SocketType::Dgram).await;
    page.call(socket, Op::Bind { address: Address::inet("", 5353) }).await.unwrap();
    let view = changed(&mut page, publish(Protocol::Udp, 5353, anywhere())).await;
    let Address::Inet { host, port } = &view.published[0].at else { panic!("{view:?}") };
    let peer = tokio::net::UdpSocket::bind("127.0.0.1:0").await.unwrap();
    peer.connect((host.as_str(), u16::try_from(*port).unwrap())).await.unwrap();
    peer.send(b"question").await.unwrap();
    let flags = lab_shared::call::MsgFlags::NONE;
    let received = page.call(socket, Op::Recvfrom { bufsize: 100, flags }).await.unwrap();
    let lab_shared::call::Value::BytesFrom { bytes, address } = received else {
        panic!("{received:?}");
    };
    assert_eq!(bytes, b"question"[..]);
    let address = address.expect("a sender");
    page.call_with(socket, Op::Sendto { flags, address }, b"answer").await.unwrap();
    let mut buffer = [0; 16];
    let length = within("the answer", peer.recv(&mut buffer)).await.unwrap();
    assert_eq!(&buffer[..length], b"answer");
}

#[tokio::test]
async fn only_what_the_rules_allow_is_published_and_no_more_than_may_be() {
    let Some(relay) = relay_with(|config| config.limits.published = 1).await else { return };
    let (mut page, _) = page_in_a_pair(&relay).await;
    let own = Address::inet("127.0.0.1", relay.address.port());
    for (at, rule) in [(Address::inet("", 0), Rule::AllowPublish), (own, Rule::OwnPort)] {
        let failure = refused(&mut page, publish(Protocol::Tcp, 9999, at)).await;
        assert_eq!(failure, Failure::refused(rule));
    }
    changed(&mut page, publish(Protocol::Tcp, 9999, anywhere())).await;
    let failure = refused(&mut page, publish(Protocol::Tcp, 9998, anywhere())).await;
    assert_eq!(failure, Failure::refused(Rule::MaxPublished));
    let nobody = NetworkCommand::Publish {
        host: HostName::new("nobody").unwrap(),
        protocol: Protocol::Udp,
        port: 1,
        at: anywhere(),
    };
    assert_eq!(refused(&mut page, nobody).await, Failure::refused(Rule::Host));
}
