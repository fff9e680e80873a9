//! The picture: hosts with their sockets, the cables between them, and the packets on these.

use std::rc::Rc;

use lab_shared::call::{Address, Micros};
use lab_shared::network::{
    ArmedDrop, CableEnd, CableView, HostView, NetworkView, Protocol, Published, Way,
};
use yew::prelude::*;

use super::flying::Flying;
use crate::kit::state::snapshot::Snapshot;
use crate::kit::view::select_field::{Offer, SelectField};
use crate::kit::view::texts::use_texts_of;
use crate::kit::view::width::use_width;
use crate::lab::state::Lab;
use crate::network::state::command::PaneCommand;
use crate::network::state::desk::{Desk, DeskCommand};
use crate::network::state::host_sockets::{HostSocket, sockets_of};
use crate::network::state::scene::{Area, MOST_SOCKETS, Point, Room, Scene, Wire, row};
use crate::network::state::setting::summary;
use crate::network::texts::cable::Cable;
use crate::network::texts::hosts::Hosts;
use crate::network::texts::packets::Packets;
use crate::timeline::view::lanes_view::lane_colour;

/// The width before it was measured.
const UNMEASURED: i32 = 600;

/// The height of a line of a cable's words.
const LINE: f64 = 14.0;

#[derive(Clone, PartialEq, Properties)]
pub(super) struct PictureProps {
    pub(super) lab: Snapshot<Lab>,
    pub(super) view: Snapshot<NetworkView>,
    pub(super) desk: Desk,
    /// The earlier moment that is shown, if any.
    pub(super) moment: Option<Micros>,
    pub(super) on: Callback<PaneCommand>,
    pub(super) on_pick: Callback<u64>,
}

#[component]
pub(super) fn Picture(props: &PictureProps) -> Html {
    let texts = use_texts_of::<Hosts>();
    let cable_texts = use_texts_of::<Cable>();
    let packet_texts = use_texts_of::<Packets>();
    let PictureProps { lab, view, desk, .. } = props;
    let frame = use_node_ref();
    let width = match use_width(&frame) {
        0 => UNMEASURED,
        width => width,
    };
    let residents: Vec<Vec<HostSocket>> =
        view.hosts.iter().map(|host| sockets_of(lab, &host.name)).collect();
    let doors =
        |host: &HostView| view.published.iter().filter(|door| door.host == host.name).count();
    let rooms: Vec<Room> = view
        .hosts
        .iter()
        .zip(&residents)
        .map(|(host, sockets)| Room { sockets: sockets.len(), doors: doors(host) })
        .collect();
    let scene = {
        let view = view.clone();
        use_memo((view.clone(), width, rooms), move |(_, width, rooms)| {
            let room = |name: &_| {
                let at = view.hosts.iter().position(|host| host.name == *name);
                at.map(|at| rooms[at]).unwrap_or_default()
            };
            Scene::of(&view, f64::from(*width), &room)
        })
    };
    let hosts = view.hosts.iter().enumerate().map(|(at, host)| {
        let published = view.published.iter().filter(|door| door.host == host.name);
        host_box(at, host, scene.hosts[at], &residents[at], published.collect(), texts)
    });
    let chosen = desk.cable(view).map(|cable| cable.id);
    let cables = view.cables.iter().filter_map(|cable| {
        let wire = scene.wire(cable.id)?;
        let id = cable.id;
        let onclick = props.on.reform(move |_: MouseEvent| DeskCommand::Cable(id).into());
        Some(cable_line(cable, wire, chosen == Some(id), onclick, cable_texts))
    });
    let on_slowness = props.on.reform(|slowness| DeskCommand::Slowness(slowness).into());
    let said = described(view, &residents, texts, cable_texts);
    html! {
        <figure class="network-picture" ref={frame}>
            <svg
                width={scene.width.to_string()}
                height={scene.height.to_string()}
                viewBox={format!("0 0 {} {}", scene.width, scene.height)}
                role="img"
                aria-label={texts.picture}
                data-testid="network-picture"
            >
                { for cables }
                if let Some(switch) = scene.switch { { switch_box(switch, cable_texts) } }
                { for hosts }
                <Flying
                    network={Snapshot::from(&lab.network)}
                    scene={Rc::clone(&scene)}
                    moment={props.moment}
                    slowness={desk.slowness}
                    on_pick={props.on_pick.clone()}
                />
            </svg>
            <ul class="unseen" data-testid="network-described">{ for said.into_iter().map(|line| html! { <li>{ line }</li> }) }</ul>
            <SelectField
                testid="network-slowness"
                label={packet_texts.slowness}
                width={classes!("inline")}
                offer={Offer::of(&desk.slowness, &on_slowness, std::convert::identity)}
            />
        </figure>
    }
}

