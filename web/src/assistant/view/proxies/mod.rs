//! Draws the proxies: form and connections, faults, what is held, injecting, and replays.

mod faults;
pub(super) mod form;
mod held;
pub(super) mod inject;
pub(super) mod kind;
pub(super) mod links;
mod replay;
pub(super) mod side;

use yew::prelude::*;

use crate::assistant::driver;
use crate::assistant::state::AssistantCommand;
use crate::assistant::state::proxies::command::ProxyCommand;

/// Passes the proxies' commands on, each with its time.
#[hook]
pub(super) fn use_proxies(on: &Callback<AssistantCommand>) -> Callback<ProxyCommand> {
    use_callback(on.clone(), |command, on| {
        on.emit(AssistantCommand::Proxies(command, driver::now()));
    })
}
