//! Which page gets a thread, when, and what becomes of a job that is no longer awaited.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::*;

/// How long a test waits for anything. Only one that fails waits so long.
const PATIENCE: Duration = Duration::from_secs(20);

fn wait_until(so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !so() {
        assert!(begun.elapsed() < PATIENCE, "waited too long");
        std::thread::yield_now();
    }
}

/// Jobs that report when they begin, and last until the test ends them.
struct Jobs {
    begun: (Sender<&'static str>, Receiver<&'static str>),
}

/// A job's end, in the test's hand.
type End = Sender<()>;

impl Jobs {
    fn new() -> Self {
        Self { begun: channel() }
    }

    fn start(
        &self,
        share: &Share,
        name: &'static str,
    ) -> Result<(Job<&'static str>, End), TooMany> {
        let (end, ended) = channel();
        let begun = self.begun.0.clone();
        let job = share.run(move || {
            begun.send(name).unwrap();
            // A test that is over drops its end.
            let _ = ended.recv();
            name
        })?;
        Ok((job, end))
    }

    /// The next job that begins.
    fn begins(&self) -> &'static str {
        self.begun.1.recv_timeout(PATIENCE).unwrap()
    }

    /// The jobs that have begun beside those already seen.
    fn others(&self) -> Vec<&'static str> {
        self.begun.1.try_iter().collect()
    }
}

impl Threads {
    /// Threads that no job has.
    fn free(&self) -> usize {
        self.state().free
    }

    /// Jobs that wait.
    fn waiting(&self) -> usize {
        self.state().pages.values().map(|page| page.waiting.len()).sum()
    }

    /// Waits until every thread has ended its job.
    fn all_free(&self, most: usize) {
        wait_until(|| self.free() == most);
        assert!(self.state().pages.is_empty());
    }
}

#[test]
fn one_page_gets_half_of_the_threads_and_the_next_ones_find_some_left() {
    let threads = Threads::new(8, 100);
    let (one, two, three) = (threads.share(), threads.share(), threads.share());
    let jobs = Jobs::new();
    let held: Vec<_> = (0..50).map(|_| jobs.start(&one, "one").unwrap()).collect();
    let more: Vec<_> = (0..50).map(|_| jobs.start(&two, "two").unwrap()).collect();
    assert_eq!((threads.free(), threads.waiting()), (2, 46 + 48));
    let (last, end) = jobs.start(&three, "three").unwrap();
    assert_eq!(threads.free(), 1, "who comes now does not wait");
    drop((held, more, last, end));
    threads.all_free(8);
}

#[test]
fn pages_that_wait_take_turns() {
    let threads = Threads::new(1, 100);
    let (one, two) = (threads.share(), threads.share());
    let jobs = Jobs::new();
    let (_first, end) = jobs.start(&one, "first").unwrap();
    assert_eq!(jobs.begins(), "first");
    let mut waiting: Vec<_> = ["1a", "1b", "1c"].map(|name| jobs.start(&one, name).unwrap()).into();
    waiting.extend(["2a", "2b"].map(|name| jobs.start(&two, name).unwrap()));
    drop(end);
    let (_results, ends): (Vec<_>, Vec<_>) = waiting.into_iter().unzip();
    drop(ends);
    let order: Vec<_> = (0..5).map(|_| jobs.begins()).collect();
    assert_eq!(order, ["2a", "1a", "2b", "1b", "1c"]);
    threads.all_free(1);
}

#[test]
fn no_thread_stays_idle_for_which_a_page_waits_that_may_have_one() {
    let threads = Threads::new(9, 100);
    let (one, two) = (threads.share(), threads.share());
    let jobs = Jobs::new();
    // In turns, so that each gets three, and three are left for others.
    let mut held = Vec::new();
    for _ in 0..5 {
        held.push(jobs.start(&one, "one").unwrap());
        held.push(jobs.start(&two, "two").unwrap());
    }
    assert_eq!((threads.free(), threads.waiting()), (3, 4));
    let comes_to = |waiting| wait_until(|| threads.waiting() == waiting);
    // The next turn is the first page's own.
    drop(held.remove(0));
    comes_to(3);
    // Then the other page's, and there is still one more for the first.
    drop(held.remove(1));
    comes_to(1);
    assert_eq!(threads.free(), 2);
    drop(held);
    threads.all_free(9);
}

#[tokio::test]
async fn a_job_that_nobody_awaits_keeps_its_thread_until_it_has_ended() {
    let threads = Threads::new(1, 100);
    let share = threads.share();
    let jobs = Jobs::new();
    let (running, end) = jobs.start(&share, "running").unwrap();
    assert_eq!(jobs.begins(), "running");
    drop(running);
    let (next, next_end) = jobs.start(&share, "next").unwrap();
    assert_eq!((threads.free(), threads.waiting(), jobs.others()), (0, 1, vec![]));
    drop((end, next_end));
    assert_eq!(next.await, Some("next"));
}

#[test]
fn a_job_that_is_dropped_before_it_began_leaves_the_queue_and_never_begins() {
    let threads = Threads::new(1, 100);
    let share = threads.share();
    let jobs = Jobs::new();
    let (_running, end) = jobs.start(&share, "running").unwrap();
    assert_eq!(jobs.begins(), "running");
    for _ in 0..10_000 {
        let (waiting, _end) = jobs.start(&share, "dropped").unwrap();
        assert_eq!(threads.waiting(), 1);
        drop(waiting);
        assert_eq!(threads.waiting(), 0);
    }
    drop(end);
    threads.all_free(1);
    assert!(jobs.others().is_empty());
}

#[test]
fn a_page_has_a_bounded_number_of_jobs_and_those_nobody_awaits_count() {
    let threads = Threads::new(2, 3);
    let (share, other) = (threads.share(), threads.share());
    let jobs = Jobs::new();
    let (running, end) = jobs.start(&share, "running").unwrap();
    drop(running);
    let waiting: Vec<_> = (0..2).map(|_| jobs.start(&share, "waiting").unwrap()).collect();
    assert!(jobs.start(&share, "one more").is_err());
    assert!(share.reserve().is_none());
    let (theirs, their_end) = jobs.start(&other, "theirs").unwrap();
    drop((waiting, end, theirs, their_end));
    threads.all_free(2);
    assert!(jobs.start(&share, "again").is_ok());
}

#[tokio::test]
async fn a_thread_may_be_taken_before_there_is_a_job_for_it() {
    let threads = Threads::new(2, 100);
    let share = threads.share();
    let slot = share.reserve().unwrap();
    assert!(share.reserve().is_none(), "the other half is not for this page");
    let waiting = share.run(|| "waited").unwrap();
    assert_eq!(threads.waiting(), 1);
    assert_eq!(slot.run(|| "began at once").await, Some("began at once"));
    assert_eq!(waiting.await, Some("waited"));
    threads.all_free(2);
    drop(share.reserve().unwrap());
    threads.all_free(2);
}

#[tokio::test]
async fn a_job_that_panics_gives_its_thread_back() {
    let threads = Threads::new(1, 100);
    let share = threads.share();
    let panics = share.run(|| panic!("as this test wants")).unwrap();
    let _: Option<()> = panics.await;
    assert_eq!(share.run(|| 1).unwrap().await, Some(1));
    threads.all_free(1);
}
