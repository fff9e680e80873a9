//! The boundary experiment: a client made here sends to a server made here through the kernel, and
//! both ends are known. TCP is a byte stream; sends leave no marks in it.

mod message;

pub(crate) use message::{ACKNOWLEDGEMENT, Input, Output, Round, StreamNews};

use bytes::Bytes;
use std::collections::VecDeque;
use std::time::Duration;

use lab_shared::call::{Address, MsgFlags, Op, Outcome, SocketId, Value};

use crate::boundaries::state::remedy::{Between, PAUSE};
use crate::link::state::call_request::{CallHandles, CallRequest, stream};
use crate::link::state::machine::{Machine, Step};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Listener,
    Bind,
    Listen,
    Name,
    Client,
    Connect,
    Accept,
    Send,
    Receive,
    SendBack,
    Acknowledged,
    Close,
}

/// The current round.
#[derive(Debug)]
struct Running {
    round: Round,
    /// Sends that were taken.
    sent: usize,
    /// Bytes of them.
    sent_bytes: usize,
    received: usize,
    /// Bytes of the whole round.
    expected: usize,
    receiving: bool,
}

#[derive(Debug)]
pub(crate) struct Experiment {
    listener: Option<SocketId>,
    client: Option<SocketId>,
    server: Option<SocketId>,
    address: Option<Address>,
    connected: bool,
    running: Option<Running>,
    due: Option<Duration>,
    closing: bool,
    /// Sockets that are still to be closed.
    open: usize,
    handles: CallHandles<Purpose>,
    outputs: VecDeque<Output>,
}

impl Default for Experiment {
    fn default() -> Self {
        let mut experiment = Self {
            listener: None,
            client: None,
            server: None,
            address: None,
            connected: false,
            running: None,
            due: None,
            closing: false,
            open: 0,
            handles: CallHandles::default(),
            outputs: VecDeque::new(),
        };
        let loopback = loopback();
        experiment.call(Purpose::Listener, None, stream(&loopback), Bytes::new());
        experiment
    }
}

fn loopback() -> Address {
    Address::inet("127.0.0.1", 0)
}

