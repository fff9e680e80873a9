//! The thread of one assistant: it hosts the session, takes orders, and ends when a page wants it to,
//! when no page has watched it for long, or when the relay ends.
//!
//! A thread of its own, with a timer of its own, keeps the times of a plan whatever other pages have the
//! relay do, and what floods one assistant delays only that one.

use std::collections::BTreeMap;
use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use lab_shared::assistant::remote::{
    Ending, MAX_CONNECTIONS, PlanStatus, ProxyRequest, REPORTS_PER_SECOND, SetupNow, Status,
};
use lab_shared::assistant::session::{Command, Report, Session};
use lab_shared::assistant::setup::Setup;
use tokio::runtime::Builder;
use tokio::sync::mpsc;
use tokio::time::sleep_until;

use super::proxying::{News, Proxying};
use super::record::Record;
use super::{Means, Place, admission};
use crate::assist_host::{Happening, Host, Permission};
use crate::resources::account::Hold;

/// The pause between two readings of the status.
const PAUSE: Duration = Duration::from_millis(1000 / REPORTS_PER_SECOND as u64);

/// Most bytes that wait to be sent, and most of incomplete messages.
const MOST_WAITING: usize = 8 * 1024 * 1024;

/// How long connections may take to close at the end.
const LAST_BYTES: Duration = Duration::from_millis(200);

/// Lines that are carried out before an order may come in between.
const LINES_PER_TURN: usize = 256;

/// What a page wants of a running assistant.
#[derive(Debug)]
pub(crate) enum Order {
    /// Carry this out. Its bytes count for the page until then.
    Command(Box<Command>, Hold),
    /// Do this with the proxies. Its bytes count for the page until then.
    Proxy(Box<ProxyRequest>, Hold),
    /// A page has begun to watch.
    Look,
    /// End.
    End,
}

/// A thread that is to start.
pub(super) struct Thread {
    pub(super) setup: Setup,
    pub(super) seed: u64,
    pub(super) orders: mpsc::Receiver<Order>,
    pub(super) record: Arc<Record>,
    pub(super) keep: Duration,
    pub(super) means: Means,
    pub(super) place: Place,
}

impl Thread {
    /// Starts it.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub(super) fn start(self) -> io::Result<()> {
        let thread = std::thread::Builder::new().name(format!("assistant {}", self.place.number.0));
        thread.spawn(move || self.run()).map(drop)
    }

    fn run(self) {
        let Self { setup, seed, orders, record, keep, means, place } = self;
        let Means { rules, memory, metrics, shutdown } = means;
        let _counted = (shutdown.count_room(), metrics.count_assistant(), memory);
        // Dropped first, however the thread ends.
        let mut notice =
            EndNotice { record: Arc::clone(&record), place: Some(place), ending: Ending::Failed };
        let served = Builder::new_current_thread().enable_all().build().and_then(|runtime| {
            let served = runtime.block_on(async {
                let session = Session::new(setup, seed).expect("the setup was parsed");
                let proxies = session.setup_now().proxies;
                let permission = Permission::Rules(rules);
                let host = Host::new(session, permission.clone(), MAX_CONNECTIONS)?;
                let (places, count) = (host.places(), metrics.count_proxies());
                let proxies = Proxying::new(proxies, permission, places, seed, count);
                let running = Running {
                    host,
                    proxies,
                    orders,
                    record: Arc::clone(&record),
                    plans: BTreeMap::new(),
                    keep,
                    changed: true,
                    publish_at: Instant::now(),
                };
                Ok(running.serve(shutdown.asked()).await)
            });
            runtime.shutdown_background();
            served
        });
        match served {
            Ok(ending) => notice.ending = ending,
            Err(error) => tracing::error!(%error, "an assistant cannot begin"),
        }
    }
}

/// Frees the thread's place and reports its end, also if it panicked.
struct EndNotice {
    record: Arc<Record>,
    place: Option<Place>,
    ending: Ending,
}

impl Drop for EndNotice {
    fn drop(&mut self) {
        let number = self.place.as_ref().map(|place| place.number.0);
        // First, so that who hears of the end finds it in no list.
        self.place = None;
        self.record.end(self.ending);
        tracing::info!(number, "an assistant has ended");
    }
}

struct Running {
    host: Host,
    proxies: Proxying,
    orders: mpsc::Receiver<Order>,
    record: Arc<Record>,
    plans: BTreeMap<u32, PlanStatus>,
    keep: Duration,
    /// Whether the status is another than the one that was published.
    changed: bool,
    /// When it may be published next.
    publish_at: Instant,
}

