//! The pane in the middle: the timeline of calls, a sequence diagram, or what the kernel does.

use lab_shared::call::SocketId;
use lab_shared::text::Encoding;
use lab_shared::trace::SocketState;
use yew::prelude::*;

use crate::kernel::view::{KernelPaneProps, SequencePaneProps};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::texts::Texts as _;
use crate::kit::view::later::Later;
use crate::kit::view::shown::Shown;
use crate::kit::view::texts::use_language;
use crate::lab::state::{Lab, LabCommand};
use crate::recording::view::{Past, Transport};
use crate::timeline::texts as timeline;
use crate::timeline::view::timeline::TimelinePane;
use crate::workbench::texts as workbench;

/// What the pane shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Aspect {
    /// The calls.
    #[default]
    Timeline,
    /// The calls and segments of one socket.
    Sequence,
    /// What the kernel does with it.
    Kernel,
}

/// What the pane needs.
#[derive(Debug, Clone, PartialEq, Properties)]
pub struct MiddlePaneProps {
    /// Which moment is shown.
    pub past: Past,
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

/// The pane.
#[component]
pub fn MiddlePane(props: &MiddlePaneProps) -> Html {
    let past = &props.past;
    let lab = &past.lab;
    let aspect = use_state_eq(Aspect::default);
    use_look(*aspect != Aspect::Timeline && props.in_view, &props.on_lab);
    let (picked, on_pick) = use_picked(lab);
    let switch = use_switch(&aspect);
    let body = match *aspect {
        Aspect::Sequence => html! {
            <Later<SequencePaneProps> lab={lab.clone()} {switch} {picked} {on_pick} />
        },
        Aspect::Kernel => html! {
            <Later<KernelPaneProps> lab={lab.clone()} {switch} {picked} {on_pick} encoding={props.encoding} />
        },
        Aspect::Timeline => html! {
            <TimelinePane
                timeline={Snapshot::from(&lab.timeline)}
                names={Snapshot::from(&lab.names)}
                losses={Snapshot::from(&lab.losses)}
                {switch}
                encoding={props.encoding}
                on_encoding={props.on_encoding.clone()}
                on_lab={past.unless_past(&props.on_lab)}
                shown={props.shown}
                of_programs={props.of_programs}
            />
        },
    };
    html! {
        <ContextProvider<Shown> context={past.moment()}>
            { body }
            <Transport past={past.clone()} drawn={*aspect == Aspect::Sequence} />
        </ContextProvider<Shown>>
    }
}

/// The choice of what the pane shows. It is the same until it looks different: a new one would have the
/// timeline drawn anew with every word from the kernel.
#[hook]
fn use_switch(aspect: &UseStateHandle<Aspect>) -> Html {
    let (set, language) = (aspect.setter(), use_language());
    let switch = use_memo((**aspect, language), move |(aspect, language)| {
        let texts = workbench::Workbench::of(*language);
        let calls = timeline::Timeline::of(*language).title;
        let choice = |of: Aspect, testid: &'static str, words: &'static str| {
            let set = set.clone();
            let onclick = Callback::from(move |_: MouseEvent| set.set(of));
            html! {
                <button type="button" data-testid={testid} aria-pressed={(*aspect == of).to_string()} {onclick}>
                    { words }
                </button>
            }
        };
        html! {
            <div class="segments aspects" role="group" aria-label={texts.aspects}>
                { choice(Aspect::Timeline, "aspect-timeline", calls) }
                { choice(Aspect::Sequence, "aspect-sequence", texts.sequence) }
                { choice(Aspect::Kernel, "aspect-kernel", texts.kernel) }
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
