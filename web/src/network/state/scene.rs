//! The picture of a network: where its hosts, its switch and its cables are, in pixels.
//!
//! Two hosts are side by side, or one below the other where there is little width. Others are on both sides of
//! the switch, or on one. Nothing is shrunk: a narrow picture is a higher one.

use lab_shared::network::{CableEnd, CableId, HostName, NetworkView, Way};

/// Space around and between boxes.
const MARGIN: f64 = 10.0;
const GAP: f64 = 16.0;

/// Less width than this is narrow.
const NARROW: f64 = 520.0;

/// The widest picture.
const WIDEST: f64 = 1080.0;

/// A host's name and addresses, one socket, one published port, and the space below.
const HEAD: f64 = 62.0;
const ROW: f64 = 20.0;
const FOOT: f64 = 8.0;

/// The least height of a host, of one beside a cable's words, and of a pair with four lines of words above its cable.
const LEAST: f64 = 96.0;
const LEAST_AT_SWITCH: f64 = 128.0;
const LEAST_PAIR: f64 = 168.0;

/// The width of the switch.
const SWITCH: f64 = 40.0;

/// The length of a cable that hangs down.
const HANGING: f64 = 168.0;

/// Most sockets drawn in a host.
pub(crate) const MOST_SOCKETS: usize = 5;

/// The distance of each way's packets from the cable's middle: beside it on a level cable, and farther on one
/// that hangs, where packets are as wide as their words.
const ASIDE: f64 = 13.0;
const ASIDE_HANGING: f64 = 36.0;

/// How near a packet's middle comes to a cable's end: half its width, or half its height.
const CLEAR: f64 = 32.0;
const CLEAR_HANGING: f64 = 16.0;

/// A place in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Point {
    pub(crate) x: f64,
    pub(crate) y: f64,
}

/// A box in the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Area {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Area {
    fn middle(&self) -> f64 {
        self.y + self.height / 2.0
    }
}

/// A cable as a line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Wire {
    pub(crate) id: CableId,
    pub(crate) a: Point,
    pub(crate) b: Point,
}

impl Wire {
    /// Whether it hangs down.
    pub(crate) fn hangs(&self) -> bool {
        (self.b.y - self.a.y).abs() > (self.b.x - self.a.x).abs()
    }

    /// The middle of it.
    pub(crate) fn middle(&self) -> Point {
        Point { x: (self.a.x + self.b.x) / 2.0, y: (self.a.y + self.b.y) / 2.0 }
    }

    /// Where a packet is that has this part of its way behind it. It keeps clear of the boxes at the ends.
    pub(crate) fn packet(&self, way: Way, along: f64) -> Point {
        let along = match way {
            Way::Forth => along,
            Way::Back => 1.0 - along,
        };
        let length = (self.b.x - self.a.x).abs() + (self.b.y - self.a.y).abs();
        let clear = if self.hangs() { CLEAR_HANGING } else { CLEAR } / length.max(1.0);
        let along = clear + along * (1.0 - 2.0 * clear);
        let between = |a: f64, b: f64| a + (b - a) * along;
        let (x, y) = (between(self.a.x, self.b.x), between(self.a.y, self.b.y));
        let aside = if way == Way::Forth { -1.0 } else { 1.0 };
        if self.hangs() {
            Point { x: x + aside * ASIDE_HANGING, y }
        } else {
            Point { x, y: y + aside * ASIDE }
        }
    }
}

/// What a host needs room for.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Room {
    pub(crate) sockets: usize,
    pub(crate) doors: usize,
}

impl Room {
    fn height(self) -> f64 {
        let more = usize::from(self.sockets > MOST_SOCKETS);
        let rows = self.sockets.min(MOST_SOCKETS) + more + self.doors;
        // A few rows.
        (HEAD + rows as f64 * ROW + FOOT).max(LEAST)
    }
}

/// The picture.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scene {
    pub(crate) width: f64,
    pub(crate) height: f64,
    /// The hosts, in the network's order.
    pub(crate) hosts: Vec<Area>,
    pub(crate) switch: Option<Area>,
    pub(crate) wires: Vec<Wire>,
}

