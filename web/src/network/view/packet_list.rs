//! The packets, newest first; only the rows in view are drawn.

use std::rc::Rc;

use lab_shared::call::Micros;
use lab_shared::network::{Fate, NetworkView, PacketReport};
use web_sys::HtmlElement;
use yew::prelude::*;

use super::packet_details::PacketDetails;
use super::picture::end_name;
use crate::kit::state::format::{duration, moment};
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::network::Network;
use crate::network::state::label::{kind, kind_name, label};
use crate::network::texts::cable::Cable;
use crate::network::texts::packets::Packets;

/// A row's height in pixels, as in the styles.
const ROW: i32 = 28;

/// Rows drawn at once: the list's height, and some before and behind.
const DRAWN: usize = 24;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PacketListProps {
    pub(super) network: Snapshot<Network>,
    pub(super) view: Snapshot<NetworkView>,
    /// When the timeline began.
    pub(super) start: Micros,
    /// The packet whose details are shown.
    pub(super) picked: Option<u64>,
    pub(super) on_pick: Callback<Option<u64>>,
    /// Saves the packets; an earlier moment's are saved with the recording.
    pub(super) on_save: Option<Callback<()>>,
}

#[component]
pub(super) fn PacketList(props: &PacketListProps) -> Html {
    let texts = use_texts_of::<Packets>();
    let cable_texts = use_texts_of::<Cable>();
    let PacketListProps { network, view, start, picked, on_pick, .. } = props;
    let first = use_state_eq(|| 0_usize);
    let onscroll = {
        let set = first.setter();
        use_callback((), move |event: Event, ()| {
            let list: HtmlElement = event.target_unchecked_into();
            // A scroll position is not negative, and less than a few rows draws nothing new.
            let top = usize::try_from(list.scroll_top() / ROW).unwrap_or_default();
            set.set(top.saturating_sub(4) / 4 * 4);
        })
    };
    let count = network.packets().len();
    let first = (*first).min(count.saturating_sub(1));
    let rows = network.packets().rev().skip(first).take(DRAWN).map(|packet| {
        let serial = packet.serial;
        let is_picked = *picked == Some(serial);
        let again = network.is_again(serial);
        let lost = packet.is_lost();
        let class = classes!(
            "packet-row",
            format!("is-{}", kind_name(kind(packet))),
            lost.then_some("is-lost"),
        );
        let onclick = on_pick.reform(move |_: MouseEvent| (!is_picked).then_some(serial));
        html! {
            <li key={serial}>
                <button
                    type="button"
                    {class}
                    aria-pressed={is_picked.to_string()}
                    data-testid="packet"
                    data-serial={serial.to_string()}
                    data-kind={kind_name(kind(packet))}
                    data-lost={lost.to_string()}
                    data-again={again.to_string()}
                    {onclick}
                >
                    <span class="moment">{ moment(packet.sent, *start) }</span>
                    <span class="packet-way">{ way(packet, view, cable_texts) }</span>
                    <b>{ label(packet) }</b>
                    <span class="packet-numbers">{ numbers(packet) }</span>
                    <span class="packet-fate">
                        if again { <em class="again">{ texts.again }</em>{ " " } }
                        if packet.duplicate { <em class="again">{ texts.twice }</em>{ " " } }
                        if lost { { Icon::Cross.html() } }
                        { fate(packet, texts) }
                    </span>
                </button>
            </li>
        }
    });
    let behind = count.saturating_sub(first + DRAWN);
    // A few thousand rows.
    let pixels = |rows: usize| rows as i32 * ROW;
    let space = format!("padding-top: {}px; padding-bottom: {}px", pixels(first), pixels(behind));
    let shown = picked.and_then(|serial| network.packet(serial));
    let on_close = on_pick.reform(|()| None);
    html! {
        <section class="network-part network-packets" aria-label={texts.title} data-testid="packets" data-count={count.to_string()}>
            <div class="network-row">
                <h3>{ texts.title }{ " " }<span class="network-count-of">{ count }</span></h3>
                if let Some(on_save) = &props.on_save {
                    <button
                        type="button"
                        class="plain"
                        title={texts.save_help}
                        data-testid="network-pcap"
                        disabled={count == 0}
                        onclick={on_save.reform(|_: MouseEvent| ())}
                    >
                        { Icon::Save.html() }{ texts.save }
                    </button>
                }
            </div>
            if count == 0 {
                <p class="network-help">{ texts.empty }</p>
            } else {
                <div class="packet-list" tabindex="0" role="group" aria-label={texts.title} {onscroll}>
                    <ol style={space}>{ for rows }</ol>
                </div>
            }
            if network.missed() > 0 {
                <p class="network-help" data-testid="packets-missed">{ (texts.missed)(network.missed()) }</p>
            }
            if let Some(packet) = shown {
                <PacketDetails
                    packet={Snapshot::from(&Rc::clone(packet))}
                    start={*start}
                    again={network.is_again(packet.serial)}
                    {on_close}
                />
            }
        </section>
    }
}

/// From which end to which.
fn way(packet: &PacketReport, view: &NetworkView, texts: &Cable) -> String {
    let Some(cable) = view.cable(packet.cable) else { return String::new() };
    let (from, to) = (cable.source(packet.way), cable.source(packet.way.opposite()));
    format!("{} → {}", end_name(from, texts), end_name(to, texts))
}

/// Where a segment is in its stream.
fn numbers(packet: &PacketReport) -> String {
    let Some(segment) = packet.segment() else { return String::new() };
    format!("seq {} ack {}", segment.relative_sequence, segment.relative_acknowledgment)
}

/// What became of a packet.
pub(super) fn fate(packet: &PacketReport, texts: &Packets) -> String {
    match packet.fate {
        Fate::Arrives { at } => (texts.arrived)(&duration(at.since(packet.sent))),
        Fate::Lost { why, .. } => (texts.lost)(why).to_owned(),
    }
}
