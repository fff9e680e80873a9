//! The three panes: ends with their forms, the log with the line that sends, and what stands beside it.

use std::rc::Rc;
use yew::prelude::*;

use super::ends::Ends;
use super::hosting::HostingView;
use super::log::LogView;
use super::peers::Peers;
use super::props::{Preview, Trial};
use super::send_line::SendLine;
use crate::assistant::state::figures::Figures;
use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::lab::state::{Lab, LabCommand};
use crate::workbench::view::pane::Pane;

/// What every pane is drawn from.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PaneProps {
    pub(crate) model: Snapshot<AssistantModel>,
    pub(crate) figures: Rc<Figures>,
    pub(crate) lab: Snapshot<Lab>,
    pub(crate) ready: bool,
    /// What a draft would send now.
    pub(crate) preview: Preview,
    /// The rules that would fire on a message at an end.
    pub(crate) trial: Trial,
    pub(crate) on: Callback<AssistantCommand>,
    pub(crate) on_lab: Callback<LabCommand>,
}

/// The ends.
#[component]
pub(crate) fn EndsPane(props: &PaneProps) -> Html {
    let texts = use_texts_of::<texts::Assistant>();
    let PaneProps { model, figures, ready, on, .. } = props;
    html! {
        <Pane name="controls" label={texts.ends.title}>
            <HostingView hosting={model.hosting.clone()} ready={*ready} on={on.clone()} />
            <Ends model={model.clone()} figures={figures.clone()} ready={*ready} on={on.clone()} />
        </Pane>
    }
}

/// The log, and below it what is sent.
#[component]
pub(crate) fn LogPane(props: &PaneProps) -> Html {
    let (texts, language) = (use_texts_of::<texts::Assistant>(), use_language());
    let PaneProps { model, on, .. } = props;
    html! {
        <Pane name="timeline" label={texts.log.title}>
            <LogView model={model.clone()} on={on.clone()} />
            if let Some(problem) = &model.refused {
                <p class="assistant-refused" role="alert" data-testid="assistant-refused">
                    { problem.in_words(language) }
                    <button type="button" class="plain" onclick={on.reform(|_: MouseEvent| AssistantCommand::Dismiss)}>
                        { texts.dismiss }
                    </button>
                </p>
            }
            // Here: the composer.
            <SendLine model={model.clone()} on={on.clone()} />
        </Pane>
    }
}

/// What stands beside the log: peers, and later messages, rules and plans.
#[component]
pub(crate) fn SidePane(props: &PaneProps) -> Html {
    let texts = use_texts_of::<texts::Assistant>();
    let PaneProps { model, figures, on, .. } = props;
    html! {
        <Pane name="sockets" label={texts.peers.title}>
            // Here: the tabs of messages, rules and plans.
            <Peers model={model.clone()} figures={figures.clone()} on={on.clone()} />
        </Pane>
    }
}
