//! A page's own network: carries out what the page asks of it, and reports what happens in it.
//!
//! What starts or asks a host waits on a thread. Until it has ended, the session takes up no further message of the page,
//! so a call on a host comes after the request that makes the host.

mod publishing;

use std::collections::VecDeque;
use std::future::pending;
use std::sync::Arc;

use lab_shared::call::{Failure, Rule};
use lab_shared::network::{NetworkCommand, NetworkNotice, NetworkReport};
use tokio::sync::watch;
use tokio::task::{JoinHandle, spawn, spawn_blocking};
use tokio::time::{Instant, sleep, sleep_until};

use super::SessionContext;
use super::clock::Clock;
use crate::network::{Network, NetworkResources, PacketReader};
use crate::resources::limits::KERNEL_REPORT_PAUSE;
use crate::resources::threads::lost;

/// A page's part in a network.
#[derive(Debug)]
pub(super) struct PageNetwork {
    context: Arc<SessionContext>,
    clock: Clock,
    joined: Option<Joined>,
    /// What is under way.
    job: Option<JoinHandle<Result<Done, Failure>>>,
    /// Answers that are not reported yet.
    answers: VecDeque<NetworkNotice>,
    /// Codes that led to no network.
    wrong_codes: u32,
}

/// A network that the page is in.
#[derive(Debug)]
struct Joined {
    network: Arc<Network>,
    changes: watch::Receiver<()>,
    line_changes: watch::Receiver<()>,
    /// When lines that change by themselves may be reported again.
    due: Instant,
    packets: PacketReader,
}

/// What a thread has done.
#[derive(Debug)]
enum Done {
    /// It has made a network, which is the page's from now on.
    Opened(Arc<Network>),
    /// It has changed the page's network.
    Changed,
}

impl Joined {
    fn new(network: Arc<Network>) -> Self {
        network.count_page(true);
        let mut joined = Self {
            changes: network.changes(),
            line_changes: network.line_changes(),
            due: Instant::now(),
            packets: network.packets(),
            network,
        };
        joined.changes.mark_unchanged();
        joined.line_changes.mark_unchanged();
        joined
    }

    fn changed(&self) -> NetworkNotice {
        NetworkNotice::Changed(Box::new(self.network.view()))
    }
}

impl Drop for Joined {
    fn drop(&mut self) {
        self.network.count_page(false);
    }
}

/// Waits until lines have changed by themselves, and may be reported.
async fn next_line_change(due: Instant, changes: &mut watch::Receiver<()>) {
    sleep_until(due).await;
    // The network, whose changes these are, is there.
    let _ = changes.changed().await;
}

impl PageNetwork {
    /// No network yet.
    pub(super) fn new(context: Arc<SessionContext>, clock: Clock) -> Self {
        Self { context, clock, joined: None, job: None, answers: VecDeque::new(), wrong_codes: 0 }
    }

    /// The network that the page is in.
    pub(super) fn network(&self) -> Option<Arc<Network>> {
        self.joined.as_ref().map(|joined| Arc::clone(&joined.network))
    }

    /// Whether a request is not answered yet, so that no further message may be taken up.
    pub(super) fn is_busy(&self) -> bool {
        self.job.is_some() || !self.answers.is_empty()
    }

    /// Carries out a request, or begins to.
    pub(super) fn handle_command(&mut self, command: NetworkCommand) {
        if let Err(failure) = self.begin(command) {
            self.answers.push_back(NetworkNotice::Refused(failure));
        }
    }

