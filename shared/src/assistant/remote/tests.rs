//! Golden bytes of the content, and content that is no content.

use std::time::Duration;

use bytes::Bytes;
use proptest::prelude::*;

use super::*;
use crate::assistant::compose::{ComputedSpan, Draft, Form};
use crate::assistant::log::{Entry, EntryKind};
use crate::assistant::plan::RunState;
use crate::assistant::proxy::Direction::ToServer;
use crate::assistant::proxy::{self, Difference, ProxyEndpoint, Side, Traffic};
use crate::assistant::session::{Command, EndId, EndState, PeerId, Report, Target};
use crate::assistant::{Now, Problem, Wording};
use crate::call::Address;

fn key() -> OwnerKey {
    OwnerKey::new(0xab)
}

fn content(json: &str, pieces: &[u8]) -> Bytes {
    let length = u32::try_from(json.len()).unwrap().to_le_bytes();
    [&length[..], json.as_bytes(), pieces].concat().into()
}

fn entry(number: u64, kind: EntryKind) -> Numbered {
    let now = Now { since_start: Duration::from_millis(1500), ..Now::default() };
    let entry =
        Entry { now, end: "shop".into(), peer: "127.0.0.1:5".into(), direction: None, kind };
    Numbered { number, left_out: 0, entry }
}

fn requests() -> Vec<Request> {
    let (end, target) = (EndId(1), Target::Peers(vec![PeerId(2)]));
    let draft = Draft { text: "hello ${counter}".into(), ..Draft::default() };
    let address = Target::Address(Address::inet("127.0.0.1", 9));
    let commands = [
        Command::Open(end),
        Command::Send { end, target: target.clone(), draft },
        Command::SendBytes { end, target: address, bytes: Bytes::from_static(b"\xff\"\0") },
        Command::SendMessage { message: "m".into(), end: None, target: Target::All },
        Command::ResetPeer(end, PeerId(3)),
        Command::Start { plan: "p".into(), end: Some(end) },
        Command::Stop("p".into()),
        Command::SetRules(Vec::new()),
    ];
    let mut requests: Vec<Request> = commands.map(Request::Command).into();
    let (name, setup) = ("test".to_owned(), "version = 1".to_owned());
    requests.extend([
        Request::Start { owner: key(), name, setup },
        Request::Watch { owner: key(), number: AssistantNumber(7), from: 9 },
        Request::List { owner: key() },
        Request::Proxy(ProxyRequest::Start { proxy: "p".into() }),
        Request::Proxy(ProxyRequest::Order(ProxyOrder {
            proxy: Some("p".into()),
            connection: Some(3),
            command: proxy::Command::Release {
                direction: ToServer,
                number: 2,
                bytes: Some(Bytes::from_static(b"\0\xff")),
            },
        })),
        Request::Proxy(ProxyRequest::Replay(ReplayRequest {
            recording: "{}".into(),
            role: Side::Server,
            address: ProxyEndpoint::Unix("@x".into()),
            with_timing: true,
            patience: 5000,
        })),
        Request::Proxy(ProxyRequest::StopReplay),
        Request::Leave,
        Request::End,
    ]);
    requests
}

fn proxies() -> ProxiesStatus {
    let local = Some(Address::inet("127.0.0.1", 80));
    let proxy = ProxyStatus { state: EndState::Open, local, ..ProxyStatus::default() };
    let traffic = Traffic { received: 9, sent: 5, discarded: 4 };
    let link = LinkStatus {
        proxy: "p".into(),
        client: Address::inet("127.0.0.1", 5),
        traffic: [traffic, Traffic::default()],
        waiting: [0, 3],
    };
    let held = HeldId { connection: 1, direction: ToServer, number: 2 };
    let offset = 4;
    ProxiesStatus {
        proxies: [("p".to_owned(), proxy)].into(),
        links: [(1, link)].into(),
        held: [(held, Held { bytes: Bytes::from_static(b"\0held") })].into(),
        replay: Some(ReplayStatus {
            state: ReplayState::Failed("no".into()),
            differences: vec![Difference::Missing { offset, bytes: 2 }],
            count: 1,
            ..ReplayStatus::default()
        }),
    }
}

