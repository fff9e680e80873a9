//! What packets are called.

use lab_shared::kernel::TcpFlags;
use lab_shared::network::PacketKind;

use super::segment;
use crate::network::state::label::{kind, label};

#[test]
fn a_segment_is_called_by_what_it_does() {
    let (syn, fin, ack, psh) = (TcpFlags::SYN.0, TcpFlags::FIN.0, TcpFlags::ACK.0, TcpFlags::PSH.0);
    for (flags, length, called, of) in [
        (syn, 0, "SYN", PacketKind::Syn),
        (syn | ack, 0, "SYN·ACK", PacketKind::SynAck),
        (ack, 0, "ACK", PacketKind::Ack),
        (psh | ack, 12, "12 B", PacketKind::Data),
        (fin | ack, 0, "FIN", PacketKind::Fin),
        (fin | psh | ack, 12, "12 B FIN", PacketKind::Data),
        (TcpFlags::RST.0, 0, "RST", PacketKind::Rst),
    ] {
        let packet = segment(1, 0, 30, TcpFlags(flags), length);
        assert_eq!((label(&packet).as_str(), kind(&packet)), (called, of));
    }
}
