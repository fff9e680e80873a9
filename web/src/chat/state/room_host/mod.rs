//! A room hosted in the page: the room's outputs become socket calls, their returns become its
//! inputs. No sockets and no clock here.

mod sockets;
mod unshown;

use bytes::Bytes;
use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use lab_shared::call::{Address, Exception, Failure, Op, Outcome, SocketId, Value};
use lab_shared::chat::{
    Input as RoomInput, Now, Output as RoomOutput, PeerId, PeerStatus, Room, RoomConfig,
    check_answer,
};
use lab_shared::wire::{RoomCommand, RoomUpdate};

use crate::boundaries::state::pace::Pace;
use crate::lab::state::traffic::FramingHint;
use crate::link::state::call_request::{CallHandle, CallHandles, CallRequest, REUSE, stream};
use crate::link::state::machine::Returned;
use sockets::Client;
use unshown::Unshown;

#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A call has ended.
    Returned(CallHandle, Outcome),
    /// The person sends a command to the room.
    Asked(RoomCommand),
    /// The person changes the pace of its calls.
    Pace(Pace),
    /// The time [`RoomHost::poll_timeout`] asked for has come.
    Timeout,
}

impl From<Returned> for Input {
    fn from(Returned(handle, outcome): Returned) -> Self {
        Self::Returned(handle, outcome)
    }
}

/// What to do, or to show.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Output {
    /// Make this call.
    Call(CallRequest),
    /// The room's framing on this socket, from now on.
    Framed(SocketId, FramingHint),
    /// The room listens here.
    Opened(Address),
    /// Show this to the person: the same reports as from a room that the relay hosts.
    News(RoomUpdate),
}

/// What a call was made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// A step of opening.
    Open,
    /// A connection for the room.
    Accept,
    /// Bytes from a client.
    Receive(PeerId),
    /// Bytes of a client's queue.
    Send(PeerId),
    /// A client's end.
    CloseClient,
    /// The close of the listening socket.
    CloseDoor,
}

/// How far the room's own socket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Door {
    Making,
    Reusing,
    Binding,
    Listening,
    Naming,
    Open,
    Closing,
    Closed,
}

/// The room and its sockets.
#[derive(Debug)]
pub(crate) struct RoomHost {
    room: Room,
    address: Address,
    door: Door,
    listener: Option<SocketId>,
    /// Whether the room waits for a connection that could not be accepted.
    accept_owed: bool,
    clients: BTreeMap<PeerId, Client>,
    pace: Pace,
    next_peer: u32,
    handles: CallHandles<Purpose>,
    paused: bool,
    stopping: bool,
    room_stopped: bool,
    refused: Option<Failure>,
    standing: Vec<PeerStatus>,
    events: Unshown,
    outputs: VecDeque<Output>,
}

impl RoomHost {
    /// A room about to open; port 0 picks a free one.
    #[must_use]
    pub(crate) fn new(address: Address, config: RoomConfig) -> Self {
        let mut room_host = Self {
            room: Room::new(config),
            address,
            door: Door::Making,
            listener: None,
            accept_owed: false,
            clients: BTreeMap::new(),
            pace: Pace::default(),
            next_peer: 1,
            handles: CallHandles::default(),
            paused: false,
            stopping: false,
            room_stopped: false,
            refused: None,
            standing: Vec::new(),
            events: Unshown::default(),
            outputs: VecDeque::new(),
        };
        let op = stream(&room_host.address);
        room_host.call(Purpose::Open, None, op, Bytes::new());
        room_host
    }

    /// Takes in what happened at `now`.
    pub(crate) fn handle(&mut self, now: Now, input: Input) {
        match input {
            Input::Returned(handle, outcome) => {
                if let Some(purpose) = self.handles.take(handle) {
                    self.returned(now, purpose, outcome);
                }
            }
            Input::Asked(ask) => self.asked(now, ask),
            Input::Pace(pace) => self.set_pace(now, pace),
            Input::Timeout => {
                self.room.handle(now, RoomInput::Timeout);
                self.send_on(now);
            }
        }
        if self.door == Door::Open || self.stopping {
            self.follow_the_room(now);
        }
        self.tell();
    }

    /// What to do next, until there is nothing.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    /// When to hand in [`Input::Timeout`], in time since the room opened.
    #[must_use]
    pub(crate) fn poll_timeout(&self) -> Option<Duration> {
        self.room.poll_timeout().into_iter().chain(self.next_opening()).min()
    }

