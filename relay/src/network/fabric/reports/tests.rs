//! What pages are told of packets, and how much of it.

use lab_shared::call::Address;

use super::*;

fn sighting(serial: u64, at: Duration) -> Sighting {
    let (cable, way) = (CableId(0), Way::Forth);
    let end = || Address::inet("10.0.0.1".to_owned(), 0);
    let content = PacketContent::Icmp { kind: 8, code: 0 };
    Sighting {
        track: Track { serial, cable, way, sent: at, duplicate: false },
        outcome: Outcome::Arrives(at + Duration::from_millis(20)),
        head: PacketHead { source: end(), destination: end(), hops: 64, content },
        length: 84,
        bytes: String::new(),
    }
}

fn push(reports: &Reports, count: u64, now: Duration) -> u64 {
    let pushed = (0..count).filter(|serial| {
        let room = reports.has_room(now, false);
        if room {
            reports.push(sighting(*serial, now));
        }
        room
    });
    let pushed = pushed.count() as u64;
    reports.notify();
    pushed
}

#[tokio::test]
async fn each_page_reads_everything_since_it_came_on_its_own_clock() {
    let epoch = Instant::now();
    let reports = Arc::new(Reports::new(epoch));
    assert_eq!(push(&reports, 5, Duration::ZERO), 0, "nobody reads");
    let mut early = reports.reader();
    push(&reports, 2, Duration::from_millis(1));
    let mut late = reports.reader();
    push(&reports, 1, Duration::from_millis(3));
    early.ready().await;
    let (packets, missed) = early.take(epoch);
    assert_eq!((packets.len(), missed), (3, 0));
    assert_eq!((packets[0].sent, packets[0].ended()), (Micros(1_000), Micros(21_000)));
    late.ready().await;
    let (packets, missed) = late.take(epoch + Duration::from_millis(2));
    assert_eq!((packets.len(), missed), (1, 0));
    assert_eq!((packets[0].sent, packets[0].ended()), (Micros(1_000), Micros(21_000)));
    assert!(reports.list().waiting.is_empty(), "everyone has read them");
}

#[tokio::test]
async fn a_flood_is_counted_and_leaves_room_for_telling_packets() {
    let epoch = Instant::now();
    let reports = Arc::new(Reports::new(epoch));
    let mut reader = reports.reader();
    let told = push(&reports, 10_000, Duration::from_secs(1));
    assert_eq!(told, u64::from(BURST - KEPT));
    assert!(reports.has_room(Duration::from_secs(1), true));
    reports.push(sighting(10_000, Duration::from_secs(1)));
    let (mut seen, mut left_out) = (0, 0);
    while reader.has_more() {
        let (packets, missed) = reader.take(epoch);
        assert!(packets.len() <= MAX_SEGMENTS);
        (seen, left_out) = (seen + packets.len() as u64, left_out + missed);
    }
    assert_eq!((seen, left_out), (told + 1, 10_000 - told));
    // A second later there is room for what a page takes in a second, and no more than a burst.
    assert_eq!(push(&reports, 10_000, Duration::from_secs(3)), u64::from(BURST - KEPT));
}

#[tokio::test]
async fn a_page_that_does_not_read_holds_a_bounded_list_and_learns_what_it_missed() {
    let epoch = Instant::now();
    let reports = Arc::new(Reports::new(epoch));
    let mut reader = reports.reader();
    let told: u64 = (1..20).map(|second| push(&reports, 1000, Duration::from_secs(second))).sum();
    assert_eq!(reports.list().waiting.len(), MAX_WAITING_SEGMENTS);
    let (mut seen, mut left_out) = (0, 0);
    while reader.has_more() {
        let (packets, missed) = reader.take(epoch);
        (seen, left_out) = (seen + packets.len() as u64, left_out + missed);
    }
    assert!(told > MAX_WAITING_SEGMENTS as u64);
    assert_eq!(seen, MAX_WAITING_SEGMENTS as u64);
    assert!(seen + left_out <= 19_000 && left_out >= told - seen);
    drop(reader);
    assert!(reports.list().waiting.is_empty());
}
