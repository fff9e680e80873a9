//! The page's side, against a relay that answers by hand.

use lab_shared::assistant::Now;
use lab_shared::assistant::log::EntryKind;
use lab_shared::assistant::remote::{
    Changes, EndStatus, Numbered, PeerStatus, ProxyStatus, Watched,
};
use lab_shared::assistant::session::{EndState, PeerId, Target};

use super::*;

const NUMBER: AssistantNumber = AssistantNumber(4);

fn owner() -> OwnerKey {
    OwnerKey::new(7)
}

fn setup(text: &str) -> SetupNow {
    SetupNow { text: text.into(), ends: vec![EndId(0)] }
}

fn outputs(remote: &mut Remote, input: Input) -> Vec<Output> {
    remote.handle(input);
    std::iter::from_fn(|| remote.poll_output()).collect()
}

fn told(remote: &mut Remote, update: Update) -> Vec<Output> {
    outputs(remote, Input::Content(update.encode()))
}

/// What the relay was asked for.
fn asked(remote: &mut Remote, input: Input) -> Vec<Request> {
    let asked = outputs(remote, input).into_iter().map(|output| match output {
        Output::Ask(content) => Request::decode(&content).unwrap(),
        other => panic!("nothing is asked but {other:?}"),
    });
    asked.collect()
}

fn watching() -> Remote {
    let mut remote = Remote::watch(owner(), NUMBER);
    let request = Request::Watch { owner: owner(), number: NUMBER, from: 0 };
    assert_eq!(asked(&mut remote, Input::Session), [request]);
    let watched = Watched { number: NUMBER, name: "n".into(), setup: setup("s") };
    assert_eq!(told(&mut remote, Update::Watching(watched)), [Output::Setup(setup("s"))]);
    remote
}

fn entry(number: u64) -> Numbered {
    let (end, peer) = ("end".to_owned(), String::new());
    Numbered {
        number,
        left_out: 0,
        entry: Entry { now: Now::default(), end, peer, direction: None, kind: EntryKind::Opened },
    }
}

#[test]
fn it_starts_with_the_session_and_goes_on_in_the_next_one_where_it_was() {
    let mut remote = Remote::start(owner(), "n".into(), "s".into());
    let start = Request::Start { owner: owner(), name: "n".into(), setup: "s".into() };
    assert_eq!(asked(&mut remote, Input::Session), std::slice::from_ref(&start));
    assert_eq!(asked(&mut remote, Input::Session), [start], "the answer was lost");
    let watched = Watched { number: NUMBER, name: "n".into(), setup: setup("s") };
    told(&mut remote, Update::Watching(watched));
    assert_eq!(&remote.phase, &Phase::Watching(NUMBER));
    let entries = vec![entry(0), entry(1)];
    let lines = told(&mut remote, Update::News(News { entries, ..News::default() }));
    assert_eq!(lines.len(), 2);
    let again = Request::Watch { owner: owner(), number: NUMBER, from: 2 };
    assert_eq!(asked(&mut remote, Input::Session), [again]);
    let news = News { missed: 5, entries: vec![entry(7)], ..News::default() };
    let lines = told(&mut remote, Update::News(news));
    assert_eq!(lines, [Output::Missed(5), Output::Entry(entry(7).entry)]);
    let later = Request::Watch { owner: owner(), number: NUMBER, from: 8 };
    assert_eq!(asked(&mut remote, Input::Session), [later]);
}

#[test]
fn changes_are_shown_as_reports_and_addresses() {
    let mut remote = watching();
    let local = Address::inet("127.0.0.1", 5);
    let end = EndStatus { state: EndState::Open, local: Some(local.clone()), ..Default::default() };
    let address = Address::inet("127.0.0.1", 6);
    let peer = PeerStatus { address: address.clone(), connection: 1, counters: Default::default() };
    let changes = Changes {
        ends: vec![(EndId(0), end)],
        peers: vec![(EndId(0), PeerId(3), peer)],
        ..Changes::default()
    };
    let at = Duration::from_secs(9);
    let news = || Update::News(News { at, changes: changes.clone(), ..News::default() });
    let shown = [
        Output::Report(Report::End(EndId(0), EndState::Open)),
        Output::Report(Report::Joined(EndId(0), PeerId(3), address)),
        Output::Bound(EndId(0), local),
    ];
    assert_eq!(told(&mut remote, news()), shown);
    assert_eq!(told(&mut remote, news()), [], "it is known");
    assert_eq!((remote.status().0.peers.len(), remote.status().1), (1, at));
    let other = News { setup: Some(setup("other")), ..News::default() };
    assert_eq!(told(&mut remote, Update::News(other)), [Output::Setup(setup("other"))]);
}

