//! Threads for calls that block: looking up a name, and a close that lingers.
//!
//! All pages share them. A page may have as many threads as are free (the dynamic threshold of
//! Choudhury and Hahne, 1998): one page alone gets half of them, and the rest is for pages that come
//! later. Pages whose jobs wait take turns. A thread counts as taken until its job has ended, even if
//! the result is no longer awaited. A job that is dropped before it began never begins.

use std::collections::{BTreeMap, VecDeque};
use std::future::Future;
use std::ops::Bound::{Excluded, Unbounded};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::task::{Context, Poll};
use std::thread::Builder;

use lab_shared::call::{Exception, Failure, Rule};
use tokio::sync::oneshot;

/// The threads of one relay.
#[derive(Debug)]
pub(crate) struct Threads(Mutex<State>);

/// One page's part in them.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    threads: Arc<Threads>,
    page: u64,
}

/// A job that waits for a thread, or has one. It gives `None` if its thread was lost.
#[derive(Debug)]
pub(crate) struct Job<T> {
    result: oneshot::Receiver<T>,
    _position: Option<Position>,
}

/// A thread that was taken before there is a job for it. Dropping it gives the thread back.
#[derive(Debug)]
pub(crate) struct Slot(mpsc::Sender<Work>);

/// What a thread has been given, for as long as it has it.
struct Taken {
    share: Share,
    /// Nothing was left to begin, and the thread is given back already.
    over: bool,
}

/// The page has as many jobs, waiting and running, as it may.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct TooMany;

impl From<TooMany> for Failure {
    fn from(_: TooMany) -> Self {
        Self::refused(Rule::MaxLookups)
    }
}

/// How a call ends whose thread was lost.
pub(crate) fn lost() -> Failure {
    let message =
        "the relay had no thread for this call; ask its owner to raise the limit of threads";
    Failure::plain(Exception::OSError, message)
}

/// Where a job waits. Dropping it takes the job out of the queue.
#[derive(Debug)]
struct Position {
    share: Share,
    number: u64,
}

#[derive(Debug)]
struct State {
    /// Threads that no job has.
    free: usize,
    /// Jobs that one page may have.
    most_of_a_page: usize,
    /// Pages with jobs. One without jobs is not here.
    pages: BTreeMap<u64, Page>,
    /// The page whose job began last; the next one after it has the next turn.
    last: u64,
    /// Pages and jobs that there were so far.
    numbers: u64,
}

#[derive(Debug, Default)]
struct Page {
    running: usize,
    waiting: VecDeque<Waiting>,
}

struct Waiting {
    number: u64,
    work: Work,
}

type Work = Box<dyn FnOnce() + Send>;

impl Threads {
    /// At most `most` threads, and `most_of_a_page` jobs, waiting and running, of one page.
    pub(crate) fn new(most: usize, most_of_a_page: usize) -> Arc<Self> {
        let (pages, last, numbers) = (BTreeMap::new(), 0, 0);
        Arc::new(Self(Mutex::new(State { free: most, most_of_a_page, pages, last, numbers })))
    }

    /// The part of a page that comes now.
    pub(crate) fn share(self: &Arc<Self>) -> Share {
        let page = self.state().number();
        Share { threads: Arc::clone(self), page }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nobody panics while holding it, and each change is whole.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has threads begin what may begin.
    fn begin(self: &Arc<Self>) {
        loop {
            // A guard in the condition would last as long as the body.
            let next = self.state().begin_next();
            let Some((page, work)) = next else { return };
            // Without a thread the job is dropped, and its `Job` yields `None`.
            let _ = self.start(page, || Some(work));
        }
    }

    /// Starts the thread that a page was given; whether the system has one.
    fn start(
        self: &Arc<Self>,
        page: u64,
        first: impl FnOnce() -> Option<Work> + Send + 'static,
    ) -> bool {
        let threads = Arc::clone(self);
        let run = move || Taken { share: Share { threads, page }, over: false }.work(first());
        let started = Builder::new().name("blocking call".into()).spawn(run);
        if let Err(error) = &started {
            tracing::error!(%error, "no thread for a blocking call; is the limit of threads reached?");
            self.state().end(page);
        }
        started.is_ok()
    }
}

impl Share {
    /// Has a thread do a job, now or when this page has its turn.
    ///
    /// # Errors
    /// [`TooMany`], and the job will not be done.
    pub(crate) fn run<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<Job<T>, TooMany> {
        let (result, work) = with_result(job);
        let number = self.threads.state().queue(self.page, work)?;
        self.threads.begin();
        Ok(Job { result, _position: Some(Position { share: self.clone(), number }) })
    }

