//! `struct tcp_info` of `include/uapi/linux/tcp.h`, as getsockopt(2) and sock_diag(7) both give it.
//!
//! The kernel only ever appends to it, so an older one gives fewer bytes: what is beyond their end
//! is not known, and never guessed.

use lab_shared::kernel::{AcceptQueue, PathFacts, TcpState};

/// The bytes of it that this program reads.
pub(super) const BYTES: usize = 236;

/// What the kernel stores for a slow start threshold that was never set.
const NO_THRESHOLD: u32 = 0x7fff_ffff;

/// Where each field begins.
mod at {
    pub(super) const STATE: usize = 0;
    pub(super) const RETRANSMITS: usize = 2;
    pub(super) const RTO: usize = 8;
    pub(super) const SEND_MSS: usize = 16;
    pub(super) const RECEIVE_MSS: usize = 20;
    pub(super) const UNACKED: usize = 24;
    pub(super) const SACKED: usize = 28;
    pub(super) const RTT: usize = 68;
    pub(super) const RTTVAR: usize = 72;
    pub(super) const SSTHRESH: usize = 76;
    pub(super) const CWND: usize = 80;
    pub(super) const TOTAL_RETRANS: usize = 100;
    pub(super) const NOT_SENT: usize = 144;
    pub(super) const SEND_WINDOW: usize = 228;
    pub(super) const RECEIVE_WINDOW: usize = 232;
}

/// A filled `struct tcp_info`.
#[derive(Debug, Clone, Copy)]
pub(super) struct TcpInfo<'a>(pub(super) &'a [u8]);

impl TcpInfo<'_> {
    /// The state.
    pub(super) fn state(self) -> Option<TcpState> {
        TcpState::from_linux(self.byte(at::STATE)?)
    }

    /// A listening socket's queue, for which the kernel uses two fields of other names.
    pub(super) fn accept_queue(self) -> Option<AcceptQueue> {
        Some(AcceptQueue { length: self.word(at::UNACKED)?, limit: self.word(at::SACKED)? })
    }

    /// What a connection's path is like.
    pub(super) fn path(self) -> Option<PathFacts> {
        // What every kernel has.
        self.word(at::TOTAL_RETRANS)?;
        Some(PathFacts {
            rtt: self.word(at::RTT),
            rttvar: self.word(at::RTTVAR),
            rto: self.word(at::RTO),
            cwnd: self.word(at::CWND),
            ssthresh: self.word(at::SSTHRESH).filter(|&segments| segments < NO_THRESHOLD),
            send_mss: self.word(at::SEND_MSS),
            receive_mss: self.word(at::RECEIVE_MSS),
            unacked: self.word(at::UNACKED),
            retransmits: self.byte(at::RETRANSMITS),
            retransmitted: self.word(at::TOTAL_RETRANS),
            not_sent: self.word(at::NOT_SENT),
            send_window: self.word(at::SEND_WINDOW),
            receive_window: self.word(at::RECEIVE_WINDOW),
            ..PathFacts::default()
        })
    }

    fn byte(self, at: usize) -> Option<u8> {
        self.0.get(at).copied()
    }

    fn word(self, at: usize) -> Option<u32> {
        Some(u32::from_ne_bytes(*self.0.get(at..)?.first_chunk()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_older_kernels_shorter_structure_lacks_only_what_it_lacks() {
        let mut bytes = vec![0; 192];
        bytes[at::STATE] = 1;
        bytes[at::RTT..at::RTT + 4].copy_from_slice(&25_u32.to_ne_bytes());
        bytes[at::SSTHRESH..at::SSTHRESH + 4].copy_from_slice(&NO_THRESHOLD.to_ne_bytes());
        let info = TcpInfo(&bytes);
        assert_eq!(info.state(), Some(TcpState::Established));
        let path = info.path().unwrap();
        assert_eq!((path.rtt, path.ssthresh, path.send_window), (Some(25), None, None));
        assert_eq!(TcpInfo(&[]).state(), None);
        assert_eq!(TcpInfo(&bytes[..100]).path(), None);
    }
}
