//! The network's pane: what it draws of a network, and what a press asks of it.

use std::cell::RefCell;
use std::rc::Rc;

use lab_shared::call::{Address, CallId, Family, Micros, Op, SocketId, SocketType, Targets, Value};
use lab_shared::kernel::{Segment, SegmentOptions, TcpFlags};
use lab_shared::language::Language;
use lab_shared::network::{
    CableEnd, CableId, CableView, DropReason, Fate, HostName, HostView, Line, Loss, NetworkCommand,
    NetworkDenial, NetworkLimits, NetworkNotice, NetworkOffer, NetworkPlan, NetworkReport,
    NetworkState, NetworkView, PacketContent, PacketHead, PacketKind, PacketReport, Share, Way,
};
use lab_shared::wire::{Call, Return};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlInputElement, KeyboardEvent, KeyboardEventInit};
use yew::prelude::*;

use super::harness::welcome;
use super::support::{ReadIn, Stage, all};
use lab_web::under_test::{Bench, Lab, LabCommand, LabEvent, Output, Phase, Snapshot};

/// What was asked of the network.
type Asked = Rc<RefCell<Vec<NetworkCommand>>>;

#[derive(Clone, PartialEq, Properties)]
struct PaneProps {
    lab: Snapshot<Lab>,
    language: Language,
    asked: Asked,
}

#[component]
fn Pane(props: &PaneProps) -> Html {
    let asked = props.asked.clone();
    let on_lab = Callback::from(move |command: LabCommand| {
        if let LabCommand::Network(command) = command {
            asked.borrow_mut().push(command);
        }
    });
    html! {
        <ReadIn language={props.language}>
            <Bench lab={props.lab.clone()} {on_lab} />
        </ReadIn>
    }
}

/// The pane of a lab, opened.
async fn pane(lab: Lab, language: Language) -> (Stage<Pane>, Asked) {
    let asked = Asked::default();
    let props = PaneProps { lab: Snapshot::new(lab), language, asked: asked.clone() };
    let stage = Stage::with(props);
    // Before the first call a person chooses how to begin.
    let first = stage.find("[data-testid=start-free], [data-testid=aspect-network]").await;
    if first.get_attribute("data-testid").as_deref() == Some("start-free") {
        stage.press("start-free").await;
    }
    stage.press("aspect-network").await;
    stage.get("network-pane").await;
    (stage, asked)
}

/// A lab whose relay says this of networks.
fn offered(networks: NetworkState) -> Lab {
    let mut lab = Lab::default();
    let welcome = lab_shared::wire::Welcome { networks, ..welcome() };
    lab.apply(LabEvent::Phase(Phase::Ready(Rc::new(welcome))));
    lab
}

fn offer() -> NetworkState {
    let limits = NetworkLimits { hosts: 8, packets: 1000, bytes: 1_000_000, published: 2 };
    NetworkState::Offered(NetworkOffer { machine: true, own: false, limits })
}

fn pair() -> NetworkView {
    let host = |name: HostName, number: u8| HostView {
        v4: format!("10.0.0.{number}"),
        v6: format!("fd4c:6162::{number}"),
        enter: format!("socket-lab enter {name}"),
        name,
        ended: None,
    };
    NetworkView {
        hosts: vec![host(HostName::server(), 1), host(HostName::client(), 2)],
        cables: vec![CableView {
            id: CableId(0),
            a: CableEnd::Host(HostName::server()),
            b: CableEnd::Host(HostName::client()),
            forth: Line::default(),
            back: Line::default(),
            cut: false,
        }],
        mtu: 1500,
        published: vec![],
        code: None,
        pages: 1,
    }
}

/// A SYN from the client.
fn syn(serial: u64, fate: Fate) -> PacketReport {
    let (source, destination) =
        (Address::inet("10.0.0.2", 40_000), Address::inet("10.0.0.1", 9999));
    let sent = Micros(serial * 1000);
    let segment = Segment {
        at: sent,
        source: source.clone(),
        destination: destination.clone(),
        flags: TcpFlags::SYN,
        sequence: 77,
        acknowledgment: 0,
        relative_sequence: 0,
        relative_acknowledgment: 0,
        window: 64_240,
        window_bytes: None,
        length: 0,
        options: SegmentOptions::default(),
    };
    let content = PacketContent::Tcp(Box::new(segment));
    PacketReport {
        serial,
        cable: CableId(0),
        way: Way::Back,
        sent,
        fate,
        duplicate: false,
        head: PacketHead { source, destination, hops: 64, content },
        length: 60,
        bytes: "RQAAPA==".into(),
    }
}

fn told(lab: &mut Lab, news: NetworkNotice) {
    let report = NetworkReport { at: Micros(0), news };
    lab.apply(LabEvent::Relay(Output::Network(report), Micros(0)));
}

/// A lab with this network and these packets.
fn with(view: NetworkView, packets: Vec<PacketReport>) -> Lab {
    let mut lab = offered(offer());
    told(&mut lab, NetworkNotice::Changed(Box::new(view)));
    told(&mut lab, NetworkNotice::Packets { packets, missed: 0 });
    lab
}

fn press_key(key: &str, code: &str) {
    let init = KeyboardEventInit::new();
    init.set_key(key);
    init.set_code(code);
    init.set_alt_key(true);
    init.set_cancelable(true);
    let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init);
    let event = event.expect("an event can be made");
    gloo_utils::window().dispatch_event(&event).expect("nobody throws");
}

