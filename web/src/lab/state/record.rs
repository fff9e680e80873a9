//! All kernel reports: facts by socket, paths through TCP's states, segments.

use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use lab_shared::call::{Micros, SocketId};
use lab_shared::kernel::{KernelFacts, Segment, TcpState, WatchEnd};

use super::path::Path;
use crate::link::state::News;

/// Most sockets kept: those made last.
const MAX_SOCKETS: usize = 256;

/// Most segments kept: the newest.
const MAX_SEGMENTS: usize = 2000;

/// Most reports of sockets kept: the newest.
const MAX_LOG: usize = 3000;

/// The reports of one socket.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Watched {
    /// The newest facts; none before the first ones.
    pub facts: Option<Rc<KernelFacts>>,
    /// When the kernel was asked.
    pub at: Micros,
    /// The path of its own end.
    pub own: Path,
    /// The path of the peer's end.
    pub peer: Path,
    /// Whether further reports may come.
    pub live: bool,
    /// Why its watch ended, where the relay reported that.
    pub over: Option<WatchEnd>,
}

impl Watched {
    fn found(&mut self, at: Micros, facts: Rc<KernelFacts>) {
        let reset = facts.own.state == Some(TcpState::Closed)
            && self.own.now() == Some(TcpState::Established);
        if let Some(state) = facts.own.state {
            self.own.found(state, at);
        }
        match facts.peer.as_ref().and_then(|peer| peer.state) {
            Some(state) => self.peer.found(state, at),
            // The kernel no longer has the other end, or an RST has ended both, whichever sent it.
            // Nothing else that closes its own end closes the other.
            None if self.peer.now().is_some()
                && (reset || facts.own.state != Some(TcpState::Closed)) =>
            {
                self.peer.found(TcpState::Closed, at);
            }
            None => {}
        }
        (self.at, self.live, self.over) = (at, true, None);
        self.facts = Some(facts);
    }

    /// Whether the program has closed it and the kernel still has it.
    #[must_use]
    pub fn is_followed(&self) -> bool {
        self.live && self.facts.as_ref().is_some_and(|facts| facts.options.is_empty())
    }
}

/// All reports. Cloning it is cheap.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kernel {
    sockets: BTreeMap<SocketId, Rc<Watched>>,
    segments: VecDeque<Rc<Segment>>,
    /// The reports of sockets, in order.
    log: VecDeque<Rc<News>>,
    missed: u64,
}

impl Kernel {
    /// Adds a report of the relay.
    pub fn told(&mut self, news: News) {
        let rests = |news: &News| matches!(news, News::Resting);
        let repeats = rests(&news) && self.log.back().is_none_or(|last| rests(last));
        if !matches!(news, News::Segments { .. }) && !repeats {
            if self.log.len() >= MAX_LOG {
                self.log.pop_front();
            }
            self.log.push_back(Rc::new(news.clone()));
        }
        match news {
            News::Facts { socket, at, facts } => self.watched(socket).found(at, facts),
            News::Segments { segments, missed } => {
                self.missed += missed;
                self.segments.extend(segments.into_iter().map(Rc::new));
                let old = self.segments.len().saturating_sub(MAX_SEGMENTS);
                self.segments.drain(..old);
            }
            News::Unwatched { socket, why, .. } => {
                let watched = self.watched(socket);
                (watched.live, watched.over) = (false, Some(why));
            }
            News::Resting => {
                for watched in self.sockets.values_mut().filter(|watched| watched.live) {
                    Rc::make_mut(watched).live = false;
                }
            }
        }
    }

    /// The reports of a socket.
    #[must_use]
    pub fn of(&self, socket: SocketId) -> Option<&Watched> {
        self.sockets.get(&socket).map(Rc::as_ref)
    }

    /// The segments, in the kernel's order.
    pub fn segments(&self) -> impl Iterator<Item = &Segment> {
        self.segments.iter().map(Rc::as_ref)
    }

    /// The same, shared.
    pub fn shared_segments(&self) -> impl Iterator<Item = &Rc<Segment>> {
        self.segments.iter()
    }

    /// The newest reports of facts and of ended watches, in order, and where none came for a while.
    pub fn log(&self) -> impl Iterator<Item = &News> {
        self.log.iter().map(Rc::as_ref)
    }

    /// How many segments were left out of the reports.
    #[must_use]
    pub fn missed(&self) -> u64 {
        self.missed
    }

    fn watched(&mut self, socket: SocketId) -> &mut Watched {
        if !self.sockets.contains_key(&socket) && self.sockets.len() >= MAX_SOCKETS {
            self.sockets.pop_first();
        }
        Rc::make_mut(self.sockets.entry(socket).or_default())
    }
}
