//! The packets that fly along the cables.

use std::rc::Rc;
use std::time::Duration;

use lab_shared::call::Micros;
use lab_shared::network::{PacketReport, Way};
use yew::prelude::*;

use super::frames::{Frames, motion_is_reduced};
use crate::kit::browser;
use crate::kit::state::clock::micros;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::texts::use_texts_of;
use crate::lab::state::network::Network;
use crate::network::state::label::{kind, kind_name, label};
use crate::network::state::motion::{Motion, Position, Slowness, still, then};
use crate::network::state::scene::{Scene, Wire};
use crate::network::texts::packets::Packets;

/// How far a lost packet falls, in pixels.
const FALL: f64 = 30.0;

/// A packet's height, its letters' width, and the space around them, in pixels.
const HEIGHT: f64 = 18.0;
const LETTER: f64 = 6.7;
const PADDING: f64 = 12.0;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct FlyingProps {
    pub(super) network: Snapshot<Network>,
    pub(super) scene: Rc<Scene>,
    /// The earlier moment that is shown, if any.
    pub(super) moment: Option<Micros>,
    pub(super) slowness: Slowness,
    pub(super) on_pick: Callback<u64>,
}

#[component]
pub(super) fn Flying(props: &FlyingProps) -> Html {
    let texts = use_texts_of::<Packets>();
    let FlyingProps { network, scene, moment, slowness, .. } = props;
    let (positions, more) = use_positions(network, *moment, *slowness);
    let packets = positions.iter().filter_map(|position| {
        let packet = network.packet(position.serial)?;
        let wire = scene.wire(position.cable)?;
        let again = network.is_again(position.serial).then_some(texts.again);
        Some(drawn(packet, wire, position, again, &props.on_pick))
    });
    html! {
        <g class="flying" aria-hidden="true" data-testid="flying" data-count={positions.len().to_string()}>
            { for packets }
            if more > 0 {
                <text class="flying-more" x={(scene.width / 2.0).to_string()} y={(scene.height - 4.0).to_string()}>
                    { (texts.more)(more) }
                </text>
            }
        </g>
    }
}

/// Where the packets are: those that fly now, or those of an earlier moment, or without motion the newest.
#[hook]
fn use_positions(
    network: &Snapshot<Network>,
    moment: Option<Micros>,
    slowness: Slowness,
) -> (Vec<Position>, usize) {
    let now = use_state_eq(browser::now);
    let reduced = *use_memo((), |()| motion_is_reduced());
    let motion = use_memo((slowness, moment.is_some()), |(slowness, _)| {
        std::cell::RefCell::new(Motion::new(*slowness, network.newest()))
    });
    let frames = {
        let (motion, set) = (Rc::clone(&motion), now.setter());
        use_memo((slowness, moment.is_some()), move |_| {
            Frames::new(motion, Callback::from(move |now: Duration| set.set(now)))
        })
    };
    {
        let (motion, frames) = (Rc::clone(&motion), Rc::clone(&frames));
        let live = moment.is_none() && !reduced;
        use_effect_with((network.clone(), slowness, live), move |(network, _, live)| {
            if *live {
                motion.borrow_mut().follow(network.packets());
                frames.begin();
            }
        });
    }
    match moment {
        Some(moment) => then(network.packets(), moment),
        None if reduced => (still(network.packets()), 0),
        None => motion.borrow().at(micros(*now)),
    }
}

fn drawn(
    packet: &PacketReport,
    wire: &Wire,
    position: &Position,
    again: Option<&'static str>,
    on_pick: &Callback<u64>,
) -> Html {
    let at = wire.packet(position.way, position.along);
    let words = label(packet);
    let letters = words.chars().count() as f64
        + again.map_or(0.0, |again| 1.0 + again.chars().map(width_of).sum::<f64>());
    let width = letters * LETTER + PADDING;
    let fallen = position.fallen.unwrap_or_default();
    let (y, opacity) = (at.y + fallen * FALL, 1.0 - fallen * 0.9);
    let lost = position.fallen.is_some();
    let serial = packet.serial;
    // A point at the side to which it flies.
    let tip = match (wire.hangs(), heads_right(wire, position.way)) {
        (false, true) => format!("M{} -4 l5 4 l-5 4 z", width / 2.0 + 1.0),
        (false, false) => format!("M{} -4 l-5 4 l5 4 z", -width / 2.0 - 1.0),
        (true, true) => format!("M-4 {} l4 5 l4 -5 z", HEIGHT / 2.0 + 1.0),
        (true, false) => format!("M-4 {} l4 -5 l4 5 z", -HEIGHT / 2.0 - 1.0),
    };
    let class = classes!(
        "packet",
        format!("is-{}", kind_name(kind(packet))),
        lost.then_some("is-lost"),
        again.map(|_| "is-again"),
    );
    html! {
        <>
            <g
                key={serial}
                {class}
                transform={format!("translate({:.1} {y:.1})", at.x)}
                opacity={format!("{opacity:.2}")}
                data-serial={serial.to_string()}
                onclick={on_pick.reform(move |_: MouseEvent| serial)}
            >
                <rect x={(-width / 2.0).to_string()} y={(-HEIGHT / 2.0).to_string()} width={width.to_string()} height={HEIGHT.to_string()} rx="5" />
                <path class="packet-tip" d={tip} />
                <text y="4">
                    { words }
                    if let Some(again) = again { <tspan class="again">{ format!(" {again}") }</tspan> }
                </text>
            </g>
            if lost {
                <path
                    class="loss-mark"
                    transform={format!("translate({:.1} {:.1})", at.x, at.y)}
                    d="M-6 -6 L6 6 M6 -6 L-6 6"
                />
            }
        </>
    }
}

/// A letter's width, in Latin ones.
fn width_of(letter: char) -> f64 {
    if letter.is_ascii() { 1.0 } else { 1.8 }
}

/// Whether packets of this way go right, or down.
fn heads_right(wire: &Wire, way: Way) -> bool {
    let forth = if wire.hangs() { wire.a.y < wire.b.y } else { wire.a.x < wire.b.x };
    forth == (way == Way::Forth)
}
