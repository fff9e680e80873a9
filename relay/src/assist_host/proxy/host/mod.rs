//! The proxies at work: listeners, a task for each client, and the person's commands.

mod clients;

use std::collections::{BTreeMap, VecDeque};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use bytes::Bytes;
use lab_shared::assistant::Wording;
use lab_shared::assistant::proxy::{Command, Direction, LANE_BYTES, ProxyEndpoint, ProxySetup};
use lab_shared::assistant::remote::{LinkStatus, ProxyOrder, ProxyStatus};
use lab_shared::assistant::session::{EndId, EndState};
use lab_shared::assistant::setup::{SocketOptions, Transport};
use lab_shared::call::Address;
use tokio::net::UdpSocket;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::AbortHandle;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use super::datagrams;
use super::meter::{LinkFigures, Meter};
use super::observer::Observation;
use super::report::{Event, Happening, Origin};
use crate::assist_host::Permission;
use crate::assist_host::ends::{self, Place, What};

/// Reports that may wait; a link that has more to report waits.
const WAITING_EVENTS: usize = 256;

/// A new peer of a UDP proxy.
#[derive(Debug)]
pub(super) struct NewPeer {
    pub(super) listener: u64,
    pub(super) from: SocketAddr,
    pub(super) socket: Arc<UdpSocket>,
    pub(super) datagrams: mpsc::Receiver<Bytes>,
    pub(super) place: Place,
}

/// What every link is given.
#[derive(Debug, Clone)]
pub(super) struct Terms {
    pub(super) permission: Permission,
    pub(super) observation: Observation,
    /// The begin of all links' time.
    pub(super) begun: Instant,
    /// Bytes that may wait in one direction of a link.
    pub(super) lane_bytes: Arc<AtomicUsize>,
}

/// A client that is served.
#[derive(Debug)]
struct OpenLink {
    origin: Origin,
    commands: mpsc::Sender<Command>,
    meter: Arc<Meter>,
}

/// A proxy, with what a person has changed for all of its clients.
#[derive(Debug)]
struct Proxy {
    setup: Arc<ProxySetup>,
    /// Whether new clients begin held, by [`Direction`].
    holds: [bool; 2],
    /// While it serves, or tries to.
    listener: Option<Listener>,
}

#[derive(Debug)]
struct Listener {
    number: u64,
    task: AbortHandle,
    /// Its address, and whether the rules keep it to loopback.
    bound: Option<(Address, bool)>,
}

/// All proxies of a host.
#[derive(Debug)]
pub(crate) struct Proxies {
    proxies: Vec<Proxy>,
    links: BTreeMap<u32, OpenLink>,
    last_connection: u32,
    last_listener: u64,
    seed: u64,
    /// How many connections there may be.
    places: Arc<Semaphore>,
    terms: Terms,
    tasks: TaskTracker,
    listeners: (mpsc::Sender<ends::Event>, mpsc::Receiver<ends::Event>),
    peers: (mpsc::Sender<NewPeer>, mpsc::Receiver<NewPeer>),
    events: (mpsc::Sender<Event>, mpsc::Receiver<Event>),
    happened: VecDeque<Happening>,
}

impl Proxies {
    /// No proxy yet. `places` is how many connections there may be, `seed` decides what happens by chance.
    pub(crate) fn new(
        permission: Permission,
        observation: Observation,
        places: Arc<Semaphore>,
        seed: u64,
    ) -> Self {
        let lane_bytes = Arc::new(AtomicUsize::new(LANE_BYTES));
        Self {
            proxies: Vec::new(),
            links: BTreeMap::new(),
            last_connection: 0,
            last_listener: 0,
            seed,
            places,
            terms: Terms { permission, observation, begun: Instant::now(), lane_bytes },
            tasks: TaskTracker::new(),
            listeners: mpsc::channel(ends::WAITING_EVENTS),
            peers: mpsc::channel(1),
            events: mpsc::channel(WAITING_EVENTS),
            happened: VecDeque::new(),
        }
    }

    /// Uses these proxies from now on. One that is no longer there, or forwards between other addresses,
    /// stops; other faults are in effect at once.
    pub(crate) fn set(&mut self, setups: Vec<ProxySetup>) {
        let mut before = std::mem::take(&mut self.proxies);
        for setup in setups {
            let known = before.iter().position(|known| known.setup.name == setup.name);
            let mut proxy = match known.map(|place| before.swap_remove(place)) {
                Some(known) => known,
                None => Proxy { setup: Arc::new(setup.clone()), holds: [false; 2], listener: None },
            };
            if !forwards_alike(&proxy.setup, &setup) {
                proxy.listen_no_more();
                self.tell(&setup.name, &Command::Close);
            }
            for direction in Direction::BOTH {
                let faults = setup.faults(direction);
                if proxy.setup.faults(direction) != faults {
                    let command = Command::SetFaults { direction, faults: faults.to_vec() };
                    self.tell(&setup.name, &command);
                }
            }
            if *proxy.setup != setup {
                proxy.setup = Arc::new(setup);
            }
            self.proxies.push(proxy);
        }
        for mut gone in before {
            gone.listen_no_more();
            self.tell(&gone.setup.name, &Command::Close);
        }
    }

