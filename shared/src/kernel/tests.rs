//! Golden bytes of kernel reports, and what follows from a state or a segment.

use proptest::prelude::*;

use super::*;
use crate::call::{Address, Micros, OptionValue, SocketId};
use crate::wire::{Event, Frame, MAX_CONTROL_BYTES, MAX_SEGMENTS, ToPage, ToRelay};

#[track_caller]
fn same(event: Event, json: &str) {
    let message = ToPage::Event(event);
    let frame = Frame::Text(format!(r#"{{"event":{json}}}"#));
    assert_eq!(message.encode(), frame);
    assert_eq!(ToPage::decode(frame).unwrap(), message);
}

fn segment() -> Segment {
    Segment {
        at: Micros(9),
        source: Address::inet("127.0.0.1", 4000),
        destination: Address::inet("127.0.0.1", 5000),
        flags: TcpFlags(0x18),
        sequence: 1001,
        acknowledgment: 2001,
        relative_sequence: 1,
        relative_acknowledgment: 1,
        window: 512,
        window_bytes: Some(65536),
        length: 3,
        options: SegmentOptions { timestamps: Some([7, 8]), ..SegmentOptions::default() },
    }
}

/// A segment whose JSON is as long as any can be.
fn longest() -> Segment {
    let address = Address::Inet6 {
        host: "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff".into(),
        port: 65535,
        flowinfo: u32::MAX,
        scope_id: u32::MAX,
    };
    Segment {
        at: Micros(u64::MAX),
        source: address.clone(),
        destination: address,
        flags: TcpFlags(u8::MAX),
        sequence: u32::MAX,
        acknowledgment: u32::MAX,
        relative_sequence: u32::MAX,
        relative_acknowledgment: u32::MAX,
        window: u16::MAX,
        window_bytes: Some(u32::MAX),
        length: u32::MAX,
        options: SegmentOptions {
            mss: Some(u16::MAX),
            window_scale: Some(u8::MAX),
            sack_permitted: true,
            sack: vec![[u32::MAX; 2]; 4],
            timestamps: Some([u32::MAX; 2]),
        },
    }
}

#[test]
fn a_watch_has_these_bytes() {
    let message = ToRelay::Watch { socket: SocketId(3), on: true };
    let frame = Frame::Text(r#"{"watch":{"socket":3,"on":true}}"#.into());
    assert_eq!(message.encode(), frame);
    assert_eq!(ToRelay::decode(frame).unwrap(), message);
}

fn buffer_of(waiting: u32, memory: u32, size: u32) -> Buffer {
    Buffer { waiting: Some(waiting), memory: Some(memory), size: Some(size) }
}

#[test]
fn facts_have_these_bytes() {
    let listening = EndFacts {
        state: Some(TcpState::Listen),
        accept_queue: Some(AcceptQueue { length: 6, limit: 5 }),
        drops: Some(1),
        ..EndFacts::default()
    };
    let facts = KernelFacts { own: listening, ..KernelFacts::default() };
    same(
        Event::Kernel { socket: SocketId(3), at: Micros(5), facts: Box::new(facts) },
        r#"{"kernel":{"socket":3,"at":5,"facts":{"own":{"state":"LISTEN","drops":1,"accept_queue":{"length":6,"limit":5}}}}}"#,
    );
    let buffer = buffer_of(3, 768, 131_072);
    let open = EndFacts {
        state: Some(TcpState::Established),
        receive: Some(buffer),
        send: Some(buffer_of(0, 0, 2_626_560)),
        drops: Some(0),
        path: Some(PathFacts {
            rtt: Some(20),
            rttvar: Some(0),
            cwnd: Some(10),
            retransmits: Some(0),
            ..PathFacts::default()
        }),
        ..EndFacts::default()
    };
    let facts = KernelFacts {
        own: open,
        peer: Some(EndFacts { state: Some(TcpState::FinWait2), ..EndFacts::default() }),
        options: vec![OptionFact { level: 6, option: 1, value: OptionValue::Int(1) }],
    };
    same(
        Event::Kernel { socket: SocketId(4), at: Micros(6), facts: Box::new(facts) },
        r#"{"kernel":{"socket":4,"at":6,"facts":{"own":{"state":"ESTABLISHED","receive":{"waiting":3,"memory":768,"size":131072},"send":{"waiting":0,"memory":0,"size":2626560},"drops":0,"path":{"rtt":20,"rttvar":0,"cwnd":10,"retransmits":0}},"peer":{"state":"FIN-WAIT-2"},"options":[{"level":6,"option":1,"value":{"int":1}}]}}}"#,
    );
}

#[test]
fn what_is_not_told_is_left_out_and_facts_of_before_are_read() {
    let told = EndFacts {
        state: Some(TcpState::Established),
        receive: Some(Buffer { waiting: Some(0), size: Some(65536), ..Buffer::default() }),
        path: Some(PathFacts { cwnd_bytes: Some(14600), ..PathFacts::default() }),
        owner: Some(Owner { process: 4, program: Some("nc.exe".into()) }),
        ..EndFacts::default()
    };
    assert_eq!(
        serde_json::to_string(&told).unwrap(),
        r#"{"state":"ESTABLISHED","receive":{"waiting":0,"size":65536},"path":{"cwnd_bytes":14600},"owner":{"process":4,"program":"nc.exe"}}"#,
    );
    // As they were written when only Linux told.
    let before = r#"{"state":"ESTABLISHED","send":{"waiting":0,"memory":0,"size":9},"drops":0,"path":{"rtt":20,"rttvar":0,"rto":0,"cwnd":10,"send_mss":0,"receive_mss":0,"unacked":0,"retransmits":0,"retransmitted":0,"not_sent":0}}"#;
    let read: EndFacts = serde_json::from_str(before).unwrap();
    assert_eq!((read.send, read.drops), (Some(buffer_of(0, 0, 9)), Some(0)));
    assert_eq!(read.path.map(|path| (path.cwnd, path.cwnd_bytes)), Some((Some(10), None)));
    assert_eq!(serde_json::to_string(&read).unwrap(), before);
}

#[test]
fn segments_and_ends_have_these_bytes() {
    same(
        Event::Segments { segments: vec![segment()], missed: 0 },
        r#"{"segments":{"segments":[{"at":9,"source":{"inet":{"host":"127.0.0.1","port":4000}},"destination":{"inet":{"host":"127.0.0.1","port":5000}},"flags":24,"sequence":1001,"acknowledgment":2001,"relative_sequence":1,"relative_acknowledgment":1,"window":512,"window_bytes":65536,"length":3,"options":{"timestamps":[7,8]}}],"missed":0}}"#,
    );
    same(
        Event::Unwatched { socket: SocketId(4), at: Micros(7), why: WatchEnd::Gone },
        r#"{"unwatched":{"socket":4,"at":7,"why":"gone"}}"#,
    );
    assert_eq!(serde_json::to_string(&CaptureState::Denied).unwrap(), r#""denied""#);
}

#[test]
fn as_many_segments_as_one_report_holds_fit_one_message() {
    let segments = vec![longest(); MAX_SEGMENTS];
    let message = ToPage::Event(Event::Segments { segments, missed: u64::MAX });
    let Frame::Text(json) = message.encode() else { panic!("segments carry no bytes") };
    assert!(json.len() <= MAX_CONTROL_BYTES, "{}", json.len());
    assert_eq!(ToPage::decode(Frame::Text(json)).unwrap(), message);
}

#[test]
fn linux_numbers_are_states_and_others_are_none() {
    let known: Vec<_> = (0..=u8::MAX).filter_map(TcpState::from_linux).collect();
    assert_eq!(known.len(), 13, "Linux numbers its states from 1 to 13");
    assert!(TcpState::ALL.iter().all(|state| known.contains(state)));
    assert_eq!(TcpState::from_linux(6), Some(TcpState::TimeWait));
    for &state in TcpState::ALL {
        assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.as_str()));
    }
}

#[test]
fn a_payload_begins_behind_the_syn() {
    assert_eq!(segment().payload(), 1..4);
    let syn = Segment { flags: TcpFlags::SYN, relative_sequence: 0, length: 0, ..segment() };
    assert_eq!(syn.payload(), 1..1);
    assert_eq!(TcpFlags(0x12).names().collect::<Vec<_>>(), ["SYN", "ACK"]);
}

proptest! {
    #[test]
    fn a_damaged_report_is_refused_or_read_but_never_panics(
        at: prop::sample::Index, byte in 32_u8..127, segments: bool,
    ) {
        let event = if segments {
            Event::Segments { segments: vec![longest()], missed: 1 }
        } else {
            let own = EndFacts { state: Some(TcpState::Closing), ..EndFacts::default() };
            let facts = Box::new(KernelFacts { own, ..KernelFacts::default() });
            Event::Kernel { socket: SocketId(1), at: Micros(1), facts }
        };
        let Frame::Text(json) = ToPage::Event(event).encode() else { panic!("no text") };
        let mut json = json.into_bytes();
        let at = at.index(json.len());
        json[at] = byte;
        let json = String::from_utf8(json).unwrap();
        if let Ok(ToPage::Event(Event::Segments { segments, .. })) =
            ToPage::decode(Frame::Text(json))
        {
            let lengths: Vec<u32> = segments.iter().map(|segment| segment.payload().end).collect();
            prop_assert_eq!(lengths.len(), segments.len());
        }
    }
}
