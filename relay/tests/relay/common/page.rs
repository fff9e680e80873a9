//! A typed page: calls that wait for their own return, and events in the order they came.

mod network;
mod opening;

use std::collections::VecDeque;
use std::net::SocketAddr;

use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use lab_shared::call::{
    Address, CallId, Failure, Family, How, MsgFlags, Op, Outcome, SocketId, SocketType, Value,
};
use lab_shared::network::{HostName, NetworkReport};
use lab_shared::wire::{
    Call, Event, Frame, Goodbye, PROTOCOL_VERSION, Resume, Return, ToPage, ToRelay, WEBSOCKET_PATH,
    Welcome,
};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::{HeaderName, HeaderValue};
use tokio_tungstenite::tungstenite::{self, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use super::memory::Memory;
use super::relay::TOKEN;
use super::{TestRelay, within};

/// A page's WebSocket.
pub(crate) struct Page {
    pub(crate) socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    pub(crate) welcome: Option<Welcome>,
    /// Whether the page answers heartbeats.
    pub(crate) alive: bool,
    /// `None` for a page whose session ends with its WebSocket.
    pub(crate) memory: Option<Memory>,
    /// The host on which its calls without a socket are made.
    pub(crate) host: Option<HostName>,
    next_call: u32,
    returns: VecDeque<Return>,
    events: VecDeque<Event>,
    network: VecDeque<NetworkReport>,
}

/// A pair of connected sockets of one page.
pub(crate) struct Connected {
    pub(crate) listener: SocketId,
    pub(crate) client: SocketId,
    pub(crate) server: SocketId,
    pub(crate) address: Address,
}

impl Page {
    /// Opens a WebSocket with these headers changed.
    pub(crate) async fn knock(
        relay: &TestRelay,
        headers: &[(HeaderName, &str)],
    ) -> Result<Self, tungstenite::Error> {
        Self::knock_at(relay.address, headers).await
    }

    /// The same at the relay of this address.
    pub(crate) async fn knock_at(
        relay: SocketAddr,
        headers: &[(HeaderName, &str)],
    ) -> Result<Self, tungstenite::Error> {
        let url = format!("ws://{relay}{WEBSOCKET_PATH}");
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
        }
        // Without Nagle's algorithm, as in a browser.
        let connecting = tokio_tungstenite::connect_async_with_config(request, None, true);
        let (socket, _) = within("the WebSocket to open", connecting).await?;
        Ok(Self {
            socket,
            welcome: None,
            alive: true,
            memory: None,
            host: None,
            next_call: 1,
            returns: VecDeque::new(),
            events: VecDeque::new(),
            network: VecDeque::new(),
        })
    }

    /// A page that has been welcomed.
    pub(crate) async fn open(relay: &TestRelay) -> Self {
        let mut page = Self::knock(relay, &[]).await.unwrap();
        page.hello(1).await;
        page
    }

    /// Sends the hello and waits for the welcome.
    pub(crate) async fn hello(&mut self, first_socket: u32) {
        self.say(&hello(PROTOCOL_VERSION, Some(TOKEN), first_socket)).await;
        match self.next().await {
            Some(ToPage::Hello(welcome)) => self.welcome = Some(welcome),
            other => panic!("no welcome but {other:?}"),
        }
    }

    /// Sends a message. A page that can resume resends it over another WebSocket if necessary.
    pub(crate) async fn say(&mut self, message: &ToRelay) {
        let frame = message.encode();
        if let Some(memory) = &mut self.memory
            && message.is_counted()
        {
            memory.sent.push(frame.clone());
        }
        let sent = self.push(frame).await;
        match &self.memory {
            // The message is among those that are resent.
            Some(_) if !sent => Box::pin(self.resume()).await,
            _ => assert!(sent, "the WebSocket is there"),
        }
    }

    /// Writes a frame, and returns whether the WebSocket took it.
    pub(crate) async fn push(&mut self, frame: Frame) -> bool {
        let message = match frame {
            Frame::Text(text) => Message::text(text),
            Frame::Binary(bytes) => Message::binary(bytes),
        };
        self.socket.send(message).await.is_ok()
    }

    /// The relay's next message except heartbeats; `None` when the connection of a page that cannot
    /// resume has ended.
    pub(crate) async fn next(&mut self) -> Option<ToPage> {
        loop {
            match self.hear().await {
                None if self.memory.is_some() => self.resume().await,
                heard => return heard,
            }
        }
    }

    /// The next message of this WebSocket except heartbeats; `None` when it has ended.
    pub(crate) async fn hear(&mut self) -> Option<ToPage> {
        within("a message of the relay", async {
            loop {
                let frame = match self.socket.next().await {
                    Some(Ok(Message::Text(text))) => Frame::Text(text.as_str().to_owned()),
                    Some(Ok(Message::Binary(bytes))) => Frame::Binary(bytes),
                    Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
                    Some(Ok(_)) => continue,
                };
                let size = frame.size();
                let message = ToPage::decode(frame).unwrap();
                match message {
                    ToPage::Heartbeat if self.alive => self.say(&ToRelay::Heartbeat).await,
                    message if self.note(&message, size).await => {}
                    message => return Some(message),
                }
            }
        })
        .await
    }

    /// Sends a call and does not wait for its return.
    pub(crate) async fn start(&mut self, socket: Option<SocketId>, op: Op, bytes: &[u8]) -> CallId {
        let id = CallId(self.next_call);
        self.next_call += 1;
        let bytes = Bytes::copy_from_slice(bytes);
        let host = self.host.clone().filter(|_| socket.is_none());
        self.say(&ToRelay::Call(Call { id, socket, host, op, bytes })).await;
        id
    }

    /// Waits for a call's return.
    pub(crate) async fn wait(&mut self, id: CallId) -> Return {
        loop {
            if let Some(at) = self.returns.iter().position(|found| found.id == id) {
                return self.returns.remove(at).unwrap();
            }
            self.take_in().await;
        }
    }

    /// Waits for the next event.
    pub(crate) async fn event(&mut self) -> Event {
        loop {
            if let Some(event) = self.events.pop_front() {
                return event;
            }
            self.take_in().await;
        }
    }

    /// The next event of those already received.
    pub(crate) fn event_now(&mut self) -> Option<Event> {
        self.events.pop_front()
    }

    /// Waits until a call is blocked. Other events are dropped.
    pub(crate) async fn blocked(&mut self, id: CallId) {
        loop {
            match self.event().await {
                Event::Blocked { id: found, .. } if found == id => return,
                _ => {}
            }
        }
    }

    /// Waits until any of these calls is blocked.
    pub(crate) async fn blocked_one(&mut self, calls: &[CallId]) {
        loop {
            match self.event().await {
                Event::Blocked { id, .. } if calls.contains(&id) => return,
                _ => {}
            }
        }
    }

    /// The returns received so far, in order.
    pub(crate) fn returned(&self) -> Vec<CallId> {
        self.returns.iter().map(|found| found.id).collect()
    }

    async fn take_in(&mut self) {
        match self.next().await {
            Some(ToPage::Return(found)) => self.returns.push_back(found),
            Some(ToPage::Event(event)) => self.events.push_back(event),
            Some(ToPage::Network(report)) => self.network.push_back(report),
            other => panic!("no return or event but {other:?}"),
        }
    }

    /// Waits for the relay's goodbye; other messages are dropped.
    pub(crate) async fn goodbye(&mut self) -> Goodbye {
        loop {
            match self.next().await {
                Some(ToPage::Goodbye(goodbye)) => return goodbye,
                Some(_) => {}
                None => panic!("the connection ended without a goodbye"),
            }
        }
    }

    /// Makes a call and waits for its return.
    pub(crate) async fn call(&mut self, socket: SocketId, op: Op) -> Outcome {
        self.call_with(socket, op, b"").await
    }

    /// Makes a call with bytes and waits for its return.
    pub(crate) async fn call_with(&mut self, socket: SocketId, op: Op, bytes: &[u8]) -> Outcome {
        let id = self.start(Some(socket), op, bytes).await;
        self.wait(id).await.outcome
    }

    /// Starts a call and waits until it is blocked.
    pub(crate) async fn block(&mut self, socket: SocketId, op: Op) -> CallId {
        let id = self.start(Some(socket), op, b"").await;
        self.blocked(id).await;
        id
    }

    /// Cancels a call and waits for its return.
    pub(crate) async fn cancel(&mut self, id: CallId) -> Outcome {
        self.say(&ToRelay::Cancel { id }).await;
        self.wait(id).await.outcome
    }

    /// `socket`, or why not.
    pub(crate) async fn try_open(
        &mut self,
        family: Family,
        kind: SocketType,
    ) -> Result<SocketId, Failure> {
        let id = self.start(None, Op::Socket { family, kind, proto: 0 }, b"").await;
        match self.wait(id).await.outcome? {
            Value::Socket { socket, .. } => Ok(socket),
            other => panic!("no socket but {other:?}"),
        }
    }

    /// `socket`.
    pub(crate) async fn open_socket(&mut self, family: Family, kind: SocketType) -> SocketId {
        self.try_open(family, kind).await.unwrap()
    }

    /// A pair of Unix streams, or why not.
    pub(crate) async fn pair(&mut self) -> Result<[SocketId; 2], Failure> {
        let op = Op::Socketpair { family: Family::Unix, kind: SocketType::Stream, proto: 0 };
        let id = self.start(None, op, b"").await;
        match self.wait(id).await.outcome? {
            Value::Pair { sockets, .. } => Ok(sockets),
            other => panic!("no pair but {other:?}"),
        }
    }

    /// A TCP socket.
    pub(crate) async fn tcp(&mut self) -> SocketId {
        self.open_socket(Family::Inet, SocketType::Stream).await
    }

    /// `connect`.
    pub(crate) async fn connect(&mut self, socket: SocketId, address: &Address) -> Outcome {
        self.call(socket, Op::Connect { address: address.clone() }).await
    }

    /// `accept`.
    pub(crate) async fn accept(&mut self, listener: SocketId) -> SocketId {
        match self.call(listener, Op::Accept).await.unwrap() {
            Value::Accepted { socket, .. } => socket,
            other => panic!("no connection but {other:?}"),
        }
    }

    /// `getsockname`.
    pub(crate) async fn local(&mut self, socket: SocketId) -> Address {
        match self.call(socket, Op::Getsockname).await.unwrap() {
            Value::Address(address) => address,
            other => panic!("no address but {other:?}"),
        }
    }

    /// `getpeername`.
    pub(crate) async fn peer(&mut self, socket: SocketId) -> Address {
        match self.call(socket, Op::Getpeername).await.unwrap() {
            Value::Address(address) => address,
            other => panic!("no address but {other:?}"),
        }
    }

    /// `send`.
    pub(crate) async fn send(&mut self, socket: SocketId, bytes: &[u8]) -> Outcome {
        self.call_with(socket, Op::Send { flags: MsgFlags::NONE }, bytes).await
    }

    /// `recv` of at most 64 KiB.
    pub(crate) async fn recv(&mut self, socket: SocketId) -> Result<Vec<u8>, Failure> {
        bytes(self.call(socket, recv(65536)).await)
    }

    /// `shutdown`.
    pub(crate) async fn shutdown(&mut self, socket: SocketId, how: How) -> Outcome {
        self.call(socket, Op::Shutdown { how }).await
    }

    /// `close`.
    pub(crate) async fn close(&mut self, socket: SocketId) -> Outcome {
        self.call(socket, Op::Close).await
    }

    /// `settimeout`.
    pub(crate) async fn settimeout(&mut self, socket: SocketId, seconds: Option<f64>) {
        self.call(socket, Op::Settimeout { seconds }).await.unwrap();
    }
}

/// `recv(bufsize)`.
pub(crate) fn recv(bufsize: i64) -> Op {
    Op::Recv { bufsize, flags: MsgFlags::NONE }
}

/// The bytes of a recv or recvfrom.
pub(crate) fn bytes(outcome: Outcome) -> Result<Vec<u8>, Failure> {
    match outcome? {
        Value::Bytes(bytes) | Value::BytesFrom { bytes, .. } => Ok(bytes.to_vec()),
        other => panic!("no bytes but {other:?}"),
    }
}

/// A hello.
pub(crate) fn hello(version: u16, token: Option<&str>, first_socket: u32) -> ToRelay {
    let (token, first_socket) = (token.map(Into::into), SocketId(first_socket));
    ToRelay::Hello { version, token, first_socket, resume: Resume::Never }
}
