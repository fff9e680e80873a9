//! A project: its tree, and what is done with it.

use std::rc::Rc;

use lab_shared::trace::Role;
use yew::prelude::*;

use super::file_keys::{DeleteKey, save};
use super::package_note::PackageNote;
use super::side_name;
use crate::kit::browser;
use crate::kit::state::file_name::FileName;
use crate::kit::state::format;
use crate::kit::view::copy_button::CopyButton;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::browser::library::share_link;
use crate::programs::state::command::{FilePlace, LibraryCommand};
use crate::programs::state::project::tree::TreeRow;
use crate::programs::state::project::{Content, Project, ProjectFile, archive};
use crate::programs::state::share::Shared;
use crate::programs::texts as programs;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct ProjectCardProps {
    pub project: Rc<Project>,
    /// The files that the server's and the client's pane run.
    pub runs: [Option<FilePlace>; 2],
    /// Carries out what the person does.
    pub on: Callback<LibraryCommand>,
}

#[component]
pub(crate) fn ProjectCard(props: &ProjectCardProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let ProjectCardProps { project, runs, on } = props;
    let own = |side: usize| {
        let runs = runs[side].as_ref().filter(|it| it.project == project.name);
        runs.map(|it| it.path.clone())
    };
    let (server, client) = (own(0), own(1));
    let link = use_memo(
        (Rc::clone(project), server.clone(), client.clone()),
        |(project, server, client)| {
            let mut shared = Shared::project(project);
            shared.server = server.clone().or(shared.server);
            shared.client = client.clone().or(shared.client);
            share_link(&shared)
        },
    );
    let on_zip = {
        let project = Rc::clone(project);
        Callback::from(move |_: MouseEvent| {
            let name = FileName::new(&project.name, ".zip");
            browser::save_file(&name, "application/zip", &archive::write(&project));
        })
    };
    let name = project.name.clone();
    let on_delete = on.reform(move |()| LibraryCommand::DeleteProject(name.clone()));
    let rows = project.tree().into_iter().enumerate().map(|(at, row)| {
        let path = row.file.as_ref().map(|file| &file.path);
        let runs = [&server, &client].map(|main| path.is_some() && main.as_ref() == path);
        let key = path.map_or_else(|| format!("{at}/"), Clone::clone);
        html! { <Row {key} project={project.name.clone()} {row} {runs} on={on.clone()} /> }
    });
    let size = format::size(project.size());
    html! {
        <details class="project" open=true data-testid="project" data-name={project.name.clone()}>
            <summary>
                { Icon::Folder.html() }<b>{ &project.name }</b>
                <small>{ (texts.files)(project.files.len(), &size) }</small>
            </summary>
            <ul class="tree">{ for rows }</ul>
            <div class="library-keys">
                <button type="button" class="plain" data-testid="project-save" disabled={!project.is_whole()} onclick={on_zip}>{ Icon::Save.html() }{ texts.save_zip }</button>
                if let Some(line) = &*link {
                    <CopyButton line={line.clone()} words={texts.share} testid="project-share" />
                } else {
                    <span class="no-link">{ texts.too_large_to_share }</span>
                }
                <DeleteKey testid="project-delete" {on_delete} />
            </div>
        </details>
    }
}

#[derive(Debug, Clone, PartialEq, Properties)]
struct RowProps {
    /// The project's name.
    project: AttrValue,
    row: TreeRow,
    /// Whether the server's and the client's pane run it.
    runs: [bool; 2],
    on: Callback<LibraryCommand>,
}

/// A folder, or a file with the keys that open it.
#[component]
fn Row(props: &RowProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let RowProps { project, row, runs, on } = props;
    let style = format!("--depth: {}", row.depth);
    let Some(file) = &row.file else {
        return html! { <li class="tree-row is-folder" {style}>{ Icon::Folder.html() }<span>{ &row.name }</span></li> };
    };
    let is_text = matches!(file.content, Content::Text(_));
    let halves =
        [(Role::Server, texts.to_server, runs[0]), (Role::Client, texts.to_client, runs[1])];
    let keys = halves.map(|(side, half, runs)| {
        let place = FilePlace { project: project.to_string(), path: file.path.clone() };
        let words = if runs { (texts.runs)(half) } else { (texts.open_in)(&row.name, half) };
        let icon = if side == Role::Server { Icon::Server } else { Icon::Client };
        html! {
            <button
                type="button"
                class={classes!("tree-key", runs.then_some("is-run"))}
                title={words.clone()}
                aria-label={words}
                data-testid={format!("file-to-{}", side_name(side))}
                onclick={on.reform(move |_: MouseEvent| LibraryCommand::Open(side, place.clone()))}
            >
                { icon.html() }if runs { { Icon::Run.html() } }
            </button>
        }
    });
    html! {
        <li class={classes!("tree-row", (!is_text).then_some("is-data"))} {style} data-testid="project-file" data-path={file.path.clone()}>
            { if is_text { Icon::File } else { Icon::Data }.html() }
            <span class="tree-name" title={file.path.clone()}>{ &row.name }</span>
            if is_text { { for keys } } else { { data_keys(file, texts.save) } }
            <PackageNote file={file.clone()} />
        </li>
    }
}

fn data_keys(file: &ProjectFile, words: &'static str) -> Html {
    let saved = file.clone();
    let onclick = Callback::from(move |_: MouseEvent| save(&saved));
    html! {
        <>
            <small>{ format::size(file.size()) }</small>
            <button type="button" class="tree-key" title={words} aria-label={words} disabled={file.bytes().is_none()} {onclick}>{ Icon::Save.html() }</button>
        </>
    }
}
