//! A host without sockets, and the runner of the suite on it.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use bytes::Bytes;

use super::super::conformance::{Scenario, Step};
use super::super::*;
use crate::assistant::setup::Setup;

/// A session whose bytes are collected.
pub(super) struct Host {
    pub(super) session: Session,
    elapsed: Duration,
    /// Whether what is sent is written at once.
    pub(super) writes: bool,
    pub(super) opened: Vec<EndId>,
    pub(super) paused: BTreeSet<(EndId, PeerId)>,
    pub(super) reports: Vec<Report>,
    written: BTreeMap<(EndId, PeerId), Vec<u8>>,
    closed: BTreeMap<(EndId, PeerId), bool>,
    entries: Vec<Entry>,
    /// What the script is given.
    pub(super) messages: Vec<(PeerId, Bytes)>,
}

pub(super) fn address(port: u16) -> Address {
    Address::inet("127.0.0.1", port)
}

impl Host {
    pub(super) fn new(setup: &str) -> Self {
        let setup = Setup::parse(setup).unwrap_or_else(|problems| panic!("{}", problems[0]));
        Self {
            session: Session::new(setup, 1).expect("the setup was checked"),
            elapsed: Duration::ZERO,
            writes: true,
            opened: Vec::new(),
            paused: BTreeSet::new(),
            reports: Vec::new(),
            written: BTreeMap::new(),
            closed: BTreeMap::new(),
            entries: Vec::new(),
            messages: Vec::new(),
        }
    }

    /// With all its ends open.
    pub(super) fn open(setup: &str) -> Self {
        let mut host = Self::new(setup);
        for end in 0..host.session.ends.len() as u32 {
            host.command(Command::Open(EndId(end)));
            host.input(Input::Opened { end: EndId(end) });
        }
        host
    }

    pub(super) fn now(&self) -> Now {
        Now { since_start: self.elapsed, unix: self.elapsed, ..Now::default() }
    }

    pub(super) fn input(&mut self, input: Input<'_>) {
        self.session.handle(self.now(), input);
        self.drain();
    }

    pub(super) fn command(&mut self, command: Command) {
        self.input(Input::Command(command));
    }

    pub(super) fn accept(&mut self, end: u32, peer: u32) {
        self.input(Input::Accepted { end: EndId(end), peer: PeerId(peer), address: address(1000) });
    }

    pub(super) fn receive(&mut self, end: u32, peer: u32, bytes: &[u8]) {
        self.input(Input::Received { end: EndId(end), peer: PeerId(peer), bytes });
    }

    /// Takes all outputs.
    pub(super) fn drain(&mut self) {
        while let Some(output) = self.session.poll_output() {
            match output {
                Output::Open(end) => self.opened.push(end),
                Output::Close(_) => {}
                Output::Send { end, peer, bytes, .. } => {
                    if self.writes {
                        self.written.entry((end, peer)).or_default().extend(bytes);
                        self.session.handle(self.now(), Input::Sent { end, peer });
                    }
                }
                Output::ClosePeer(end, peer) => {
                    self.closed.insert((end, peer), false);
                }
                Output::ResetPeer(end, peer) => {
                    self.closed.insert((end, peer), true);
                }
                Output::PauseReading(end, peer) => {
                    self.paused.insert((end, peer));
                }
                Output::ResumeReading(end, peer) => {
                    self.paused.remove(&(end, peer));
                }
                Output::Message { peer, bytes, .. } => self.messages.push((peer, bytes)),
                Output::Entry(entry) => self.entries.push(entry),
                Output::Report(report) => self.reports.push(report),
            }
        }
    }

    /// Lets time pass, with a timeout whenever one is due.
    pub(super) fn advance(&mut self, by: Duration) {
        let until = self.elapsed + by;
        while let Some(due) = self.session.poll_timeout().filter(|due| *due <= until) {
            self.elapsed = self.elapsed.max(due);
            self.input(Input::Timeout);
        }
        self.elapsed = until;
    }

    pub(super) fn written(&self, end: u32, peer: u32) -> &[u8] {
        self.written.get(&(EndId(end), PeerId(peer))).map_or(&[], Vec::as_slice)
    }

    pub(super) fn entries<T>(&self, pick: impl Fn(&EntryKind) -> Option<T>) -> Vec<T> {
        self.entries.iter().filter_map(|entry| pick(&entry.kind)).collect()
    }
}

/// Plays a scenario.
pub(super) fn play(scenario: &Scenario) {
    let setup = ["{server}", "{listen}", "{bind}"]
        .iter()
        .fold(scenario.setup.to_owned(), |setup, place| setup.replace(place, "127.0.0.1:1"));
    let mut host = Host::new(&setup);
    let end = EndId(0);
    let datagrams = host.session.setup().ends[0].transport.is_datagram();
    let name = scenario.name;
    // A peer's connection, and its address.
    let mut peers: BTreeMap<char, (PeerId, Address)> = BTreeMap::new();
    for step in &scenario.steps {
        match step {
            Step::Open(named) => {
                let id = host.session.end_named(named).expect("the setup has it");
                host.command(Command::Open(id));
                if host.session.setup().ends[0].transport.is_server() || datagrams {
                    host.input(Input::Opened { end: id });
                }
            }
            Step::Close(_) => host.command(Command::Close(end)),
            Step::Connect(letter) => {
                let peer = PeerId(peers.len() as u32);
                let from = address(100 + peers.len() as u16);
                if !datagrams {
                    host.input(Input::Accepted { end, peer, address: from.clone() });
                }
                peers.insert(*letter, (peer, from));
            }
            Step::Accept(letter) => {
                host.advance(Duration::from_secs(1));
                assert!(!host.opened.is_empty(), "{name}: the client does not connect");
                host.opened.clear();
                host.written.clear();
                host.input(Input::Opened { end });
                peers.insert(*letter, (PeerId::ONLY, address(1)));
            }
            Step::Send(letter, bytes) => {
                let (peer, from) = peers[letter].clone();
                host.input(match datagrams {
                    true => Input::Datagram { end, from, bytes },
                    false => Input::Received { end, peer, bytes },
                });
            }
            Step::Expect(letter, expected) => {
                host.advance(Duration::from_secs(1));
                let written = host.written.remove(&(end, peers[letter].0)).unwrap_or_default();
                assert_eq!(
                    String::from_utf8_lossy(&written),
                    String::from_utf8_lossy(expected),
                    "{name}"
                );
            }
            Step::Finish(letter) => host.input(Input::Ended { end, peer: peers[letter].0 }),
            Step::Hang(letter) => {
                let reason = "ConnectionResetError".to_owned();
                host.input(Input::Lost { end, peer: peers[letter].0, reason: reason.into() });
            }
            Step::ExpectEnd(letter) | Step::ExpectReset(letter) => {
                host.advance(Duration::from_secs(1));
                let reset = matches!(step, Step::ExpectReset(_));
                assert_eq!(host.closed.get(&(end, peers[letter].0)), Some(&reset), "{name}");
            }
            Step::Say(message) => {
                let message = (*message).to_owned();
                host.command(Command::SendMessage { message, end: None, target: Target::All });
            }
            Step::Start(plan) => host.command(Command::Start { plan: (*plan).into(), end: None }),
        }
    }
}
