//! A running time: how long a call has been blocked.

use gloo_timers::callback::Timeout;
use lab_shared::call::Micros;
use yew::prelude::*;

use crate::kit::browser;
use crate::kit::state::clock::micros;
use crate::kit::state::format::duration;
use crate::kit::view::displayed_time::DisplayedTime;

/// How often a time is drawn while its tenths are readable, in milliseconds.
const BEAT: u32 = 100;

/// How often a long time is drawn.
const SLOW_BEAT: u32 = 1000;

/// The shortest long time, in microseconds.
const LONG: u64 = 10_000_000;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RunningTimeProps {
    /// When it began, on the page's clock.
    pub(crate) since: Micros,
}

/// The time until now, or until the earlier moment that is shown.
#[component]
pub(crate) fn RunningTime(props: &RunningTimeProps) -> Html {
    match use_context::<DisplayedTime>() {
        Some(DisplayedTime(Some(then))) => {
            html! { <time class="running">{ duration(then.since(props.since)) }</time> }
        }
        _ => html! { <Ticking since={props.since} /> },
    }
}

#[component]
fn Ticking(props: &RunningTimeProps) -> Html {
    let now = use_state_eq(browser::now);
    let since_then = micros(*now).since(props.since);
    let set = now.setter();
    use_effect_with(*now, move |now| {
        let beat = if since_then < LONG { BEAT } else { SLOW_BEAT };
        // All running times are drawn at the same moments, because each moment costs a layout of the page.
        let past = (now.as_millis() % u128::from(beat)) as u32;
        let timer = Timeout::new(beat - past, move || set.set(browser::now()));
        move || drop(timer)
    });
    html! { <time class="running">{ duration(since_then) }</time> }
}
