//! A program's console: a terminal, and until its script is there a list of lines and a field to type into.

use lab_shared::trace::Role;
use std::rc::Rc;
use yew::prelude::*;

use super::console_input::ConsoleInput;
use super::console_tools::ConsoleTools;
use super::side_name;
use super::use_terminal::use_terminal;
use crate::kit::view::follow_tail::use_follow_tail;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::command::ProgramCommand;
use crate::programs::state::program::console::{Line, Source};
use crate::programs::state::program::{Phase, Program};
use crate::programs::texts as programs;
use crate::worker::message::Stream;

/// How many lines are drawn; the program may write them faster than anybody reads.
const DRAWN: usize = 400;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ConsoleViewProps {
    /// Which pane.
    pub side: Role,
    pub program: Program,
    /// Carries out what the person does.
    pub on: Callback<ProgramCommand>,
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct LineViewProps {
    line: Rc<Line>,
}

#[component]
fn LineView(props: &LineViewProps) -> Html {
    let pieces = props.line.pieces.iter().map(|piece| {
        let class = match piece.source {
            Source::Program(Stream::Stdout) => "is-stdout",
            Source::Program(Stream::Stderr) => "is-stderr",
            Source::Typed => "is-typed",
        };
        html! { <span {class}>{ piece.plain().into_owned() }</span> }
    });
    html! { <li>{ for pieces }</li> }
}

/// The end of a program that did not end by itself: what happened, and the words that came with it.
fn broken(side: Role, what: &str, words: &str) -> Html {
    html! {
        <p class="console-end is-error" data-testid={format!("error-{}", side_name(side))}>
            { Icon::Cross.html() }{ what }{ " " }<samp>{ words }</samp>
        </p>
    }
}

#[component]
pub(crate) fn ConsoleView(props: &ConsoleViewProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let ConsoleViewProps { side, program, on } = props;
    let console = &program.console;
    let lines = console.lines().len();
    let (list, onscroll) = use_follow_tail((console.clone(), program.phase.clone()));
    let terminal = use_terminal(*side, program, on);
    let shown = terminal.terminal.clone();
    let drawn_of = if shown.is_some() { lines } else { DRAWN };
    let hidden = console.dropped() + lines.saturating_sub(drawn_of) as u64;
    let drawn = console
        .lines()
        .skip(lines.saturating_sub(DRAWN))
        .map(|(number, line)| html! { <LineView key={number} line={line.clone()} /> });
    let end = match &program.phase {
        Phase::Finished { error: Some(fault), .. } => {
            let place = fault.file.as_deref().zip(fault.line);
            Some(html! {
                <p class="console-end is-error" data-testid={format!("error-{}", side_name(*side))}>
                    { Icon::Cross.html() }
                    { &fault.text }
                    if let Some((file, line)) = place { { " · " }{ (texts.error_at)(file, line) } }
                </p>
            })
        }
        Phase::Finished { status, .. } => {
            Some(html! { <p class="console-end">{ (texts.ended)(*status) }</p> })
        }
        Phase::Crashed(words) => Some(broken(*side, texts.crashed, words)),
        Phase::Forged(message) => Some(broken(*side, texts.forged, message)),
        Phase::Failed(why) => Some(broken(*side, texts.failed, why)),
        _ => None,
    };
    html! {
        <div class="console">
            <div
                class={classes!("console-terminal", program.wants_input.is_some().then_some("is-wanted"))}
                ref={terminal.place}
                hidden={shown.is_none()}
                data-enabled={program.is_on().to_string()}
                data-testid={format!("terminal-{}", side_name(*side))}
            ></div>
            <div
                class={if shown.is_some() { "unseen" } else { "console-lines" }}
                ref={list}
                {onscroll}
                tabindex={shown.is_none().then_some("0")}
                role="log"
                aria-live="off"
                aria-label={texts.console}
                data-testid={format!("console-{}", side_name(*side))}
                data-open={console.is_open().to_string()}
            >
                <ol>{ for drawn }</ol>
            </div>
            <div class="console-foot">
                if hidden > 0 {
                    <p class="earlier">{ (texts.console_dropped)(hidden) }</p>
                }
                if lines == 0 && end.is_none() {
                    <p class="empty">{ texts.console_empty }</p>
                }
                // None is no node at all: yew would then take the places of the nodes before it for others.
                { end.unwrap_or_default() }
            </div>
            if let Some(shown) = shown {
                <ConsoleTools
                    side={*side}
                    terminal={shown}
                    found={terminal.found}
                    enabled={program.is_on()}
                    wanted={program.wants_input.is_some()}
                    on={on.clone()}
                />
            } else {
                <ConsoleInput
                    side={*side}
                    enabled={program.is_on()}
                    wanted={program.wants_input.is_some()}
                    on={on.clone()}
                />
            }
        </div>
    }
}
