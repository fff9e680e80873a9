//! A relay client and what it tells, as tests need it.

use bytes::Bytes;
use futures_channel::mpsc;
use futures_util::StreamExt;
use lab_shared::call::{Address, Family, Op, SocketId, SocketType, Value};
use lab_shared::network::{NetworkCommand, NetworkNotice, NetworkPlan, NetworkReport};
use lab_shared::wire::Return;
use std::cell::RefCell;

use super::address;
use lab_web::under_test::{Output, PendingCall, Phase, RelayAddress, RelayClient, Tokens};

/// Room for what a test may leave unread.
const UNREAD: usize = 1024;

/// An IPv4 TCP socket.
pub(crate) const STREAM: Op =
    Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };

/// One page's session with the relay.
pub(crate) struct Session {
    pub(crate) client: RelayClient,
    told: mpsc::Receiver<(Phase, Output)>,
}

impl Session {
    /// Greets the relay with its token and waits until it is ready.
    pub(crate) async fn ready() -> Self {
        let mut session = Self::with(address::url(), Some(address::token()));
        session.phase(Phase::is_ready).await;
        session
    }

    /// Greets a relay.
    pub(crate) fn with(url: &str, token: Option<&str>) -> Self {
        let (sender, told) = mpsc::channel(UNREAD);
        let sender = RefCell::new(sender);
        let listener = move |phase: &Phase, output: Output| {
            // A full channel only means a test that reads nothing.
            let _ = sender.borrow_mut().try_send((phase.clone(), output));
        };
        let address = RelayAddress {
            url: url.to_owned(),
            tokens: Tokens::new(token.map(str::to_owned), None),
            ..address::relay()
        };
        Self { client: RelayClient::start(address, Box::new(listener)), told }
    }

    /// Waits for a phase.
    pub(crate) async fn phase(&mut self, wanted: impl Fn(&Phase) -> bool) -> Phase {
        loop {
            let (phase, _) = self.told.next().await.expect("the client lives");
            if wanted(&phase) {
                return phase;
            }
        }
    }

    /// Makes a network of a server and a client.
    pub(crate) async fn opens_a_network(&mut self) {
        self.client.ask_network(NetworkCommand::Open(NetworkPlan::pair()));
        loop {
            let (_, output) = self.told.next().await.expect("the client lives");
            match output {
                Output::Network(NetworkReport { news: NetworkNotice::Changed(_), .. }) => return,
                Output::Network(report) => panic!("{report:?}"),
                _ => {}
            }
        }
    }

    /// Waits until some call blocks.
    pub(crate) async fn blocked(&mut self) {
        while !matches!(self.told.next().await, Some((_, Output::Blocked(..)))) {}
    }

    /// Makes a call and waits for what it returns.
    pub(crate) async fn value(&self, socket: Option<SocketId>, op: Op) -> Value {
        let returned = self.returned(self.client.call(socket, op, Bytes::new())).await;
        returned.outcome.expect("the call succeeds")
    }

    /// Makes a call with bytes and waits for what it returns.
    pub(crate) async fn sent(&self, socket: SocketId, op: Op, bytes: impl Into<Bytes>) -> Value {
        let returned = self.returned(self.client.call(Some(socket), op, bytes.into())).await;
        returned.outcome.expect("the call succeeds")
    }

    /// Waits for a call to return.
    pub(crate) async fn returned(&self, call: PendingCall) -> Return {
        call.await.expect("the relay is there")
    }

    /// A new TCP socket.
    pub(crate) async fn socket(&self) -> SocketId {
        match self.value(None, STREAM).await {
            Value::Socket { socket, .. } => socket,
            other => panic!("socket returned {other:?}"),
        }
    }

    /// A TCP socket that listens on a free port, and its address.
    pub(crate) async fn listening(&self) -> (SocketId, Address) {
        let socket = Some(self.socket().await);
        self.value(socket, Op::Bind { address: Address::inet("127.0.0.1", 0) }).await;
        self.value(socket, Op::Listen { backlog: Some(5) }).await;
        match (socket, self.value(socket, Op::Getsockname).await) {
            (Some(socket), Value::Address(address)) => (socket, address),
            other => panic!("getsockname returned {other:?}"),
        }
    }
}
