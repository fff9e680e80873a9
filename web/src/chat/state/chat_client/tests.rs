//! A client over a scripted kernel.

use super::*;
use crate::boundaries::state::pace::Pace;
use crate::boundaries::state::remedy::PAUSE;
use lab_shared::call::{Address, CallName, Failure};
use lab_shared::errno::Errno;
use lab_shared::text::Encoding;

struct Client {
    chat_client: ChatClient,
    pending: Vec<CallRequest>,
    news: Vec<JoinNews>,
    framed: Vec<Framing>,
    now: Duration,
}

impl Client {
    fn new(framing: Framing, encoding: Encoding) -> Self {
        let address = Address::inet("127.0.0.1", 9999);
        let pace = Pace::default();
        let config = JoinConfig { address, framing, encoding, pace, says_ready: false };
        Self::of(config)
    }

    fn of(config: JoinConfig) -> Self {
        let chat_client = ChatClient::new(config);
        let (pending, news, framed, now) = (vec![], vec![], vec![], Duration::ZERO);
        let mut client = Self { chat_client, pending, news, framed, now };
        client.poll();
        client
    }

    fn connected(framing: Framing, encoding: Encoding) -> Self {
        let mut client = Self::new(framing, encoding);
        client.connect();
        client.news.clear();
        client
    }

    fn connect(&mut self) {
        self.returns(CallName::Socket, Ok(Value::Socket { socket: SocketId(3), fileno: 9 }));
        self.returns(CallName::Connect, Ok(Value::None));
    }

    fn set_pace(&mut self, pace: Pace) {
        self.handle(Input::Pace(pace));
    }

    fn sends(&self) -> usize {
        self.names().iter().filter(|name| **name == CallName::Sendall).count()
    }

    fn poll(&mut self) {
        while let Some(output) = self.chat_client.poll_output() {
            match output {
                Output::Call(call) => self.pending.push(call),
                Output::News(news) => self.news.push(news),
                Output::Framed(_, hint) => self.framed.push(hint.framing),
            }
        }
    }

    fn handle(&mut self, input: Input) {
        self.chat_client.handle(self.now, input);
        self.poll();
    }

    /// Makes the oldest pending call of that name return, and returns the bytes it sends.
    fn returns(&mut self, name: CallName, outcome: Outcome) -> Bytes {
        let at = self.pending.iter().position(|call| call.op.name() == name);
        let call = self.pending.remove(at.expect("the call is pending"));
        self.handle(Input::Returned(call.handle, outcome));
        call.bytes
    }

    fn recv(&mut self, bytes: &'static [u8]) {
        self.returns(CallName::Recv, Ok(Value::Bytes(Bytes::from_static(bytes))));
    }

    fn say(&mut self, text: &str) {
        self.handle(Input::Say(text.into()));
    }

    fn heard(&self) -> Vec<&str> {
        self.news
            .iter()
            .filter_map(|news| match news {
                JoinNews::Heard(text) => Some(text.as_str()),
                _ => None,
            })
            .collect()
    }

    fn names(&self) -> Vec<CallName> {
        self.pending.iter().map(|call| call.op.name()).collect()
    }
}

#[test]
fn a_recv_is_pending_whatever_is_being_sent() {
    let mut client = Client::connected(Framing::Lines, Encoding::Utf8);
    assert_eq!(client.names(), [CallName::Recv]);
    client.say("one");
    client.say("two");
    assert_eq!(client.names(), [CallName::Recv, CallName::Sendall, CallName::Sendall]);
    client.recv(b"hel");
    client.recv(b"lo\nwor");
    assert_eq!(client.heard(), ["hello"]);
    assert_eq!(client.returns(CallName::Sendall, Ok(Value::None)), "one\n");
    assert_eq!(client.returns(CallName::Sendall, Ok(Value::None)), "two\n");
    assert_eq!(client.names(), [CallName::Recv]);
}

#[test]
fn raw_text_gets_a_line_end_and_a_cut_character_is_joined() {
    let mut client = Client::connected(Framing::Raw, Encoding::Gbk);
    client.say("瓜子");
    let sent = client.returns(CallName::Sendall, Ok(Value::None));
    assert_eq!(sent, [Encoding::Gbk.encode("瓜子").unwrap(), b"\n".to_vec()].concat());
    client.recv(b"\xb9");
    client.recv(b"\xcf!");
    assert_eq!(client.heard().concat(), "瓜!");
}

#[test]
fn quit_is_said_and_then_the_client_leaves() {
    let mut client = Client::connected(Framing::Lines, Encoding::Utf8);
    client.say("bye");
    client.say(QUIT);
    client.say("too late");
    assert_eq!(client.returns(CallName::Sendall, Ok(Value::None)), "bye\n");
    assert_eq!(client.returns(CallName::Sendall, Ok(Value::None)), "quit\n");
    client.returns(CallName::Close, Ok(Value::None));
    client.returns(CallName::Recv, Err(Failure::os(Errno::Ebadf)));
    assert_eq!(client.news.last(), Some(&JoinNews::Closed));
    assert!(!client.news.iter().any(|news| matches!(news, JoinNews::Failed(_))));
}

