//! Which calls a loss holds up, and which not.

use lab_shared::call::{Address, MsgFlags, Op, Value};
use lab_shared::network::{DropReason, Way};

use super::*;
use crate::lab::state::LabEvent;
use crate::link::state::Output;
use crate::testing::test_network::{
    ACK, CLIENT, SOCKET, SYN, connects, lost, packet, pair, passed, tcp,
};

#[test]
fn a_connect_waits_for_its_lost_syn_and_then_says_when_it_was_sent_again() {
    let mut test = pair(SocketType::Stream);
    let connect = connects(&mut test);
    let syn = lost(tcp(1, 10_000, Way::Back, SYN, 500, 0), DropReason::Armed);
    passed(&mut test, vec![tcp(0, 9000, Way::Back, ACK, 1, 0), syn]);
    let wait = Wait {
        lost: LostPacket::Syn,
        own: true,
        at: Micros(10_000),
        again_after: None,
        timer: None,
    };
    assert_eq!(waits(&test.lab), BTreeMap::from([(connect, wait)]));
    passed(&mut test, vec![tcp(2, 1_010_000, Way::Back, SYN, 500, 0)]);
    let again_after = Some(Micros(1_000_000));
    assert_eq!(waits(&test.lab), BTreeMap::from([(connect, Wait { again_after, ..wait })]));
}

#[test]
fn a_recv_waits_for_lost_data_of_the_peer_and_not_for_its_own_or_for_an_acknowledgment() {
    let mut test = pair(SocketType::Stream);
    let connect = connects(&mut test);
    test.returns(connect, Ok(Value::None));
    let (local, peer) = (Address::inet(CLIENT, 40_000), Address::inet("10.0.0.1", 9999));
    let (local, peer) = (Some(local), Some(peer));
    let known = Output::Addresses { socket: SOCKET, local, peer, loopback_only: false };
    test.told(LabEvent::Relay(known, Micros(1)));
    let recv = test.issue_on(SOCKET, Op::Recv { bufsize: 9, flags: MsgFlags::NONE }, b"");
    passed(
        &mut test,
        vec![
            lost(tcp(1, 50_000, Way::Back, ACK, 1, 5), DropReason::Loss),
            lost(tcp(2, 51_000, Way::Forth, ACK, 1, 0), DropReason::Loss),
        ],
    );
    assert_eq!(waits(&test.lab).get(&recv), None);
    passed(&mut test, vec![lost(tcp(3, 60_000, Way::Forth, ACK, 1, 7), DropReason::QueueFull)]);
    assert_eq!(waits(&test.lab).get(&recv), None, "it does not block yet");
    test.blocks(recv);
    let wait = waits(&test.lab).get(&recv).copied().unwrap();
    assert_eq!((wait.lost, wait.own, wait.at), (LostPacket::Data, false, Micros(60_000)));
}

#[test]
fn a_recvfrom_waits_in_vain_for_a_lost_datagram() {
    let mut test = pair(SocketType::Dgram);
    let local = Some(Address::inet("0.0.0.0", 40_000));
    let known = Output::Addresses { socket: SOCKET, local, peer: None, loopback_only: false };
    test.told(LabEvent::Relay(known, Micros(1)));
    let recv = test.issue_on(SOCKET, Op::Recvfrom { bufsize: 9, flags: MsgFlags::NONE }, b"");
    test.blocks(recv);
    let datagram = PacketContent::Udp { length: 4, fragmented: false };
    passed(&mut test, vec![lost(packet(1, 50_000, Way::Forth, datagram), DropReason::Loss)]);
    assert_eq!(waits(&test.lab).get(&recv).unwrap().lost, LostPacket::Datagram);
}
