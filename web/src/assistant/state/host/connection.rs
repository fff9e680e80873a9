//! One connection: a recv is always pending unless the session pauses it, and one message at a time is
//! being sent.

use bytes::Bytes;
use std::time::Duration;

use lab_shared::assistant::session::{EndId, Input, PeerId};
use lab_shared::call::{Failure, How, MsgFlags, Op, OptionValue, Outcome, SocketId, Value};

use super::{Host, LAST_BYTES, News, Purpose, RECEIVE_BYTES};

/// A connection's socket.
#[derive(Debug)]
pub(super) struct Connection {
    end: EndId,
    peer: PeerId,
    socket: SocketId,
    /// Whether a recv is pending.
    receiving: bool,
    /// Whether the session reads nothing from it for now.
    paused: bool,
    /// Whether its stream has ended.
    ended: bool,
    /// Until when a connection that is closed here waits for the peer's end.
    pub(super) leave_by: Option<Duration>,
}

/// `struct linger` of socket(7): on, for no time, so that close resets the connection.
pub(super) const RESET: [u8; 8] = [1, 0, 0, 0, 0, 0, 0, 0];

impl Host {
    /// Serves a new connection.
    pub(super) fn connect(&mut self, number: u32, end: EndId, peer: PeerId, socket: SocketId) {
        let (receiving, paused, ended) = (false, false, false);
        let new = Connection { end, peer, socket, receiving, paused, ended, leave_by: None };
        self.connections.insert(number, new);
        self.numbers.insert((end, peer), number);
        self.news(News::Socket(end, Some(peer), socket));
        self.receive(number);
    }

    pub(super) fn receive(&mut self, number: u32) {
        let Some(connection) = self.connections.get(&number) else { return };
        let end = connection.end;
        if connection.receiving || connection.paused || connection.ended || self.is_held(end) {
            return;
        }
        let Some(connection) = self.connections.get_mut(&number) else { return };
        connection.receiving = true;
        let socket = connection.socket;
        let op = Op::Recv { bufsize: RECEIVE_BYTES, flags: MsgFlags::NONE };
        self.call(Purpose::Receive(number), Some(socket), op, Bytes::new());
    }

    pub(super) fn received(&mut self, number: u32, outcome: Outcome) {
        let Some(connection) = self.connections.get_mut(&number) else { return };
        connection.receiving = false;
        let (end, peer, leaves) = (connection.end, connection.peer, connection.leave_by.is_some());
        match outcome {
            Ok(Value::Bytes(bytes)) if bytes.is_empty() => {
                connection.ended = true;
                match leaves {
                    true => self.drop_connection(number),
                    false => self.tell(Input::Ended { end, peer }),
                }
            }
            Ok(Value::Bytes(bytes)) => {
                if !leaves {
                    self.captured(end, &bytes);
                    self.tell(Input::Received { end, peer, bytes: &bytes });
                }
                self.receive(number);
            }
            Ok(_) => self.receive(number),
            Err(failure) => self.fail_connection(number, &failure, true),
        }
    }

    pub(super) fn send(&mut self, end: EndId, peer: PeerId, bytes: Bytes) {
        let Some(number) = self.numbers.get(&(end, peer)).copied() else { return };
        let socket = self.connections.get(&number).map(|connection| connection.socket);
        self.call(Purpose::Send(number), socket, Op::Sendall { flags: MsgFlags::NONE }, bytes);
    }

    pub(super) fn sent(&mut self, number: u32, outcome: Outcome) {
        let Some(connection) = self.connections.get(&number) else { return };
        let (end, peer) = (connection.end, connection.peer);
        match outcome {
            Ok(_) => self.tell(Input::Sent { end, peer }),
            Err(failure) => self.fail_connection(number, &failure, true),
        }
    }

    /// A call on a connection has failed.
    pub(super) fn fail_connection(&mut self, number: u32, failure: &Failure, has_socket: bool) {
        let Some(connection) = self.connections.remove(&number) else { return };
        let Connection { end, peer, socket, leave_by, .. } = connection;
        if has_socket {
            self.close_socket(socket);
        }
        if leave_by.is_none() {
            self.numbers.remove(&(end, peer));
            self.tell(Input::Lost { end, peer, reason: failure.into() });
        }
        self.accept_again(|open| open.accept_again.is_some());
    }

    pub(super) fn pause(&mut self, end: EndId, peer: PeerId, paused: bool) {
        let Some(number) = self.numbers.get(&(end, peer)).copied() else { return };
        if let Some(connection) = self.connections.get_mut(&number) {
            connection.paused = paused;
        }
        self.receive(number);
    }

    /// Sends the end of the stream, and discards what the peer still sends until its own end, or for a
    /// while.
    pub(super) fn leave(&mut self, end: EndId, peer: PeerId) {
        let Some(number) = self.numbers.remove(&(end, peer)) else { return };
        let Some(connection) = self.connections.get_mut(&number) else { return };
        if connection.ended {
            return self.drop_connection(number);
        }
        connection.leave_by = Some(self.now.since_start + LAST_BYTES);
        connection.paused = false;
        let socket = connection.socket;
        let op = Op::Shutdown { how: How::Write };
        self.call(Purpose::Close, Some(socket), op, Bytes::new());
        self.receive(number);
    }

    pub(super) fn reset(&mut self, end: EndId, peer: PeerId) {
        let Some(number) = self.numbers.remove(&(end, peer)) else { return };
        let socket = self.connections.get(&number).map(|connection| connection.socket);
        let value = OptionValue::Bytes(RESET.to_vec());
        let op = Op::Setsockopt { level: 1, option: 13, value };
        self.call(Purpose::Close, socket, op, Bytes::new());
        self.drop_connection(number);
    }

    pub(super) fn drop_connection(&mut self, number: u32) {
        if let Some(connection) = self.connections.remove(&number) {
            self.close_socket(connection.socket);
            self.accept_again(|open| open.accept_again.is_some());
        }
    }
}
