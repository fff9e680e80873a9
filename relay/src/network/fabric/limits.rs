//! How much one network carries.

use std::time::Duration;

use lab_shared::network::DropReason;

/// The limits of one network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FabricLimits {
    /// Packets a second.
    pub(crate) packets: u32,
    /// Bytes a second.
    pub(crate) bytes: u64,
    /// Bytes of packets under way at once.
    pub(crate) held: usize,
}

/// How far ahead of its rate a network may be: what a quarter of a second carries may come at once.
const BURST: Duration = Duration::from_millis(250);

/// What a packet that is held counts for beside its bytes.
pub(super) const PACKET_BYTES: usize = 192;

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
}

impl Meter {
    pub(super) fn new(limits: FabricLimits) -> Self {
        Self { limits, packets: 0, bytes: 0, held: 0 }
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
        let held = self.held + length + PACKET_BYTES;
        if held > self.limits.held {
            return Err(DropReason::Limit);
        }
        self.held = held;
        Ok(())
    }

    /// Gives the room back.
    pub(super) fn release(&mut self, length: usize) {
        self.held -= length + PACKET_BYTES;
    }

    #[cfg(test)]
    pub(super) fn held(&self) -> usize {
        self.held
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

    #[test]
    fn a_network_carries_its_rate_and_a_burst() {
        let limits = FabricLimits { packets: 1000, bytes: 1_000_000, held: 5000 };
        for (length, expected) in [(100, 1000), (10_000, 100)] {
            let mut meter = Meter::new(limits);
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
        let mut meter = Meter::new(FabricLimits { packets: 1, bytes: 1, held: 0 });
        let at = Duration::from_secs;
        assert_eq!(meter.carry(at(1), 100), Ok(()));
        assert_eq!(meter.carry(at(100), 100), Err(DropReason::Limit));
        assert_eq!(meter.carry(at(101), 100), Ok(()));
    }

    #[test]
    fn what_waits_has_a_limit_and_gives_its_room_back() {
        let mut meter = Meter::new(FabricLimits { packets: 1, bytes: 1, held: 2000 });
        assert_eq!(meter.hold(1500), Ok(()));
        assert_eq!(meter.hold(1500), Err(DropReason::Limit));
        meter.release(1500);
        assert_eq!(meter.hold(1500), Ok(()));
    }
}
