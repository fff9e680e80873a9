//! One end as the place shows it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lab_shared::assistant::compose::Charset;
use lab_shared::assistant::framing::Grouping;
use lab_shared::assistant::session::{EndId, EndState, PeerId, Target};
use lab_shared::assistant::setup::EndSetup;
use lab_shared::call::{Address, SocketId};
use lab_shared::network::HostName;

use super::end_form::EndForm;
use crate::lab::state::host_choice::HostChoice;

/// An end: its form, and what it is doing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct EndModel {
    pub(crate) id: EndId,
    /// What is typed. It may have mistakes.
    pub(crate) form: Rc<EndForm>,
    /// The last of it without mistakes.
    pub(crate) setup: EndSetup,
    pub(crate) state: EndState,
    /// On which host its sockets are to be made.
    pub(crate) place: HostChoice,
    /// The host on which it was opened last; `None` is the relay's machine.
    pub(crate) host: Option<HostName>,
    /// Where a listener or a datagram socket is.
    pub(crate) bound: Option<Address>,
    /// Its socket.
    pub(crate) socket: Option<SocketId>,
    /// The sockets of its connections.
    pub(crate) sockets: Rc<BTreeMap<PeerId, SocketId>>,
    /// Whom it sends to; nobody in particular is everyone, or the address of the form.
    pub(crate) to: BTreeSet<PeerId>,
}

impl EndModel {
    pub(crate) fn new(id: EndId, setup: EndSetup) -> Self {
        Self {
            id,
            form: Rc::new(EndForm::of(&setup)),
            setup,
            state: EndState::Closed,
            place: HostChoice::BySide,
            host: None,
            bound: None,
            socket: None,
            sockets: Rc::default(),
            to: BTreeSet::new(),
        }
    }

    /// Whether it is open, or about to be.
    #[must_use]
    pub(super) fn is_at_work(&self) -> bool {
        self.state != EndState::Closed
    }

    /// Whom a message goes to.
    #[must_use]
    pub(crate) fn target(&self) -> Target {
        match self.to.is_empty() {
            true => Target::All,
            false => Target::Peers(self.to.iter().copied().collect()),
        }
    }

    /// The encoding of characters that its receives may cut: those of a stream that is not cut into messages
    /// by what it contains.
    #[must_use]
    pub(super) fn cut_charset(&self) -> Option<Charset> {
        let cuts = matches!(self.setup.grouping, Grouping::Received | Grouping::Gap { .. });
        (cuts && !self.setup.transport.is_datagram()).then_some(self.setup.charset)
    }

    pub(super) fn enter(&mut self, state: EndState) {
        self.state = state;
        if matches!(state, EndState::Closed | EndState::Waiting) {
            (self.bound, self.socket) = (None, None);
            self.to.clear();
        }
    }

    pub(super) fn have(&mut self, peer: Option<PeerId>, socket: SocketId) {
        match peer {
            Some(peer) => {
                Rc::make_mut(&mut self.sockets).insert(peer, socket);
            }
            None => self.socket = Some(socket),
        }
    }

    pub(super) fn forget(&mut self, peer: PeerId) {
        Rc::make_mut(&mut self.sockets).remove(&peer);
        self.to.remove(&peer);
    }

    /// Adds a peer to those it sends to, or takes it from them; without one, it sends to all again.
    pub(super) fn toggle(&mut self, peer: Option<PeerId>) {
        match peer {
            None => self.to.clear(),
            Some(peer) if self.to.remove(&peer) => {}
            Some(peer) => {
                self.to.insert(peer);
            }
        }
    }
}
