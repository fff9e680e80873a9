//! Recorded conversations that the relay plays for a page.

use lab_shared::assistant::proxy::{Difference, ProxyEndpoint, Side, Turn};
use lab_shared::assistant::remote::{ReplayRequest, ReplayState, ReplayStatus};

use super::*;

/// What a client and a server said, as a page writes it down from its log.
fn recording() -> String {
    let said = [(ToServer, "one\n"), (ToClient, "ONE\n"), (ToServer, "two\n"), (ToClient, "TWO\n")];
    let turns = said.into_iter().zip(0..).map(|((direction, text), at)| Turn {
        connection: 1,
        at: at * 30,
        direction,
        bytes: text.into(),
    });
    turns.map(|turn| turn.to_line() + "\n").collect()
}

fn replay(role: Side, address: &str, with_timing: bool) -> Request {
    Request::Proxy(ProxyRequest::Replay(ReplayRequest {
        recording: recording(),
        role,
        address: ProxyEndpoint::try_from(address.to_owned()).unwrap(),
        with_timing,
        patience: 20_000,
    }))
}

impl Watching {
    async fn replay(&mut self, is: impl Fn(&ReplayStatus) -> bool) -> ReplayStatus {
        let replay = |watching: &Self| watching.status.proxies.replay.clone().filter(&is);
        self.until(replay).await
    }
}

#[tokio::test]
async fn a_recorded_conversation_is_played_as_either_side_and_differences_are_told() {
    let relay = TestRelay::start().await;
    let mut server = python(SHOUT, &[]);
    let target = format!("127.0.0.1:{}", server.line().await);
    let mut watching = Watching::start(&relay, "").await;
    for (number, with_timing) in [(1, false), (2, true), (3, false)] {
        watching.ask(replay(Side::Client, &target, with_timing)).await;
        let is_done =
            |replay: &ReplayStatus| (&replay.state, replay.number) == (&ReplayState::Done, number);
        let done = watching.replay(is_done).await;
        assert_eq!((done.count, done.differences), (0, vec![]));
    }
    // As the server, for a client that says something else.
    watching.ask(replay(Side::Server, "127.0.0.1:0", false)).await;
    let bound = watching.replay(|replay| replay.local.is_some()).await;
    let address = bound.local.unwrap().to_string();
    let mut client = nc(&["127.0.0.1", address.rsplit_once(':').unwrap().1]);
    client.write("oNe\n").await;
    assert_eq!(client.line().await, "ONE");
    client.write("two\n").await;
    assert_eq!(client.line().await, "TWO");
    let is_done = |replay: &ReplayStatus| replay.state == ReplayState::Done && replay.number == 4;
    let done = watching.replay(is_done).await;
    let changed = Difference::Changed { offset: 1, recorded: "n".into(), received: "N".into() };
    assert_eq!((done.count, done.differences), (1, vec![changed]));
}

#[tokio::test]
async fn a_replay_that_waits_is_stopped_and_one_without_a_connection_says_why() {
    let relay = TestRelay::start().await;
    let mut watching = Watching::start(&relay, "").await;
    watching.ask(replay(Side::Server, "127.0.0.1:0", false)).await;
    watching.replay(|replay| replay.local.is_some()).await;
    watching.ask(Request::Proxy(ProxyRequest::StopReplay)).await;
    // A command that changes nothing has the status read again.
    watching.command(Command::SetProxies(Vec::new())).await;
    watching.replay(|replay| replay.state == ReplayState::Stopped).await;
    watching.ask(replay(Side::Client, "192.0.2.1:9", false)).await;
    let failed = watching.replay(|replay| matches!(replay.state, ReplayState::Failed(_))).await;
    let ReplayState::Failed(why) = failed.state else { unreachable!() };
    assert!(why.en.contains("allow-connect"), "{why:?}");
}
