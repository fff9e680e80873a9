//! The workspace: a guide, two program panes, the timeline and the sockets.

use lab_shared::text::Encoding;
use lab_shared::trace::Role;
use yew::prelude::*;

use super::by_hand::ByHand;
use super::{
    AssistantView, ClientKindSwitch, EngineNotice, ProgramPane, TerminalView, WorkPane, WorkTabs,
};
use crate::bench::state::nc::{lines_to_reach, server_to_reach};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::{Lab, LabCommand};
use crate::lab::view::selection::{Selection, use_own_selection};
use crate::programs::state::command::{ProgramCommand, WorkCommand};
use crate::programs::state::program::Programs;
use crate::programs::state::workspace::{ClientKind, Workspace, WorkspaceEdit};
use crate::programs::texts as programs;
use crate::recording::driver::playback::use_playback;
use crate::sockets::texts as sockets;
use crate::timeline::texts as timeline;
use crate::workbench::preparation::Preparation;
use crate::workbench::state::layout::Border;
use crate::workbench::view::frame::{Frame, use_frame};
use crate::workbench::view::middle_pane::MiddlePane;
use crate::workbench::view::pane::Pane;
use crate::workbench::view::right_pane::RightPane;
use crate::workbench::view::separator::Separator;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct WorkspaceViewProps {
    /// What is known of sockets and calls.
    pub lab: Snapshot<Lab>,
    /// The place, whose layout is its own.
    pub place: &'static str,
    /// What is known of programs.
    pub programs: Snapshot<Programs>,
    /// The files of the panes.
    pub workspace: Workspace,
    /// The encoding that bytes are read in at first.
    #[prop_or(Encoding::Utf8)]
    pub encoding: Encoding,
    /// Why nothing can be run now.
    #[prop_or_default]
    pub hindered: Option<AttrValue>,
    /// The lesson's own setup for the assistant.
    #[prop_or_default]
    pub assistant: Option<AttrValue>,
    /// Opens the assistant.
    pub on_assistant: Callback<Preparation>,
    /// Carries out what the person does with programs.
    pub on: Callback<WorkCommand>,
    /// Carries out what the person does with sockets and calls beside them.
    pub on_lab: Callback<LabCommand>,
    /// The guide.
    pub children: Html,
}

/// The window.
#[component]
pub(crate) fn WorkspaceView(props: &WorkspaceViewProps) -> Html {
    let timeline = use_texts_of::<timeline::Timeline>();
    let sockets = use_texts_of::<sockets::Sockets>();
    let window = use_texts_of::<programs::Programs>().window;
    let WorkspaceViewProps { lab, programs, workspace, on, on_lab, .. } = props;
    let playback = use_playback(lab);
    let pane = use_state_eq(|| WorkPane::Guide);
    let encoding = use_state_eq(|| None::<Encoding>);
    let selection = use_own_selection();
    let on_pane = setter(&pane);
    let on_encoding =
        use_callback(encoding.setter(), |chosen: Encoding, set| set.set(Some(chosen)));
    let on_client_kind =
        on.reform(|client_kind| WorkCommand::Edit(WorkspaceEdit::Client(client_kind)));
    let on_prepare = use_callback(on.clone(), |(), on| {
        on.emit(WorkCommand::Program(ProgramCommand::Prepare));
    });
    {
        let on_prepare = on_prepare.clone();
        use_effect_with((), move |()| on_prepare.emit(()));
    }
    let origin = selection.hovered.call.and_then(|id| lab.timeline.call(id)?.origin.clone());
    let pointed_in = |side: Role| {
        let origin = origin.as_ref().filter(|origin| origin.side == side)?;
        Some((AttrValue::from(origin.file.as_deref()?.to_owned()), origin.line?))
    };
    let half = |side: Role, children: Html| {
        html! {
            <ProgramPane
                {side}
                files={workspace.of(side).clone()}
                program={programs.of(side).clone()}
                hindered={props.hindered.clone()}
                pointed={pointed_in(side)}
                on={on.clone()}
            >
                { children }
            </ProgramPane>
        }
    };
    let client_kind =
        html! { <ClientKindSwitch client_kind={workspace.client_kind} {on_client_kind} /> };
    let bytes_as = encoding.unwrap_or(props.encoding);
    let other = |body: Html| {
        let head = html! { <div class="pane-head half-head"><h2>{ window.client }</h2>{ client_kind.clone() }</div> };
        html! { <>{ head }{ body }</> }
    };
    let client = match workspace.client_kind {
        ClientKind::Program => half(Role::Client, client_kind),
        ClientKind::Manual => other(html! { <ByHand lab={lab.clone()} on_lab={on_lab.clone()} /> }),
        ClientKind::Terminal => {
            let lines: Vec<_> = lines_to_reach(lab).into_iter().map(AttrValue::from).collect();
            other(html! { <TerminalView {lines} /> })
        }
        ClientKind::Assistant => other(html! {
            <AssistantView
                server={server_to_reach(lab)}
                encoding={bytes_as}
                setup={props.assistant.clone()}
                on={props.on_assistant.clone()}
            />
        }),
    };
    let frame = use_frame(props.place, "place", true);
    let beside_guide = 1.0 - frame.layout.at(Border::Guide) / 100.0;
    let counts = (lab.timeline.calls().len(), lab.timeline.sockets().len());
    let main = html! {
        <main
            id="place"
            class="bench work"
            style={frame.layout.style()}
            data-pane={pane.name()}
            data-full={frame.full.clone()}
            data-moment={playback.displayed_time().name()}
        >
            <WorkTabs pane={*pane} {counts} {on_pane} />
            <div class="work-engine" data-engine={programs.engine.name()}>
                <EngineNotice engine={programs.engine.clone()} on_again={on_prepare} />
            </div>
            <Pane name="guide" label={window.guide}>
                { props.children.clone() }
            </Pane>
            <Separator border={Border::Guide} />
            <Pane name="server" label={window.server}>
                { half(Role::Server, html! {}) }
            </Pane>
            <Separator border={Border::Halves} divided={beside_guide} />
            <Pane name="client" label={window.client}>
                { client }
            </Pane>
            <Separator border={Border::Timeline} />
            <Pane name="timeline" label={timeline.title}>
                <MiddlePane
                    playback={playback.clone()}
                    encoding={bytes_as}
                    {on_encoding}
                    on_lab={on_lab.clone()}
                    shown={*pane == WorkPane::Timeline}
                    of_programs=true
                />
            </Pane>
            <Separator border={Border::Sockets} divided={beside_guide} />
            <Pane name="sockets" label={sockets.title}>
                <RightPane playback={playback.clone()} on_lab={on_lab.clone()} />
            </Pane>
        </main>
    };
    html! {
        <ContextProvider<Frame> context={frame}>
            <ContextProvider<Selection> context={selection}>{ main }</ContextProvider<Selection>>
        </ContextProvider<Frame>>
    }
}

fn setter<T: PartialEq + 'static>(state: &UseStateHandle<T>) -> Callback<T> {
    let set = state.setter();
    Callback::from(move |value| set.set(value))
}