#[test]
fn the_other_sides_end_is_told_after_its_last_words() {
    let mut client = Client::connected(Framing::Lines, Encoding::Utf8);
    client.recv(b"cut off");
    client.recv(b"");
    assert_eq!(client.heard(), ["cut off"]);
    assert_eq!(client.names(), [CallName::Close]);
    client.returns(CallName::Close, Ok(Value::None));
    assert_eq!(client.news[client.news.len() - 2..], [JoinNews::Ended, JoinNews::Closed]);
}

#[test]
fn a_refused_connection_is_told_and_its_socket_given_back() {
    let mut client = Client::new(Framing::Lines, Encoding::Utf8);
    client.returns(CallName::Socket, Ok(Value::Socket { socket: SocketId(3), fileno: 9 }));
    let refused = Failure::os(Errno::Econnrefused);
    client.returns(CallName::Connect, Err(refused.clone()));
    client.returns(CallName::Close, Ok(Value::None));
    assert_eq!(client.news, [JoinNews::Failed(refused), JoinNews::Closed]);
}

#[test]
fn leaving_while_the_socket_is_made_closes_it_once_it_is() {
    let mut client = Client::new(Framing::Lines, Encoding::Utf8);
    client.handle(Input::Leave);
    assert_eq!(client.names(), [CallName::Socket]);
    client.returns(CallName::Socket, Ok(Value::Socket { socket: SocketId(3), fileno: 9 }));
    client.returns(CallName::Close, Ok(Value::None));
    assert_eq!(client.news, [JoinNews::Closed]);
}

#[test]
fn what_cannot_be_sent_or_read_is_named() {
    let mut client = Client::connected(Framing::Lines, Encoding::Gbk);
    client.say("é🙂");
    client.recv(b"\xff\n");
    let reasons: Vec<&str> = client
        .news
        .iter()
        .filter_map(|news| match news {
            JoinNews::Faulted(reason) => Some(reason.as_str()),
            _ => None,
        })
        .collect();
    assert!(reasons[0].starts_with("UnicodeEncodeError: "), "{reasons:?}");
    assert!(reasons[1].starts_with("UnicodeDecodeError: "), "{reasons:?}");
}

#[test]
fn a_side_that_never_reads_bounds_what_waits_for_it() {
    let mut client = Client::connected(Framing::Lines, Encoding::Utf8);
    for _ in 0..=MAX_WAITING {
        client.say("x");
    }
    assert!(matches!(client.news[..], [JoinNews::Faulted(_)]));
}

#[test]
fn it_says_that_it_is_ready_once_it_is_connected_with_a_line_end() {
    let config = JoinConfig {
        address: Address::inet("127.0.0.1", 9999),
        framing: Framing::Lines,
        encoding: Encoding::Utf8,
        pace: Pace::default(),
        says_ready: true,
    };
    let mut client = Client::of(config);
    client.connect();
    assert_eq!(client.returns(CallName::Sendall, Ok(Value::None)), "I'm ready.\n");
    assert_eq!(Client::connected(Framing::Lines, Encoding::Utf8).sends(), 0, "unless told not to");
}

#[test]
fn several_lines_are_several_sends_at_once_or_one_after_each_pause() {
    let mut client = Client::connected(Framing::Lines, Encoding::Utf8);
    client.say("one\ntwo\nthree");
    assert_eq!(client.sends(), 3);
    for _ in 0..3 {
        client.returns(CallName::Sendall, Ok(Value::None));
    }
    client.set_pace(Pace { between: Between::Pause, ..Pace::default() });
    client.now = PAUSE;
    client.say("four\nfive");
    assert_eq!(client.returns(CallName::Sendall, Ok(Value::None)), "four\n");
    assert_eq!(client.sends(), 0);
    let due = client.chat_client.poll_timeout().expect("the pause ends");
    assert_eq!(due, PAUSE * 2);
    client.now = due;
    client.handle(Input::Timeout);
    assert_eq!(client.returns(CallName::Sendall, Ok(Value::None)), "five\n");
    assert_eq!(client.chat_client.poll_timeout(), None);
}

#[test]
fn an_answer_lets_the_next_message_go() {
    let mut client = Client::connected(Framing::Lines, Encoding::Utf8);
    client.set_pace(Pace { between: Between::Acknowledge, ..Pace::default() });
    client.say("one\ntwo");
    client.returns(CallName::Sendall, Ok(Value::None));
    assert_eq!(client.sends(), 0);
    client.recv(b"ok");
    assert_eq!(client.sends(), 1);
}

#[test]
fn a_busy_client_makes_no_recv_until_it_is_free_again() {
    let mut client = Client::connected(Framing::Lines, Encoding::Utf8);
    client.set_pace(Pace { busy: true, ..Pace::default() });
    client.recv(b"one\n");
    assert_eq!(client.names(), []);
    client.set_pace(Pace { bufsize: Some(7), ..Pace::default() });
    assert_eq!(client.names(), [CallName::Recv]);
    assert!(matches!(client.pending[0].op, Op::Recv { bufsize: 7, .. }));
}

#[test]
fn a_framing_that_changes_reads_what_is_held_anew() {
    let mut client = Client::connected(Framing::Raw, Encoding::Utf8);
    client.recv(b"x\xe4\xbd");
    client.handle(Input::Framing(Framing::Lines));
    client.recv(b"\xa0\nhalf");
    client.handle(Input::Framing(Framing::Raw));
    assert_eq!(client.heard(), ["x", "\u{4f60}", "half"]);
    assert_eq!(client.framed, [Framing::Raw, Framing::Lines, Framing::Raw]);
}