impl Running {
    async fn serve(mut self, shutdown: impl Future<Output = ()>) -> Ending {
        let mut shutdown = pin!(shutdown);
        let ending = loop {
            let rests = self.carry_out();
            self.publish();
            if rests {
                // Orders come in between however much there is to carry out.
                match self.orders.try_recv() {
                    Ok(order) => {
                        if let Some(ending) = self.obey(order) {
                            break ending;
                        }
                    }
                    Err(_) => tokio::task::yield_now().await,
                }
                continue;
            }
            let unwatched = self.record.unwatched();
            let leaves = unwatched.and_then(|since| since.checked_add(self.keep));
            // What links forward by themselves is seen only when one looks.
            let publishes = (self.changed || self.proxies.has_links()) && unwatched.is_none();
            let publishes = publishes.then_some(self.publish_at);
            let alarm = |at: Option<Instant>| sleep_until(at.unwrap_or_else(Instant::now).into());
            tokio::select! {
                order = self.orders.recv() => {
                    let Some(order) = order else { break Ending::Failed };
                    if let Some(ending) = self.obey(order) {
                        break ending;
                    }
                }
                () = &mut shutdown => break Ending::Asked,
                // The time to leave begins.
                () = self.record.left(), if unwatched.is_none() => {}
                () = alarm(leaves), if leaves.is_some() => {
                    // A page may have begun to watch meanwhile.
                    if self.record.unwatched() == unwatched {
                        break Ending::Unwatched;
                    }
                }
                () = alarm(publishes), if publishes.is_some() => {}
                () = self.host.wait() => self.changed = true,
                () = self.proxies.wait() => self.changed = true,
            }
        };
        self.proxies.close(LAST_BYTES).await;
        self.host.close(LAST_BYTES).await;
        ending
    }

    /// Carries out what the session wants, and takes down what the proxies did. Returns whether there may be
    /// more.
    fn carry_out(&mut self) -> bool {
        let rests = self.carry_out_session();
        for _ in 0..LINES_PER_TURN {
            match self.proxies.next(self.host.now()) {
                Some(News::Entry(entry)) => self.record.log(entry),
                Some(News::Refused(problem)) => self.record.refuse(problem),
                None => return rests,
            }
            self.changed = true;
        }
        true
    }

    fn carry_out_session(&mut self) -> bool {
        for _ in 0..LINES_PER_TURN {
            let Some(happening) = self.host.next() else { return false };
            match happening {
                Happening::Entry(entry) => self.record.log(entry),
                Happening::Report(Report::Plan { plan, state, round, step, sent }) => {
                    if let Ok(plan) = u32::try_from(plan) {
                        self.plans.insert(plan, PlanStatus { state, round, step, sent });
                    }
                }
                Happening::Report(Report::Refused(problem)) => self.record.refuse(problem),
                Happening::Report(_)
                | Happening::Bound(..)
                | Happening::Received(..)
                | Happening::Failed => {}
            }
        }
        true
    }

    fn obey(&mut self, order: Order) -> Option<Ending> {
        self.changed = true;
        match order {
            Order::End => return Some(Ending::Asked),
            Order::Look => {}
            Order::Command(command, _hold) => {
                if let Err(reason) = admission::admit_command(&command, self.host.session()) {
                    self.record.refuse(admission::problem(reason));
                    return None;
                }
                let sets = command.changes_setup();
                self.host.command(*command);
                if sets {
                    let session = self.host.session();
                    let setup = session.setup_now();
                    let text = setup.to_toml();
                    self.proxies.set(setup.proxies);
                    self.record.set_setup(SetupNow { text, ends: session.ends().collect() });
                }
            }
            Order::Proxy(request, _hold) => {
                let admitted = admission::admit_proxy_request(&request).map_err(admission::problem);
                if let Err(problem) = admitted.and_then(|()| self.proxies.handle(*request)) {
                    self.record.refuse(problem);
                }
            }
        }
        None
    }

    /// Counts what is held, and shows what has happened.
    fn publish(&mut self) {
        let session = self.host.session();
        let (queued, held) = session.memory();
        let (own, proxies) = (queued + held + session.delayed_bytes(), self.proxies.waiting());
        let room = self.record.settle(own + proxies).saturating_sub(own + proxies);
        self.host.limit_bytes((own + room / 2).min(MOST_WAITING));
        self.proxies.limit_bytes((proxies + room / 2).min(MOST_WAITING));
        self.proxies.count();
        let now = Instant::now();
        if now < self.publish_at || self.record.unwatched().is_some() {
            return self.record.notify();
        }
        self.publish_at = now + PAUSE;
        if self.proxies.have_moved() || self.changed {
            self.changed = false;
            let status = self.status();
            self.record.publish(status, self.host.age());
        }
        self.record.notify();
    }

    fn status(&self) -> Status {
        let proxies = self.proxies.status();
        let ends = || self.host.session().ends();
        let peers = ends()
            .flat_map(|end| self.host.peers(end).map(move |(peer, status)| ((end, peer), status)));
        Status {
            ends: ends().filter_map(|end| Some((end, self.host.end_status(end)?))).collect(),
            peers: peers.collect(),
            plans: self.plans.clone(),
            fired: self.host.session().rules().hits().collect(),
            pacing: self.host.pacing(),
            proxies,
        }
    }
}
