//! The proxies of one assistant: what a page wants of them, what of them is in the log, and their status.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use lab_shared::assistant::log::{Entry, EntryKind};
use lab_shared::assistant::proxy::{Conversation, Direction, ProxySetup, ReplayPace, Report};
use lab_shared::assistant::remote::{
    Held, HeldId, MAX_DIFFERENCES, MAX_HELD, MAX_HELD_BYTES, ProxiesStatus, ProxyRequest,
    ReplayRequest, ReplayState, ReplayStatus,
};
use lab_shared::assistant::{Now, Problem, Wording};
use tokio::sync::{Notify, Semaphore};
use tokio::task::AbortHandle;

use super::admission;
use crate::assist_host::Permission;
use crate::assist_host::proxy::{
    Happening, LinkHappening, Observation, Origin, Proxies, ReplayHappening, ReplayTask, entry_of,
};
use crate::metrics::ProxyCount;

/// See the module.
#[derive(Debug)]
pub(super) struct Proxying {
    proxies: Proxies,
    permission: Permission,
    /// How many connections there may be, also of the assistant's own listeners.
    places: Arc<Semaphore>,
    held: BTreeMap<HeldId, Bytes>,
    replay: Option<Replaying>,
    /// Notified when the replay has something to show.
    replay_changed: Arc<Notify>,
    count: ProxyCount,
    /// Bytes that had come and gone when one looked last.
    moved: u64,
}

/// A replay, which may be over.
#[derive(Debug)]
struct Replaying {
    status: Arc<Mutex<ReplayStatus>>,
    task: AbortHandle,
}

/// What the record takes.
#[derive(Debug)]
pub(super) enum News {
    Entry(Entry),
    Refused(Problem),
}

impl Proxying {
    /// The proxies of a setup, none of which listens.
    pub(super) fn new(
        setups: Vec<ProxySetup>,
        permission: Permission,
        places: Arc<Semaphore>,
        seed: u64,
        count: ProxyCount,
    ) -> Self {
        let observation = Observation::bounded();
        let mut proxies = Proxies::new(permission.clone(), observation, Arc::clone(&places), seed);
        proxies.set(setups);
        Self {
            proxies,
            permission,
            places,
            held: BTreeMap::new(),
            replay: None,
            replay_changed: Arc::default(),
            count,
            moved: 0,
        }
    }

    /// Uses these proxies from now on.
    pub(super) fn set(&mut self, setups: Vec<ProxySetup>) {
        self.proxies.set(setups);
    }

