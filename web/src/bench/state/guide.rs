//! The advice on the next call, from the twelve steps.

use lab_shared::call::CallName;
use lab_shared::trace::{Role, Step, StepState};

use crate::lab::state::Lab;

/// A piece of advice; the words are in [`crate::bench::texts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Advice {
    /// Make the server's socket.
    MakeServer,
    Bind,
    Listen,
    /// Accept, and start the client.
    Accept,
    /// Accept is blocked: start the client.
    StartClient,
    /// Type something into the client and receive it.
    ServerRecv,
    /// Recv is blocked: type something into the client.
    TypeInClient,
    /// Answer.
    Reply,
    /// End the client; recv then returns empty bytes.
    SeeClientClose,
    /// Close the accepted socket.
    ServerClose,
    /// Make the client's socket; start the server.
    MakeClient,
    Connect,
    /// Send something.
    ClientSend,
    /// Type an answer into the server and receive it.
    ClientRecv,
    /// Recv is blocked: type something into the server.
    TypeInServer,
    ClientClose,
    /// Everything is done.
    Done,
}

impl Advice {
    /// The call it advises.
    #[must_use]
    pub(crate) fn call(self) -> Option<CallName> {
        match self {
            Self::MakeServer | Self::MakeClient => Some(CallName::Socket),
            Self::Bind => Some(CallName::Bind),
            Self::Listen => Some(CallName::Listen),
            Self::Accept => Some(CallName::Accept),
            Self::ServerRecv | Self::SeeClientClose | Self::ClientRecv => Some(CallName::Recv),
            Self::Reply | Self::ClientSend => Some(CallName::Send),
            Self::ServerClose | Self::ClientClose => Some(CallName::Close),
            Self::Connect => Some(CallName::Connect),
            Self::StartClient | Self::TypeInClient | Self::TypeInServer | Self::Done => None,
        }
    }

    /// Whether the other program must act before the next step here.
    #[must_use]
    pub(crate) fn is_for_peer(self) -> bool {
        matches!(self, Self::StartClient | Self::TypeInClient | Self::TypeInServer)
    }
}

/// The advice for the conversation the person is in; `None` while playing freely.
#[must_use]
pub(crate) fn advice(lab: &Lab) -> Option<Advice> {
    let role = lab.role?;
    let steps = lab.steps()?;
    let open = |step: Step| steps.contains(&(step, StepState::Open));
    let blocked = |call: CallName| {
        lab.timeline.calls().rev().any(|record| record.is_pending() && record.op.name() == call)
    };
    let unless_blocked = |call, before, during| if blocked(call) { during } else { before };
    Some(match role {
        Role::Server if open(Step::ServerSocket) => Advice::MakeServer,
        Role::Server if open(Step::ServerClose) => match () {
            () if open(Step::Bind) => Advice::Bind,
            () if open(Step::Listen) => Advice::Listen,
            () if open(Step::Accept) => {
                unless_blocked(CallName::Accept, Advice::Accept, Advice::StartClient)
            }
            () if open(Step::Recv) => {
                unless_blocked(CallName::Recv, Advice::ServerRecv, Advice::TypeInClient)
            }
            () if open(Step::Reply) => Advice::Reply,
            () if open(Step::ClientClose) => Advice::SeeClientClose,
            () => Advice::ServerClose,
        },
        Role::Client if open(Step::ClientSocket) => Advice::MakeClient,
        Role::Client if open(Step::ClientClose) => match () {
            () if open(Step::Connect) => Advice::Connect,
            () if open(Step::Send) => Advice::ClientSend,
            () if open(Step::Reply) => {
                unless_blocked(CallName::Recv, Advice::ClientRecv, Advice::TypeInServer)
            }
            () => Advice::ClientClose,
        },
        _ => Advice::Done,
    })
}

/// The step of this side whose call is blocked.
#[must_use]
pub(crate) fn step_under_way(lab: &Lab) -> Option<Step> {
    match advice(lab)? {
        Advice::StartClient => Some(Step::Accept),
        Advice::TypeInClient => Some(Step::Recv),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::test_lab::TestLab;
    use bytes::Bytes;
    use lab_shared::call::Value;

    #[test]
    fn a_server_is_led_from_socket_to_close() {
        let mut test = TestLab::begun(Some(Role::Server));
        assert_eq!(advice(&test.lab), Some(Advice::MakeServer));
        test.made();
        assert_eq!(advice(&test.lab), Some(Advice::Bind));
        test.done(CallName::Bind, Value::None);
        assert_eq!(advice(&test.lab), Some(Advice::Listen));
        test.done(CallName::Listen, Value::None);
        assert_eq!(advice(&test.lab), Some(Advice::Accept));
        let accept = test.press(CallName::Accept);
        test.blocks(accept);
        assert_eq!(advice(&test.lab), Some(Advice::StartClient));
        assert_eq!(step_under_way(&test.lab), Some(Step::Accept));
        let (_, accepted) = test.accepted();
        test.returns(accept, Ok(accepted));
        assert_eq!(advice(&test.lab), Some(Advice::ServerRecv));
        let recv = test.press(CallName::Recv);
        assert_eq!(advice(&test.lab), Some(Advice::TypeInClient));
        test.returns(recv, Ok(Value::Bytes(Bytes::from_static(b"hi"))));
        assert_eq!(advice(&test.lab), Some(Advice::Reply));
        test.done(CallName::Send, Value::Sent(1));
        assert_eq!(advice(&test.lab), Some(Advice::SeeClientClose));
        test.done(CallName::Recv, Value::Bytes(Bytes::new()));
        assert_eq!(advice(&test.lab), Some(Advice::ServerClose));
        test.done(CallName::Close, Value::None);
        assert_eq!(advice(&test.lab), Some(Advice::Done));
    }

    #[test]
    fn a_client_is_led_from_socket_to_close() {
        let mut test = TestLab::begun(Some(Role::Client));
        assert_eq!(advice(&test.lab), Some(Advice::MakeClient));
        test.made();
        assert_eq!(advice(&test.lab), Some(Advice::Connect));
        test.done(CallName::Connect, Value::None);
        assert_eq!(advice(&test.lab), Some(Advice::ClientSend));
        test.done(CallName::Send, Value::Sent(1));
        assert_eq!(advice(&test.lab), Some(Advice::ClientRecv));
        test.done(CallName::Recv, Value::Bytes(Bytes::from_static(b"hi")));
        assert_eq!(advice(&test.lab), Some(Advice::ClientClose));
        test.done(CallName::Close, Value::None);
        assert_eq!(advice(&test.lab), Some(Advice::Done));
    }

    #[test]
    fn who_plays_freely_gets_no_advice() {
        let mut test = TestLab::begun(None);
        test.made();
        assert_eq!(advice(&test.lab), None);
    }
}
