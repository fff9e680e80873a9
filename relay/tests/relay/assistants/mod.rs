//! Assistants that the relay runs for pages.

mod conformance;
mod proxies;
mod watching;

use std::time::Duration;

use lab_shared::assistant::remote::{
    Ending, MAX_ASSISTANTS_PER_OWNER, MAX_CONNECTIONS, OwnerKey, Request,
};
use lab_shared::assistant::session::{Command, EndId, EndState, Report, Target};
use lab_shared::language::Language;
use lab_shared::wire::{AssistantMessage, Goodbye, ToPage, ToRelay};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::common::process::free_port;
use crate::common::{TestRelay, get, nc, python, within};
use watching::{ID, Watching, owner};

/// A server that answers each line with the same.
const ECHO: &str = r#"
[[end]]
name = "server"
transport = { kind = "tcp-server", listen = "127.0.0.1:0" }
grouping = { kind = "line" }

[[rule]]
name = "echo"
when.regex = "(?s)^(.*)$"
then = [{ reply = { text = "${match 1}", line_ending = "lf" } }]
"#;

/// Two hundred clients, each with a line of its own, all connected before the first sends.
const CROWD: &str = r#"
import socket, sys
clients = [socket.create_connection(("127.0.0.1", int(sys.argv[1])), 20) for _ in range(200)]
for number, client in enumerate(clients):
    client.sendall(b"%d\n" % number)
files = [client.makefile("rb") for client in clients]
print(sum(file.readline() == b"%d\n" % number for number, file in enumerate(files)))
"#;

async fn numbers(relay: &TestRelay) -> String {
    let address = relay.metrics.unwrap();
    get(address, "/metrics", &address.to_string()).await
}

#[tokio::test]
async fn nc_is_answered_and_the_page_sees_the_log_and_the_peer() {
    let relay = TestRelay::start().await;
    let mut watching = Watching::start(&relay, ECHO).await;
    let address = watching.open(0).await.unwrap();
    let port = address.rsplit_once(':').unwrap().1.to_owned();
    let mut client = nc(&["127.0.0.1", &port]);
    client.write("hello\n").await;
    assert_eq!(client.line().await, "hello");
    let sent = |watching: &Watching| {
        let end = &watching.status.ends[&EndId(0)].counters;
        (end.sent_messages == 1 && watching.status.fired == [1]).then_some(end.received_bytes)
    };
    assert_eq!(watching.until(sent).await, 6);
    assert_eq!(watching.received(), b"hello");
    drop(client);
    let left = |report: &Report| matches!(report, Report::Left(EndId(0), _)).then_some(());
    watching.report(left).await;
}

#[tokio::test]
async fn two_hundred_clients_of_python_are_answered() {
    let relay = TestRelay::start().await;
    let mut watching = Watching::start(&relay, ECHO).await;
    let address = watching.open(0).await.unwrap();
    let mut crowd = python(CROWD, &[address.rsplit_once(':').unwrap().1]);
    assert_eq!(crowd.line().await, "200");
    let all = |watching: &Watching| {
        (watching.status.ends[&EndId(0)].counters.sent_messages == 200).then_some(())
    };
    watching.until(all).await;
}

#[tokio::test]
async fn it_goes_on_when_its_page_closes_and_the_next_page_gets_what_it_missed() {
    let relay = TestRelay::start().await;
    let mut first = Watching::start(&relay, ECHO).await;
    let address = first.open(0).await.unwrap();
    let (number, seen) = (first.number(), first.entries.len() as u64);
    drop(first);
    let mut client = TcpStream::connect(&address).await.unwrap();
    client.write_all(b"one\ntwo\n").await.unwrap();
    let mut answer = [0; 8];
    within("the answers", client.read_exact(&mut answer)).await.unwrap();
    assert_eq!(&answer, b"one\ntwo\n");

    let mut stranger = Watching::page(&relay).await;
    assert_eq!(stranger.list(OwnerKey::new(8)).await, []);
    let mut second = Watching::page(&relay).await;
    let found = second.list(owner()).await;
    assert_eq!((found.len(), found[0].number, found[0].watchers), (1, number, 0));
    second.watch(number, seen).await.unwrap();
    second.until(|watching| (watching.received() == b"onetwo").then_some(())).await;
    assert_eq!((second.entries[0].number, second.missed), (seen, 0));
    assert_eq!(second.status.ends[&EndId(0)].state, EndState::Open);
    second.until(|watching| (watching.status.peers.len() == 1).then_some(())).await;
    second.ask(Request::End).await;
    assert_eq!(second.ended().await, Ending::Asked);
    assert_eq!(within("the end", client.read(&mut answer)).await.unwrap(), 0);
    assert_eq!(second.list(owner()).await, []);
}

