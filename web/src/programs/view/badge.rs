//! How a program stands, as a word with its colour and sign.

use yew::prelude::*;

use super::side_name;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::program::{Phase, Program, Standing};
use crate::programs::texts as programs;
use lab_shared::trace::Role;

/// What the badge needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct BadgeProps {
    /// Which half.
    pub(crate) side: Role,
    /// Its program.
    pub(crate) program: Program,
}

#[component]
pub(crate) fn Badge(props: &BadgeProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let standing = props.program.standing();
    let icon = match standing {
        Standing::Blocked | Standing::WantsInput => Some(Icon::Blocked),
        Standing::Finished => Some(Icon::Check),
        Standing::Raised | Standing::Crashed | Standing::Forged | Standing::Failed => {
            Some(Icon::Cross)
        }
        _ => None,
    };
    let status = match props.program.phase {
        Phase::Finished { status, .. } => Some(status),
        _ => None,
    };
    html! {
        <span
            class={classes!("standing", format!("is-{}", standing.name()))}
            data-testid={format!("standing-{}", side_name(props.side))}
            data-state={standing.name()}
            data-run={props.program.runs.to_string()}
            role="status"
            data-status={status.map(|status| status.to_string())}
            title={status.filter(|status| *status != 0).map(texts.ended)}
        >
            { icon.map(Icon::html) }
            { (texts.standing)(standing) }
        </span>
    }
}
