//! The Bench: the calls by hand, one press each.

use lab_shared::call::{CallId, CallName, SocketId};
use lab_shared::text::Encoding;
use lab_shared::trace::Role;
use yew::prelude::*;

use super::controls::Controls;
use super::nc_hint::NcHintProps;
use super::start::Start;
use super::steps_strip::StepsStripProps;
use crate::bench::call_form_store::CallFormStore;
use crate::bench::part::bench_views;
use crate::bench::state::call_form::{Edit, Field};
use crate::bench::state::close_method::CloseMethod;
use crate::bench::state::guide::{advice, step_under_way};
use crate::bench::state::nc::nc_line;
use crate::bench::state::validate::{ValidCall, validate};
use crate::bench::texts::{controls, start};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::texts::Kit;
use crate::kit::view::displayed_time::DisplayedTime;
use crate::kit::view::lazy::{LoadState, fallback, use_lazy};
use crate::kit::view::tabs::{Pane, Tabs};
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;
use crate::recording::driver::playback::use_playback;
use crate::sockets::texts as sockets;
use crate::sockets::view::sockets::{SocketsProps, sockets_pane};
use crate::timeline::texts as timeline;
use crate::timeline::view::announcer::AnnouncerProps;
use crate::timeline::view::last_call::LastCallProps;
use crate::workbench::view::middle_pane::MiddlePaneProps;

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct BenchProps {
    /// Whether it is the place in view.
    #[prop_or(true)]
    pub shown: bool,
    /// What is known.
    pub lab: Snapshot<Lab>,
    /// A side was chosen.
    pub on_begin: Callback<Option<Role>>,
    /// A socket was chosen.
    pub on_target: Callback<SocketId>,
    /// Makes a call.
    pub on_call: Callback<ValidCall>,
    /// Ends a blocked call.
    pub on_cancel: Callback<CallId>,
    /// The kernel is looked at, or no more.
    pub on_look: Callback<bool>,
}

