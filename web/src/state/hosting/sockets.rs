//! The half of a hosted room that works its clients' sockets.

use bytes::{Bytes, BytesMut};

use lab_shared::call::{MsgFlags, Op, Outcome, SocketId, Value};
use lab_shared::chat::{Input as RoomInput, Moment, PeerId};
use lab_shared::framing::Framing;
use lab_shared::wire::RoomNews;

use super::{Door, Hosting, Output, Purpose};

/// Bytes one recv may bring, where the framing does not say it.
const READ_BYTES: i64 = 4096;

/// Bytes handed to one send: what it holds cannot be dropped for a slow client any more.
const WRITE_BYTES: usize = 16 * 1024;

/// One client's socket.
#[derive(Debug)]
pub(super) struct Client {
    socket: SocketId,
    /// Whether a send is under way.
    sending: bool,
    /// What recv brought while the room reads nobody.
    held: Option<Bytes>,
}

impl Hosting {
    pub(super) fn accept(&mut self) {
        if self.door == Door::Open {
            self.call(Purpose::Accept, self.listener, Op::Accept, Bytes::new());
        }
    }

    pub(super) fn accepted(&mut self, now: Moment, outcome: Outcome) {
        match outcome {
            Ok(Value::Accepted { socket, address, .. }) => {
                let peer = PeerId(self.next_peer);
                self.next_peer += 1;
                self.clients.insert(peer, Client { socket, sending: false, held: None });
                self.room.handle(now, RoomInput::Joined { peer, address });
                self.receive(peer);
            }
            Err(failure) if self.door == Door::Open => {
                // Too many sockets, as a rule: it is tried again when a client has gone.
                self.accept_owed = true;
                self.outputs.push_back(Output::News(RoomNews::Refused(failure)));
            }
            _ => {}
        }
    }

    /// Has one recv pending on a client's socket.
    fn receive(&mut self, peer: PeerId) {
        let Some(client) = self.clients.get(&peer) else { return };
        let config = self.room.config();
        let bufsize = match config.framing {
            Framing::Raw => i64::try_from(config.max_message).unwrap_or(READ_BYTES).max(1),
            _ => READ_BYTES,
        };
        let op = Op::Recv { bufsize, flags: MsgFlags::NONE };
        self.call(Purpose::Receive(peer), Some(client.socket), op, Bytes::new());
    }

    pub(super) fn received(&mut self, now: Moment, peer: PeerId, outcome: Outcome) {
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

    fn hand_in(&mut self, now: Moment, peer: PeerId, bytes: &[u8]) {
        if bytes.is_empty() {
            return self.room.handle(now, RoomInput::Ended { peer });
        }
        self.room.handle(now, RoomInput::Received { peer, bytes });
        self.receive(peer);
    }

    pub(super) fn resume(&mut self, now: Moment) {
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

    /// Hands the kernel what waits for a client, unless a send is under way.
    pub(super) fn send(&mut self, peer: PeerId, now: Moment) {
        let Some(client) = self.clients.get_mut(&peer).filter(|client| !client.sending) else {
            return;
        };
        let mut bytes = BytesMut::new();
        for slice in self.room.queued(peer) {
            let room = WRITE_BYTES - bytes.len();
            bytes.extend_from_slice(&slice[..slice.len().min(room)]);
            if bytes.len() == WRITE_BYTES {
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

    pub(super) fn sent(&mut self, now: Moment, peer: PeerId, outcome: Outcome) {
        let Some(client) = self.clients.get_mut(&peer) else { return };
        client.sending = false;
        match outcome {
            Ok(Value::Sent(taken)) => {
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

    /// Closes a client's socket; what waits on it ends with EBADF, and nobody hears of it.
    pub(super) fn close(&mut self, peer: PeerId) {
        if let Some(client) = self.clients.remove(&peer) {
            self.call(Purpose::CloseClient, Some(client.socket), Op::Close, Bytes::new());
        }
    }
}
