//! The form of a proxy: where it listens, the server behind it, and the key that starts it.

use std::rc::Rc;
use yew::prelude::*;

use super::kind::KindField;
use super::use_proxies;
use crate::assistant::driver;
use crate::assistant::state::AssistantCommand;
use crate::assistant::state::choices::TransportKind;
use crate::assistant::state::proxies::ProxyModel;
use crate::assistant::state::proxies::command::ProxyCommand;
use crate::assistant::state::proxies::form::{ProxyEdit, ProxyField};
use crate::assistant::texts::proxies::Proxies;
use crate::assistant::view::ends::state_name;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::text_input::TextInput;
use crate::kit::view::texts::use_texts_of;
use lab_shared::assistant::compose::Charset;
use lab_shared::assistant::remote::ProxyStatus;
use lab_shared::assistant::session::EndState;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(in crate::assistant::view) struct ProxyFormViewProps {
    pub(in crate::assistant::view) proxy: Rc<ProxyModel>,
    pub(in crate::assistant::view) status: ProxyStatus,
    pub(in crate::assistant::view) mistakes: Vec<ProxyField>,
    /// Whether it is the only one, and there is no end; then it stays.
    pub(in crate::assistant::view) alone: bool,
    /// Whether the assistant runs on the relay already.
    pub(in crate::assistant::view) on_relay: bool,
    /// Whether there is a relay.
    pub(in crate::assistant::view) ready: bool,
    pub(in crate::assistant::view) on: Callback<AssistantCommand>,
}

#[component]
pub(in crate::assistant::view) fn ProxyFormView(props: &ProxyFormViewProps) -> Html {
    let texts = use_texts_of::<Proxies>();
    let ProxyFormViewProps { proxy, status, mistakes, alone, on_relay, ready, on } = props;
    let on_proxy = use_proxies(on);
    let (id, form, state) = (proxy.id, &proxy.form, status.state);
    let closed = state == EndState::Closed;
    let on_edit = on_proxy.reform(move |edit| ProxyCommand::Edit(id, edit));
    let onsubmit = on_proxy.reform(move |event: SubmitEvent| {
        event.prevent_default();
        if closed { ProxyCommand::Start(id) } else { ProxyCommand::Stop(id) }
    });
    let on_kind = {
        let on = on.clone();
        Callback::from(move |kind: Option<TransportKind>| {
            if let Some(kind) = kind {
                on.emit(AssistantCommand::ToEnd(id, kind, driver::now()));
            }
        })
    };
    let typed = |field: ProxyField, testid: &'static str, width: &'static str| {
        html! {
            <TextInput
                {testid}
                label={(texts.field)(field)}
                value={form.text(field).to_owned()}
                number={matches!(field, ProxyField::Clients | ProxyField::Idle)}
                width={classes!(width)}
                wrong={mistakes.contains(&field).then(|| AttrValue::from((texts.wrong)(field)))}
                on_text={on_edit.reform(move |text| ProxyEdit::Text(field, text))}
            />
        }
    };
    let protocol = |udp: bool, name: &'static str, testid: &'static str| {
        let onclick = on_edit.reform(move |_: MouseEvent| ProxyEdit::Udp(udp));
        html! {
            <button type="button" aria-pressed={(form.udp == udp).to_string()} data-testid={testid} {onclick}>{ name }</button>
        }
    };
    html! {
        <form class="control room-form end-form" data-testid="proxy-form" data-state={state_name(state)} {onsubmit}>
            // One that forwards keeps its addresses; they change once it has stopped.
            <fieldset class="end-address" disabled={!closed}>
                <KindField kind={None::<TransportKind>} has_proxies=true {on_kind} />
                <div class="segments" role="group" aria-label={texts.protocol}>
                    { protocol(false, "TCP", "proxy-tcp") }
                    { protocol(true, "UDP", "proxy-udp") }
                </div>
                { typed(ProxyField::Listen, "proxy-listen", "full") }
                { typed(ProxyField::Connect, "proxy-connect", "full") }
            </fieldset>
            <div class="end-open">
                <button
                    type="submit"
                    class={classes!("key", closed.then_some("is-main"))}
                    data-testid="proxy-open"
                    disabled={!ready || closed && !mistakes.is_empty()}
                >
                    { if closed { texts.start } else { texts.stop } }
                </button>
                <p class="end-state" role="status" data-testid="proxy-state" data-state={state_name(state)}>
                    <i class="end-light" aria-hidden="true"></i>
                    { (texts.state)(state) }
                    if let Some(address) = &status.local { <code data-testid="proxy-bound">{ address.to_string() }</code> }
                    if status.loopback_only { <small>{ texts.loopback_only }</small> }
                </p>
            </div>
            <p class="field-note">{ if *on_relay { texts.on_relay } else { texts.moves } }</p>
            <details class="fold" data-testid="proxy-more">
                <summary>{ texts.more }</summary>
                <div class="fold-body">
                    <fieldset class="end-address" disabled={!closed}>
                        { typed(ProxyField::Name, "proxy-name", "full") }
                        <div class="fields">
                            { typed(ProxyField::Clients, "proxy-clients", "narrow") }
                            if form.udp { { typed(ProxyField::Idle, "proxy-idle", "narrow") } }
                        </div>
                    </fieldset>
                    <SelectField
                        testid="proxy-charset"
                        label={texts.charset}
                        offer={Offer::of::<Charset, ProxyEdit>(&form.charset, &on_edit, ProxyEdit::Charset)}
                    />
                    if !alone {
                        <button type="button" class="plain is-danger" data-testid="proxy-remove" onclick={on_proxy.reform(move |_: MouseEvent| ProxyCommand::Remove(id))}>
                            { texts.remove }
                        </button>
                    }
                </div>
            </details>
        </form>
    }
}
