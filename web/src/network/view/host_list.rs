//! The hosts in words: the line that enters one, power, removal, a new one, and the MTU.

use lab_shared::network::{HostView, NetworkCommand, NetworkView};
use yew::prelude::*;

use super::number_field::NumberField;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::icon::Icon;
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;
use crate::network::state::form::{NameProblem, mtu, new_host};
use crate::network::texts::hosts::Hosts;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct HostListProps {
    pub(super) view: Snapshot<NetworkView>,
    /// Most hosts that the network may have.
    pub(super) most: usize,
    /// Whether the page shows an earlier moment.
    pub(super) past: bool,
    pub(super) on: Callback<NetworkCommand>,
}

#[component]
pub(super) fn HostList(props: &HostListProps) -> Html {
    let texts = use_texts_of::<Hosts>();
    let HostListProps { view, most, past, on } = props;
    let rows = view.hosts.iter().map(|host| {
        html! { <HostRow key={host.name.to_string()} host={host.clone()} past={*past} on={on.clone()} /> }
    });
    let running = view.hosts.iter().filter(|host| host.ended.is_none()).count();
    let on_mtu = on.reform(|mtu| NetworkCommand::SetMtu { mtu });
    let on_written = Callback::from(move |written: String| {
        let mtu = mtu(&written);
        if let Some(mtu) = mtu {
            on_mtu.emit(mtu);
        }
        mtu.is_some()
    });
    html! {
        <section class="network-part" aria-label={texts.title} data-testid="hosts">
            <h3>{ texts.title }</h3>
            <ul class="network-hosts">{ for rows }</ul>
            <div class="network-settings">
                if running < *most && !*past {
                    <NewHost view={view.clone()} on={on.clone()} />
                }
                <NumberField
                    testid="network-mtu"
                    label={texts.mtu}
                    value={view.mtu.to_string()}
                    {on_written}
                    wrong={texts.wrong_mtu}
                    disabled={*past}
                />
            </div>
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct HostRowProps {
    host: HostView,
    past: bool,
    on: Callback<NetworkCommand>,
}

#[component]
fn HostRow(props: &HostRowProps) -> Html {
    let texts = use_texts_of::<Hosts>();
    let HostRowProps { host, past, on } = props;
    let name = host.name.clone();
    let (of_restart, of_remove) = (name.clone(), name.clone());
    let restart =
        on.reform(move |_: MouseEvent| NetworkCommand::RestartHost { name: of_restart.clone() });
    let remove =
        on.reform(move |_: MouseEvent| NetworkCommand::RemoveHost { name: of_remove.clone() });
    html! {
        <li data-testid={format!("host-row-{name}")}>
            <div class="network-row">
                <b>{ name.to_string() }</b>
                <code>{ host.v4.clone() }</code>
                <code>{ host.v6.clone() }</code>
                if let Some(why) = host.ended {
                    <span class="network-ended">{ (texts.ended)(why) }</span>
                }
                <span class="network-acts">
                    <button
                        type="button"
                        class="plain"
                        title={texts.restart_help}
                        aria-label={(texts.of)(texts.restart, name.as_str())}
                        data-testid={format!("host-restart-{name}")}
                        disabled={*past}
                        onclick={restart}
                    >
                        { Icon::Again.html() }{ texts.restart }
                    </button>
                    <button
                        type="button"
                        class="plain"
                        aria-label={(texts.of)(texts.remove, name.as_str())}
                        data-testid={format!("host-remove-{name}")}
                        disabled={*past || host.ended.is_some()}
                        onclick={remove}
                    >
                        { Icon::Cross.html() }{ texts.remove }
                    </button>
                </span>
            </div>
            // That of an earlier moment may be another network's.
            if host.ended.is_none() && !*past && !host.enter.is_empty() {
                <div class="network-line">
                    <span>{ texts.enter }</span>
                    <code data-testid={format!("host-enter-{name}")}>{ host.enter.clone() }</code>
                    <CopyButton line={host.enter.clone()} testid="host-enter-copy" />
                </div>
            }
        </li>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct NewHostProps {
    view: Snapshot<NetworkView>,
    on: Callback<NetworkCommand>,
}

#[component]
fn NewHost(props: &NewHostProps) -> Html {
    let texts = use_texts_of::<Hosts>();
    let written = use_state_eq(String::new);
    let problem = match new_host(&written, &props.view) {
        _ if written.is_empty() => None,
        Ok(_) => None,
        Err(NameProblem::Form) => Some(texts.wrong_name),
        Err(NameProblem::Taken) => Some(texts.taken),
    };
    let on_text = use_callback(written.setter(), |text: String, set| set.set(text));
    let onsubmit = {
        let (view, on, written) = (props.view.clone(), props.on.clone(), written.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Ok(name) = new_host(&written, &view) {
                on.emit(NetworkCommand::AddHost { name });
                written.set(String::new());
            }
        })
    };
    html! {
        <form class="network-form" {onsubmit}>
            <TextInput
                testid="host-name"
                label={texts.name}
                value={(*written).clone()}
                {on_text}
                wrong={problem.map(AttrValue::from)}
            />
            <button type="submit" class="plain" data-testid="host-add">{ Icon::New.html() }{ texts.add }</button>
        </form>
    }
}
