//! The tabs that a narrow screen shows the three panes behind.

use yew::prelude::*;

use super::use_texts;

/// One of the workbench's panes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    /// The calls.
    Controls,
    /// The timeline.
    Timeline,
    /// The sockets.
    Sockets,
}

impl Pane {
    /// Every pane, from left to right.
    pub const ALL: [Self; 3] = [Self::Controls, Self::Timeline, Self::Sockets];

    /// Its name in the page's markup.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Controls => "controls",
            Self::Timeline => "timeline",
            Self::Sockets => "sockets",
        }
    }
}

/// What the tabs need.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct TabsProps {
    /// The pane in view.
    pub pane: Pane,
    /// How many calls there are.
    pub calls: usize,
    /// How many sockets there are.
    pub sockets: usize,
    /// Takes another.
    pub on_pane: Callback<Pane>,
}

/// The tabs.
#[component]
pub fn Tabs(props: &TabsProps) -> Html {
    let texts = use_texts();
    let tabs = Pane::ALL.into_iter().map(|pane| {
        let (words, number) = match pane {
            Pane::Controls => (texts.controls.title, None),
            Pane::Timeline => (texts.timeline.title, Some(props.calls)),
            Pane::Sockets => (texts.sockets.title, Some(props.sockets)),
        };
        let onclick = props.on_pane.reform(move |_: MouseEvent| pane);
        html! {
            <button
                key={pane.name()}
                type="button"
                data-testid={format!("tab-{}", pane.name())}
                aria-pressed={(props.pane == pane).to_string()}
                {onclick}
            >
                { words }
                if let Some(number) = number.filter(|number| *number > 0) { <b>{ number }</b> }
            </button>
        }
    });
    html! {
        <div class="tabs" role="group" aria-label={texts.shell.panes}>{ for tabs }</div>
    }
}
