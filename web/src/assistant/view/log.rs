//! The log.

use yew::prelude::*;

use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::{use_language, use_texts_of};
use lab_shared::assistant::compose::text_view;

/// Rows drawn.
const DRAWN: usize = 200;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LogViewProps {
    pub(crate) model: Snapshot<AssistantModel>,
    pub(crate) on: Callback<AssistantCommand>,
}

#[component]
pub(crate) fn LogView(props: &LogViewProps) -> Html {
    let (texts, language) = (&use_texts_of::<texts::Assistant>().log, use_language());
    let rows = props.model.log.shown();
    let first = rows.len().saturating_sub(DRAWN);
    let lines = rows.iter().skip(first).map(|row| {
        let entry = &row.entry;
        html! {
            <li key={row.number} class="log-row" data-what={entry.kind.name()}>
                <span>{ entry.kind.name() }</span>{ " " }
                <code>{ &entry.peer }</code>{ " " }
                <span class="log-text">{ text_view(entry.kind.bytes(), Default::default()).text }</span>
                { entry.kind.reason(language) }
            </li>
        }
    });
    let clear = props.on.reform(|_: MouseEvent| {
        AssistantCommand::Log(crate::assistant::state::log::LogCommand::Clear)
    });
    html! {
        <>
            <div class="pane-head">
                <h2>{ texts.title }</h2>
                <button type="button" class="plain" data-testid="assistant-clear" onclick={clear}>{ texts.clear }</button>
            </div>
            <div class="pane-body" role="log" aria-label={texts.title} tabindex="0" data-testid="assistant-log">
                if rows.len() == 0 { <p class="empty">{ texts.empty }</p> }
                <ol>{ for lines }</ol>
            </div>
        </>
    }
}
