//! What each view of the Chat place is drawn from.

use yew::prelude::*;

use super::chat_hands::ChatHands;
use crate::components::Pane;
use crate::state::chat::Chat;
use crate::state::lab::Lab;
use crate::state::snapshot::Snapshot;

/// What a view needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct ViewProps {
    /// The choice of views, at the head of the first pane.
    pub(super) views: Html,
    /// What is known.
    pub(super) chat: Snapshot<Chat>,
    /// What is known of the sockets.
    pub(super) lab: Snapshot<Lab>,
    /// What the person does.
    pub(super) hands: ChatHands,
    /// The pane that a narrow screen shows.
    pub(super) pane: Pane,
    /// Shows another.
    pub(super) on_pane: Callback<Pane>,
    /// Whether there is a relay.
    pub(super) ready: bool,
}
