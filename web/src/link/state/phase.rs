//! The phase of the link to the relay, and the reason while it is not connected.

use std::rc::Rc;
use std::time::Duration;

use lab_shared::wire::{Goodbye, Welcome};

/// Why there is no relay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loss {
    /// The page was left, and was restored.
    Left,
    /// No connection could be made.
    Unreachable,
    /// The connection broke without a close.
    Broken,
    /// Nothing was received for this long.
    Silence(Duration),
    /// The connection was interrupted for longer than the relay keeps a page's sockets.
    TooLong(Duration),
    /// The page's worker, which has the WebSocket, failed with these words.
    Worker(String),
    /// The relay sent a message the page cannot decode.
    Unreadable(String),
    /// The relay sent the reason.
    Goodbye(Goodbye),
}

/// The link's phase.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Phase {
    /// Not started.
    #[default]
    Idle,
    /// A WebSocket is being opened, or the relay's hello is awaited.
    Connecting {
        /// Why the last one was lost, when this is not the first.
        after: Option<Loss>,
    },
    /// Calls can be made.
    Ready(Rc<Welcome>),
    /// The WebSocket broke, and another one is being opened. Until then the relay keeps the page's
    /// sockets, and the link its messages.
    Interrupted {
        /// The relay's welcome, which is still valid.
        welcome: Rc<Welcome>,
        /// When the relay gives the page up, on the page's clock.
        until: Duration,
        /// Why.
        loss: Loss,
        /// Whether an attempt to end it has failed. Most interruptions end before the person needs
        /// to know of them.
        lasting: bool,
    },
    /// The relay is lost; the next attempt comes at `until` of the page's clock.
    Waiting {
        /// When.
        until: Duration,
        /// Why.
        loss: Loss,
    },
    /// The relay refuses this page, and retrying does not help.
    Refused(Goodbye),
}

impl Phase {
    /// Whether calls can be made. During an interruption they wait for its end.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.welcome().is_some()
    }

    /// The relay's welcome, while its session lasts.
    #[must_use]
    pub fn welcome(&self) -> Option<&Rc<Welcome>> {
        match self {
            Self::Ready(welcome) | Self::Interrupted { welcome, .. } => Some(welcome),
            _ => None,
        }
    }
}
