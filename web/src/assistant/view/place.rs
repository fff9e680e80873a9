//! The assistant's place: its three panes in the frame that all places share.

use std::rc::Rc;
use web_sys::File;
use yew::prelude::*;

use super::panes::{EndsPane, LogPane, PaneProps};
use super::props::Preview;
use super::side::SidePane;
use crate::assistant::browser::ChosenFile;
use crate::assistant::state::figures::Figures;
use crate::assistant::state::{AssistantCommand, AssistantModel};
use crate::assistant::texts;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::tabs::{Pane, Tabs};
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::{Lab, LabCommand};
use crate::lab::view::selection::{Selection, use_own_selection};
use crate::workbench::state::layout::Border;
use crate::workbench::view::frame::{Frame, use_frame};
use crate::workbench::view::separator::Separator;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct AssistantProps {
    pub(crate) model: Snapshot<AssistantModel>,
    /// The figures at this moment.
    pub(crate) figures: Rc<Figures>,
    /// The sockets and calls of its ends are here too.
    pub(crate) lab: Snapshot<Lab>,
    /// Whether there is a relay.
    pub(crate) ready: bool,
    /// What a draft would send now.
    pub(crate) preview: Preview,
    /// Where a file goes that is to be sent.
    pub(crate) file: ChosenFile,
    /// Reads a document with a setup.
    pub(crate) on_file: Callback<File>,
    /// Carries out what the person does.
    pub(crate) on: Callback<AssistantCommand>,
    pub(crate) on_lab: Callback<LabCommand>,
    /// The way back to where it was opened.
    #[prop_or_default]
    pub(crate) back: Option<Html>,
}

/// The place.
#[component]
pub(crate) fn Assistant(props: &AssistantProps) -> Html {
    let texts = use_texts_of::<texts::Assistant>();
    let pane = use_state_eq(|| Pane::Controls);
    let on_pane = {
        let pane = pane.clone();
        use_callback((), move |chosen: Pane, ()| pane.set(chosen))
    };
    let AssistantProps { model, figures, lab, ready, preview, file, on_file, on, on_lab, back } =
        props.clone();
    let panes = [
        (texts.ends.title, Some(model.ends.len())),
        (texts.log.title, Some(model.log.shown().len())),
        (texts.side.title, None),
    ];
    let frame = use_frame("assistant", "place", true);
    let selection = use_own_selection();
    let of_pane = PaneProps {
        model,
        figures,
        lab,
        ready,
        pane: *pane,
        preview,
        file,
        on_file,
        on,
        on_lab,
        back,
    };
    let main = html! {
        <main id="place" class="bench assistant" data-pane={pane.name()} data-full={frame.full.clone()} style={frame.layout.columns()}>
            <h2 class="unseen">{ texts.title }</h2>
            <Tabs pane={*pane} {panes} testid="assistant-tab" {on_pane} />
            <EndsPane ..of_pane.clone() />
            <Separator border={Border::Controls} />
            <LogPane ..of_pane.clone() />
            <Separator border={Border::Sockets} />
            <SidePane ..of_pane />
        </main>
    };
    html! {
        <ContextProvider<Frame> context={frame}>
            <ContextProvider<Selection> context={selection}>{ main }</ContextProvider<Selection>>
        </ContextProvider<Frame>>
    }
}
