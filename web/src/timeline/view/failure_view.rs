//! What a call raised: Python's words, the numbers, the cause and the remedy.

use lab_shared::call::{CallName, Exception, Failure};
use lab_shared::errno::{Errno, System, explain};
use yew::prelude::*;

use crate::kit::view::icon::Icon;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::systems::texts::Systems;
use crate::systems::view::on_linux;
use crate::timeline::texts as timeline;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct FailureViewProps {
    pub(crate) failure: Failure,
    /// The call that failed, where it is known.
    #[prop_or_default]
    pub(crate) call: Option<CallName>,
}

#[component]
pub(crate) fn FailureView(props: &FailureViewProps) -> Html {
    let (texts, language) = (use_texts_of::<timeline::Timeline>(), use_language());
    let systems = use_texts_of::<Systems>();
    let failure = &props.failure;
    // A call that the person cancelled is no error of the program.
    let cancelled = failure.exception == Exception::KeyboardInterrupt;
    let elsewhere = numbers_elsewhere(failure);
    let words = |label: &'static str, text: &'static str| {
        html! { <p><b>{ label }</b>{ text }</p> }
    };
    html! {
        <div class={classes!("failure", cancelled.then_some("is-cancelled"))} data-testid="failure">
            <p class="failure-title">
                { if cancelled { Icon::Note.html() } else { Icon::Cross.html() } }
                <code data-testid="exception">{ failure.to_string() }</code>
            </p>
            <p class="failure-numbers">
                if let Some(name) = &failure.errno { <code data-testid="errno">{ name }</code> }
                { for elsewhere.map(|(system, number)| html! { <span>{ format!("{} {number}", system.name()) }</span> }) }
                if let Some(rule) = failure.rule {
                    <span data-testid="rule">{ texts.rule }{ " " }<code>{ rule.name() }</code></span>
                }
            </p>
            if let Some(rule) = failure.rule {
                { words(texts.cause, rule.explanation().get(language)) }
            } else if let Some(explained) = explain(failure) {
                { words(texts.cause, explained.cause.get(language)) }
                { words(texts.remedy, explained.remedy.get(language)) }
            }
            { on_linux(props.call, failure, systems) }
        </div>
    }
}

/// The numbers of the same error on Linux and on Windows, where these are not the one it has.
fn numbers_elsewhere(failure: &Failure) -> impl Iterator<Item = (System, i32)> {
    let code = failure.code.filter(|_| failure.exception != Exception::Gaierror);
    let errno = code.and_then(Errno::from_number);
    let number = move |system| Some((system, errno?.number(system)?));
    let both = [System::Linux, System::Windows].into_iter().filter_map(number);
    both.filter(move |(_, number)| Some(*number) != code)
}
