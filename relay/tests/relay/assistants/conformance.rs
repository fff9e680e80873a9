//! The suite of the core, on assistants that the relay runs, over a WebSocket and real sockets.

use std::collections::BTreeMap;
use std::io::ErrorKind;

use lab_shared::assistant::session::conformance::{Scenario, Step, scenarios};
use lab_shared::assistant::session::{Command, EndId, Report, Target};
use lab_shared::assistant::setup::Setup;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

use super::watching::Watching;
use crate::common::{TestRelay, within};

#[tokio::test]
async fn assistants_on_the_relay_pass_the_suite() {
    let relay = TestRelay::start().await;
    for scenario in scenarios() {
        within(scenario.name, Stage::play(&relay, &scenario)).await;
    }
}

enum Peer {
    Tcp(TcpStream),
    Udp(UdpSocket),
}

/// One scenario as it is played.
struct Stage {
    watching: Watching,
    setup: Setup,
    /// Where the session's client connects.
    listener: TcpListener,
    /// Where the session's server or UDP socket is.
    address: Option<String>,
    peers: BTreeMap<char, Peer>,
    name: &'static str,
}

impl Stage {
    async fn play(relay: &TestRelay, scenario: &Scenario) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = listener.local_addr().unwrap().to_string();
        let text = scenario.setup.replace("{server}", &server);
        let text = text.replace("{listen}", "127.0.0.1:0").replace("{bind}", "127.0.0.1:0");
        let setup = Setup::parse(&text).unwrap();
        let watching =
            Watching::start(relay, text.trim_start().trim_start_matches("version = 1")).await;
        let (peers, name) = (BTreeMap::new(), scenario.name);
        let mut stage = Self { watching, setup, listener, address: None, peers, name };
        for step in &scenario.steps {
            stage.step(step).await;
        }
        stage.watching.ask(lab_shared::assistant::remote::Request::End).await;
        stage.watching.ended().await;
    }

    fn end(&self, name: &str) -> u32 {
        let place = self.setup.ends.iter().position(|end| end.name == name).unwrap();
        u32::try_from(place).unwrap()
    }

    async fn step(&mut self, step: &Step) {
        match step {
            Step::Open(name) => {
                let end = self.end(name);
                let transport = &self.setup.ends[end as usize].transport;
                if transport.is_server() || transport.is_datagram() {
                    self.address = self.watching.open(end).await;
                } else {
                    self.watching.command(Command::Open(EndId(end))).await;
                }
            }
            Step::Close(name) => {
                let end = EndId(self.end(name));
                self.watching.command(Command::Close(end)).await;
            }
            Step::Connect(letter) => self.connect(*letter).await,
            Step::Accept(letter) => {
                let (stream, _) = self.listener.accept().await.unwrap();
                self.joined().await;
                self.peers.insert(*letter, Peer::Tcp(stream));
            }
            Step::Send(letter, bytes) => match self.peers.get_mut(letter).unwrap() {
                Peer::Tcp(stream) => stream.write_all(bytes).await.unwrap(),
                Peer::Udp(socket) => assert_eq!(socket.send(bytes).await.unwrap(), bytes.len()),
            },
            Step::Expect(letter, expected) => {
                let bytes = self.receive(*letter, expected.len()).await;
                let bytes = bytes.unwrap_or_else(|kind| panic!("{}: {kind}", self.name));
                let text = String::from_utf8_lossy;
                assert_eq!(text(&bytes), text(expected), "{}", self.name);
                assert_eq!(bytes, *expected, "{}", self.name);
            }
            Step::Finish(letter) => match self.peers.get_mut(letter).unwrap() {
                Peer::Tcp(stream) => stream.shutdown().await.unwrap(),
                Peer::Udp(_) => panic!("{}: datagrams have no end", self.name),
            },
            Step::Hang(letter) => drop(self.peers.remove(letter)),
            Step::ExpectEnd(letter) => {
                let end = self.receive(*letter, 1).await;
                assert_eq!(end, Err(ErrorKind::UnexpectedEof), "{}", self.name);
            }
            Step::ExpectReset(letter) => {
                let end = self.receive(*letter, 1).await;
                assert_eq!(end, Err(ErrorKind::ConnectionReset), "{}", self.name);
            }
            Step::Say(message) => {
                let message = (*message).to_owned();
                let say = Command::SendMessage { message, end: None, target: Target::All };
                self.watching.command(say).await;
            }
            Step::Start(plan) => {
                let start = Command::Start { plan: (*plan).into(), end: None };
                self.watching.command(start).await;
            }
        }
    }

    async fn joined(&mut self) {
        let joined = |report: &Report| matches!(report, Report::Joined(..)).then_some(());
        self.watching.report(joined).await;
    }

    async fn connect(&mut self, letter: char) {
        let address = self.address.clone().unwrap();
        let peer = if self.setup.ends[0].transport.is_datagram() {
            let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            socket.connect(address).await.unwrap();
            Peer::Udp(socket)
        } else {
            let stream = TcpStream::connect(address).await.unwrap();
            self.joined().await;
            Peer::Tcp(stream)
        };
        self.peers.insert(letter, peer);
    }

    /// The next `length` bytes that a peer receives, or its next datagram; else how its stream ends.
    async fn receive(&mut self, letter: char, length: usize) -> Result<Vec<u8>, ErrorKind> {
        let mut bytes = vec![0; length];
        let received = match self.peers.get_mut(&letter).unwrap() {
            Peer::Tcp(stream) => stream.read_exact(&mut bytes).await,
            Peer::Udp(socket) => {
                bytes.resize(length + 1, 0);
                let received = socket.recv(&mut bytes).await;
                received.inspect(|length| bytes.truncate(*length))
            }
        };
        received.map(|_| bytes).map_err(|error| error.kind())
    }
}