fn updates() -> Vec<Update> {
    let computed = ComputedSpan { bytes: 0..1, source: 2..3, what: "counter".into(), covers: None };
    let sent = EntryKind::Sent {
        bytes: Bytes::from_static(b"one"),
        computed: vec![computed],
        form: Some(Form::Hex),
    };
    let received = EntryKind::Received { bytes: Bytes::from_static(b"\0\xff"), check: Some(true) };
    let mut status = Status { fired: vec![1, 2], ..Status::default() };
    status.ends.entry(EndId(0)).or_default().state = EndState::Open;
    let address = Address::inet("127.0.0.1", 5);
    let peer = PeerStatus { address, connection: 9, counters: Default::default() };
    status.peers.insert((EndId(0), PeerId(4)), peer);
    status.proxies = proxies();
    status.pacing = Some(Pacing { sends: 3, p50: 40, p99: 90, most: 100 });
    let news = News {
        at: Duration::from_secs(2),
        changes: status.changes_since(&Status::default()),
        setup: Some(SetupNow::default()),
        refused: vec![Problem::new(0..1, Wording::same("cause"), Wording::same("remedy"))],
        missed: 3,
        entries: vec![entry(3, sent), entry(4, EntryKind::Opened), entry(5, received)],
    };
    let running = RunningAssistant {
        number: AssistantNumber(7),
        name: "test".into(),
        age: Duration::from_secs(60),
        watchers: 1,
    };
    let (name, setup) = ("test".to_owned(), "version = 1".to_owned());
    vec![
        Update::Watching(Watched {
            number: AssistantNumber(7),
            name,
            setup: SetupNow { text: setup, ends: vec![EndId(3)] },
        }),
        Update::Running { assistants: vec![running] },
        Update::Refused { reasons: vec![Wording::new("no", "不")] },
        Update::News(news),
        Update::News(News::default()),
        Update::Ended(Ending::Unwatched),
    ]
}

#[test]
fn every_request_and_update_is_the_same_behind_its_content() {
    for request in requests() {
        assert_eq!(Request::decode(&request.clone().encode()).unwrap(), request);
    }
    for update in updates() {
        assert_eq!(Update::decode(&update.clone().encode()).unwrap(), update);
    }
}

#[test]
fn content_has_these_bytes() {
    let command = Request::Command(Command::SendBytes {
        end: EndId(1),
        target: Target::All,
        bytes: Bytes::from_static(b"\xff\0"),
    });
    let json = r#"{"message":{"command":{"send_bytes":{"end":1,"target":"all"}}},"pieces":[2]}"#;
    assert_eq!(command.encode(), content(json, b"\xff\0"));
    let list = r#"{"message":{"list":{"owner":"000000000000000000000000000000ab"}}}"#;
    assert_eq!(Request::List { owner: key() }.encode(), content(list, b""));
    let kind = EntryKind::Received { bytes: Bytes::from_static(b"hi"), check: None };
    let entries = vec![entry(1, kind)];
    let news = Update::News(News { entries, ..News::default() });
    let now = r#""now":{"since_start":{"secs":1,"nanos":500000000},"unix":{"secs":0,"nanos":0},"local_time":{"year":0,"month":0,"day":0,"hour":0,"minute":0,"second":0}}"#;
    let entry = format!(
        r#"{{"number":1,"left_out":0,"entry":{{{now},"end":"shop","peer":"127.0.0.1:5","kind":{{"received":{{"check":null}}}}}}}}"#
    );
    let json = format!(
        r#"{{"message":{{"news":{{"at":{{"secs":0,"nanos":0}},"missed":0,"entries":[{entry}]}}}},"pieces":[2]}}"#
    );
    assert_eq!(news.encode(), content(&json, b"hi"));
}

