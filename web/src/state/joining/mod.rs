//! A client of somebody's room: connect, then type and receive at once. One recv is always pending.

use bytes::{Bytes, BytesMut};
use std::collections::VecDeque;

use lab_shared::call::{Address, Failure, MsgFlags, Op, Outcome, SocketId, Value};
use lab_shared::framing::{Framer, Framing};
use lab_shared::text::{Encoding, TextDecoder};

use super::ticket::{HostCall, Ticket, Tickets, stream};

/// Bytes one recv may bring: the tutorials' number.
const BUFSIZE: i64 = 1024;

/// Longest message that is put together.
const MAX_MESSAGE: usize = 64 * 1024;

/// Messages that may wait for the kernel to take them.
const MAX_WAITING: usize = 64;

/// The word that ends the client.
pub const QUIT: &str = "quit";

/// Where to, and how to speak there.
#[derive(Debug, Clone, PartialEq)]
pub struct JoinConfig {
    /// The room.
    pub address: Address,
    /// How messages are told apart.
    pub framing: Framing,
    /// How text becomes bytes.
    pub encoding: Encoding,
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Input {
    /// A call has ended.
    Returned(Ticket, Outcome),
    /// The person says something.
    Say(String),
    /// The person leaves.
    Leave,
}

/// What to do, or to show.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// Make this call.
    Call(HostCall),
    /// Tell the person.
    News(JoinNews),
}

/// What a client has to tell.
#[derive(Debug, Clone, PartialEq)]
pub enum JoinNews {
    /// It is connected.
    Connected(Address),
    /// The kernel took a message: its text and its bytes.
    Said(String, Bytes),
    /// One recv brought these bytes.
    Received(Bytes),
    /// A message came.
    Heard(String),
    /// What was typed cannot be sent, or what came is no message: why.
    Faulted(String),
    /// The other side sends no more.
    Ended,
    /// A call failed; the connection is no more.
    Failed(Failure),
    /// It has left.
    Closed,
    /// The relay is lost, and the connection with it.
    RelayLost,
}

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
    /// What waits is still sent, then it closes.
    Leaving,
    Closing,
}

/// The client.
#[derive(Debug)]
pub struct Joining {
    config: JoinConfig,
    stage: Stage,
    socket: Option<SocketId>,
    framer: Framer,
    decoder: TextDecoder,
    waiting: VecDeque<(String, Bytes)>,
    sending: bool,
    tickets: Tickets<Purpose>,
    outputs: VecDeque<Output>,
}

impl Joining {
    /// A client about to connect.
    #[must_use]
    pub fn new(config: JoinConfig) -> Self {
        let mut joining = Self {
            stage: Stage::Connecting,
            socket: None,
            framer: Framer::new(config.framing.clone(), MAX_MESSAGE),
            decoder: TextDecoder::new(config.encoding),
            waiting: VecDeque::new(),
            sending: false,
            tickets: Tickets::default(),
            outputs: VecDeque::new(),
            config,
        };
        let op = stream(&joining.config.address);
        joining.call(Purpose::Make, op, Bytes::new());
        joining
    }

    /// Takes in what happened.
    pub fn handle(&mut self, input: Input) {
        match input {
            Input::Returned(ticket, outcome) => {
                if let Some(purpose) = self.tickets.take(ticket) {
                    self.returned(purpose, outcome);
                }
            }
            Input::Say(text) => self.say(text),
            Input::Leave => self.close(),
        }
    }

    /// What to do next, until there is nothing.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn returned(&mut self, purpose: Purpose, outcome: Outcome) {
        let value = match outcome {
            Ok(value) => value,
            Err(failure) if purpose == Purpose::Make => {
                self.stage = Stage::Closing;
                self.tell(JoinNews::Failed(failure));
                return self.tell(JoinNews::Closed);
            }
            Err(_) if purpose == Purpose::Close => return self.tell(JoinNews::Closed),
            // Closing ends what is pending, and that is no failure.
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
                self.tell(JoinNews::Connected(self.config.address.clone()));
                self.receive();
            }
            (Purpose::Receive, Value::Bytes(bytes)) => self.received(&bytes),
            (Purpose::Send, _) => self.sent(),
            (Purpose::Close, _) => self.tell(JoinNews::Closed),
            _ => {}
        }
    }

    fn receive(&mut self) {
        let op = Op::Recv { bufsize: BUFSIZE, flags: MsgFlags::NONE };
        self.call(Purpose::Receive, op, Bytes::new());
    }

    fn received(&mut self, bytes: &Bytes) {
        if bytes.is_empty() {
            self.hear_the_rest();
            self.tell(JoinNews::Ended);
            return self.close();
        }
        self.tell(JoinNews::Received(bytes.clone()));
        self.framer.push(bytes);
        loop {
            match self.framer.next_message() {
                Ok(Some(message)) => self.hear(&message),
                Ok(None) => break,
                Err(error) => self.tell(JoinNews::Faulted(error.to_string())),
            }
        }
        self.receive();
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
            // What one recv brings may end in the middle of a character.
            Framing::Raw => self.decoder.decode_text(message),
            _ => self.config.encoding.decode(message),
        };
        self.tell(match text {
            Ok(text) => JoinNews::Heard(text),
            Err(error) => JoinNews::Faulted(format!("UnicodeDecodeError: {error}")),
        });
    }

    /// Frames a message and has it sent. `quit` is said, and then the client leaves.
    fn say(&mut self, text: String) {
        if self.stage != Stage::Connected {
            return;
        }
        if self.waiting.len() >= MAX_WAITING {
            return self.tell(JoinNews::Faulted(format!(
                "{MAX_WAITING} messages wait already: the other side does not read"
            )));
        }
        match self.framed(&text) {
            Ok(bytes) => {
                if text == QUIT {
                    self.stage = Stage::Leaving;
                }
                self.waiting.push_back((text, bytes));
                self.send();
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

    fn send(&mut self) {
        if self.sending {
            return;
        }
        match self.waiting.front() {
            Some((_, bytes)) => {
                let bytes = bytes.clone();
                self.sending = true;
                self.call(Purpose::Send, Op::Sendall { flags: MsgFlags::NONE }, bytes);
            }
            None if self.stage == Stage::Leaving => self.close(),
            None => {}
        }
    }

    fn sent(&mut self) {
        self.sending = false;
        if let Some((text, bytes)) = self.waiting.pop_front() {
            self.tell(JoinNews::Said(text, bytes));
        }
        if self.stage != Stage::Closing {
            self.send();
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
        let ticket = self.tickets.issue(purpose);
        let socket = self.socket;
        self.outputs.push_back(Output::Call(HostCall { ticket, socket, op, bytes }));
    }
}

#[cfg(test)]
mod tests;
