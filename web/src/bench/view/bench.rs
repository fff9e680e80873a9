//! The Bench: the calls by hand, one press each.

use lab_shared::text::Encoding;
use yew::prelude::*;

use super::controls::Controls;
use super::nc_hint::NcHintProps;
use super::start::Start;
use super::steps_strip::StepsStripProps;
use crate::bench::call_form_store::use_call_form;
use crate::bench::part::bench_views;
use crate::bench::state::command::ControlCommand;
use crate::bench::state::guide::{advice, step_under_way};
use crate::bench::state::nc::nc_line;
use crate::bench::texts::{controls, start};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::texts::Kit;
use crate::kit::view::command::use_command;
use crate::kit::view::lazy::{LoadState, fallback, use_lazy};
use crate::kit::view::tabs::{self, Tabs};
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::{Lab, LabCommand};
use crate::lab::view::selection::{Selection, use_own_selection};
use crate::recording::command::RecordingCommand;
use crate::recording::driver::playback::use_playback;
use crate::sockets::texts as sockets;
use crate::sockets::view::sockets::sockets_pane;
use crate::timeline::texts as timeline;
use crate::timeline::view::announcer::AnnouncerProps;
use crate::timeline::view::last_call::LastCallProps;
use crate::workbench::state::layout::Border;
use crate::workbench::view::middle_pane::MiddlePaneProps;
use crate::workbench::view::pane::{FullPane, Pane, use_full_pane};
use crate::workbench::view::right_pane::RightPaneProps;
use crate::workbench::view::separator::Separator;
use crate::workbench::view::use_layout::{LayoutContext, use_layout};

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct BenchProps {
    /// Whether it is the place in view.
    #[prop_or(true)]
    pub shown: bool,
    pub lab: Snapshot<Lab>,
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
    let pane = use_state_eq(|| tabs::Pane::Timeline);
    let encoding = use_state_eq(|| Encoding::Utf8);
    let begun = use_state_eq(|| false);
    let lab = &props.lab;

    let (form, on_control) = use_call_form(lab, &props.on_lab);
    let on_control = {
        let (begun, pane) = (begun.clone(), pane.clone());
        use_callback(on_control, move |command: ControlCommand, on_control| {
            if matches!(command, ControlCommand::Begin(_)) {
                begun.set(true);
                pane.set(tabs::Pane::Controls);
            }
            on_control.emit(command);
        })
    };
    let on_begin = use_command(&on_control, ControlCommand::Begin);
    let on_encoding = {
        let encoding = encoding.clone();
        use_callback((), move |chosen: Encoding, ()| encoding.set(chosen))
    };
    let on_pane = {
        let pane = pane.clone();
        use_callback((), move |chosen: tabs::Pane, ()| pane.set(chosen))
    };
    let selection = use_own_selection();
    let on_open = use_callback(on_pane.clone(), |(), on_pane| on_pane.emit(tabs::Pane::Timeline));

    let playback = use_playback(lab);
    let on_file = use_command(&playback.on, RecordingCommand::Open);

    let advice = advice(lab);
    let nc = nc_line(lab, &form);
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
    let layout = use_layout("bench");
    let full = use_full_pane("bench", props.shown);
    let untouched = !*begun && lab.timeline.calls().len() == 0;
    let main = html! {
        <main id="bench" class="bench" data-pane={pane.name()} data-full={full.name.clone()} data-moment={playback.displayed_time().name()} style={layout.layout.columns()} hidden={!props.shown}>
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
            <Pane name="controls" label={controls.title}>
                <Controls
                    lab={lab.clone()}
                    {form}
                    begun={!untouched}
                    advised={advice.and_then(|advice| advice.call())}
                    on={on_control}
                />
            </Pane>
            <Separator border={Border::Controls} />
            <Pane name="timeline" label={timeline.title}>
                if untouched && playback.is_unused() {
                    <Start {on_begin} on_open={on_file} />
                } else if let Some(draw) = views {
                    { (draw.middle)(MiddlePaneProps {
                        playback: playback.clone(),
                        in_view: props.shown,
                        encoding: *encoding,
                        on_encoding,
                        on_lab: props.on_lab.clone(),
                        shown: *pane == tabs::Pane::Timeline,
                        of_programs: false,
                    }) }
                } else {
                    <div class="pane-body">{ fallback(&load_state, kit) }</div>
                }
            </Pane>
            <Separator border={Border::Sockets} />
            <Pane name="sockets" label={sockets.title}>
                if let Some(draw) = views {
                    { (draw.right)(RightPaneProps { playback: playback.clone(), on_lab: props.on_lab.clone() }) }
                } else {
                    { sockets_pane(sockets, true, html! {}) }
                }
            </Pane>
            if let Some(draw) = views {
                { (draw.last_call)(LastCallProps {
                    timeline: Snapshot::from(&lab.timeline),
                    variables: Snapshot::from(&lab.variables),
                    on_lab: props.on_lab.clone(),
                    on_open,
                }) }
                { (draw.announcer)(AnnouncerProps {
                    timeline: Snapshot::from(&lab.timeline),
                    variables: Snapshot::from(&lab.variables),
                    latest_return: lab.latest_return,
                }) }
            }
        </main>
    };
    html! {
        <ContextProvider<LayoutContext> context={layout}>
            <ContextProvider<FullPane> context={full}>
                <ContextProvider<Selection> context={selection}>{ main }</ContextProvider<Selection>>
            </ContextProvider<FullPane>>
        </ContextProvider<LayoutContext>>
    }
}
