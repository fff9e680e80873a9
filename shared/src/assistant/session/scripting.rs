//! Messages that a script answers, which runs outside of the session and later.

use bytes::Bytes;

use super::Session;
use super::message::{EndId, Output, PeerId, Target};
use crate::assistant::clock::Now;
use crate::assistant::problem::Problem;

impl Session {
    /// Whether the setup's script is at work: from now on messages that no rule is the last to answer are
    /// handed on ([`Output::Message`]). Once it is not, nothing is awaited of it any more.
    pub fn hand_on_messages(&mut self, on: bool) {
        self.hands_on = on;
        if on {
            return;
        }
        let all = (0..).map(EndId).zip(&mut self.ends);
        let awaited = all.flat_map(|(id, end)| {
            let peers = end.peers.iter_mut();
            peers.filter_map(move |(peer, found)| {
                (std::mem::take(&mut found.handed_on) > 0).then_some((id, *peer))
            })
        });
        let awaited: Vec<(EndId, PeerId)> = awaited.collect();
        awaited.into_iter().for_each(|(id, peer)| self.close_if_written(id, peer));
    }

    /// Whether an end's messages are handed on to the script.
    #[must_use]
    pub fn hands_on(&self, end: EndId) -> bool {
        let script = self.setup.script.as_ref().filter(|_| self.hands_on);
        let end = self.end(end);
        script.zip(end).is_some_and(|(script, end)| script.serves(&end.setup.name))
    }

    /// Sends bytes for the script.
    ///
    /// # Errors
    /// [`Problem`] if the end is not open or the peer has gone.
    pub fn send_bytes(
        &mut self,
        now: Now,
        end: EndId,
        target: &Target,
        bytes: Bytes,
    ) -> Result<(), Problem> {
        self.now = now;
        self.send(end, target, bytes.into())
    }

    pub(super) fn hand_on(&mut self, id: EndId, peer: PeerId, bytes: Bytes) {
        let hands_on = self.hands_on(id);
        let found = self.end_mut(id).and_then(|end| end.peers.get_mut(&peer));
        if let Some(found) = found.filter(|_| hands_on) {
            found.handed_on += 1;
            self.outputs.push_back(Output::Message { end: id, peer, bytes });
        }
    }

    /// The script is done with a message of a peer.
    pub(super) fn handled(&mut self, id: EndId, peer: PeerId) {
        let found = self.end_mut(id).and_then(|end| end.peers.get_mut(&peer));
        if let Some(found) = found {
            found.handed_on = found.handed_on.saturating_sub(1);
            self.close_if_written(id, peer);
        }
    }
}
