//! Many calls in random order: each returns exactly once, and the session survives.

use std::collections::HashSet;

use lab_shared::call::{
    Address, CallId, Family, How, LookupFlags, MsgFlags, Op, OptionValue, PollEntry, PollEvents,
    SocketId, SocketType,
};
use lab_shared::wire::ToRelay;

use crate::common::{Chance, TestRelay};

/// Calls of one run.
const CALLS: u32 = 4000;

/// Ids of sockets that calls choose from.
const SOCKETS: u64 = 24;

impl Chance {
    /// The id of a socket, whether there is one or not.
    pub(crate) fn socket(&mut self) -> SocketId {
        SocketId(1 + self.below(SOCKETS) as u32)
    }

    fn address(&mut self) -> Address {
        match self.below(6) {
            0 => Address::inet("127.0.0.1", 0),
            1 => Address::inet("localhost", 20_000 + self.below(8) as u16),
            2 => Address::inet6("::1", 20_000 + self.below(8) as u16),
            3 => Address::unix(format!("{}.sock", self.below(6))),
            4 => Address::inet("10.0.0.1", 80),
            _ => Address::inet("127.0.0.1", 20_000 + self.below(8) as u16),
        }
    }

    fn flags(&mut self) -> MsgFlags {
        let flags = [MsgFlags::NONE, MsgFlags::DONTWAIT, MsgFlags::PEEK, MsgFlags::WAITALL];
        flags[self.below(4) as usize]
    }

    /// A call with arguments, sensible or not.
    pub(crate) fn op(&mut self) -> Op {
        match self.below(20) {
            0 if self.below(4) == 0 => Op::Socketpair {
                family: Family::ALL[self.below(3) as usize],
                kind: SocketType::ALL[self.below(3) as usize],
                proto: 0,
            },
            0..3 => Op::Socket {
                family: Family::ALL[self.below(3) as usize],
                kind: SocketType::ALL[self.below(3) as usize],
                proto: 0,
            },
            3..5 => Op::Bind { address: self.address() },
            5..7 => Op::Listen { backlog: Some(self.below(3) as i32) },
            7..9 => Op::Accept,
            9 | 10 => Op::Connect { address: self.address() },
            11 => Op::ConnectEx { address: self.address() },
            12 => Op::Recv { bufsize: self.below(5000) as i64 - 1, flags: self.flags() },
            13 => Op::Recvfrom { bufsize: self.below(5000) as i64 - 1, flags: self.flags() },
            14 => Op::Send { flags: self.flags() },
            15 => match self.below(2) {
                0 => Op::Sendall { flags: self.flags() },
                _ => Op::Sendto { flags: self.flags(), address: self.address() },
            },
            16 => match self.below(6) {
                5 => Op::Unlink { path: format!("{}.sock", self.below(3)) },
                4 => Op::Getaddrinfo {
                    host: [None, Some("127.0.0.1"), Some("localhost")][self.below(3) as usize]
                        .map(Into::into),
                    port: Some("9".into()),
                    family: 0,
                    kind: 0,
                    proto: 0,
                    flags: LookupFlags::NONE,
                },
                0 => Op::Getpeername,
                1 => Op::Getsockname,
                2 => Op::Gettimeout,
                _ => Op::Shutdown { how: How::ALL[self.below(3) as usize] },
            },
            17 => match self.below(3) {
                0 => Op::Settimeout { seconds: Some(self.below(20) as f64 / 1000.0) },
                1 => Op::Settimeout { seconds: None },
                _ => Op::Setblocking { flag: self.below(2) == 0 },
            },
            18 => match self.below(3) {
                0 => Op::Close,
                1 => Op::Setsockopt { level: 1, option: 18, value: OptionValue::Int(9) },
                _ => Op::Getsockopt { level: 1, option: 4, buflen: None },
            },
            _ => {
                let count = self.below(5);
                let mut entry = || PollEntry {
                    socket: self.socket(),
                    events: PollEvents(self.below(0x40) as u16),
                };
                let entries = (0..count).map(|_| entry()).collect();
                let seconds = (self.below(2) == 0).then(|| self.below(20) as f64 / 1000.0);
                Op::Poll { entries, seconds }
            }
        }
    }
}

async fn run(seed: u64) {
    // Where the kernel forbids capturing, the relay runs without it.
    let relay = TestRelay::with(|config| config.capture = true).await;
    let mut page = relay.page().await;
    let mut chance = Chance(seed);
    let mut pending = HashSet::new();
    for number in 0..CALLS {
        let op = chance.op();
        let socket = op.needs_socket().then(|| chance.socket());
        let size = if op.carries_bytes() { chance.below(20_000) as usize } else { 0 };
        pending.insert(page.start(socket, op, &vec![7; size]).await);
        if chance.below(4) == 0 {
            let id = CallId(1 + chance.below(u64::from(number) + 1) as u32);
            page.say(&ToRelay::Cancel { id }).await;
        }
        if chance.below(4) == 0 {
            let (socket, on) = (chance.socket(), chance.below(3) > 0);
            page.say(&ToRelay::Watch { socket, on }).await;
        }
        if chance.below(8) == 0 {
            // Reads the messages so far, up to a return that is certain to arrive.
            let asked = page.start(Some(chance.socket()), Op::Gettimeout, b"").await;
            page.wait(asked).await;
            for id in page.returned() {
                page.wait(id).await;
                assert!(pending.remove(&id), "call {} returned twice", id.0);
            }
        }
    }
    for socket in 1..=CALLS {
        pending.insert(page.start(Some(SocketId(socket)), Op::Close, b"").await);
    }
    for id in pending.clone() {
        page.say(&ToRelay::Cancel { id }).await;
    }
    for id in pending {
        page.wait(id).await;
    }
    let pair = page.connected().await;
    page.send(pair.client, b"still here").await.unwrap();
    assert_eq!(page.recv(pair.server).await.unwrap(), b"still here");
}

#[tokio::test]
async fn every_call_returns_exactly_once_whatever_is_called() {
    for seed in 1..=4 {
        run(seed).await;
    }
}
