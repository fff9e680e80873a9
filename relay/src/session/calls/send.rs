//! send, sendall and sendto, as CPython's `sock_send`, `sock_sendall` and `sock_sendto` make them.

use bytes::{Buf as _, Bytes};
use lab_shared::call::{Family, MsgFlags, PollEvents, SocketType, Value};

use super::attempt::{Attempt, BlockingMode, would_block};
use crate::session::clock::CallTimes;
use crate::socket::{Name, Socket};

/// Which of the three it is.
#[derive(Debug)]
pub(crate) enum SendKind {
    /// `send`: what the kernel takes.
    Some,
    /// `sendall`: everything.
    All,
    /// `sendto`: one datagram to there.
    To(Name),
}

/// A send under way.
#[derive(Debug)]
pub(crate) struct Send {
    kind: SendKind,
    flags: MsgFlags,
    left: Bytes,
    sent: usize,
}

impl Send {
    /// A send of `bytes`.
    pub(crate) fn new(kind: SendKind, flags: MsgFlags, bytes: Bytes) -> Self {
        Self { kind, flags, left: bytes, sent: 0 }
    }

    /// One attempt.
    pub(crate) fn attempt(
        &mut self,
        socket: &Socket,
        mode: BlockingMode,
        times: &mut CallTimes,
    ) -> Attempt {
        let waits = match mode {
            BlockingMode::Blocking => !self.flags.contains(MsgFlags::DONTWAIT),
            BlockingMode::NonBlocking => false,
            BlockingMode::Timeout(_) => true,
        };
        let all = matches!(self.kind, SendKind::All);
        // send(2) on a blocking stream returns when the send buffer has taken everything.
        let whole =
            all || (mode == BlockingMode::Blocking && waits && socket.kind() == SocketType::Stream);
        loop {
            if matches!(mode, BlockingMode::Timeout(_))
                && times.around(|| socket.ready(PollEvents::OUT)).is_empty()
            {
                return Attempt::Blocked(PollEvents::OUT);
            }
            // A partial count is returned before an error; the error is left for the next call.
            if self.sent > 0 && !all && socket.ready(PollEvents::OUT).contains(PollEvents::ERR) {
                return self.done();
            }
            let result = times.around(|| match &self.kind {
                SendKind::To(name) => socket.send_to(&self.left, name, self.flags),
                SendKind::Some | SendKind::All => socket.send(&self.left, self.flags),
            });
            match result {
                Ok(count) => {
                    self.sent += count;
                    self.left.advance(count.min(self.left.len()));
                    if self.left.is_empty() || !whole {
                        return self.done();
                    }
                }
                Err(error) if would_block(&error) && waits => return blocked(socket, &self.kind),
                Err(_) if self.sent > 0 && !all => return self.done(),
                Err(error) => return Attempt::failed(&error),
            }
        }
    }

    fn done(&self) -> Attempt {
        Attempt::Done(Ok(match self.kind {
            SendKind::All => Value::None,
            SendKind::Some | SendKind::To(_) => {
                Value::Sent(u32::try_from(self.sent).unwrap_or(u32::MAX))
            }
        }))
    }
}

/// What to wait for. The full receive queue of an AF_UNIX datagram's destination makes sendto wait,
/// and poll(2) on the sender knows nothing of it.
fn blocked(socket: &Socket, kind: &SendKind) -> Attempt {
    let elsewhere = matches!(kind, SendKind::To(_)) && socket.family() == Family::Unix;
    if elsewhere { Attempt::RetryLater } else { Attempt::Blocked(PollEvents::OUT) }
}