fn host_box(
    at: usize,
    host: &HostView,
    area: Area,
    sockets: &[HostSocket],
    doors: Vec<&Published>,
    texts: &Hosts,
) -> Html {
    // Seven pixels a letter, and the space at both sides.
    let letters = ((area.width - 28.0) / 7.0) as usize;
    let shown = sockets.len().min(MOST_SOCKETS);
    let more = sockets.len() - shown;
    let sockets = sockets
        .iter()
        .take(shown)
        .enumerate()
        .map(|(at, socket)| socket_line(socket, row(at), area.width));
    let below = shown + usize::from(more > 0);
    let doors =
        doors.iter().enumerate().map(|(at, door)| door_line(door, row(below + at), letters));
    let class = classes!("host", host.ended.map(|_| "is-ended"));
    html! {
        <g
            key={host.name.to_string()}
            {class}
            style={format!("--lane: var(--lane-{})", at % 6 + 1)}
            transform={format!("translate({} {})", area.x, area.y)}
            data-testid={format!("host-{}", host.name)}
        >
            <rect class="host-ground" width={area.width.to_string()} height={area.height.to_string()} rx="10" />
            <path class="host-edge" d={format!("M0 10 a10 10 0 0 1 10 -10 h{} a10 10 0 0 1 10 10 z", area.width - 20.0)} />
            <path class="host-icon" transform="translate(11 16)" d="M1 1h10v4H1zM1 7h10v4H1zM3.5 3h.01M3.5 9h.01" />
            <text class="host-name" x="30" y="27">{ host.name.to_string() }</text>
            if let Some(why) = host.ended {
                <text class="host-ended" x="12" y="46">{ (texts.ended)(why) }</text>
            } else {
                <text class="host-address" x="12" y="44">{ host.v4.clone() }</text>
                <text class="host-address" x="12" y="57">{ host.v6.clone() }</text>
            }
            { for sockets }
            if more > 0 {
                <text class="host-more" x="12" y={(row(shown) + 14.0).to_string()}>{ (texts.more)(more) }</text>
            }
            { for doors }
        </g>
    }
}

fn socket_line(socket: &HostSocket, y: f64, width: f64) -> Html {
    let class = classes!("host-socket", socket.closed.then_some("is-closed"));
    html! {
        <g
            {class}
            style={lane_colour(socket.socket.0)}
            transform={format!("translate(8 {})", y + 1.0)}
            data-testid={format!("host-socket-{}", socket.socket.0)}
            data-state={socket.state.clone()}
        >
            <rect class="host-socket-ground" width={(width - 16.0).to_string()} height="18" rx="4" />
            <rect class="host-socket-lane" width="3" height="18" rx="1.5" />
            <text x="9" y="13">{ socket.words.clone() }</text>
            <text class="host-socket-state" x={(width - 22.0).to_string()} y="13">{ socket.state.clone() }</text>
        </g>
    }
}

