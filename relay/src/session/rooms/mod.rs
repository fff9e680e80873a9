//! The chat rooms a page has the relay host: opened by the relay's rules, watched at a bounded rate,
//! and stopped when the page goes.

mod address;
mod report;

use std::collections::BTreeMap;
use std::future::{Future as _, pending, poll_fn};
use std::mem;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use lab_shared::call::{Address, Failure, Rule};
use lab_shared::chat::{PeerStatus, RoomConfig, check_answer};
use lab_shared::errno::Errno;
use lab_shared::wire::{
    MAX_ROOM_BYTES, MAX_ROOM_CLIENTS, MAX_ROOMS, ROOM_REPORTS_PER_SECOND, RoomCommand, RoomId,
    RoomReport, RoomRequest, RoomUpdate,
};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::clock::Clock;
use crate::chat_host::{ChatHost, ControlError, HostError, RoomControl};
use crate::metrics::MeteredRoom;
use crate::policy::Extent;
use crate::resources::account::Account;
use crate::resources::threads::{Job, Share, lost};
use crate::session::SessionContext;
use crate::socket::{failed, failure, lookup};
use address::RoomTarget;
use report::{Report, ReportBuffer};

/// The pause between two reports on one room.
const PAUSE: Duration = Duration::from_millis(1000 / ROOM_REPORTS_PER_SECOND as u64);

/// One page's rooms. Dropping it stops them all; what their clients are still to get is written.
pub(crate) struct Rooms {
    context: Arc<SessionContext>,
    clock: Clock,
    /// What the rooms of this page may hold together: as much as they leave for another page's.
    memory: Arc<Account>,
    /// The page's part of the threads that look names up.
    threads: Share,
    rooms: BTreeMap<RoomId, Room>,
    /// Rung by the rooms' threads.
    notify: Arc<Notify>,
    replies: Vec<RoomReport>,
}

/// One room.
enum Room {
    /// Its address is being looked up.
    Opening {
        address: Address,
        config: Box<RoomConfig>,
        lookup: Job<Result<IpAddr, Failure>>,
    },
    Open(OpenRoom),
}

/// A room with a thread of its own.
struct OpenRoom {
    control: RoomControl,
    buffer: ReportBuffer,
    /// The clients as last reported.
    told: Vec<PeerStatus>,
    /// When the next report may go.
    due: Instant,
    /// Whether the clients may not be looked at again before that.
    resting: bool,
}

impl Rooms {
    /// No rooms yet; `threads` is the page's part of those that look names up.
    pub(crate) fn new(context: Arc<SessionContext>, clock: Clock, threads: Share) -> Self {
        Self {
            memory: context.memory.rooms.share(usize::MAX),
            context,
            clock,
            threads,
            rooms: BTreeMap::new(),
            notify: Arc::default(),
            replies: Vec::new(),
        }
    }

    /// Carries out a request. One for a room that is closed is ignored: the page may not know that
    /// yet.
    ///
    /// # Errors
    /// What is wrong with the request: only a page with a fault makes it.
    pub(crate) fn handle_request(&mut self, request: RoomRequest) -> Result<(), String> {
        let RoomRequest { room, ask } = request;
        let done = match (ask, self.rooms.get(&room)) {
            (RoomCommand::Open { .. }, Some(_)) => {
                return Err(format!("room {} is open already", room.0));
            }
            (RoomCommand::Open { address, config }, None) => {
                self.open(room, address, Box::new(config));
                return Ok(());
            }
            (RoomCommand::Stop, Some(Room::Opening { .. })) => {
                self.rooms.remove(&room);
                self.reply(room, RoomUpdate::Stopped);
                return Ok(());
            }
            (_, None | Some(Room::Opening { .. })) => return Ok(()),
            (RoomCommand::Answer { peer, text }, Some(Room::Open(open))) => {
                match check_answer(&text) {
                    Ok(()) => open.control.answer(peer, text),
                    Err(error) => {
                        self.reply(room, RoomUpdate::Refused(address::too_long(error)));
                        return Ok(());
                    }
                }
            }
            (RoomCommand::Encoding { peer, encoding }, Some(Room::Open(open))) => {
                open.control.set_encoding(peer, encoding)
            }
            (RoomCommand::Framing { framing }, Some(Room::Open(open))) => {
                open.control.set_framing(framing)
            }
            (RoomCommand::Remove { peer }, Some(Room::Open(open))) => open.control.remove(peer),
            (RoomCommand::Stop, Some(Room::Open(open))) => {
                open.control.stop();
                Ok(())
            }
        };
        match done {
            Ok(()) | Err(ControlError::Stopped) => {}
            Err(error @ ControlError::Busy) => {
                self.reply(room, RoomUpdate::Refused(address::busy(&error.to_string())));
            }
        }
        Ok(())
    }

