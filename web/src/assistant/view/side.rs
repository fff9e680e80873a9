//! The pane beside the log: an entry in detail, figures, and what is kept for sending.

use lab_shared::assistant::session::EndState;
use yew::prelude::*;

use super::compose::messages::Messages;
use super::detail::Detail;
use super::figures::FiguresTab;
use super::files::Files;
use super::panes::{PaneProps, use_compose};
use super::plans::Plans;
use super::proxies::side::{ProxySide, ProxyTab};
use super::rules::Rules;
use super::script::ScriptTab;
use crate::assistant::state::AssistantCommand;
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::command::use_command;
use crate::kit::view::texts::use_texts_of;
use crate::workbench::view::pane::Pane;

/// What the pane shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum SideTab {
    #[default]
    Messages,
    Detail,
    Figures,
    Rules,
    Script,
    Plans,
    Files,
}

/// The pane. An entry that is picked comes into view.
#[component]
pub(crate) fn SidePane(props: &PaneProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().side;
    let messages = use_texts_of::<texts::messages::Messages>().title;
    let (rules, script, plans, files) = (
        use_texts_of::<texts::rules::Rules>(),
        use_texts_of::<texts::script::ScriptTexts>(),
        use_texts_of::<texts::plans::Plans>(),
        use_texts_of::<texts::files::Files>(),
    );
    let on_rules = use_command(&props.on, AssistantCommand::Rules);
    let on_script = use_command(&props.on, AssistantCommand::Script);
    let on_plans = use_command(&props.on, AssistantCommand::Plans);
    let on_files = use_command(&props.on, AssistantCommand::Files);
    let tab = use_state_eq(SideTab::default);
    // What is shown of a proxy in view; `None` is the tab that ends have too.
    let proxy_tab = use_state_eq(|| Some(ProxyTab::default()));
    let proxies = use_texts_of::<texts::proxies::Proxies>();
    let picked = props.model.log.picked.as_ref().map(|row| row.number);
    {
        let (set, set_proxy) = (tab.setter(), proxy_tab.setter());
        use_effect_with(picked, move |picked| {
            if picked.is_some() {
                set.set(SideTab::Detail);
                set_proxy.set(None);
            }
        });
    }
    let PaneProps { model, on, .. } = props;
    let compose = use_compose(on);
    // While a proxy is in view, its own tabs come first.
    let is_proxy = model.proxies.chosen.is_some();
    let of_proxy = proxy_tab.filter(|_| is_proxy);
    let held = model.proxies.chosen_proxy().map_or(0, |proxy| model.proxies.held(proxy).count());
    let proxy_choices = ProxyTab::ALL.into_iter().filter(|_| is_proxy).map(|of| {
        let set = proxy_tab.setter();
        let onclick = Callback::from(move |_: MouseEvent| set.set(Some(of)));
        let pressed = (of_proxy == Some(of)).to_string();
        html! {
            <button key={of.testid()} type="button" data-testid={of.testid()} aria-pressed={pressed} {onclick}>
                { of.title(proxies) }
                if of == ProxyTab::Held && held > 0 { <span class="count">{ held }</span> }
            </button>
        }
    });
    let choice = |of: SideTab, testid: &'static str, words: &'static str| {
        // What works by itself is marked, also while another tab is in view.
        let busy = match of {
            SideTab::Script => model.script.is_on(),
            SideTab::Plans => model.plans.any_runs(),
            SideTab::Files => model.files.is_sending(),
            SideTab::Detail | SideTab::Messages | SideTab::Figures | SideTab::Rules => false,
        };
        let (set, set_proxy) = (tab.setter(), proxy_tab.setter());
        let onclick = Callback::from(move |_: MouseEvent| {
            set.set(of);
            if is_proxy {
                set_proxy.set(None);
            }
        });
        let pressed = (*tab == of && of_proxy.is_none()).to_string();
        html! {
            <button type="button" class={busy.then_some("is-busy")} data-testid={testid} aria-pressed={pressed} {onclick}>{ words }</button>
        }
    };
    let (document, ends, file) = (model.document.clone(), model.end_names(), props.file.clone());
    let end = model.chosen_end();
    let is_open = end.is_some_and(|end| end.state == EndState::Open);
    let is_datagram = end.is_some_and(|end| end.setup.transport.is_datagram());
    let body = match *tab {
        _ if of_proxy.is_some() => html! {
            <ProxySide tab={of_proxy.unwrap_or_default()} pane={props.clone()} />
        },
        SideTab::Detail => html! { <Detail model={model.clone()} on={on.clone()} /> },
        SideTab::Messages => html! {
            <Messages
                model={Snapshot::from(&model.compose)}
                ends={model.ends.iter().map(|end| AttrValue::from(end.setup.name.clone())).collect::<Vec<_>>()}
                ready={model.can_send()}
                on={compose}
            />
        },
        SideTab::Figures => html! { <FiguresTab ..props.clone() /> },
        SideTab::Rules => {
            html! { <Rules {document} model={model.rules.clone()} {ends} on={on_rules} /> }
        }
        SideTab::Script => html! {
            <ScriptTab {document} model={model.script.clone()} {ends} on_relay={model.hosting.on_relay} on={on_script} />
        },
        SideTab::Plans => {
            html! { <Plans {document} model={model.plans.clone()} {ends} on={on_plans} /> }
        }
        SideTab::Files => html! {
            <Files model={model.files.clone()} {is_open} on_relay={model.hosting.on_relay} {is_datagram} {file} on={on_files} />
        },
    };
    html! {
        <Pane name="sockets" label={texts.title}>
            <div class="pane-head">
                <div class="segments side-tabs" role="group" aria-label={texts.title}>
                    { for proxy_choices }
                    { choice(SideTab::Messages, "assistant-side-messages", messages) }
                    { choice(SideTab::Detail, "assistant-side-detail", texts.detail) }
                    if !is_proxy {
                        { choice(SideTab::Figures, "assistant-side-figures", texts.figures) }
                        { choice(SideTab::Rules, "assistant-side-rules", rules.title) }
                        { choice(SideTab::Script, "assistant-side-script", script.title) }
                        { choice(SideTab::Plans, "assistant-side-plans", plans.title) }
                        { choice(SideTab::Files, "assistant-side-files", files.title) }
                    }
                </div>
            </div>
            <div class="pane-body">{ body }</div>
        </Pane>
    }
}
