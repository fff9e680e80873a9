//! One end's path through TCP's states, in words.

use lab_shared::call::Micros;
use lab_shared::kernel::Owner;
use yew::prelude::*;

use crate::kernel::texts as kernel;
use crate::kit::state::format::moment;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::path::Step;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PathViewProps {
    /// Whether it is our end.
    pub(super) own: bool,
    /// The end's name.
    pub(super) who: AttrValue,
    /// Its path.
    pub(super) steps: Vec<Step>,
    /// When the timeline began.
    pub(super) start: Micros,
    /// What is said where no state of it is known.
    pub(super) unknown: AttrValue,
    /// The process that has it.
    #[prop_or_default]
    pub(super) owner: Option<Owner>,
}

#[component]
pub(super) fn PathView(props: &PathViewProps) -> Html {
    let kernel = use_texts_of::<kernel::Kernel>();
    let texts = &kernel.machine;
    let steps = props.steps.iter().enumerate().map(|(at, step)| match step.at {
        Some(seen) => html! {
            <li key={at}><b>{ step.state.as_str() }</b><time>{ moment(seen, props.start) }</time></li>
        },
        None => html! {
            <li key={at} class="is-unseen" title={texts.unseen}>
                <b>{ step.state.as_str() }</b><span class="unseen">{ texts.unseen }</span>
            </li>
        },
    });
    let now = props.steps.last().map(|step| step.state);
    let (testid, sign) = if props.own { ("way-own", "●") } else { ("way-peer", "◆") };
    html! {
        <div
            class={classes!("way", if props.own { "of-own" } else { "of-peer" })}
            data-testid={testid}
            data-state={now.map(|state| state.as_str())}
        >
            <p class="way-of">
                <i aria-hidden="true">{ sign }</i>
                <b>{ if props.own { kernel.own } else { kernel.peer } }</b>
                <code>{ props.who.clone() }</code>
                if let Some(owner) = &props.owner {
                    <small data-testid="kernel-owner">{ (texts.owner)(owner.program.as_deref(), owner.process) }</small>
                }
            </p>
            if let Some(now) = now {
                <p class="way-now"><b>{ now.as_str() }</b><span>{ (texts.state)(now) }</span></p>
                <ol aria-label={texts.way}>{ for steps }</ol>
            } else {
                <p class="way-now"><span>{ props.unknown.clone() }</span></p>
            }
        </div>
    }
}
