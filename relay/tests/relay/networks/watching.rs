//! What the kernel knows of sockets on hosts: each host's own kernel tables are asked.

use lab_shared::call::SocketId;
use lab_shared::kernel::{KernelFacts, TcpState};

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