    /// Waits for reports. May be dropped at any time without losing anything.
    pub(crate) async fn next_reports(&mut self) -> Vec<RoomReport> {
        loop {
            if !self.replies.is_empty() {
                return mem::take(&mut self.replies);
            }
            let now = Instant::now();
            let reports = self.collect_reports(now);
            if !reports.is_empty() {
                return reports;
            }
            let next = self.rooms.values().filter_map(|room| room.next_look(now)).min();
            let alarm = async {
                match next {
                    Some(next) => sleep_until(next).await,
                    None => pending().await,
                }
            };
            tokio::select! {
                () = self.notify.notified() => {}
                () = alarm => {}
                (room, found) = poll_fn(|cx| poll_lookup(&mut self.rooms, cx)) => self.found(room, found),
            }
        }
    }

    fn collect_reports(&mut self, now: Instant) -> Vec<RoomReport> {
        let mut news = Vec::new();
        self.rooms.retain(|id, room| {
            let Room::Open(open) = room else { return true };
            open.report(now, |report| news.push((*id, report)))
        });
        let at = self.clock.now();
        news.into_iter().map(|(room, news)| RoomReport { room, at, news }).collect()
    }

    fn open(&mut self, room: RoomId, address: Address, config: Box<RoomConfig>) {
        if let Err(rule) = self.context.networks.machine() {
            return self.reply(room, RoomUpdate::Refused(Failure::refused(rule)));
        }
        if self.rooms.len() >= MAX_ROOMS {
            return self.reply(room, RoomUpdate::Refused(Failure::refused(Rule::MaxRooms)));
        }
        match address::room_target(&address, &config) {
            Ok(RoomTarget::At(ip)) => self.open_at(room, &address, *config, ip),
            Ok(RoomTarget::Lookup { host, family }) => {
                match self.threads.run(move || lookup(&host, family)) {
                    Ok(lookup) => {
                        self.rooms.insert(room, Room::Opening { address, config, lookup });
                    }
                    Err(too_many) => self.reply(room, RoomUpdate::Refused(too_many.into())),
                }
            }
            Err(failure) => self.reply(room, RoomUpdate::Refused(failure)),
        }
    }

    fn found(&mut self, room: RoomId, found: Result<IpAddr, Failure>) {
        let Some(Room::Opening { address, config, .. }) = self.rooms.remove(&room) else { return };
        match found {
            Ok(ip) => self.open_at(room, &address, *config, ip),
            Err(failure) => self.reply(room, RoomUpdate::Refused(failure)),
        }
    }

    fn open_at(&mut self, room: RoomId, address: &Address, config: RoomConfig, ip: IpAddr) {
        let opened =
            address::permit(&self.context.policy, address, ip).and_then(|(address, extent)| {
                let loopback_only = address.ip().is_unspecified() && extent == Extent::Loopback;
                let address = self.start(room, address, loopback_only, config)?;
                Ok(RoomUpdate::Opened { address, loopback_only })
            });
        let news = match opened {
            Ok(opened) => opened,
            Err(failure) => {
                tracing::info!(%failure, room = room.0, "a chat room was refused");
                RoomUpdate::Refused(failure)
            }
        };
        self.reply(room, news);
    }

