//! Several pages do everything a page can, in random order: calls of every kind, cancels, watches,
//! broken WebSockets, and leaving at any moment. After each step the bytes held for pages are within
//! their limit, every call returns exactly once, and nothing is held when the pages have left.
//!
//! `LAB_ROUNDS=100 cargo test -p lab-relay --test relay interleavings` tries a hundred times as many.

use std::collections::HashSet;
use std::net::SocketAddr;

use lab_shared::call::{CallId, Family, MsgFlags, Op, OptionValue, SocketId, SocketType};
use lab_shared::wire::ToRelay;
use tokio::task::yield_now;

use crate::common::http::get;
use crate::common::{Chance, Page, TestRelay, rounds, within};

/// Pages at once.
const PAGES: usize = 3;

/// Steps of one run.
const STEPS: usize = 400;

/// Runs of one round.
const RUNS: u64 = 3;

/// Bytes the relay may hold: few, so that calls are refused for lack of room.
const MEMORY: usize = 4 * 1024 * 1024;

/// Calls a page may have pending.
const PENDING: usize = 48;

/// Bytes that are never refused: small messages, and the fixed cost of idle pages.
const UNREFUSED: usize = PAGES * (PENDING * 2 * 1024 + RESTING);

/// Largest message of a page, beside a little JSON.
const LARGEST: u64 = 1 << 18;

/// The cost of an idle page: itself, and the buffers of its WebSocket, which do not shrink.
const RESTING: usize = LARGEST as usize + 160 * 1024;

/// A page, its known sockets, and its calls that have not returned.
struct Player {
    page: Page,
    sockets: Vec<SocketId>,
    pending: HashSet<CallId>,
    last: CallId,
}

impl Player {
    /// A page with a TCP connection and two pairs of AF_UNIX sockets.
    async fn enter(relay: &TestRelay) -> Self {
        let mut page = Page::lasting(relay.address).await;
        let tcp = page.connected().await;
        let mut sockets = vec![tcp.client, tcp.server];
        for _ in 0..2 {
            sockets.extend(page.pair().await.unwrap());
        }
        Self { page, sockets, pending: HashSet::new(), last: CallId(0) }
    }

    async fn start(&mut self, socket: Option<SocketId>, op: Op, bytes: &[u8]) -> CallId {
        self.last = self.page.start(socket, op, bytes).await;
        assert!(self.pending.insert(self.last));
        self.last
    }

    /// Waits for a call, and for all that have returned before it.
    async fn wait(&mut self, call: CallId) {
        if self.pending.contains(&call) {
            self.returned(call).await;
        }
        for id in self.page.returned() {
            self.returned(id).await;
        }
    }

    async fn returned(&mut self, id: CallId) {
        let found = self.page.wait(id).await;
        assert!(self.pending.remove(&id), "call {} returned twice", id.0);
        if let Ok(value) = found.outcome {
            self.sockets.extend(value.made());
        }
    }

    /// A socket of the page, or rarely an id that may have none.
    fn socket(&self, chance: &mut Chance) -> SocketId {
        let known = self.sockets.len() as u64;
        match chance.below(known + 1) {
            none if none == known => chance.socket(),
            at => self.sockets[at as usize],
        }
    }

    async fn call(&mut self, chance: &mut Chance) {
        let op = match chance.below(16) {
            0..4 => receive(chance),
            4..8 => send(chance),
            8 => {
                Op::Settimeout { seconds: [None, Some(0.0), Some(0.01)][chance.below(3) as usize] }
            }
            9 => Op::Setsockopt {
                level: 1,
                option: 18,
                value: OptionValue::Int(chance.below(2000) as i32),
            },
            10 => Op::Socketpair { family: Family::Unix, kind: SocketType::Stream, proto: 0 },
            11 if chance.below(2) == 0 => Op::Close,
            _ => chance.op(),
        };
        let socket = op.needs_socket().then(|| self.socket(chance));
        if let (Op::Close, Some(closed)) = (&op, socket) {
            self.sockets.retain(|socket| *socket != closed);
        }
        let most = LARGEST >> chance.below(6);
        let size = if op.carries_bytes() { chance.below(most) } else { 0 };
        self.start(socket, op, &vec![7; size as usize]).await;
    }

