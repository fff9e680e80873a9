//! The kernel's pane: queue, buffers, ways and the state machine, as the relay told of them.

use std::rc::Rc;

use lab_shared::call::{Address, CallId, Family, Micros, Op, SocketId, SocketType, Targets, Value};
use lab_shared::errno::System;
use lab_shared::kernel::{AcceptQueue, Buffer, EndFacts, KernelFacts, Owner, PathFacts, TcpState};
use lab_shared::language::Language;
use lab_shared::text::Encoding;
use lab_shared::wire::{Call, Return, Welcome};
use wasm_bindgen_test::wasm_bindgen_test;
use yew::prelude::*;

use super::harness::{Asked, Harness, HarnessProps, welcome, willing};
use super::support::{ReadIn, Stage, all, frame};
use lab_web::under_test::{KernelPane, Lab, LabEvent, News, Output, Phase, Snapshot};

const SOCKET: SocketId = SocketId(1);

#[derive(Clone, PartialEq, Properties)]
struct PaneProps {
    lab: Snapshot<Lab>,
    language: Language,
}

#[component]
fn Pane(props: &PaneProps) -> Html {
    html! {
        <ReadIn language={props.language}>
            <KernelPane
                lab={props.lab.clone()}
                switch={html! {}}
                picked={None::<SocketId>}
                on_pick={Callback::noop()}
                encoding={Encoding::Utf8}
            />
        </ReadIn>
    }
}

/// A lab with one socket of which the kernel has told this, one after the other.
fn told(facts: Vec<KernelFacts>) -> Lab {
    let mut lab = Lab::default();
    let op = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    let call = Call { id: CallId(1), socket: None, host: None, op, bytes: "".into() };
    lab.apply(LabEvent::Issued { call, text: None, at: Micros(0), targets: Targets::new("s") });
    let outcome = Ok(Value::Socket { socket: SOCKET, fileno: 7 });
    let returned = Return { id: CallId(1), entered: Micros(0), at: Micros(0), outcome };
    lab.apply(LabEvent::Relay(Output::Returned(returned), Micros(0)));
    let local = Some(Address::inet("127.0.0.1", 9999));
    lab.apply(LabEvent::Relay(
        Output::Addresses { socket: SOCKET, local, peer: None, loopback_only: false },
        Micros(0),
    ));
    for (at, facts) in facts.into_iter().enumerate() {
        let at = Micros(at as u64 * 1000);
        let news = News::Facts { socket: SOCKET, at, facts: Rc::new(facts) };
        lab.apply(LabEvent::Relay(Output::Kernel(news), at));
    }
    lab
}

fn pane(lab: Lab, language: Language) -> Stage<Pane> {
    Stage::with(PaneProps { lab: Snapshot::new(lab), language })
}

fn end(state: TcpState) -> EndFacts {
    EndFacts { state: Some(state), ..EndFacts::default() }
}

fn listening(length: u32, drops: u32) -> KernelFacts {
    let accept_queue = Some(AcceptQueue { length, limit: 5 });
    let own = EndFacts { accept_queue, drops: Some(drops), ..end(TcpState::Listen) };
    KernelFacts { own, ..KernelFacts::default() }
}

#[wasm_bindgen_test]
async fn the_accept_queue_has_a_slot_more_than_the_backlog_and_says_when_it_is_full() {
    let stage = pane(told(vec![listening(6, 2)]), Language::En);
    let queue = stage.find("[data-testid=accept-queue][data-full=true]").await;
    assert_eq!(all(&queue, ".slot").len(), 6);
    assert_eq!(all(&queue, ".slot.is-taken").len(), 6);
    stage.says("queue-full", "hangs in SYN-SENT").await;
    stage.says("queue-drops", "2 SYNs").await;
    let stage = pane(told(vec![listening(2, 0)]), Language::Zh);
    stage.says("accept-queue", "6 个位置，占了 2 个").await;
    assert_eq!(stage.count("queue-full"), 0);
}

