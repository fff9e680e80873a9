//! The beginning of a session: the page's hello, and whether it may stay or is one that was here.

use std::net::IpAddr;
use std::sync::Arc;

use lab_shared::call::SocketId;
use lab_shared::kernel::CaptureState;
use lab_shared::wire::{
    Goodbye, Limits, MAX_PAYLOAD_BYTES, PROTOCOL_VERSION, Reach, Resume, Ticket, ToRelay, Welcome,
};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout};

use crate::access::quota::Caller;
use crate::resources::limits::CLOSE_TIMEOUT;
use crate::server::state::Ground;
use crate::session::clock::Clock;
use crate::session::connection::registry::{Arrival, Seat};
use crate::session::connection::websocket::{End, Heard, Link};

/// What a page says first.
#[derive(Debug)]
pub(crate) struct Hello {
    /// The name of the first socket, where a session begins.
    pub(crate) first_socket: SocketId,
    /// What the page wants of its session when the WebSocket breaks.
    pub(crate) resume: Resume,
}

/// Hears the hello of a page at `from`; an error where the page may not come in.
pub(crate) async fn hear_hello(
    link: &mut Link,
    ground: &Ground,
    from: IpAddr,
) -> Result<Hello, End> {
    let goodbye = |goodbye| Err(End::Goodbye(goodbye));
    let message = match timeout(ground.times.hello, first_message(link)).await {
        Ok(message) => message?,
        Err(_) => return goodbye(Goodbye::Hello),
    };
    let ToRelay::Hello { version, token, first_socket, resume } = message else {
        return goodbye(Goodbye::Hello);
    };
    if version != PROTOCOL_VERSION {
        return goodbye(Goodbye::Version { relay: PROTOCOL_VERSION });
    }
    if ground.token.as_ref().is_some_and(|expected| !expected.accepts(token.as_deref())) {
        let wait = ground.guesses.wrong(from, Instant::now());
        return match timeout(wait, link.ended()).await {
            Ok(end) => Err(end),
            Err(_) => goodbye(Goodbye::Token),
        };
    }
    Ok(Hello { first_socket, resume })
}

/// One timeout holds for all of it. With one for each frame, a flood of pings would outlast it: a
/// timeout is only looked at when there is nothing to read.
async fn first_message(link: &mut Link) -> Result<ToRelay, End> {
    loop {
        if let Heard::Message { message, .. } = link.hear().await? {
            return Ok(message);
        }
    }
}

/// Leads a page that was here before to its session, which takes its WebSocket; gives that back
/// where the page begins a session.
pub(crate) fn lead_in(link: Link, resume: &Resume, ground: &Ground) -> Option<Link> {
    let Resume::Now { session, secret, received } = resume else { return Some(link) };
    let arrival = Arrival { link, received: *received };
    ground.returning.lead_in(*session, secret, arrival).map(|arrival| arrival.link)
}

/// One of the sessions there may be, in all and of one address.
#[derive(Debug)]
pub(crate) struct Place {
    _session: OwnedSemaphorePermit,
    _caller: Caller,
}

/// A place for a page from this address. A page that is away makes room for one that is there.
pub(crate) async fn find_place(ground: &Ground, from: IpAddr) -> Result<Place, Goodbye> {
    let most = ground.limits.sessions_per_address.unwrap_or(usize::MAX);
    let caller = ground.callers.admit(from, most);
    let _caller = caller.ok_or(Goodbye::Address { limit: number(most) })?;
    let _session = find_session(ground).await?;
    Ok(Place { _session, _caller })
}

async fn find_session(ground: &Ground) -> Result<OwnedSemaphorePermit, Goodbye> {
    let sessions = &ground.sessions;
    if let Ok(session) = Arc::clone(sessions).try_acquire_owned() {
        return Ok(session);
    }
    if ground.returning.give_one_up()
        && let Ok(Ok(session)) = timeout(CLOSE_TIMEOUT, Arc::clone(sessions).acquire_owned()).await
    {
        return Ok(session);
    }
    Err(Goodbye::Sessions { limit: number(ground.limits.sessions) })
}

/// The way back for the page of session `number`, if it wants one and there is one.
pub(crate) fn seat(ground: &Ground, resume: &Resume, number: u64) -> Result<Option<Seat>, End> {
    let patience = ground.times.resume;
    if *resume == Resume::Never || patience.is_zero() {
        return Ok(None);
    }
    let seconds = u32::try_from(patience.as_secs()).unwrap_or(u32::MAX);
    ground.returning.seat(number, seconds).map(Some).map_err(|error| {
        tracing::error!(%error, "the system has no randomness for a session's secret");
        End::Gone
    })
}

/// The relay introduces itself.
pub(crate) fn greeting(
    ground: &Ground,
    clock: Clock,
    capture: CaptureState,
    ticket: Option<Ticket>,
) -> Welcome {
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
        ticket,
    }
}

fn number(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}
