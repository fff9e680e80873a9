//! The host that a socket is on, as a tag beside the socket's variable.

use lab_shared::network::HostName;
use yew::prelude::*;

/// The tag; nothing for a socket of the relay's machine.
pub(crate) fn host_tag(host: Option<&HostName>) -> Html {
    html! {
        if let Some(host) = host {
            <small class="host-tag" data-testid="host-tag">{ words(host) }</small>
        }
    }
}

/// A socket's variable with its tag, where only text can be shown.
pub(crate) fn with_host(variable: String, host: Option<&HostName>) -> String {
    match host {
        Some(host) => format!("{variable} {}", words(host)),
        None => variable,
    }
}

fn words(host: &HostName) -> String {
    format!("@{host}")
}
