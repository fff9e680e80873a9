//! The four buffers of a connection, one pair for each direction.

use lab_shared::errno::System;
use yew::prelude::*;

use crate::kernel::state::{BufferView, Flow};
use crate::kernel::texts as kernel;
use crate::kernel::texts::untold::Untold;
use crate::kit::state::format::count;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct BuffersViewProps {
    /// From the program to the peer.
    pub(super) outward: Option<Flow>,
    /// From the peer to the program.
    pub(super) inward: Option<Flow>,
    /// The system that tells of them.
    pub(super) system: System,
}

#[component]
pub(super) fn BuffersView(props: &BuffersViewProps) -> Html {
    let texts = &use_texts_of::<kernel::Kernel>().buffers;
    let presses =
        [props.outward, props.inward].into_iter().flatten().any(|flow| flow.presses_back());
    html! {
        <section class="kernel-part buffers" aria-label={texts.title} data-testid="buffers">
            <h3>{ texts.title }</h3>
            if let Some(flow) = props.outward {
                <FlowView {flow} outward=true system={props.system} />
            }
            if let Some(flow) = props.inward {
                <FlowView {flow} outward=false system={props.system} />
            }
            if presses {
                <p class="kernel-alarm" data-testid="back-pressure">
                    { Icon::Blocked.html() }<span>{ texts.presses_back }</span>
                </p>
            }
        </section>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct FlowViewProps {
    flow: Flow,
    outward: bool,
    system: System,
}

/// One direction: our buffer is on the left and the peer's on the right, whichever sends.
#[component]
fn FlowView(props: &FlowViewProps) -> Html {
    let texts = &use_texts_of::<kernel::Kernel>().buffers;
    let FlowViewProps { flow, outward, system } = *props;
    let send = html! {
        <BufferBar {system} buffer={flow.send} testid={side(outward, "own-send", "peer-send")} label={(texts.send)(outward)} />
    };
    let receive = html! {
        <BufferBar {system} buffer={flow.receive} testid={side(outward, "peer-receive", "own-receive")} label={(texts.receive)(!outward)} />
    };
    let (near, far) = if outward { (send, receive) } else { (receive, send) };
    let window = flow.window.map(|window| (texts.window)(&count(window.into())));
    html! {
        <div class={classes!("flow", if outward { "is-out" } else { "is-in" })}>
            { near }
            <p class="flow-way">
                <b>{ if outward { texts.outward } else { texts.inward } }</b>
                <i aria-hidden="true">{ if outward { "→" } else { "←" } }</i>
                if let Some(window) = window { <small>{ window }</small> }
            </p>
            { far }
        </div>
    }
}

fn side(outward: bool, out: &'static str, inward: &'static str) -> &'static str {
    if outward { out } else { inward }
}

#[derive(Clone, PartialEq, Properties)]
struct BufferBarProps {
    buffer: Option<BufferView>,
    testid: &'static str,
    label: &'static str,
    system: System,
}

#[component]
fn BufferBar(props: &BufferBarProps) -> Html {
    let texts = &use_texts_of::<kernel::Kernel>().buffers;
    let untold = use_texts_of::<Untold>();
    let bytes = |number: u32| count(number.into());
    let unknown = match props.system {
        System::Linux => texts.unknown.to_owned(),
        system => (untold.in_place)(system),
    };
    let Some(buffer) = props.buffer else {
        return html! {
            <div class="buffer is-unknown">
                <span class="buffer-name">{ props.label }</span>
                <span class="buffer-bar"></span>
                <small>{ unknown }</small>
            </div>
        };
    };
    let memory = match (buffer.memory, buffer.size) {
        (Some(memory), Some(size)) => Some((texts.memory)(&bytes(memory), &bytes(size))),
        (_, size) => size.map(|size| (texts.size)(&bytes(size))),
    };
    html! {
        <div
            class={classes!(
                "buffer",
                buffer.full.then_some("is-full"),
                buffer.percent.is_none().then_some("is-unknown")
            )}
            data-testid={format!("buffer-{}", props.testid)}
            data-waiting={buffer.waiting.map(|bytes| bytes.to_string())}
            data-full={buffer.full.to_string()}
        >
            <span class="buffer-name">{ props.label }
                if buffer.full { <em>{ texts.full }</em> }
            </span>
            <span class="buffer-bar" aria-hidden="true">
                if let Some(percent) = buffer.percent {
                    <i style={format!("--used: {percent}%")}></i>
                }
            </span>
            <span class="buffer-figures">
                if let Some(waiting) = buffer.waiting {
                    <b>{ (texts.waiting)(&bytes(waiting)) }</b>
                } else {
                    <small>{ unknown }</small>
                }
                if let Some(memory) = memory { <small>{ memory }</small> }
            </span>
        </div>
    }
}
