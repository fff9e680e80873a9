//! What a person does in the pane.

use lab_shared::network::NetworkCommand;

use super::desk::DeskCommand;

/// What a person does.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum PaneCommand {
    /// Asks something of the network.
    Ask(NetworkCommand),
    /// Does something at the controls of a cable.
    Desk(DeskCommand),
}

impl From<NetworkCommand> for PaneCommand {
    fn from(command: NetworkCommand) -> Self {
        Self::Ask(command)
    }
}

impl From<DeskCommand> for PaneCommand {
    fn from(command: DeskCommand) -> Self {
        Self::Desk(command)
    }
}
