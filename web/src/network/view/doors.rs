//! The ports of the machine that lead to hosts.

use lab_shared::call::Address;
use lab_shared::network::{HostName, NetworkCommand, NetworkView, Protocol, Published};
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use super::picture::protocol_name;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::icon::Icon;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;
use crate::network::state::form::{address, port};
use crate::network::texts::hosts::Hosts;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct DoorsProps {
    pub(super) view: Snapshot<NetworkView>,
    /// Most ports that the network may publish.
    pub(super) most: usize,
    /// Whether the page shows an earlier moment.
    pub(super) past: bool,
    pub(super) on: Callback<NetworkCommand>,
}

#[component]
pub(super) fn Doors(props: &DoorsProps) -> Html {
    let texts = use_texts_of::<Hosts>();
    let DoorsProps { view, most, past, on } = props;
    let rows = view.published.iter().map(|door| {
        let Published { host, protocol, port, at } = door.clone();
        let line = nc(protocol, &at);
        let close = {
            let at = at.clone();
            on.reform(move |_: MouseEvent| NetworkCommand::Unpublish { protocol, at: at.clone() })
        };
        html! {
            <li class="network-line" key={format!("{protocol:?} {at}")} data-testid="published">
                <span>{ format!("{} {at} → {host} :{port}", protocol_name(protocol)) }</span>
                if !*past {
                    <code data-testid="published-line">{ line.clone() }</code>
                    <CopyButton {line} testid="published-copy" />
                    <button
                        type="button"
                        class="plain"
                        aria-label={(texts.of)(texts.unpublish, &at.to_string())}
                        data-testid="unpublish"
                        onclick={close}
                    >
                        { Icon::Cross.html() }{ texts.unpublish }
                    </button>
                }
            </li>
        }
    });
    html! {
        <section class="network-part" aria-label={texts.doors} data-testid="doors">
            <h3>{ texts.doors }</h3>
            <p class="network-help">{ if *most == 0 { texts.doors_denied } else { texts.doors_lead } }</p>
            <ul class="network-doors">{ for rows }</ul>
            if view.published.len() < *most && !*past {
                <PublishForm view={view.clone()} on={on.clone()} />
            }
        </section>
    }
}

/// The line that reaches a published port.
fn nc(protocol: Protocol, at: &Address) -> String {
    let (host, port) = match at {
        Address::Inet { host, port } | Address::Inet6 { host, port, .. } => (host.as_str(), *port),
        Address::Unix { path } => (path.as_str(), 0),
    };
    match protocol {
        Protocol::Tcp => format!("nc {host} {port}"),
        Protocol::Udp => format!("nc -u {host} {port}"),
    }
}

/// What is written, and whether it was pressed: only then a mistake is told.
#[derive(Debug, Clone, PartialEq)]
struct Draft {
    host: Option<HostName>,
    protocol: Protocol,
    port: String,
    at: String,
    pressed: bool,
}

#[derive(Clone, PartialEq, Properties)]
struct PublishFormProps {
    view: Snapshot<NetworkView>,
    on: Callback<NetworkCommand>,
}

#[component]
fn PublishForm(props: &PublishFormProps) -> Html {
    let texts = use_texts_of::<Hosts>();
    let draft = use_state_eq(|| Draft {
        host: None,
        protocol: Protocol::Tcp,
        port: String::new(),
        at: "127.0.0.1:0".to_owned(),
        pressed: false,
    });
    let hosts: Vec<HostName> = props
        .view
        .hosts
        .iter()
        .filter(|host| host.ended.is_none())
        .map(|host| host.name.clone())
        .collect();
    let chosen = draft.host.as_ref().and_then(|name| hosts.iter().position(|host| host == name));
    let names = hosts.iter().map(|name| (name.to_string().into(), name.to_string().into()));
    let offer = Offer {
        choices: names.collect(),
        chosen: chosen.unwrap_or_default(),
        on_choose: {
            let (draft, hosts) = (draft.clone(), hosts.clone());
            Callback::from(move |at: usize| {
                draft.set(Draft { host: hosts.get(at).cloned(), ..(*draft).clone() });
            })
        },
    };
    let edit = |change: fn(&mut Draft, String)| {
        let draft = draft.clone();
        Callback::from(move |text: String| {
            let mut edited = (*draft).clone();
            change(&mut edited, text);
            draft.set(edited);
        })
    };
    let on_protocol = {
        let draft = draft.clone();
        Callback::from(move |event: Event| {
            let select: HtmlSelectElement = event.target_unchecked_into();
            let protocol = if select.selected_index() == 1 { Protocol::Udp } else { Protocol::Tcp };
            draft.set(Draft { protocol, ..(*draft).clone() });
        })
    };
    let onsubmit = {
        let (draft, on) = (draft.clone(), props.on.clone());
        let host = hosts.get(chosen.unwrap_or_default()).cloned();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (port, at) = (port(&draft.port), address(&draft.at));
            if let (Some(host), Some(port), Some(at)) = (host.clone(), port, at) {
                on.emit(NetworkCommand::Publish { host, protocol: draft.protocol, port, at });
                draft.set(Draft { port: String::new(), pressed: false, ..(*draft).clone() });
            } else {
                draft.set(Draft { pressed: true, ..(*draft).clone() });
            }
        })
    };
    let wrong = |is_wrong: bool, words: &'static str| {
        (draft.pressed && is_wrong).then_some(AttrValue::from(words))
    };
    html! {
        <form class="network-form" {onsubmit}>
            <SelectField testid="publish-host" label={texts.host} {offer} />
            <div class="field narrow">
                <label for="publish-protocol">{ texts.protocol }</label>
                <select id="publish-protocol" data-testid="publish-protocol" onchange={on_protocol}>
                    <option selected={draft.protocol == Protocol::Tcp}>{ "TCP" }</option>
                    <option selected={draft.protocol == Protocol::Udp}>{ "UDP" }</option>
                </select>
            </div>
            <TextInput
                testid="publish-port"
                label={texts.port}
                value={draft.port.clone()}
                number=true
                width={classes!("narrow")}
                on_text={edit(|draft, text| draft.port = text)}
                wrong={wrong(port(&draft.port).is_none(), texts.wrong_port)}
            />
            <TextInput
                testid="publish-at"
                label={texts.address}
                value={draft.at.clone()}
                on_text={edit(|draft, text| draft.at = text)}
                wrong={wrong(address(&draft.at).is_none(), texts.wrong_address)}
            />
            <button type="submit" class="plain" data-testid="publish">{ texts.publish }</button>
        </form>
    }
}
