//! Whether pages may see the segments of their sockets, decided when the relay starts.

use std::io;

use super::Policy;
use crate::socket::{Interfaces, may_capture};

/// What the relay's owner asked for, and what the kernel permits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaptureAccess {
    /// The owner did not ask for it.
    Off,
    /// The kernel refuses.
    Denied,
    /// Pages may see what passes these interfaces.
    On(Interfaces),
}

impl CaptureAccess {
    /// Asks the kernel, if the owner `wanted` capture. The relay starts even if the kernel refuses.
    pub(crate) fn new(wanted: bool, policy: &Policy) -> Self {
        if !wanted {
            return Self::Off;
        }
        match may_capture() {
            Ok(()) if policy.is_loopback_only() => Self::On(Interfaces::Loopback),
            Ok(()) => Self::On(Interfaces::All),
            Err(error) if error.kind() == io::ErrorKind::Unsupported => {
                tracing::warn!("--capture needs Linux: pages of this relay see no segments");
                Self::Denied
            }
            Err(error) => {
                tracing::warn!(
                    %error,
                    "--capture: the kernel lets this program see no packets, so pages see no \
                     segments. Give it the capability with: sudo setcap cap_net_raw+ep socket-lab"
                );
                Self::Denied
            }
        }
    }
}
