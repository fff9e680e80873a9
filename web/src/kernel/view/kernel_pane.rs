//! The kernel's pane: one socket as the kernel reports it.

use lab_shared::call::{Micros, SocketId};
use lab_shared::errno::System;
use lab_shared::text::Encoding;
use yew::prelude::*;

use super::buffers_view::BuffersView;
use super::figures_view::{FiguresView, OptionsView};
use super::machine_view::MachineView;
use super::path_view::PathView;
use super::plot_view::PlotView;
use super::queue_view::QueueView;
use super::socket_choice::SocketChoice;
use super::untold_part::UntoldPart;
use crate::boundaries::view::Rulers;
use crate::kernel::state::{Panel, ROWS, UntoldView, chips, chosen, hidden_peer};
use crate::kernel::texts as kernel;
use crate::kernel::texts::untold::Untold;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;

#[derive(Debug, Clone, PartialEq, Properties)]
pub struct KernelPaneProps {
    /// What is known.
    pub lab: Snapshot<Lab>,
    /// The choice between this pane and others.
    pub switch: Html,
    /// The socket that the person picked.
    pub picked: Option<SocketId>,
    /// Picks another.
    pub on_pick: Callback<SocketId>,
    /// The encoding that bytes are read in.
    pub encoding: Encoding,
}

/// The pane.
#[component]
pub fn KernelPane(props: &KernelPaneProps) -> Html {
    let texts = use_texts_of::<kernel::Kernel>();
    let lab = &props.lab;
    let chips = chips(lab);
    let shown = chosen(lab, props.picked);
    let panel = shown.and_then(|socket| Panel::of(lab, socket));
    let start = lab.timeline.call_at(0).map_or(Micros::default(), |call| call.issued);
    html! {
        <>
            <div class="pane-head">
                <h2 id="kernel-title" class="unseen">{ texts.title }</h2>
                { props.switch.clone() }
            </div>
            <div class="pane-body kernel" tabindex="0" role="group" aria-labelledby="kernel-title" data-testid="kernel">
                if chips.is_empty() {
                    <p class="empty">{ texts.empty }</p>
                } else {
                    <SocketChoice {chips} chosen={shown} on_choose={props.on_pick.clone()} />
                }
                if let Some(panel) = panel {
                    <PanelView {panel} {start} system={lab.system} encoding={props.encoding} />
                } else if shown.is_some() {
                    <p class="empty" role="status">{ texts.asking }</p>
                }
            </div>
        </>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct PanelViewProps {
    panel: Panel,
    start: Micros,
    system: System,
    encoding: Encoding,
}

#[component]
fn PanelView(props: &PanelViewProps) -> Html {
    let (texts, names) = (use_texts_of::<kernel::Kernel>(), use_texts_of::<Untold>());
    let (panel, start) = (&props.panel, props.start);
    let facts = &panel.facts;
    let (own_path, peer_path) = (facts.own.path, facts.peer.as_ref().and_then(|peer| peer.path));
    let own = panel
        .local
        .as_ref()
        .map_or_else(|| panel.variable.clone(), |local| format!("{} {local}", panel.variable));
    let other = panel.other.clone().unwrap_or_default();
    let owner = facts.peer.as_ref().and_then(|peer| peer.owner.clone());
    let no_peer = match hidden_peer(props.system) {
        Some(why) => (names.why)(props.system, why),
        None => texts.machine.no_peer.to_owned(),
    };
    let is_row = |untold: &UntoldView| untold.figures.iter().any(|figure| ROWS.contains(figure));
    let has_figures = own_path.is_some() || peer_path.is_some() || panel.untold.iter().any(is_row);
    let remark = match panel.over {
        Some(why) => Some((texts.over)(why)),
        None => panel.followed.then_some(texts.followed),
    };
    html! {
        <div class="kernel-parts">
            if let Some(remark) = remark {
                <p class="kernel-remark" data-testid="kernel-remark">{ Icon::Note.html() }<span>{ remark }</span></p>
            }
            if let Some(queue) = &panel.queue {
                <QueueView queue={queue.clone()} backlog={panel.backlog} />
            }
            if panel.outward.is_some() || panel.inward.is_some() {
                <BuffersView outward={panel.outward} inward={panel.inward} system={props.system} />
            }
            if let Some(plot) = &panel.plot {
                <PlotView plot={plot.clone()} {start} />
            }
            if let Some(connection) = &panel.bytes {
                <section class="kernel-part" aria-label={texts.bytes} data-testid="kernel-bytes">
                    <h3>{ texts.bytes }</h3>
                    <div class="rulers"><Rulers connection={connection.clone()} encoding={props.encoding} /></div>
                </section>
            }
            if let Some(machine) = &panel.machine {
                <section class="kernel-part states" aria-label={texts.machine.title}>
                    <h3>{ texts.machine.title }</h3>
                    <PathView own=true who={own} steps={machine.own.clone()} {start} unknown={texts.machine.no_peer} />
                    if panel.queue.is_none() {
                        <PathView own=false who={other} steps={machine.peer.clone()} {start} unknown={no_peer} {owner} />
                    }
                    <MachineView machine={machine.clone()} />
                </section>
            }
            if has_figures {
                <FiguresView own={own_path} peer={peer_path} untold={panel.untold.clone()} system={props.system} />
            }
            if !panel.options.is_empty() {
                <OptionsView options={panel.options.clone()} />
            }
            if !panel.untold.is_empty() {
                <UntoldPart untold={panel.untold.clone()} system={props.system} />
            }
        </div>
    }
}
