//! A page of the relay: calls and their returns, and a pump made of them.

use std::collections::VecDeque;

use anyhow::{Context as _, Result, bail};
use bytes::Bytes;
use futures_util::{SinkExt as _, StreamExt as _};
use lab_shared::call::{Address, CallId, Family, MsgFlags, Op, SocketId, SocketType, Value};
use lab_shared::wire::reliability::AckCounter;
use lab_shared::wire::{Call, Frame, PROTOCOL_VERSION, Resume, Return, ToPage, ToRelay};
use tokio_tungstenite::tungstenite::Message;

use super::web::{Dialect, Heard, Socket};

/// Calls pending at once where many are made.
const WINDOW: usize = 256;

/// How many calls may be pending on each socket.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pump {
    /// recv calls pending.
    pub(crate) receives: u32,
    /// The bufsize of each.
    pub(crate) bufsize: i64,
    /// Sends pending.
    pub(crate) sends: u32,
}

impl Pump {
    /// For full speed.
    pub(crate) const BULK: Self = Self { receives: 8, bufsize: 256 * 1024, sends: 4 };

    /// For small messages there and back. A second recv would be tried in vain before the return of the
    /// first is sent.
    pub(crate) const PING: Self = Self { receives: 1, bufsize: 4096, sends: 2 };
}

/// Counts the messages the page receives: its session can be resumed, like that of the lab's own page.
#[derive(Debug, Default)]
pub(crate) struct Ears {
    received: AckCounter,
}

impl Ears {
    /// Decodes a message, and answers it at once where needed.
    fn hear(&mut self, message: Message) -> Result<(Option<ToPage>, Option<Message>)> {
        let frame = match message {
            Message::Text(text) => Frame::Text(text.as_str().to_owned()),
            Message::Binary(bytes) => Frame::Binary(bytes),
            _ => return Ok((None, None)),
        };
        let size = frame.size();
        let said = ToPage::decode(frame)?;
        let answer = match said {
            ToPage::Heartbeat => Some(ToRelay::Heartbeat),
            _ if said.is_counted() => {
                self.received.note(size);
                self.received.due().map(|messages| ToRelay::Received { messages })
            }
            _ => None,
        };
        Ok((Some(said), answer.as_ref().map(message_of)))
    }
}

/// Sends the hello and waits for the welcome.
pub(crate) async fn greet(socket: &mut Socket) -> Result<Ears> {
    let mut ears = Ears::default();
    let hello = ToRelay::Hello {
        version: PROTOCOL_VERSION,
        token: None,
        first_socket: SocketId(1),
        resume: Resume::Later,
    };
    socket.send(message_of(&hello)).await?;
    match next(socket, &mut ears).await? {
        ToPage::Hello(_) => Ok(ears),
        other => bail!("no welcome but {other:?}"),
    }
}

/// Makes many calls, some at once, and waits for their values, in the calls' order.
pub(crate) async fn calls(
    socket: &mut Socket,
    ears: &mut Ears,
    calls: Vec<(Option<SocketId>, Op)>,
) -> Result<Vec<Value>> {
    let mut values = vec![Value::None; calls.len()];
    let mut calls = (0..).map(CallId).zip(calls);
    let (mut asked, mut answered) = (0, 0);
    while answered < values.len() {
        for (id, (on, op)) in calls.by_ref().take(WINDOW - (asked - answered)) {
            socket.feed(message_of(&call(id, on, op, Bytes::new()))).await?;
            asked += 1;
        }
        socket.flush().await?;
        if let ToPage::Return(Return { id: CallId(id), outcome, .. }) = next(socket, ears).await? {
            values[id as usize] = outcome.map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
            answered += 1;
        }
    }
    Ok(values)
}

