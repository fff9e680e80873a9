//! What the sessions of a relay share: its rules, its limits, and the resources they divide.

use std::net::SocketAddr;
use std::sync::Arc;

use lab_shared::kernel::CaptureState;
use lab_shared::network::NetworkState;
use lab_shared::wire::{self, MAX_PAYLOAD_BYTES, PROTOCOL_VERSION, Ticket, Welcome};

use super::clock::Clock;
use crate::assistants::Assistants;
use crate::config::Config;
use crate::metrics::Metrics;
use crate::policy::{CaptureAccess, Policy, Reach, UnixDirectory};
use crate::resources::account::Memory;
use crate::resources::limits::{
    Limits, MAX_BLOCKING_CALLS, MAX_BLOCKING_THREADS, Times, saturating_u32,
};
use crate::resources::threads::Threads;
use crate::shutdown::Shutdown;

/// Shared by every session of one relay.
#[derive(Debug)]
pub(crate) struct SessionContext {
    /// Where lab sockets may go.
    pub(crate) policy: Arc<Policy>,
    /// The folder of AF_UNIX names.
    pub(crate) unix_directory: UnixDirectory,
    /// The page's addresses for others, without its token.
    pub(crate) invitation: Vec<String>,
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
    pub(crate) fn new(
        config: &Config,
        listening: Vec<SocketAddr>,
        invitation: Vec<String>,
    ) -> Self {
        let reach =
            Reach { bind: config.allow_bind.clone(), connect: config.allow_connect.clone() };
        let policy = Policy::new(reach, listening);
        Self {
            capture: CaptureAccess::new(config.capture, &policy),
            policy: Arc::new(policy),
            unix_directory: UnixDirectory::new(config.unix_directory.clone()),
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
        }
    }

    /// The relay's first message to a page whose session has this clock.
    pub(super) fn welcome(
        &self,
        clock: Clock,
        capture: CaptureState,
        ticket: Option<Ticket>,
    ) -> Welcome {
        let directory = self.unix_directory.path();
        Welcome {
            version: PROTOCOL_VERSION,
            relay: env!("CARGO_PKG_VERSION").into(),
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
            networks: NetworkState::Unknown,
            ticket,
        }
    }
}
