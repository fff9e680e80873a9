//! One page's session: from its hello to its end, everything in one task.
//!
//! The loop answers what it can, then sends the answers, then waits. It never reads from a page
//! that does not take its answers, so nothing grows while a page is slow. What it does between two waits is
//! counted, and after as much as a turn may have, it lets the other tasks go on.

mod calls;
mod capture;
pub(crate) mod clock;
pub(crate) mod connection;
mod kernel_watch;
mod rooms;
mod target;
mod turn;

use std::convert::Infallible;
use std::future::poll_fn;
use std::net::IpAddr;
use std::sync::Arc;

use lab_shared::call::{Failure, Rule};
use lab_shared::wire::{Goodbye, ToPage, ToRelay, Welcome};
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};

use crate::access::strangers::Stranger;
use crate::metrics::Watch;
use crate::resources::limits::READ_BURST;
use crate::server::admission::{Hello, find_place, greeting, hear_hello, lead_in, seat};
use crate::server::state::Ground;
use calls::engine::Engine;
use calls::outbox::Told;
use clock::Clock;
use connection::inbox::{Asked, Held};
use connection::rate_limit::Rate;
pub(crate) use connection::registry::Returning;
use connection::resumable::{Line, Said};
use connection::websocket::{End, Link, WebSocket, malformed};
use rooms::Rooms;
use turn::Turn;

/// Serves one page until it leaves, is lost, breaks the protocol, or the relay stops.
/// `stranger` is its connection, and `number` names its session if it begins one.
pub(crate) async fn serve(
    socket: WebSocket,
    ground: Arc<Ground>,
    stranger: &Stranger,
    number: u64,
) {
    let from = stranger.address();
    let mut link = Link::new(socket, ground.times.heartbeat_timeout);
    let hello = tokio::select! {
        hello = hear_hello(&mut link, &ground, from) => hello,
        () = ground.shutdown.asked() => Err(End::Goodbye(Goodbye::Shutdown)),
    };
    let (link, end) = match hello {
        Ok(hello) => {
            stranger.showed_token();
            match lead_in(link, &hello.resume, &ground) {
                None => return,
                Some(link) => converse(link, hello, &ground, from, number).await,
            }
        }
        Err(end) => (Some(link), end),
    };
    // Whatever the page had open is closed by now: its sockets lived in the conversation.
    match end {
        End::Left => {
            if let Some(link) = link {
                link.finish().await;
            }
            tracing::debug!("the page has left");
        }
        End::Gone | End::Stuck => tracing::debug!(?end, "the page is gone"),
        End::Goodbye(goodbye) => {
            tracing::info!(?goodbye, "the session ends");
            ground.metrics.parted(&goodbye);
            if let Some(link) = link {
                link.close(goodbye).await;
            }
        }
    }
}

/// A session from its welcome to its end; the WebSocket it has then.
async fn converse(
    link: Link,
    hello: Hello,
    ground: &Arc<Ground>,
    from: IpAddr,
    number: u64,
) -> (Option<Link>, End) {
    let _place = match find_place(ground, from).await {
        Ok(place) => place,
        Err(goodbye) => return (Some(link), End::Goodbye(goodbye)),
    };
    let seat = match seat(ground, &hello.resume, number) {
        Ok(seat) => seat,
        Err(end) => return (Some(link), end),
    };
    let clock = Clock::start();
    let memory = ground.memory.page();
    let held = Held::new(ground.limits.pending, Arc::clone(&memory.waiting));
    let engine = match Engine::new(Arc::clone(ground), clock, hello.first_socket, memory.clone()) {
        Ok(engine) => engine,
        Err(error) => {
            tracing::error!(%error, "no session can begin; is the limit of open files reached?");
            return (Some(link), End::Gone);
        }
    };
    let ticket = seat.as_ref().map(|seat| seat.ticket().clone());
    let greeting = greeting(ground, clock, engine.capture_state(), ticket);
    let rate = Rate::new(ground.limits.rate);
    let watch = Watch::new(&ground.metrics);
    let mut line = Line::new(link, watch, rate, memory, seat, ground.times.resume);
    let end = tokio::select! {
        end = attend(&mut line, ground, engine, held, greeting) => end,
        () = ground.shutdown.asked() => End::Goodbye(Goodbye::Shutdown),
    };
    (line.into_link(), end)
}

