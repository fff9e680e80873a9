//! One packet: its headers, what became of it, and its first bytes.

use lab_shared::call::Micros;
use lab_shared::kernel::{Segment, SegmentOptions};
use lab_shared::network::PacketReport;
use yew::prelude::*;

use super::packet_list::fate;
use crate::kit::state::format::moment;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::icon::Icon;
use crate::kit::view::texts::use_texts_of;
use crate::network::state::bytes::{decoded, dump};
use crate::network::state::label::label;
use crate::network::texts::packets::Packets;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PacketDetailsProps {
    pub(super) packet: Snapshot<PacketReport>,
    /// When the timeline began.
    pub(super) start: Micros,
    /// Whether the segment was sent before.
    pub(super) again: bool,
    pub(super) on_close: Callback<()>,
}

#[component]
pub(super) fn PacketDetails(props: &PacketDetailsProps) -> Html {
    let texts = use_texts_of::<Packets>();
    let PacketDetailsProps { packet, start, again, on_close } = props;
    let head = &packet.head;
    let mut facts: Vec<(&str, String)> = vec![
        (texts.sent, moment(packet.sent, *start)),
        (texts.fate, fate(packet, texts)),
        (texts.source, head.source.to_string()),
        (texts.destination, head.destination.to_string()),
        (texts.length, format!("{} B", packet.length)),
        (texts.hops, head.hops.to_string()),
    ];
    if let Some(segment) = packet.segment() {
        facts.extend(of_segment(segment, texts));
    }
    let facts = facts.into_iter().map(|(name, value)| {
        html! { <div><dt>{ name }</dt><dd>{ value }</dd></div> }
    });
    let bytes = decoded(&packet.bytes);
    let lines = dump(&bytes).into_iter().map(|line| {
        html! {
            <>
                <span class="dump-offset">{ format!("{:04x}", line.offset) }</span>
                { format!("  {:<47}  {}\n", line.hex, line.ascii) }
            </>
        }
    });
    html! {
        <section class="packet-details" aria-label={texts.details} data-testid="packet-details">
            <div class="network-row">
                <h4>
                    { label(packet) }
                    if *again { { " " }<em class="again">{ texts.again }</em> }
                </h4>
                <button type="button" class="plain" data-testid="packet-close" onclick={on_close.reform(|_: MouseEvent| ())}>
                    { Icon::Cross.html() }{ texts.close }
                </button>
            </div>
            <dl class="packet-facts">{ for facts }</dl>
            if !bytes.is_empty() {
                <p class="network-help">{ (texts.bytes)(bytes.len(), packet.length) }</p>
                <pre class="dump" tabindex="0" aria-label={(texts.bytes)(bytes.len(), packet.length)} data-testid="packet-bytes">{ for lines }</pre>
            }
        </section>
    }
}

fn of_segment(segment: &Segment, texts: &Packets) -> Vec<(&'static str, String)> {
    let flags: Vec<&str> = segment.flags.names().collect();
    let window = match segment.window_bytes {
        Some(bytes) => format!("{bytes} B ({})", segment.window),
        None => segment.window.to_string(),
    };
    let mut facts = vec![
        (texts.flags, flags.join(" ")),
        (texts.sequence, (texts.relative)(segment.sequence, segment.relative_sequence)),
        (
            texts.acknowledgment,
            (texts.relative)(segment.acknowledgment, segment.relative_acknowledgment),
        ),
        (texts.window, window),
    ];
    if !segment.options.is_empty() {
        facts.push((texts.options, options(&segment.options)));
    }
    facts
}

/// TCP's options by their RFCs' names.
fn options(options: &SegmentOptions) -> String {
    let mut words = vec![];
    words.extend(options.mss.map(|mss| format!("MSS {mss}")));
    words.extend(options.window_scale.map(|scale| format!("WS {scale}")));
    if options.sack_permitted {
        words.push("SACK-permitted".to_owned());
    }
    words.extend(options.sack.iter().map(|[from, to]| format!("SACK {from}–{to}")));
    words.extend(options.timestamps.map(|[value, echo]| format!("TS {value} {echo}")));
    words.join(", ")
}
