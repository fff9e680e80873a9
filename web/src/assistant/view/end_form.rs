//! The form of an end: protocol, addresses, and the key that opens it.

use std::rc::Rc;
use yew::prelude::*;

use super::ends::state_name;
use super::more_fields::{MoreFields, field};
use super::proxies::kind::KindField;
use crate::assistant::driver;
use crate::assistant::state::AssistantCommand;
use crate::assistant::state::choices::TransportKind;
use crate::assistant::state::end_form::{EndEdit, EndField};
use crate::assistant::state::end_model::EndModel;
use crate::assistant::texts;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::places::Places;
use crate::lab::state::unix_path::file_in;
use crate::network::texts::places::PlacesTexts;
use crate::network::view::host_field::HostField;
use lab_shared::assistant::session::EndState;
use lab_shared::call::Address;
use lab_shared::network::HostName;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EndFormViewProps {
    pub(crate) end: Rc<EndModel>,
    pub(crate) mistakes: Vec<EndField>,
    /// Whether it can be a proxy instead.
    pub(crate) has_proxies: bool,
    /// Whether it is the only end, which stays.
    pub(crate) alone: bool,
    pub(crate) ready: bool,
    /// Where its sockets can be made; none to choose while the relay runs the assistant.
    pub(crate) places: Option<Rc<Places>>,
    /// The host that it is opened on.
    pub(crate) host: Option<HostName>,
    /// The line that reaches it from a terminal, where it is open on a host.
    pub(crate) enter: Option<AttrValue>,
    /// The relay's folder of AF_UNIX names.
    pub(crate) folder: Option<AttrValue>,
    pub(crate) on: Callback<AssistantCommand>,
}

#[component]
pub(crate) fn EndFormView(props: &EndFormViewProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().ends;
    let EndFormViewProps {
        end,
        mistakes,
        has_proxies,
        alone,
        ready,
        places,
        host,
        enter,
        folder,
        on,
    } = props;
    let lines = use_texts_of::<PlacesTexts>();
    let (id, form) = (end.id, &end.form);
    let kind = form.kind;
    let closed = end.state == EndState::Closed;
    let sends_anywhere = end.setup.transport.is_datagram() && !form.connected;
    let on_edit = on.reform(move |edit| AssistantCommand::Edit(id, edit));
    let on_kind = on.reform(move |kind: Option<TransportKind>| match kind {
        Some(kind) => AssistantCommand::Edit(id, EndEdit::Kind(kind)),
        None => AssistantCommand::ToProxy(id, driver::now()),
    });
    let on_host = on.reform(move |choice| AssistantCommand::Place(id, choice));
    let onsubmit = on.reform(move |event: SubmitEvent| {
        event.prevent_default();
        if closed { AssistantCommand::Open(id) } else { AssistantCommand::Close(id) }
    });
    let typed = |of: (EndField, &'static str, bool)| field(form, mistakes, &on_edit, texts, of);
    let can_open = *ready && mistakes.is_empty();
    html! {
        <form class="control room-form end-form" data-testid="assistant-form" data-state={state_name(end.state)} {onsubmit}>
            // An open end has its addresses; they change once it is closed. Only a datagram socket sends anywhere.
            <fieldset class="end-address" disabled={!closed}>
                <KindField kind={kind} has_proxies={*has_proxies} {on_kind} />
                if let Some(places) = places {
                    <HostField testid="assistant-on-host" places={(**places).clone()} host={host.clone()} {on_host} />
                }
            </fieldset>
            <fieldset class="end-address" disabled={!closed && !sends_anywhere}>
                <div class="fields">
                    if kind.is_unix() {
                        { typed((EndField::Path, "assistant-path", false)) }
                    } else {
                        { typed((EndField::Host, "assistant-host", false)) }
                        { typed((EndField::Port, "assistant-port", true)) }
                    }
                </div>
            </fieldset>
            <fieldset class="end-address" disabled={!closed}>
                <div class="fields">
                    if kind == TransportKind::Udp {
                        { typed((EndField::BindHost, "assistant-bind-host", false)) }
                        { typed((EndField::BindPort, "assistant-bind-port", true)) }
                    }
                    if kind == TransportKind::UnixDatagram {
                        { typed((EndField::BindPath, "assistant-bind-path", false)) }
                    }
                </div>
            </fieldset>
            <div class="end-open">
                <button
                    type="submit"
                    class={classes!("key", closed.then_some("is-main"))}
                    data-testid="assistant-open"
                    disabled={closed && !can_open}
                >
                    { if closed { (texts.open)(kind) } else { texts.close } }
                </button>
                <p class="end-state" role="status" data-testid="assistant-state" data-state={state_name(end.state)}>
                    <i class="end-light" aria-hidden="true"></i>
                    { (texts.state)(end.state, kind) }
                    if let Some(address) = &end.bound { <code data-testid="assistant-bound">{ reached_at(address, folder.as_deref()) }</code> }
                </p>
            </div>
            if let Some(enter) = enter {
                <div class="nc in-form">
                    <span class="nc-label">{ Icon::Terminal.html() }{ lines.reach }</span>
                    <code class="nc-line" data-testid="assistant-nc">{ enter.clone() }</code>
                    <CopyButton line={enter.clone()} />
                </div>
            }
            <details class="fold" data-testid="assistant-more">
                <summary>{ texts.more }</summary>
                <div class="fold-body">
                    <MoreFields form={form.clone()} mistakes={mistakes.clone()} on_edit={on_edit.clone()} />
                    if !alone {
                        <button type="button" class="plain is-danger" data-testid="assistant-remove" onclick={on.reform(move |_: MouseEvent| AssistantCommand::Remove(id))}>
                            { texts.remove }
                        </button>
                    }
                </div>
            </details>
        </form>
    }
}

/// Where others reach an address: a name without a folder lies in the relay's.
fn reached_at(address: &Address, folder: Option<&str>) -> String {
    let name = address.to_string();
    match address {
        Address::Unix { path } => file_in(folder, path).unwrap_or(name),
        Address::Inet { .. } | Address::Inet6 { .. } => name,
    }
}