    /// Carries out what a page wants.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(super) fn handle(&mut self, request: ProxyRequest) -> Result<(), Problem> {
        let known = |found: bool, name: &str| match found {
            true => Ok(()),
            false => Err(Problem::new(
                0..0,
                Wording::new(format!("there is no proxy {name:?}"), format!("没有代理 {name:?}")),
                Wording::new("add it to the setup", "请把它加入配置"),
            )),
        };
        match request {
            ProxyRequest::Start { proxy } => known(self.proxies.start(&proxy), &proxy)?,
            ProxyRequest::Stop { proxy } => known(self.proxies.stop(&proxy), &proxy)?,
            ProxyRequest::Order(order) => self.proxies.order(&order),
            ProxyRequest::Replay(request) => self.play(request)?,
            ProxyRequest::StopReplay => self.stop_replay(),
        }
        Ok(())
    }

    /// The next thing for the record, until there is nothing.
    pub(super) fn next(&mut self, now: Now) -> Option<News> {
        loop {
            let happening = self.proxies.next()?;
            let news = match happening {
                Happening::Bound(proxy, _) => {
                    entry(now, &proxy, String::new(), None, EntryKind::Opened)
                }
                Happening::Failed(proxy, reason) => {
                    entry(now, &proxy, String::new(), None, EntryKind::Closed(reason))
                }
                Happening::Refused(why) => News::Refused(admission::problem(why)),
                Happening::Link(origin, what) => {
                    self.keep_held(&origin, &what);
                    let Some((_, direction, kind)) = entry_of(&origin, &what) else { continue };
                    let peer = format!("{} {}", origin.connection, origin.client);
                    entry(now, &origin.proxy, peer, direction, kind)
                }
            };
            return Some(news);
        }
    }

    /// Waits for something to happen. May be dropped without losing anything.
    pub(super) async fn wait(&mut self) {
        tokio::select! {
            () = self.proxies.wait() => {}
            () = self.replay_changed.notified() => {}
        }
    }

    /// Bytes that wait in its connections.
    pub(super) fn waiting(&self) -> usize {
        self.proxies.waiting()
    }

    /// See [`Proxies::limit_bytes`].
    pub(super) fn limit_bytes(&self, most: usize) {
        self.proxies.limit_bytes(most);
    }

    pub(super) fn has_links(&self) -> bool {
        self.proxies.links().next().is_some()
    }

    /// Whether bytes have come or gone since this was asked last.
    pub(super) fn have_moved(&mut self) -> bool {
        let traffic = self.proxies.links().flat_map(|(_, link)| link.traffic);
        let moved = traffic.map(|one| one.received + one.sent + one.discarded).sum();
        std::mem::replace(&mut self.moved, moved) != moved
    }

    /// Counts the proxies and their connections for the relay's metrics.
    pub(super) fn count(&mut self) {
        let listening = self.proxies.proxies().filter(|(_, proxy)| proxy.local.is_some()).count();
        self.count.set(listening, self.proxies.links().count());
    }

    /// What the proxies are doing.
    pub(super) fn status(&self) -> ProxiesStatus {
        let own = |(name, status): (&str, _)| (name.to_owned(), status);
        let mut bytes = 0;
        let held = self.held.iter().take(MAX_HELD).take_while(|(_, held)| {
            bytes += held.len();
            bytes <= MAX_HELD_BYTES
        });
        ProxiesStatus {
            proxies: self.proxies.proxies().map(own).collect(),
            links: self.proxies.links().collect(),
            held: held.map(|(id, held)| (*id, Held { bytes: held.clone() })).collect(),
            replay: self.replay.as_ref().map(|replay| state(&replay.status).clone()),
        }
    }

    /// Closes everything, and waits for connections to end, but no longer than `limit`.
    pub(super) async fn close(mut self, limit: Duration) {
        self.stop_replay();
        self.proxies.close(limit).await;
    }

    /// Follows what is held.
    fn keep_held(&mut self, origin: &Origin, what: &LinkHappening) {
        let connection = origin.connection;
        match what {
            LinkHappening::Report(_, Report::Held { direction, number, bytes }) => {
                let id = HeldId { connection, direction: *direction, number: *number };
                self.held.insert(id, bytes.clone());
            }
            LinkHappening::Report(_, Report::Released { direction, number }) => {
                self.held.remove(&HeldId { connection, direction: *direction, number: *number });
            }
            LinkHappening::Over => self.held.retain(|id, _| id.connection != connection),
            _ => {}
        }
    }

    fn play(&mut self, request: ReplayRequest) -> Result<(), Problem> {
        let ReplayRequest { recording, role, address, with_timing, patience } = request;
        let conversation = Conversation::parse(&recording, None)
            .map_err(|problems| problems.into_iter().next().expect("at least one").1)?;
        self.stop_replay();
        let patience = Duration::from_millis(patience.into());
        let pace = ReplayPace { with_timing, patience };
        let replay = ReplayTask { conversation, role, address, pace };
        let last = self.replay.as_ref().map_or(0, |replay| state(&replay.status).number);
        let number = last.wrapping_add(1);
        let status = Arc::new(Mutex::new(ReplayStatus { number, ..ReplayStatus::default() }));
        let (shown, changed) = (Arc::clone(&status), Arc::clone(&self.replay_changed));
        let playing =
            replay.play(self.permission.clone(), Arc::clone(&self.places), move |happening| {
                show(&mut state(&shown), happening);
                changed.notify_one();
            });
        self.replay = Some(Replaying { status, task: tokio::spawn(playing).abort_handle() });
        Ok(())
    }

    fn stop_replay(&mut self) {
        let Some(replay) = &self.replay else { return };
        replay.task.abort();
        let mut status = state(&replay.status);
        if matches!(status.state, ReplayState::Opening | ReplayState::Playing) {
            status.state = ReplayState::Stopped;
        }
    }
}

fn show(status: &mut ReplayStatus, happening: ReplayHappening) {
    match happening {
        ReplayHappening::Bound(address) => status.local = Some(address),
        ReplayHappening::Failed(reason) => status.state = ReplayState::Failed(reason),
        ReplayHappening::Playing => status.state = ReplayState::Playing,
        ReplayHappening::Difference(difference) => {
            status.count += 1;
            if status.differences.len() < MAX_DIFFERENCES {
                status.differences.push(difference);
            }
        }
        ReplayHappening::Done(differences) => {
            (status.state, status.count) = (ReplayState::Done, differences);
        }
    }
}

fn state(status: &Mutex<ReplayStatus>) -> MutexGuard<'_, ReplayStatus> {
    // Nobody panics while holding it, and each change is whole.
    status.lock().unwrap_or_else(PoisonError::into_inner)
}

fn entry(
    now: Now,
    proxy: &ProxySetup,
    peer: String,
    direction: Option<Direction>,
    kind: EntryKind,
) -> News {
    News::Entry(Entry { now, end: proxy.name.clone(), peer, direction, kind })
}
