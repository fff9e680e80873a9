//! Chat rooms that the relay hosts for a page, with real nc as clients.

use std::time::{Duration, Instant};

use lab_relay::AddressRule;
use lab_shared::call::{Address, Failure, Rule};
use lab_shared::chat::{Form, Leave, Mode, PeerId, PeerStatus, RoomConfig, RoomEvent};
use lab_shared::errno::Errno;
use lab_shared::framing::Framing;
use lab_shared::text::Encoding;
use lab_shared::wire::{
    Goodbye, MAX_ROOM_QUEUE_BYTES, MAX_ROOMS, ROOM_REPORTS_PER_SECOND, RoomCommand, RoomId,
    RoomRequest, RoomUpdate, ToPage, ToRelay,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::common::{Page, TestRelay, nc, within};

const ROOM: RoomId = RoomId(1);

fn group() -> RoomConfig {
    RoomConfig { form: Form::Compact, ..RoomConfig::of(Mode::Group) }
}

async fn ask(page: &mut Page, room: RoomId, ask: RoomCommand) {
    page.say(&ToRelay::Room(RoomRequest { room, ask })).await;
}

async fn news(page: &mut Page) -> (RoomId, RoomUpdate) {
    match page.next().await {
        Some(ToPage::Room(report)) => (report.room, report.news),
        other => panic!("no report but {other:?}"),
    }
}

async fn try_open(
    page: &mut Page,
    room: RoomId,
    address: Address,
    config: RoomConfig,
) -> Result<u16, Failure> {
    ask(page, room, RoomCommand::Open { address, config }).await;
    loop {
        match news(page).await {
            (found, RoomUpdate::Opened { address, .. }) if found == room => {
                return Ok(u16::try_from(address.port().unwrap()).unwrap());
            }
            (found, RoomUpdate::Refused(failure)) if found == room => return Err(failure),
            _ => {}
        }
    }
}

/// A room on a free port of loopback; the port.
async fn open(page: &mut Page, config: RoomConfig) -> u16 {
    try_open(page, ROOM, Address::inet("127.0.0.1", 0), config).await.unwrap()
}

/// Waits for a wanted event. Others are dropped.
async fn event<T>(page: &mut Page, wanted: impl Fn(&RoomEvent) -> Option<T>) -> T {
    loop {
        if let (_, RoomUpdate::Transcript { events, .. }) = news(page).await
            && let Some(found) = events.iter().find_map(&wanted)
        {
            return found;
        }
    }
}

fn joined(event: &RoomEvent) -> Option<PeerId> {
    match event {
        RoomEvent::Joined { peer, .. } => Some(*peer),
        _ => None,
    }
}

/// Waits until the clients' states are as wanted.
async fn standing(page: &mut Page, wanted: impl Fn(&[PeerStatus]) -> bool) -> Vec<PeerStatus> {
    loop {
        if let (_, RoomUpdate::Peers { peers }) = news(page).await
            && wanted(&peers)
        {
            return peers;
        }
    }
}

async fn stopped(page: &mut Page) {
    while !matches!(news(page).await, (_, RoomUpdate::Stopped)) {}
}

#[tokio::test]
async fn a_page_watches_two_nc_chat_and_stops_the_room() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let port = open(&mut page, group()).await.to_string();
    let mut first = nc(&["127.0.0.1", &port]);
    let peer = event(&mut page, joined).await;
    let mut second = nc(&["127.0.0.1", &port]);
    let peers = standing(&mut page, |peers| peers.len() == 2).await;
    assert_eq!(peers[0].peer, peer);
    first.write("hello\n").await;
    let said = |event: &RoomEvent| match event {
        RoomEvent::Said { peer, text } => Some((*peer, text.clone())),
        _ => None,
    };
    assert_eq!(event(&mut page, said).await, (peer, "hello".into()));
    let line = format!("{} hello", peers[0].address);
    assert_eq!(first.line().await, line);
    assert_eq!(second.line().await, line);
    ask(&mut page, ROOM, RoomCommand::Stop).await;
    stopped(&mut page).await;
    first.end_input();
    second.end_input();
    assert_eq!(first.rest().await + &second.rest().await, "");
    // Its id is free again.
    open(&mut page, group()).await;
}

#[tokio::test]
async fn a_page_changes_the_framing_of_an_open_room() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let port = open(&mut page, RoomConfig::of(Mode::Echo)).await;
    let mut client = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    event(&mut page, joined).await;
    ask(&mut page, ROOM, RoomCommand::Framing { framing: Framing::Lines }).await;
    let reframed = |event: &RoomEvent| match event {
        RoomEvent::Reframed { framing } => Some(framing.clone()),
        _ => None,
    };
    assert_eq!(event(&mut page, reframed).await, Framing::Lines);
    client.write_all(b"one\r\ntw").await.unwrap();
    let mut echo = [0; 4];
    within("the echo", client.read_exact(&mut echo)).await.unwrap();
    assert_eq!(&echo, b"one\n");
}

