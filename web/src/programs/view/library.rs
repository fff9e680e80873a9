//! The list of a person's own programs: open, rename, keep, share.

use std::rc::Rc;
use yew::prelude::*;

use lab_shared::trace::Role;

use super::loose_row::LooseRow;
use super::open_files::OpenFiles;
use super::project_card::ProjectCard;
use crate::kit::texts::Texts as _;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::browser::opened::Files;
use crate::programs::state::command::{FilePlace, LibraryCommand};
use crate::programs::state::library::Library;
use crate::programs::state::own::Unkept;
use crate::programs::state::project::{ProjectError, ProjectFile};
use crate::programs::state::share::Shared;
use crate::programs::texts as programs;

/// What the pane needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct LibraryPaneProps {
    /// The programs.
    pub library: Rc<Library>,
    /// What a link brought.
    pub shared: Option<Shared>,
    /// Why the browser does not keep them all, if so.
    pub unkept: Option<Unkept>,
    /// Why what was opened last is refused.
    pub refused: Option<ProjectError>,
    /// The files that the server's and the client's pane run.
    pub runs: [Option<FilePlace>; 2],
    /// Carries out what the person does.
    pub on: Callback<LibraryCommand>,
    /// Adds what a person opens, and opens it in a pane.
    pub on_files: Callback<(Role, Files)>,
    /// Goes to all lessons.
    pub on_all: Callback<()>,
}

#[component]
pub(crate) fn LibraryPane(props: &LibraryPaneProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let LibraryPaneProps { library, on, .. } = props;
    let on_all = props.on_all.reform(|_: MouseEvent| ());
    let on_new = on.reform(|_: MouseEvent| {
        let file = ProjectFile::text("program.py", programs::Programs::EN.library.sample);
        LibraryCommand::Add(Role::Server, file)
    });
    let on_keep = on.reform(|_: MouseEvent| LibraryCommand::Keep);
    let on_dismiss = on.reform(|_: MouseEvent| LibraryCommand::Dismiss);
    let loose = library.loose().files.iter().map(|file| {
        html! { <LooseRow key={file.path.clone()} file={file.clone()} on={on.clone()} /> }
    });
    let projects = library.named().iter().map(|project| {
        html! {
            <ProjectCard key={project.name.clone()} project={Rc::clone(project)} runs={props.runs.clone()} on={on.clone()} />
        }
    });
    let is_empty = library.loose().files.is_empty() && library.named().is_empty();
    html! {
        <>
            <div class="pane-head guide-head">
                <button type="button" class="plain" data-testid="all-lessons" onclick={on_all}>{ "← " }{ texts.all_lessons }</button>
            </div>
            <div class="pane-body guide-body">
                <h2 class="lesson-title">{ texts.title }</h2>
                <p class="lesson-summary">{ texts.lead }</p>
                if let Some(shared) = &props.shared {
                    <div class="shared" role="status" data-testid="shared-program">
                        <p>{ (texts.shared)(shared.name()) }</p>
                        <button type="button" class="plain" data-testid="shared-keep" onclick={on_keep}>{ texts.keep }</button>
                        <button type="button" class="plain" data-testid="shared-dismiss" onclick={on_dismiss}>{ texts.dismiss }</button>
                    </div>
                }
                if let Some(why) = props.unkept {
                    <p class="half-note" role="alert" data-testid="unkept">{ (texts.unkept)(why) }</p>
                }
                <OpenFiles on_files={props.on_files.clone()}>
                    <button type="button" class="plain" data-testid="program-new" onclick={on_new}>{ Icon::New.html() }{ texts.new }</button>
                </OpenFiles>
                if let Some(refused) = &props.refused {
                    <p class="refused" role="alert" data-testid="open-refused">{ Icon::Cross.html() }{ (texts.refused)(refused) }</p>
                }
                if is_empty { <p class="empty">{ texts.none }</p> }
                { for projects }
                <ul class="library">{ for loose }</ul>
            </div>
        </>
    }
}
