//! The ways to end a TCP connection, as the calls that a person would make for each.

use bytes::Bytes;

use lab_shared::call::{How, Op, OptionValue, SocketId, SocketOption, SocketType};
use lab_shared::trace::{SocketState, SocketView};

use crate::lab::state::ValidCall;

/// A way to end a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CloseMethod {
    /// `close`: a FIN, and the descriptor is gone.
    Fin,
    /// `shutdown(SHUT_WR)`: a FIN, and the other direction stays open.
    Half,
    /// SO_LINGER with 0 seconds, then `close`: an RST.
    Reset,
}

impl CloseMethod {
    /// Those that are more than one call's button.
    pub(crate) const BESIDE_CLOSE: [Self; 2] = [Self::Half, Self::Reset];

    /// Its name in the page's markup.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fin => "fin",
            Self::Half => "half",
            Self::Reset => "reset",
        }
    }

    /// What the kernel sends.
    #[must_use]
    pub(crate) fn sends(self) -> &'static str {
        match self {
            Self::Fin | Self::Half => "FIN",
            Self::Reset => "RST",
        }
    }

    /// Whether the socket has a connection to end.
    #[must_use]
    pub(crate) fn is_for(self, view: &SocketView) -> bool {
        let connected = matches!(view.state, SocketState::Connected | SocketState::PeerClosed);
        connected && view.kind == SocketType::Stream && (self != Self::Half || view.can_send)
    }

    /// The calls, in order.
    #[must_use]
    pub(crate) fn calls(self, socket: Option<SocketId>) -> Vec<ValidCall> {
        let call = |op| ValidCall { socket, op, bytes: Bytes::new(), text: None, targets: None };
        match self {
            Self::Fin => vec![call(Op::Close)],
            Self::Half => vec![call(Op::Shutdown { how: How::Write })],
            Self::Reset => {
                // struct linger: on, and zero seconds for data not yet sent.
                let value = [1_i32, 0].into_iter().flat_map(i32::to_le_bytes).collect();
                let linger = SocketOption::by_name("SO_LINGER").map(|option| {
                    let (level, option) = (option.level, option.option);
                    call(Op::Setsockopt { level, option, value: OptionValue::Bytes(value) })
                });
                linger.into_iter().chain([call(Op::Close)]).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test_lab::TestLab;
    use lab_shared::call::Value;

    fn lines(method: CloseMethod) -> Vec<String> {
        let (test, _, conn) = TestLab::server_with_client();
        let python = |call: ValidCall| call.python(&test.lab);
        method.calls(Some(conn)).into_iter().map(python).collect()
    }

    #[test]
    fn each_ending_is_the_calls_a_person_would_type() {
        assert_eq!(lines(CloseMethod::Fin), ["conn.close()"]);
        assert_eq!(lines(CloseMethod::Half), ["conn.shutdown(socket.SHUT_WR)"]);
        let reset = lines(CloseMethod::Reset);
        assert!(reset[0].contains("SO_LINGER") && reset[0].contains("\\x01"), "{reset:?}");
        assert_eq!(reset[1], "conn.close()");
    }

    #[test]
    fn only_a_connection_can_be_ended_and_its_half_only_once() {
        let (mut test, server, conn) = TestLab::server_with_client();
        let can = |test: &TestLab, method: CloseMethod, socket| {
            test.lab.timeline.socket(socket).is_some_and(|view| method.is_for(view))
        };
        assert!(!can(&test, CloseMethod::Reset, server));
        assert!(can(&test, CloseMethod::Reset, conn) && can(&test, CloseMethod::Half, conn));
        let half = test.issue_on(conn, Op::Shutdown { how: How::Write }, b"");
        test.returns(half, Ok(Value::None));
        assert!(can(&test, CloseMethod::Reset, conn) && !can(&test, CloseMethod::Half, conn));
    }
}