fn door_line(door: &Published, y: f64, letters: usize) -> Html {
    let machine = match &door.at {
        Address::Inet { port, .. } | Address::Inet6 { port, .. } => format!(":{port}"),
        Address::Unix { path } => path.clone(),
    };
    // The machine's address has no room here; the list of ports has it.
    let words = format!("{machine} ⇢ :{} {}", door.port, protocol_name(door.protocol));
    let words: String = words.chars().take(letters).collect();
    html! {
        <g class="door" transform={format!("translate(8 {})", y + 1.0)} data-testid="door">
            <path class="door-icon" d="M1 15V3h7v12M0 15h10M5.5 9h.01" />
            <text x="16" y="13">{ words }</text>
        </g>
    }
}

/// A protocol as `nc` users know it.
pub(super) fn protocol_name(protocol: Protocol) -> &'static str {
    match protocol {
        Protocol::Tcp => "TCP",
        Protocol::Udp => "UDP",
    }
}

fn switch_box(area: Area, texts: &Cable) -> Html {
    let (x, y) = (area.x + area.width / 2.0, area.y + area.height / 2.0);
    html! {
        <g class="switch" data-testid="switch">
            <rect
                x={area.x.to_string()}
                y={area.y.to_string()}
                width={area.width.to_string()}
                height={area.height.to_string()}
                rx="9"
            />
            <text transform={format!("translate({} {y}) rotate(-90)", x + 4.0)}>{ texts.switch }</text>
        </g>
    }
}

/// What a way says beside the cable: what it does, and what it loses next.
struct Words {
    does: Vec<String>,
    armed: Option<String>,
}

impl Words {
    fn of(cable: &CableView, way: Way, texts: &Cable) -> Self {
        let line = cable.line(way);
        let armed = line.armed.as_ref().filter(|armed| armed.left > 0);
        let armed = armed.map(|armed| armed_sign(armed, texts));
        Self { does: summary(&line.impairment), armed }
    }
}

/// What is armed, as a sign: `⊘ SYN`, `⊘ ACK ×3`.
fn armed_sign(armed: &ArmedDrop, texts: &Cable) -> String {
    let kind = (texts.kind)(armed.kind);
    if armed.left == 1 { format!("⊘ {kind}") } else { format!("⊘ {kind} ×{}", armed.left) }
}

fn cable_line(
    cable: &CableView,
    wire: &Wire,
    chosen: bool,
    onclick: Callback<MouseEvent>,
    texts: &Cable,
) -> Html {
    let Wire { a, b, .. } = *wire;
    let middle = wire.middle();
    let class = classes!("cable", chosen.then_some("is-chosen"), cable.cut.then_some("is-cut"),);
    let line = |from: Point, to: Point| format!("M{} {} L{} {}", from.x, from.y, to.x, to.y);
    let aside = |by: f64| match (wire.hangs(), a.x < b.x, a.y < b.y) {
        (true, _, down) => Point { x: middle.x, y: middle.y + if down { by } else { -by } },
        (false, right, _) => Point { x: middle.x + if right { by } else { -by }, y: middle.y },
    };
    let path = match cable.cut {
        true => format!("{} {}", line(a, aside(-11.0)), line(aside(11.0), b)),
        false => line(a, b),
    };
    let (forth, back) = (Words::of(cable, Way::Forth, texts), Words::of(cable, Way::Back, texts));
    let same = forth.does == back.does;
    let words = [(Way::Forth, &forth), (Way::Back, &back)].into_iter().map(|(way, words)| {
        let does = if same && way == Way::Back { &[][..] } else { &words.does[..] };
        cable_words(wire, way, does, words.armed.as_deref(), same)
    });
    let plug = |at: Point| {
        let (x, y) = (at.x - 4.5, at.y - 4.5);
        html! { <rect class="plug" x={x.to_string()} y={y.to_string()} width="9" height="9" rx="2" /> }
    };
    html! {
        <g {class} data-testid={format!("cable-{}", cable.id.0)} data-cut={cable.cut.to_string()} {onclick}>
            <path class="cable-reach" d={line(a, b)} />
            <path class="cable-skin" d={path.clone()} />
            <path class="cable-core" d={path} />
            { plug(a) }
            { plug(b) }
            if cable.cut {
                <path
                    class="cable-ends"
                    transform={format!("translate({} {}) rotate({})", middle.x, middle.y, if wire.hangs() { 90 } else { 0 })}
                    d="M-11 0 l5 -5 M-11 0 h6 M-11 0 l5 5 M11 0 l-5 -5 M11 0 h-6 M11 0 l-5 5"
                />
                <text class="cable-cut" x={middle.x.to_string()} y={(middle.y + if wire.hangs() { 22.0 } else { 24.0 }).to_string()}>
                    { texts.is_cut }
                </text>
            }
            { for words }
        </g>
    }
}

