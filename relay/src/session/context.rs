//! What the sessions of a relay share: its rules, its limits, and the resources they divide.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Result;
use lab_shared::kernel::CaptureState;
use lab_shared::network::{NetworkDenial, NetworkLimits};
use lab_shared::wire::{self, MAX_PAYLOAD_BYTES, PROTOCOL_VERSION, Ticket, Welcome};
use tokio::sync::Semaphore;

use super::clock::Clock;
use crate::assistants::Assistants;
use crate::config::Config;
use crate::metrics::Metrics;
use crate::network::{Census, Network, PacketMemory, SharedNetworks};
use crate::policy::{CaptureAccess, NetworkAccess, Policy, Reach, UnixDirectory};
use crate::resources::account::Memory;
use crate::resources::limits::{
    Limits, MAX_BLOCKING_CALLS, MAX_BLOCKING_THREADS, Times, saturating_u32,
};
use crate::resources::threads::Threads;
use crate::shutdown::Shutdown;
use crate::socket::SYSTEM;

/// Shared by every session of one relay.
#[derive(Debug)]
pub(crate) struct SessionContext {
    /// Where lab sockets may go.
    pub(crate) policy: Arc<Policy>,
    /// The folder of AF_UNIX names, for pages that use the machine's network.
    pub(crate) unix_directory: Arc<UnixDirectory>,
    /// The page's addresses for others, without its token.
    pub(crate) invitation: Vec<String>,
    /// Which networks pages have.
    pub(crate) networks: NetworkAccess,
    /// The program of their hosts.
    pub(crate) host_program: PathBuf,
    /// A permit for each host of all networks.
    pub(crate) hosts: Arc<Semaphore>,
    /// Bytes of packets that wait or are under way in all networks.
    pub(crate) packet_memory: Arc<PacketMemory>,
    /// The networks of all pages.
    pub(crate) census: Arc<Census>,
    /// The networks that pages share.
    pub(crate) shared_networks: SharedNetworks<Network>,
    /// Whether pages may see segments.
    pub(crate) capture: CaptureAccess,
    /// How much there may be of each thing.
    pub(crate) limits: Limits,
    /// How long things may take.
    pub(crate) times: Times,
    /// Threads for calls that block.
    pub(crate) threads: Arc<Threads>,
    /// Bytes held for pages, rooms and visitors.
    pub(crate) memory: Memory,
    /// The assistants that the relay runs.
    pub(crate) assistants: Arc<Assistants>,
    /// Counters for Prometheus.
    pub(crate) metrics: Arc<Metrics>,
    /// Notifies the sessions of the relay's end, and counts those that have not ended.
    pub(crate) shutdown: Shutdown,
}

impl SessionContext {
    /// The context of a relay without sessions that listens at `listening`, where others reach it by `invitation`.
    /// `denial` is why its machine has no networks for pages.
    ///
    /// # Errors
    /// Pages would have no network at all.
    pub(crate) fn new(
        config: &Config,
        listening: Vec<SocketAddr>,
        invitation: Vec<String>,
        denial: Option<NetworkDenial>,
    ) -> Result<Self> {
        let reach =
            Reach { bind: config.allow_bind.clone(), connect: config.allow_connect.clone() };
        let policy = Policy::new(reach, listening).with_published(config.allow_publish.clone());
        Ok(Self {
            networks: NetworkAccess::new(config.page_network, denial, network_limits(config))?,
            host_program: config.host_program.clone(),
            census: Arc::default(),
            shared_networks: SharedNetworks::default(),
            hosts: Arc::new(Semaphore::new(config.limits.hosts_in_all)),
            packet_memory: PacketMemory::new(config.limits.network_held_in_all),
            capture: CaptureAccess::new(config.capture, &policy),
            policy: Arc::new(policy),
            unix_directory: Arc::new(UnixDirectory::new(config.unix_directory.clone())),
            invitation,
            limits: config.limits,
            times: config.times,
            threads: Threads::new(MAX_BLOCKING_THREADS, MAX_BLOCKING_CALLS),
            memory: Memory::new(config.limits.memory),
            assistants: Arc::new(Assistants::new(
                config.limits.assistants,
                config.times.assistants,
            )),
            metrics: Arc::default(),
            shutdown: Shutdown::default(),
        })
    }

    /// The folder of AF_UNIX names for a page that begins. Pages that reach nothing of the machine do not meet in its
    /// file system either.
    pub(super) fn unix_directory_of_page(&self) -> Arc<UnixDirectory> {
        match self.networks.machine() {
            Ok(()) => Arc::clone(&self.unix_directory),
            Err(_) => Arc::new(UnixDirectory::new(None)),
        }
    }

    /// The relay's first message to a page whose session has this clock.
    pub(super) fn welcome(
        &self,
        clock: Clock,
        capture: CaptureState,
        directory: Option<&Path>,
        ticket: Option<Ticket>,
    ) -> Welcome {
        Welcome {
            version: PROTOCOL_VERSION,
            relay: env!("CARGO_PKG_VERSION").into(),
            system: SYSTEM,
            now: clock.now(),
            limits: wire::Limits {
                sockets: saturating_u32(self.limits.sockets),
                pending: saturating_u32(self.limits.pending),
                payload: saturating_u32(MAX_PAYLOAD_BYTES),
            },
            reach: wire::Reach {
                bind: self.policy.bind_rules(),
                connect: self.policy.connect_rules(),
                unix_directory: directory.map(|path| path.display().to_string()),
            },
            invitation: self.invitation.clone(),
            capture,
            networks: self.networks.state(),
            ticket,
        }
    }
}

/// How much of a network of its own one page may have.
fn network_limits(config: &Config) -> NetworkLimits {
    let limits = config.limits;
    let published = if config.allow_publish.is_empty() { 0 } else { limits.published };
    NetworkLimits {
        hosts: saturating_u32(limits.hosts),
        packets: limits.network_packets,
        bytes: limits.network_bytes,
        published: saturating_u32(published),
    }
}
