//! A time that runs: how long a call has been blocked.

use gloo::timers::callback::Interval;
use lab_shared::call::Micros;
use yew::prelude::*;

use crate::browser;
use crate::state::clock::micros;
use crate::state::moments::duration;

/// How often it is drawn anew, in milliseconds: as often as its last digit changes.
const TICK: u32 = 100;

/// What a running time needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RunningTimeProps {
    /// When it began, on the page's clock.
    pub(crate) since: Micros,
}

#[component]
pub(crate) fn RunningTime(props: &RunningTimeProps) -> Html {
    let now = use_state_eq(|| micros(browser::now()));
    let tick = now.clone();
    use_effect_with((), move |()| {
        let interval = Interval::new(TICK, move || tick.set(micros(browser::now())));
        move || drop(interval)
    });
    html! { <time class="running">{ duration(now.since(props.since)) }</time> }
}