    fn begin(&mut self, command: NetworkCommand) -> Result<(), Failure> {
        let limits = self.context.networks.own().map_err(Failure::refused)?;
        if let NetworkCommand::Open(plan) = command {
            let resources = NetworkResources {
                program: self.context.host_program.clone(),
                limits,
                hosts: Arc::clone(&self.context.hosts),
                held: self.context.limits.network_held,
                memory: Arc::clone(&self.context.packet_memory),
                census: Arc::clone(&self.context.census),
            };
            let open = move || Network::open(resources, &plan).map(Done::Opened);
            self.job = Some(spawn_blocking(open));
            return Ok(());
        }
        if let NetworkCommand::Join { code } = command {
            self.join(&code);
            return Ok(());
        }
        let joined = self.joined.as_ref().ok_or_else(|| Failure::refused(Rule::Host))?;
        let network = &joined.network;
        match command {
            NetworkCommand::Close => {
                self.joined = None;
                self.answers.push_back(NetworkNotice::Closed);
                return Ok(());
            }
            NetworkCommand::AddHost { name } => {
                self.change(move |network| network.add_host(&name));
                return Ok(());
            }
            NetworkCommand::RestartHost { name } => {
                self.change(move |network| network.restart_host(&name));
                return Ok(());
            }
            NetworkCommand::SetMtu { mtu } => {
                self.change(move |network| network.set_mtu(mtu));
                return Ok(());
            }
            NetworkCommand::RemoveHost { name } => network.remove_host(&name)?,
            NetworkCommand::SetLine { cable, way, impairment } => {
                network.set_line(cable, way, impairment)?;
            }
            NetworkCommand::Drop { cable, way, kind, count } => {
                network.arm(cable, way, kind, count)?;
            }
            NetworkCommand::Cut { cable, cut } => network.cut(cable, cut)?,
            NetworkCommand::Share => network.share(&self.context.shared_networks)?,
            NetworkCommand::Unshare => network.unshare(&self.context.shared_networks),
            NetworkCommand::Publish { host, protocol, port, at } => {
                let at = publishing::permit(&self.context.policy, protocol, &at)?;
                let network = Arc::clone(network);
                let publish = async move { network.publish(&host, protocol, port, at).await };
                self.job = Some(spawn(async move { publish.await.map(|()| Done::Changed) }));
                return Ok(());
            }
            NetworkCommand::Unpublish { protocol, at } => network.unpublish(protocol, &at)?,
            NetworkCommand::Open(_) | NetworkCommand::Join { .. } => {
                unreachable!("they need no network")
            }
        }
        self.answers.push_back(joined.changed());
        Ok(())
    }

    /// Joins the network that is shared under a code. A wrong code is answered after a wait that doubles with each, as a
    /// wrong token is.
    fn join(&mut self, code: &str) {
        if let Some(network) = self.context.shared_networks.find(code) {
            let joined = Joined::new(network);
            self.answers.push_back(joined.changed());
            self.joined = Some(joined);
            return;
        }
        let (first, longest) = self.context.times.wrong_token;
        let wait = first.saturating_mul(2_u32.saturating_pow(self.wrong_codes)).min(longest);
        self.wrong_codes = self.wrong_codes.saturating_add(1);
        self.job = Some(spawn(async move {
            sleep(wait).await;
            Err(Failure::refused(Rule::NetworkCode))
        }));
    }

    /// Changes the network on a thread that may wait for hosts.
    fn change(
        &mut self,
        change: impl FnOnce(&Arc<Network>) -> Result<(), Failure> + Send + 'static,
    ) {
        let Some(network) = self.network() else { return };
        self.job = Some(spawn_blocking(move || change(&network).map(|()| Done::Changed)));
    }

    /// Waits for the next report. May be dropped without losing anything.
    pub(super) async fn next_report(&mut self) -> NetworkReport {
        let news = match self.answers.pop_front() {
            Some(news) => news,
            None => self.next_notice().await,
        };
        NetworkReport { at: self.clock.now(), news }
    }

    async fn next_notice(&mut self) -> NetworkNotice {
        let start = self.clock.begun();
        let Self { joined, job, .. } = self;
        let done = async {
            match job {
                Some(job) => job.await,
                None => pending().await,
            }
        };
        let happened = async {
            let Some(joined) = joined else { return pending().await };
            tokio::select! {
                _ = joined.changes.changed() => joined.changed(),
                () = next_line_change(joined.due, &mut joined.line_changes) => {
                    joined.due = Instant::now() + KERNEL_REPORT_PAUSE;
                    joined.changed()
                }
                () = joined.packets.ready() => {
                    let (packets, missed) = joined.packets.take(start);
                    NetworkNotice::Packets { packets, missed }
                }
            }
        };
        tokio::select! {
            biased;
            done = done => {
                self.job = None;
                self.finish(done.unwrap_or_else(|_| Err(lost())))
            }
            notice = happened => notice,
        }
    }

    fn finish(&mut self, done: Result<Done, Failure>) -> NetworkNotice {
        match done {
            Err(failure) => return NetworkNotice::Refused(failure),
            Ok(Done::Opened(network)) => self.joined = Some(Joined::new(network)),
            Ok(Done::Changed) => {}
        }
        match &mut self.joined {
            Some(joined) => {
                joined.changes.mark_unchanged();
                joined.changed()
            }
            None => NetworkNotice::Closed,
        }
    }
}