    async fn step(&mut self, chance: &mut Chance) {
        match chance.below(16) {
            0..10 => self.call(chance).await,
            10 => {
                let id = CallId(self.last.0.saturating_sub(chance.below(20) as u32));
                self.page.say(&ToRelay::Cancel { id }).await;
            }
            11 => {
                let (socket, on) = (self.socket(chance), chance.below(3) > 0);
                self.page.say(&ToRelay::Watch { socket, on }).await;
            }
            12 | 13 if chance.below(4) == 0 => self.page.cut().await,
            12 | 13 => self.call(chance).await,
            _ => {
                // Reads the messages so far, up to a return that is certain to arrive.
                let asked = self.start(Some(chance.socket()), Op::Gettimeout, b"").await;
                self.wait(asked).await;
            }
        }
    }

    /// Waits until each call has returned.
    async fn settle(&mut self) {
        for id in self.pending.clone() {
            self.page.say(&ToRelay::Cancel { id }).await;
        }
        for id in self.pending.clone() {
            self.wait(id).await;
        }
        let asked = self.start(Some(SocketId(1)), Op::Gettimeout, b"").await;
        self.wait(asked).await;
        assert!(self.pending.is_empty());
        let messages = self.page.memory().received.tell();
        self.page.say(&ToRelay::Received { messages }).await;
    }

    /// Closes the WebSocket for good, whatever is pending.
    async fn leave(mut self) {
        // A page that was cut resumes first; otherwise its session would wait for it.
        let asked = self.page.start(Some(SocketId(1)), Op::Gettimeout, b"").await;
        self.page.wait(asked).await;
        let _ = self.page.socket.close(None).await;
    }
}

fn receive(chance: &mut Chance) -> Op {
    let bufsize = chance.below(1 << 20) as i64 >> chance.below(11);
    let flags = [MsgFlags::NONE, MsgFlags::WAITALL, MsgFlags::PEEK, MsgFlags::DONTWAIT];
    let flags = flags[chance.below(4) as usize];
    if chance.below(2) == 0 { Op::Recv { bufsize, flags } } else { Op::Recvfrom { bufsize, flags } }
}

fn send(chance: &mut Chance) -> Op {
    let flags = [MsgFlags::NONE, MsgFlags::DONTWAIT][chance.below(2) as usize];
    if chance.below(2) == 0 { Op::Send { flags } } else { Op::Sendall { flags } }
}

/// Bytes the relay holds for pages.
async fn held(metrics: SocketAddr) -> usize {
    let text = get(metrics, "/metrics", &metrics.to_string()).await;
    let figure = r#"socket_lab_held_bytes{holder="pages"} "#;
    let line = text.lines().find_map(|line| line.strip_prefix(figure));
    line.unwrap_or_else(|| panic!("{text}")).parse().unwrap()
}

async fn run(seed: u64) {
    let relay = TestRelay::with(|config| {
        config.metrics = Some("127.0.0.1:0".parse().unwrap());
        config.limits.memory = MEMORY;
        config.limits.pending = PENDING;
    })
    .await;
    let metrics = relay.metrics.unwrap();
    let mut chance = Chance(seed);
    let mut players = Vec::new();
    for _ in 0..PAGES {
        players.push(Player::enter(&relay).await);
    }
    for step in 0..STEPS {
        let at = chance.below(PAGES as u64) as usize;
        if chance.below(40) == 0 {
            let one = std::mem::replace(&mut players[at], Player::enter(&relay).await);
            one.leave().await;
        }
        players[at].step(&mut chance).await;
        let held = held(metrics).await;
        assert!(held <= MEMORY / 2 + UNREFUSED, "{held} bytes at step {step} of seed {seed}");
    }
    for player in &mut players {
        player.settle().await;
    }
    gives_back(metrics, PAGES * RESTING).await;
    for player in players {
        player.leave().await;
    }
    gives_back(metrics, 0).await;
}

/// Waits until the relay holds no more than that for pages.
async fn gives_back(metrics: SocketAddr, most: usize) {
    let given_back = async {
        while held(metrics).await > most {
            yield_now().await;
        }
    };
    within("what was held for pages to be given back", given_back).await;
}

#[tokio::test]
async fn whatever_pages_do_the_account_is_kept_and_every_call_returns_once() {
    for seed in 1..=rounds(RUNS) {
        run(seed).await;
    }
}
