//! One connection through a proxy, or one peer of a datagram proxy.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::lane::Lane;
use super::message::{Command, Direction, Input, Output, Report, Side};
use super::setup::{ProxySetup, misplaced};
use super::stage::Item;
use crate::assistant::problem::Wording;

/// Bytes that may wait in one direction of a link. Beyond them nothing more is received, and further
/// datagrams are discarded.
pub const LANE_BYTES: usize = 1 << 20;

/// What a link forwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A byte stream.
    Stream,
    /// Datagrams; the link closes when none has come for so long.
    Datagrams(Duration),
}

/// What has gone one way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Traffic {
    /// Bytes received from the source.
    pub received: u64,
    /// Bytes handed to the destination.
    pub sent: u64,
    /// Bytes that faults or a person took away.
    pub discarded: u64,
}

/// Two directions as one state machine.
#[derive(Debug)]
pub struct Link {
    kind: Kind,
    is_observed: bool,
    /// Bytes received unobserved since it was observed last.
    unseen: [u64; 2],
    /// Bytes that may wait in one direction.
    lane_bytes: usize,
    lanes: [Lane; 2],
    traffic: [Traffic; 2],
    outputs: VecDeque<Output>,
    /// When the last datagram came.
    active_at: Duration,
    is_closed: bool,
    now: Duration,
}

impl Link {
    /// A link whose two sockets are connected. `is_observed` has every receive and send reported.
    #[must_use]
    pub fn new(setup: &ProxySetup, is_observed: bool, seed: u64, now: Duration) -> Self {
        let kind = match setup.udp {
            true => Kind::Datagrams(Duration::from_millis(setup.idle.into())),
            false => Kind::Stream,
        };
        let lane = |direction| {
            // Both directions draw from the same seed, and not the same numbers.
            let seed = seed.rotate_left(32 * direction as u32);
            Lane::new(setup.faults(direction), setup.udp, seed, now)
        };
        Self {
            kind,
            is_observed,
            unseen: [0; 2],
            lane_bytes: LANE_BYTES,
            lanes: Direction::BOTH.map(lane),
            traffic: Default::default(),
            outputs: VecDeque::new(),
            active_at: now,
            is_closed: false,
            now,
        }
    }

    /// Handles an input; a link that is closed ignores all. Then call [`Link::poll_output`] until it
    /// returns `None`.
    pub fn handle(&mut self, now: Duration, input: Input) {
        if self.is_closed {
            return;
        }
        self.now = now;
        match input {
            Input::Received(direction, bytes) => self.received(direction, bytes),
            Input::Ended(direction) => self.ended(direction),
            Input::Sent(direction) => self.lane(direction).is_sending = false,
            Input::Lost(side, reason) => self.lost(side, &reason),
            Input::Timeout => {}
            Input::Command(command) => self.command(command),
        }
        for direction in Direction::BOTH {
            if !self.is_closed {
                self.advance(direction);
            }
        }
        self.close_when_over();
    }

    /// Reports every receive and send from now on, or none. What passed unobserved is reported when it is
    /// observed again.
    pub fn observe(&mut self, is_observed: bool) {
        if !std::mem::replace(&mut self.is_observed, is_observed) && is_observed {
            for direction in Direction::BOTH {
                let bytes = std::mem::take(&mut self.unseen[direction as usize]);
                if bytes > 0 {
                    self.report(Report::Unseen { direction, bytes });
                }
            }
        }
    }

    /// Lets at most so many bytes wait in each direction from now on, and never more than [`LANE_BYTES`].
    pub fn limit_bytes(&mut self, most: usize) {
        self.lane_bytes = most.min(LANE_BYTES);
    }

    /// The next output, until there is none.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to hand in [`Input::Timeout`].
    #[must_use]
    pub fn poll_timeout(&self) -> Option<Duration> {
        if self.is_closed {
            return None;
        }
        let idle = match self.kind {
            Kind::Datagrams(idle) => Some(self.active_at + idle),
            Kind::Stream => None,
        };
        self.lanes.iter().filter_map(Lane::poll_timeout).chain(idle).min()
    }

