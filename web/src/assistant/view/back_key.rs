//! The way back to the lesson, or to the programs, from which the assistant was opened.

use yew::prelude::*;

use crate::assistant::texts;
use crate::kit::view::texts::use_texts_of;
use crate::workbench::preparation::Origin;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct BackKeyProps {
    pub(crate) origin: Origin,
    pub(crate) on_back: Callback<Origin>,
}

#[component]
pub(crate) fn BackKey(props: &BackKeyProps) -> Html {
    let texts = use_texts_of::<texts::Assistant>();
    let origin = props.origin;
    let words = if origin.is_some() { texts.back_to_lesson } else { texts.back_to_programs };
    html! {
        <div class="pane-head guide-head">
            <button type="button" class="plain" data-testid="assistant-back" onclick={props.on_back.reform(move |_: MouseEvent| origin)}>
                { "← " }{ words }
            </button>
        </div>
    }
}
