//! `TCP_INFO_v0` of Windows' `mstcpip.h`, as SIO_TCP_INFO gives it. `TCP_INFO_v1` begins with the same fields.

use lab_shared::kernel::PathFacts;

use super::word;

/// Bytes of the structure.
pub(in crate::socket) const BYTES: usize = 88;

/// Where each field begins.
pub(in crate::socket) mod at {
    pub(in crate::socket) const MSS: usize = 4;
    pub(in crate::socket) const RTT: usize = 20;
    pub(in crate::socket) const IN_FLIGHT: usize = 28;
    pub(in crate::socket) const CWND: usize = 32;
    pub(in crate::socket) const SEND_WINDOW: usize = 36;
    pub(in crate::socket) const RECEIVE_WINDOW: usize = 40;
    pub(in crate::socket) const RETRANSMITTED: usize = 68;
}

/// A filled structure.
#[derive(Debug, Clone, Copy)]
pub(in crate::socket) struct TcpInfo<'a>(pub(in crate::socket) &'a [u8]);

impl TcpInfo<'_> {
    /// What a connection's path is like; `None` where the structure is too short for all of it.
    pub(in crate::socket) fn path(self) -> Option<PathFacts> {
        let word = |at| word(self.0, at);
        self.0.get(..BYTES)?;
        Some(PathFacts {
            rtt: word(at::RTT),
            cwnd_bytes: word(at::CWND),
            send_mss: word(at::MSS),
            unacked_bytes: word(at::IN_FLIGHT),
            retransmitted_bytes: word(at::RETRANSMITTED),
            send_window: word(at::SEND_WINDOW),
            receive_window: word(at::RECEIVE_WINDOW),
            ..PathFacts::default()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The structure as `mstcpip.h` lays it out, field by field; the second version goes on with 48 bytes.
    fn laid(second: bool) -> Vec<u8> {
        let mut bytes = Vec::new();
        let words = |bytes: &mut Vec<u8>, words: &[u32]| {
            words.iter().for_each(|word| bytes.extend(word.to_ne_bytes()));
        };
        // State (TCPSTATE_ESTABLISHED), Mss.
        words(&mut bytes, &[4, 1460]);
        // ConnectionTimeMs.
        bytes.extend(7_000_u64.to_ne_bytes());
        // TimestampsEnabled, and what aligns the next.
        bytes.extend([1, 0, 0, 0]);
        // RttUs, MinRttUs, BytesInFlight, Cwnd, SndWnd, RcvWnd, RcvBuf.
        words(&mut bytes, &[25_000, 20_000, 2920, 14_600, 65_535, 65_280, 131_072]);
        // BytesOut, BytesIn.
        bytes.extend(90_000_u64.to_ne_bytes());
        bytes.extend(80_000_u64.to_ne_bytes());
        // BytesReordered, BytesRetrans, FastRetrans, DupAcksIn, TimeoutEpisodes.
        words(&mut bytes, &[11, 4380, 1, 3, 2]);
        // SynRetrans, and what aligns the whole.
        bytes.extend([1, 0, 0, 0]);
        if second {
            bytes.extend([0xff; 48]);
        }
        bytes
    }

    #[test]
    fn both_versions_of_windows_structure_are_read_and_what_they_lack_is_not_told() {
        let path = PathFacts {
            rtt: Some(25_000),
            cwnd_bytes: Some(14_600),
            send_mss: Some(1460),
            unacked_bytes: Some(2920),
            retransmitted_bytes: Some(4380),
            send_window: Some(65_535),
            receive_window: Some(65_280),
            ..PathFacts::default()
        };
        assert_eq!(laid(false).len(), BYTES);
        assert_eq!(laid(true).len(), 136);
        assert_eq!(TcpInfo(&laid(false)).path(), Some(path));
        assert_eq!(TcpInfo(&laid(true)).path(), Some(path));
        assert_eq!(TcpInfo(&laid(false)[..BYTES - 1]).path(), None);
    }
}
