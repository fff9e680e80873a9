//! The Bench: the calls by hand, one press each.

use lab_shared::call::{CallName, SocketId};
use lab_shared::text::Encoding;
use lab_shared::trace::Role;
use yew::prelude::*;

use super::controls::Controls;
use super::nc_hint::NcHintProps;
use super::start::Start;
use super::steps_strip::StepsStripProps;
use crate::bench::draft_store::DraftStore;
use crate::bench::part::bench_views;
use crate::bench::state::drafts::{Edit, Field};
use crate::bench::state::ending::Ending;
use crate::bench::state::guide::{advice, step_under_way};
use crate::bench::state::nc::nc_line;
use crate::bench::state::prepare::prepare;
use crate::bench::texts::{controls, start};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::texts::Kit;
use crate::kit::view::later::{Coming, use_part, words_meanwhile};
use crate::kit::view::tabs::{Pane, Tabs};
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::{Lab, LabCommand};
use crate::lab::view::selection::{Selection, use_own_selection};
use crate::recording::driver::past::use_past;
use crate::sockets::texts as sockets;
use crate::sockets::view::sockets::sockets_pane;
use crate::timeline::texts as timeline;
use crate::timeline::view::announcer::AnnouncerProps;
use crate::timeline::view::last_call::LastCallProps;
use crate::workbench::view::middle_pane::MiddlePaneProps;
use crate::workbench::view::right_pane::RightPaneProps;

/// What the Bench needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct BenchProps {
    /// Whether it is the place in view.
    #[prop_or(true)]
    pub shown: bool,
    /// What is known.
    pub lab: Snapshot<Lab>,
    /// Carries out what the person does.
    pub on_lab: Callback<LabCommand>,
}

/// The Bench.
#[component]
pub fn Bench(props: &BenchProps) -> Html {
    let place = use_texts_of::<start::Start>().place;
    let controls = use_texts_of::<controls::Controls>();
    let timeline = use_texts_of::<timeline::Timeline>();
    let sockets = use_texts_of::<sockets::Sockets>();
    let kit = use_texts_of::<Kit>();
    let drafts = use_reducer(DraftStore::default);
    let pane = use_state_eq(|| Pane::Timeline);
    let encoding = use_state_eq(|| Encoding::Utf8);
    let begun = use_state_eq(|| false);
    let lab = &props.lab;

    let on_edit = {
        let dispatcher = drafts.dispatcher();
        use_callback((), move |edit: Edit, ()| dispatcher.dispatch(edit))
    };
    let on_begin = {
        let (dispatcher, begun, pane) = (drafts.dispatcher(), begun.clone(), pane.clone());
        use_callback(props.on_lab.clone(), move |role: Option<Role>, on_lab| {
            dispatcher.dispatch(Edit::Begin(role));
            begun.set(true);
            pane.set(Pane::Controls);
            on_lab.emit(LabCommand::Begin(role));
        })
    };
    let on_press = use_press(lab, &props.on_lab, &drafts);
    let on_end = use_end(lab.target, &props.on_lab);
    let on_encoding = {
        let encoding = encoding.clone();
        use_callback((), move |chosen: Encoding, ()| encoding.set(chosen))
    };
    let on_pane = {
        let pane = pane.clone();
        use_callback((), move |chosen: Pane, ()| pane.set(chosen))
    };
    let selection = use_own_selection();
    let on_open = use_callback(on_pane.clone(), |(), on_pane| on_pane.emit(Pane::Timeline));

    let past = use_past(lab);

    let advice = advice(lab);
    let nc = nc_line(lab, &drafts.0);
    let panes = [
        (controls.title, None),
        (timeline.title, Some(lab.timeline.calls().len())),
        (sockets.title, Some(lab.timeline.sockets().len())),
    ];
    let coming = use_part(bench_views);
    let views = match coming {
        Coming::Here(views) => Some(views),
        _ => None,
    };
    let untouched = !*begun && lab.timeline.calls().len() == 0;
    let main = html! {
        <main id="bench" class="bench" data-pane={pane.name()} data-moment={past.moment().name()} hidden={!props.shown}>
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
                    drafts={drafts.0.clone()}
                    begun={!untouched}
                    advised={advice.and_then(|advice| advice.call())}
                    {on_edit}
                    on_begin={on_begin.clone()}
                    on_lab={props.on_lab.clone()}
                    {on_press}
                    {on_end}
                />
            </section>
            <section class="pane is-timeline" aria-label={timeline.title}>
                if untouched && past.is_unused() {
                    <Start {on_begin} on_open={past.on_open.clone()} />
                } else if let Some(draw) = views {
                    { (draw.middle)(MiddlePaneProps {
                        past: past.clone(),
                        in_view: props.shown,
                        encoding: *encoding,
                        on_encoding,
                        on_lab: props.on_lab.clone(),
                        shown: *pane == Pane::Timeline,
                        of_programs: false,
                    }) }
                } else {
                    <div class="pane-body">{ words_meanwhile(&coming, kit) }</div>
                }
            </section>
            <section class="pane is-sockets" aria-label={sockets.title}>
                if let Some(draw) = views {
                    { (draw.right)(RightPaneProps { past: past.clone(), on_lab: props.on_lab.clone() }) }
                } else {
                    { sockets_pane(sockets, true, html! {}) }
                }
            </section>
            if let Some(draw) = views {
                { (draw.last_call)(LastCallProps {
                    timeline: Snapshot::from(&lab.timeline),
                    names: Snapshot::from(&lab.names),
                    on_lab: props.on_lab.clone(),
                    on_open,
                }) }
                { (draw.announcer)(AnnouncerProps {
                    timeline: Snapshot::from(&lab.timeline),
                    names: Snapshot::from(&lab.names),
                    latest_return: lab.latest_return,
                }) }
            }
        </main>
    };
    html! { <ContextProvider<Selection> context={selection}>{ main }</ContextProvider<Selection>> }
}

/// Makes the call whose key is pressed, with what stands in the fields at that moment.
#[hook]
pub(crate) fn use_press(
    lab: &Snapshot<Lab>,
    on_lab: &Callback<LabCommand>,
    drafts: &UseReducerHandle<DraftStore>,
) -> Callback<CallName> {
    let dispatcher = drafts.dispatcher();
    let needed = (lab.clone(), drafts.0.clone(), on_lab.clone());
    use_callback(needed, move |call: CallName, (lab, drafts, on_lab)| {
        let Ok(prepared) = prepare(call, drafts, lab) else { return };
        on_lab.emit(LabCommand::Call(prepared));
        if call == CallName::Socket {
            // The next socket gets a variable of its own.
            dispatcher.dispatch(Edit::Text(Field::Variable, String::new()));
        }
    })
}

/// Ends the target's connection: one call after the other.
#[hook]
pub(crate) fn use_end(target: Option<SocketId>, on_lab: &Callback<LabCommand>) -> Callback<Ending> {
    use_callback((target, on_lab.clone()), |ending: Ending, (target, on_lab)| {
        ending.calls(*target).into_iter().map(LabCommand::Call).for_each(|call| on_lab.emit(call));
    })
}
