//! How many networks there are, and how much all of them have carried.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::Network;
use super::fabric::Traffic;

/// Counts the networks of a relay.
#[derive(Debug, Default)]
pub(crate) struct Census {
    networks: Mutex<Vec<Weak<Network>>>,
    /// What those that have ended have carried.
    ended: Traffic,
}

/// The numbers at one moment.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct NetworkCounts {
    /// Networks.
    pub(crate) networks: usize,
    /// Their hosts that run.
    pub(crate) hosts: usize,
    /// Packets that have ever entered a cable.
    pub(crate) packets: u64,
    /// Those that cables have lost.
    pub(crate) lost: u64,
}

impl Census {
    /// Counts a network from now on.
    pub(super) fn begun(&self, network: &Arc<Network>) {
        let mut networks = self.networks();
        networks.retain(|network| network.strong_count() > 0);
        networks.push(Arc::downgrade(network));
    }

    /// Keeps what a network has carried.
    pub(super) fn ended(&self, traffic: &Traffic) {
        self.ended.entered.fetch_add(read(&traffic.entered), Ordering::Relaxed);
        self.ended.lost.fetch_add(read(&traffic.lost), Ordering::Relaxed);
    }

    /// The numbers now.
    pub(crate) fn counts(&self) -> NetworkCounts {
        // A network that ends here counts itself among those that ended, for which the lock is free again.
        let living: Vec<_> = self.networks().iter().filter_map(Weak::upgrade).collect();
        let (packets, lost) = (read(&self.ended.entered), read(&self.ended.lost));
        let none = NetworkCounts { packets, lost, ..NetworkCounts::default() };
        living.iter().fold(none, |counts, network| NetworkCounts {
            networks: counts.networks + 1,
            hosts: counts.hosts + network.running_hosts(),
            packets: counts.packets + read(&network.traffic().entered),
            lost: counts.lost + read(&network.traffic().lost),
        })
    }

    fn networks(&self) -> MutexGuard<'_, Vec<Weak<Network>>> {
        self.networks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(counter: &AtomicU64) -> u64 {
    counter.load(Ordering::Relaxed)
}