#[tokio::test]
async fn a_stranger_neither_finds_nor_watches_it() {
    let relay = TestRelay::start().await;
    let mut own = Watching::start(&relay, ECHO).await;
    let mut other = Watching::page(&relay).await;
    let watch = Request::Watch { owner: OwnerKey::new(8), number: own.number(), from: 0 };
    other.ask(watch).await;
    let update = format!("{:?}", other.update().await);
    assert!(update.contains("runs this assistant no longer"), "{update}");
    other.ask(Request::Command(Command::Open(EndId(0)))).await;
    other.ask(Request::End).await;
    assert_eq!(other.list(owner()).await.len(), 1, "nobody has ended it");
    assert!(own.open(0).await.is_some());
}

#[tokio::test]
async fn it_ends_when_nobody_watches_it_for_long_and_nothing_is_left() {
    let relay = TestRelay::with(|config| {
        config.metrics = Some("127.0.0.1:0".parse().unwrap());
        config.times.assistants = Duration::from_millis(1);
    })
    .await;
    let mut watching = Watching::start(&relay, ECHO).await;
    let address = watching.open(0).await.unwrap();
    let mut client = TcpStream::connect(&address).await.unwrap();
    assert!(numbers(&relay).await.contains("socket_lab_assistants 1\n"));
    watching.until(|watching| (watching.status.peers.len() == 1).then_some(())).await;
    drop(watching);
    let end = within("its end", client.read(&mut [0; 8])).await.unwrap();
    assert_eq!(end, 0);
    let mut next = Watching::page(&relay).await;
    within("it to be gone", async { while !next.list(owner()).await.is_empty() {} }).await;
    let gone = "socket_lab_assistants 0\n";
    within("its count", async { while !numbers(&relay).await.contains(gone) {} }).await;
    assert!(numbers(&relay).await.contains("socket_lab_held_bytes{holder=\"assistants\"} 0\n"));
    assert!(TcpStream::connect(&address).await.is_err());
}

#[tokio::test]
async fn it_ends_with_the_relay() {
    let mut relay = TestRelay::start().await;
    let mut watching = Watching::start(&relay, ECHO).await;
    let address = watching.open(0).await.unwrap();
    let mut client = TcpStream::connect(&address).await.unwrap();
    // A connection that nobody has accepted is reset.
    watching.until(|watching| (watching.status.peers.len() == 1).then_some(())).await;
    drop(watching);
    relay.stop();
    assert_eq!(within("its end", client.read(&mut [0; 8])).await.unwrap(), 0);
    relay.stopped().await;
    assert!(TcpStream::connect(&address).await.is_err());
}

#[tokio::test]
async fn the_relays_rules_judge_what_it_opens_and_say_so_in_both_languages() {
    let relay = TestRelay::start().await;
    let own = relay.address;
    let setup = format!(
        r#"
[[end]]
name = "elsewhere"
transport = {{ kind = "tcp-server", listen = "192.0.2.1:0" }}
[[end]]
name = "out"
transport = {{ kind = "tcp-client", connect = "192.0.2.1:9" }}
[[end]]
name = "relay"
transport = {{ kind = "tcp-client", connect = "{own}" }}
[[end]]
name = "file"
transport = {{ kind = "unix-server", listen = "/tmp/elsewhere" }}
[[end]]
name = "all"
transport = {{ kind = "tcp-server", listen = "0.0.0.0:0" }}
[[end]]
name = "datagrams"
transport = {{ kind = "udp", bind = "127.0.0.1:0", send_to = "192.0.2.1:9" }}
"#
    );
    let mut watching = Watching::start(&relay, &setup).await;
    for (end, rule) in
        [(0, "Cannot assign"), (1, "allow-connect"), (2, "own-port"), (3, "unix-directory")]
    {
        watching.entries.clear();
        watching.command(Command::Open(EndId(end))).await;
        watching.reason(rule).await;
        let entry = watching.entries.last().unwrap();
        let reason = entry.entry.kind.reason(Language::Zh);
        assert!(end == 0 || reason.contains('。'), "{reason}");
    }
    watching.open(4).await;
    assert!(watching.status.ends[&EndId(4)].loopback_only, "as a lab socket at a wildcard");
    watching.open(5).await;
    let bytes = "x".into();
    let send = Command::SendBytes { end: EndId(5), target: Target::All, bytes };
    watching.command(send).await;
    watching.reason("allow-connect").await;
}