    /// Whether the host may forward this direction's bytes by itself, after all outputs were carried
    /// out. It counts them with [`Link::pass`].
    #[must_use]
    pub fn is_transparent(&self, direction: Direction) -> bool {
        !self.is_observed && !self.is_closed && self.lanes[direction as usize].is_transparent()
    }

    /// Counts bytes that the host forwarded by itself.
    pub fn pass(&mut self, direction: Direction, bytes: usize) {
        let traffic = &mut self.traffic[direction as usize];
        traffic.received += bytes as u64;
        traffic.sent += bytes as u64;
        self.unseen[direction as usize] += bytes as u64;
    }

    /// What has gone one way.
    #[must_use]
    pub fn traffic(&self, direction: Direction) -> Traffic {
        self.traffic[direction as usize]
    }

    /// Bytes that wait in a direction.
    #[must_use]
    pub fn waiting(&self, direction: Direction) -> usize {
        self.lanes[direction as usize].load().0
    }

    /// The faults of a direction.
    #[must_use]
    pub fn faults(&self, direction: Direction) -> Vec<Fault> {
        self.lanes[direction as usize].faults()
    }

    fn lane(&mut self, direction: Direction) -> &mut Lane {
        &mut self.lanes[direction as usize]
    }

    fn received(&mut self, direction: Direction, bytes: Bytes) {
        self.active_at = self.now;
        self.traffic[direction as usize].received += bytes.len() as u64;
        if self.is_observed {
            self.report(Report::Received { direction, bytes: bytes.clone() });
        } else {
            self.unseen[direction as usize] += bytes.len() as u64;
        }
        let has_room = self.lanes[direction as usize].has_room(self.lane_bytes);
        if matches!(self.kind, Kind::Datagrams(_)) && !has_room {
            self.discarded(direction, bytes.len().max(1));
            return;
        }
        let now = self.now;
        match self.lane(direction).receive(now, Item::Bytes(bytes.clone())) {
            Ok(number) => self.report(Report::Held { direction, number, bytes }),
            Err(lost) => self.discarded(direction, lost),
        }
    }

    fn ended(&mut self, direction: Direction) {
        if self.is_observed {
            self.report(Report::Received { direction, bytes: Bytes::new() });
        }
        let now = self.now;
        let lane = self.lane(direction);
        if !lane.has_ended {
            lane.has_ended = true;
            // Held or not, the end takes no bytes away.
            let _ = lane.receive(now, Item::End);
            lane.pass_end(now);
        }
    }

    /// A failure of one connection is passed on as a reset, which is what its peer did, or would see.
    fn lost(&mut self, side: Side, reason: &str) {
        let (en, zh) = match side {
            Side::Client => ("the client's connection failed", "与客户端的连接出错"),
            Side::Server => ("the server's connection failed", "与服务器的连接出错"),
        };
        let why = Wording::new(format!("{en}: {reason}"), format!("{zh}：{reason}"));
        self.close(Output::Reset, why);
    }

    fn command(&mut self, command: Command) {
        let now = self.now;
        match command {
            Command::SetFaults { direction, faults } => self.set_faults(direction, &faults),
            Command::Hold { direction } => self.lane(direction).hold(),
            Command::Resume { direction } => {
                let (numbers, lost) = self.lane(direction).resume(now);
                for number in numbers {
                    self.report(Report::Released { direction, number });
                }
                self.discarded(direction, lost);
            }
            Command::Release { direction, number, bytes } => {
                let Some(held) = self.held(direction, number) else { return };
                let lost = self.lane(direction).enter(now, Item::Bytes(bytes.unwrap_or(held)));
                self.lane(direction).pass_end(now);
                self.discarded(direction, lost);
            }
            Command::Drop { direction, number } => {
                let Some(held) = self.held(direction, number) else { return };
                self.lane(direction).pass_end(now);
                self.discarded(direction, held.len());
            }
            Command::Inject { direction, .. } if self.lane(direction).has_finished => {
                self.report(Report::Refused(Wording::new(
                    "the end of the stream was already sent this way; inject the other way",
                    "这个方向的流结束标记已发出；请向另一个方向注入",
                )));
            }
            Command::Inject { direction, bytes } => {
                let lost = self.lane(direction).enter(now, Item::Bytes(bytes));
                self.discarded(direction, lost);
            }
            Command::Close => self.close(Output::Close, by_command()),
            Command::Reset => self.close(Output::Reset, by_command()),
        }
    }

