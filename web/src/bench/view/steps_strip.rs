//! The twelve steps as a score of two staves: the server's steps above, the client's below.

use lab_shared::trace::{Role, Step, StepState};
use yew::prelude::*;

use crate::bench::texts::steps;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::{use_language, use_texts_of};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct StepsStripProps {
    /// The side in the lab.
    pub role: Role,
    /// The steps and their states.
    pub steps: [(Step, StepState); 12],
    /// The one whose call is blocked.
    pub under_way: Option<Step>,
}

#[component]
pub(crate) fn StepsStrip(props: &StepsStripProps) -> Html {
    let texts = use_texts_of::<steps::Steps>();
    let next = props.steps.iter().position(|(_, state)| *state == StepState::Open);
    let cells = props.steps.iter().enumerate().map(|(at, &(step, state))| {
        let blocked = props.under_way == Some(step);
        html! { <StepCell key={at} number={at + 1} {step} {state} {blocked} next={next == Some(at)} /> }
    });
    let stave = |role: Role, name: &'static str| {
        let you = (props.role == role).then_some(texts.you);
        html! {
            <span class={classes!("stave", stave_class(Some(role)))} aria-hidden="true">
                { name }
                if let Some(you) = you { <em>{ you }</em> }
            </span>
        }
    };
    html! {
        <div class="steps" data-testid="steps">
            { stave(Role::Server, texts.server) }
            { stave(Role::Client, texts.client) }
            <ol aria-label={texts.title}>{ for cells }</ol>
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct StepCellProps {
    number: usize,
    step: Step,
    state: StepState,
    blocked: bool,
    next: bool,
}

#[component]
fn StepCell(props: &StepCellProps) -> Html {
    let (texts, language) = (use_texts_of::<steps::Steps>(), use_language());
    let (state, words, mark) = match props.state {
        StepState::Done(_) => ("done", texts.done, Icon::Check.html()),
        StepState::Seen(_) => ("seen", texts.seen, Icon::Check.html()),
        StepState::Open if props.blocked => ("blocked", texts.blocked, Icon::Blocked.html()),
        StepState::Open => ("open", texts.open, html! { { props.number } }),
    };
    let title = props.step.title().get(language);
    html! {
        <li
            class={classes!("step", stave_class(props.step.role()))}
            data-testid={format!("step-{}", props.number)}
            data-state={state}
            aria-current={props.next.then_some("step")}
            title={format!("{} {title}: {words}", props.number)}
        >
            <i class="step-mark" aria-hidden="true">{ mark }</i>
            if let Some(name) = short(props.step) {
                <code class="step-name" aria-hidden="true">{ name }</code>
            }
            <span class="unseen">{ format!("{title}: {words}") }</span>
        </li>
    }
}

fn stave_class(role: Option<Role>) -> &'static str {
    match role {
        Some(Role::Server) => "on-server",
        Some(Role::Client) => "on-client",
        None => "on-both",
    }
}

/// The call of a step; being connected has none.
fn short(step: Step) -> Option<&'static str> {
    Some(match step {
        Step::ServerSocket | Step::ClientSocket => "socket",
        Step::Bind => "bind",
        Step::Listen => "listen",
        Step::Connect => "connect",
        Step::Accept => "accept",
        Step::Connected => return None,
        Step::Send | Step::Reply => "send",
        Step::Recv => "recv",
        Step::ClientClose | Step::ServerClose => "close",
    })
}
