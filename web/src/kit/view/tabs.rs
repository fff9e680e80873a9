//! The tabs that switch between the three panes on a narrow screen.

use yew::prelude::*;

use super::texts::use_texts_of;
use crate::kit::texts::Kit;

/// One of the workbench's panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pane {
    /// The calls.
    Controls,
    Timeline,
    Sockets,
}

impl Pane {
    /// Every pane, from left to right.
    pub(crate) const ALL: [Self; 3] = [Self::Controls, Self::Timeline, Self::Sockets];

    /// Its name in the page's markup.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Controls => "controls",
            Self::Timeline => "timeline",
            Self::Sockets => "sockets",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct TabsProps {
    /// The pane in view.
    pub pane: Pane,
    /// The panes' names, each with a count where it has one.
    pub panes: [(&'static str, Option<usize>); 3],
    /// The prefix of each tab's name for tests.
    #[prop_or("tab")]
    pub testid: &'static str,
    pub on_pane: Callback<Pane>,
}

#[component]
pub(crate) fn Tabs(props: &TabsProps) -> Html {
    let texts = use_texts_of::<Kit>();
    let tabs = Pane::ALL.into_iter().zip(props.panes).map(|(pane, (words, number))| {
        let onclick = props.on_pane.reform(move |_: MouseEvent| pane);
        html! {
            <button
                key={pane.name()}
                type="button"
                data-testid={format!("{}-{}", props.testid, pane.name())}
                aria-pressed={(props.pane == pane).to_string()}
                {onclick}
            >
                { words }
                if let Some(number) = number.filter(|number| *number > 0) { <b>{ number }</b> }
            </button>
        }
    });
    html! {
        <div class="tabs" role="group" aria-label={texts.panes}>{ for tabs }</div>
    }
}