/// The conversation of a session that has begun.
async fn attend(
    line: &mut Line,
    ground: &Arc<Ground>,
    engine: Engine,
    held: Held,
    greeting: Welcome,
) -> End {
    if let Err(end) = line.write(ToPage::Hello(greeting), None).await {
        return end;
    }
    match until_end(line, ground, engine, held).await {
        Ok(never) => match never {},
        Err(end) => end,
    }
}

async fn until_end(
    line: &mut Line,
    ground: &Arc<Ground>,
    mut engine: Engine,
    mut held: Held,
) -> Result<Infallible, End> {
    let times = &ground.times;
    let mut rooms = Rooms::new(Arc::clone(ground), engine.clock(), engine.threads());
    let mut heartbeat =
        interval_at(Instant::now() + times.heartbeat_interval, times.heartbeat_interval);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last_heard = Instant::now();
    let silence = sleep_until(last_heard + times.heartbeat_timeout);
    tokio::pin!(silence);
    let mut burst = 0;
    let mut turn = Turn::default();
    loop {
        turn.step(line.take_passed() + engine.take_work()).await;
        if line.has_room() {
            if let Some(Told { message, hold }) = engine.take_message() {
                line.write(message, hold).await?;
                continue;
            }
            if engine.run_next() {
                continue;
            }
            if let Some(asked) = held.next() {
                act(&mut engine, &mut rooms, asked)?;
                continue;
            }
        }
        if burst < READ_BURST
            && line.pause().is_none()
            && let Some(said) = line.heard_now()
        {
            burst += 1;
            last_heard = Instant::now();
            take_in(said?, line, &mut held).await?;
            continue;
        }
        burst = 0;
        line.flush().await?;
        let (pause, room) = (line.pause(), line.has_room());
        // In this order: a socket that is ready should not wait for a look at the page, which was heard
        // a moment ago; what stands before it comes seldom.
        tokio::select! {
            biased;
            () = &mut silence => {
                let mut due = last_heard + times.heartbeat_timeout;
                if due <= Instant::now() {
                    line.fall_silent(times.heartbeat_timeout, times.heartbeat_interval)?;
                    due = Instant::now() + times.heartbeat_timeout;
                }
                silence.as_mut().reset(due);
            }
            _ = heartbeat.tick() => line.beat().await?,
            () = sleep_until(pause.unwrap_or_else(Instant::now)), if pause.is_some() => {}
            reports = rooms.news(), if room => {
                for report in reports {
                    line.write(ToPage::Room(report), None).await?;
                }
            }
            wake = poll_fn(|cx| engine.poll_wake(cx)), if room => match wake {
                Ok(wake) => engine.wake(wake),
                Err(error) => {
                    tracing::error!(%error, "the kernel cannot wait for this page's sockets");
                    return Err(End::Gone);
                }
            },
            said = line.hear(), if pause.is_none() => {
                last_heard = Instant::now();
                take_in(said?, line, &mut held).await?;
            }
        }
    }
}

async fn take_in(said: Said, line: &mut Line, held: &mut Held) -> Result<(), End> {
    match said {
        Said::Life => Ok(()),
        Said::Message(message, size) => held.keep(message, size),
        Said::Again(arrival) => line.resume(*arrival).await,
    }
}

fn act(engine: &mut Engine, rooms: &mut Rooms, asked: Asked) -> Result<(), End> {
    let (message, hold) = match asked {
        Asked::Message(message, hold) => (message, hold),
        Asked::TooMuch(id) => {
            return engine.call_too_large(id).map_err(|detail| malformed(&detail));
        }
        Asked::TooMuchForRoom(room) => {
            rooms.refuse(room, Failure::refused(Rule::MaxMemory));
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
        ToRelay::Room(request) => rooms.ask(request).map_err(|detail| malformed(&detail)),
        ToRelay::Hello { .. } => Err(malformed("a second hello")),
        ToRelay::Received { .. } => Err(malformed("a count of messages that nobody asked for")),
    }
}