#[test]
fn what_is_no_content_is_refused_with_what_is_wrong() {
    let truncated = |error: ContentError| matches!(error, ContentError::Truncated);
    let json = |error: ContentError| matches!(error, ContentError::Json(_));
    let pieces = |error: ContentError| matches!(error, ContentError::Pieces);
    let bytes = r#"{"message":{"command":{"send_bytes":{"end":1,"target":"all"}}},"pieces":[2]}"#;
    for (bytes, is) in [
        (Bytes::from_static(b"\x01\0\0"), &truncated as &dyn Fn(ContentError) -> bool),
        (Bytes::from_static(b"\xff\xff\xff\xff{}"), &truncated),
        (content(bytes, b"x"), &truncated),
        (content(bytes, b"xyz"), &pieces),
        (content(&bytes.replace("[2]", "[]"), b""), &pieces),
        (content(r#"{"message":"leave","pieces":[1]}"#, b"x"), &pieces),
        (content(r#"{"message":"other"}"#, b""), &json),
        (content(r#"{"message":{"list":{"owner":"short"}}}"#, b""), &json),
    ] {
        let error = Request::decode(&bytes).unwrap_err();
        assert!(is(error), "{bytes:?}");
    }
}

#[test]
fn a_key_does_not_show_its_digits() {
    assert_eq!(format!("{:?}", Request::List { owner: key() }), "List { owner: OwnerKey(…) }");
    assert!(OwnerKey::try_from("z".repeat(32)).is_err());
}

#[test]
fn changes_become_the_reports_that_the_session_made() {
    let mut far = Status::default();
    let mut told = Status::default();
    let mut tell = |status: &Status, second: u64| {
        let changes = status.changes_since(&told);
        told = status.clone();
        far.apply(Duration::from_secs(second), changes)
    };
    let mut status = Status::default();
    let (end, peer) = (EndId(0), PeerId(4));
    let address = Address::inet("127.0.0.1", 5);
    status.ends.entry(end).or_default().state = EndState::Open;
    let joined =
        PeerStatus { address: address.clone(), connection: 1, counters: Default::default() };
    status.peers.insert((end, peer), joined);
    let joined = || Report::Joined(end, peer, address.clone());
    assert_eq!(tell(&status, 1), [Report::End(end, EndState::Open), joined()]);
    status.peers.get_mut(&(end, peer)).unwrap().connection = 2;
    assert_eq!(tell(&status, 1), [Report::Left(end, peer), joined()], "it connected again");
    status.ends.get_mut(&end).unwrap().counters.received_bytes = 10;
    status.peers.get_mut(&(end, peer)).unwrap().counters.received_bytes = 10;
    let plan = PlanStatus { state: RunState::Running, round: 1, step: 0, sent: 0 };
    status.plans.insert(2, plan);
    status.fired = vec![0, 3];
    let running = Report::Plan { plan: 2, state: RunState::Running, round: 1, step: 0, sent: 0 };
    assert_eq!(tell(&status, 2), [running, Report::Fired { rule: 1 }]);
    assert_eq!(tell(&status, 2), []);
    status.peers.clear();
    assert_eq!(tell(&status, 3), [Report::Left(end, peer)]);
    assert_eq!(far.ends[&end].counters.received_bytes, 10);
    assert_eq!(far.ends[&end].counters.rates(Duration::from_secs(3))[59], [10, 0]);
}

#[test]
fn proxies_are_the_same_behind_their_changes() {
    let (before, mut told) = (ProxiesStatus::default(), ProxiesStatus::default());
    let mut now = proxies();
    told.apply(now.changes_since(&before));
    assert_eq!(told, now);
    let before = now.clone();
    now.held.clear();
    now.links.get_mut(&1).unwrap().waiting = [7, 7];
    let changes = now.changes_since(&before);
    assert_eq!((changes.held.gone.len(), changes.links.set.len()), (1, 1));
    assert_eq!(changes.replay, None, "it is as before");
    told.apply(changes);
    assert_eq!(told, now);
    assert!(now.changes_since(&now.clone()).is_empty());
}

proptest! {
    #[test]
    fn mutated_content_is_refused_or_read_and_never_panics(
        which in any::<prop::sample::Index>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
        length in any::<prop::sample::Index>(),
        cut in any::<bool>(),
    ) {
        let mut all: Vec<Bytes> = requests().into_iter().map(Request::encode).collect();
        all.extend(updates().into_iter().map(Update::encode));
        let mut bytes = which.get(&all).to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if cut {
            bytes.truncate(length.index(bytes.len()));
        }
        let bytes = Bytes::from(bytes);
        let _ = Request::decode(&bytes);
        let _ = Update::decode(&bytes);
    }
}