impl Experiment {
    /// What to do next, until there is nothing.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn returned(&mut self, now: Duration, purpose: Purpose, outcome: Outcome) {
        let value = match outcome {
            Ok(value) => value,
            Err(_) if purpose == Purpose::Close => return self.closed(),
            // Closing ends the pending calls, which is no failure.
            Err(_) if self.closing => return,
            Err(failure) => {
                self.tell(StreamNews::Failed(failure));
                return self.close();
            }
        };
        if let Value::Socket { socket, .. } | Value::Accepted { socket, .. } = value {
            self.made(purpose, socket);
        }
        if self.closing {
            if purpose == Purpose::Close {
                self.closed();
            }
            return;
        }
        self.proceed(now, purpose, value);
    }

    fn made(&mut self, purpose: Purpose, socket: SocketId) {
        match purpose {
            Purpose::Listener => self.listener = Some(socket),
            Purpose::Client => self.client = Some(socket),
            _ => self.server = Some(socket),
        }
        if self.closing {
            self.open += 1;
            self.call(Purpose::Close, Some(socket), Op::Close, Bytes::new());
        }
    }

    /// One call has succeeded: the next.
    fn proceed(&mut self, now: Duration, purpose: Purpose, value: Value) {
        let (listener, client, none) = (self.listener, self.client, Bytes::new());
        match (purpose, value) {
            (Purpose::Listener, _) => {
                self.call(Purpose::Bind, listener, Op::Bind { address: loopback() }, none);
            }
            (Purpose::Bind, _) => {
                self.call(Purpose::Listen, listener, Op::Listen { backlog: None }, none);
            }
            (Purpose::Listen, _) => self.call(Purpose::Name, listener, Op::Getsockname, none),
            (Purpose::Name, Value::Address(address)) => {
                self.address = Some(address);
                self.call(Purpose::Client, None, stream(&loopback()), none);
            }
            (Purpose::Client, _) => {
                let address = self.address.clone().unwrap_or_else(loopback);
                self.call(Purpose::Connect, client, Op::Connect { address }, none.clone());
                self.call(Purpose::Accept, listener, Op::Accept, none);
            }
            (Purpose::Connect, _) => {
                self.connected = true;
                self.ready();
            }
            (Purpose::Accept, _) => self.ready(),
            (Purpose::Send, _) => self.sent(now),
            (Purpose::Receive, Value::Bytes(bytes)) => self.received(&bytes),
            (Purpose::SendBack, _) => {}
            (Purpose::Acknowledged, _) => self.send_next(),
            _ => {}
        }
    }

    fn ready(&mut self) {
        if self.connected && self.server.is_some() {
            self.tell(StreamNews::Ready);
        }
    }

    fn begin(&mut self, round: Round) {
        let idle = self.connected && self.server.is_some() && self.running.is_none();
        let expected: usize = round.sends.iter().map(Bytes::len).sum();
        if !idle || self.closing || expected == 0 {
            return;
        }
        // A sender that waits for an acknowledgement needs a receiver that reads.
        let late = round.late && round.between != Between::Acknowledge;
        self.running = Some(Running {
            round,
            sent: 0,
            sent_bytes: 0,
            received: 0,
            expected,
            receiving: false,
        });
        if !late {
            self.receive();
        }
        self.send_next();
    }

    fn send_next(&mut self) {
        let Some(running) = &mut self.running else { return };
        match running.round.sends.get(running.sent) {
            Some(bytes) => {
                let bytes = bytes.clone();
                let op = Op::Sendall { flags: MsgFlags::NONE };
                self.call(Purpose::Send, self.client, op, bytes);
            }
            None => {
                if !running.receiving {
                    self.receive();
                }
                self.finish();
            }
        }
    }

    fn sent(&mut self, now: Duration) {
        let Some(running) = &mut self.running else { return };
        let Some(bytes) = running.round.sends.get(running.sent).cloned() else { return };
        running.sent += 1;
        running.sent_bytes += bytes.len();
        let between = running.round.between;
        let last = running.sent == running.round.sends.len();
        self.tell(StreamNews::Sent(bytes));
        match between {
            Between::Pause if !last => self.due = Some(now + PAUSE),
            Between::Acknowledge => {
                let op = Op::Recv { bufsize: 16, flags: MsgFlags::NONE };
                self.call(Purpose::Acknowledged, self.client, op, Bytes::new());
                self.acknowledge();
            }
            Between::Nothing | Between::Pause => self.send_next(),
        }
    }

    fn receive(&mut self) {
        let Some(running) = &mut self.running else { return };
        if running.received < running.expected {
            running.receiving = true;
            let op = Op::Recv { bufsize: running.round.bufsize, flags: MsgFlags::NONE };
            self.call(Purpose::Receive, self.server, op, Bytes::new());
        }
    }

    fn received(&mut self, bytes: &Bytes) {
        if bytes.is_empty() {
            return self.close();
        }
        if let Some(running) = &mut self.running {
            running.received += bytes.len();
        }
        self.tell(StreamNews::Received(bytes.clone()));
        self.receive();
        self.acknowledge();
        self.finish();
    }

    /// Acknowledges once everything sent has been received, whichever is known first.
    fn acknowledge(&mut self) {
        let owed = self.running.as_ref().is_some_and(|running| {
            running.round.between == Between::Acknowledge
                && running.sent_bytes > 0
                && running.received == running.sent_bytes
        });
        if owed {
            let op = Op::Sendall { flags: MsgFlags::NONE };
            let bytes = Bytes::from_static(ACKNOWLEDGEMENT);
            self.call(Purpose::SendBack, self.server, op, bytes);
        }
    }

    fn finish(&mut self) {
        let done = self.running.as_ref().is_some_and(|running| {
            let acknowledged = running.round.between != Between::Acknowledge
                || !self.handles.any(|purpose| *purpose == Purpose::Acknowledged);
            running.received == running.expected
                && running.sent == running.round.sends.len()
                && acknowledged
        });
        if done {
            self.running = None;
            self.tell(StreamNews::Done);
        }
    }

    fn close(&mut self) {
        if self.closing {
            return;
        }
        self.closing = true;
        self.running = None;
        self.due = None;
        let sockets: Vec<SocketId> =
            [self.client, self.server, self.listener].into_iter().flatten().collect();
        self.open = sockets.len();
        for socket in sockets {
            self.call(Purpose::Close, Some(socket), Op::Close, Bytes::new());
        }
        if self.open == 0 {
            self.tell(StreamNews::Closed);
        }
    }

    fn closed(&mut self) {
        self.open = self.open.saturating_sub(1);
        if self.open == 0 {
            self.tell(StreamNews::Closed);
        }
    }

    fn tell(&mut self, news: StreamNews) {
        self.outputs.push_back(Output::News(news));
    }

    fn call(&mut self, purpose: Purpose, socket: Option<SocketId>, op: Op, bytes: Bytes) {
        let handle = self.handles.issue(purpose);
        let base = if purpose == Purpose::Client { "sender" } else { "receiver" };
        let call = CallRequest { handle, socket, host: None, op, bytes };
        self.outputs.push_back(Output::Call(call, base));
    }
}

impl Machine for Experiment {
    type Input = Input;
    type News = StreamNews;

    const TIMEOUT: Input = Input::Timeout;

    fn handle(&mut self, now: Duration, input: Input) {
        match input {
            Input::Returned(handle, outcome) => {
                if let Some(purpose) = self.handles.take(handle) {
                    self.returned(now, purpose, outcome);
                }
            }
            Input::Send(round) => self.begin(round),
            Input::Timeout if self.due.is_some_and(|due| due <= now) => {
                self.due = None;
                self.send_next();
            }
            Input::Timeout => {}
            Input::Close => self.close(),
        }
    }

    fn poll(&mut self) -> Option<Step<Self::News>> {
        Some(match self.poll_output()? {
            Output::Call(call, base) => Step::Call(call, base),
            Output::News(news) => Step::Tell(news),
        })
    }

    fn poll_timeout(&self) -> Option<Duration> {
        self.due
    }
}

#[cfg(test)]
mod tests;
