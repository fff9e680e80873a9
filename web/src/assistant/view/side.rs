//! What is beside the log: peers, rules, plans or files, as the person chooses.

use lab_shared::assistant::session::EndState;
use yew::prelude::*;

use super::files::Files;
use super::panes::PaneProps;
use super::peers::Peers;
use super::plans::Plans;
use super::rules::Rules;
use crate::assistant::state::AssistantCommand;
use crate::assistant::texts;
use crate::kit::view::command::use_command;
use crate::kit::view::texts::use_texts_of;
use crate::workbench::view::pane::Pane;

/// One of the tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tab {
    Peers,
    Rules,
    Plans,
    Files,
}

impl Tab {
    const ALL: [Self; 4] = [Self::Peers, Self::Rules, Self::Plans, Self::Files];

    /// Its name in the page's markup.
    fn name(self) -> &'static str {
        match self {
            Self::Peers => "peers",
            Self::Rules => "rules",
            Self::Plans => "plans",
            Self::Files => "files",
        }
    }
}

/// The pane.
#[component]
pub(crate) fn SidePane(props: &PaneProps) -> Html {
    let texts = use_texts_of::<texts::Assistant>();
    let (rules, plans, files) = (
        use_texts_of::<texts::rules::Rules>(),
        use_texts_of::<texts::plans::Plans>(),
        use_texts_of::<texts::files::Files>(),
    );
    let tab = use_state_eq(|| Tab::Peers);
    let words = |of: Tab| match of {
        Tab::Peers => texts.peers.title,
        Tab::Rules => rules.title,
        Tab::Plans => plans.title,
        Tab::Files => files.title,
    };
    let tabs = Tab::ALL.map(|of| {
        let tab = tab.clone();
        let pressed = (*tab == of).to_string();
        // What works by itself is marked, also while another tab is in view.
        let busy = match of {
            Tab::Plans => props.model.plans.any_runs(),
            Tab::Files => props.model.files.is_sending(),
            Tab::Peers | Tab::Rules => false,
        };
        html! {
            <button
                key={of.name()}
                type="button"
                class={busy.then_some("is-busy")}
                aria-pressed={pressed}
                data-testid={format!("side-{}", of.name())}
                onclick={move |_: MouseEvent| tab.set(of)}
            >
                { words(of) }
            </button>
        }
    });
    let PaneProps { model, figures, on, .. } = props;
    let on_rules = use_command(on, AssistantCommand::Rules);
    let on_plans = use_command(on, AssistantCommand::Plans);
    let on_files = use_command(on, AssistantCommand::Files);
    let (document, ends, file) = (model.document.clone(), model.end_names(), props.file.clone());
    let end = model.chosen_end();
    let is_open = end.is_some_and(|end| end.state == EndState::Open);
    let is_datagram = end.is_some_and(|end| end.setup.transport.is_datagram());
    html! {
        <Pane name="sockets" label={words(*tab)}>
            <div class="pane-head">
                <div class="segments wide" role="group" aria-label={texts.beside}>{ for tabs }</div>
            </div>
            {
                match *tab {
                    Tab::Peers => html! { <Peers model={model.clone()} figures={figures.clone()} on={on.clone()} /> },
                    Tab::Rules => html! { <Rules {document} model={model.rules.clone()} {ends} on={on_rules} /> },
                    Tab::Plans => html! { <Plans {document} model={model.plans.clone()} {ends} on={on_plans} /> },
                    Tab::Files => html! { <Files model={model.files.clone()} {is_open} {is_datagram} {file} on={on_files} /> },
                }
            }
        </Pane>
    }
}
