//! One page's session: from the relay's welcome to its end, in one task.
//!
//! The loop acts on the messages it has, sends the returns, then waits. It reads nothing from a
//! page that does not take its returns, so what is held for a slow page stays bounded. What it does
//! between two waits is counted, and after as much as a turn may have it yields to the other tasks.

mod assistants;
mod calls;
mod capture;
mod clock;
mod connection;
mod context;
mod kernel_watch;
mod network;
mod rooms;
mod target;
mod turn;

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;

use lab_shared::call::{Failure, Rule, SocketId};
use lab_shared::network::NetworkNotice;
use lab_shared::wire::{Goodbye, ToPage, ToRelay, Welcome};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};

use crate::metrics::SessionMeter;
use crate::resources::limits::READ_BURST;
use assistants::WatchedAssistants;
use calls::engine::Engine;
use calls::outbox::Outgoing;
use clock::Clock;
use connection::inbox::{Inbox, InboxItem};
use connection::rate_limit::Rate;
pub(crate) use connection::registry::{Reconnection, ResumeHandle, ResumeRegistry};
use connection::resumable::{Incoming, ResumableConnection};
use connection::websocket::malformed;
pub(crate) use connection::websocket::{Decoded, Disconnect, Link, WebSocket};
pub(crate) use context::SessionContext;
use network::PageNetwork;
use rooms::Rooms;
use turn::Turn;

/// Runs a session from its welcome to its end, and returns the WebSocket it has then.
/// `handle` is where its page resumes it; without one it ends with its WebSocket.
pub(crate) async fn run(
    link: Link,
    first_socket: SocketId,
    handle: Option<ResumeHandle>,
    context: &Arc<SessionContext>,
) -> (Option<Link>, Disconnect) {
    let clock = Clock::start();
    let memory = context.memory.page();
    let inbox = Inbox::new(context.limits.pending, Arc::clone(&memory.waiting));
    let engine = match Engine::new(Arc::clone(context), clock, first_socket, memory.clone()) {
        Ok(engine) => engine,
        Err(error) => {
            tracing::error!(%error, "no session can begin; is the limit of open files reached?");
            return (Some(link), Disconnect::Gone);
        }
    };
    let ticket = handle.as_ref().map(|handle| handle.ticket().clone());
    let welcome = context.welcome(clock, engine.capture_state(), engine.unix_directory(), ticket);
    let rate = Rate::new(context.limits.rate);
    let meter = SessionMeter::new(&context.metrics);
    let mut connection =
        ResumableConnection::new(link, meter, rate, memory, handle, context.times.resume);
    let end = tokio::select! {
        end = serve(&mut connection, context, engine, inbox, welcome) => end,
        () = context.shutdown.asked() => Disconnect::Goodbye(Goodbye::Shutdown),
    };
    (connection.into_link(), end)
}

/// Sends the welcome, then serves the page until its end.
async fn serve(
    connection: &mut ResumableConnection,
    context: &Arc<SessionContext>,
    engine: Engine,
    inbox: Inbox,
    welcome: Welcome,
) -> Disconnect {
    if let Err(end) = connection.write(ToPage::Hello(welcome), None).await {
        return end;
    }
    match run_loop(connection, context, engine, inbox).await {
        Ok(never) => match never {},
        Err(end) => end,
    }
}