/// Opens `count` sockets and connects them to the target of this port.
pub(crate) async fn connect(
    socket: &mut Socket,
    ears: &mut Ears,
    count: usize,
    target: u16,
) -> Result<Vec<SocketId>> {
    let open = Op::Socket { family: Family::Inet, kind: SocketType::Stream, proto: 0 };
    let made = calls(socket, ears, vec![(None, open); count]).await?;
    let made: Vec<SocketId> = made.iter().flat_map(Value::made).copied().collect();
    let address = Address::inet("127.0.0.1", target);
    let connects =
        made.iter().map(|&on| (Some(on), Op::Connect { address: address.clone() })).collect();
    calls(socket, ears, connects).await?;
    Ok(made)
}

/// A call as a WebSocket message.
pub(crate) fn call(id: CallId, socket: Option<SocketId>, op: Op, bytes: Bytes) -> ToRelay {
    ToRelay::Call(Call { id, socket, host: None, op, bytes })
}

/// A message of the page as one of the WebSocket.
pub(crate) fn message_of(message: &ToRelay) -> Message {
    match message.encode() {
        Frame::Text(text) => Message::text(text),
        Frame::Binary(bytes) => Message::binary(bytes),
    }
}

/// The relay's next message, except heartbeats and acknowledgements.
pub(crate) async fn next(socket: &mut Socket, ears: &mut Ears) -> Result<ToPage> {
    loop {
        let heard = socket.next().await.context("the relay has closed")??;
        let (said, answer) = ears.hear(heard)?;
        if let Some(answer) = answer {
            socket.send(answer).await?;
        }
        match said {
            None | Some(ToPage::Heartbeat | ToPage::Received { .. }) => {}
            Some(said) => return Ok(said),
        }
    }
}

/// Byte streams over calls: on each socket some recv calls are always pending, its credit inward,
/// and some sends may be pending, its credit outward.
pub(crate) struct Page {
    ears: Ears,
    pump: Pump,
    due: VecDeque<Message>,
    /// Sends that are not pending.
    idle: VecDeque<Message>,
    /// The calls of all sockets by their ids: `receives` and then `sends` for each.
    made: Vec<Message>,
}

impl Page {
    /// Opens sockets to the target of this port, each to send `chunk` repeatedly.
    pub(crate) async fn open(
        socket: &mut Socket,
        streams: usize,
        target: u16,
        chunk: &Bytes,
        pump: Pump,
    ) -> Result<Self> {
        let mut ears = greet(socket).await?;
        let sockets = connect(socket, &mut ears, streams, target).await?;
        let (due, idle, made) = (VecDeque::new(), VecDeque::new(), Vec::new());
        let mut page = Self { ears, pump, due, idle, made };
        for on in sockets {
            for slot in 0..pump.receives + pump.sends {
                let id = CallId(u32::try_from(page.made.len())?);
                let flags = MsgFlags::NONE;
                let call = if slot < pump.receives {
                    call(id, Some(on), Op::Recv { bufsize: pump.bufsize, flags }, Bytes::new())
                } else {
                    call(id, Some(on), Op::Sendall { flags }, chunk.clone())
                };
                let call = message_of(&call);
                page.made.push(call.clone());
                if slot < pump.receives { &mut page.due } else { &mut page.idle }.push_back(call);
            }
        }
        Ok(page)
    }
}

impl Dialect for Page {
    fn due(&mut self) -> Option<Message> {
        self.due.pop_front()
    }

    fn chunk(&mut self) -> Option<Message> {
        self.idle.pop_front()
    }

    fn heard(&mut self, heard: Message) -> Result<Option<Heard>> {
        let (said, answer) = self.ears.hear(heard)?;
        self.due.extend(answer);
        match said {
            Some(ToPage::Return(Return { id: CallId(id), outcome, .. })) => {
                let value = outcome.map_err(|failure| anyhow::anyhow!("{failure:?}"))?;
                let (id, slots) = (id as usize, self.pump.receives + self.pump.sends);
                let again = self.made.get(id).context("the relay returns an unknown call")?.clone();
                let Value::Bytes(bytes) = value else {
                    self.idle.push_back(again);
                    return Ok(None);
                };
                self.due.push_back(again);
                Ok(Some(Heard { stream: id / slots as usize, bytes }))
            }
            _ => Ok(None),
        }
    }
}
