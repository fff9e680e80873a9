//! Which figures each system tells, and why it does not tell the others.

use crate::errno::System;

/// A figure of a socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Figure {
    /// TCP's state.
    State,
    /// Bytes that have arrived and no `recv` has taken.
    Received,
    /// Bytes from `send` that the kernel still holds.
    Held,
    /// Memory in use by a buffer.
    Memory,
    /// Memory that a buffer may use.
    Size,
    /// What was dropped for lack of room.
    Drops,
    /// The connections that wait for an `accept`.
    AcceptQueue,
    /// Smoothed round-trip time.
    RoundTrip,
    /// Its variation.
    Variation,
    /// Time until a segment is retransmitted.
    Timeout,
    /// Congestion window.
    CongestionWindow,
    /// Slow start threshold.
    Threshold,
    /// What is sent and not acknowledged.
    Unacknowledged,
    /// Retransmissions of the same segment in a row.
    InARow,
    /// What was retransmitted in all.
    Retransmissions,
    /// Bytes that no segment has carried yet.
    NotSent,
    /// The window that the peer has advertised.
    SendWindow,
    /// The window that this end advertises.
    ReceiveWindow,
    /// Most bytes in one segment sent.
    SegmentSize,
    /// Most bytes in one segment received.
    ReceivedSegmentSize,
    /// The process that has the socket.
    Owner,
}

/// Which end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// The socket of the program, which the relay holds open.
    Own,
    /// The other end on this machine, which another program may hold.
    Peer,
}

/// What a system does about a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Telling {
    /// It tells it. Where it has none, it does not apply to the socket now or was not measured yet.
    Told,
    /// It tells it where the reason does not apply to the machine.
    Unless(Untold),
    /// It does not tell it.
    Never(Untold),
}

/// Why a figure is not told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Untold {
    /// The system has no documented call for it.
    NoCall,
    /// It tells it only to administrators: Windows' GetPerTcpConnectionEStats, for which someone with that right has to
    /// have it counted.
    Administrators,
    /// It tells it only of the program's own sockets.
    OwnSockets,
    /// It is in a table without documentation: the one of macOS's netstat.
    Netstat,
    /// SIO_TCP_INFO, which Windows has since version 1703 of Windows 10, was refused.
    Version,
    /// It would be found only by a look through all processes: Linux's `/proc`.
    Search,
}

impl Untold {
    /// Every reason.
    pub const ALL: [Self; 6] = [
        Self::NoCall,
        Self::Administrators,
        Self::OwnSockets,
        Self::Netstat,
        Self::Version,
        Self::Search,
    ];
}

impl Figure {
    /// Every figure, in the order in which a page lists them.
    pub const ALL: [Self; 21] = [
        Self::State,
        Self::AcceptQueue,
        Self::Drops,
        Self::Received,
        Self::Held,
        Self::Memory,
        Self::Size,
        Self::RoundTrip,
        Self::Variation,
        Self::Timeout,
        Self::CongestionWindow,
        Self::Threshold,
        Self::Unacknowledged,
        Self::InARow,
        Self::Retransmissions,
        Self::NotSent,
        Self::SendWindow,
        Self::ReceiveWindow,
        Self::SegmentSize,
        Self::ReceivedSegmentSize,
        Self::Owner,
    ];

    /// What a system tells of it.
    #[must_use]
    pub fn telling(self, system: System, end: End) -> Telling {
        match (system, end) {
            (System::Linux, _) => self.on_linux(),
            (System::MacOs, End::Own) => self.on_macos(),
            (System::MacOs, End::Peer) => Telling::Never(Untold::Netstat),
            (System::Windows, End::Own) => self.on_windows(),
            (System::Windows, End::Peer) => match self {
                Self::State | Self::Owner => Telling::Told,
                _ => Telling::Never(Untold::OwnSockets),
            },
        }
    }

    /// tcp(7), sock_diag(7).
    fn on_linux(self) -> Telling {
        match self {
            Self::Owner => Telling::Never(Untold::Search),
            _ => Telling::Told,
        }
    }

    /// `struct tcp_connection_info` of XNU's `netinet/tcp.h`, SO_RCVBUF, SO_SNDBUF and FIONREAD.
    fn on_macos(self) -> Telling {
        match self {
            Self::State
            | Self::Received
            | Self::Held
            | Self::Size
            | Self::RoundTrip
            | Self::Variation
            | Self::Timeout
            | Self::CongestionWindow
            | Self::Threshold
            | Self::Retransmissions
            | Self::SendWindow
            | Self::ReceiveWindow
            | Self::SegmentSize => Telling::Told,
            Self::Memory
            | Self::Drops
            | Self::Unacknowledged
            | Self::InARow
            | Self::NotSent
            | Self::ReceivedSegmentSize => Telling::Never(Untold::NoCall),
            Self::AcceptQueue | Self::Owner => Telling::Never(Untold::Netstat),
        }
    }

    /// `TCP_INFO_v0` of `mstcpip.h`, the `TCP_ESTATS_*` structures of `tcpestats.h`, SO_RCVBUF, SO_SNDBUF and FIONREAD.
    fn on_windows(self) -> Telling {
        match self {
            Self::State | Self::Received | Self::Size | Self::Owner => Telling::Told,
            Self::RoundTrip
            | Self::CongestionWindow
            | Self::Unacknowledged
            | Self::Retransmissions
            | Self::SendWindow
            | Self::ReceiveWindow
            | Self::SegmentSize => Telling::Unless(Untold::Version),
            Self::Held
            | Self::Variation
            | Self::Timeout
            | Self::Threshold
            | Self::InARow
            | Self::NotSent
            | Self::ReceivedSegmentSize => Telling::Never(Untold::Administrators),
            Self::Memory | Self::Drops | Self::AcceptQueue => Telling::Never(Untold::NoCall),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn tellings(system: System, end: End) -> Vec<(Figure, Telling)> {
        Figure::ALL.into_iter().map(|figure| (figure, figure.telling(system, end))).collect()
    }

    #[test]
    fn the_list_has_each_figure_once() {
        let figures: HashSet<Figure> = Figure::ALL.into_iter().collect();
        assert_eq!(figures.len(), Figure::ALL.len());
    }

    #[test]
    fn linux_tells_all_but_the_process() {
        for end in [End::Own, End::Peer] {
            for (figure, telling) in tellings(System::Linux, end) {
                assert_eq!(telling == Telling::Told, figure != Figure::Owner, "{figure:?}");
            }
        }
    }

    #[test]
    fn every_reason_is_some_systems() {
        let given: HashSet<Untold> = System::ALL
            .into_iter()
            .flat_map(|system| [(system, End::Own), (system, End::Peer)])
            .flat_map(|(system, end)| tellings(system, end))
            .filter_map(|(_, telling)| match telling {
                Telling::Told => None,
                Telling::Unless(why) | Telling::Never(why) => Some(why),
            })
            .collect();
        assert!(Untold::ALL.iter().all(|why| given.contains(why)), "{given:?}");
    }

    #[test]
    fn windows_tells_of_other_programs_only_states_and_processes() {
        let told = |(figure, telling)| (telling == Telling::Told).then_some(figure);
        let of_others: Vec<Figure> =
            tellings(System::Windows, End::Peer).into_iter().filter_map(told).collect();
        assert_eq!(of_others, [Figure::State, Figure::Owner]);
    }
}
