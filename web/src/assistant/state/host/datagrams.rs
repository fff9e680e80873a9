//! A datagram socket: a recvfrom is always pending.

use bytes::Bytes;

use lab_shared::assistant::session::{EndId, Input, PeerId};
use lab_shared::call::{Address, Exception, MsgFlags, Op, Outcome, Value};

use super::{Host, Purpose, RECEIVE_BYTES};

impl Host {
    pub(super) fn receive_from(&mut self, end: EndId) {
        if self.is_held(end) {
            self.holds_datagrams = true;
            return;
        }
        let Some(open) = self.ends.get(&end) else { return };
        let (number, socket) = (open.number, open.socket);
        let op = Op::Recvfrom { bufsize: RECEIVE_BYTES, flags: MsgFlags::NONE };
        self.call(Purpose::ReceiveFrom(end, number), socket, op, Bytes::new());
    }

    pub(super) fn received_from(&mut self, end: EndId, number: u32, outcome: Outcome) {
        let Some(open) = self.ends.get(&end).filter(|open| open.number == number) else { return };
        match outcome {
            Ok(Value::BytesFrom { address, bytes }) => {
                // A connected socket hears only its peer, which is named as the setup names it.
                let from = open.connected.clone().or(address);
                // An AF_UNIX sender without a name.
                let from = from.unwrap_or_else(|| Address::unix(""));
                self.captured(end, &bytes);
                self.tell(Input::Datagram { end, from, bytes: &bytes });
                self.receive_from(end);
            }
            // Nobody is at the address of an earlier datagram (ICMP); the socket lives on.
            Err(failure) if failure.exception == Exception::ConnectionRefusedError => {
                self.receive_from(end);
            }
            Err(failure) => {
                if let Some(socket) = self.ends.remove(&end).and_then(|open| open.socket) {
                    self.close_socket(socket);
                }
                self.tell(Input::Failed { end, reason: (&failure).into() });
            }
            Ok(_) => self.receive_from(end),
        }
    }

    pub(super) fn send_to(&mut self, end: EndId, peer: PeerId, address: Address, bytes: Bytes) {
        let Some(open) = self.ends.get(&end) else { return };
        let (number, socket) = (open.number, open.socket);
        let op = match open.connected {
            // A connected socket has no other peer.
            Some(_) => Op::Send { flags: MsgFlags::NONE },
            None => Op::Sendto { flags: MsgFlags::NONE, address },
        };
        self.call(Purpose::SendTo(end, number, peer), socket, op, bytes);
    }

    pub(super) fn sent_to(&mut self, end: EndId, number: u32, peer: PeerId, outcome: Outcome) {
        if self.ends.get(&end).is_none_or(|open| open.number != number) {
            return;
        }
        match outcome {
            Ok(_) => self.tell(Input::Sent { end, peer }),
            Err(failure) => self.tell(Input::Lost { end, peer, reason: (&failure).into() }),
        }
    }
}
