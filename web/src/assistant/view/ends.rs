//! The ends as tabs, and the form of the chosen one.

use std::rc::Rc;
use web_sys::File;
use yew::prelude::*;

use super::end_form::EndFormView;
use super::proxies::form::ProxyFormView;
use super::proxies::use_proxies;
use super::setup_menu::SetupMenu;
use crate::assistant::state::choices::TransportKind;
use crate::assistant::state::end_model::EndModel;
use crate::assistant::state::proxies::command::ProxyCommand;
use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::lab::state::meeting::Meeting;
use lab_shared::assistant::session::EndState;
use lab_shared::language::Language;
use lab_shared::network::NetworkView;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct EndsProps {
    pub(crate) model: Snapshot<AssistantModel>,
    pub(crate) ready: bool,
    pub(crate) on: Callback<AssistantCommand>,
    /// Reads a document with a setup.
    pub(crate) on_file: Callback<File>,
    /// The page's network.
    pub(crate) network: Option<Snapshot<NetworkView>>,
    /// The relay's folder of AF_UNIX names.
    pub(crate) folder: Option<AttrValue>,
    /// Stands below the form.
    pub(crate) children: Html,
}

/// The name of an end's state in the page's markup.
pub(super) fn state_name(state: EndState) -> &'static str {
    match state {
        EndState::Closed => "closed",
        EndState::Opening => "opening",
        EndState::Open => "open",
        EndState::Waiting => "waiting",
    }
}

#[component]
pub(crate) fn Ends(props: &EndsProps) -> Html {
    let texts = use_texts_of::<texts::Assistant>();
    let (setup_texts, texts, language) = (&texts.setup, &texts.ends, use_language());
    let EndsProps { model, on, ready, .. } = props;
    let chosen = model.chosen_end().map(|end| end.id);
    let tabs = model.ends.iter().map(|end| {
        let id = end.id;
        let onclick = on.reform(move |_: MouseEvent| AssistantCommand::Choose(id));
        html! {
            <button
                key={id.0}
                type="button"
                class="end-tab"
                data-testid={format!("assistant-end-{}", id.0)}
                data-state={state_name(end.state)}
                aria-pressed={(chosen == Some(id)).to_string()}
                {onclick}
            >
                <i class="end-light" aria-hidden="true"></i>
                { &end.setup.name }
                <span class="unseen">{ (texts.state)(end.state, end.form.kind) }</span>
            </button>
        }
    });
    let words = use_texts_of::<texts::proxies::Proxies>();
    let on_proxy = use_proxies(on);
    let proxies = model.proxies.list.iter().map(|proxy| {
        let (id, state) = (proxy.id, model.proxies.status_of(proxy).state);
        html! {
            <button
                key={format!("proxy {}", id.0)}
                type="button"
                class="end-tab"
                data-testid={format!("assistant-proxy-{}", id.0)}
                data-state={state_name(state)}
                aria-pressed={(model.proxies.chosen == Some(id)).to_string()}
                onclick={on_proxy.reform(move |_: MouseEvent| ProxyCommand::Choose(id))}
            >
                <i class="end-light" aria-hidden="true"></i>
                <span aria-hidden="true">{ "⇄" }</span>
                { &proxy.setup.name }
                <span class="unseen">{ words.kind }{ " " }{ (words.state)(state) }</span>
            </button>
        }
    });
    let add = on.reform(|_: MouseEvent| AssistantCommand::Add(TransportKind::TcpServer));
    html! {
        <>
            <div class="pane-head end-tabs">
                { for tabs }
                { for proxies }
                <button type="button" class="end-add" aria-label={texts.add} title={texts.add} data-testid="assistant-add" onclick={add}>
                    { Icon::New.html() }
                </button>
                if model.ends.len() > 1 {
                    <button
                        type="button"
                        class="plain"
                        title={texts.side_by_side_help}
                        aria-pressed={model.side_by_side.to_string()}
                        data-testid="assistant-side-by-side"
                        onclick={on.reform({ let on = !model.side_by_side; move |_: MouseEvent| AssistantCommand::SideBySide(on) })}
                    >
                        { texts.side_by_side }
                    </button>
                }
                if model.places.machine {
                    <button type="button" class="end-add" aria-label={words.add} title={words.add} data-testid="assistant-add-proxy" onclick={on_proxy.reform(|_: MouseEvent| ProxyCommand::Add)}>
                        { Icon::New.html() }{ words.kind }
                    </button>
                }
                <SetupMenu on={on.clone()} on_file={props.on_file.clone()} />
            </div>
            <div class="pane-body">
                { mistakes(model, setup_texts, language) }
                <div class={classes!("ends", model.shows_side_by_side().then_some("is-beside"))}>
                    { for model.shown_ends().into_iter().map(|end| form(props, end)) }
                </div>
                if let Some(proxy) = model.proxies.chosen_proxy() {
                    <ProxyFormView
                        key={format!("proxy {}", proxy.id.0)}
                        proxy={proxy.clone()}
                        status={model.proxies.status_of(proxy)}
                        mistakes={model.proxies.mistakes(proxy.id)}
                        alone={model.count() == 1}
                        on_relay={model.hosting.on_relay}
                        ready={*ready && model.places.machine}
                        on={on.clone()}
                    />
                }
                { props.children.clone() }
            </div>
        </>
    }
}

/// The form of an end. Beside others it has its name above it, and is chosen by turning to it.
fn form(props: &EndsProps, end: &Rc<EndModel>) -> Html {
    let EndsProps { model, on, ready, folder, .. } = props;
    let id = end.id;
    let is_chosen = model.chosen_end().is_some_and(|chosen| chosen.id == id);
    let enter = line(end, props.network.as_deref());
    let choose = (!is_chosen).then(|| on.reform(move |_: FocusEvent| AssistantCommand::Choose(id)));
    html! {
        <section
            key={id.0}
            class={classes!("end", is_chosen.then_some("is-chosen"))}
            aria-label={end.setup.name.clone()}
            data-testid={format!("assistant-form-{}", id.0)}
            onfocusin={choose}
        >
            if model.shows_side_by_side() {
                <h3>{ &end.setup.name }</h3>
            }
            <EndFormView
                end={end.clone()}
                mistakes={model.mistakes(id)}
                has_proxies={model.places.machine}
                alone={model.count() == 1}
                {ready}
                places={(!model.hosting.on_relay).then(|| model.places.clone())}
                host={model.host(end)}
                enter={enter}
                folder={folder.clone()}
                on={on.clone()}
            />
        </section>
    }
}

/// The line that reaches what an end listens at, where it is open on a host.
fn line(end: &EndModel, network: Option<&NetworkView>) -> Option<AttrValue> {
    let (host, bound) = (end.host.as_ref()?, end.bound.as_ref()?);
    let datagrams = end.setup.transport.is_datagram();
    Meeting::of_client(network, Some(host), bound).nc_to_host(datagrams).map(AttrValue::from)
}

/// What is wrong with the document that was opened, each mistake with its line.
fn mistakes(model: &AssistantModel, texts: &texts::Setup, language: Language) -> Html {
    if model.mistakes.is_empty() {
        return html! {};
    }
    let items = model.mistakes.iter().map(|mistake| {
        html! {
            <li>
                <b>{ (texts.line)(mistake.line) }</b>{ " " }
                <code>{ &mistake.path }</code>{ " " }
                { mistake.problem.in_words(language) }
            </li>
        }
    });
    html! {
        <div class="setup-mistakes" role="alert" data-testid="assistant-mistakes">
            <p>{ texts.mistakes }</p>
            <ul>{ for items }</ul>
        </div>
    }
}
