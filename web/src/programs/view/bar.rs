//! The control bar of a program pane: run, hold, step, stop, Ctrl+C, and the pace.

use lab_shared::trace::Role;
use yew::prelude::*;

use super::badge::Badge;
use super::side_name;
use crate::kit::view::icon::Icon;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::command::{ProgramCommand, WorkCommand};
use crate::programs::state::program::{Program, ProgramStatus};
use crate::programs::texts as programs;
use crate::worker::message::{Begin, ToWorker};

/// Paces to choose from, in milliseconds a line.
const PACES: [u32; 5] = [0, 50, 200, 500, 1000];

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ControlBarProps {
    /// Which pane.
    pub side: Role,
    pub program: Program,
    /// Why it cannot be run now.
    #[prop_or_default]
    pub hindered: Option<AttrValue>,
    /// Carries out what the person does.
    pub on: Callback<WorkCommand>,
}

#[component]
pub(crate) fn ControlBar(props: &ControlBarProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let ControlBarProps { side, program, on, .. } = props;
    let side = *side;
    let on_program = on.reform(WorkCommand::Program);
    let status = program.status();
    let (runs, paused) = (program.is_on(), status == ProgramStatus::Paused);
    let hindered = props.hindered.is_some();
    let run = |begin| on.reform(move |_: MouseEvent| WorkCommand::Run(side, begin));
    let tell = |message: ToWorker| {
        on_program.reform(move |_: MouseEvent| ProgramCommand::Tell(side, message.clone()))
    };
    let stop = on_program.reform(move |_: MouseEvent| ProgramCommand::Stop(side));
    let key = |name: &str,
               icon: Option<Icon>,
               words: &'static str,
               able: bool,
               onclick,
               class: &'static str| {
        html! {
            <button
                type="button"
                title={words}
                {class}
                data-testid={format!("{name}-{}", side_name(side))}
                disabled={!able}
                {onclick}
            >
                { icon.map(Icon::html) }
                <span class={classes!("key-words", (icon.is_some() && class.is_empty()).then_some("may-hide"))}>{ words }</span>
            </button>
        }
    };
    let step = if runs { tell(ToWorker::Step { thread: None }) } else { run(Begin::Pause) };
    let pace = PACES.iter().position(|pace| *pace == program.pace).unwrap_or_default();
    let on_pace = on_program.reform(move |at: usize| ProgramCommand::Pace(side, PACES[at]));
    let choices = PACES
        .iter()
        .map(|pace| (pace.to_string().into(), (texts.pace_name)(*pace).into()))
        .collect::<Vec<_>>();
    html! {
        <div class="run-bar" role="group" aria-label={texts.controls} title={props.hindered.clone()}>
            { key("run", Some(Icon::Run), texts.run, !runs && !hindered, run(Begin::Run), "is-primary") }
            if paused {
                { key("resume", Some(Icon::Run), texts.resume, true, tell(ToWorker::Resume { thread: None }), "is-primary") }
            } else {
                { key("pause", Some(Icon::Pause), texts.pause, runs, tell(ToWorker::Pause { thread: None }), "") }
            }
            { key("step", Some(Icon::Step), texts.step, (runs || !hindered) && status != ProgramStatus::Starting, step, "") }
            { key("stop", Some(Icon::Stop), texts.stop, runs, stop, "") }
            { key("restart", Some(Icon::Again), texts.restart, runs, run(Begin::Run), "") }
            { key("interrupt", None, texts.interrupt, runs, tell(ToWorker::Interrupt), "") }
            <SelectField
                testid={format!("pace-{}", side_name(side))}
                label={texts.pace}
                width={classes!("inline", "run-pace")}
                offer={Offer { choices, chosen: pace, on_choose: on_pace }}
            />
            <Badge {side} program={program.clone()} />
        </div>
    }
}