#[tokio::test]
async fn an_owner_and_the_relay_have_a_bounded_number_of_them() {
    let relay = TestRelay::with(|config| config.limits.assistants = 5).await;
    let mut pages = Vec::new();
    for _ in 0..MAX_ASSISTANTS_PER_OWNER {
        pages.push(Watching::start(&relay, ECHO).await);
    }
    let mut page = Watching::page(&relay).await;
    let refused = page.try_start(ECHO).await.unwrap_err();
    assert!(refused[0].en.contains("end one"), "{refused:?}");
    let start = |owner| Request::Start { owner, name: "n".into(), setup: "version = 1".into() };
    page.ask(start(OwnerKey::new(8))).await;
    let update = format!("{:?}", page.update().await);
    assert!(update.starts_with("Watching"), "{update}");
    let mut last = Watching::page(&relay).await;
    last.ask(start(OwnerKey::new(9))).await;
    let update = format!("{:?}", last.update().await);
    assert!(update.contains("--max-assistants"), "{update}");
}

#[tokio::test]
async fn a_setup_that_is_wrong_or_too_large_is_refused_with_every_reason() {
    let relay = TestRelay::start().await;
    let mut page = Watching::page(&relay).await;
    let wrong = page.try_start("[[end]]\nname = 3\n[[rule]]\nname = 4\n").await.unwrap_err();
    assert!(wrong.len() >= 2 && wrong[0].en.starts_with("line "), "{wrong:?}");
    let end = |number| format!("[[end]]\nname = \"{number}\"\ntransport = {{ kind = \"udp\" }}\n");
    let many: String = (0..17).map(end).collect();
    let refused = page.try_start(&many).await.unwrap_err();
    assert!(refused[0].en.contains("at most 16 ends, not 17"), "{refused:?}");
    page.try_start("").await.unwrap();
}

#[tokio::test]
async fn what_is_no_request_ends_the_session_and_not_the_assistant() {
    let relay = TestRelay::start().await;
    let mut own = Watching::start(&relay, ECHO).await;
    let mut page = relay.page().await;
    let message = AssistantMessage { assistant: ID, content: "no request".into() };
    page.say(&ToRelay::Assistant(message)).await;
    let end = page.next().await;
    assert!(matches!(end, Some(ToPage::Goodbye(Goodbye::Malformed { .. }))), "{end:?}");
    assert!(own.open(0).await.is_some());
}

#[tokio::test]
async fn a_client_connects_again_after_its_server_has_started_again() {
    let relay = TestRelay::start().await;
    let port = free_port().to_string();
    let setup = format!(
        r#"
[[end]]
name = "client"
transport = {{ kind = "tcp-client", connect = "127.0.0.1:{port}", reconnect = {{ first = 10, most = 50 }} }}
"#
    );
    let mut watching = Watching::start(&relay, &setup).await;
    watching.command(Command::Open(EndId(0))).await;
    watching.reason("refused").await;
    let joined = |report: &Report| matches!(report, Report::Joined(..)).then_some(());
    for round in ["one", "two"] {
        let mut server = nc(&["-l", "127.0.0.1", &port]);
        watching.report(joined).await;
        let bytes = format!("{round}\n").into();
        let send = Command::SendBytes { end: EndId(0), target: Target::All, bytes };
        watching.command(send).await;
        assert_eq!(server.line().await, round);
        drop(server);
    }
}

