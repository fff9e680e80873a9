//! A client of a room: connects, then sends and receives at once. One recv is always pending.

pub(crate) mod message;

pub(crate) use message::{Input, JoinConfig, JoinNews, Output};

use bytes::{Bytes, BytesMut};
use std::collections::VecDeque;
use std::time::Duration;

use lab_shared::call::{MsgFlags, Op, Outcome, SocketId, Value};
use lab_shared::framing::{Framer, Framing};
use lab_shared::text::TextDecoder;

use crate::boundaries::state::pace::Gate;
use crate::boundaries::state::remedy::Between;
use crate::lab::state::traffic::FramingHint;
use crate::link::state::call_request::{CallHandles, CallRequest, stream};
use crate::link::state::machine::{Machine, Step};

/// The bufsize of each recv: the tutorials' number.
const BUFSIZE: i64 = 1024;

/// The longest message assembled.
const MAX_MESSAGE: usize = 64 * 1024;

/// Messages that may wait for the kernel to take them.
const MAX_WAITING: usize = 64;

/// Sends that may be pending at once where the pace does not separate them.
const MAX_SENDING: usize = 16;

/// The client's first message, as in the tutorials.
pub(crate) const READY: &str = "I'm ready.";

/// The word that ends the client.
pub(crate) const QUIT: &str = "quit";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Make,
    Connect,
    Receive,
    Send,
    Close,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Connecting,
    Connected,
    /// Queued messages are still sent, then it closes.
    Leaving,
    Closing,
}

#[derive(Debug)]
pub(crate) struct ChatClient {
    config: JoinConfig,
    stage: Stage,
    socket: Option<SocketId>,
    framer: Framer,
    decoder: TextDecoder,
    /// The messages in order: first those being sent, then those queued.
    waiting: VecDeque<(String, Bytes)>,
    /// How many sends are pending.
    sending: usize,
    /// Whether it owes a recv that it is too busy to make.
    recv_owed: bool,
    gate: Gate,
    handles: CallHandles<Purpose>,
    outputs: VecDeque<Output>,
}

impl ChatClient {
    /// A client about to connect.
    #[must_use]
    pub(crate) fn new(config: JoinConfig) -> Self {
        let mut chat_client = Self {
            stage: Stage::Connecting,
            socket: None,
            framer: Framer::new(config.framing.clone(), MAX_MESSAGE),
            decoder: TextDecoder::new(config.encoding),
            waiting: VecDeque::new(),
            sending: 0,
            recv_owed: false,
            gate: Gate::default(),
            handles: CallHandles::default(),
            outputs: VecDeque::new(),
            config,
        };
        let op = stream(&chat_client.config.address);
        chat_client.call(Purpose::Make, op, Bytes::new());
        chat_client
    }

    /// What to do next, until there is nothing.
    pub(crate) fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn is_talking(&self) -> bool {
        matches!(self.stage, Stage::Connected | Stage::Leaving)
    }

    fn returned(&mut self, now: Duration, purpose: Purpose, outcome: Outcome) {
        let value = match outcome {
            Ok(value) => value,
            Err(failure) if purpose == Purpose::Make => {
                self.stage = Stage::Closing;
                self.tell(JoinNews::Failed(failure));
                return self.tell(JoinNews::Closed);
            }
            Err(_) if purpose == Purpose::Close => return self.tell(JoinNews::Closed),
            // Closing ends the pending calls, which is no failure.
            Err(_) if self.stage == Stage::Closing => return,
            Err(failure) => {
                self.tell(JoinNews::Failed(failure));
                return self.close();
            }
        };
        match (purpose, value) {
            (Purpose::Make, Value::Socket { socket, .. }) => {
                self.socket = Some(socket);
                if self.stage == Stage::Closing {
                    return self.call(Purpose::Close, Op::Close, Bytes::new());
                }
                let address = self.config.address.clone();
                self.call(Purpose::Connect, Op::Connect { address }, Bytes::new());
            }
            (Purpose::Connect, _) if self.stage == Stage::Connecting => {
                self.stage = Stage::Connected;
                if let Some(socket) = self.socket {
                    self.tell(JoinNews::Connected(self.config.address.clone(), socket));
                }
                self.tell_framing();
                self.receive();
                if self.config.says_ready {
                    self.say(READY);
                }
            }
            (Purpose::Receive, Value::Bytes(bytes)) => self.received(&bytes),
            (Purpose::Send, _) => self.sent(now),
            (Purpose::Close, _) => self.tell(JoinNews::Closed),
            _ => {}
        }
    }

    /// Keeps one recv pending, unless the client is busy.
    fn receive(&mut self) {
        self.recv_owed = self.config.pace.busy && self.stage == Stage::Connected;
        if self.recv_owed || !self.is_talking() {
            return;
        }
        let bufsize = self.config.pace.bufsize.unwrap_or(BUFSIZE);
        let op = Op::Recv { bufsize, flags: MsgFlags::NONE };
        self.call(Purpose::Receive, op, Bytes::new());
    }

    fn received(&mut self, bytes: &Bytes) {
        if bytes.is_empty() {
            self.hear_the_rest();
            self.tell(JoinNews::Ended);
            return self.close();
        }
        self.tell(JoinNews::Received(bytes.clone()));
        self.gate.heard();
        self.framer.push(bytes);
        self.read_on();
        self.receive();
    }

    /// Reports the messages that are complete.
    fn read_on(&mut self) {
        loop {
            match self.framer.next_message() {
                Ok(Some(message)) => self.hear(&message),
                Ok(None) => break,
                Err(error) => self.tell(JoinNews::Faulted(error.to_string())),
            }
        }
    }

