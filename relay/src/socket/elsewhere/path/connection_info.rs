//! `struct tcp_connection_info` of XNU's `netinet/tcp.h`, as TCP_CONNECTION_INFO gives it.

use lab_shared::kernel::{PathFacts, TcpState};

use super::word;

/// Bytes of the structure.
pub(in crate::socket) const BYTES: usize = 112;

/// The slow start threshold before one is set: TCP_MAXWIN << TCP_MAX_WINSHIFT.
const NO_THRESHOLD: u32 = 65_535 << 14;

/// Where each field begins.
pub(in crate::socket) mod at {
    pub(in crate::socket) const STATE: usize = 0;
    pub(in crate::socket) const RTO: usize = 12;
    pub(in crate::socket) const MSS: usize = 16;
    pub(in crate::socket) const SSTHRESH: usize = 20;
    pub(in crate::socket) const CWND: usize = 24;
    pub(in crate::socket) const SEND_WINDOW: usize = 28;
    pub(in crate::socket) const HELD: usize = 32;
    pub(in crate::socket) const RECEIVE_WINDOW: usize = 36;
    pub(in crate::socket) const SRTT: usize = 44;
    pub(in crate::socket) const RTTVAR: usize = 48;
    // Behind 32 bits for TCP Fast Open, numbers of 64 bits.
    pub(in crate::socket) const RETRANSMITTED_BYTES: usize = 72;
    pub(in crate::socket) const RETRANSMITTED: usize = 104;
}

/// A filled structure.
#[derive(Debug, Clone, Copy)]
pub(in crate::socket) struct ConnectionInfo<'a>(pub(in crate::socket) &'a [u8]);

impl ConnectionInfo<'_> {
    /// The state: `TCPS_*` of `netinet/tcp_fsm.h`.
    pub(in crate::socket) fn state(self) -> Option<TcpState> {
        Some(match *self.0.get(at::STATE)? {
            0 => TcpState::Closed,
            1 => TcpState::Listen,
            2 => TcpState::SynSent,
            3 => TcpState::SynReceived,
            4 => TcpState::Established,
            5 => TcpState::CloseWait,
            6 => TcpState::FinWait1,
            7 => TcpState::Closing,
            8 => TcpState::LastAck,
            9 => TcpState::FinWait2,
            10 => TcpState::TimeWait,
            _ => return None,
        })
    }

    /// Bytes in the send buffer, with those under way.
    pub(in crate::socket) fn held(self) -> Option<u32> {
        word(self.0, at::HELD)
    }

    /// What a connection's path is like. Times are in milliseconds there.
    pub(in crate::socket) fn path(self) -> Option<PathFacts> {
        let word = |at| word(self.0, at);
        let micros = |at| word(at).map(|time: u32| time.saturating_mul(1000));
        word(at::RTTVAR)?;
        Some(PathFacts {
            rtt: micros(at::SRTT),
            rttvar: micros(at::RTTVAR),
            rto: micros(at::RTO),
            cwnd_bytes: word(at::CWND),
            ssthresh_bytes: word(at::SSTHRESH).filter(|&bytes| bytes < NO_THRESHOLD),
            send_mss: word(at::MSS),
            retransmitted: self.long(at::RETRANSMITTED),
            retransmitted_bytes: self.long(at::RETRANSMITTED_BYTES),
            send_window: word(at::SEND_WINDOW),
            receive_window: word(at::RECEIVE_WINDOW),
            ..PathFacts::default()
        })
    }

    /// A number of 64 bits, as far as 32 hold it.
    fn long(self, at: usize) -> Option<u32> {
        let number = u64::from_ne_bytes(*self.0.get(at..)?.first_chunk()?);
        Some(u32::try_from(number).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The structure as `netinet/tcp.h` lays it out, field by field.
    fn laid(state: u8, threshold: u32, retransmitted: u64) -> Vec<u8> {
        // tcpi_state, tcpi_snd_wscale, tcpi_rcv_wscale, padding.
        let mut bytes = vec![state, 6, 6, 0];
        let words = [
            // tcpi_options, tcpi_flags, tcpi_rto, tcpi_maxseg.
            7, 0, 230, 1448,
            // tcpi_snd_ssthresh, tcpi_snd_cwnd, tcpi_snd_wnd, tcpi_snd_sbbytes, tcpi_rcv_wnd.
            threshold, 14_480, 131_328, 2896, 131_072,
            // tcpi_rttcur, tcpi_srtt, tcpi_rttvar, the bits of TCP Fast Open.
            31, 30, 5, 0,
        ];
        words.iter().for_each(|word: &u32| bytes.extend(word.to_ne_bytes()));
        // tcpi_txpackets, tcpi_txbytes, tcpi_txretransmitbytes, tcpi_rxpackets, tcpi_rxbytes, tcpi_rxoutoforderbytes,
        // tcpi_txretransmitpackets.
        let longs = [40, 50_000, retransmitted, 41, 51_000, 12, 3];
        longs.iter().for_each(|long: &u64| bytes.extend(long.to_ne_bytes()));
        bytes
    }

    #[test]
    fn macoss_structure_is_read_and_what_it_lacks_is_not_told() {
        let bytes = laid(4, 28_960, 4344);
        assert_eq!(bytes.len(), BYTES);
        let info = ConnectionInfo(&bytes);
        assert_eq!((info.state(), info.held()), (Some(TcpState::Established), Some(2896)));
        let path = PathFacts {
            rtt: Some(30_000),
            rttvar: Some(5_000),
            rto: Some(230_000),
            cwnd_bytes: Some(14_480),
            ssthresh_bytes: Some(28_960),
            send_mss: Some(1448),
            retransmitted: Some(3),
            retransmitted_bytes: Some(4344),
            send_window: Some(131_328),
            receive_window: Some(131_072),
            ..PathFacts::default()
        };
        assert_eq!(info.path(), Some(path));
    }

    #[test]
    fn a_threshold_that_was_never_set_is_none_and_a_long_number_does_not_wrap() {
        let path = ConnectionInfo(&laid(4, NO_THRESHOLD, u64::MAX)).path().unwrap();
        assert_eq!((path.ssthresh_bytes, path.retransmitted_bytes), (None, Some(u32::MAX)));
    }

    #[test]
    fn an_older_systems_shorter_structure_lacks_only_what_it_lacks() {
        let bytes = laid(1, 0, 0);
        let path = ConnectionInfo(&bytes[..BYTES - 8]).path().unwrap();
        assert_eq!((path.retransmitted, path.retransmitted_bytes), (None, Some(0)));
        assert_eq!(ConnectionInfo(&bytes[..20]).path(), None);
        assert_eq!(ConnectionInfo(&bytes).state(), Some(TcpState::Listen));
        assert_eq!(ConnectionInfo(&[]).state(), None);
        assert_eq!(ConnectionInfo(&laid(11, 0, 0)).state(), None);
    }
}