    fn set_faults(&mut self, direction: Direction, faults: &[Fault]) {
        let datagrams = matches!(self.kind, Kind::Datagrams(_));
        let refused = faults.iter().find_map(|fault| misplaced(fault, datagrams));
        if let Some((cause, remedy)) = refused {
            let en = format!("{}; {}", cause.en, remedy.en);
            let zh = format!("{}；{}", cause.zh, remedy.zh);
            self.report(Report::Refused(Wording { en, zh }));
            return;
        }
        let now = self.now;
        let lost = self.lane(direction).set_faults(now, faults);
        self.discarded(direction, lost);
    }

    fn held(&mut self, direction: Direction, number: u64) -> Option<Bytes> {
        let held = self.lane(direction).take_held(number);
        self.report(match held {
            Some(_) => Report::Released { direction, number },
            None => Report::Refused(Wording::new(
                format!("nothing is held as {number}; it was released or dropped before"),
                format!("没有编号为 {number} 的暂留数据；它已放行或丢弃"),
            )),
        });
        held
    }

    /// Moves on what is due, and returns it as outputs.
    fn advance(&mut self, direction: Direction) {
        loop {
            let now = self.now;
            let lost = self.lane(direction).advance(now);
            self.discarded(direction, lost);
            if self.is_closed {
                return;
            }
            match self.lane(direction).poll() {
                Some(item) => self.leave(direction, item),
                None => break,
            }
        }
        if self.kind != Kind::Stream {
            return;
        }
        let lane_bytes = self.lane_bytes;
        let lane = self.lane(direction);
        let has_room = lane.has_room(lane_bytes);
        if lane.is_paused == has_room {
            lane.is_paused = !has_room;
            self.outputs.push_back(match has_room {
                true => Output::ResumeReading(direction),
                false => Output::PauseReading(direction),
            });
        }
    }

    fn leave(&mut self, direction: Direction, item: Item) {
        match item {
            // Behind the end nothing can be sent, and nothing needs to be.
            Item::Bytes(bytes) if self.lane(direction).has_finished => {
                self.discarded(direction, bytes.len());
            }
            Item::Bytes(bytes) if bytes.is_empty() && self.kind == Kind::Stream => {}
            Item::Bytes(bytes) => {
                self.lane(direction).is_sending = true;
                self.traffic[direction as usize].sent += bytes.len() as u64;
                if self.is_observed {
                    self.report(Report::Sent { direction, bytes: bytes.clone() });
                }
                self.outputs.push_back(Output::Send(direction, bytes));
            }
            Item::End => {
                self.lane(direction).has_finished = true;
                if self.is_observed {
                    self.report(Report::Sent { direction, bytes: Bytes::new() });
                }
                self.outputs.push_back(Output::Finish(direction));
            }
            Item::Close => {
                let why = Wording::new("a fault closed it", "故障设置关闭了连接");
                self.close(Output::Close, why);
            }
            Item::Reset => {
                let why = Wording::new("a fault reset it", "故障设置重置了连接");
                self.close(Output::Reset, why);
            }
        }
    }

    fn close_when_over(&mut self) {
        match self.kind {
            Kind::Stream if self.lanes.iter().all(|lane| lane.has_finished) => {
                let why = Wording::new("both sides sent the end of the stream", "双方都已结束发送");
                self.close(Output::Close, why);
            }
            Kind::Datagrams(idle) if self.active_at + idle <= self.now => {
                let why = Wording::new("no datagram for a while", "一段时间没有数据报");
                self.close(Output::Close, why);
            }
            _ => {}
        }
    }

    fn close(&mut self, how: Output, why: Wording) {
        if !self.is_closed {
            self.is_closed = true;
            self.report(Report::Closed(why));
            self.outputs.push_back(how);
        }
    }

    fn discarded(&mut self, direction: Direction, bytes: usize) {
        if bytes > 0 {
            self.traffic[direction as usize].discarded += bytes as u64;
            self.report(Report::Discarded { direction, bytes });
        }
    }

    fn report(&mut self, report: Report) {
        self.outputs.push_back(Output::Report(report));
    }
}

fn by_command() -> Wording {
    Wording::new("closed by command", "按命令关闭")
}
