//! Networks change while sockets are open: hosts come, go and start anew.

use lab_shared::call::{
    Address, Failure, Family, Op, PollEntry, PollEvents, Rule, SocketType, Value,
};
use lab_shared::errno::Errno;
use lab_shared::network::{HostEnd, HostName, NetworkCommand, NetworkNotice, NetworkPlan};
use rustix::process::{Pid, Signal, kill_process};

use crate::common::hosts::{all_ended, network_name, processes};
use crate::common::page::recv;
use crate::common::{Page, TestRelay};

async fn kill_host(page: &mut Page, name: &str, network: &str) {
    let [pid] = processes(&format!("{name}@{network}"))[..] else { panic!("one process") };
    kill_process(Pid::from_raw(i32::try_from(pid).unwrap()).unwrap(), Signal::KILL).unwrap();
    page.network_is(|view| view.hosts.iter().any(|host| host.ended == Some(HostEnd::Died))).await;
}

#[tokio::test]
async fn sockets_of_a_host_that_was_killed_fail_and_the_page_is_told() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let network = network_name(&page.open_network().await);
    let (client, server) = page.meet_on_hosts().await;
    let waiting = page.block(server, recv(9)).await;
    let entries = vec![PollEntry { socket: server, events: PollEvents::OUT | PollEvents::IN }];
    let lost = Failure::refused(Rule::Host);
    kill_host(&mut page, "server", &network).await;
    assert_eq!(page.wait(waiting).await.outcome, Err(lost.clone()));
    assert_eq!(page.send(server, b"x").await, Err(lost.clone()));
    let id = page.start(None, Op::Poll { entries, seconds: None }, b"").await;
    let Ok(Value::Ready(ready)) = page.wait(id).await.outcome else { panic!("no events") };
    assert!(ready[0].events.contains(PollEvents::ERR), "{ready:?}");
    page.close(server).await.unwrap();
    // The other host lives, and knows nothing of it.
    page.send(client, b"x").await.unwrap();
    page.change_network(NetworkCommand::RestartHost { name: HostName::server() }).await;
    let (client, server) = page.meet_on_hosts().await;
    page.talk(client, server).await;
}

#[tokio::test]
async fn a_host_that_was_restarted_answers_its_old_connections_with_a_reset() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.open_network().await;
    let (client, server) = page.meet_on_hosts().await;
    let waiting = page.block(server, recv(9)).await;
    page.change_network(NetworkCommand::RestartHost { name: HostName::server() }).await;
    // It said nothing at its end, so the client believes in the connection until it sends.
    page.send(client, b"are you there?").await.unwrap();
    let reset = page.recv(client).await.unwrap_err();
    assert_eq!(reset, Failure::os(Errno::Econnreset));
    // The socket of the host that is no more hears nothing of it.
    page.cancel(waiting).await.unwrap_err();
}

#[tokio::test]
async fn a_host_that_was_removed_is_silent_and_one_can_be_added() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.open_network().await;
    let (client, _server) = page.meet_on_hosts().await;
    let gone = page.change_network(NetworkCommand::RemoveHost { name: HostName::server() }).await;
    assert_eq!(gone.host(&HostName::server()).unwrap().ended, Some(HostEnd::Removed));
    page.settimeout(client, Some(0.1)).await;
    page.send(client, b"x").await.unwrap();
    assert_eq!(page.recv(client).await, Err(Failure::timed_out()));
    let third = HostName::new("third").unwrap();
    let grown = page.change_network(NetworkCommand::AddHost { name: third.clone() }).await;
    assert_eq!(grown.host(&third).unwrap().v4, "10.0.0.3");
    let listener = page.socket_on(&third, Family::Inet, SocketType::Stream).await;
    page.call(listener, Op::Bind { address: Address::inet("", 1) }).await.unwrap();
    page.call(listener, Op::Listen { backlog: None }).await.unwrap();
    let client = page.socket_on(&HostName::client(), Family::Inet, SocketType::Stream).await;
    page.connect(client, &Address::inet("third", 1)).await.unwrap();
    let server = page.accept(listener).await;
    page.talk(client, server).await;
}

#[tokio::test]
async fn a_network_ends_with_its_last_page_and_when_it_is_closed() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let network = network_name(&page.open_network().await);
    assert_eq!(processes(&format!("@{network}")).len(), 2);
    // An open socket keeps no process.
    page.meet_on_hosts().await;
    assert_eq!(page.ask_network(NetworkCommand::Close).await, NetworkNotice::Closed);
    all_ended(&network).await;
    let network = network_name(&page.open_network().await);
    drop(page);
    all_ended(&network).await;
}

#[tokio::test]
async fn a_plan_beyond_the_limits_is_refused_and_changes_nothing() {
    let relay = TestRelay::with(|config| config.limits.hosts_in_all = 2).await;
    let mut page = relay.page().await;
    let network = page.open_network().await;
    let add = NetworkCommand::AddHost { name: HostName::new("third").unwrap() };
    let refused = NetworkNotice::Refused(Failure::refused(Rule::MaxHosts));
    assert_eq!(page.ask_network(add).await, refused);
    let mut other = relay.page().await;
    let open = NetworkCommand::Open(NetworkPlan::pair());
    assert_eq!(other.ask_network(open.clone()).await, refused, "all networks together");
    let plan = NetworkPlan { mtu: Some(9), ..NetworkPlan::pair() };
    let wrong = page.ask_network(NetworkCommand::Open(plan)).await;
    assert!(matches!(wrong, NetworkNotice::Refused(_)), "{wrong:?}");
    assert_eq!(processes(&format!("@{}", network_name(&network))).len(), 2);
    let (client, server) = page.meet_on_hosts().await;
    page.talk(client, server).await;
}

#[tokio::test]
async fn a_host_that_is_stopped_holds_up_nobody_but_its_own_sockets() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let network = network_name(&page.open_network().await);
    let [pid] = processes(&format!("server@{network}"))[..] else { panic!("one process") };
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    kill_process(pid, Signal::STOP).unwrap();
    page.host = Some(HostName::server());
    let op = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    let id = page.start(None, op, b"").await;
    page.host = Some(HostName::client());
    let op = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    let other = page.start(None, op, b"").await;
    page.host = None;
    page.tcp().await;
    let (stopped, other) = (page.wait(id).await, page.wait(other).await);
    other.outcome.unwrap();
    assert!(other.at < stopped.at, "another host answers meanwhile");
    let down = stopped.outcome.unwrap_err();
    assert!(down.message.contains("Network is down"), "{down:?}");
    kill_process(pid, Signal::CONT).unwrap();
    page.socket_on(&HostName::server(), Family::Inet, SocketType::Stream).await;
}
