//! A session's inputs and outputs.

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::assistant::compose::Draft;
use crate::assistant::log::Entry;
use crate::assistant::plan::{Plan, RunState};
use crate::assistant::problem::Wording;
use crate::assistant::proxy::ProxySetup;
use crate::assistant::rules::Rule;
use crate::assistant::setup::{EndSetup, Message, Script};
use crate::call::Address;

/// An end. Those of the setup are numbered by their places, later ones go on from there; a number is
/// never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EndId(pub u32);

/// A peer of an end. The host counts the connections that a server accepts up from 0 and never reuses
/// a number; the connection of a client is [`PeerId::ONLY`]. Datagram peers are numbered here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PeerId(pub u32);

impl PeerId {
    /// The one peer of a client.
    pub const ONLY: Self = Self(0);
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input<'a> {
    /// A client is connected, a server listens, a datagram socket is bound.
    Opened {
        /// Which end.
        end: EndId,
    },
    /// An end could not be opened, or its listener or datagram socket failed.
    Failed {
        /// Which end.
        end: EndId,
        /// The failure in Python's words, and a rule's own where one refused.
        reason: Wording,
    },
    /// A server accepted a connection.
    Accepted {
        /// Which end.
        end: EndId,
        /// The host's number for it.
        peer: PeerId,
        /// Its address.
        address: Address,
    },
    /// recv returned at least one byte.
    Received {
        /// Which end.
        end: EndId,
        /// From which connection.
        peer: PeerId,
        /// The bytes of one recv.
        bytes: &'a [u8],
    },
    /// recvfrom returned a datagram, which may be empty.
    Datagram {
        /// Which end.
        end: EndId,
        /// From where.
        from: Address,
        /// The datagram.
        bytes: &'a [u8],
    },
    /// The bytes of the last [`Output::Send`] to this peer were written.
    Sent {
        /// Which end.
        end: EndId,
        /// To which peer.
        peer: PeerId,
    },
    /// A connection's stream has ended: the peer sends nothing more.
    Ended {
        /// Which end.
        end: EndId,
        /// Which connection.
        peer: PeerId,
    },
    /// A call on a connection, or the send of a datagram, failed; a connection is lost.
    Lost {
        /// Which end.
        end: EndId,
        /// Which peer.
        peer: PeerId,
        /// The failure in Python's words, and a rule's own where one refused.
        reason: Wording,
    },
    /// The script is done with a message of [`Output::Message`].
    Handled {
        /// Which end it was received at.
        end: EndId,
        /// From which peer.
        peer: PeerId,
    },
    /// The time of [`super::Session::poll_timeout`] has come.
    Timeout,
    /// The person, or the host for them, wants something.
    Command(Command),
}

/// What a person wants.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Open an end.
    Open(EndId),
    /// Close an end and all its connections; it does not connect again.
    Close(EndId),
    /// Whether an end's connections stay open when their peers have ended their streams, for what is still
    /// to be sent. Otherwise each closes once all that waits is written.
    KeepHalfOpen(EndId, bool),
    /// Send what is written.
    Send {
        /// From which end.
        end: EndId,
        /// To whom.
        target: Target,
        /// What.
        draft: Draft,
    },
    /// Send what is written now and again, until it is stopped or refused. There is one at a time.
    Repeat {
        /// From which end.
        end: EndId,
        /// To whom.
        target: Target,
        /// What.
        draft: Draft,
        /// The milliseconds from one send to the next, at least one.
        every: u32,
    },
    /// Send it no more.
    StopRepeating,
    /// Send bytes as they are.
    SendBytes {
        /// From which end.
        end: EndId,
        /// To whom.
        target: Target,
        /// What. In [`crate::assistant::remote`] it is beside the JSON.
        #[serde(skip)]
        bytes: Bytes,
    },
    /// Send a part of a file. It has no line in the log, so that a large file is not kept there; see
    /// [`super::Session::waiting`] for when to send the next.
    SendPart {
        /// From which end.
        end: EndId,
        /// To whom.
        target: Target,
        /// What.
        bytes: Bytes,
    },
    /// Log what an end receives, as usual, or leave it to the host, which writes it into a file.
    LogReceived(EndId, bool),
    /// Send a named message.
    SendMessage {
        /// Its name.
        message: String,
        /// From which end, where the message names none.
        end: Option<EndId>,
        /// To whom.
        target: Target,
    },
    /// Close a connection when its queue is written.
    ClosePeer(EndId, PeerId),
    /// Reset a connection.
    ResetPeer(EndId, PeerId),
    /// Begin a plan, or begin it again.
    Start {
        /// Its name.
        plan: String,
        /// The end of messages that name none.
        end: Option<EndId>,
    },
    /// Hold a plan.
    Pause(String),
    /// Let a held plan go on.
    Resume(String),
    /// Make one step of a held plan.
    Step(String),
    /// End a plan.
    Stop(String),
    /// Use other rules from now on; their counts begin again.
    SetRules(Vec<Rule>),
    /// Use other named messages from now on. Those that stay as they are keep their counters.
    SetMessages(Vec<Message>),
    /// Use another script, or none, from now on. One that runs is the host's to replace.
    SetScript(Option<Script>),
    /// Use other plans from now on. A plan that runs goes on as it was begun.
    SetPlans(Vec<Plan>),
    /// Use other proxies from now on. Hosts serve them; the session only keeps them in its setup.
    SetProxies(Vec<ProxySetup>),
    /// Add an end, closed.
    AddEnd(EndSetup),
    /// Change an end. With another transport it is closed first; how bytes become messages changes
    /// with the next connection.
    SetEnd(EndId, EndSetup),
    /// Close an end and forget it.
    RemoveEnd(EndId),
}

