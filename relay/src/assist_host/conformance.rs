//! The suite of the core, on this host and over real sockets.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::time::Duration;

use lab_shared::assistant::session::conformance::{Scenario, Step, scenarios};
use lab_shared::assistant::session::{Command, EndId, Report, Session, Target};
use lab_shared::assistant::setup::Setup;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::time::timeout;

use super::{Happening, Host, Permission};

/// How long a scenario may take. Only a failing one takes this long.
const PATIENCE: Duration = Duration::from_secs(20);

#[tokio::test]
async fn the_command_line_passes_the_suite() {
    for scenario in scenarios() {
        let played = timeout(PATIENCE, Stage::play(&scenario)).await;
        played.unwrap_or_else(|_| panic!("{}: waited too long", scenario.name));
    }
}

/// A peer of the session.
enum Peer {
    Tcp(TcpStream),
    Udp(UdpSocket),
}

/// One scenario as it is played.
struct Stage {
    host: Host,
    /// Where the session's client connects.
    listener: TcpListener,
    /// Where the session's server or UDP socket is.
    address: Option<SocketAddr>,
    peers: BTreeMap<char, Peer>,
    name: &'static str,
}

/// What a peer receives next.
enum Received {
    Bytes(Vec<u8>),
    End,
    Reset,
}

impl Stage {
    async fn play(scenario: &Scenario) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = listener.local_addr().unwrap().to_string();
        let setup = scenario.setup.replace("{server}", &server);
        let setup = setup.replace("{listen}", "127.0.0.1:0").replace("{bind}", "127.0.0.1:0");
        let setup = Setup::parse(&setup).unwrap();
        let session = Session::new(setup, 1).unwrap();
        let host = Host::new(session, Permission::Everything, usize::MAX).unwrap();
        let (peers, name) = (BTreeMap::new(), scenario.name);
        let mut stage = Self { host, listener, address: None, peers, name };
        for step in &scenario.steps {
            stage.step(step).await;
        }
    }

    async fn step(&mut self, step: &Step) {
        match step {
            Step::Open(end) => {
                let end = self.host.session().end_named(end).unwrap();
                self.host.command(Command::Open(end));
                let transport = &self.host.session().end_setup(end).unwrap().transport;
                if transport.is_server() || transport.is_datagram() {
                    let bound = |happening| match happening {
                        Happening::Bound(_, address) => Some(address.to_string()),
                        _ => None,
                    };
                    self.address = Some(until(&mut self.host, bound).await.parse().unwrap());
                }
            }
            Step::Close(end) => {
                let end = self.host.session().end_named(end).unwrap();
                self.host.command(Command::Close(end));
            }
            Step::Connect(letter) => self.connect(*letter).await,
            Step::Accept(letter) => {
                let (stream, _) = tokio::select! {
                    accepted = self.listener.accept() => accepted.unwrap(),
                    never = drive(&mut self.host) => match never {},
                };
                until(&mut self.host, joined).await;
                self.peers.insert(*letter, Peer::Tcp(stream));
            }
            Step::Send(letter, bytes) => match self.peers.get_mut(letter).unwrap() {
                Peer::Tcp(stream) => stream.write_all(bytes).await.unwrap(),
                Peer::Udp(socket) => assert_eq!(socket.send(bytes).await.unwrap(), bytes.len()),
            },
            Step::Expect(letter, expected) => {
                let Received::Bytes(bytes) = self.receive(*letter, expected.len()).await else {
                    panic!("{}: the connection is closed", self.name);
                };
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
                assert!(matches!(self.receive(*letter, 1).await, Received::End), "{}", self.name);
            }
            Step::ExpectReset(letter) => {
                assert!(matches!(self.receive(*letter, 1).await, Received::Reset), "{}", self.name);
            }
            Step::Say(message) => {
                let message = (*message).to_owned();
                self.host.command(Command::SendMessage { message, end: None, target: Target::All });
            }
            Step::Start(plan) => {
                self.host.command(Command::Start { plan: (*plan).into(), end: None });
            }
        }
    }

    async fn connect(&mut self, letter: char) {
        let address = self.address.unwrap();
        let datagrams = self.host.session().setup().ends[0].transport.is_datagram();
        let peer = if datagrams {
            let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
            socket.connect(address).await.unwrap();
            Peer::Udp(socket)
        } else {
            let stream = TcpStream::connect(address).await.unwrap();
            until(&mut self.host, joined).await;
            Peer::Tcp(stream)
        };
        self.peers.insert(letter, peer);
    }

    /// The next `length` bytes that a peer receives, or its next datagram.
    async fn receive(&mut self, letter: char, length: usize) -> Received {
        let peer = self.peers.get_mut(&letter).unwrap();
        let receive = async {
            let mut bytes = vec![0; length];
            let result = match peer {
                Peer::Tcp(stream) => stream.read_exact(&mut bytes).await,
                Peer::Udp(socket) => {
                    bytes.resize(length + 1, 0);
                    let received = socket.recv(&mut bytes).await;
                    received.inspect(|length| bytes.truncate(*length))
                }
            };
            match result {
                Ok(_) => Received::Bytes(bytes),
                Err(error) if error.kind() == ErrorKind::UnexpectedEof => Received::End,
                Err(error) if error.kind() == ErrorKind::ConnectionReset => Received::Reset,
                Err(error) => panic!("{error}"),
            }
        };
        tokio::select! {
            received = receive => received,
            never = drive(&mut self.host) => match never {},
        }
    }
}

/// Lets the host work.
async fn drive(host: &mut Host) -> std::convert::Infallible {
    loop {
        while host.next().is_some() {}
        host.wait().await;
    }
}

/// Lets the host work until something happens.
async fn until<T>(host: &mut Host, is: impl Fn(Happening) -> Option<T>) -> T {
    loop {
        while let Some(happening) = host.next() {
            if let Some(found) = is(happening) {
                return found;
            }
        }
        host.wait().await;
    }
}

fn joined(happening: Happening) -> Option<EndId> {
    match happening {
        Happening::Report(Report::Joined(end, ..)) => Some(end),
        _ => None,
    }
}
