//! A program's state as a word with its colour and sign.

use yew::prelude::*;

use super::side_name;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::program::{Phase, Program, ProgramStatus};
use crate::programs::texts as programs;
use lab_shared::trace::Role;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct BadgeProps {
    /// Which pane.
    pub(crate) side: Role,
    pub(crate) program: Program,
}

#[component]
pub(crate) fn Badge(props: &BadgeProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let status = props.program.status();
    let icon = match status {
        ProgramStatus::Blocked | ProgramStatus::WantsInput => Some(Icon::Blocked),
        ProgramStatus::Finished => Some(Icon::Check),
        ProgramStatus::Raised
        | ProgramStatus::Crashed
        | ProgramStatus::Forged
        | ProgramStatus::Failed => Some(Icon::Cross),
        _ => None,
    };
    let exit = match props.program.phase {
        Phase::Finished { status, .. } => Some(status),
        _ => None,
    };
    html! {
        <span
            class={classes!("standing", format!("is-{}", status.name()))}
            data-testid={format!("standing-{}", side_name(props.side))}
            data-state={status.name()}
            data-run={props.program.runs.to_string()}
            role="status"
            data-status={exit.map(|status| status.to_string())}
            title={exit.filter(|status| *status != 0).map(texts.ended)}
        >
            { icon.map(Icon::html) }
            { (texts.status)(status) }
        </span>
    }
}
