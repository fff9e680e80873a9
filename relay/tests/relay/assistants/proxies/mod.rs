//! Proxies that the relay serves for pages.

mod limits;
mod replays;

use lab_shared::assistant::log::EntryKind;
use lab_shared::assistant::proxy::Direction::{self, ToClient, ToServer};
use lab_shared::assistant::proxy::{self, Fault};
use lab_shared::assistant::remote::{
    HeldId, Numbered, ProxyOrder, ProxyRequest, ProxyStatus, Request,
};
use lab_shared::assistant::session::{Command, EndState};
use lab_shared::assistant::setup::Setup;
use lab_shared::language::Language;

use super::watching::Watching;
use crate::common::{TestRelay, nc, python, within};

/// Answers each line in upper case; its port is its first line.
const SHOUT: &str = "import socket
s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)
while True:
    c = s.accept()[0]
    for line in c.makefile('rb'): c.sendall(line.upper())
    c.close()";

/// A setup with one proxy of these further lines.
fn setup(target: &str, more: &str) -> String {
    format!("[[proxy]]\nname = \"p\"\nlisten = \"127.0.0.1:0\"\nconnect = \"{target}\"\n{more}\n")
}

fn start() -> Request {
    Request::Proxy(ProxyRequest::Start { proxy: "p".into() })
}

fn stop() -> Request {
    Request::Proxy(ProxyRequest::Stop { proxy: "p".into() })
}

impl Watching {
    /// Starts the proxy, and returns its port.
    async fn serve(&mut self) -> String {
        self.ask(start()).await;
        let address = |watching: &Self| {
            let proxy = watching.status.proxies.proxies.get("p")?;
            (proxy.state == EndState::Open).then(|| proxy.local.clone())?
        };
        let address = self.until(address).await.to_string();
        address.rsplit_once(':').unwrap().1.to_owned()
    }

    async fn order(&mut self, command: proxy::Command) {
        let order = ProxyOrder { proxy: Some("p".into()), connection: None, command };
        self.ask(Request::Proxy(ProxyRequest::Order(order))).await;
    }

    /// Waits for so many held receives, and returns them.
    async fn held(&mut self, count: usize) -> Vec<(HeldId, String)> {
        let held = |watching: &Self| {
            let held = &watching.status.proxies.held;
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            let all = held.iter().map(|(id, held)| (*id, text(&held.bytes)));
            (held.len() == count).then(|| all.collect())
        };
        self.until(held).await
    }

    /// Waits until the proxy is as it should be.
    async fn proxy(&mut self, is: impl Fn(&ProxyStatus) -> bool) {
        let found = |watching: &Self| {
            watching.status.proxies.proxies.get("p").is_some_and(&is).then_some(())
        };
        self.until(found).await;
    }
}

/// The messages that went one way, as they were received or sent.
fn passed(watching: &Watching, way: Direction, received: bool) -> Vec<String> {
    let of_way = |numbered: &&Numbered| numbered.entry.direction == Some(way);
    let entries = watching.entries.iter().filter(of_way);
    let text = entries.filter_map(|numbered| match (&numbered.entry.kind, received) {
        (EntryKind::Received { bytes, .. }, true) | (EntryKind::Sent { bytes, .. }, false) => {
            Some(String::from_utf8_lossy(bytes).into_owned())
        }
        _ => None,
    });
    text.collect()
}

#[tokio::test]
async fn both_directions_between_nc_and_python_are_in_the_log_and_the_figures() {
    let relay = TestRelay::start().await;
    let mut server = python(SHOUT, &[]);
    let target = format!("127.0.0.1:{}", server.line().await);
    let mut watching = Watching::start(&relay, &setup(&target, "")).await;
    let port = watching.serve().await;
    let mut client = nc(&["-N", "127.0.0.1", &port]);
    client.write("one\n").await;
    assert_eq!(client.line().await, "ONE");
    let known = |watching: &Watching| {
        let link = watching.status.proxies.links.get(&1)?;
        let sent = link.traffic.map(|traffic| (traffic.received, traffic.sent));
        (sent == [(4, 4), (4, 4)]).then(|| (link.proxy.clone(), link.client.to_string()))
    };
    let (proxy, address) = watching.until(known).await;
    assert_eq!(proxy, "p");
    watching.until(|watching| (passed(watching, ToClient, false).len() == 1).then_some(())).await;
    for (way, text) in [(ToServer, "one\n"), (ToClient, "ONE\n")] {
        assert_eq!(passed(&watching, way, true), [text]);
        assert_eq!(passed(&watching, way, false), [text]);
    }
    let message = watching.entries.iter().find(|numbered| numbered.entry.direction.is_some());
    let entry = &message.unwrap().entry;
    assert_eq!((entry.end.as_str(), entry.peer.clone()), ("p", format!("1 {address}")));
    client.end_input();
    watching.reason("both sides sent the end of the stream").await;
    watching.until(|watching| watching.status.proxies.links.is_empty().then_some(())).await;
}