#[test]
fn commands_go_to_the_one_that_is_watched_alone() {
    let mut remote = Remote::watch(owner(), NUMBER);
    let open = || Input::Command(Box::new(Command::Open(EndId(0))));
    assert!(matches!(&outputs(&mut remote, open())[..], [Output::Refused(_)]));
    let mut remote = watching();
    assert_eq!(asked(&mut remote, open()), [Request::Command(Command::Open(EndId(0)))]);
    let bytes = Bytes::from(vec![0; MAX_PAYLOAD_BYTES]);
    let long = Command::SendBytes { end: EndId(0), target: Target::All, bytes };
    assert!(matches!(
        &outputs(&mut remote, Input::Command(Box::new(long)))[..],
        [Output::Refused(_)]
    ));
    let refused = Update::Refused { reasons: vec!["busy".into()] };
    assert_eq!(told(&mut remote, refused), [Output::Refused(vec!["busy".into()])]);
    assert_eq!(&remote.phase, &Phase::Watching(NUMBER), "it goes on");
}

#[test]
fn what_has_ended_or_was_left_is_not_asked_for_again() {
    let mut ended = watching();
    assert_eq!(asked(&mut ended, Input::End), [Request::End]);
    let ending = Update::Ended(Ending::Asked);
    assert_eq!(told(&mut ended, ending), [Output::Ended(Ending::Asked)]);
    let mut left = watching();
    assert_eq!(asked(&mut left, Input::Leave), [Request::Leave]);
    let mut gone = Remote::watch(owner(), NUMBER);
    gone.handle(Input::Session);
    told(&mut gone, Update::Refused { reasons: vec!["it is gone".into()] });
    for mut remote in [ended, left, gone] {
        assert_eq!(outputs(&mut remote, Input::Session), []);
        assert_eq!(&remote.phase, &Phase::Over);
    }
}

#[test]
fn what_is_no_update_is_shown_and_changes_nothing() {
    let mut remote = watching();
    let shown = outputs(&mut remote, Input::Content("nothing".into()));
    assert!(matches!(&shown[..], [Output::Strange(_)]), "{shown:?}");
    assert_eq!(&remote.phase, &Phase::Watching(NUMBER));
}

#[test]
fn what_is_wanted_of_proxies_waits_for_the_assistant_to_begin() {
    let start = || ProxyRequest::Start { proxy: "p".into() };
    let mut remote = Remote::start(owner(), "n".into(), "s".into());
    assert_eq!(outputs(&mut remote, Input::Proxy(start())), []);
    asked(&mut remote, Input::Session);
    let watched = Watched { number: NUMBER, name: "n".into(), setup: setup("s") };
    let told = told(&mut remote, Update::Watching(watched));
    assert_eq!(told, [Output::Ask(Request::Proxy(start()).encode()), Output::Setup(setup("s"))]);
    assert_eq!(asked(&mut remote, Input::Proxy(start())), [Request::Proxy(start())]);
}

#[test]
fn what_the_proxies_do_is_shown_whole_and_anew_in_each_session() {
    let mut remote = watching();
    let mut status = ProxiesStatus::default();
    status.proxies.insert("p".into(), ProxyStatus::default());
    let news = |status: &ProxiesStatus| {
        let proxies = status.changes_since(&ProxiesStatus::default()).into();
        let changes = Changes { proxies, ..Changes::default() };
        Update::News(News { changes, ..News::default() })
    };
    assert_eq!(told(&mut remote, news(&status)), [Output::Proxies(status.clone())]);
    // Another session tells of what is there, and not of what has gone meanwhile.
    outputs(&mut remote, Input::Session);
    let watched = Watched { number: NUMBER, name: "n".into(), setup: setup("s") };
    told(&mut remote, Update::Watching(watched));
    let mut other = ProxiesStatus::default();
    other.proxies.insert("q".into(), ProxyStatus::default());
    assert_eq!(told(&mut remote, news(&other)), [Output::Proxies(other)]);
}
