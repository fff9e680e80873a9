//! Runs, holds and ends a plan, and says where it is and what pacing it reaches.

use lab_shared::assistant::plan::RunState;
use std::time::Duration;
use yew::prelude::*;

use crate::assistant::state::plans::command::PlansCommand;
use crate::assistant::state::plans::run::PlanRun;
use crate::assistant::texts::plans::Plans as Texts;
use crate::kit::state::format;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct RunBarProps {
    /// How it runs, or ran last.
    pub(crate) run: Option<PlanRun>,
    /// The time between two rounds that is wanted, in milliseconds.
    pub(crate) every: u32,
    /// Whether it can be begun.
    pub(crate) runnable: bool,
    /// Whether a field has a mistake.
    pub(crate) mistaken: bool,
    pub(crate) on: Callback<PlansCommand>,
}

#[component]
pub(crate) fn RunBar(props: &RunBarProps) -> Html {
    let texts = use_texts_of::<Texts>();
    let RunBarProps { run, every, runnable, mistaken, on } = props;
    let key = |icon: Icon,
               words: &'static str,
               testid: &'static str,
               command: PlansCommand,
               enabled: bool| {
        let is_main = matches!(command, PlansCommand::Run | PlansCommand::Resume);
        let onclick = on.reform(move |_: MouseEvent| command.clone());
        html! {
            <button
                type="button"
                class={classes!("key", is_main.then_some("is-main"))}
                data-testid={testid}
                disabled={!enabled}
                {onclick}
            >
                { icon.html() }{ words }
            </button>
        }
    };
    let state = run.as_ref().map(|run| run.now.state);
    let keys = match state {
        Some(RunState::Running) => html! {
            <>
                { key(Icon::Pause, texts.hold, "plan-pause", PlansCommand::Pause, true) }
                { key(Icon::Stop, texts.stop, "plan-stop", PlansCommand::Stop, true) }
            </>
        },
        Some(RunState::Paused) => html! {
            <>
                { key(Icon::Run, texts.go_on, "plan-resume", PlansCommand::Resume, true) }
                { key(Icon::Step, texts.step, "plan-step", PlansCommand::Step, true) }
                { key(Icon::Stop, texts.stop, "plan-stop", PlansCommand::Stop, true) }
            </>
        },
        over => {
            let words = if over.is_some() { texts.again } else { texts.run };
            key(Icon::Run, words, "plan-run", PlansCommand::Run, *runnable)
        }
    };
    html! {
        <section class="plan-run" aria-label={texts.run}>
            <div class="run-keys">{ keys }</div>
            if *mistaken { <p class="complaint" role="status" data-testid="plan-mistake">{ texts.mistake }</p> }
            if let Some(run) = run {
                <p class="run-state" data-state={state_name(run.now.state)} data-testid="plan-state">
                    <b>{ (texts.state)(run.now.state) }</b>
                    <span>{ (texts.place)(run.now.round.max(1), run.now.step + 1) }</span>
                    <span>{ (texts.sent)(run.now.sent) }</span>
                </p>
                <p class="run-pacing" data-testid="plan-pacing">
                    if let Some(interval) = run.rounds.interval() {
                        <span>{ (texts.round_each)(&shown(interval), *every) }</span>
                    }
                    if let Some(interval) = run.sends.interval() {
                        <span>{ (texts.send_each)(&shown(interval), &rate(interval)) }</span>
                    }
                </p>
            }
        </section>
    }
}

fn shown(interval: Duration) -> String {
    format::duration(u64::try_from(interval.as_micros()).unwrap_or(u64::MAX))
}

/// How many a second.
fn rate(interval: Duration) -> String {
    let seconds = interval.as_secs_f64().max(1e-6);
    if seconds > 0.1 { format!("{:.1}", 1.0 / seconds) } else { format!("{:.0}", 1.0 / seconds) }
}

/// A state's name in the page's markup.
fn state_name(state: RunState) -> &'static str {
    match state {
        RunState::Running => "running",
        RunState::Paused => "paused",
        RunState::Done => "done",
        RunState::Failed => "failed",
        RunState::Stopped => "stopped",
    }
}
