//! What pages read of a record, each from its own position.

use lab_shared::assistant::Wording;
use lab_shared::assistant::session::{EndId, EndState};

use super::*;

fn entry(text: &str) -> Entry {
    let bytes = Bytes::copy_from_slice(text.as_bytes());
    let kind = EntryKind::Received { bytes, check: None };
    Entry { now: Default::default(), end: "end".into(), peer: "peer".into(), direction: None, kind }
}

fn record(entries: usize) -> Arc<Record> {
    let settings = LogSettings { entries, ..LogSettings::default() };
    Arc::new(Record::new(SetupNow::default(), &settings, &Account::new(usize::MAX)).unwrap())
}

/// The numbers of the entries, and how many were missed.
fn read(position: &mut Position) -> Option<(Vec<u64>, u64)> {
    let (news, _) = position.read()?;
    Some((news.entries.iter().map(|entry| entry.number).collect(), news.missed))
}

#[test]
fn who_comes_back_gets_what_it_missed_and_is_told_what_is_gone() {
    let record = record(4);
    let mut first = record.watch(0, Arc::default());
    record.log(entry("a"));
    assert_eq!(read(&mut first), Some((vec![0], 0)));
    assert_eq!(read(&mut first), None);
    drop(first);
    for text in ["b", "c", "d", "e", "f"] {
        record.log(entry(text));
    }
    assert_eq!(read(&mut record.watch(1, Arc::default())), Some((vec![2, 3, 4, 5], 1)));
    assert_eq!(read(&mut record.watch(4, Arc::default())), Some((vec![4, 5], 0)));
    let mut ahead = record.watch(99, Arc::default());
    assert_eq!(read(&mut ahead), Some((vec![], 0)), "the first report is always sent");
    record.log(entry("g"));
    assert_eq!(read(&mut ahead), Some((vec![6], 0)));
}

#[tokio::test]
async fn a_session_is_notified_once_it_has_read_everything() {
    let record = record(4);
    let notify = Arc::new(Notify::new());
    let mut position = record.watch(0, Arc::clone(&notify));
    read(&mut position).unwrap();
    record.log(entry("a"));
    record.notify();
    assert!(futures_util::FutureExt::now_or_never(notify.notified()).is_none());
    read(&mut position).unwrap();
    assert_eq!(read(&mut position), None);
    record.notify();
    notify.notified().await;
}

#[test]
fn a_status_is_told_as_changes_and_an_ending_after_the_last_entry() {
    let record = record(MAX_LOG_ENTRIES);
    let mut position = record.watch(0, Arc::default());
    let mut status = Status::default();
    status.ends.entry(EndId(1)).or_default().state = EndState::Open;
    record.publish(status.clone(), Duration::from_secs(1));
    let (news, _) = position.read().unwrap();
    assert_eq!((news.changes.ends.len(), news.at), (1, Duration::from_secs(1)));
    status.fired = vec![3];
    record.publish(status, Duration::from_secs(2));
    let (news, _) = position.read().unwrap();
    assert_eq!((news.changes.ends.len(), news.changes.fired), (0, Some(vec![3])));
    for _ in 0..=MAX_NEWS_ENTRIES {
        record.log(entry("x"));
    }
    record.end(Ending::Asked);
    record.end(Ending::Failed);
    let mut told = 0;
    let ending = loop {
        let (news, ending) = position.read().unwrap();
        assert!((1..=MAX_NEWS_ENTRIES).contains(&news.entries.len()));
        told += news.entries.len();
        if ending.is_some() {
            break ending;
        }
        assert!(told <= MAX_NEWS_ENTRIES, "the ending comes with the last entries");
    };
    assert_eq!((told, ending), (MAX_NEWS_ENTRIES + 1, Some(Ending::Asked)));
}

#[test]
fn long_messages_are_cut_and_refused_commands_are_told_once() {
    let record = record(4);
    let mut position = record.watch(0, Arc::default());
    record.log(entry(&"x".repeat(MAX_LOGGED_BYTES + 3)));
    let problem = || Problem::new(0..0, Wording::same("cause"), Wording::same("remedy"));
    (0..MAX_REFUSED + 9).for_each(|_| record.refuse(problem()));
    let (news, _) = position.read().unwrap();
    let [only] = &news.entries[..] else { panic!("{:?}", news.entries) };
    assert_eq!((only.left_out, only.entry.kind.bytes().len()), (3, MAX_LOGGED_BYTES));
    assert_eq!(news.refused.len(), MAX_REFUSED);
    record.refuse(problem());
    assert_eq!(position.read().unwrap().0.refused.len(), 1);
}

#[test]
fn the_log_counts_for_its_account_and_its_older_half_makes_room() {
    let account = Account::new(BASE_BYTES + 40 * ENTRY_BYTES);
    let record = Record::new(SetupNow::default(), &LogSettings::default(), &account).unwrap();
    for _ in 0..100 {
        record.log(entry("x"));
        let may_wait = record.settle(0);
        assert!(may_wait <= 20 * ENTRY_BYTES);
        assert!(account.held() <= BASE_BYTES + 41 * ENTRY_BYTES, "{}", account.held());
    }
    assert!(Record::new(SetupNow::default(), &LogSettings::default(), &account).is_err());
    drop(record);
    assert_eq!(account.held(), 0);
}

#[test]
fn a_long_reason_counts_as_bytes_do() {
    let account = Account::new(usize::MAX);
    let record =
        Arc::new(Record::new(SetupNow::default(), &LogSettings::default(), &account).unwrap());
    let mut position = record.watch(0, Arc::default());
    let reason = "x".repeat(MAX_NEWS_BYTES / 4);
    for _ in 0..4 * MAX_LOG_BYTES / MAX_NEWS_BYTES {
        let kind = EntryKind::Refused(Wording::same(&*reason));
        record.log(Entry { kind, ..entry("") });
    }
    record.settle(0);
    assert!(account.held() <= BASE_BYTES + MAX_LOG_BYTES, "{}", account.held());
    let (numbers, missed) = read(&mut position).unwrap();
    assert!(numbers.len() <= 2 && missed > 0, "{numbers:?} {missed}");
}
