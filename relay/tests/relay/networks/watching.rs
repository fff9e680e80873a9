//! What the kernel knows of sockets on hosts: each host's own kernel tables are asked.

use lab_shared::call::{Address, Family, Op, SocketId, SocketType};
use lab_shared::kernel::{KernelFacts, TcpState};
use lab_shared::network::{CableId, HostName, NetworkCommand, PacketKind, Way};

use crate::common::TestRelay;
use crate::kernel::{facts, state, states, watch};

#[tokio::test]
async fn both_ends_are_known_and_time_wait_is_followed_on_its_host() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.open_network().await;
    let (client, server): (SocketId, SocketId) = page.meet_on_hosts().await;
    watch(&mut page, client).await;
    let both = states(TcpState::Established, Some(TcpState::Established));
    let known: KernelFacts = facts(&mut page, client, both).await;
    assert!(known.own.receive.is_some(), "{known:?}");
    page.close(client).await.unwrap();
    let half = states(TcpState::FinWait2, Some(TcpState::CloseWait));
    facts(&mut page, client, half).await;
    page.close(server).await.unwrap();
    facts(&mut page, client, state(TcpState::TimeWait)).await;
}

#[tokio::test]
async fn a_connect_whose_syn_is_lost_reports_its_timer_and_each_retransmission() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.open_network().await;
    page.listener_on_server(Family::Inet, Address::inet("", 9999)).await;
    let client = page.socket_on(&HostName::client(), Family::Inet, SocketType::Stream).await;
    watch(&mut page, client).await;
    let (cable, kind) = (CableId(0), PacketKind::Syn);
    page.change_network(NetworkCommand::Drop { cable, way: Way::Back, kind, count: 2 }).await;
    let connect = page.block(client, Op::Connect { address: Address::inet("server", 9999) }).await;
    let again = |count: u32| {
        move |facts: &KernelFacts| {
            let sent = facts.own.path.is_some_and(|path| path.retransmitted == Some(count));
            facts.own.state == Some(TcpState::SynSent) && sent
        }
    };
    for count in 0..2 {
        let path = facts(&mut page, client, again(count)).await.own.path.unwrap();
        // One second (RFC 6298), which older kernels double with each retransmission.
        assert!((900_000..=8_000_000).contains(&path.rto.unwrap()), "{path:?}");
        assert_eq!(
            (path.retransmits.map(u32::from), path.rtt, path.ssthresh),
            (Some(count), Some(0), None),
            "{path:?}"
        );
    }
    page.wait(connect).await.outcome.unwrap();
}
