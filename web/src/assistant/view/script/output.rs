//! What the script prints.

use std::rc::Rc;
use yew::prelude::*;

use crate::assistant::state::script::ScriptCommand;
use crate::assistant::texts::script::ScriptTexts;
use crate::kit::view::follow_tail::use_follow_tail;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::program::console::{Console, Source};
use crate::worker::message::Stream;

/// How many lines are drawn.
const DRAWN: usize = 200;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(super) struct OutputProps {
    pub(super) console: Rc<Console>,
    pub(super) on: Callback<ScriptCommand>,
}

#[component]
pub(super) fn ScriptOutput(props: &OutputProps) -> Html {
    let texts = use_texts_of::<ScriptTexts>();
    let OutputProps { console, on } = props;
    let (list, onscroll) = use_follow_tail(console.clone());
    let count = console.lines().len();
    let hidden = count.saturating_sub(DRAWN);
    let left_out = console.dropped() + hidden as u64;
    let lines = console.lines().skip(hidden).map(|(number, line)| {
        let pieces = line.pieces.iter().map(|piece| {
            let is_error = piece.source == Source::Program(Stream::Stderr);
            html! { <span class={is_error.then_some("is-stderr")}>{ piece.plain().into_owned() }</span> }
        });
        html! { <li key={number}>{ for pieces }</li> }
    });
    html! {
        <section class="script-output" aria-label={texts.output}>
            <div class="script-output-head">
                <h3>{ texts.output }</h3>
                if left_out > 0 { <span class="field-note">{ (texts.dropped)(left_out) }</span> }
                if count > 0 {
                    <button type="button" class="plain" data-testid="script-clear" onclick={on.reform(|_: MouseEvent| ScriptCommand::ClearOutput)}>
                        { texts.clear }
                    </button>
                }
            </div>
            <div class="script-lines" ref={list} {onscroll} tabindex="0" role="log" aria-live="off" aria-label={texts.output} data-testid="script-output">
                if count == 0 { <p class="empty">{ texts.no_output }</p> }
                <ol>{ for lines }</ol>
            </div>
        </section>
    }
}
