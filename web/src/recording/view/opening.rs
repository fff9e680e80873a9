//! The progress of opening a recording, and a button that cancels it.

use yew::prelude::*;

use crate::kit::view::texts::use_texts_of;
use crate::recording::state::Progress;
use crate::recording::texts as recording;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct OpeningRowProps {
    /// How far it is.
    pub(super) progress: Progress,
    /// Cancels opening the file.
    pub(super) on_cancel: Callback<()>,
}

#[component]
pub(super) fn OpeningRow(props: &OpeningRowProps) -> Html {
    let texts = use_texts_of::<recording::Recording>();
    let Progress { file, percent } = &props.progress;
    html! {
        <div class="transport-row" data-testid="recording-opening" data-percent={percent.to_string()}>
            <progress max="100" value={percent.to_string()} aria-label={texts.progress} />
            <span class="transport-where">{ (texts.opening)(file, *percent) }</span>
            <button type="button" class="plain" data-testid="cancel-opening" onclick={props.on_cancel.reform(|_| ())}>
                { texts.cancel }
            </button>
        </div>
    }
}
