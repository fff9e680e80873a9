//! The part of a hosted room that makes the calls on its clients' sockets.

use bytes::{Bytes, BytesMut};
use std::time::Duration;

use lab_shared::call::{MsgFlags, Op, Outcome, SocketId, Value};
use lab_shared::chat::{Input as RoomInput, Now, PeerId};
use lab_shared::framing::Framing;
use lab_shared::wire::RoomUpdate;

use super::{Door, Output, Purpose, RoomHost};
use crate::boundaries::state::pace::{Gate, Pace};
use crate::boundaries::state::remedy::Between;
use crate::lab::state::traffic::FramingHint;

/// The bufsize of each recv, where the framing does not determine it.
const READ_BYTES: i64 = 4096;

/// Bytes handed to one send. A pending send's bytes can no longer be dropped for a slow client.
const WRITE_BYTES: usize = 16 * 1024;

/// One client's socket.
#[derive(Debug)]
pub(super) struct Client {
    socket: SocketId,
    /// Whether a send is pending.
    sending: bool,
    /// Bytes received while the room reads from no client.
    held: Option<Bytes>,
    /// Whether the room owes a recv that it is too busy to make.
    recv_owed: bool,
    /// Whether the pace permits the next send.
    gate: Gate,
}

impl Client {
    fn new(socket: SocketId) -> Self {
        Self { socket, sending: false, held: None, recv_owed: false, gate: Gate::default() }
    }
}

impl RoomHost {
    pub(super) fn accept(&mut self) {
        if self.door == Door::Open {
            self.call(Purpose::Accept, self.listener, Op::Accept, Bytes::new());
        }
    }

    pub(super) fn accepted(&mut self, now: Now, outcome: Outcome) {
        match outcome {
            Ok(Value::Accepted { socket, address, .. }) => {
                let peer = PeerId(self.next_peer);
                self.next_peer += 1;
                self.clients.insert(peer, Client::new(socket));
                self.outputs.push_back(Output::Framed(socket, self.hint()));
                self.room.handle(now, RoomInput::Joined { peer, address });
                self.receive(peer);
            }
            Err(failure) if self.door == Door::Open => {
                // Usually too many sockets: accept is retried when a client has left.
                self.accept_owed = true;
                self.outputs.push_back(Output::News(RoomUpdate::Refused(failure)));
            }
            _ => {}
        }
    }

    /// Keeps one recv pending on a client's socket, unless the room is busy.
    fn receive(&mut self, peer: PeerId) {
        let Some(client) = self.clients.get_mut(&peer) else { return };
        client.recv_owed = self.pace.busy;
        if client.recv_owed {
            return;
        }
        let socket = client.socket;
        let config = self.room.config();
        let usual = match config.framing {
            Framing::Raw => i64::try_from(config.max_message).unwrap_or(READ_BYTES).max(1),
            _ => READ_BYTES,
        };
        let bufsize = self.pace.bufsize.unwrap_or(usual);
        let op = Op::Recv { bufsize, flags: MsgFlags::NONE };
        self.call(Purpose::Receive(peer), Some(socket), op, Bytes::new());
    }

    pub(super) fn set_pace(&mut self, now: Now, pace: Pace) {
        self.pace = pace;
        if !pace.busy {
            let owed = self.clients.iter().filter(|(_, client)| client.recv_owed);
            let owed: Vec<PeerId> = owed.map(|(peer, _)| *peer).collect();
            owed.into_iter().for_each(|peer| self.receive(peer));
        }
        self.send_on(now);
    }

    /// The room's framing.
    fn hint(&self) -> FramingHint {
        let config = self.room.config();
        FramingHint { framing: config.framing.clone(), max_message: config.max_message }
    }

    pub(super) fn tell_framing(&mut self) {
        let hint = self.hint();
        for client in self.clients.values() {
            self.outputs.push_back(Output::Framed(client.socket, hint.clone()));
        }
    }

