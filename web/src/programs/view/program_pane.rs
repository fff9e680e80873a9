//! One program pane: its head, control bar, editor, threads and console.

use lab_shared::trace::Role;
use std::rc::Rc;
use yew::prelude::*;

use super::advice_list::AdviceList;
use super::bar::ControlBar;
use super::console::ConsoleView;
use super::editor_pane::EditorPane;
use super::file_head::FileHead;
use super::side_name;
use super::threads::Threads;
use super::written_files::WrittenFiles;
use crate::kit::view::command::use_command;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::{use_language, use_texts_of};
use crate::programs::state::advice::shown::{advise_open, lines, with_error};
use crate::programs::state::command::{ProgramCommand, WorkCommand};
use crate::programs::state::program::{Phase, Program, ProgramStatus};
use crate::programs::state::workspace::{SideFiles, WorkspaceEdit};
use crate::programs::texts as programs;
use crate::workbench::state::layout::Border;
use crate::workbench::view::separator::Separator;
use crate::worker::message::ThreadState;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ProgramPaneProps {
    /// Which.
    pub side: Role,
    pub files: SideFiles,
    pub program: Program,
    /// Why it cannot be run now.
    #[prop_or_default]
    pub hindered: Option<AttrValue>,
    /// The file and line of the call that the person points at.
    #[prop_or_default]
    pub pointed: Option<(AttrValue, u32)>,
    /// Carries out what the person does.
    pub on: Callback<WorkCommand>,
    /// What is shown beside the pane's name.
    #[prop_or_default]
    pub children: Html,
}

/// The pane.
#[component]
pub(crate) fn ProgramPane(props: &ProgramPaneProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().window;
    let ProgramPaneProps { side, files, program, on, .. } = props;
    let side = *side;
    let file = files.open_file().cloned().unwrap_or_default();
    let name = AttrValue::from(file.name.clone());
    let language = use_language();
    let advice = use_memo(files.clone(), advise_open);
    let error: Option<(u32, AttrValue)> = match &program.phase {
        Phase::Finished { error: Some(fault), .. } => fault
            .line
            .filter(|_| fault.file.as_deref() == Some(&file.name))
            .map(|line| (line, with_error(&fault.text, line, &advice, language).into())),
        _ => None,
    };
    let error_line = error.as_ref().map(|(line, _)| *line);
    let advised = lines(&advice, error_line, language);
    let advised: Vec<(u32, AttrValue)> =
        advised.into_iter().map(|(line, words)| (line, words.into())).collect();
    let stops = program.breakpoints.get(&file.name);
    let breakpoints: Vec<u32> = stops.into_iter().flatten().copied().collect();
    let on_edit = use_command(on, WorkCommand::Edit);
    let on_program = use_command(on, WorkCommand::Program);
    let on_show = |at: usize| on_edit.reform(move |_: MouseEvent| WorkspaceEdit::Open(side, at));
    let shown_elsewhere = elsewhere(files, program, texts.error_at).map(|(at, words)| {
        html! {
            <p class="half-note is-elsewhere">
                <button type="button" class="plain" data-testid={format!("show-place-{}", side_name(side))} onclick={on_show(at)}>
                    { words }{ Icon::Next.html() }
                </button>
            </p>
        }
    });
    let on_text = on_edit.reform(move |text: String| WorkspaceEdit::Text(side, text));
    let on_breakpoints = {
        let name = file.name.clone();
        on_program
            .reform(move |lines: Vec<u32>| ProgramCommand::Breakpoints(side, name.clone(), lines))
    };
    let older = program.is_older_than(&file.name, &file.text);
    let pointed = props.pointed.as_ref().filter(|(of, _)| *of == file.name).map(|(_, line)| *line);
    let arguments = files.split_arguments().err().map(texts.arguments_error);
    let hindered = props.hindered.clone().or(arguments.map(AttrValue::Static));
    html! {
        <>
            <FileHead {side} files={files.clone()} {on_edit}>
                { props.children.clone() }
            </FileHead>
            <ControlBar {side} program={program.clone()} {hindered} on={on.clone()} />
            <div class="half-work">
                { shown_elsewhere }
                if older {
                    <p class="half-note" data-testid={format!("older-{}", side_name(side))}>{ texts.older }</p>
                }
                <EditorPane
                    name={side_name(side)}
                    file={name}
                    text={file.text.clone()}
                    marks={program.marks(&file.name)}
                    follow={matches!(program.status(), ProgramStatus::Paused | ProgramStatus::Blocked | ProgramStatus::WantsInput)}
                    {breakpoints}
                    {error}
                    advice={advised}
                    {pointed}
                    {on_text}
                    {on_breakpoints}
                />
                if !program.is_on() {
                    <AdviceList {side} {advice} {error_line} />
                }
                <WrittenFiles {side} written={Rc::clone(&program.written)} />
            </div>
            <Separator border={Border::Console} />
            <div class="half-foot">
                <Threads {side} program={program.clone()} on={on_program.clone()} />
                <Separator border={Border::Threads} />
                <ConsoleView {side} program={program.clone()} on={on_program} />
            </div>
        </>
    }
}

/// Where the program is paused or has failed, if another file than the open one shows that: the file, and words for the place.
fn elsewhere(
    files: &SideFiles,
    program: &Program,
    words: fn(&str, u32) -> String,
) -> Option<(usize, String)> {
    let paused = program.threads.iter().find(|it| matches!(it.state, ThreadState::Paused { .. }));
    let (file, line) = match (&program.phase, paused) {
        (Phase::Finished { error: Some(fault), .. }, _) => (fault.file.as_deref()?, fault.line?),
        (_, Some(thread)) => (thread.file.as_deref()?, thread.line?),
        _ => return None,
    };
    let at = files.all.iter().position(|it| it.name == file)?;
    (at != files.open).then(|| (at, words(file, line)))
}
