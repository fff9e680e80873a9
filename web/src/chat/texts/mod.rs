//! The Chat place's texts in both languages.

mod en;
pub(crate) mod stream;
mod zh;

use lab_shared::chat::{Leave, Mode, SlowPeer};
use lab_shared::framing::Framing;

use super::state::room_settings::RoomField;
use crate::kit::texts::Texts;

/// The texts of the Chat place.
#[derive(Debug)]
pub(crate) struct Chat {
    /// The place's name.
    pub title: &'static str,
    /// The label of the choice of views.
    pub views: &'static str,
    /// The view that hosts a room.
    pub host: &'static str,
    /// The view that joins one.
    pub join: &'static str,
    /// The view of boundaries.
    pub stream: &'static str,
    /// About the room.
    pub room: Room,
    /// About the client.
    pub client: Client,
}

impl Texts for Chat {
    const EN: &'static Self = &en::EN;
    const ZH: &'static Self = &zh::ZH;
}

/// About a room.
#[derive(Debug)]
pub(crate) struct Room {
    /// The settings' name.
    pub settings: &'static str,
    /// The transcript's name.
    pub transcript: &'static str,
    /// The clients' name.
    pub clients: &'static str,
    /// Where it runs.
    pub runs: &'static str,
    pub in_page: &'static str,
    /// What that means.
    pub in_page_text: &'static str,
    /// Why there is no choice where the relay does not offer its machine.
    pub in_page_only: &'static str,
    pub on_relay: &'static str,
    /// What that means.
    pub on_relay_text: &'static str,
    /// What the server does.
    pub mode: &'static str,
    /// About each mode.
    pub modes: Modes,
    /// Unfolds the other settings.
    pub more: &'static str,
    /// How messages are separated.
    pub framing: &'static str,
    pub framing_name: fn(&Framing) -> &'static str,
    /// The bytes that end a message.
    pub delimiter: &'static str,
    /// How many clients at a time.
    pub concurrency: &'static str,
    /// One at a time.
    pub one: &'static str,
    /// All at once.
    pub all: &'static str,
    /// What happens to a slow client.
    pub slow: &'static str,
    /// A policy's name.
    pub slow_name: fn(SlowPeer) -> &'static str,
    /// Bytes that may wait for one client.
    pub queue_bytes: &'static str,
    /// Longest message.
    pub max_message: &'static str,
    /// How a group message is written.
    pub form: &'static str,
    /// With time and address.
    pub stamped: &'static str,
    /// On one line.
    pub compact: &'static str,
    /// Whether the sender gets its own message.
    pub echo: &'static str,
    /// The fixed replies.
    pub replies: &'static str,
    /// Whether a client is disconnected after one.
    pub one_exchange: &'static str,
    /// The shop's stock.
    pub goods: &'static str,
    /// Unfolds the settings as JSON.
    pub json: &'static str,
    /// What the JSON is for.
    pub json_text: &'static str,
    /// Takes the typed JSON.
    pub json_apply: &'static str,
    /// What is wrong with a field.
    pub wrong: fn(RoomField) -> &'static str,
    /// Opens the room.
    pub open: &'static str,
    pub opening: &'static str,
    pub stop: &'static str,
    pub stopping: &'static str,
    pub is_open: &'static str,
    /// Before the first room there is no transcript.
    pub no_transcript: &'static str,
    /// Nobody is there.
    pub no_clients: &'static str,
    /// Lines no longer kept.
    pub dropped: fn(u64) -> String,
    /// Lines the page never received.
    pub missed: fn(u64) -> String,
    /// It listens.
    pub opened: &'static str,
    /// Follows its address: only this machine can connect to it.
    pub loopback_only: &'static str,
    /// A client came.
    pub joined: &'static str,
    /// A client left, and why.
    pub left: fn(&Leave) -> String,
    /// The framing changed.
    pub reframed: fn(&str) -> String,
    /// A client has missed messages.
    pub lagged: fn(u64) -> String,
    /// A fault's bytes came from another machine.
    pub elsewhere: &'static str,
    /// The label of the server's messages.
    pub server: &'static str,
    /// The room has stopped.
    pub stopped: &'static str,
    pub relay_lost: &'static str,
    /// Bytes that wait.
    pub queued: &'static str,
    /// Messages missed.
    pub missed_by: &'static str,
    /// Removes a client.
    pub remove: fn(&str) -> String,
    /// The same on its button.
    pub remove_short: &'static str,
    /// It is being disconnected.
    pub leaving: &'static str,
    /// Which client the operator answers.
    pub answer_to: &'static str,
    /// The label of the operator's answer.
    pub answer: &'static str,
    /// Which key sends it.
    pub answer_keys: &'static str,
    pub send: &'static str,
}

/// About each mode.
#[derive(Debug)]
pub(crate) struct Modes {
    /// [`Mode::Group`].
    pub group: ModeText,
    /// [`Mode::Acknowledge`].
    pub acknowledge: ModeText,
    /// [`Mode::Echo`].
    pub echo: ModeText,
    /// [`Mode::UpperCase`].
    pub upper_case: ModeText,
    /// [`Mode::FixedReplies`].
    pub fixed_replies: ModeText,
    /// [`Mode::LineAnswer`].
    pub line_answer: ModeText,
    /// [`Mode::KeywordOver`].
    pub keyword_over: ModeText,
    /// [`Mode::Shop`].
    pub shop: ModeText,
    /// [`Mode::Operator`].
    pub operator: ModeText,
}

/// About one mode.
#[derive(Debug)]
pub(crate) struct ModeText {
    pub name: &'static str,
    /// What it does.
    pub text: &'static str,
}

impl Modes {
    /// About this mode.
    #[must_use]
    pub(crate) fn of(&self, mode: &Mode) -> &ModeText {
        match mode {
            Mode::Group => &self.group,
            Mode::Acknowledge => &self.acknowledge,
            Mode::Echo => &self.echo,
            Mode::UpperCase => &self.upper_case,
            Mode::FixedReplies { .. } => &self.fixed_replies,
            Mode::LineAnswer => &self.line_answer,
            Mode::KeywordOver => &self.keyword_over,
            Mode::Shop { .. } => &self.shop,
            Mode::Operator => &self.operator,
        }
    }
}

/// About the client.
#[derive(Debug)]
pub(crate) struct Client {
    /// The settings' name.
    pub settings: &'static str,
    /// What it does.
    pub text: &'static str,
    pub connect: &'static str,
    pub connecting: &'static str,
    pub connected: &'static str,
    pub leave: &'static str,
    /// Before the first connection.
    pub empty: &'static str,
    /// A listening nc for it.
    pub nc: &'static str,
    /// The label of the input field.
    pub say: &'static str,
    /// Which key sends the text, and what `quit` does.
    pub say_keys: &'static str,
    /// Whether it sends that it is ready.
    pub says_ready: &'static str,
    /// The label of the person's messages.
    pub you: &'static str,
    /// The label of the other side's messages.
    pub they: &'static str,
    pub one_recv: fn(usize) -> String,
    /// The other side has closed.
    pub ended: &'static str,
    /// It has left.
    pub closed: &'static str,
    /// What the connection's facts are called.
    pub facts: &'static str,
    /// How many recvs brought something.
    pub recvs: &'static str,
    /// The port is none.
    pub wrong_port: &'static str,
}