    /// When the pace permits the next queued send.
    pub(super) fn next_opening(&self) -> Option<Duration> {
        let waits = |peer: &PeerId| self.room.queued(*peer).next().is_some();
        self.clients
            .iter()
            .filter(|(peer, client)| !client.sending && waits(peer))
            .filter_map(|(_, client)| client.gate.opens_at(self.pace.between))
            .min()
    }

    /// Sends what the pace permits now.
    pub(super) fn send_on(&mut self, now: Now) {
        let peers: Vec<PeerId> = self.clients.keys().copied().collect();
        peers.into_iter().for_each(|peer| self.send(peer, now));
    }

    pub(super) fn received(&mut self, now: Now, peer: PeerId, outcome: Outcome) {
        let Some(client) = self.clients.get_mut(&peer) else { return };
        match outcome {
            Ok(Value::Bytes(bytes)) if self.paused => client.held = Some(bytes),
            Ok(Value::Bytes(bytes)) => self.hand_in(now, peer, &bytes),
            Ok(_) => {}
            Err(failure) => {
                let failure = failure.to_string();
                self.room.handle(now, RoomInput::Failed { peer, failure });
            }
        }
    }

    fn hand_in(&mut self, now: Now, peer: PeerId, bytes: &[u8]) {
        if bytes.is_empty() {
            return self.room.handle(now, RoomInput::Ended { peer });
        }
        if let Some(client) = self.clients.get_mut(&peer) {
            client.gate.heard();
        }
        self.room.handle(now, RoomInput::Received { peer, bytes });
        self.receive(peer);
        self.send(peer, now);
    }

    pub(super) fn resume(&mut self, now: Now) {
        self.paused = false;
        let held: Vec<(PeerId, Bytes)> = self
            .clients
            .iter_mut()
            .filter_map(|(peer, client)| Some((*peer, client.held.take()?)))
            .collect();
        for (peer, bytes) in held {
            self.hand_in(now, peer, &bytes);
        }
    }

    /// Sends a client's queue, unless a send is pending or the pace forbids it. Where the pace
    /// separates sends, each takes what was queued at once; otherwise a send takes all of it.
    pub(super) fn send(&mut self, peer: PeerId, now: Now) {
        let (between, stopping) = (self.pace.between, self.stopping);
        let may = |client: &&mut Client| {
            !client.sending && (stopping || client.gate.is_open(between, now.since_start))
        };
        let Some(client) = self.clients.get_mut(&peer).filter(may) else { return };
        let mut bytes = BytesMut::new();
        for slice in self.room.queued(peer) {
            let room = WRITE_BYTES - bytes.len();
            bytes.extend_from_slice(&slice[..slice.len().min(room)]);
            if bytes.len() == WRITE_BYTES || between != Between::Nothing {
                break;
            }
        }
        if bytes.is_empty() {
            return;
        }
        client.sending = true;
        let socket = client.socket;
        self.room.handle(now, RoomInput::Writing { peer, bytes: bytes.len() });
        let op = Op::Send { flags: MsgFlags::NONE };
        self.call(Purpose::Send(peer), Some(socket), op, bytes.freeze());
    }

    pub(super) fn sent(&mut self, now: Now, peer: PeerId, outcome: Outcome) {
        let Some(client) = self.clients.get_mut(&peer) else { return };
        client.sending = false;
        match outcome {
            Ok(Value::Sent(taken)) => {
                client.gate.sent(now.since_start);
                self.room.handle(now, RoomInput::Wrote { peer, bytes: taken as usize });
                self.send(peer, now);
            }
            Ok(_) => {}
            Err(failure) => {
                let failure = failure.to_string();
                self.room.handle(now, RoomInput::Failed { peer, failure });
            }
        }
    }

    /// Closes a client's socket; calls pending on it are cancelled, which is not reported.
    pub(super) fn close(&mut self, peer: PeerId) {
        if let Some(client) = self.clients.remove(&peer) {
            self.call(Purpose::CloseClient, Some(client.socket), Op::Close, Bytes::new());
        }
    }
}
