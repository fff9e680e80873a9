//! The keys of the log: hold, clear, save.

use yew::prelude::*;

use super::save_menu::SaveMenu;
use crate::assistant::state::log::{HeldBy, LogCommand};
use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::recording::command::RecordingCommand;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(in crate::assistant::view) struct LogKeysProps {
    pub(in crate::assistant::view) model: Snapshot<AssistantModel>,
    pub(in crate::assistant::view) on: Callback<AssistantCommand>,
    /// Saves the lab's recording; nothing where no call was made.
    pub(in crate::assistant::view) on_recording: Option<Callback<RecordingCommand>>,
}

#[component]
pub(in crate::assistant::view) fn LogKeys(props: &LogKeysProps) -> Html {
    let texts = &use_texts_of::<texts::Assistant>().log;
    let LogKeysProps { model, on, .. } = props;
    let on_log = on.reform(AssistantCommand::Log);
    let by_key = model.log.held.as_ref().is_some_and(|held| held.by == HeldBy::Key);
    let hold =
        on_log.reform(move |_: MouseEvent| LogCommand::Hold((!by_key).then_some(HeldBy::Key)));
    let clear = on_log.reform(|_: MouseEvent| LogCommand::Clear);
    html! {
        <span class="log-keys">
            <button type="button" class="plain" aria-pressed={by_key.to_string()} title={texts.hold_help} data-testid="assistant-hold" onclick={hold}>
                { Icon::Pause.html() }{ texts.hold }
            </button>
            <button type="button" class="plain" data-testid="assistant-clear" onclick={clear}>{ texts.clear }</button>
            <SaveMenu on={on.clone()} on_recording={props.on_recording.clone()} />
        </span>
    }
}
