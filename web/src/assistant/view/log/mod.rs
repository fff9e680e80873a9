//! Draws the log: the bar above it, and its rows in view.

mod bar;
mod keys;
mod row;
mod rows;
mod save_menu;

pub(super) use keys::LogKeys;
pub(super) use row::clock;

use yew::prelude::*;

use crate::assistant::state::log::LogCommand;
use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::{use_language, use_texts_of};
use bar::LogBar;
use rows::LogRows;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LogViewProps {
    pub(crate) model: Snapshot<AssistantModel>,
    /// Whether a narrow screen shows this pane.
    pub(crate) shown: bool,
    pub(crate) on: Callback<AssistantCommand>,
}

#[component]
pub(crate) fn LogView(props: &LogViewProps) -> Html {
    let (texts, language) = (&use_texts_of::<texts::Assistant>().log, use_language());
    let LogViewProps { model, shown, on } = props;
    let on_log = use_callback(on.clone(), |command: LogCommand, on| {
        on.emit(AssistantCommand::Log(command));
    });
    let log = &model.log;
    let resume = on_log.reform(|_: MouseEvent| LogCommand::Hold(None));
    html! {
        <>
            <LogBar model={model.clone()} on_log={on_log.clone()} />
            if let Some(wrong) = &log.wrong {
                <p class="complaint log-wrong" role="alert">{ wrong.get(language) }</p>
            }
            if log.book.dropped() > 0 {
                <p class="line-note" data-testid="assistant-dropped">{ (texts.dropped)(log.book.dropped()) }</p>
            }
            <LogRows model={model.clone()} shown={*shown} {on_log} />
            if let Some(held) = &log.held {
                <button type="button" class="log-resume" data-testid="assistant-resume" onclick={resume}>
                    { (texts.resume)(held.new) }
                </button>
            }
        </>
    }
}