impl Command {
    /// Whether the setup is another behind it.
    #[must_use]
    pub fn changes_setup(&self) -> bool {
        matches!(
            self,
            Self::SetRules(_)
                | Self::SetMessages(_)
                | Self::SetScript(_)
                | Self::SetPlans(_)
                | Self::SetProxies(_)
                | Self::AddEnd(_)
                | Self::SetEnd(..)
                | Self::RemoveEnd(_)
        )
    }
}

/// Who receives what is sent.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Target {
    /// A client's connection, all of a server's, or the address in a datagram end's setup.
    #[default]
    All,
    /// These peers.
    Peers(Vec<PeerId>),
    /// This address; datagram ends only.
    Address(Address),
}

/// What the host does, or shows.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Open the end's socket as its setup describes.
    Open(EndId),
    /// Close the end's socket.
    Close(EndId),
    /// Write these bytes, all of them, and report [`Input::Sent`]. There is one at a time for a peer.
    Send {
        /// From which end.
        end: EndId,
        /// To which peer.
        peer: PeerId,
        /// The address, for datagrams.
        to: Option<Address>,
        /// What.
        bytes: Bytes,
    },
    /// Close a connection; the session has forgotten it.
    ClosePeer(EndId, PeerId),
    /// Reset a connection; the session has forgotten it.
    ResetPeer(EndId, PeerId),
    /// Receive nothing from this connection until [`Output::ResumeReading`].
    PauseReading(EndId, PeerId),
    /// Receive again.
    ResumeReading(EndId, PeerId),
    /// Give the script this whole message, and report [`Input::Handled`]. Only after
    /// [`super::Session::hand_on_messages`].
    Message {
        /// At which end.
        end: EndId,
        /// From which peer.
        peer: PeerId,
        /// The message.
        bytes: Bytes,
    },
    /// A line of the log.
    Entry(Entry),
    /// Show this.
    Report(Report),
}

/// What has changed.
#[derive(Debug, Clone, PartialEq)]
pub enum Report {
    /// An end's state.
    End(EndId, EndState),
    /// A peer has come.
    Joined(EndId, PeerId, Address),
    /// A peer has gone.
    Left(EndId, PeerId),
    /// A plan's state, round (from 1), step (from 0) and sends.
    Plan {
        /// Its place in the setup.
        plan: usize,
        /// What it does.
        state: RunState,
        /// Its round.
        round: u32,
        /// Its step.
        step: usize,
        /// Messages that it has sent.
        sent: u64,
    },
    /// A rule has fired.
    Fired {
        /// Its place among the rules.
        rule: usize,
    },
    /// What was repeated could not be sent, and is sent no more.
    RepeatEnded,
    /// A command could not be carried out; why, in both languages.
    Refused(crate::assistant::Problem),
}

/// What an end is doing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndState {
    /// It has no socket.
    #[default]
    Closed,
    /// The host opens it.
    Opening,
    /// It can send and receive.
    Open,
    /// It will be opened again.
    Waiting,
}
