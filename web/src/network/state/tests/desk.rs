//! What a press at the controls asks of the network.

use lab_shared::call::Micros;
use lab_shared::kernel::TcpFlags;
use lab_shared::network::{
    ArmedDrop, CableId, DropReason, NetworkCommand, NetworkView, PacketKind, Way,
};

use super::{back, lost, network, segment};
use crate::network::state::desk::{Desk, DeskCommand, Ways};
use crate::network::state::keys::NetworkKey;
use crate::network::state::preset::Preset;
use crate::network::state::setting::Setting;

const SYN: DeskCommand = DeskCommand::Press(NetworkKey::Drop(PacketKind::Syn));

fn drop(way: Way, count: u32) -> NetworkCommand {
    NetworkCommand::Drop { cable: CableId(0), way, kind: PacketKind::Syn, count }
}

fn arm(view: &mut NetworkView, ways: &[Way], left: u32) {
    for way in Way::BOTH {
        let armed = ways.contains(&way).then_some(ArmedDrop { kind: PacketKind::Syn, left });
        view.cables[0].line_mut(way).armed = armed;
    }
}

#[test]
fn one_syn_is_lost_in_whichever_way_it_comes_and_none_is_armed_after() {
    let mut desk = Desk::default();
    let mut view = network(&["server", "client"]);
    let asked = desk.handle(SYN, Some(&view), Some(7));
    assert_eq!(asked, [drop(Way::Forth, 1), drop(Way::Back, 1)]);
    arm(&mut view, &Way::BOTH, 1);
    let earlier = lost(segment(7, 0, 0, TcpFlags::SYN, 0), DropReason::Armed);
    assert!(desk.follow(&view, [earlier].iter()).is_empty(), "that was lost before");
    arm(&mut view, &[Way::Forth], 1);
    let fired = lost(segment(8, 0, 0, TcpFlags::SYN, 0), DropReason::Armed);
    assert_eq!(desk.follow(&view, std::iter::once(&fired)), [drop(Way::Forth, 0)]);
    assert!(desk.follow(&view, std::iter::once(&fired)).is_empty());
}

#[test]
fn several_are_counted_over_both_ways() {
    let mut desk = Desk::default();
    let mut view = network(&["server", "client"]);
    desk.handle(DeskCommand::Count(2), Some(&view), None);
    assert_eq!(desk.handle(SYN, Some(&view), None), [drop(Way::Forth, 2), drop(Way::Back, 2)]);
    arm(&mut view, &Way::BOTH, 1);
    let syn = |serial| lost(segment(serial, 0, 0, TcpFlags::SYN, 0), DropReason::Armed);
    let packets = [syn(1), back(syn(2))];
    assert!(desk.follow(&view, packets[..1].iter()).is_empty());
    assert_eq!(desk.follow(&view, packets.iter()), [drop(Way::Forth, 0), drop(Way::Back, 0)]);
}

#[test]
fn a_second_press_takes_it_back() {
    let mut desk = Desk::default();
    let mut view = network(&["server", "client"]);
    desk.handle(SYN, Some(&view), None);
    arm(&mut view, &Way::BOTH, 1);
    assert!(desk.is_armed(&view.cables[0], PacketKind::Syn));
    assert_eq!(desk.handle(SYN, Some(&view), None), [drop(Way::Forth, 0), drop(Way::Back, 0)]);
}

#[test]
fn the_chosen_way_alone_is_set_and_each_from_what_it_is() {
    let mut desk = Desk::default();
    let mut view = network(&["server", "client"]);
    view.cables[0].back.impairment = Preset::Satellite.impairment();
    let set = DeskCommand::Set(Setting::Delay, "20".into());
    let asked = desk.handle(set.clone(), Some(&view), None);
    let delays: Vec<(Way, Micros, Option<u64>)> = asked
        .iter()
        .map(|command| match command {
            NetworkCommand::SetLine { way, impairment, .. } => {
                (*way, impairment.delay, impairment.rate)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let delay = Micros(20_000);
    assert_eq!(delays, [(Way::Forth, delay, None), (Way::Back, delay, Some(20_000_000))]);
    desk.handle(DeskCommand::Ways(Ways::One(Way::Back)), Some(&view), None);
    assert_eq!(desk.handle(set, Some(&view), None).len(), 1);
    let preset = DeskCommand::Preset(Preset::Satellite);
    assert!(desk.handle(preset, Some(&view), None).is_empty(), "it is so already");
}

#[test]
fn the_chosen_cable_is_cut_and_mended_and_the_first_until_one_is_chosen() {
    let mut desk = Desk::default();
    let mut view = network(&["a", "b", "c"]);
    let cut = DeskCommand::Press(NetworkKey::Cut);
    let asks = |cable, cut| [NetworkCommand::Cut { cable: CableId(cable), cut }];
    assert_eq!(desk.handle(cut.clone(), Some(&view), None), asks(0, true));
    desk.handle(DeskCommand::Cable(CableId(2)), Some(&view), None);
    view.cables[2].cut = true;
    assert_eq!(desk.handle(cut.clone(), Some(&view), None), asks(2, false));
    assert!(desk.handle(cut, None, None).is_empty(), "without a network nothing is asked");
}
