//! The tabs that switch between the workspace's panes on a narrow screen.

use yew::prelude::*;

use crate::kit::texts::Kit;
use crate::kit::view::texts::use_texts_of;
use crate::programs::texts as programs;
use crate::sockets::texts as sockets;
use crate::timeline::texts as timeline;

/// One of the window's panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WorkPane {
    /// What to watch and to do.
    Guide,
    /// The server's pane.
    Server,
    /// The client's pane.
    Client,
    Timeline,
    Sockets,
}

impl WorkPane {
    /// Every pane.
    pub(crate) const ALL: [Self; 5] =
        [Self::Guide, Self::Server, Self::Client, Self::Timeline, Self::Sockets];

    /// Its name in the page's markup.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Guide => "guide",
            Self::Server => "server",
            Self::Client => "client",
            Self::Timeline => "timeline",
            Self::Sockets => "sockets",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct WorkTabsProps {
    /// The pane in view.
    pub pane: WorkPane,
    /// How many calls and sockets there are.
    pub counts: (usize, usize),
    /// Takes another.
    pub on_pane: Callback<WorkPane>,
}

#[component]
pub(crate) fn WorkTabs(props: &WorkTabsProps) -> Html {
    let timeline = use_texts_of::<timeline::Timeline>();
    let sockets = use_texts_of::<sockets::Sockets>();
    let kit = use_texts_of::<Kit>();
    let window = use_texts_of::<programs::Programs>().window;
    let tabs = WorkPane::ALL.map(|pane| {
        let (words, number) = match pane {
            WorkPane::Guide => (window.guide, 0),
            WorkPane::Server => (window.server, 0),
            WorkPane::Client => (window.client, 0),
            WorkPane::Timeline => (timeline.title, props.counts.0),
            WorkPane::Sockets => (sockets.title, props.counts.1),
        };
        html! {
            <button
                key={pane.name()}
                type="button"
                data-testid={format!("work-tab-{}", pane.name())}
                aria-pressed={(props.pane == pane).to_string()}
                onclick={props.on_pane.reform(move |_: MouseEvent| pane)}
            >
                { words }
                if number > 0 { <b>{ number }</b> }
            </button>
        }
    });
    html! { <div class="tabs" role="group" aria-label={kit.panes}>{ for tabs }</div> }
}
