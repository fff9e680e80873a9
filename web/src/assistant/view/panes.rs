//! The three panes: ends with their forms, the log with the line that sends, and what stands beside it.

use std::rc::Rc;
use yew::prelude::*;

use super::compose::composer::Composer;
use super::compose::messages::Messages;
use super::ends::Ends;
use super::log::LogView;
use super::peers::Peers;
use super::props::{Preview, Trial};
use crate::assistant::driver;
use crate::assistant::state::compose::ComposeCommand;
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
            <Ends model={model.clone()} figures={figures.clone()} ready={*ready} on={on.clone()} />
        </Pane>
    }
}

/// The log, and below it what is sent.
#[component]
pub(crate) fn LogPane(props: &PaneProps) -> Html {
    let (texts, language) = (use_texts_of::<texts::Assistant>(), use_language());
    let PaneProps { model, on, .. } = props;
    let compose = use_compose(on);
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
            <Composer
                model={Snapshot::from(&model.compose)}
                recipient={recipient(model)}
                ready={model.can_send()}
                on={compose}
            />
        </Pane>
    }
}

/// What stands beside the log: peers, and later messages, rules and plans.
#[component]
pub(crate) fn SidePane(props: &PaneProps) -> Html {
    let texts = use_texts_of::<texts::Assistant>();
    let PaneProps { model, figures, on, .. } = props;
    let compose = use_compose(on);
    let ends: Vec<AttrValue> = model.ends.iter().map(|end| end.setup.name.clone().into()).collect();
    html! {
        <Pane name="sockets" label={texts.peers.title}>
            // Here: the tabs of messages, rules and plans.
            <Messages
                model={Snapshot::from(&model.compose)}
                ends={ends}
                ready={model.can_send()}
                on={compose}
            />
            <Peers model={model.clone()} figures={figures.clone()} on={on.clone()} />
        </Pane>
    }
}

/// Passes the composer's commands on, each with its time.
#[hook]
fn use_compose(on: &Callback<AssistantCommand>) -> Callback<ComposeCommand> {
    use_callback(on.clone(), |command, on| {
        on.emit(AssistantCommand::Compose(command, driver::now()))
    })
}

/// To whom the chosen end sends, in words.
fn recipient(model: &AssistantModel) -> AttrValue {
    let Some(end) = model.chosen_end() else { return AttrValue::default() };
    let name = end.setup.name.clone();
    let remote = end.setup.transport.remote();
    remote.map_or(name.clone(), |remote| format!("{name} · {remote}")).into()
}