    /// Begins to listen. Returns whether there is such a proxy.
    pub(crate) fn start(&mut self, name: &str) -> bool {
        let Some(place) = self.place_of(name) else { return false };
        if self.proxies[place].listener.is_some() {
            return true;
        }
        self.last_listener += 1;
        let number = self.last_listener;
        let (events, places) = (self.listeners.0.clone(), Arc::clone(&self.places));
        let reporter = ends::Reporter { end: EndId(0), task: number, events, places };
        let ProxySetup { listen, udp, clients, .. } = &*self.proxies[place].setup;
        let permission = self.terms.permission.clone();
        let task = match (listen, udp) {
            (ProxyEndpoint::Inet(listen), true) => {
                let (peers, clients) = (self.peers.0.clone(), *clients as usize);
                let listen = listen.0.clone();
                self.tasks.spawn(datagrams::listen(listen, permission, clients, peers, reporter))
            }
            (endpoint, _) => {
                let transport = transport(endpoint, *clients);
                let (_, no_datagrams) = ends::datagram_queue();
                self.tasks.spawn(ends::serve(
                    transport,
                    SocketOptions::default(),
                    permission,
                    no_datagrams,
                    reporter,
                ))
            }
        };
        let task = task.abort_handle();
        self.proxies[place].listener = Some(Listener { number, task, bound: None });
        true
    }

    /// Listens no more, and closes its connections. Returns whether there is such a proxy.
    pub(crate) fn stop(&mut self, name: &str) -> bool {
        let Some(place) = self.place_of(name) else { return false };
        self.proxies[place].listen_no_more();
        self.tell(name, &Command::Close);
        true
    }

    /// Hands a command to the links it is for; what changes a proxy is kept for clients to come.
    pub(crate) fn order(&mut self, order: &ProxyOrder) {
        let ProxyOrder { proxy, connection, command } = order;
        let is_meant = |setup: &ProxySetup| proxy.as_ref().is_none_or(|name| *name == setup.name);
        if connection.is_none() {
            for proxy in self.proxies.iter_mut().filter(|proxy| is_meant(&proxy.setup)) {
                proxy.keep(command);
            }
        }
        let meant = self.links.iter().filter(|(number, link)| {
            connection.is_none_or(|only| only == **number) && is_meant(&link.origin.proxy)
        });
        let mut is_for_somebody = connection.is_none();
        for (number, link) in meant {
            is_for_somebody = true;
            if link.commands.try_send(command.clone()).is_err() {
                self.happened.push_back(Happening::Refused(Wording::new(
                    format!("connection {number} ends, or is busy; try again"),
                    format!("连接 {number} 正在结束或太忙；请再试一次"),
                )));
            }
        }
        if !is_for_somebody {
            self.happened.push_back(Happening::Refused(Wording::new(
                "there is no such connection; the log has their numbers",
                "没有这个连接；日志中有它们的编号",
            )));
        }
    }

    /// The next thing that has happened, until there is nothing.
    pub(crate) fn next(&mut self) -> Option<Happening> {
        while self.happened.is_empty() {
            if let Ok(event) = self.listeners.1.try_recv() {
                self.listener(event);
            } else if let Ok(peer) = self.peers.1.try_recv() {
                self.new_peer(peer);
            } else {
                let event = self.events.1.try_recv().ok()?;
                self.event(event);
            }
        }
        self.happened.pop_front()
    }

    /// Waits for something to happen. Then call [`Proxies::next`] until it returns `None`. May be dropped
    /// without losing anything.
    pub(crate) async fn wait(&mut self) {
        tokio::select! {
            Some(event) = self.listeners.1.recv() => self.listener(event),
            Some(peer) = self.peers.1.recv() => self.new_peer(peer),
            Some(event) = self.events.1.recv() => self.event(event),
        }
    }