impl Scene {
    /// The picture of a network in this width. `room` is that of each host.
    pub(crate) fn of(view: &NetworkView, width: f64, room: &dyn Fn(&HostName) -> Room) -> Self {
        let width = width.clamp(280.0, WIDEST);
        let heights: Vec<f64> = view.hosts.iter().map(|host| room(&host.name).height()).collect();
        let switched = view
            .cables
            .iter()
            .any(|cable| cable.a == CableEnd::Switch || cable.b == CableEnd::Switch);
        let (hosts, switch, height) = match (switched, width < NARROW) {
            (false, false) => side_by_side(width, &heights),
            (false, true) => stacked(width, &heights),
            (true, narrow) => around(width, &heights, narrow),
        };
        let at = |end: &CableEnd| match end {
            CableEnd::Switch => switch,
            CableEnd::Host(name) => {
                view.hosts.iter().position(|host| host.name == *name).map(|at| hosts[at])
            }
        };
        let wire = |cable: &lab_shared::network::CableView| {
            let (a, b) = ends(at(&cable.a)?, at(&cable.b)?);
            Some(Wire { id: cable.id, a, b })
        };
        let wires = view.cables.iter().filter_map(wire).collect();
        Self { width, height, hosts, switch, wires }
    }

    /// The wire of a cable.
    pub(crate) fn wire(&self, id: CableId) -> Option<&Wire> {
        self.wires.iter().find(|wire| wire.id == id)
    }
}

/// The place of a row in a host, from its top: sockets first, then doors.
pub(crate) fn row(at: usize) -> f64 {
    HEAD + at as f64 * ROW
}

type Placed = (Vec<Area>, Option<Area>, f64);

fn side_by_side(width: f64, heights: &[f64]) -> Placed {
    let host = ((width - 2.0 * MARGIN - 190.0) / 2.0).clamp(150.0, 250.0);
    let highest = heights.iter().copied().fold(LEAST_PAIR, f64::max);
    let last = heights.len().saturating_sub(1).max(1) as f64;
    let step = (width - 2.0 * MARGIN - host) / last;
    let area = |(at, height): (usize, &f64)| Area {
        x: MARGIN + at as f64 * step,
        y: MARGIN + (highest - height) / 2.0,
        width: host,
        height: *height,
    };
    (heights.iter().enumerate().map(area).collect(), None, highest + 2.0 * MARGIN)
}

fn stacked(width: f64, heights: &[f64]) -> Placed {
    let mut y = MARGIN;
    let mut areas = vec![];
    for height in heights {
        areas.push(Area { x: MARGIN, y, width: width - 2.0 * MARGIN, height: *height });
        y += height + HANGING;
    }
    (areas, None, y - HANGING + MARGIN)
}

fn around(width: f64, heights: &[f64], narrow: bool) -> Placed {
    let columns = if narrow { 1 } else { 2 };
    let cable = if narrow { 104.0 } else { 120.0 };
    let host = ((width - 2.0 * MARGIN - SWITCH) / columns as f64 - cable).min(250.0);
    let left = if narrow { MARGIN } else { (width - SWITCH) / 2.0 };
    let mut below = [MARGIN; 2];
    let mut areas = vec![];
    for (at, height) in heights.iter().enumerate() {
        let height = height.max(LEAST_AT_SWITCH);
        let column = at % columns;
        let is_left = !narrow && column == 0;
        let x = if is_left { MARGIN } else { width - MARGIN - host };
        areas.push(Area { x, y: below[column], width: host, height });
        below[column] += height + GAP;
    }
    let height = below.into_iter().fold(MARGIN + LEAST_AT_SWITCH + GAP, f64::max) - GAP;
    let switch = Area { x: left, y: MARGIN, width: SWITCH, height: height - MARGIN };
    (areas, Some(switch), height + MARGIN)
}

/// The ends of a line between two boxes: level where they are beside each other, else from one's lower edge to
/// the other's upper edge.
fn ends(a: Area, b: Area) -> (Point, Point) {
    let apart = a.x + a.width <= b.x || b.x + b.width <= a.x;
    if !apart {
        let x = a.x + a.width / 2.0;
        let (upper, lower) = if a.y < b.y { (a, b) } else { (b, a) };
        let (top, bottom) = (Point { x, y: upper.y + upper.height }, Point { x, y: lower.y });
        return if a.y < b.y { (top, bottom) } else { (bottom, top) };
    }
    // The smaller one is a host, whose middle the higher one reaches.
    let y = if a.height <= b.height { a.middle() } else { b.middle() };
    if a.x < b.x {
        (Point { x: a.x + a.width, y }, Point { x: b.x, y })
    } else {
        (Point { x: a.x, y }, Point { x: b.x + b.width, y })
    }
}
