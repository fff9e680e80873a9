//! The connections through a proxy: figures both ways, the choice of where to inject, close and reset.

use lab_shared::assistant::proxy::Direction;
use lab_shared::assistant::remote::LinkStatus;
use yew::prelude::*;

use super::use_proxies;
use crate::assistant::state::log::LogCommand;
use crate::assistant::state::log::filter_form::FilterEdit;
use crate::assistant::state::proxies::ProxyModel;
use crate::assistant::state::proxies::command::ProxyCommand;
use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts::proxies::Proxies;
use crate::kit::state::format::count;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;

/// Most connections drawn.
const MOST: usize = 64;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(in crate::assistant::view) struct LinksProps {
    pub(in crate::assistant::view) model: Snapshot<AssistantModel>,
    pub(in crate::assistant::view) on: Callback<AssistantCommand>,
}

#[component]
pub(in crate::assistant::view) fn Links(props: &LinksProps) -> Html {
    let texts = use_texts_of::<Proxies>();
    let LinksProps { model, on } = props;
    let on_proxy = use_proxies(on);
    let Some(proxy) = model.proxies.chosen_proxy() else { return html! {} };
    let links: Vec<(u32, &LinkStatus)> = model.proxies.links(proxy).collect();
    let all = on_proxy.reform(|_: MouseEvent| ProxyCommand::InjectInto(None));
    let chosen = model.proxies.to;
    let cards = links.iter().take(MOST).map(|(connection, link)| {
        card(*connection, link, proxy, chosen == Some(*connection), (on, &on_proxy), texts)
    });
    html! {
        <section class="peers" aria-label={texts.links}>
            <h3>{ texts.links }{ " " }<span class="count">{ links.len() }</span></h3>
            if links.is_empty() {
                <p class="field-note">{ texts.no_links }</p>
            } else if links.len() > 1 {
                <button type="button" class="peer-all" aria-pressed={chosen.is_none().to_string()} data-testid="proxy-link-all" onclick={all}>
                    { texts.all_links }
                </button>
            }
            <ul>{ for cards }</ul>
        </section>
    }
}

fn card(
    connection: u32,
    link: &LinkStatus,
    proxy: &ProxyModel,
    chosen: bool,
    (on, on_proxy): (&Callback<AssistantCommand>, &Callback<ProxyCommand>),
    texts: &'static Proxies,
) -> Html {
    let press = |command: ProxyCommand| on_proxy.reform(move |_: MouseEvent| command.clone());
    let wanted = Some((proxy.setup.name.clone(), format!("{connection} {}", link.client)));
    let filter = on.reform(move |_: MouseEvent| {
        AssistantCommand::Log(LogCommand::Filter(FilterEdit::Peer(wanted.clone())))
    });
    let figure = |direction: Direction, class: &'static str, arrow: &'static str| {
        html! {
            <span {class} title={(texts.direction)(direction)}>
                <i aria-hidden="true">{ arrow }</i>
                <span class="unseen">{ (texts.direction)(direction) }</span>
                { count(link.traffic[direction as usize].sent) }
            </span>
        }
    };
    let waiting: usize = link.waiting.iter().sum();
    html! {
        <li key={connection} class={classes!("peer", chosen.then_some("is-chosen"))} data-testid="proxy-link">
            <button
                type="button"
                class="peer-name"
                aria-pressed={chosen.to_string()}
                title={texts.inject_into}
                data-testid="proxy-link-choose"
                onclick={press(ProxyCommand::InjectInto((!chosen).then_some(connection)))}
            >
                <code>{ format!("#{connection} {}", link.client) }</code>
            </button>
            <span class="peer-figures">
                { figure(Direction::ToServer, "is-out", "→ ") }
                { figure(Direction::ToClient, "is-in", "← ") }
            </span>
            <span class="peer-keys">
                <button type="button" class="plain" onclick={filter}>{ texts.only }</button>
                <button type="button" class="plain" data-testid="proxy-link-close" onclick={press(ProxyCommand::CloseLink(connection))}>{ texts.close }</button>
                <button type="button" class="plain is-danger" data-testid="proxy-link-reset" onclick={press(ProxyCommand::ResetLink(connection))}>{ texts.reset }</button>
            </span>
            if waiting > 0 { <p class="field-note link-waiting">{ (texts.waiting)(waiting) }</p> }
        </li>
    }
}