#[tokio::test]
async fn a_client_that_never_reads_is_read_no_further_and_costs_a_bounded_amount() {
    let relay =
        TestRelay::with(|config| config.metrics = Some("127.0.0.1:0".parse().unwrap())).await;
    let mut watching = Watching::start(&relay, ECHO).await;
    let address = watching.open(0).await.unwrap();
    let mut greedy = TcpStream::connect(&address).await.unwrap();
    // It sends until the assistant reads nothing more, because the answers are not read.
    let line = [&[b'x'; 60_000][..], b"\n"].concat();
    let mut sent = 0;
    while let Ok(written) =
        tokio::time::timeout(Duration::from_millis(500), greedy.write_all(&line)).await
    {
        written.unwrap();
        sent += line.len();
        assert!(sent < 200 << 20, "it reads on and on");
    }
    let mut other = nc(&["127.0.0.1", address.rsplit_once(':').unwrap().1]);
    other.write("still\n").await;
    assert_eq!(other.line().await, "still");
    let text = numbers(&relay).await;
    let held = text.lines().find_map(|line| {
        line.strip_prefix("socket_lab_held_bytes{holder=\"assistants\"} ")?.parse::<usize>().ok()
    });
    assert!(held.unwrap() <= 33 << 20, "{held:?}");
}

#[tokio::test]
async fn a_flood_of_small_messages_delays_no_other_page_and_loses_only_lines_of_the_log() {
    let relay = TestRelay::start().await;
    let mut flooded = Watching::start(&relay, ECHO).await;
    let address = flooded.open(0).await.unwrap();
    let flood = tokio::spawn(async move {
        let mut client = TcpStream::connect(&address).await.unwrap();
        let (mut reads, mut writes) = client.split();
        let lines = b"\n".repeat(64 * 1024);
        let write = async { while writes.write_all(&lines).await.is_ok() {} };
        let mut buffer = vec![0; 64 * 1024];
        let read = async { while reads.read(&mut buffer).await.is_ok_and(|length| length > 0) {} };
        tokio::join!(write, read);
    });
    flooded.until(|watching| (watching.missed > 0).then_some(())).await;
    let mut other = Watching::start(&relay, ECHO).await;
    let address = other.open(0).await.unwrap();
    let mut client = nc(&["127.0.0.1", address.rsplit_once(':').unwrap().1]);
    for round in 0..20 {
        client.write(&format!("{round}\n")).await;
        assert_eq!(client.line().await, round.to_string());
    }
    // Its own page still gets through to it.
    flooded.command(Command::Close(EndId(0))).await;
    flooded
        .until(|watching| (watching.status.ends[&EndId(0)].state == EndState::Closed).then_some(()))
        .await;
    within("the flood to end", flood).await.unwrap();
}

#[tokio::test]
async fn connections_beyond_the_most_wait_in_the_accept_queue() {
    let relay = TestRelay::start().await;
    let setup = ECHO.replace(":0\"", ":0\", peers = 1000");
    let mut watching = Watching::start(&relay, &setup).await;
    let address = watching.open(0).await.unwrap();
    let mut clients = Vec::new();
    for _ in 0..MAX_CONNECTIONS {
        clients.push(TcpStream::connect(&address).await.unwrap());
    }
    let full = |watching: &Watching| (watching.status.peers.len() == MAX_CONNECTIONS).then_some(());
    watching.until(full).await;
    let mut late = TcpStream::connect(&address).await.unwrap();
    late.write_all(b"late\n").await.unwrap();
    clients.pop();
    let mut answer = [0; 5];
    within("the answer", late.read_exact(&mut answer)).await.unwrap();
    assert_eq!(&answer, b"late\n");
}

#[tokio::test]
async fn a_page_that_was_cut_off_goes_on_where_it_was() {
    let relay = TestRelay::start().await;
    let mut watching = Watching::page(&relay).await;
    watching.page = crate::common::Page::lasting(relay.address).await;
    watching.try_start(ECHO).await.unwrap();
    let address = watching.open(0).await.unwrap();
    watching.page.cut().await;
    let mut client = nc(&["127.0.0.1", address.rsplit_once(':').unwrap().1]);
    client.write("while away\n").await;
    assert_eq!(client.line().await, "while away");
    watching.until(|watching| (watching.received() == b"while away").then_some(())).await;
}
