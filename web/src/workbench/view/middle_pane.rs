//! The middle pane: the timeline of calls, the sequence diagram, the kernel's side, or the network.

use lab_shared::call::SocketId;
use lab_shared::text::Encoding;
use lab_shared::trace::SocketState;
use std::rc::Rc;
use yew::prelude::*;

use crate::kernel::view::{KernelPaneProps, SequencePaneProps};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::texts::Texts as _;
use crate::kit::view::displayed_time::DisplayedTime;
use crate::kit::view::lazy::Lazy;
use crate::kit::view::texts::use_language;
use crate::lab::state::{Lab, LabCommand};
use crate::network::view::NetworkPaneProps;
use crate::network::view::desk::use_desk;
use crate::recording::view::{Playback, PlaybackBar};
use crate::timeline::state::waits::waits;
use crate::timeline::texts as timeline;
use crate::timeline::view::timeline::TimelinePane;
use crate::workbench::texts as workbench;

/// What the pane shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum MiddleTab {
    /// The calls.
    #[default]
    Timeline,
    /// The calls and segments of one socket.
    Sequence,
    /// What the kernel does with it.
    Kernel,
    /// The hosts and cables of the page's network.
    Network,
}

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct MiddlePaneProps {
    /// The displayed moment and its commands.
    pub playback: Playback,
    /// The encoding that bytes are read in.
    pub encoding: Encoding,
    /// Takes another.
    pub on_encoding: Callback<Encoding>,
    /// Carries out what the person does.
    pub on_lab: Callback<LabCommand>,
    /// Whether its place is in view.
    #[prop_or(true)]
    pub in_view: bool,
    /// Whether a narrow screen shows this pane.
    pub shown: bool,
    /// Whether the timeline can be narrowed to one program's calls.
    #[prop_or_default]
    pub of_programs: bool,
}

#[component]
pub(crate) fn MiddlePane(props: &MiddlePaneProps) -> Html {
    let playback = &props.playback;
    let lab = &playback.lab;
    let tab = use_state_eq(MiddleTab::default);
    use_look(*tab != MiddleTab::Timeline && props.in_view, &props.on_lab);
    let (picked, on_pick) = use_picked(lab);
    let switch = use_switch(&tab);
    let live = (playback.status.is_none() && props.in_view).then_some(lab);
    let (desk, on_network) = use_desk(live, &props.on_lab);
    let body = match *tab {
        MiddleTab::Sequence => html! {
            <Lazy<SequencePaneProps> lab={lab.clone()} {switch} {picked} {on_pick} />
        },
        MiddleTab::Kernel => html! {
            <Lazy<KernelPaneProps> lab={lab.clone()} {switch} {picked} {on_pick} encoding={props.encoding} />
        },
        MiddleTab::Network => html! {
            <Lazy<NetworkPaneProps> lab={lab.clone()} {switch} {desk} on={on_network} />
        },
        MiddleTab::Timeline => html! {
            <TimelinePane
                timeline={Snapshot::from(&lab.timeline)}
                variables={Snapshot::from(&lab.variables)}
                network={Snapshot::from(&lab.network)}
                losses={Snapshot::from(&lab.losses)}
                waits={Rc::new(waits(lab))}
                unix_directory={lab.unix_directory().map(|folder| AttrValue::from(folder.to_owned()))}
                {switch}
                encoding={props.encoding}
                on_encoding={props.on_encoding.clone()}
                on_lab={playback.unless_replaying(&props.on_lab)}
                shown={props.shown}
                of_programs={props.of_programs}
            />
        },
    };
    html! {
        <ContextProvider<DisplayedTime> context={playback.displayed_time()}>
            { body }
            <PlaybackBar playback={playback.clone()} drawn={*tab == MiddleTab::Sequence} />
        </ContextProvider<DisplayedTime>>
    }
}

/// The choice of what the pane shows. It is the same until it looks different: a new one would have the
/// timeline drawn again with every report of the kernel.
#[hook]
fn use_switch(tab: &UseStateHandle<MiddleTab>) -> Html {
    let (set, language) = (tab.setter(), use_language());
    let switch = use_memo((**tab, language), move |(tab, language)| {
        let texts = workbench::Workbench::of(*language);
        let calls = timeline::Timeline::of(*language).title;
        let choice = |of: MiddleTab, testid: &'static str, words: &'static str| {
            let set = set.clone();
            let onclick = Callback::from(move |_: MouseEvent| set.set(of));
            html! {
                <button type="button" data-testid={testid} aria-pressed={(*tab == of).to_string()} {onclick}>
                    { words }
                </button>
            }
        };
        html! {
            <div class="segments aspects" role="group" aria-label={texts.aspects}>
                { choice(MiddleTab::Timeline, "aspect-timeline", calls) }
                { choice(MiddleTab::Sequence, "aspect-sequence", texts.sequence) }
                { choice(MiddleTab::Kernel, "aspect-kernel", texts.kernel) }
                { choice(MiddleTab::Network, "aspect-network", texts.network) }
            </div>
        }
    });
    (*switch).clone()
}

/// The socket that the person picked, until the controls turn to another: who turns there wants to
/// see that one. When they turn away because their socket was closed, it stays in view to its end.
#[hook]
fn use_picked(lab: &Snapshot<Lab>) -> (Option<SocketId>, Callback<SocketId>) {
    let picked = use_state_eq(|| None::<SocketId>);
    let last = use_mut_ref(|| None::<SocketId>);
    let (set, now) = (picked.setter(), lab.clone());
    use_effect_with(lab.target, move |target| {
        let before = last.replace(*target);
        let closed = |socket: &SocketId| {
            now.timeline.socket(*socket).is_some_and(|view| view.state == SocketState::Closed)
        };
        set.set(before.filter(closed));
    });
    let on_pick = use_callback(picked.setter(), |socket: SocketId, set| set.set(Some(socket)));
    (*picked, on_pick)
}

/// Says when something begins to look at the kernel, and when it looks no more.
#[hook]
fn use_look(looks: bool, on_lab: &Callback<LabCommand>) {
    let on_lab = on_lab.clone();
    use_effect_with(looks, move |looks| -> Box<dyn FnOnce()> {
        if !*looks {
            return Box::new(|| {});
        }
        on_lab.emit(LabCommand::Look(true));
        Box::new(move || on_lab.emit(LabCommand::Look(false)))
    });
}
