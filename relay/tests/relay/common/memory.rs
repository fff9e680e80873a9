//! What a page keeps to resume its session over another WebSocket.

use std::net::SocketAddr;

use lab_shared::call::SocketId;
use lab_shared::wire::reliability::{AckCounter, UnackedQueue};
use lab_shared::wire::{Frame, PROTOCOL_VERSION, Resume, Ticket, ToPage, ToRelay};
use tokio::io::AsyncWriteExt as _;

use super::{Page, TOKEN, within};

/// The page's side of a session that outlives its WebSockets.
pub(crate) struct Memory {
    /// The address of the relay, or of a proxy before it.
    pub(crate) relay: SocketAddr,
    pub(crate) ticket: Ticket,
    pub(crate) sent: UnackedQueue,
    pub(crate) received: AckCounter,
    /// How many WebSockets there were after the first.
    pub(crate) resumed: usize,
}

impl Page {
    /// A page at `relay` that resumes by itself when its WebSocket breaks.
    pub(crate) async fn lasting(relay: SocketAddr) -> Self {
        let mut page = Self::knock_at(relay, &[]).await.unwrap();
        let welcome = match page.introduce(Resume::Later).await {
            ToPage::Hello(welcome) => welcome,
            other => panic!("no welcome but {other:?}"),
        };
        let ticket = welcome.ticket.clone().expect("a session that can be resumed has a ticket");
        let (sent, received) = (UnackedQueue::default(), AckCounter::default());
        page.memory = Some(Memory { relay, ticket, sent, received, resumed: 0 });
        page.welcome = Some(welcome);
        page
    }

    /// Sends a hello with this resume request, and waits for the relay's first message.
    pub(crate) async fn introduce(&mut self, resume: Resume) -> ToPage {
        self.say(&hello_to(resume)).await;
        self.hear().await.expect("the relay answers a hello")
    }

    /// The memory of a page that has one.
    pub(crate) fn memory(&mut self) -> &mut Memory {
        self.memory.as_mut().expect("a lasting page")
    }

    /// Breaks the WebSocket without a close, as a network does.
    pub(crate) async fn cut(&mut self) {
        within("the end of the connection", self.socket.get_mut().shutdown()).await.unwrap();
    }

    /// Opens another WebSocket and requests the session. Returns the relay's first message, or
    /// `None` where the network fails again.
    pub(crate) async fn return_to_session(&mut self) -> Option<ToPage> {
        let memory = self.memory();
        let resume = Resume::Now {
            session: memory.ticket.session,
            secret: memory.ticket.secret.clone(),
            received: memory.received.tell(),
        };
        let again = Self::knock_at(memory.relay, &[]).await.ok()?;
        self.socket = again.socket;
        if !self.push(hello_to(resume).encode()).await {
            return None;
        }
        self.hear().await
    }

    /// Resumes, over as many WebSockets as it takes.
    pub(crate) async fn resume(&mut self) {
        'again: loop {
            match self.return_to_session().await {
                Some(ToPage::Resumed { received }) => {
                    let memory = self.memory();
                    memory.sent.ack(received).unwrap();
                    memory.resumed += 1;
                    let frames: Vec<Frame> = memory.sent.unacked().cloned().collect();
                    for frame in frames {
                        if !self.push(frame).await {
                            continue 'again;
                        }
                    }
                    return;
                }
                None => {}
                other => panic!("the session was not resumed but {other:?}"),
            }
        }
    }

    /// Counts a received message, and returns whether it only acknowledges.
    pub(crate) async fn note(&mut self, message: &ToPage, size: usize) -> bool {
        let Some(memory) = &mut self.memory else { return false };
        if let ToPage::Received { messages } = message {
            memory.sent.ack(*messages).unwrap();
            return true;
        }
        if message.is_counted() {
            memory.received.note(size);
        }
        if let Some(messages) = memory.received.due() {
            self.say(&ToRelay::Received { messages }).await;
        }
        false
    }
}

/// A valid hello with this resume request.
fn hello_to(resume: Resume) -> ToRelay {
    let (token, first_socket) = (Some(TOKEN.into()), SocketId(1));
    ToRelay::Hello { version: PROTOCOL_VERSION, token, first_socket, resume }
}
