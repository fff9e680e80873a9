//! A program's threads: each with its state, its line, what it waits for and since when.

use lab_shared::trace::Role;
use yew::prelude::*;

use super::locals::Locals;
use super::side_name;
use crate::kit::browser;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::command::ProgramCommand;
use crate::programs::state::program::{Program, state_name};
use crate::programs::texts as programs;
use crate::timeline::state::thread_colour::thread_colour;
use crate::timeline::view::running_time::RunningTime;
use crate::worker::message::{ThreadState, ThreadView, ToWorker};

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ThreadsProps {
    /// Which pane.
    pub side: Role,
    pub program: Program,
    /// Carries out what the person does.
    pub on: Callback<ProgramCommand>,
}

/// The panel.
#[component]
pub(crate) fn Threads(props: &ThreadsProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let chosen = use_state_eq(|| None::<u32>);
    let threads = &props.program.threads;
    let looked_at = (*chosen)
        .and_then(|id| threads.iter().find(|thread| thread.id == id))
        .or_else(|| threads.iter().find(|it| matches!(it.state, ThreadState::Paused { .. })))
        .or_else(|| threads.iter().find(|it| matches!(it.state, ThreadState::Blocked { .. })))
        .or(threads.first());
    let rows = threads.iter().map(|thread| {
        let id = thread.id;
        let chosen = chosen.clone();
        let on_choose = Callback::from(move |_: MouseEvent| chosen.set(Some(id)));
        let is_looked_at = looked_at.is_some_and(|it| it.id == id);
        html! {
            <ThreadRow key={id} side={props.side} thread={thread.clone()} {is_looked_at} {on_choose} on={props.on.clone()} />
        }
    });
    html! {
        <div class="threads" role="group" aria-label={texts.threads} data-testid={format!("threads-{}", side_name(props.side))}>
            if threads.is_empty() {
                <p class="empty">{ texts.no_threads }</p>
            } else {
                <ul>{ for rows }</ul>
                if let Some(thread) = looked_at {
                    <Locals side={props.side} frames={thread.frames.clone()} />
                }
            }
        </div>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct ThreadRowProps {
    side: Role,
    thread: ThreadView,
    is_looked_at: bool,
    on_choose: Callback<MouseEvent>,
    on: Callback<ProgramCommand>,
}

#[component]
fn ThreadRow(props: &ThreadRowProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let ThreadRowProps { side, thread, .. } = props;
    let (side, id) = (*side, thread.id);
    let state = match &thread.state {
        ThreadState::Running => html! { texts.thread_running },
        ThreadState::Ended => html! { texts.thread_ended },
        ThreadState::Paused { reason } => html! { (texts.thread_paused)(*reason) },
        ThreadState::Blocked { on, since, .. } => html! {
            <>{ Icon::Blocked.html() }{ (texts.thread_blocked)(on) }{ " " }<RunningTime since={browser::since_epoch(*since)} /></>
        },
    };
    let blocked_on = match &thread.state {
        ThreadState::Blocked { on, .. } => Some(on.clone()),
        _ => None,
    };
    let key = |name: &str, icon: Icon, words: &'static str, message: ToWorker| {
        let onclick = props.on.reform(move |event: MouseEvent| {
            event.stop_propagation();
            ProgramCommand::Tell(side, message.clone())
        });
        html! {
            <button type="button" class="thread-key" title={words} aria-label={format!("{words}: {}", thread.name)} data-testid={format!("thread-{name}-{}-{id}", side_name(side))} {onclick}>
                { icon.html() }
            </button>
        }
    };
    let thread_id = Some(id);
    html! {
        <li
            class={classes!("thread", format!("is-{}", state_name(&thread.state)), props.is_looked_at.then_some("is-looked-at"))}
            style={format!("--thread: var(--thread-{})", thread_colour(id))}
            data-testid={format!("thread-{}", side_name(side))}
            data-thread={id.to_string()}
            data-state={state_name(&thread.state)}
            data-line={thread.line.map(|line| line.to_string())}
            data-on={blocked_on}
            onclick={props.on_choose.clone()}
        >
            <button type="button" class="thread-name" aria-pressed={props.is_looked_at.to_string()}>
                <i class="thread-dot" aria-hidden="true"></i><span>{ &thread.name }</span>
            </button>
            <span class="thread-at">
                if let Some(function) = &thread.function { <code>{ function }</code>{ " " } }
                if let Some(line) = thread.line { { (texts.line)(line) } }
            </span>
            <span class="thread-state">
                { state }
                if thread.daemon { { " · " }{ texts.daemon } }
            </span>
            <span class="thread-keys">
                if matches!(thread.state, ThreadState::Paused { .. }) {
                    { key("resume", Icon::Run, texts.resume, ToWorker::Resume { thread: thread_id }) }
                    { key("step", Icon::Step, texts.step, ToWorker::Step { thread: thread_id }) }
                } else if thread.state != ThreadState::Ended {
                    { key("pause", Icon::Pause, texts.pause, ToWorker::Pause { thread: thread_id }) }
                }
            </span>
        </li>
    }
}
