//! The beginning of a session: the page's hello, and whether it may stay.

use std::sync::Arc;

use lab_shared::kernel::CaptureState;
use lab_shared::wire::{
    Goodbye, Limits, MAX_PAYLOAD_BYTES, PROTOCOL_VERSION, Reach, ToPage, ToRelay, Welcome,
};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout_at};

use super::clock::Clock;
use super::engine::Engine;
use super::link::{End, Heard, Link};
use crate::ground::Ground;

/// A page that may stay.
#[derive(Debug)]
pub(crate) struct Welcomed {
    pub(crate) engine: Engine,
    /// Its place among the sessions there may be.
    pub(crate) place: OwnedSemaphorePermit,
}

/// Hears the page's hello and answers it.
pub(crate) async fn welcome(link: &mut Link, ground: &Arc<Ground>) -> Result<Welcomed, End> {
    let goodbye = |goodbye| Err(End::Goodbye(goodbye));
    let deadline = Instant::now() + ground.times.hello;
    let message = loop {
        match timeout_at(deadline, link.hear()).await {
            Ok(Ok(Heard::Life)) => {}
            Ok(Ok(Heard::Message(message))) => break message,
            Ok(Err(end)) => return Err(end),
            Err(_) => return goodbye(Goodbye::Hello),
        }
    };
    let ToRelay::Hello { version, token, first_socket } = message else {
        return goodbye(Goodbye::Hello);
    };
    if version != PROTOCOL_VERSION {
        return goodbye(Goodbye::Version { relay: PROTOCOL_VERSION });
    }
    if ground.token.as_ref().is_some_and(|expected| !expected.accepts(token.as_deref())) {
        return goodbye(Goodbye::Token);
    }
    let Ok(place) = Arc::clone(&ground.sessions).try_acquire_owned() else {
        return goodbye(Goodbye::Sessions { limit: number(ground.limits.sessions) });
    };
    let clock = Clock::start();
    let engine = match Engine::new(Arc::clone(ground), clock, first_socket) {
        Ok(engine) => engine,
        Err(error) => {
            tracing::error!(%error, "no session can begin; is the limit of open files reached?");
            return Err(End::Gone);
        }
    };
    let greeting = greeting(ground, clock, engine.capture_state());
    link.write(&ToPage::Hello(greeting)).await?;
    Ok(Welcomed { engine, place })
}

fn greeting(ground: &Ground, clock: Clock, capture: CaptureState) -> Welcome {
    let directory = ground.unix_directory.path();
    Welcome {
        version: PROTOCOL_VERSION,
        relay: env!("CARGO_PKG_VERSION").into(),
        now: clock.now(),
        limits: Limits {
            sockets: number(ground.limits.sockets),
            pending: number(ground.limits.pending),
            payload: number(MAX_PAYLOAD_BYTES),
        },
        reach: Reach {
            bind: ground.policy.bind_rules(),
            connect: ground.policy.connect_rules(),
            unix_directory: directory.map(|path| path.display().to_string()),
        },
        capture,
    }
}

fn number(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}
