//! The window that programs run in: a guide, two halves, the timeline and the sockets.

use lab_shared::call::{CallId, SocketId};
use lab_shared::text::Encoding;
use lab_shared::trace::Role;
use yew::prelude::*;

use super::by_hand::{ByHand, terminal_lines};
use super::{ClientKindSwitch, EngineNotice, ProgramPane, TerminalView, WorkPane, WorkTabs};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::displayed_time::DisplayedTime;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;
use crate::programs::hands::WorkHands;
use crate::programs::state::program::Programs;
use crate::programs::state::workspace::{ClientKind, Workspace, WorkspaceEdit};
use crate::programs::texts as programs;
use crate::recording::driver::playback::use_playback;
use crate::sockets::texts as sockets;
use crate::sockets::view::sockets::Sockets;
use crate::timeline::texts as timeline;
use crate::workbench::view::middle_pane::MiddlePane;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct WorkspaceViewProps {
    /// What is known of sockets and calls.
    pub lab: Snapshot<Lab>,
    /// What is known of programs.
    pub programs: Snapshot<Programs>,
    /// What lies on the halves.
    pub workspace: Workspace,
    /// The encoding that bytes are read in at first.
    #[prop_or(Encoding::Utf8)]
    pub encoding: Encoding,
    /// Why nothing can be run now.
    #[prop_or_default]
    pub hindered: Option<AttrValue>,
    /// What the person does.
    pub hands: WorkHands,
    /// The guide.
    pub children: Html,
}

/// The window.
#[component]
pub(crate) fn WorkspaceView(props: &WorkspaceViewProps) -> Html {
    let timeline = use_texts_of::<timeline::Timeline>();
    let sockets = use_texts_of::<sockets::Sockets>();
    let window = use_texts_of::<programs::Programs>().window;
    let WorkspaceViewProps { lab, programs, workspace, hands, .. } = props;
    let playback = use_playback(lab);
    let pane = use_state_eq(|| WorkPane::Guide);
    let encoding = use_state_eq(|| None::<Encoding>);
    let marked = use_state_eq(|| None::<SocketId>);
    let pointed = use_state_eq(|| None::<CallId>);
    let on_pane = setter(&pane);
    let on_mark = use_callback(marked.setter(), |socket: Option<SocketId>, set| set.set(socket));
    let on_point = use_callback(pointed.setter(), |call: Option<CallId>, set| set.set(call));
    let on_encoding =
        use_callback(encoding.setter(), |chosen: Encoding, set| set.set(Some(chosen)));
    let on_client_kind = hands.programs.on_edit.reform(WorkspaceEdit::Client);
    {
        let on_prepare = hands.programs.on_prepare.clone();
        use_effect_with((), move |()| on_prepare.emit(()));
    }
    let origin = pointed.and_then(|id| lab.timeline.call(id)?.origin.clone());
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
                hands={hands.programs.clone()}
            >
                { children }
            </ProgramPane>
        }
    };
    let client_kind =
        html! { <ClientKindSwitch client_kind={workspace.client_kind} {on_client_kind} /> };
    let client = match workspace.client_kind {
        ClientKind::Program => half(Role::Client, client_kind),
        other => html! {
            <>
                <div class="pane-head half-head"><h2>{ window.client }</h2>{ client_kind }</div>
                if other == ClientKind::Manual {
                    <ByHand lab={lab.clone()} on_target={hands.on_target.clone()} on_call={hands.on_call.clone()} />
                } else {
                    <TerminalView lines={terminal_lines(lab)} />
                }
            </>
        },
    };
    let counts = (lab.timeline.calls().len(), lab.timeline.sockets().len());
    html! {
        <main id="place" class="bench work" data-pane={pane.name()} data-moment={playback.displayed_time().name()}>
            <WorkTabs pane={*pane} {counts} {on_pane} />
            <div class="work-engine">
                <EngineNotice engine={programs.engine.clone()} on_again={hands.programs.on_prepare.clone()} />
            </div>
            <section class="pane is-guide" aria-label={window.guide}>{ props.children.clone() }</section>
            <section class="pane is-half is-server" aria-label={window.server}>
                { half(Role::Server, html! {}) }
            </section>
            <section class="pane is-half is-client" aria-label={window.client}>{ client }</section>
            <section class="pane is-timeline" aria-label={timeline.title}>
                <MiddlePane
                    playback={playback.clone()}
                    on_look={hands.on_look.clone()}
                    encoding={encoding.unwrap_or(props.encoding)}
                    {on_encoding}
                    on_cancel={hands.on_cancel.clone()}
                    shown={*pane == WorkPane::Timeline}
                    marked={*marked}
                    on_mark={on_mark.clone()}
                    {on_point}
                    of_programs=true
                />
            </section>
            <section class="pane is-sockets" aria-label={sockets.title}>
                <ContextProvider<DisplayedTime> context={playback.displayed_time()}>
                    <Sockets
                        lab={playback.lab.clone()}
                        marked={*marked}
                        {on_mark}
                        on_target={playback.unless_replaying(&hands.on_target)}
                        on_cancel={playback.unless_replaying(&hands.on_cancel)}
                    />
                </ContextProvider<DisplayedTime>>
            </section>
        </main>
    }
}

fn setter<T: PartialEq + 'static>(state: &UseStateHandle<T>) -> Callback<T> {
    let set = state.setter();
    Callback::from(move |value| set.set(value))
}
