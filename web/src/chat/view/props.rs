//! The props of the Chat place's views.

use lab_shared::network::NetworkCommand;
use yew::prelude::*;

use crate::chat::state::{Chat, ChatCommand};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::tabs::Pane;
use crate::lab::state::Lab;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ViewProps {
    /// The choice of views, at the head of the first pane.
    pub(crate) views: Html,
    pub(crate) chat: Snapshot<Chat>,
    pub(crate) lab: Snapshot<Lab>,
    pub(crate) on: Callback<ChatCommand>,
    /// Asks for a network.
    pub(crate) on_network: Callback<NetworkCommand>,
    /// The pane that a narrow screen shows.
    pub(crate) pane: Pane,
    /// Shows another.
    pub(crate) on_pane: Callback<Pane>,
    /// Whether there is a relay, and a place where it can make sockets.
    pub(crate) ready: bool,
}