    /// A thread for a job that must begin at once; `None` where there is none for this page now.
    pub(crate) fn reserve(&self) -> Option<Slot> {
        if !self.threads.state().reserve(self.page) {
            return None;
        }
        let (slot, work) = mpsc::channel();
        self.threads.start(self.page, move || work.recv().ok()).then_some(Slot(slot))
    }
}

impl Slot {
    /// Does a job on the thread.
    pub(crate) fn run<T: Send + 'static>(self, job: impl FnOnce() -> T + Send + 'static) -> Job<T> {
        let (result, work) = with_result(job);
        // The thread waits for it.
        let _ = self.0.send(work);
        Job { result, _position: None }
    }
}

impl Taken {
    /// Does one job after the other, as long as there is one that may begin.
    fn work(mut self, first: Option<Work>) {
        let mut next = first;
        while let Some(work) = next {
            work();
            next = self.pass_on();
        }
    }

    fn pass_on(&mut self) -> Option<Work> {
        let mut state = self.share.threads.state();
        state.end(self.share.page);
        match state.begin_next() {
            Some((page, work)) => {
                drop(state);
                self.share.page = page;
                // The page whose job has ended may begin one too.
                self.share.threads.begin();
                Some(work)
            }
            None => {
                self.over = true;
                None
            }
        }
    }
}

/// Also when a job panics, and when a slot is dropped without one.
impl Drop for Taken {
    fn drop(&mut self) {
        if !self.over {
            self.share.threads.state().end(self.share.page);
            self.share.threads.begin();
        }
    }
}

impl Drop for Position {
    fn drop(&mut self) {
        let left = self.share.threads.state().leave(self.share.page, self.number);
        // Only now: what a job owns may do anything when it is dropped.
        drop(left);
    }
}

impl<T> Future for Job<T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T>> {
        Pin::new(&mut self.result).poll(cx).map(Result::ok)
    }
}

impl State {
    /// A number that no page and no job has. It is never 0.
    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    fn queue(&mut self, page: u64, work: Work) -> Result<u64, TooMany> {
        let number = self.number();
        let most = self.most_of_a_page;
        let jobs = self.pages.get(&page).map_or(0, |page| page.running + page.waiting.len());
        if jobs >= most {
            return Err(TooMany);
        }
        self.pages.entry(page).or_default().waiting.push_back(Waiting { number, work });
        Ok(number)
    }

    /// Takes the next job whose page may have a thread, and the thread.
    fn begin_next(&mut self) -> Option<(u64, Work)> {
        let free = self.free;
        let may_begin = |(_, page): &(&u64, &mut Page)| {
            !page.waiting.is_empty() && page.may_have_one_more(free)
        };
        let last = self.last;
        let mut later = self.pages.range_mut((Excluded(last), Unbounded));
        let (&number, page) = match later.find(may_begin) {
            Some(found) => found,
            None => self.pages.range_mut(..=last).find(may_begin)?,
        };
        let Waiting { work, .. } = page.waiting.pop_front()?;
        page.running += 1;
        self.free -= 1;
        self.last = number;
        Some((number, work))
    }

    fn reserve(&mut self, page: u64) -> bool {
        let (free, most) = (self.free, self.most_of_a_page);
        let found = self.pages.entry(page).or_default();
        let may = found.may_have_one_more(free) && found.running + found.waiting.len() < most;
        if may {
            found.running += 1;
            self.free -= 1;
        }
        self.forget_idle(page);
        may
    }

    /// A job has ended.
    fn end(&mut self, page: u64) {
        self.free += 1;
        if let Some(page) = self.pages.get_mut(&page) {
            page.running -= 1;
        }
        self.forget_idle(page);
    }

    /// Takes a job out that has not begun; `None` if it has.
    fn leave(&mut self, page: u64, number: u64) -> Option<Waiting> {
        let waiting = &mut self.pages.get_mut(&page)?.waiting;
        let at = waiting.binary_search_by_key(&number, |waiting| waiting.number).ok()?;
        let left = waiting.remove(at);
        self.forget_idle(page);
        left
    }

    fn forget_idle(&mut self, page: u64) {
        if self.pages.get(&page).is_some_and(|page| page.running == 0 && page.waiting.is_empty()) {
            self.pages.remove(&page);
        }
    }
}

impl Page {
    fn may_have_one_more(&self, free: usize) -> bool {
        self.running < free
    }
}

impl std::fmt::Debug for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "job {}", self.number)
    }
}

/// What does a job, and where its result comes.
fn with_result<T: Send + 'static>(
    job: impl FnOnce() -> T + Send + 'static,
) -> (oneshot::Receiver<T>, Work) {
    let (told, result) = oneshot::channel();
    let work = Box::new(move || {
        // Nobody may await it any more.
        let _ = told.send(job());
    });
    (result, work)
}

#[cfg(test)]
mod tests;