#[tokio::test]
async fn an_operator_answers_changes_the_encoding_and_removes() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let port = open(&mut page, RoomConfig::of(Mode::Operator)).await;
    let mut client = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let peer = event(&mut page, joined).await;
    ask(&mut page, ROOM, RoomCommand::Encoding { peer, encoding: Encoding::Gbk }).await;
    ask(&mut page, ROOM, RoomCommand::Answer { peer, text: "好".into() }).await;
    let mut two = [0; 2];
    within("the answer", client.read_exact(&mut two)).await.unwrap();
    assert_eq!(two, [0xba, 0xc3]);
    ask(&mut page, ROOM, RoomCommand::Remove { peer }).await;
    let left = |event: &RoomEvent| match event {
        RoomEvent::Left { reason, .. } => Some(reason.clone()),
        _ => None,
    };
    assert_eq!(event(&mut page, left).await, Leave::Removed);
    assert_eq!(within("the end", client.read(&mut two)).await.unwrap(), 0);
}

#[tokio::test]
async fn a_room_at_a_wildcard_is_kept_to_loopback_and_says_so() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    for (room, address, near) in [
        (RoomId(1), Address::inet("", 0), "127.0.0.1"),
        (RoomId(2), Address::inet6("::", 0), "::1"),
        (RoomId(3), Address::inet6("::", 0), "127.0.0.1"),
    ] {
        ask(&mut page, room, RoomCommand::Open { address, config: group() }).await;
        let (address, loopback_only) = loop {
            // The client of the room before may still be announced.
            match news(&mut page).await {
                (of, RoomUpdate::Opened { address, loopback_only }) if of == room => {
                    break (address, loopback_only);
                }
                (of, _) if of != room => {}
                other => panic!("no room but {other:?}"),
            }
        };
        assert!(loopback_only && address.is_wildcard(), "{address}");
        let port = u16::try_from(address.port().unwrap()).unwrap();
        within("a client", TcpStream::connect((near, port))).await.unwrap();
    }
}

#[tokio::test]
async fn a_room_opens_only_where_a_socket_may_be_bound() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let door = relay.address.port();
    for (address, rule) in [
        (Address::inet("224.0.0.1", 0), Rule::AllowBind),
        (Address::inet6("::ffff:224.0.0.1", 0), Rule::AllowBind),
        (Address::inet("127.0.0.1", door), Rule::OwnPort),
        (Address::inet("127.0.0.2", door), Rule::OwnPort),
    ] {
        let refused = try_open(&mut page, ROOM, address.clone(), group()).await;
        assert_eq!(refused, Err(Failure::refused(rule)), "{address}");
    }
    let elsewhere = try_open(&mut page, ROOM, Address::inet("192.0.2.1", 0), group()).await;
    assert_eq!(elsewhere, Err(Failure::os(Errno::Eaddrnotavail)));
    assert!(try_open(&mut page, ROOM, Address::inet("localhost", 0), group()).await.is_ok());
    let everywhere = TestRelay::with(|config| config.allow_bind = vec![AddressRule::any()]).await;
    let mut page = everywhere.page().await;
    assert!(try_open(&mut page, ROOM, Address::inet("", 0), group()).await.is_ok());
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_its_reason() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let greedy = RoomConfig { queue_bytes: MAX_ROOM_QUEUE_BYTES + 1, ..group() };
    let endless = RoomConfig { max_message: 0, ..group() };
    let loopback = || Address::inet("127.0.0.1", 0);
    for (address, config, words) in [
        (Address::inet("127.0.0.1", port), group(), "Address already in use"),
        (loopback(), greedy, "queue_bytes is from 1 to"),
        (loopback(), endless, "max_message is from 1 to"),
        (Address::unix("room"), group(), "AF_UNIX"),
        (Address::inet("no such name", 0), group(), "gaierror"),
        (Address::Inet { host: "127.0.0.1".into(), port: 70_000 }, group(), "0-65535"),
    ] {
        let failure = try_open(&mut page, ROOM, address, config).await.unwrap_err().to_string();
        assert!(failure.contains(words), "{failure}");
    }
}

