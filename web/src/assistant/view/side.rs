//! What is beside the log: peers, rules, plans or files, as the person chooses.

use yew::prelude::*;

use super::files::FilesTab;
use super::panes::PaneProps;
use super::peers::Peers;
use super::plans::PlansTab;
use super::rules::RulesTab;
use crate::assistant::texts;
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
    html! {
        <Pane name="sockets" label={words(*tab)}>
            <div class="pane-head">
                <div class="segments wide" role="group" aria-label={texts.beside}>{ for tabs }</div>
            </div>
            {
                match *tab {
                    Tab::Peers => html! { <Peers model={model.clone()} figures={figures.clone()} on={on.clone()} /> },
                    Tab::Rules => html! { <RulesTab ..props.clone() /> },
                    Tab::Plans => html! { <PlansTab ..props.clone() /> },
                    Tab::Files => html! { <FilesTab ..props.clone() /> },
                }
            }
        </Pane>
    }
}