async fn run_loop(
    connection: &mut ResumableConnection,
    context: &Arc<SessionContext>,
    mut engine: Engine,
    mut inbox: Inbox,
) -> Result<Infallible, Disconnect> {
    let times = &context.times;
    let mut rooms = Rooms::new(Arc::clone(context), engine.clock(), engine.threads());
    let mut assistants = WatchedAssistants::new(Arc::clone(context));
    let mut network = PageNetwork::new(Arc::clone(context), engine.clock());
    let mut heartbeat =
        interval_at(Instant::now() + times.heartbeat_interval, times.heartbeat_interval);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last_received = Instant::now();
    let silence = sleep_until(last_received + times.heartbeat_timeout);
    tokio::pin!(silence);
    let mut burst = 0;
    let mut turn = Turn::default();
    loop {
        turn.step(connection.take_passed() + engine.take_work()).await;
        if connection.has_room() {
            if let Some(Outgoing { message, hold }) = engine.poll_message() {
                connection.write(message, hold).await?;
                continue;
            }
            if engine.handle_next() {
                continue;
            }
            if !network.is_busy()
                && let Some(item) = inbox.pop()
            {
                carry_out(&mut engine, &mut rooms, &mut assistants, &mut network, item)?;
                continue;
            }
        }
        if burst < READ_BURST
            && connection.pause().is_none()
            && let Some(incoming) = connection.try_receive()
        {
            burst += 1;
            last_received = Instant::now();
            take_incoming(incoming?, connection, &mut inbox).await?;
            continue;
        }
        burst = 0;
        connection.flush().await?;
        let (pause, room) = (connection.pause(), connection.has_room());
        // In this order: a socket that is ready should not wait for a read of the WebSocket, which
        // was read a moment ago. What comes before it is rare.
        tokio::select! {
            biased;
            () = &mut silence => {
                let mut due = last_received + times.heartbeat_timeout;
                if due <= Instant::now() {
                    connection.on_silence(times.heartbeat_timeout, times.heartbeat_interval)?;
                    due = Instant::now() + times.heartbeat_timeout;
                }
                silence.as_mut().reset(due);
            }
            _ = heartbeat.tick() => connection.send_heartbeat().await?,
            () = sleep_until(pause.unwrap_or_else(Instant::now)), if pause.is_some() => {}
            reports = rooms.next_reports(), if room => {
                for report in reports {
                    connection.write(ToPage::Room(report), None).await?;
                }
            }
            reports = assistants.next_reports(), if room => {
                for report in reports {
                    connection.write(ToPage::Assistant(report), None).await?;
                }
            }
            report = network.next_report(), if room => {
                // Packets change nothing of what calls can reach.
                if !matches!(report.news, NetworkNotice::Packets { .. }) {
                    engine.network_changed(network.network());
                }
                connection.write(ToPage::Network(report), None).await?;
            }
            wake = poll_fn(|cx| engine.poll_wake(cx)), if room => match wake {
                Ok(wake) => engine.handle_wake(wake),
                Err(error) => {
                    tracing::error!(%error, "the kernel cannot wait for this page's sockets");
                    return Err(Disconnect::Gone);
                }
            },
            incoming = connection.receive(), if pause.is_none() => {
                last_received = Instant::now();
                take_incoming(incoming?, connection, &mut inbox).await?;
            }
        }
    }
}

async fn take_incoming(
    incoming: Incoming,
    connection: &mut ResumableConnection,
    inbox: &mut Inbox,
) -> Result<(), Disconnect> {
    match incoming {
        Incoming::KeepAlive => Ok(()),
        Incoming::Message(message, size) => inbox.push(message, size),
        Incoming::Reconnected(reconnection) => connection.resume(*reconnection).await,
    }
}

fn carry_out(
    engine: &mut Engine,
    rooms: &mut Rooms,
    assistants: &mut WatchedAssistants,
    network: &mut PageNetwork,
    item: InboxItem,
) -> Result<(), Disconnect> {
    let (message, hold) = match item {
        InboxItem::Message(message, hold) => (message, hold),
        InboxItem::CallTooLarge(id) => {
            return engine.call_too_large(id).map_err(|detail| malformed(&detail));
        }
        InboxItem::RoomRequestTooLarge(room) => {
            rooms.refuse(room, Failure::refused(Rule::MaxMemory));
            return Ok(());
        }
        InboxItem::AssistantRequestTooLarge(id) => {
            assistants.refuse_for_size(id);
            return Ok(());
        }
    };
    match message {
        ToRelay::Heartbeat => Ok(()),
        ToRelay::Call(call) => engine.call(call, hold).map_err(|detail| malformed(&detail)),
        ToRelay::Cancel { id } => {
            engine.cancel(id);
            Ok(())
        }
        ToRelay::Watch { socket, on } => {
            engine.watch(socket, on);
            Ok(())
        }
        ToRelay::Room(request) => {
            rooms.handle_request(request).map_err(|detail| malformed(&detail))
        }
        ToRelay::Assistant(request) => {
            assistants.handle_request(&request, hold).map_err(|detail| malformed(&detail))
        }
        ToRelay::Network(command) => {
            network.handle_command(command);
            Ok(())
        }
        ToRelay::Hello { .. } => Err(malformed("a second hello")),
        ToRelay::Received { .. } => Err(malformed("a count of messages that nobody asked for")),
    }
}
