//! The differences, drawn where they matter.

use lab_shared::call::{CallName, Failure};
use lab_shared::errno::{Difference, OnLinux, System};
use yew::prelude::*;

use super::texts::Systems;
use crate::kit::view::icon::Icon;

/// What differs in a call, for whoever is about to make it.
pub(crate) fn hints(system: System, call: CallName, option: &str, texts: &Systems) -> Html {
    let told = Difference::before(system, call, option);
    html! { <>{ for told.into_iter().map(|one| hint(one, texts)) }</> }
}

/// What Linux would have done where this system fails, and the difference, if there is one.
pub(crate) fn on_linux(call: Option<CallName>, failure: &Failure, texts: &Systems) -> Html {
    let Some((difference, linux)) = Difference::in_failure(call, failure) else {
        return html! {};
    };
    let words = match linux {
        OnLinux::Raises(errno) => Some((texts.raises)(errno)),
        OnLinux::Succeeds => Some(texts.succeeds.to_owned()),
        OnLinux::Depends => None,
    };
    html! {
        <>
            if let Some(words) = words { <p data-testid="on-linux">{ words }</p> }
            { difference.map(|one| hint(one, texts)) }
        </>
    }
}

/// Every difference of the relay's system, folded. On Linux there is none.
pub(crate) fn list(system: System, texts: &Systems) -> Html {
    if system.is_linux() {
        return html! {};
    }
    let rows = Difference::all_of(system).into_iter().map(|one| {
        let [here, linux] = (texts.difference)(one);
        html! { <li><p>{ here }</p><p class="on-linux">{ linux }</p></li> }
    });
    html! {
        <details class="more">
            <summary data-testid="systems">{ (texts.title)(system) }</summary>
            <ul class="differences" data-testid="systems-list">{ for rows }</ul>
        </details>
    }
}

fn hint(difference: Difference, texts: &Systems) -> Html {
    let [here, linux] = (texts.difference)(difference);
    // Chinese has no space between sentences.
    let between = if here.ends_with('。') { "" } else { " " };
    html! {
        <p class="meaning" data-testid="difference">
            { Icon::Note.html() }
            <span>{ here }{ between }{ linux }</span>
        </p>
    }
}
