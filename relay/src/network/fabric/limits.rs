//! How much one network carries, and how much memory the packets of all take.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use lab_shared::network::DropReason;

/// The limits of one network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FabricLimits {
    /// Packets a second.
    pub(crate) packets: u32,
    /// Bytes a second.
    pub(crate) bytes: u64,
    /// Bytes of packets that wait or are under way at once.
    pub(crate) held: usize,
}

/// How far ahead of its rate a network may be: what a quarter of a second carries may come at once.
const BURST: Duration = Duration::from_millis(250);

/// What a packet that is held counts for beside its bytes.
pub(super) const PACKET_BYTES: usize = 192;

/// The memory of the packets that wait or are under way in all networks.
#[derive(Debug)]
pub(crate) struct PacketMemory {
    limit: usize,
    held: AtomicUsize,
}

impl PacketMemory {
    /// Memory for so many bytes.
    pub(crate) fn new(limit: usize) -> Arc<Self> {
        Arc::new(Self { limit, held: AtomicUsize::new(0) })
    }

    fn hold(&self, bytes: usize) -> bool {
        let more = |held: usize| held.checked_add(bytes).filter(|held| *held <= self.limit);
        self.held.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_ok()
    }

    fn release(&self, bytes: usize) {
        self.held.fetch_sub(bytes, Ordering::Relaxed);
    }
}

/// Counts what a network carries. A network that has been idle may carry a burst.
#[derive(Debug)]
pub(super) struct Meter {
    limits: FabricLimits,
    /// When what was carried would have been carried at exactly the limit, in nanoseconds: the generic cell rate
    /// algorithm of ITU-T I.371.
    packets: u64,
    bytes: u64,
    /// Bytes held now.
    held: usize,
    /// Where they are counted with those of all networks.
    memory: Arc<PacketMemory>,
}

impl Meter {
    pub(super) fn new(limits: FabricLimits, memory: Arc<PacketMemory>) -> Self {
        Self { limits, packets: 0, bytes: 0, held: 0, memory }
    }

    /// Counts a packet that enters a cable.
    ///
    /// # Errors
    /// The network carries as much as it may.
    pub(super) fn carry(&mut self, now: Duration, length: usize) -> Result<(), DropReason> {
        let now = nanoseconds(now);
        let packets = after(self.packets, now, 1, self.limits.packets.into())?;
        let bytes = after(self.bytes, now, length as u64, self.limits.bytes)?;
        (self.packets, self.bytes) = (packets, bytes);
        Ok(())
    }

    /// Reserves room for a packet that waits.
    ///
    /// # Errors
    /// There is none.
    pub(super) fn hold(&mut self, length: usize) -> Result<(), DropReason> {
        let bytes = length + PACKET_BYTES;
        let held = self.held + bytes;
        if held > self.limits.held || !self.memory.hold(bytes) {
            return Err(DropReason::Limit);
        }
        self.held = held;
        Ok(())
    }

    /// Gives the room back.
    pub(super) fn release(&mut self, length: usize) {
        self.held -= length + PACKET_BYTES;
        self.memory.release(length + PACKET_BYTES);
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.held
    }
}

impl Drop for Meter {
    fn drop(&mut self) {
        self.memory.release(self.held);
    }
}

fn after(carried: u64, now: u64, amount: u64, limit: u64) -> Result<u64, DropReason> {
    let cost = amount.saturating_mul(1_000_000_000) / limit.max(1);
    let after = carried.max(now).saturating_add(cost);
    // After a rest one packet is always carried, however large.
    let allowed = carried <= now || after <= now.saturating_add(nanoseconds(BURST));
    if allowed { Ok(after) } else { Err(DropReason::Limit) }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meter(limits: FabricLimits) -> Meter {
        Meter::new(limits, PacketMemory::new(usize::MAX))
    }

    #[test]
    fn a_network_carries_its_rate_and_a_burst() {
        let limits = FabricLimits { packets: 1000, bytes: 1_000_000, held: 5000 };
        for (length, expected) in [(100, 1000), (10_000, 100)] {
            let mut meter = meter(limits);
            // Offered ten times as much for four seconds.
            let carried = (0..40_000u64)
                .filter(|count| meter.carry(Duration::from_micros(count * 100), length).is_ok())
                .count();
            let burst = expected / 4;
            let range = expected * 4 + burst - 2..=expected * 4 + burst + 2;
            assert!(range.contains(&carried), "{carried} packets of {length} bytes");
        }
    }

    #[test]
    fn one_packet_is_carried_however_little_a_network_may() {
        let mut meter = meter(FabricLimits { packets: 1, bytes: 1, held: 0 });
        let at = Duration::from_secs;
        assert_eq!(meter.carry(at(1), 100), Ok(()));
        assert_eq!(meter.carry(at(100), 100), Err(DropReason::Limit));
        assert_eq!(meter.carry(at(101), 100), Ok(()));
    }

    #[test]
    fn what_waits_has_a_limit_and_gives_its_room_back() {
        let mut meter = meter(FabricLimits { packets: 1, bytes: 1, held: 2000 });
        assert_eq!(meter.hold(1500), Ok(()));
        assert_eq!(meter.hold(1500), Err(DropReason::Limit));
        meter.release(1500);
        assert_eq!(meter.hold(1500), Ok(()));
    }

    #[test]
    fn what_waits_in_all_networks_has_a_limit_and_a_network_that_ends_makes_room() {
        let limits = FabricLimits { packets: 1, bytes: 1, held: 4000 };
        let memory = PacketMemory::new(4000);
        let [mut one, mut other] = [(); 2].map(|()| Meter::new(limits, Arc::clone(&memory)));
        assert_eq!((one.hold(1500), other.hold(1500)), (Ok(()), Ok(())));
        assert_eq!(other.hold(1500), Err(DropReason::Limit), "each alone has room for two");
        drop(one);
        assert_eq!(other.hold(1500), Ok(()));
    }
}