    fn start(
        &mut self,
        room: RoomId,
        address: SocketAddr,
        loopback_only: bool,
        config: RoomConfig,
    ) -> Result<Address, Failure> {
        let account = self.memory.under(MAX_ROOM_BYTES);
        let buffer = ReportBuffer::new(Arc::clone(&self.notify), &account);
        let observer = MeteredRoom::new(&self.context.metrics, &config, buffer.clone());
        let opened = ChatHost::open(address, loopback_only, config, observer, &account);
        let (host, control) = opened.map_err(|error| match error {
            HostError::Listen { error, .. } | HostError::Poll(error) => failure(&error),
            HostError::Full(_) => failed(Errno::Enomem),
        })?;
        let host = host.with_max_clients(MAX_ROOM_CLIENTS);
        let address = host.local_addr().map_err(|error| failure(&error))?;
        let ending = StopNotice(buffer.clone());
        let counted = self.context.shutdown.count_room();
        let thread = std::thread::Builder::new().name(format!("chat room {}", room.0));
        thread
            .spawn(move || {
                let (_ending, _counted) = (ending, counted);
                if let Err(error) = host.run() {
                    tracing::error!(%error, "a chat room cannot go on");
                }
            })
            .map_err(|error| failure(&error))?;
        let (told, due) = (Vec::new(), Instant::now());
        self.rooms
            .insert(room, Room::Open(OpenRoom { control, buffer, told, due, resting: false }));
        Ok(crate::chat_host::address_of(address))
    }

    /// Reports that a request was refused.
    pub(crate) fn refuse(&mut self, room: RoomId, failure: Failure) {
        self.reply(room, RoomUpdate::Refused(failure));
    }

    fn reply(&mut self, room: RoomId, news: RoomUpdate) {
        let at = self.clock.now();
        self.replies.push(RoomReport { room, at, news });
    }
}

/// Waits for the address of a room that is to open.
fn poll_lookup(
    rooms: &mut BTreeMap<RoomId, Room>,
    cx: &mut Context<'_>,
) -> Poll<(RoomId, Result<IpAddr, Failure>)> {
    for (id, room) in rooms {
        if let Room::Opening { lookup, .. } = room
            && let Poll::Ready(found) = Pin::new(lookup).poll(cx)
        {
            return Poll::Ready((*id, found.unwrap_or_else(|| Err(lost()))));
        }
    }
    Poll::Pending
}

impl Room {
    /// When to look at it again without a notification; `None` where a notification is enough.
    fn next_look(&self, now: Instant) -> Option<Instant> {
        match self {
            Self::Open(open) if now < open.due => Some(open.due),
            _ => None,
        }
    }
}

impl OpenRoom {
    /// Reports what is new, if a report is due. Returns whether the room is still open.
    fn report(&mut self, now: Instant, mut tell: impl FnMut(RoomUpdate)) -> bool {
        if now < self.due {
            return true;
        }
        if mem::take(&mut self.resting) && self.buffer.want_peers() {
            self.control.wake();
        }
        if !self.buffer.has_news() {
            return true;
        }
        let Report { events, missed, peers, stopped } = self.buffer.take();
        let mut reports = 0;
        let mut tell = |news| {
            reports += 1;
            tell(news);
        };
        if !events.is_empty() || missed > 0 {
            tell(RoomUpdate::Transcript { events, missed });
        }
        if let Some(peers) = peers
            && peers != self.told
        {
            self.told.clone_from(&peers);
            tell(RoomUpdate::Peers { peers });
        }
        if stopped {
            tell(RoomUpdate::Stopped);
        }
        // An unchanged list of clients is not sent, but collecting it costs time, so it counts as
        // one report against the rate.
        self.due = now + PAUSE * reports.max(1);
        self.resting = true;
        !stopped
    }
}

impl Drop for Rooms {
    fn drop(&mut self) {
        for room in self.rooms.values() {
            if let Room::Open(open) = room {
                open.control.stop();
            }
        }
    }
}

/// Reports the end of the room's thread, however it ended.
struct StopNotice(ReportBuffer);

impl Drop for StopNotice {
    fn drop(&mut self) {
        self.0.stopped();
    }
}
