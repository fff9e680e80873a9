//! What a package in a project is good for: the names that programs import it by, or why they cannot.

use yew::prelude::*;

use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::programs::state::project::{ProjectFile, package};
use crate::programs::texts as programs;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct PackageNoteProps {
    pub file: ProjectFile,
}

/// Nothing for a file that is no package.
#[component]
pub(crate) fn PackageNote(props: &PackageNoteProps) -> Html {
    let texts = use_texts_of::<programs::Programs>().library;
    let package = use_memo(props.file.clone(), package::of);
    match &*package {
        None => html! {},
        Some(Ok(wheel)) => html! {
            <small class="package" data-testid="package">{ (texts.imports)(&wheel.modules) }</small>
        },
        Some(Err(error)) => html! {
            <p class="refused" role="note" data-testid="package-refused">{ Icon::Cross.html() }{ (texts.package)(*error) }</p>
        },
    }
}
