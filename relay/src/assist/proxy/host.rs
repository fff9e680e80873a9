//! The proxies at work: listeners, a task for each client, and the person's commands.

use std::collections::HashMap;
use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use bytes::Bytes;
use lab_shared::assistant::Wording;
use lab_shared::assistant::proxy::{Command, Direction, Link, ProxyEndpoint, ProxySetup, Report};
use lab_shared::assistant::session::EndId;
use lab_shared::assistant::setup::{SocketOptions, Transport};
use lab_shared::call::Address;
use lab_shared::language::Language;
use tokio::net::UdpSocket;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use super::datagrams::{self, DatagramLink};
use super::link::StreamLink;
use super::orders::{Order, Orders};
use super::show::{Origin, Show};
use crate::assist::outcome::Outcome;
use crate::assist_host::Permission;
use crate::assist_host::ends::{self, Stream, What};
use crate::chat_host::address_of;
use crate::logging::say;

/// Reports that may wait; a link that has more to report waits.
const WAITING_EVENTS: usize = 256;

/// Commands that may wait for a link.
const WAITING_COMMANDS: usize = 64;

/// How long connections may take to close at the end.
const LAST_BYTES: Duration = Duration::from_millis(200);

/// What a link's task reports.
#[derive(Debug)]
pub(super) struct Event {
    connection: u32,
    what: LinkEvent,
}

#[derive(Debug)]
enum LinkEvent {
    Report(Report),
    /// The server was not reached, and why.
    Unreachable(Wording),
    Over,
}

/// Where a link's task reports.
#[derive(Debug, Clone)]
pub(super) struct Reporter {
    connection: u32,
    events: mpsc::Sender<Event>,
}

impl Reporter {
    pub(super) async fn report(&self, report: Report) {
        self.send(LinkEvent::Report(report)).await;
    }

    pub(super) async fn unreachable(&self, reason: Wording) {
        self.send(LinkEvent::Unreachable(reason)).await;
    }

    pub(super) async fn over(&self) {
        self.send(LinkEvent::Over).await;
    }

    /// Waits for room. Without a host the program ends.
    async fn send(&self, what: LinkEvent) {
        let _ = self.events.send(Event { connection: self.connection, what }).await;
    }
}

/// A new peer of a UDP proxy.
#[derive(Debug)]
pub(super) struct NewPeer {
    pub(super) proxy: usize,
    pub(super) from: SocketAddr,
    pub(super) socket: Arc<UdpSocket>,
    pub(super) datagrams: mpsc::Receiver<Bytes>,
}

/// A client that is served.
#[derive(Debug)]
struct Client {
    proxy: usize,
    address: String,
    commands: mpsc::Sender<Command>,
}

/// A proxy, with what a person has changed for all of its clients.
#[derive(Debug)]
struct Proxy {
    setup: ProxySetup,
    /// Whether new clients begin held, by [`Direction`].
    holds: [bool; 2],
}

/// All proxies.
#[derive(Debug)]
pub(super) struct Host {
    proxies: Vec<Proxy>,
    clients: HashMap<u32, Client>,
    last_connection: u32,
    seed: u64,
    show: Show,
    orders: Orders,
    begun: Instant,
    tasks: TaskTracker,
    listeners: (mpsc::Sender<ends::Event>, mpsc::Receiver<ends::Event>),
    peers: (mpsc::Sender<NewPeer>, mpsc::Receiver<NewPeer>),
    events: (mpsc::Sender<Event>, mpsc::Receiver<Event>),
}

