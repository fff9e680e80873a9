//! Which segments a capture is about.

/// Which interfaces are listened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interfaces {
    /// Loopback alone.
    Loopback,
    /// Every one.
    All,
}

/// TCP segments to let through, in both directions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Flow {
    /// From or to a port.
    Port(u16),
    /// Between two ports.
    Between(u16, u16),
}