/// The Bench.
#[component]
pub fn Bench(props: &BenchProps) -> Html {
    let place = use_texts_of::<start::Start>().place;
    let controls = use_texts_of::<controls::Controls>();
    let timeline = use_texts_of::<timeline::Timeline>();
    let sockets = use_texts_of::<sockets::Sockets>();
    let kit = use_texts_of::<Kit>();
    let form = use_reducer(CallFormStore::default);
    let pane = use_state_eq(|| Pane::Timeline);
    let encoding = use_state_eq(|| Encoding::Utf8);
    let begun = use_state_eq(|| false);
    let lab = &props.lab;

    let on_edit = {
        let dispatcher = form.dispatcher();
        use_callback((), move |edit: Edit, ()| dispatcher.dispatch(edit))
    };
    let on_begin = {
        let (dispatcher, begun, pane) = (form.dispatcher(), begun.clone(), pane.clone());
        use_callback(props.on_begin.clone(), move |role: Option<Role>, on_begin| {
            dispatcher.dispatch(Edit::Begin(role));
            begun.set(true);
            pane.set(Pane::Controls);
            on_begin.emit(role);
        })
    };
    let on_press = use_press(lab, &props.on_call, &form);
    let on_end = use_end(lab.target, &props.on_call);
    let on_encoding = {
        let encoding = encoding.clone();
        use_callback((), move |chosen: Encoding, ()| encoding.set(chosen))
    };
    let on_pane = {
        let pane = pane.clone();
        use_callback((), move |chosen: Pane, ()| pane.set(chosen))
    };
    let marked = use_state_eq(|| None::<SocketId>);
    let on_mark = {
        let marked = marked.clone();
        use_callback((), move |socket: Option<SocketId>, ()| marked.set(socket))
    };
    let on_open = on_pane.reform(|()| Pane::Timeline);

    let playback = use_playback(lab);

    let advice = advice(lab);
    let nc = nc_line(lab, &form.0);
    let panes = [
        (controls.title, None),
        (timeline.title, Some(lab.timeline.calls().len())),
        (sockets.title, Some(lab.timeline.sockets().len())),
    ];
    let load_state = use_lazy(bench_views);
    let views = match load_state {
        LoadState::Ready(views) => Some(views),
        _ => None,
    };
    let untouched = !*begun && lab.timeline.calls().len() == 0;
    html! {
        <main id="bench" class="bench" data-pane={pane.name()} data-moment={playback.displayed_time().name()} hidden={!props.shown}>
            <h2 class="unseen">{ place }</h2>
            <Tabs pane={*pane} {panes} {on_pane} />
            if advice.is_some() || nc.is_some() {
                <div class="guide">
                    if let Some(((role, steps), draw)) = lab.role.zip(lab.steps()).zip(views) {
                        { (draw.steps)(StepsStripProps { role, steps, under_way: step_under_way(lab) }) }
                    }
                    { views.map(|draw| (draw.hint)(NcHintProps { advice, nc })) }
                </div>
            }
            <section class="pane is-controls" aria-label={controls.title}>
                <Controls
                    lab={lab.clone()}
                    form={form.0.clone()}
                    begun={!untouched}
                    advised={advice.and_then(|advice| advice.call())}
                    {on_edit}
                    on_begin={on_begin.clone()}
                    on_target={props.on_target.clone()}
                    {on_press}
                    {on_end}
                />
            </section>
            <section class="pane is-timeline" aria-label={timeline.title}>
                if untouched && playback.is_unused() {
                    <Start {on_begin} on_open={playback.on_open.clone()} />
                } else if let Some(draw) = views {
                    { (draw.middle)(MiddlePaneProps {
                        playback: playback.clone(),
                        in_view: props.shown,
                        on_look: props.on_look.clone(),
                        encoding: *encoding,
                        on_encoding,
                        on_cancel: props.on_cancel.clone(),
                        shown: *pane == Pane::Timeline,
                        marked: *marked,
                        on_mark: on_mark.clone(),
                        on_point: Callback::noop(),
                        of_programs: false,
                    }) }
                } else {
                    <div class="pane-body">{ fallback(&load_state, kit) }</div>
                }
            </section>
            <section class="pane is-sockets" aria-label={sockets.title}>
                if let Some(draw) = views {
                    <ContextProvider<DisplayedTime> context={playback.displayed_time()}>
                        { (draw.sockets)(SocketsProps {
                            lab: playback.lab.clone(),
                            marked: *marked,
                            on_mark,
                            on_target: playback.unless_replaying(&props.on_target),
                            on_cancel: playback.unless_replaying(&props.on_cancel),
                        }) }
                    </ContextProvider<DisplayedTime>>
                } else {
                    { sockets_pane(sockets, true, html! {}) }
                }
            </section>
            if let Some(draw) = views {
                { (draw.last_call)(LastCallProps {
                    lab: lab.clone(),
                    on_cancel: props.on_cancel.clone(),
                    on_open,
                }) }
                { (draw.announcer)(AnnouncerProps { lab: lab.clone() }) }
            }
        </main>
    }
}

/// Makes the call whose key is pressed, with what stands in the fields at that moment.
#[hook]
pub(crate) fn use_press(
    lab: &Snapshot<Lab>,
    on_call: &Callback<ValidCall>,
    form: &UseReducerHandle<CallFormStore>,
) -> Callback<CallName> {
    let dispatcher = form.dispatcher();
    let needed = (lab.clone(), form.0.clone(), on_call.clone());
    use_callback(needed, move |call: CallName, (lab, form, on_call)| {
        let Ok(valid_call) = validate(call, form, lab) else { return };
        on_call.emit(valid_call);
        if call == CallName::Socket {
            // The next socket gets a variable of its own.
            dispatcher.dispatch(Edit::Text(Field::Variable, String::new()));
        }
    })
}

/// Ends the target's connection: one call after the other.
#[hook]
pub(crate) fn use_end(
    target: Option<SocketId>,
    on_call: &Callback<ValidCall>,
) -> Callback<CloseMethod> {
    use_callback((target, on_call.clone()), |method: CloseMethod, (target, on_call)| {
        method.calls(*target).into_iter().for_each(|call| on_call.emit(call));
    })
}
