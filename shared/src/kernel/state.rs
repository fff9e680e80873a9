//! The states of a TCP connection by the names of RFC 9293 §3.3.2.

use serde::{Deserialize, Serialize};

macro_rules! states {
    ($($(#[$doc:meta])* $variant:ident $name:literal $($linux:literal)|+;)*) => {
        /// One state of a TCP connection, RFC 9293 §3.3.2.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum TcpState {
            $($(#[$doc])* #[serde(rename = $name)] $variant,)*
        }

        impl TcpState {
            /// Every state.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The RFC's name, such as `FIN-WAIT-1`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The state of Linux's number (`include/net/tcp_states.h`), as in `/proc/net/tcp`.
            #[must_use]
            pub fn from_linux(number: u8) -> Option<Self> {
                match number {
                    $($($linux)|+ => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}

// Linux has two numbers for a half-done handshake (3 with a socket of its own, 12 as a request
// only), and one for a socket that is only bound (13).
states! {
    /// Waits for connections.
    Listen "LISTEN" 10;
    /// Has sent a SYN and waits for its answer.
    SynSent "SYN-SENT" 2;
    /// Has answered a SYN and waits for the last ACK of the handshake.
    SynReceived "SYN-RECEIVED" 3 | 12;
    /// Open: both directions carry bytes.
    Established "ESTABLISHED" 1;
    /// Has sent its FIN and waits for the ACK.
    FinWait1 "FIN-WAIT-1" 4;
    /// Its FIN is acknowledged; waits for the peer's.
    FinWait2 "FIN-WAIT-2" 5;
    /// The peer has sent its FIN; the program here has not closed.
    CloseWait "CLOSE-WAIT" 8;
    /// Both have sent a FIN at the same time; waits for the ACK of its own.
    Closing "CLOSING" 11;
    /// Has sent its FIN as the second one and waits for the last ACK.
    LastAck "LAST-ACK" 9;
    /// Has closed first; waits so that late segments cannot meet a new connection.
    TimeWait "TIME-WAIT" 6;
    /// No connection at all.
    Closed "CLOSED" 7 | 13;
}

impl TcpState {
    /// Whether the peer's FIN has arrived, which takes one sequence number.
    #[must_use]
    pub fn has_received_fin(self) -> bool {
        matches!(self, Self::CloseWait | Self::Closing | Self::LastAck | Self::TimeWait)
    }

    /// Whether a SYN or FIN of its own is not acknowledged yet, which takes one sequence number.
    #[must_use]
    pub fn awaits_own_control(self) -> bool {
        matches!(
            self,
            Self::SynSent | Self::SynReceived | Self::FinWait1 | Self::Closing | Self::LastAck
        )
    }
}
