//! One peer of a room: its decoder and its queue.

use std::time::Duration;

use super::queue::SendQueue;
use super::{Fault, Leave, PeerId, PeerStatus, RoomConfig};
use crate::call::Address;
use crate::framing::{Framer, Framing};
use crate::text::{Encoding, TextDecoder};

#[derive(Debug)]
pub(super) struct Peer {
    pub(super) address: Address,
    /// The address as messages show it.
    pub(super) name: String,
    /// Which client of the room it is, from 0.
    pub(super) number: usize,
    pub(super) encoding: Encoding,
    pub(super) framer: Framer,
    /// Bytes of an unfinished message that are counted as held.
    pub(super) unread: usize,
    /// Whether its stream has ended.
    pub(super) ended: bool,
    /// For raw chunks, whose ends may cut a character.
    decoder: TextDecoder,
    raw: bool,
    pub(super) queue: SendQueue,
    /// Messages it has missed.
    pub(super) missed: u64,
    /// Whether it has missed some since its queue was last empty.
    pub(super) lagging: bool,
    /// Set once it is being disconnected: only its queue is still written, until the deadline.
    pub(super) leaving: Option<Leaving>,
}

#[derive(Debug)]
pub(super) struct Leaving {
    pub(super) reason: Leave,
    pub(super) deadline: Duration,
}

impl Peer {
    pub(super) fn new(config: &RoomConfig, address: Address, number: usize) -> Self {
        Self {
            name: address.to_string(),
            address,
            number,
            encoding: config.encoding,
            framer: Framer::new(config.framing.clone(), config.max_message),
            unread: 0,
            ended: false,
            decoder: TextDecoder::new(config.encoding),
            raw: config.framing == Framing::Raw,
            queue: SendQueue::default(),
            missed: 0,
            lagging: false,
            leaving: None,
        }
    }

    /// The text of one message.
    pub(super) fn text(&mut self, message: &[u8]) -> Result<String, Fault> {
        let text = if self.raw {
            self.decoder.decode_text(message)
        } else {
            self.encoding.decode(message)
        };
        text.map_err(|error| Fault::from(&error))
    }

    pub(super) fn set_encoding(&mut self, encoding: Encoding) {
        self.encoding = encoding;
        self.decoder = TextDecoder::new(encoding);
    }

    /// Decodes with another framing from now on. The bytes of a character cut by raw chunks go back to the
    /// stream.
    pub(super) fn set_framing(&mut self, framing: Framing) {
        self.framer.push(self.decoder.pending());
        self.decoder.finish();
        self.raw = framing == Framing::Raw;
        self.framer.set_framing(framing);
    }

    pub(super) fn status(&self, peer: PeerId) -> PeerStatus {
        PeerStatus {
            peer,
            address: self.address.clone(),
            encoding: self.encoding,
            queued_bytes: self.queue.bytes(),
            missed: self.missed,
            leaving: self.leaving.is_some(),
        }
    }
}