#[tokio::test]
async fn faults_change_while_a_connection_is_open_and_are_in_the_setup() {
    let relay = TestRelay::start().await;
    let server = "import socket
s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)
c = s.accept()[0]
while c.recv(1): c.sendall(b'sticky')";
    let mut server = python(server, &[]);
    let target = format!("127.0.0.1:{}", server.line().await);
    let mut watching = Watching::start(&relay, &setup(&target, "")).await;
    let port = watching.serve().await;
    // Each receive is a line, so the test sees how the bytes were cut.
    let client = "import socket, sys
c = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 20)
for line in sys.stdin:
    c.sendall(b'x'); got = 0
    while got < 6: data = c.recv(100); got += len(data); print(data.decode(), flush=True)";
    let mut client = python(client, &[&port]);
    client.write("\n").await;
    assert_eq!(client.line().await, "sticky");
    let mut written = Setup::parse(&watching.watched.as_ref().unwrap().setup.text).unwrap().proxies;
    // Long enough that the client waits in recv when the next piece comes.
    let slicer =
        Fault::Slicer { average_size: 2.try_into().unwrap(), size_variation: 0, delay: 3_000_000 };
    written[0].to_client = vec![slicer];
    watching.command(Command::SetProxies(written.clone())).await;
    // The next command is carried out behind it, so its answer shows that the faults are in effect.
    watching.order(proxy::Command::Hold { direction: ToServer }).await;
    watching.proxy(|proxy| proxy.holds == [true, false]).await;
    watching.order(proxy::Command::Resume { direction: ToServer }).await;
    watching.proxy(|proxy| proxy.holds == [false, false]).await;
    client.write("\n").await;
    for piece in ["st", "ic", "ky"] {
        assert_eq!(client.line().await, piece);
    }
    let mut other = Watching::page(&relay).await;
    other.watch(watching.number(), 0).await.unwrap();
    let text = &other.watched.as_ref().unwrap().setup.text;
    assert_eq!(Setup::parse(text).unwrap().proxies, written);
}

#[tokio::test]
async fn what_is_held_is_edited_dropped_and_released_and_bytes_are_injected_either_way() {
    let relay = TestRelay::start().await;
    let mut server = python(SHOUT, &[]);
    let target = format!("127.0.0.1:{}", server.line().await);
    let mut watching = Watching::start(&relay, &setup(&target, "")).await;
    let port = watching.serve().await;
    let direction = ToServer;
    watching.order(proxy::Command::Hold { direction }).await;
    watching.proxy(|proxy| proxy.holds == [true, false]).await;
    let mut client = nc(&["127.0.0.1", &port]);
    client.write("one\n").await;
    let held = watching.held(1).await;
    assert_eq!(held[0].1, "one\n");
    let HeldId { number, connection, .. } = held[0].0;
    let bytes = Some("other\n".into());
    watching.order(proxy::Command::Release { direction, number, bytes }).await;
    assert_eq!(client.line().await, "OTHER");
    watching.held(0).await;
    client.write("two\n").await;
    let number = watching.held(1).await[0].0.number;
    let order = |command| ProxyOrder { proxy: None, connection: Some(connection), command };
    let drop = order(proxy::Command::Drop { direction, number });
    watching.ask(Request::Proxy(ProxyRequest::Order(drop))).await;
    watching.reason("discarded 4 bytes").await;
    let bytes = "as client\n".into();
    watching.order(proxy::Command::Inject { direction, bytes }).await;
    assert_eq!(client.line().await, "AS CLIENT");
    let bytes = "as server\n".into();
    watching.order(proxy::Command::Inject { direction: ToClient, bytes }).await;
    assert_eq!(client.line().await, "as server");
    // A number that is gone is refused, and so is a connection that is not there.
    watching.order(proxy::Command::Drop { direction, number }).await;
    let order = ProxyOrder { proxy: None, connection: Some(99), command: proxy::Command::Reset };
    watching.ask(Request::Proxy(ProxyRequest::Order(order))).await;
    watching.until(|watching| (watching.refused.len() == 2).then_some(())).await;
    let words = watching.refused.iter().map(|problem| problem.in_words(Language::En));
    let words: Vec<String> = words.collect();
    assert!(words[0].contains("no such connection") || words[1].contains("no such connection"));
    assert!(words.iter().any(|words| words.contains("nothing is held as")), "{words:?}");
}

