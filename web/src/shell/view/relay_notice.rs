//! The notice while the relay is lost, gone or refusing: what becomes of the sockets, and what
//! happens next.

use gloo_timers::callback::Interval;
use std::time::Duration;
use yew::prelude::*;

use crate::kit::browser;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::link::state::{Loss, Phase};
use crate::shell::texts::relay;

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct RelayNoticeProps {
    /// The link's phase.
    pub relay: Phase,
    /// Whether sockets were lost with it.
    pub sockets_gone: bool,
    /// The person does not want to wait.
    pub on_try_now: Callback<()>,
}

/// The notice; nothing while the relay is connected.
#[component]
pub fn RelayNotice(props: &RelayNoticeProps) -> Html {
    let (texts, language) = (use_texts_of::<relay::Relay>(), use_language());
    let onclick = props.on_try_now.reform(|_: MouseEvent| ());
    let lost_title = |loss: &Loss| match loss {
        Loss::Unreachable if !props.sockets_gone => texts.unreachable_title,
        _ => texts.lost_title,
    };
    let (title, why, wait) = match &props.relay {
        Phase::Idle
        | Phase::Ready(_)
        | Phase::Connecting { after: None }
        | Phase::Interrupted { lasting: false, .. } => return html! {},
        Phase::Connecting { after: Some(loss) } => {
            (lost_title(loss), (texts.loss)(loss), html! { { texts.trying } })
        }
        Phase::Waiting { until, loss } => {
            let wait = countdown(*until, texts.again_in);
            (lost_title(loss), (texts.loss)(loss), wait)
        }
        Phase::Interrupted { until, lasting: true, .. } => {
            let wait = countdown(*until, texts.kept_for);
            (texts.interrupted_title, texts.sockets_kept.to_owned(), wait)
        }
        Phase::Refused(goodbye) => {
            let why = goodbye.explanation().get(language).to_owned();
            (texts.refused_title, why, html! {})
        }
    };
    let passing = props.relay.is_ready();
    let class = classes!("notice", passing.then_some("is-passing"));
    html! {
        <section {class} role="alert" data-testid="relay-notice">
            { Icon::Unplugged.html() }
            <div class="notice-words">
                <strong>{ title }</strong>
                <p>{ why }</p>
                if props.sockets_gone && !passing {
                    <p data-testid="sockets-gone">{ texts.sockets_gone }</p>
                }
            </div>
            <div class="notice-wait">
                // The countdown changes every second, so it is hidden from screen readers.
                <span aria-hidden="true" data-testid="relay-countdown">{ wait }</span>
                <button type="button" class="plain" data-testid="relay-try-now" {onclick}>
                    { texts.try_now }
                </button>
            </div>
        </section>
    }
}

fn countdown(until: Duration, words: fn(u64) -> String) -> Html {
    html! { <Countdown key={until.as_millis().to_string()} {until} {words} /> }
}

#[derive(Debug, Clone, Properties)]
struct CountdownProps {
    until: Duration,
    words: fn(u64) -> String,
}

impl PartialEq for CountdownProps {
    fn eq(&self, other: &Self) -> bool {
        self.until == other.until && std::ptr::fn_addr_eq(self.words, other.words)
    }
}

#[component]
fn Countdown(props: &CountdownProps) -> Html {
    let until = props.until;
    let left = move || until.saturating_sub(browser::now()).as_millis().div_ceil(1000);
    let seconds = use_state_eq(left);
    let tick = seconds.clone();
    use_effect_with((), move |()| {
        let interval = Interval::new(200, move || tick.set(left()));
        move || drop(interval)
    });
    html! { { (props.words)(u64::try_from(*seconds).unwrap_or_default()) } }
}
