//! Reads packets, keeps those of the followed sockets, and reports them at a bounded rate.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::SystemTime;

use lab_shared::call::{Micros, SocketId};
use lab_shared::kernel::Segment;
use lab_shared::wire::{Event, MAX_SEGMENTS};
use tokio::time::{Instant, Sleep, sleep_until};

use super::scope::CaptureScope;
use crate::packet::{RelativeSeq, segment};
use crate::resources::limits::{
    CAPTURE_BURST, KERNEL_REPORT_PAUSE, LAST_SEGMENTS, MAX_WAITING_SEGMENTS,
};
use crate::session::clock::Clock;
use crate::socket::{Interfaces, Packet, PacketSocket};

/// The packet socket of one session, and what it follows.
#[derive(Debug)]
pub(crate) struct ActiveCapture {
    packets: PacketSocket,
    clock: Clock,
    scopes: BTreeMap<SocketId, CaptureScope>,
    relative_seq: RelativeSeq,
    /// Segments not reported yet.
    waiting: VecDeque<Segment>,
    /// Segments lost since the last report.
    missed: u64,
    /// Delays the next report after one was made.
    pause: Option<Pin<Box<Sleep>>>,
    /// Closed sockets, and until when their last segments may come.
    closed: VecDeque<(Instant, SocketId)>,
    /// Fires when the first of them is to be forgotten.
    closed_timer: Option<Pin<Box<Sleep>>>,
}

impl ActiveCapture {
    /// A capture that follows no socket. Must be called within the runtime.
    ///
    /// # Errors
    /// The kernel refuses.
    pub(crate) fn new(interfaces: Interfaces, clock: Clock) -> io::Result<Self> {
        Ok(Self {
            packets: PacketSocket::open(interfaces)?,
            clock,
            scopes: BTreeMap::new(),
            relative_seq: RelativeSeq::default(),
            waiting: VecDeque::new(),
            missed: 0,
            pause: None,
            closed: VecDeque::new(),
            closed_timer: None,
        })
    }

    /// The scope of a followed socket.
    pub(crate) fn scope(&self, id: SocketId) -> Option<CaptureScope> {
        self.scopes.get(&id).copied()
    }

    /// Changes the scope of a socket; `None` follows it no longer.
    pub(crate) fn set_scope(
        &mut self,
        id: SocketId,
        scope: Option<CaptureScope>,
    ) -> io::Result<()> {
        if self.scope(id) == scope {
            return Ok(());
        }
        match scope {
            Some(scope) => self.scopes.insert(id, scope),
            None => {
                // Packets that came before the change still belong to the socket.
                self.read_waiting()?;
                self.scopes.remove(&id)
            }
        };
        self.filter()
    }

    /// Sets the kernel's filter to what is followed now.
    fn filter(&mut self) -> io::Result<()> {
        let flows = self.scopes.values().map(|scope| scope.flow()).collect();
        self.packets.set_flows(flows)
    }

    /// Stops following a closed socket after a delay: its last segments may be on their way.
    pub(crate) fn unfollow_later(&mut self, id: SocketId) {
        if self.scopes.contains_key(&id) {
            self.closed.push_back((Instant::now() + LAST_SEGMENTS, id));
            self.schedule_unfollow();
        }
    }

    fn schedule_unfollow(&mut self) {
        let next = self.closed.front().map(|(due, _)| Box::pin(sleep_until(*due)));
        self.closed_timer = next;
    }

    /// Forgets the sockets whose last segments have come, all of them with one change of the filter.
    fn poll_unfollow(&mut self, cx: &mut Context<'_>) -> io::Result<()> {
        let mut gone = Vec::new();
        while let Some(closed_timer) = &mut self.closed_timer
            && closed_timer.as_mut().poll(cx).is_ready()
        {
            gone.extend(self.closed.pop_front().map(|(_, id)| id));
            self.schedule_unfollow();
        }
        if gone.is_empty() {
            return Ok(());
        }
        self.read_waiting()?;
        gone.iter().for_each(|id| {
            self.scopes.remove(id);
        });
        self.filter()
    }

    /// Waits until a report is due.
    pub(crate) fn poll_report(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_unfollow(cx)?;
        for turn in 0.. {
            if self.waiting.len() >= MAX_WAITING_SEGMENTS {
                // The rest waits in the kernel, which counts what it has no room for.
                break;
            }
            if turn == CAPTURE_BURST {
                cx.waker().wake_by_ref();
                break;
            }
            match self.packets.poll_packet(cx) {
                Poll::Ready(packet) => self.on_packet(&packet?),
                Poll::Pending => break,
            }
        }
        if let Some(pause) = &mut self.pause {
            if pause.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.pause = None;
        }
        if self.waiting.is_empty() { Poll::Pending } else { Poll::Ready(Ok(())) }
    }

    /// The next report.
    pub(crate) fn report(&mut self) -> io::Result<Event> {
        self.missed += u64::from(self.packets.take_dropped()?);
        self.pause = Some(Box::pin(sleep_until(Instant::now() + KERNEL_REPORT_PAUSE)));
        let count = self.waiting.len().min(MAX_SEGMENTS);
        let segments = self.waiting.drain(..count).collect();
        Ok(Event::Segments { segments, missed: std::mem::take(&mut self.missed) })
    }

    /// Reads the packets that have come, as far as there is room. Packets that come meanwhile do
    /// not make this longer: at most as many are read as segments may wait.
    fn read_waiting(&mut self) -> io::Result<()> {
        for _ in self.waiting.len()..MAX_WAITING_SEGMENTS {
            match self.packets.packet_now()? {
                Some(packet) => self.on_packet(&packet),
                None => break,
            }
        }
        Ok(())
    }

    fn on_packet(&mut self, packet: &Packet) {
        let Some(headers) = segment(packet.bytes()) else {
            self.missed += 1;
            return;
        };
        // A packet may have passed an earlier filter, or matched by its port alone.
        if !self.scopes.values().any(|scope| scope.covers(&headers)) {
            return;
        }
        let age = SystemTime::now().duration_since(packet.at).unwrap_or_default();
        let age = u64::try_from(age.as_micros()).unwrap_or(u64::MAX);
        let at = Micros(self.clock.now().0.saturating_sub(age));
        self.waiting.push_back(self.relative_seq.segment(headers, at));
    }
}
