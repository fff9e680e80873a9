//! A class: each page is in a network of its own, where there can be networks, and groups share one by a code.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use lab_shared::call::{Address, Failure, Family, Rule, SocketType};
use lab_shared::chat::{Mode, RoomConfig};
use lab_shared::network::{HostName, NetworkCommand, NetworkState};
use lab_shared::wire::{RoomCommand, RoomId, RoomRequest, RoomUpdate, ToPage, ToRelay};
use rustix::process::{Pid, Signal, kill_process};

use super::{changed, listener, page_in_a_pair, refused, relay_of_own_networks, socket_on};
use crate::common::hosts::{all_ended, network_name};
use crate::common::{Page, TOKEN, TestRelay};

/// The program with the preset for a class, and its address.
fn class() -> (Child, SocketAddr) {
    let mut relay = Command::new(env!("CARGO_BIN_EXE_socket-lab"))
        .args(["--listen", "127.0.0.1:0", "--token", TOKEN, "--preset", "classroom"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(relay.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let address = line.rsplit('/').nth(1).unwrap_or_else(|| panic!("{line:?}"));
    (relay, address.parse().unwrap())
}

#[tokio::test]
async fn each_page_of_a_class_is_in_a_network_of_its_own() {
    let (mut relay, address) = class();
    let mut page = Page::knock_at(address, &[]).await.unwrap();
    page.hello(1).await;
    match page.welcome.as_ref().unwrap().networks {
        NetworkState::Offered(offer) => {
            assert!(offer.own && !offer.machine, "{offer:?}");
            // Such a network has a way out where its owner wants one.
            assert!(offer.limits.published > 0, "{offer:?}");
            let opened = page.try_open(Family::Inet, SocketType::Stream).await;
            assert_eq!(opened, Err(Failure::refused(Rule::MachineNetwork)));
        }
        denied => {
            eprintln!("NOT RUN: the system denies networks to the tests themselves: {denied:?}");
            page.connected().await;
        }
    }
    kill_process(Pid::from_child(&relay), Signal::TERM).unwrap();
    assert!(relay.wait().unwrap().success());
}

#[tokio::test]
async fn a_page_that_has_a_network_of_its_own_joins_another_by_a_code_and_leaves_its_own() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (mut teacher, _) = page_in_a_pair(&relay).await;
    let code = changed(&mut teacher, NetworkCommand::Share).await.code.unwrap();
    let lesson = listener(&mut teacher, 9999).await;

    let mut student = relay.page().await;
    let own = changed(&mut student, open_pair()).await;
    listener(&mut student, 9999).await;
    let joined = changed(&mut student, NetworkCommand::Join { code: code.clone() }).await;
    assert_eq!((joined.pages, joined.code.as_ref()), (2, Some(&code)));
    assert_ne!(joined.hosts[0].enter, own.hosts[0].enter, "they are other hosts");

    // What is made from now on is there; the hosts of before are gone.
    let client = socket_on(&mut student, HostName::client(), SocketType::Stream).await;
    student.connect(client, &Address::inet("server", 9999)).await.unwrap();
    let peer = teacher.accept(lesson).await;
    teacher.send(peer, b"good morning").await.unwrap();
    assert_eq!(student.recv(client).await.unwrap(), b"good morning");
    all_ended(&network_name(&own)).await;

    // A wrong code takes nothing away.
    let wrong = NetworkCommand::Join { code: "aaaaaaaaaa".into() };
    assert_eq!(refused(&mut student, wrong).await, Failure::refused(Rule::NetworkCode));
    student.send(client, b"good morning, teacher").await.unwrap();
    assert_eq!(teacher.recv(peer).await.unwrap(), b"good morning, teacher");
}

#[tokio::test]
async fn a_room_on_the_relays_ports_is_refused_where_pages_have_only_their_own_networks() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let (mut page, _) = page_in_a_pair(&relay).await;
    let address = Address::inet("127.0.0.1", 0);
    let ask = RoomCommand::Open { address, config: RoomConfig::of(Mode::Group) };
    page.say(&ToRelay::Room(RoomRequest { room: RoomId(1), ask })).await;
    let report = loop {
        match page.next().await {
            Some(ToPage::Room(report)) => break report,
            Some(_) => {}
            None => panic!("the relay has ended the session"),
        }
    };
    assert_eq!(report.news, RoomUpdate::Refused(Failure::refused(Rule::MachineNetwork)));
}

fn open_pair() -> NetworkCommand {
    NetworkCommand::Open(lab_shared::network::NetworkPlan::pair())
}

#[tokio::test]
async fn thirty_pages_of_a_class_bind_the_same_port() {
    let Some(relay) = relay_of_own_networks().await else { return };
    let mut pages = Vec::new();
    for _ in 0..30 {
        pages.push(bound(&relay).await);
    }
}

/// A page in a network of its own, with a server on port 50000.
async fn bound(relay: &TestRelay) -> Page {
    let (mut page, _) = page_in_a_pair(relay).await;
    listener(&mut page, 50000).await;
    page
}
