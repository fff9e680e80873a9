//! The picture's layout.

use lab_shared::network::{CableId, HostName, Way};

use super::network;
use crate::network::state::scene::{Area, Room, Scene};

fn scene(names: &[&str], width: f64, sockets: usize) -> Scene {
    let room = |_: &HostName| Room { sockets, doors: 0 };
    Scene::of(&network(names), width, &room)
}

fn overlap(a: &Area, b: &Area) -> bool {
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

#[test]
fn nothing_lies_on_another_or_outside_at_any_width() {
    let names = ["a", "b", "c", "d", "e", "f", "g"];
    for width in [320.0, 366.0, 519.0, 520.0, 700.0, 1440.0] {
        for count in 1..=names.len() {
            for sockets in [0, 3, 9] {
                let scene = scene(&names[..count], width, sockets);
                let areas: Vec<&Area> = scene.hosts.iter().chain(&scene.switch).collect();
                for (at, area) in areas.iter().enumerate() {
                    assert!(area.x >= 0.0 && area.x + area.width <= scene.width, "{width} {count}");
                    assert!(area.y >= 0.0 && area.y + area.height <= scene.height);
                    assert!(!areas[at + 1..].iter().any(|other| overlap(area, other)), "{width}");
                }
            }
        }
    }
}

#[test]
fn every_cable_is_long_enough_for_its_packets() {
    for width in [320.0, 366.0, 600.0, 1440.0] {
        for names in [&["server", "client"][..], &["a", "b", "c", "d"]] {
            let scene = scene(names, width, 2);
            assert_eq!(scene.wires.len(), network(names).cables.len());
            for wire in &scene.wires {
                let length = (wire.b.x - wire.a.x).abs() + (wire.b.y - wire.a.y).abs();
                assert!(length >= 90.0, "{length} at {width}");
            }
        }
    }
}

#[test]
fn a_packet_begins_at_its_sender_and_ends_at_its_receiver() {
    for width in [366.0, 800.0] {
        let scene = scene(&["server", "client"], width, 0);
        let wire = scene.wire(CableId(0)).expect("there is one");
        assert_eq!(wire.hangs(), width < 520.0);
        let along = |way, part| {
            let at = wire.packet(way, part);
            if wire.hangs() { at.y } else { at.x }
        };
        let (a, b) = if wire.hangs() { (wire.a.y, wire.b.y) } else { (wire.a.x, wire.b.x) };
        for (way, from, to) in [(Way::Forth, a, b), (Way::Back, b, a)] {
            let (begin, end) = (along(way, 0.0), along(way, 1.0));
            assert!((begin - from).abs() < 40.0 && (end - to).abs() < 40.0, "{way:?}");
            assert_eq!((begin < end), (from < to));
        }
        let (forth, back) = (wire.packet(Way::Forth, 0.5), wire.packet(Way::Back, 0.5));
        assert_ne!(forth, back, "they do not meet head-on");
    }
}