    /// What each proxy is doing that was started.
    pub(crate) fn proxies(&self) -> impl Iterator<Item = (&str, ProxyStatus)> {
        self.proxies.iter().map(|proxy| {
            let bound = proxy.listener.as_ref().and_then(|listener| listener.bound.clone());
            let state = match (&proxy.listener, &bound) {
                (None, _) => EndState::Closed,
                (Some(_), None) => EndState::Opening,
                (Some(_), Some(_)) => EndState::Open,
            };
            let (local, loopback_only) = bound.map_or((None, false), |(at, kept)| (Some(at), kept));
            let status = ProxyStatus { state, local, loopback_only, holds: proxy.holds };
            (proxy.setup.name.as_str(), status)
        })
    }

    /// Each connection as it is now.
    pub(crate) fn links(&self) -> impl Iterator<Item = (u32, LinkStatus)> {
        self.links.iter().map(|(number, link)| {
            let LinkFigures { traffic, waiting } = *link.meter.figures();
            let Origin { proxy, client, .. } = &link.origin;
            let (proxy, client) = (proxy.name.clone(), client.clone());
            (*number, LinkStatus { proxy, client, traffic, waiting })
        })
    }

    /// Bytes that wait in all connections.
    pub(crate) fn waiting(&self) -> usize {
        self.links.values().flat_map(|link| link.meter.figures().waiting).sum()
    }

    /// Lets at most so many bytes wait in all connections together from now on. What is received meanwhile
    /// goes beyond them.
    pub(crate) fn limit_bytes(&self, most: usize) {
        let lanes = 2 * self.links.len().max(1);
        self.terms.lane_bytes.store((most / lanes).min(LANE_BYTES), Ordering::Relaxed);
    }

    /// Closes everything, and waits for connections to end, but no longer than `limit`.
    pub(crate) async fn close(mut self, limit: Duration) {
        for listener in self.proxies.drain(..).filter_map(|proxy| proxy.listener) {
            listener.task.abort();
        }
        self.links.clear();
        self.tasks.close();
        // A task that waits to report something would otherwise wait for ever.
        self.events.1.close();
        self.peers.1.close();
        self.listeners.1.close();
        // Peers that never close are left to the kernel.
        let _ = timeout(limit, self.tasks.wait()).await;
    }

    fn place_of(&self, name: &str) -> Option<usize> {
        self.proxies.iter().position(|proxy| proxy.setup.name == name)
    }

    /// Hands a command to all links of a proxy that have room for it.
    fn tell(&mut self, name: &str, command: &Command) {
        let order =
            ProxyOrder { proxy: Some(name.to_owned()), connection: None, command: command.clone() };
        self.order(&order);
    }

    fn listener(&mut self, event: ends::Event) {
        let is_its = |proxy: &&mut Proxy| {
            proxy.listener.as_ref().is_some_and(|listener| listener.number == event.task)
        };
        // One that was stopped may have reported before.
        let Some(proxy) = self.proxies.iter_mut().find(is_its) else { return };
        let setup = Arc::clone(&proxy.setup);
        match event.what {
            What::Bound(address, loopback_only) => {
                if let Some(listener) = &mut proxy.listener {
                    listener.bound = Some((address.clone(), loopback_only));
                }
                self.happened.push_back(Happening::Bound(setup, address));
            }
            What::Accepted(stream, address, taken) => self.accepted(&setup, stream, address, taken),
            What::Failed(error) => {
                proxy.listener = None;
                self.happened.push_back(Happening::Failed(setup, error.reason()));
            }
            _ => {}
        }
    }
}

impl Proxy {
    fn listen_no_more(&mut self) {
        if let Some(listener) = self.listener.take() {
            listener.task.abort();
        }
    }

    /// Remembers a command for clients to come.
    fn keep(&mut self, command: &Command) {
        match command {
            Command::SetFaults { direction: Direction::ToServer, faults } => {
                Arc::make_mut(&mut self.setup).to_server.clone_from(faults);
            }
            Command::SetFaults { direction: Direction::ToClient, faults } => {
                Arc::make_mut(&mut self.setup).to_client.clone_from(faults);
            }
            Command::Hold { direction } => self.holds[*direction as usize] = true,
            Command::Resume { direction } => self.holds[*direction as usize] = false,
            _ => {}
        }
    }
}

/// Whether a proxy that serves by the one serves by the other too.
fn forwards_alike(one: &ProxySetup, other: &ProxySetup) -> bool {
    (&one.listen, &one.connect, one.udp, one.idle)
        == (&other.listen, &other.connect, other.udp, other.idle)
}

/// The listener of a proxy, or of a replay.
pub(super) fn transport(listen: &ProxyEndpoint, peers: u32) -> Transport {
    match listen.clone() {
        ProxyEndpoint::Inet(listen) => Transport::TcpServer { listen, peers },
        ProxyEndpoint::Unix(listen) => Transport::UnixServer { listen, peers },
    }
}