#[tokio::test]
async fn udp_passes_with_its_faults() {
    let relay = TestRelay::start().await;
    let echo = "import socket
s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)
while True: data, peer = s.recvfrom(65536); s.sendto(data.upper(), peer)";
    let mut server = python(echo, &[]);
    let target = format!("127.0.0.1:{}", server.line().await);
    let twice = "udp = true\nto_client = [{ kind = \"duplicate\", percent = 100 }]";
    let mut watching = Watching::start(&relay, &setup(&target, twice)).await;
    let port = watching.serve().await;
    let ask = "import socket, sys
c = socket.socket(type=socket.SOCK_DGRAM); c.settimeout(20); c.connect(('127.0.0.1', int(sys.argv[1])))
c.send(b'one'); print(c.recv(10), c.recv(10), flush=True)";
    let mut client = python(ask, &[&port]);
    assert_eq!(client.line().await, "b'ONE' b'ONE'");
    watching.until(|watching| (passed(watching, ToClient, false).len() == 2).then_some(())).await;
}

#[tokio::test]
async fn one_that_stops_closes_its_connections_and_frees_its_port() {
    let relay = TestRelay::start().await;
    let mut server = python(SHOUT, &[]);
    let target = format!("127.0.0.1:{}", server.line().await);
    let mut watching = Watching::start(&relay, &setup(&target, "")).await;
    let port = watching.serve().await;
    let mut client = nc(&["127.0.0.1", &port]);
    client.write("one\n").await;
    assert_eq!(client.line().await, "ONE");
    watching.ask(stop()).await;
    watching.proxy(|proxy| proxy.state == EndState::Closed).await;
    assert!(client.ended().await);
    let gone =
        || async { tokio::net::TcpStream::connect(format!("127.0.0.1:{port}")).await.is_err() };
    within("the port to be free", async { while !gone().await {} }).await;
    // So does one that another address is written for, and one that is taken out of the setup.
    for proxies in [setup(&target, "idle = 5"), String::new()] {
        let port = watching.serve().await;
        let mut client = nc(&["127.0.0.1", &port]);
        client.write("one\n").await;
        assert_eq!(client.line().await, "ONE");
        let setup = Setup::parse(&format!("version = 1\n{proxies}")).unwrap();
        watching.command(Command::SetProxies(setup.proxies)).await;
        assert!(client.ended().await);
        let closed = |watching: &Watching| {
            let proxy = watching.status.proxies.proxies.get("p");
            proxy.is_none_or(|proxy| proxy.state == EndState::Closed).then_some(())
        };
        watching.until(closed).await;
    }
}

#[tokio::test]
async fn it_goes_on_when_its_page_closes_and_the_next_page_finds_it_as_it_is() {
    let relay = TestRelay::start().await;
    let mut server = python(SHOUT, &[]);
    let target = format!("127.0.0.1:{}", server.line().await);
    let mut first = Watching::start(&relay, &setup(&target, "")).await;
    let port = first.serve().await;
    first.order(proxy::Command::Hold { direction: ToServer }).await;
    first.proxy(|proxy| proxy.holds == [true, false]).await;
    let number = first.number();
    drop(first);
    let mut client = nc(&["127.0.0.1", &port]);
    client.write("one\n").await;
    let mut second = Watching::page(&relay).await;
    second.watch(number, 0).await.unwrap();
    let held = second.held(1).await;
    assert_eq!(held[0].1, "one\n");
    second.order(proxy::Command::Resume { direction: ToServer }).await;
    assert_eq!(client.line().await, "ONE");
    second.held(0).await;
}
