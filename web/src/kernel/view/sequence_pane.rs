//! The pane of the sequence diagram.

use lab_shared::call::{Micros, SocketId};
use yew::prelude::*;

use super::sequence_view::SequenceView;
use super::socket_choice::SocketChoice;
use crate::kernel::state::sequence::Sequence;
use crate::kernel::state::{chips, chosen};
use crate::kernel::texts::sequence;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::Lab;

#[derive(Debug, Clone, PartialEq, Properties)]
pub(crate) struct SequencePaneProps {
    pub lab: Snapshot<Lab>,
    /// The choice between this pane and others.
    pub switch: Html,
    /// The socket that the person picked.
    pub picked: Option<SocketId>,
    /// Picks another.
    pub on_pick: Callback<SocketId>,
}

#[component]
pub(crate) fn SequencePane(props: &SequencePaneProps) -> Html {
    let texts = use_texts_of::<sequence::Sequence>();
    let lab = &props.lab;
    let chips = chips(lab);
    let shown = chosen(lab, props.picked);
    let start = lab.timeline.call_at(0).map_or(Micros::default(), |call| call.issued);
    let sequence = shown.map(|socket| Sequence::of(lab, socket));
    html! {
        <>
            <div class="pane-head">
                <h2 id="sequence-title" class="unseen">{ texts.title }</h2>
                { props.switch.clone() }
            </div>
            <div class="pane-body kernel" tabindex="0" role="group" aria-labelledby="sequence-title">
                if chips.is_empty() {
                    <p class="empty">{ texts.empty }</p>
                } else {
                    <SocketChoice {chips} chosen={shown} on_choose={props.on_pick.clone()} />
                }
                if let Some(sequence) = sequence {
                    <div class="sequence-notes">
                        if sequence.derived {
                            <p class="kernel-remark" data-testid="sequence-derived">
                                { Icon::Note.html() }<span>{ (texts.derived)(lab.capture, lab.system) }</span>
                            </p>
                        }
                        if sequence.on_cable {
                            <p class="kernel-remark" data-testid="sequence-cable">
                                { Icon::Note.html() }<span>{ texts.on_cable }</span>
                            </p>
                        }
                        if sequence.missed > 0 {
                            <p class="kernel-remark">{ Icon::Note.html() }<span>{ (texts.missed)(sequence.missed) }</span></p>
                        }
                        if sequence.earlier > 0 {
                            <p class="kernel-remark">{ Icon::Note.html() }<span>{ (texts.earlier)(sequence.earlier) }</span></p>
                        }
                    </div>
                    <SequenceView {sequence} {start} />
                }
            </div>
        </>
    }
}