/// The words of one way: above a level cable those forth, below those back; beside one that hangs.
fn cable_words(wire: &Wire, way: Way, does: &[String], armed: Option<&str>, same: bool) -> Html {
    let middle = wire.middle();
    let arrow = if same { "" } else { arrow(wire, way) };
    let lines = does
        .iter()
        .map(|words| (classes!("cable-words"), format!("{words}{arrow}")))
        .chain(armed.map(|words| (classes!("cable-words", "is-armed"), words.to_owned())));
    let count = does.len() + usize::from(armed.is_some());
    let above = way == Way::Forth;
    let place = |at: usize| {
        // A few lines.
        let down = at as f64 * LINE;
        let height = count.saturating_sub(1) as f64 * LINE;
        match (wire.hangs(), above) {
            (true, true) => (middle.x - 78.0, middle.y + 4.0 - height / 2.0 + down, "end"),
            (true, false) => (middle.x + 78.0, middle.y + 4.0 - height / 2.0 + down, "start"),
            (false, true) => (middle.x, middle.y - 29.0 - height + down, "middle"),
            (false, false) => (middle.x, middle.y + 38.0 + down, "middle"),
        }
    };
    let lines = lines.enumerate().map(|(at, (class, words))| {
        let (x, y, anchor) = place(at);
        html! { <text {class} x={x.to_string()} y={y.to_string()} text-anchor={anchor}>{ words }</text> }
    });
    html! { <>{ for lines }</> }
}

/// Where packets of a way go, as they are drawn.
fn arrow(wire: &Wire, way: Way) -> &'static str {
    let onward = if wire.hangs() { wire.a.y < wire.b.y } else { wire.a.x < wire.b.x };
    match (wire.hangs(), onward == (way == Way::Forth)) {
        (true, true) => " ↓",
        (true, false) => " ↑",
        (false, true) => " →",
        (false, false) => " ←",
    }
}

/// An end's name.
pub(super) fn end_name<'a>(end: &'a CableEnd, texts: &'a Cable) -> &'a str {
    match end {
        CableEnd::Host(name) => name.as_str(),
        CableEnd::Switch => texts.switch,
    }
}

/// The picture in sentences.
fn described(
    view: &NetworkView,
    residents: &[Vec<HostSocket>],
    texts: &Hosts,
    cable_texts: &Cable,
) -> Vec<String> {
    let hosts = view.hosts.iter().zip(residents).map(|(host, sockets)| {
        let mut said = (texts.described)(host.name.as_str(), &host.v4, &host.v6);
        for socket in sockets {
            said.push_str(&format!(" {} {}.", socket.words, socket.state));
        }
        said
    });
    let cables = view.cables.iter().flat_map(|cable| {
        let title =
            (cable_texts.title)(end_name(&cable.a, cable_texts), end_name(&cable.b, cable_texts));
        Way::BOTH.into_iter().map(move |way| {
            let line = cable.line(way);
            let mut said = summary(&line.impairment);
            if cable.cut {
                said.insert(0, cable_texts.is_cut.to_owned());
            }
            if said.is_empty() {
                said.push(cable_texts.perfect.to_owned());
            }
            if let Some(armed) = line.armed.as_ref().filter(|armed| armed.left > 0) {
                said.push((cable_texts.armed)((cable_texts.kind)(armed.kind), armed.left));
            }
            let from = end_name(cable.source(way), cable_texts);
            format!("{title}, {from} →: {}.", said.join(", "))
        })
    });
    hosts.chain(cables).collect()
}
