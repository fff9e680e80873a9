//! One page's session: from its hello to its end, everything in one task.
//!
//! The loop answers what it can, then sends the answers, then waits. It never reads from a page
//! that does not take its answers, so nothing grows while a page is slow.

mod addresses;
mod aiming;
mod at_once;
mod board;
mod capturing;
mod clock;
mod connect;
mod dissect;
mod engine;
mod entry;
mod helpers;
mod interest;
mod link;
mod making;
mod opening;
mod polls;
mod queued;
mod receive;
mod rooms;
mod send;
mod step;
mod streams;
mod target;
mod timeout;
mod timers;
mod viewing;
mod waking;
mod watches;
mod watching;
mod welcome;

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;

use axum::extract::ws::WebSocket;
use lab_shared::wire::{Goodbye, ToPage, ToRelay};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, MissedTickBehavior, interval_at, sleep_until};

use crate::ground::Ground;
use crate::limits::READ_BURST;
use crate::metrics::Watch;
use engine::Engine;
use link::{End, Heard, Link, malformed};
use rooms::Rooms;
use welcome::{Welcomed, welcome};

/// Serves one page until it leaves, is lost, breaks the protocol, or the relay stops.
/// `doorstep` is its place until it has said hello.
pub(crate) async fn serve(socket: WebSocket, ground: Arc<Ground>, doorstep: OwnedSemaphorePermit) {
    let mut link = Link::new(socket, ground.times.heartbeat_timeout, Watch::new(&ground.metrics));
    let shutdown = ground.shutdown.asked();
    let end = tokio::select! {
        end = converse(&mut link, &ground, doorstep) => end,
        () = shutdown => End::Goodbye(Goodbye::Shutdown),
    };
    // Whatever the page had open is closed by now: its sockets lived in the conversation.
    match end {
        End::Gone => tracing::debug!("the page left"),
        End::Goodbye(goodbye) => {
            tracing::info!(?goodbye, "the session ends");
            link.close(goodbye).await;
        }
    }
}

/// Everything from hello to the end.
async fn converse(link: &mut Link, ground: &Arc<Ground>, doorstep: OwnedSemaphorePermit) -> End {
    let Welcomed { engine, place: _place } = match welcome(link, ground).await {
        Ok(welcomed) => welcomed,
        Err(end) => return end,
    };
    drop(doorstep);
    attend(link, ground, engine).await
}

/// The loop of a session that has begun.
async fn attend(link: &mut Link, ground: &Arc<Ground>, engine: Engine) -> End {
    match until_end(link, ground, engine).await {
        Ok(never) => match never {},
        Err(end) => end,
    }
}

async fn until_end(
    link: &mut Link,
    ground: &Arc<Ground>,
    mut engine: Engine,
) -> Result<Infallible, End> {
    let times = &ground.times;
    let mut rooms = Rooms::new(Arc::clone(ground), engine.clock());
    let mut heartbeat =
        interval_at(Instant::now() + times.heartbeat_interval, times.heartbeat_interval);
    heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut last_heard = Instant::now();
    let silence = sleep_until(last_heard + times.heartbeat_timeout);
    tokio::pin!(silence);
    let mut burst = 0;
    loop {
        while let Some(message) = engine.take_message() {
            link.write(&message).await?;
        }
        if engine.run_next() {
            continue;
        }
        if burst < READ_BURST
            && let Some(heard) = link.heard_now()
        {
            burst += 1;
            last_heard = Instant::now();
            hear(&mut engine, &mut rooms, heard?)?;
            continue;
        }
        burst = 0;
        link.flush().await?;
        // In this order: a socket that is ready should not wait for a look at the page, which was heard
        // a moment ago; what stands before it comes seldom.
        tokio::select! {
            biased;
            () = &mut silence => {
                let due = last_heard + times.heartbeat_timeout;
                if due <= Instant::now() {
                    return Err(End::Goodbye(Goodbye::Silence));
                }
                silence.as_mut().reset(due);
            }
            _ = heartbeat.tick() => link.write(&ToPage::Heartbeat).await?,
            reports = rooms.news() => {
                for report in reports {
                    link.write(&ToPage::Room(report)).await?;
                }
            }
            wake = poll_fn(|cx| engine.poll_wake(cx)) => match wake {
                Ok(wake) => engine.wake(wake),
                Err(error) => {
                    tracing::error!(%error, "the kernel cannot wait for this page's sockets");
                    return Err(End::Gone);
                }
            },
            heard = link.hear() => {
                last_heard = Instant::now();
                hear(&mut engine, &mut rooms, heard?)?;
            }
        }
    }
}

fn hear(engine: &mut Engine, rooms: &mut Rooms, heard: Heard) -> Result<(), End> {
    match heard {
        Heard::Life | Heard::Message(ToRelay::Heartbeat) => Ok(()),
        Heard::Message(ToRelay::Call(call)) => {
            engine.call(call).map_err(|detail| malformed(&detail))
        }
        Heard::Message(ToRelay::Cancel { id }) => {
            engine.cancel(id);
            Ok(())
        }
        Heard::Message(ToRelay::Watch { socket, on }) => {
            engine.watch(socket, on);
            Ok(())
        }
        Heard::Message(ToRelay::Hello { .. }) => Err(malformed("a second hello")),
        Heard::Message(ToRelay::Room(request)) => {
            rooms.ask(request).map_err(|detail| malformed(&detail))
        }
    }
}
