//! A client over a kernel that does what the test says.

use super::*;
use lab_shared::call::CallName;
use lab_shared::errno::Errno;

struct Client {
    joining: Joining,
    pending: Vec<HostCall>,
    news: Vec<JoinNews>,
}

impl Client {
    fn new(framing: Framing, encoding: Encoding) -> Self {
        let address = Address::inet("127.0.0.1", 9999);
        let joining = Joining::new(JoinConfig { address, framing, encoding });
        let mut client = Self { joining, pending: vec![], news: vec![] };
        client.poll();
        client
    }

    fn connected(framing: Framing, encoding: Encoding) -> Self {
        let mut client = Self::new(framing, encoding);
        client.returns(CallName::Socket, Ok(Value::Socket { socket: SocketId(3), fileno: 9 }));
        client.returns(CallName::Connect, Ok(Value::None));
        client.news.clear();
        client
    }

    fn poll(&mut self) {
        while let Some(output) = self.joining.poll_output() {
            match output {
                Output::Call(call) => self.pending.push(call),
                Output::News(news) => self.news.push(news),
            }
        }
    }

    fn handle(&mut self, input: Input) {
        self.joining.handle(input);
        self.poll();
    }

    /// The oldest pending call of that name returns; the bytes it sends.
    fn returns(&mut self, name: CallName, outcome: Outcome) -> Bytes {
        let at = self.pending.iter().position(|call| call.op.name() == name);
        let call = self.pending.remove(at.expect("the call is pending"));
        self.handle(Input::Returned(call.ticket, outcome));
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
    assert_eq!(client.names(), [CallName::Recv, CallName::Sendall], "one send at a time");
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
