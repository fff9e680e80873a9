//! A TCP segment for tests, of which each says what it is about.

use lab_shared::call::{Address, Micros};
use lab_shared::kernel::{Segment, SegmentOptions, TcpFlags};

/// A segment from one address to the other; numbers are counted from 0.
pub(crate) fn segment(
    at: Micros,
    (source, destination): (Address, Address),
    flags: TcpFlags,
    sequence: u32,
    length: u32,
) -> Segment {
    Segment {
        at,
        source,
        destination,
        flags,
        sequence,
        acknowledgment: 0,
        relative_sequence: sequence,
        relative_acknowledgment: 0,
        window: 512,
        window_bytes: None,
        length,
        options: SegmentOptions::default(),
    }
}