    fn reframe(&mut self, framing: Framing) {
        if framing == self.config.framing {
            return;
        }
        // A character that raw chunks have cut goes back to the stream.
        self.framer.push(self.decoder.pending());
        self.decoder.finish();
        self.framer.set_framing(framing.clone());
        self.config.framing = framing;
        self.tell_framing();
        self.read_on();
    }

    fn tell_framing(&mut self) {
        let Some(socket) = self.socket.filter(|_| self.is_talking()) else { return };
        let hint = FramingHint { framing: self.config.framing.clone(), max_message: MAX_MESSAGE };
        self.outputs.push_back(Output::Framed(socket, hint));
    }

    fn hear_the_rest(&mut self) {
        match self.framer.finish() {
            Ok(Some(message)) => self.hear(&message),
            Ok(None) => {}
            Err(error) => self.tell(JoinNews::Faulted(error.to_string())),
        }
    }

    fn hear(&mut self, message: &[u8]) {
        let text = match self.config.framing {
            // One recv's bytes may end in the middle of a character.
            Framing::Raw => self.decoder.decode_text(message),
            _ => self.config.encoding.decode(message),
        };
        self.tell(match text {
            Ok(text) => JoinNews::Heard(text),
            Err(error) => JoinNews::Faulted(format!("UnicodeDecodeError: {error}")),
        });
    }

    /// Sends each line as a message; empty text is an empty message.
    fn say(&mut self, text: &str) {
        match text.is_empty() {
            true => self.say_line(""),
            false => text.lines().for_each(|line| self.say_line(line)),
        }
    }

    /// Frames a message and queues it. After `quit` is sent, the client leaves.
    fn say_line(&mut self, text: &str) {
        if self.stage != Stage::Connected {
            return;
        }
        if self.waiting.len() >= MAX_WAITING {
            return self.tell(JoinNews::Faulted(format!(
                "{MAX_WAITING} messages wait already: the other side does not read"
            )));
        }
        match self.framed(text) {
            Ok(bytes) => {
                if text == QUIT {
                    self.stage = Stage::Leaving;
                }
                self.waiting.push_back((text.to_owned(), bytes));
            }
            Err(reason) => self.tell(JoinNews::Faulted(reason)),
        }
    }

    fn framed(&self, text: &str) -> Result<Bytes, String> {
        let mut bytes = self
            .config
            .encoding
            .encode(text)
            .map_err(|error| format!("UnicodeEncodeError: {error}"))?;
        if self.config.framing == Framing::Raw {
            // As nc and the tutorials' client do.
            bytes.push(b'\n');
            return Ok(bytes.into());
        }
        let mut out = BytesMut::new();
        self.config.framing.encode(&bytes, &mut out).map_err(|error| error.to_string())?;
        Ok(out.freeze())
    }

    /// Sends queued messages as far as the pace permits: several sends at once where nothing separates
    /// them, one otherwise.
    fn send(&mut self, now: Duration) {
        if !self.is_talking() {
            return;
        }
        let between = self.config.pace.between;
        let most = if between == Between::Nothing { MAX_SENDING } else { 1 };
        while self.sending < most && self.gate.is_open(between, now) {
            let Some((_, bytes)) = self.waiting.get(self.sending) else { break };
            let bytes = bytes.clone();
            self.sending += 1;
            self.call(Purpose::Send, Op::Sendall { flags: MsgFlags::NONE }, bytes);
        }
        if self.waiting.is_empty() && self.stage == Stage::Leaving {
            self.close();
        }
    }

    fn sent(&mut self, now: Duration) {
        self.sending -= 1;
        self.gate.sent(now);
        if let Some((text, bytes)) = self.waiting.pop_front() {
            self.tell(JoinNews::Said(text, bytes));
        }
    }

    fn close(&mut self) {
        if self.stage == Stage::Closing {
            return;
        }
        self.stage = Stage::Closing;
        // A socket that is still being made is closed once it is.
        if self.socket.is_some() {
            self.call(Purpose::Close, Op::Close, Bytes::new());
        }
    }

    fn tell(&mut self, news: JoinNews) {
        self.outputs.push_back(Output::News(news));
    }

    fn call(&mut self, purpose: Purpose, op: Op, bytes: Bytes) {
        let handle = self.handles.issue(purpose);
        let socket = self.socket;
        let call = CallRequest { handle, socket, host: None, op, bytes };
        self.outputs.push_back(Output::Call(call));
    }
}

impl Machine for ChatClient {
    type Input = Input;
    type News = Output;

    const TIMEOUT: Input = Input::Timeout;

    fn handle(&mut self, now: Duration, input: Input) {
        match input {
            Input::Returned(handle, outcome) => {
                if let Some(purpose) = self.handles.take(handle) {
                    self.returned(now, purpose, outcome);
                }
            }
            Input::Say(text) => self.say(&text),
            Input::Framing(framing) => self.reframe(framing),
            Input::Pace(pace) => {
                self.config.pace = pace;
                if self.recv_owed {
                    self.receive();
                }
            }
            Input::Timeout => {}
            Input::Leave => self.close(),
        }
        self.send(now);
    }

    fn poll(&mut self) -> Option<Step<Self::News>> {
        Some(match self.poll_output()? {
            Output::Call(call) => Step::Call(call, "client"),
            news => Step::Tell(news),
        })
    }

    fn poll_timeout(&self) -> Option<Duration> {
        let waits = self.sending == 0 && !self.waiting.is_empty();
        self.gate.opens_at(self.config.pace.between).filter(|_| waits && self.is_talking())
    }
}

#[cfg(test)]
mod tests;
