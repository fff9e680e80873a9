//! From a WebSocket to a session: the page's hello, its token, its quota, and whether it resumes a session.

use std::net::IpAddr;
use std::sync::Arc;

use lab_shared::call::SocketId;
use lab_shared::wire::{Goodbye, PROTOCOL_VERSION, Resume, ToRelay};
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{Instant, timeout};

use super::state::ServerState;
use crate::access::quota::QuotaGuard;
use crate::access::strangers::Stranger;
use crate::resources::limits::{CLOSE_TIMEOUT, saturating_u32};
use crate::session::{self, Decoded, Disconnect, Link, Reconnection, ResumeHandle, WebSocket};

/// Serves one page until it leaves, is lost, breaks the protocol, or the relay stops.
/// `stranger` is its connection, and `number` names its session if it begins one.
pub(crate) async fn serve_page(
    socket: WebSocket,
    state: Arc<ServerState>,
    stranger: &Stranger,
    number: u64,
) {
    let from = stranger.address();
    let context = &state.context;
    let mut link = Link::new(socket, context.times.heartbeat_timeout);
    let hello = tokio::select! {
        hello = receive_hello(&mut link, &state, from) => hello,
        () = context.shutdown.asked() => Err(Disconnect::Goodbye(Goodbye::Shutdown)),
    };
    let (link, end) = match hello {
        Ok(hello) => {
            stranger.authenticated();
            match resume(link, &hello.resume, &state) {
                None => return,
                Some(link) => begin_session(link, hello, &state, from, number).await,
            }
        }
        Err(end) => (Some(link), end),
    };
    // The session owned the page's sockets, so all of them are closed by now.
    match end {
        Disconnect::Left => {
            if let Some(link) = link {
                link.finish().await;
            }
            tracing::debug!("the page has left");
        }
        Disconnect::Gone | Disconnect::Stuck => tracing::debug!(?end, "the page is gone"),
        Disconnect::Goodbye(goodbye) => {
            tracing::info!(?goodbye, "the session ends");
            context.metrics.parted(&goodbye);
            if let Some(link) = link {
                link.close(goodbye).await;
            }
        }
    }
}

/// A session from its admission to its end; returns the WebSocket it has then.
async fn begin_session(
    link: Link,
    hello: Hello,
    state: &ServerState,
    from: IpAddr,
    number: u64,
) -> (Option<Link>, Disconnect) {
    let _admission = match admit(state, from).await {
        Ok(place) => place,
        Err(goodbye) => return (Some(link), Disconnect::Goodbye(goodbye)),
    };
    match register(state, &hello.resume, number) {
        Ok(handle) => session::run(link, hello.first_socket, handle, &state.context).await,
        Err(end) => (Some(link), end),
    }
}

/// The page's first message.
#[derive(Debug)]
struct Hello {
    /// The name of the first socket, where a session begins.
    first_socket: SocketId,
    /// What the page wants of its session when the WebSocket breaks.
    resume: Resume,
}

/// Receives the hello of a page at `from`, and checks its token.
async fn receive_hello(
    link: &mut Link,
    state: &ServerState,
    from: IpAddr,
) -> Result<Hello, Disconnect> {
    let goodbye = |goodbye| Err(Disconnect::Goodbye(goodbye));
    let message = match timeout(state.context.times.hello, first_message(link)).await {
        Ok(message) => message?,
        Err(_) => return goodbye(Goodbye::Hello),
    };
    let ToRelay::Hello { version, token, first_socket, resume } = message else {
        return goodbye(Goodbye::Hello);
    };
    if version != PROTOCOL_VERSION {
        return goodbye(Goodbye::Version { relay: PROTOCOL_VERSION });
    }
    if state.token.as_ref().is_some_and(|expected| !expected.accepts(token.as_deref())) {
        let wait = state.wrong_tokens.wrong(from, Instant::now());
        return match timeout(wait, link.ended()).await {
            Ok(end) => Err(end),
            Err(_) => goodbye(Goodbye::Token),
        };
    }
    Ok(Hello { first_socket, resume })
}

/// One timeout holds for all of it. With one for each frame, a flood of pings would outlast it: a
/// timeout is only looked at when there is nothing to read.
async fn first_message(link: &mut Link) -> Result<ToRelay, Disconnect> {
    loop {
        if let Decoded::Message { message, .. } = link.receive().await? {
            return Ok(message);
        }
    }
}

/// Hands the WebSocket of a page that resumes to its session; returns it where the page begins a
/// session.
fn resume(link: Link, resume: &Resume, state: &ServerState) -> Option<Link> {
    let Resume::Now { session, secret, received } = resume else { return Some(link) };
    let reconnection = Reconnection { link, received: *received };
    state.resumable.resume(*session, secret, reconnection).map(|reconnection| reconnection.link)
}

/// A page's permission to have a session. Dropping it frees both quotas.
#[derive(Debug)]
struct Admission {
    _session: OwnedSemaphorePermit,
    _quota: QuotaGuard,
}

/// Admits a page from this address. If all sessions are taken, the one whose page is away for
/// longest ends.
async fn admit(state: &ServerState, from: IpAddr) -> Result<Admission, Goodbye> {
    let most = state.context.limits.sessions_per_address.unwrap_or(usize::MAX);
    let quota = state.quota.admit(from, most);
    let _quota = quota.ok_or(Goodbye::Address { limit: saturating_u32(most) })?;
    let _session = session_permit(state).await?;
    Ok(Admission { _session, _quota })
}

async fn session_permit(state: &ServerState) -> Result<OwnedSemaphorePermit, Goodbye> {
    let sessions = &state.sessions;
    if let Ok(session) = Arc::clone(sessions).try_acquire_owned() {
        return Ok(session);
    }
    if state.resumable.evict_longest_away()
        && let Ok(Ok(session)) = timeout(CLOSE_TIMEOUT, Arc::clone(sessions).acquire_owned()).await
    {
        return Ok(session);
    }
    Err(Goodbye::Sessions { limit: saturating_u32(state.context.limits.sessions) })
}

/// Registers session `number` for resumption, if the page wants that and the relay permits it.
fn register(
    state: &ServerState,
    resume: &Resume,
    number: u64,
) -> Result<Option<ResumeHandle>, Disconnect> {
    let patience = state.context.times.resume;
    if *resume == Resume::Never || patience.is_zero() {
        return Ok(None);
    }
    let seconds = u32::try_from(patience.as_secs()).unwrap_or(u32::MAX);
    state.resumable.register(number, seconds).map(Some).map_err(|error| {
        tracing::error!(%error, "the system has no randomness for a session's secret");
        Disconnect::Gone
    })
}
