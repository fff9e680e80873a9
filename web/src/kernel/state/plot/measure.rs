//! The measures that are plotted.

use lab_shared::kernel::EndFacts;

/// One of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Measure {
    /// Congestion window, in segments.
    Window,
    /// Slow start threshold, in segments.
    Threshold,
    /// Bytes sent and not acknowledged.
    Unacknowledged,
    /// Smoothed round-trip time, in microseconds.
    RoundTrip,
    /// The retransmission timer, in microseconds.
    Timeout,
}

/// What measures of one unit share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Panel {
    Segments,
    Bytes,
    Time,
}

impl Measure {
    pub(crate) const ALL: [Self; 5] =
        [Self::Window, Self::Threshold, Self::Unacknowledged, Self::RoundTrip, Self::Timeout];

    /// Its name in the page's markup.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Window => "cwnd",
            Self::Threshold => "ssthresh",
            Self::Unacknowledged => "unacked",
            Self::RoundTrip => "rtt",
            Self::Timeout => "rto",
        }
    }

    #[must_use]
    pub(crate) fn panel(self) -> Panel {
        match self {
            Self::Window | Self::Threshold => Panel::Segments,
            Self::Unacknowledged => Panel::Bytes,
            Self::RoundTrip | Self::Timeout => Panel::Time,
        }
    }

    /// Its value; `None` where the kernel does not report it or has not measured it yet.
    #[must_use]
    pub(crate) fn of(self, end: &EndFacts) -> Option<u64> {
        let path = end.path.as_ref()?;
        // Whole segments, where the system counts bytes.
        let segments = |bytes: Option<u32>| bytes?.checked_div(path.send_mss?);
        let value = match self {
            Self::Window => path.cwnd.or_else(|| segments(path.cwnd_bytes)),
            Self::Threshold => path.ssthresh.or_else(|| segments(path.ssthresh_bytes)),
            // The kernel is asked for both one after the other, and in between bytes may be sent.
            Self::Unacknowledged => path
                .unacked_bytes
                .or_else(|| Some(end.send?.waiting?.saturating_sub(path.not_sent?))),
            Self::RoundTrip => path.rtt.filter(|time| *time > 0),
            Self::Timeout => path.rto.filter(|time| *time > 0),
        };
        value.map(u64::from)
    }
}

impl Panel {
    pub(crate) const ALL: [Self; 3] = [Self::Segments, Self::Bytes, Self::Time];
}