impl Host {
    /// Begins to listen.
    ///
    /// # Errors
    /// The system refuses threads.
    pub(super) fn start(proxies: Vec<ProxySetup>, show: Show, seed: u64) -> Result<Self> {
        let host = Self {
            proxies: proxies.into_iter().map(|setup| Proxy { setup, holds: [false; 2] }).collect(),
            clients: HashMap::new(),
            last_connection: 0,
            seed,
            show,
            orders: Orders::start().context("cannot start a thread")?,
            begun: Instant::now(),
            tasks: TaskTracker::new(),
            listeners: mpsc::channel(ends::WAITING_EVENTS),
            peers: mpsc::channel(1),
            events: mpsc::channel(WAITING_EVENTS),
        };
        for (place, proxy) in host.proxies.iter().enumerate() {
            let end = EndId(u32::try_from(place).context("the setup has too many proxies")?);
            let reporter = reporter(end, host.listeners.0.clone());
            let ProxySetup { listen, udp, clients, .. } = &proxy.setup;
            match (listen, udp) {
                (ProxyEndpoint::Inet(listen), true) => {
                    let peers = host.peers.0.clone();
                    let clients = *clients as usize;
                    let listen = listen.0.clone();
                    tokio::spawn(datagrams::listen(listen, place, clients, peers, reporter));
                }
                (endpoint, _) => {
                    let transport = transport(endpoint, *clients);
                    let (_, no_datagrams) = ends::datagram_queue();
                    let permission = Permission::Everything;
                    tokio::spawn(ends::serve(
                        transport,
                        SocketOptions::default(),
                        permission,
                        no_datagrams,
                        reporter,
                    ));
                }
            }
        }
        Ok(host)
    }

    /// Serves until the end.
    pub(super) async fn run(mut self, shutdown: impl Future<Output = ()>) -> Outcome {
        let mut shutdown = pin!(shutdown);
        let outcome = loop {
            tokio::select! {
                () = &mut shutdown => break Outcome::Met,
                Some(event) = self.listeners.1.recv() => {
                    let proxy = event.end.0 as usize;
                    match event.what {
                        What::Bound(address, _) => {
                            self.show.bound(&self.proxies[proxy].setup.name, &address);
                        }
                        What::Accepted(stream, address, _) => {
                            self.accepted(proxy, stream, &address);
                        }
                        What::Failed(error) => {
                            let ProxySetup { name, listen, .. } = &self.proxies[proxy].setup;
                            let listen = listen.address();
                            let reason = error.reason();
                            let reason = reason.get(Language::En);
                            say(&format!("socket-lab: {name:?} cannot listen at {listen}: {reason}"));
                            break Outcome::Failed;
                        }
                        _ => {}
                    }
                }
                Some(peer) = self.peers.1.recv() => self.new_peer(peer),
                Some(event) = self.events.1.recv() => self.event(event),
                Some(order) = self.orders.next() => self.order(order),
            }
        };
        self.clients.clear();
        self.tasks.close();
        // A task that waits to report something would otherwise wait for ever.
        self.events.1.close();
        // Peers that never close are left to the kernel.
        let _ = timeout(LAST_BYTES, self.tasks.wait()).await;
        outcome
    }

    /// A link's number, reporter and commands, and the link itself.
    fn client(
        &mut self,
        proxy: usize,
        address: &Address,
    ) -> (Link, Reporter, mpsc::Receiver<Command>) {
        self.last_connection += 1;
        let connection = self.last_connection;
        let (commands, received) = mpsc::channel(WAITING_COMMANDS);
        let Proxy { setup, holds } = &self.proxies[proxy];
        let seed = self.seed.wrapping_add(u64::from(connection));
        let link = Link::new(setup, self.show.is_observer(), seed, self.begun.elapsed());
        for direction in Direction::BOTH {
            if holds[direction as usize] {
                commands.try_send(Command::Hold { direction }).expect("the queue has room for two");
            }
        }
        let client = Client { proxy, address: address.to_string(), commands };
        self.show.opened(&origin(&self.proxies, connection, &client));
        self.clients.insert(connection, client);
        (link, Reporter { connection, events: self.events.0.clone() }, received)
    }