#[wasm_bindgen_test]
async fn a_network_is_one_press_away() {
    let (stage, asked) = pane(offered(offer()), Language::En).await;
    stage.press("network-open").await;
    assert_eq!(*asked.borrow(), [NetworkCommand::Open(NetworkPlan::pair())]);
    stage.type_into("network-join-code", " K7F3 ").await;
    stage.press("network-join").await;
    assert_eq!(asked.borrow()[1], NetworkCommand::Join { code: "K7F3".into() });
}

#[wasm_bindgen_test]
async fn where_networks_are_denied_the_remedy_is_told_in_the_persons_language() {
    let denied = NetworkState::Denied(NetworkDenial::Tun);
    let (stage, _) = pane(offered(denied), Language::En).await;
    stage.says("network-denied", "may not open /dev/net/tun").await;
    stage.says("network-denied", "sudo modprobe tun").await;
    assert_eq!(stage.count("network-open"), 0);
    let (stage, _) = pane(offered(denied), Language::Zh).await;
    stage.says("network-denied", "打不开 /dev/net/tun").await;
}

#[wasm_bindgen_test]
async fn a_socket_sits_in_its_host() {
    let mut lab = with(pair(), vec![]);
    let op = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    let host = Some(HostName::server());
    let call = Call { id: CallId(1), socket: None, host, op, bytes: "".into() };
    lab.apply(LabEvent::Issued { call, text: None, at: Micros(0), targets: Targets::new("s") });
    let socket = SocketId(1);
    let outcome = Ok(Value::Socket { socket, fileno: 7 });
    let returned = Return { id: CallId(1), entered: Micros(0), at: Micros(0), outcome };
    lab.apply(LabEvent::Relay(Output::Returned(returned), Micros(0)));
    let local = Some(Address::inet("0.0.0.0", 50_000));
    let addresses = Output::Addresses { socket, local, peer: None, loopback_only: false };
    lab.apply(LabEvent::Relay(addresses, Micros(0)));
    let (stage, _) = pane(lab, Language::En).await;
    let host = stage.get("host-server").await;
    assert_eq!(all(&host, "[data-testid=host-socket-1]").len(), 1);
    stage.says("host-server", ":50000").await;
    stage.says("network-described", "Host server, addresses 10.0.0.1").await;
}

#[wasm_bindgen_test]
async fn a_key_loses_the_next_syn_in_whichever_way_it_comes() {
    let (stage, asked) = pane(with(pair(), vec![]), Language::En).await;
    press_key("s", "KeyS");
    let drop =
        |way| NetworkCommand::Drop { cable: CableId(0), way, kind: PacketKind::Syn, count: 1 };
    assert_eq!(*asked.borrow(), [drop(Way::Forth), drop(Way::Back)]);
    press_key("≈", "KeyX");
    assert_eq!(asked.borrow()[2], NetworkCommand::Cut { cable: CableId(0), cut: true });
    stage.press("ways-back").await;
    stage.press("drop-data").await;
    let only = NetworkCommand::Drop {
        cable: CableId(0),
        way: Way::Back,
        kind: PacketKind::Data,
        count: 1,
    };
    assert_eq!(asked.borrow()[3], only);
    // Another view is open: the keys act all the same.
    stage.press("aspect-timeline").await;
    press_key("x", "KeyX");
    assert_eq!(asked.borrow().len(), 5);
}

#[wasm_bindgen_test]
async fn a_cable_says_what_it_does_and_takes_what_is_written() {
    let mut view = pair();
    let random = Loss::Random(Share::millionths(100_000).expect("it is a share"));
    view.cables[0].forth.impairment.loss = random.clone();
    view.cables[0].cut = true;
    let (stage, asked) = pane(with(view, vec![]), Language::En).await;
    stage.find("[data-testid=cable-0][data-cut=true]").await;
    stage.says("cable-0", "10 %").await;
    let delay: HtmlInputElement = stage.get("cable-delay").await.unchecked_into();
    let write = |words: &str| {
        delay.set_value(words);
        let init = web_sys::EventInit::new();
        init.set_bubbles(true);
        let event = web_sys::Event::new_with_event_init_dict("change", &init);
        delay.dispatch_event(&event.expect("an event can be made")).expect("nobody throws");
    };
    write("soon");
    stage.says("complaint", "Milliseconds").await;
    assert!(asked.borrow().is_empty());
    write("20");
    let delays: Vec<(Way, Micros, Loss)> = asked
        .borrow()
        .iter()
        .map(|command| match command {
            NetworkCommand::SetLine { way, impairment, .. } => {
                (*way, impairment.delay, impairment.loss.clone())
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let delay = Micros(20_000);
    assert_eq!(delays, [(Way::Forth, delay, random), (Way::Back, delay, Loss::Never)]);
}

#[wasm_bindgen_test]
async fn a_lost_syn_and_the_one_sent_again_are_listed_with_their_bytes() {
    let at = Micros(1000);
    let packets = vec![
        syn(1, Fate::Lost { at, why: DropReason::Armed }),
        syn(2, Fate::Arrives { at: Micros(22_000) }),
    ];
    let (stage, _) = pane(with(pair(), packets), Language::En).await;
    stage.find("[data-testid=packet][data-serial='1'][data-lost=true][data-again=false]").await;
    let again = stage.find("[data-testid=packet][data-serial='2'][data-again=true]").await;
    let words = again.text_content().unwrap_or_default();
    assert!(
        words.contains("client → server") && words.contains("arrived after 20.0 ms"),
        "{words}"
    );
    again.click();
    stage.says("packet-details", "0 (77 on the wire)").await;
    stage.says("packet-bytes", "45 00 00 3c").await;
    stage.press("packet-close").await;
    assert_eq!(stage.count("packet-details"), 0);
}