#[wasm_bindgen_test]
async fn both_ends_are_lit_in_the_figure_and_their_ways_stand_in_words() {
    let both = |own, peer| KernelFacts { own: end(own), peer: Some(end(peer)), options: vec![] };
    let lab = told(vec![
        KernelFacts { own: end(TcpState::SynSent), ..KernelFacts::default() },
        both(TcpState::Established, TcpState::Established),
        both(TcpState::FinWait2, TcpState::CloseWait),
    ]);
    let stage = pane(lab, Language::En);
    stage.find("[data-testid=way-own][data-state=FIN-WAIT-2]").await;
    stage.find("[data-testid=way-peer][data-state=CLOSE-WAIT]").await;
    stage.find(".machine .is-own-now[data-state=FIN-WAIT-2]").await;
    stage.find(".machine .is-peer-now[data-state=CLOSE-WAIT]").await;
    let way = stage.get("way-own").await;
    assert_eq!(all(&way, "li").len(), 4, "FIN-WAIT-1 was too quick, and is there nevertheless");
    assert_eq!(all(&way, "li.is-unseen").len(), 1);
    let drawing = stage.get("machine").await;
    let words = all(&drawing, "desc").remove(0).text_content().unwrap_or_default();
    assert!(words.contains("This end is in FIN-WAIT-2, the other end in CLOSE-WAIT"), "{words}");
    stage.says("kernel-remark", "not done with it").await;
}

#[wasm_bindgen_test]
async fn full_buffers_say_why_a_send_blocks() {
    let buffer = |waiting, memory| {
        Some(Buffer { waiting: Some(waiting), memory: Some(memory), size: Some(1000) })
    };
    let path = |window| PathFacts { receive_window: Some(window), ..PathFacts::default() };
    let own = EndFacts {
        send: buffer(800, 1100),
        receive: buffer(0, 0),
        path: Some(path(500)),
        ..end(TcpState::Established)
    };
    let peer = EndFacts {
        send: buffer(0, 0),
        receive: buffer(700, 900),
        path: Some(path(0)),
        ..end(TcpState::Established)
    };
    let facts = KernelFacts { own, peer: Some(peer), options: vec![] };
    let stage = pane(told(vec![facts]), Language::Zh);
    stage.find("[data-testid=buffer-own-send][data-full=true]").await;
    stage.find("[data-testid=buffer-peer-receive][data-full=true]").await;
    stage.find("[data-testid=buffer-own-receive][data-full=false]").await;
    stage.says("back-pressure", "再 send 就会阻塞").await;
    stage.get("figure-rto").await;
}

/// The lab of a relay on Windows, with its facts of a connection.
fn on_windows(path: Option<PathFacts>) -> Lab {
    let receive = Some(Buffer { waiting: Some(5), memory: None, size: Some(65_536) });
    let send = Some(Buffer { waiting: None, memory: None, size: Some(65_536) });
    let own = EndFacts { receive, send, path, ..end(TcpState::Established) };
    let owner = Some(Owner { process: 4312, program: Some("nc.exe".into()) });
    let peer = Some(EndFacts { owner, ..end(TcpState::Established) });
    let mut lab = told(vec![KernelFacts { own, peer, options: vec![] }]);
    lab.apply(LabEvent::Phase(Phase::Ready(Rc::new(Welcome {
        system: System::Windows,
        ..welcome()
    }))));
    lab
}

