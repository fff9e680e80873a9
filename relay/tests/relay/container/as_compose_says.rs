//! With `compose.yaml` alone: the page, a lab server on a published port, and no networks.

use std::net::SocketAddr;

use lab_shared::call::{Address, Failure, Op, Rule};
use lab_shared::network::{
    NetworkCommand, NetworkDenial, NetworkNotice, NetworkPlan, NetworkState,
};

use super::{page, told};
use crate::common::{get, nc};

#[tokio::test]
#[ignore = "needs the containers that `cargo xtask test --only container` starts"]
async fn the_container_serves_the_page_and_tells_it_why_there_are_no_networks() {
    let relay: SocketAddr = told("SOCKET_LAB_TEST_CONTAINER").parse().unwrap();
    let index = get(relay, "/", &relay.to_string()).await;
    assert!(index.starts_with("HTTP/1.1 200") && index.contains("<title>"), "{index}");

    let mut page = page().await;
    let networks = page.welcome.as_ref().unwrap().networks;
    assert_eq!(networks, NetworkState::Denied(NetworkDenial::Container));
    let answer = page.ask_network(NetworkCommand::Open(NetworkPlan::pair())).await;
    assert!(matches!(answer, NetworkNotice::Refused(_)), "{answer:?}");
}

#[tokio::test]
#[ignore = "needs the containers that `cargo xtask test --only container` starts"]
async fn nc_on_this_machine_meets_a_lab_server_in_the_container() {
    let port: u16 = told("SOCKET_LAB_TEST_PORT").parse().unwrap();
    let mut page = page().await;
    let listener = page.tcp().await;
    let everywhere = Address::inet("0.0.0.0", port);
    page.call(listener, Op::Bind { address: everywhere }).await.unwrap();
    page.call(listener, Op::Listen { backlog: Some(5) }).await.unwrap();
    let mut nc = nc(&["127.0.0.1", &port.to_string()]);
    let server = page.accept(listener).await;
    nc.write("hello\n").await;
    assert_eq!(page.recv(server).await.unwrap(), b"hello\n");
    page.send(server, b"welcome\n").await.unwrap();
    assert_eq!(nc.line().await, "welcome");

    // Nothing outside the container can be reached, including this machine.
    let client = page.tcp().await;
    let Address::Inet { host, .. } = page.peer(server).await else { panic!("not IPv4") };
    for host in [host.as_str(), "169.254.169.254", "192.0.2.1"] {
        let refused = page.connect(client, &Address::inet(host, 80)).await;
        assert_eq!(refused, Err(Failure::refused(Rule::AllowConnect)), "{host}");
    }
    let folder = page.welcome.unwrap().reach.unix_directory;
    assert!(folder.is_some_and(|folder| folder.starts_with("/tmp/")), "AF_UNIX has its tmpfs");
}

#[tokio::test]
#[ignore = "needs the containers that `cargo xtask test --only container` starts"]
async fn rooms_in_two_containers_share_what_is_said() {
    let rooms = told("SOCKET_LAB_TEST_ROOMS");
    let (one, other) = rooms.split_once(' ').unwrap();
    let mut listener = nc(&["127.0.0.1", other]);
    // A client that receives its own line is in the room.
    listener.write("here\n").await;
    while listener.line().await != "here" {}
    let mut speaker = nc(&["127.0.0.1", one]);
    speaker.write("across\n").await;
    while listener.line().await != "across" {}
}