    fn asked(&mut self, now: Now, ask: RoomCommand) {
        let input = match ask {
            // A room is opened by making one.
            RoomCommand::Open { .. } => return,
            RoomCommand::Answer { peer, text } => match check_answer(&text) {
                Ok(()) => RoomInput::Answer { peer, text },
                Err(error) => {
                    let failure = Failure::plain(Exception::ValueError, error.to_string());
                    self.outputs.push_back(Output::News(RoomUpdate::Refused(failure)));
                    return;
                }
            },
            RoomCommand::Encoding { peer, encoding } => RoomInput::Encoding { peer, encoding },
            RoomCommand::Framing { framing } => {
                self.room.handle(now, RoomInput::Framing { framing });
                return self.tell_framing();
            }
            RoomCommand::Remove { peer } => RoomInput::Remove { peer },
            RoomCommand::Stop => {
                self.stopping = true;
                self.room.handle(now, RoomInput::Stop);
                self.send_on(now);
                return self.close_door();
            }
        };
        self.room.handle(now, input);
    }

    fn returned(&mut self, now: Now, purpose: Purpose, outcome: Outcome) {
        match purpose {
            Purpose::Open => match outcome {
                Ok(value) => self.opened_further(value),
                Err(failure) => {
                    self.refused = Some(failure);
                    self.close_door();
                }
            },
            Purpose::Accept => self.accepted(now, outcome),
            Purpose::Receive(peer) => self.received(now, peer, outcome),
            Purpose::Send(peer) => self.sent(now, peer, outcome),
            Purpose::CloseClient if self.accept_owed => {
                self.accept_owed = false;
                self.accept();
            }
            Purpose::CloseClient => {}
            Purpose::CloseDoor => self.door = Door::Closed,
        }
    }

    /// One step of opening is done: the next.
    fn opened_further(&mut self, value: Value) {
        if let Value::Socket { socket, .. } = value {
            self.listener = Some(socket);
        }
        if self.stopping {
            return self.close_door();
        }
        let (door, op) = match self.door {
            Door::Making => (Door::Reusing, REUSE),
            Door::Reusing => (Door::Binding, Op::Bind { address: self.address.clone() }),
            Door::Binding => (Door::Listening, Op::Listen { backlog: None }),
            Door::Listening if self.address.port() == Some(0) => (Door::Naming, Op::Getsockname),
            _ => return self.open(value),
        };
        self.door = door;
        self.call(Purpose::Open, self.listener, op, Bytes::new());
    }

    fn open(&mut self, value: Value) {
        if let Value::Address(address) = value {
            self.address = address;
        }
        self.door = Door::Open;
        let address = self.address.clone();
        self.outputs.push_back(Output::Opened(address));
    }

    /// Closes the listening socket; calls pending on it are cancelled.
    fn close_door(&mut self) {
        if matches!(self.door, Door::Closing | Door::Closed) {
            return;
        }
        match self.listener {
            Some(_) => {
                self.door = Door::Closing;
                self.call(Purpose::CloseDoor, self.listener, Op::Close, Bytes::new());
            }
            // The socket is still being made, or could not be made.
            None if self.refused.is_some() => self.door = Door::Closed,
            None => {}
        }
    }

    fn follow_the_room(&mut self, now: Now) {
        loop {
            let mut to_write = Vec::new();
            while let Some(output) = self.room.poll_output() {
                self.obey(now, output, &mut to_write);
            }
            if to_write.is_empty() {
                return;
            }
            // The replies to one recv are sent together.
            to_write.into_iter().for_each(|peer| self.send(peer, now));
        }
    }

    fn obey(&mut self, now: Now, output: RoomOutput, to_write: &mut Vec<PeerId>) {
        match output {
            RoomOutput::Accept => self.accept(),
            RoomOutput::Write(peer) => to_write.push(peer),
            RoomOutput::Close(peer) => self.close(peer),
            RoomOutput::PauseReading => self.paused = true,
            RoomOutput::ResumeReading => self.resume(now),
            RoomOutput::Event(event) => self.events.push(event),
            RoomOutput::Stopped => self.room_stopped = true,
            // A room in the page is not shared with other machines.
            RoomOutput::Publish(_) => {}
        }
    }

    fn tell(&mut self) {
        let (events, missed) = self.events.take();
        if !events.is_empty() {
            self.outputs.push_back(Output::News(RoomUpdate::Transcript { events, missed }));
        }
        let peers: Vec<PeerStatus> = self.room.peers().collect();
        if peers != self.standing {
            self.standing.clone_from(&peers);
            self.outputs.push_back(Output::News(RoomUpdate::Peers { peers }));
        }
        if self.door != Door::Closed {
            return;
        }
        if let Some(failure) = self.refused.take() {
            self.outputs.push_back(Output::News(RoomUpdate::Refused(failure)));
            // Nothing else was opened, so nothing else ends.
            self.room_stopped = false;
            self.stopping = false;
        } else if std::mem::take(&mut self.room_stopped) {
            self.outputs.push_back(Output::News(RoomUpdate::Stopped));
        }
    }

    fn call(&mut self, purpose: Purpose, socket: Option<SocketId>, op: Op, bytes: Bytes) {
        let handle = self.handles.issue(purpose);
        let call = CallRequest { handle, socket, host: None, op, bytes };
        self.outputs.push_back(Output::Call(call));
    }
}

#[cfg(test)]
mod tests;