#[wasm_bindgen_test]
async fn what_windows_does_not_tell_is_named_with_its_reason_and_never_zero() {
    let path = PathFacts {
        rtt: Some(25_000),
        cwnd_bytes: Some(14_600),
        send_mss: Some(1460),
        retransmitted_bytes: Some(0),
        ..PathFacts::default()
    };
    let stage = pane(on_windows(Some(path)), Language::En);
    stage.says("figure-cwnd", "14\u{202f}600 B").await;
    stage.says("figure-retransmits", "– / 0 B").await;
    stage.says("figure-rto", "not told by Windows").await;
    let timer = stage.get("figure-rto").await;
    let why = all(&timer, "td.is-untold").remove(0).get_attribute("title").unwrap_or_default();
    assert!(why.contains("only to administrators"), "{why}");
    stage.find("[data-testid=buffer-own-receive][data-waiting='5']").await;
    stage.says("buffer-own-send", "not told by Windows").await;
    let send = stage.get("buffer-own-send").await;
    assert_eq!(send.get_attribute("data-waiting"), None, "and not 0");
    stage.says("kernel-owner", "nc.exe, process 4312").await;
    stage.says("kernel-untold", "RTT variation, RTO, ssthresh").await;
    stage.says("kernel-untold", "buffers and measures of the other end").await;
    // Where the call is refused, the whole table says so.
    let stage = pane(on_windows(None), Language::Zh);
    stage.says("figure-rtt", "Windows 没有给出").await;
    stage.says("kernel-untold", "Windows 拒绝了 SIO_TCP_INFO").await;
    // Linux tells all of it.
    let stage = pane(told(vec![listening(0, 0)]), Language::En);
    stage.get("accept-queue").await;
    assert_eq!(stage.count("kernel-untold"), 0);
}

#[wasm_bindgen_test]
async fn measures_over_time_are_plotted_and_told_in_words() {
    let told_path = |cwnd, rto, retransmitted, rtt| {
        let path = Some(PathFacts {
            cwnd: Some(cwnd),
            rto: Some(rto),
            retransmitted: Some(retransmitted),
            rtt: Some(rtt),
            ..PathFacts::default()
        });
        let own = EndFacts { path, ..end(TcpState::Established) };
        KernelFacts { own, ..KernelFacts::default() }
    };
    let facts = vec![
        told_path(10, 1_000_000, 0, 0),
        told_path(1, 1_000_000, 1, 0),
        KernelFacts { own: end(TcpState::Established), ..KernelFacts::default() },
        told_path(4, 300_000, 1, 80_000),
    ];
    let stage = pane(told(facts), Language::En);
    let plot = stage.find("[data-testid=kernel-plot][data-lost='0'][data-again='1']").await;
    stage.find("[data-testid=plot-mark][data-again=true][data-at='1000']").await;
    stage.says("plot-words", "0:00.001 this end: packet, sent again").await;
    stage.says("plot-cwnd", "4 segments").await;
    stage.says("plot-cwnd", "from 1 segment to 10 segments").await;
    stage.says("plot-rtt", "80.0 ms").await;
    stage.says("plot-ssthresh", "not reported").await;
    let window = all(&plot, "g path.is-cwnd").remove(0).get_attribute("d").unwrap_or_default();
    assert_eq!(window.matches('M').count(), 2, "the gap is a gap: {window}");
    let described = all(&plot, "desc").remove(0).text_content().unwrap_or_default();
    assert_eq!(described, "3.0 ms in all: 0 packets lost, 1 packet sent again.");
    // A listening socket has no such measures.
    let stage = pane(told(vec![listening(0, 0)]), Language::Zh);
    stage.get("accept-queue").await;
    assert_eq!(stage.count("kernel-plot"), 0);
}

#[wasm_bindgen_test]
async fn the_kernel_is_watched_only_while_its_pane_is_open() {
    let asked = Asked::default();
    let props = HarnessProps { kernel: willing, asked: asked.clone(), language: Language::En };
    let stage = Stage::<Harness>::with(props);
    stage.press("start-server").await;
    stage.find("[data-testid=timeline]").await;
    assert!(asked.looks.borrow().is_empty());
    stage.press("aspect-kernel").await;
    // A busy browser draws before it does the rest.
    while asked.looks.borrow().is_empty() {
        frame().await;
    }
    stage.press("aspect-timeline").await;
    while asked.looks.borrow().len() < 2 {
        frame().await;
    }
    assert_eq!(*asked.looks.borrow(), [true, false]);
}