    fn accepted(&mut self, proxy: usize, client: Stream, address: &Address) {
        let of_proxy = self.clients.values().filter(|client| client.proxy == proxy).count();
        if of_proxy >= self.proxies[proxy].setup.clients as usize {
            tracing::warn!(%address, "a client is turned away: the proxy has as many as it may");
            return;
        }
        let (link, reporter, commands) = self.client(proxy, address);
        let to = self.proxies[proxy].setup.connect.clone();
        let begun = self.begun;
        self.tasks.spawn(async move {
            match ends::connect(&to, &Permission::Everything).await {
                Ok(server) => {
                    let sides = [client, server];
                    for side in &sides {
                        side.send_at_once();
                    }
                    StreamLink { link, sides, commands, reporter, begun }.run().await;
                }
                Err(error) => {
                    client.reset();
                    reporter.unreachable(error.reason()).await;
                    reporter.over().await;
                }
            }
        });
    }

    fn new_peer(&mut self, peer: NewPeer) {
        let NewPeer { proxy, from, socket, datagrams } = peer;
        let (link, reporter, commands) = self.client(proxy, &address_of(from));
        let to = self.proxies[proxy].setup.connect.address();
        let begun = self.begun;
        let link =
            DatagramLink { link, socket, client: from, datagrams, commands, reporter, begun };
        self.tasks.spawn(link.run(to));
    }

    fn event(&mut self, Event { connection, what }: Event) {
        let Some(client) = self.clients.get(&connection) else { return };
        let origin = origin(&self.proxies, connection, client);
        match what {
            LinkEvent::Report(report) => self.show.report(&origin, self.begun.elapsed(), &report),
            LinkEvent::Unreachable(reason) => self.show.unreachable(&origin, reason),
            LinkEvent::Over => {
                self.clients.remove(&connection);
            }
        }
    }

    /// Hands a command to the links it is for; what changes a proxy is kept for clients to come.
    fn order(&mut self, order: Order) {
        let Order { proxy, connection, command } = order;
        let is_meant = |setup: &ProxySetup| proxy.as_ref().is_none_or(|name| *name == setup.name);
        if connection.is_none() {
            for proxy in self.proxies.iter_mut().filter(|proxy| is_meant(&proxy.setup)) {
                proxy.keep(&command);
            }
        }
        let meant = self.clients.iter().filter(|(number, client)| {
            connection.is_none_or(|only| only == **number)
                && is_meant(&self.proxies[client.proxy].setup)
        });
        let mut is_for_somebody = connection.is_none();
        for (number, client) in meant {
            is_for_somebody = true;
            if client.commands.try_send(command.clone()).is_err() {
                say(&format!("socket-lab: connection {number} ends, or is busy; try again"));
            }
        }
        if !is_for_somebody {
            say("socket-lab: there is no such connection; the log has their numbers");
        }
    }
}

impl Proxy {
    /// Remembers a command for clients to come.
    fn keep(&mut self, command: &Command) {
        match command {
            Command::SetFaults { direction: Direction::ToServer, faults } => {
                self.setup.to_server.clone_from(faults);
            }
            Command::SetFaults { direction: Direction::ToClient, faults } => {
                self.setup.to_client.clone_from(faults);
            }
            Command::Hold { direction } => self.holds[*direction as usize] = true,
            Command::Resume { direction } => self.holds[*direction as usize] = false,
            _ => {}
        }
    }
}

/// Where a report comes from.
fn origin<'a>(proxies: &'a [Proxy], connection: u32, client: &'a Client) -> Origin<'a> {
    Origin { proxy: &proxies[client.proxy].setup, connection, client: &client.address }
}

/// What a listener reports with. How many clients a proxy has, its host decides.
pub(super) fn reporter(end: EndId, events: mpsc::Sender<ends::Event>) -> ends::Reporter {
    let places = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
    ends::Reporter { end, task: 0, events, places }
}

/// The listener of a proxy.
pub(super) fn transport(listen: &ProxyEndpoint, peers: u32) -> Transport {
    match listen.clone() {
        ProxyEndpoint::Inet(listen) => Transport::TcpServer { listen, peers },
        ProxyEndpoint::Unix(listen) => Transport::UnixServer { listen, peers },
    }
}