#[tokio::test]
async fn a_page_has_a_bounded_number_of_rooms() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let loopback = || Address::inet("127.0.0.1", 0);
    for room in 0..MAX_ROOMS {
        let room = RoomId(u32::try_from(room).unwrap());
        assert!(try_open(&mut page, room, loopback(), group()).await.is_ok());
    }
    let one_more = try_open(&mut page, RoomId(100), loopback(), group()).await;
    assert_eq!(one_more, Err(Failure::refused(Rule::MaxRooms)));
    ask(&mut page, RoomId(0), RoomCommand::Stop).await;
    stopped(&mut page).await;
    assert!(try_open(&mut page, RoomId(100), loopback(), group()).await.is_ok());
}

#[tokio::test]
async fn a_room_that_is_no_more_is_passed_over_and_a_name_in_use_is_a_fault() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    ask(&mut page, ROOM, RoomCommand::Stop).await;
    ask(&mut page, ROOM, RoomCommand::Remove { peer: PeerId(0) }).await;
    open(&mut page, group()).await;
    let address = Address::inet("127.0.0.1", 0);
    ask(&mut page, ROOM, RoomCommand::Open { address, config: group() }).await;
    assert!(matches!(page.goodbye().await, Goodbye::Malformed { .. }));
}

#[tokio::test]
async fn a_room_ends_with_its_page() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let port = open(&mut page, group()).await.to_string();
    let mut client = nc(&["127.0.0.1", &port]);
    event(&mut page, joined).await;
    drop(page);
    client.end_input();
    assert_eq!(client.rest().await, "");
}

#[tokio::test]
async fn a_stopping_relay_ends_its_rooms_and_writes_what_is_queued() {
    const LINES: usize = 1500;
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let config = RoomConfig { max_message: 20_000, ..RoomConfig::of(Mode::LineAnswer) };
    let port = open(&mut page, config).await;
    let mut client = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let line = format!("{}\n", "x".repeat(10_000));
    // More than the kernel's buffers and the room's queue hold: the queue is full.
    for _ in 0..LINES {
        client.write_all(line.as_bytes()).await.unwrap();
    }
    client.write_all(b"last\n").await.unwrap();
    let last = |event: &RoomEvent| match event {
        RoomEvent::Said { text, .. } => text.starts_with("last").then_some(()),
        _ => None,
    };
    event(&mut page, last).await;
    let stopping = tokio::spawn(relay.stopped());
    let mut received = Vec::new();
    within("the end", client.read_to_end(&mut received)).await.unwrap();
    let answers = String::from_utf8(received).unwrap();
    let answers = answers.strip_suffix("Return your msg: last\n").unwrap();
    assert!(answers.split_inclusive('\n').all(|answer| answer.ends_with(&line)), "one is torn");
    assert!(answers.lines().count() < LINES, "the queue was never full");
    stopping.await.unwrap();
}

#[tokio::test]
async fn a_busy_room_reports_at_a_bounded_rate_and_says_what_it_left_out() {
    const LINES: u64 = 30_000;
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let config = RoomConfig { echo_to_sender: false, ..group() };
    let port = open(&mut page, config).await;
    let mut client = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    let peer = event(&mut page, joined).await;
    let begun = Instant::now();
    let talk = tokio::spawn(async move {
        let batch: String = (0..100).map(|_| "a line of some length\n").collect();
        for _ in 0..LINES / 100 {
            client.write_all(batch.as_bytes()).await.unwrap();
        }
        client.write_all(b"quit\n").await.unwrap();
        client
    });
    let (mut told, mut left_out, mut reports) = (0, 0, 0);
    let mut gone = false;
    while !gone {
        reports += 1;
        if let (_, RoomUpdate::Transcript { events, missed }) = news(&mut page).await {
            told += events.len() as u64;
            left_out += missed;
            gone = events.contains(&RoomEvent::Left { peer, reason: Leave::Goodbye });
        }
    }
    assert_eq!(told + left_out, LINES + 1, "each line is told or counted");
    let periods = begun.elapsed().as_secs_f64() * f64::from(ROOM_REPORTS_PER_SECOND);
    assert!(f64::from(reports) <= periods + 3.0, "{reports} reports in {periods} periods");
    assert!(begun.elapsed() < Duration::from_secs(20));
    talk.await.unwrap();
}

#[tokio::test]
async fn the_last_standing_is_the_true_one() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    let port = open(&mut page, group()).await;
    let mut clients = Vec::new();
    for _ in 0..20 {
        clients.push(TcpStream::connect(("127.0.0.1", port)).await.unwrap());
    }
    standing(&mut page, |peers| peers.len() == 20).await;
    drop(clients);
    standing(&mut page, <[_]>::is_empty).await;
}
