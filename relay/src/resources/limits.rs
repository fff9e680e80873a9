//! How much one relay and one page may have, and how long things may take.

use std::num::NonZeroU64;
use std::time::Duration;

use lab_shared::wire;

/// Most bytes the relay holds for pages, rooms and visitors together; `--max-memory`. The relay's own
/// code and the allocator's slack come on top; compose.yaml and deploy/kubernetes.yaml give the
/// process twice that.
pub(crate) const MAX_HELD_BYTES: usize = 256 * 1024 * 1024;

/// Most bytes in one page's pending calls: their arguments, and what a recv has that waits for more.
/// Sixteen of the largest messages.
pub(crate) const MAX_PENDING_BYTES: usize = 16 * wire::MAX_FRAME_BYTES;

/// Most bytes of one page's returns and events that it has not taken and confirmed. With half of them
/// no further call is made, which leaves room for what the calls under way return.
pub(crate) const MAX_LEAVING_BYTES: usize = 2 * wire::MAX_UNCONFIRMED_BYTES;

/// What a pending call counts for beside its message: its place in a queue, its timers.
pub(crate) const CALL_BYTES: usize = 512;

/// Longest message of a page that is taken whether there is room for it or not. Their number is
/// bounded by that of pending calls.
pub(crate) const SMALL_MESSAGE_BYTES: usize = 512;

/// Messages for which a queue keeps its memory while a page rests.
pub(crate) const RESTING_MESSAGES: usize = 64;

/// What a message that is kept counts for beside its bytes.
pub(crate) const MESSAGE_BYTES: usize = 64;

/// Least that a recv takes of a stream whose page has little room left; it waits for as much.
pub(crate) const LEAST_RECEIVED: usize = 4096;

/// Bytes that may always be on their way to a page, however much is held for others: what they hold
/// may be waiting for this very page to receive.
pub(crate) const ALWAYS_LEAVING_BYTES: usize = 64 * 1024;

/// Most AF_UNIX names one page may leave in the lab folder; only the relay removes them.
pub(crate) const MAX_UNIX_FILES: usize = 1024;

/// Most bytes that one assistant holds: its log, and messages that wait or are incomplete.
pub(crate) const MAX_ASSISTANT_BYTES: usize = 32 * 1024 * 1024;

/// Assistants that one page watches at once.
pub(crate) const MAX_WATCHED_ASSISTANTS: usize = 8;

/// Threads that may at once wait in getaddrinfo(3) or in a lingering close(2), for all pages.
pub(crate) const MAX_BLOCKING_THREADS: usize = 32;

/// Lookups and lingering closes of one page that may wait for such a thread or have one, also those
/// whose call was cancelled meanwhile.
pub(crate) const MAX_BLOCKING_CALLS: usize = 128;

/// Entries that all pending polls of one page may have together.
pub(crate) const MAX_PENDING_ENTRIES: usize = 4096;

/// Bytes' worth of work after which a session lets other tasks go on. What it reads and writes counts by
/// its bytes.
pub(crate) const TURN_BYTES: usize = 1024 * 1024;

/// Bytes that one step of a session counts as, however small.
pub(crate) const STEP_BYTES: usize = 8 * 1024;

/// Bytes that one entry of a poll counts as, and again each time its socket's readiness is asked for.
pub(crate) const LOOK_BYTES: usize = 256;

/// Longest close(2) that SO_LINGER may ask for; a page could otherwise hold a thread for hours.
pub(crate) const MAX_LINGER_SECONDS: i32 = 30;

/// Closed sockets of one page that are followed at once; each may stay in TIME-WAIT for a minute.
pub(crate) const MAX_FOLLOWED: usize = 256;

/// Watched sockets that are looked at in one step.
pub(crate) const LOOK_BURST: usize = 16;

/// Bytes that one of them counts as; it takes several system calls, and dozens where its options are read.
pub(crate) const WATCHED_BYTES: usize = 32 * 1024;

/// Shortest time between two reports of what the kernel knows, and between two of segments.
pub(crate) const KERNEL_REPORT_PAUSE: Duration =
    Duration::from_micros(1_000_000 / wire::KERNEL_REPORTS_PER_SECOND as u64);

/// Time between two looks at watched sockets with which nothing happens.
pub(crate) const IDLE_LOOK: Duration = Duration::from_millis(200);

/// Segments that wait until the next report is due; further ones wait in the kernel.
pub(crate) const MAX_WAITING_SEGMENTS: usize = 512;

/// How long the last segments of a socket that is gone may take to show up.
pub(crate) const LAST_SEGMENTS: Duration = Duration::from_millis(200);

/// Packets read in one go, before anything else of the session has its turn.
pub(crate) const CAPTURE_BURST: usize = 256;

/// Bytes read from a page at once. Each page holds a buffer of this size even while it sends nothing,
/// and what of it a read leaves unfilled is cleared before the next.
pub(crate) const READ_BUFFER_BYTES: usize = 16 * 1024;

/// Longest fragment that a message to a page is written in. The WebSocket's write buffer grows to it and
/// never shrinks, so a message of 1 MiB must not pass in one. The return of a recv of 256 KiB does: to
/// put fragments together again costs the page a copy.
pub(crate) const FRAGMENT_BYTES: usize = 260 * 1024;

/// Bytes written to a page before they are sent without being asked to.
pub(crate) const WRITE_BUFFER_BYTES: usize = 64 * 1024;

/// What a page counts for by being there, beside its messages and the buffers of its WebSocket.
pub(crate) const PAGE_BYTES: usize = 4096;

/// Messages read from a page before what was answered is flushed to it.
pub(crate) const READ_BURST: usize = 32;

/// Connections one page may need: its WebSocket, and what its browser fetches with and
/// keeps open for a while.
pub(crate) const CONNECTIONS_PER_PAGE: usize = 8;

/// Most connections without the token that are open at once, however many pages there may be.
pub(crate) const MAX_STRANGERS: usize = 1024;

/// Most connections that are open at once where the metrics are.
pub(crate) const MAX_SCRAPERS: usize = 64;

/// Most connections without the token from one address: a class of 60 pages that are all loading, as
/// they are seen through one NAT or one proxy.
pub(crate) const MAX_STRANGERS_PER_ADDRESS: usize = 60 * CONNECTIONS_PER_PAGE;

/// Longest head of a request, as in Node.js. A browser sends 1 KiB, and the cookies that other programs
/// of the same host have set.
pub(crate) const MAX_HEAD_BYTES: usize = 16 * 1024;

/// Most bytes a connection without the token may send before it is answered: a request or a hello, and
/// some pings.
pub(crate) const MAX_STRANGER_BYTES: usize = 2 * MAX_HEAD_BYTES;

/// What the buffers of a connection take besides: hyper's, and a WebSocket's.
pub(crate) const STRANGER_BUFFER_BYTES: usize = 8 * 1024 + READ_BUFFER_BYTES;

/// Bytes that pages and rooms leave for visitors: as many as all of them may need at once.
pub(crate) const MAX_VISITOR_BYTES: usize =
    (MAX_STRANGERS + MAX_SCRAPERS) * (MAX_STRANGER_BYTES + STRANGER_BUFFER_BYTES);

/// How long a connection may go without a response.
const UNANSWERED_TIMEOUT: Duration = wire::HEARTBEAT_TIMEOUT;

/// How long the first wrong token of an address waits for its answer, and at most one after many. A
/// person who mistyped it does not notice the first.
const WRONG_TOKEN_PAUSE: (Duration, Duration) =
    (Duration::from_millis(100), Duration::from_secs(5));

/// How long a closing WebSocket waits for the page to take the goodbye and close too.
pub(crate) const CLOSE_TIMEOUT: Duration = Duration::from_secs(1);

/// First and longest pause before a call is tried again for which the kernel has no readiness.
pub(crate) const RETRY_PAUSE: (Duration, Duration) =
    (Duration::from_millis(1), Duration::from_millis(32));

/// Connections that one published port forwards at once; further ones wait in its backlog.
pub(crate) const MAX_PUBLISHED_CONNECTIONS: usize = 32;

/// Bytes that one of them holds in each direction.
pub(crate) const PUBLISHED_BUFFER_BYTES: usize = 16 * 1024;

/// UDP peers that one published port forwards for at once.
pub(crate) const MAX_PUBLISHED_PEERS: usize = 32;

/// After this long without a datagram either way, a UDP peer of a published port is forgotten.
pub(crate) const PUBLISHED_PEER_SILENCE: Duration = Duration::from_secs(60);

/// How much there may be of each thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pages at once.
    pub sessions: usize,
    /// Pages at once from one address; `None` sets no limit but that on all.
    pub sessions_per_address: Option<usize>,
    /// Open sockets of one page.
    pub sockets: usize,
    /// Pending calls of one page.
    pub pending: usize,
    /// Bytes a second that one page may exchange with the relay; `None` sets no limit.
    pub rate: Option<NonZeroU64>,
    /// Bytes held for pages, rooms, assistants and visitors together.
    pub memory: usize,
    /// Assistants that the relay runs for pages.
    pub assistants: usize,
    /// Hosts of one network of a page's own. It has at most as many cables.
    pub hosts: usize,
    /// Hosts of all networks.
    pub hosts_in_all: usize,
    /// Packets a second that one network carries; it loses further ones.
    pub network_packets: u32,
    /// Bytes a second that it carries.
    pub network_bytes: u64,
    /// Bytes of packets that wait or are under way in one network; it loses further ones.
    pub network_held: usize,
    /// The same in all networks together.
    pub network_held_in_all: usize,
    /// Ports of the machine that one network publishes.
    pub published: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions: wire::DEFAULT_MAX_SESSIONS,
            sessions_per_address: None,
            sockets: wire::DEFAULT_MAX_SOCKETS,
            pending: wire::DEFAULT_MAX_PENDING,
            rate: None,
            memory: MAX_HELD_BYTES,
            assistants: wire::DEFAULT_MAX_ASSISTANTS,
            hosts: 8,
            hosts_in_all: 256,
            // More than a gigabit of the smallest segments that fill it.
            network_packets: 400_000,
            network_bytes: 1_000_000_000,
            network_held: 16 * 1024 * 1024,
            network_held_in_all: 128 * 1024 * 1024,
            published: 8,
        }
    }
}

impl Limits {
    /// Those of a relay that strangers may open: what a lesson takes, and little more.
    pub(crate) fn for_strangers() -> Self {
        Self {
            sessions_per_address: Some(8),
            sockets: 64,
            pending: 128,
            rate: NonZeroU64::new(2 * 1024 * 1024),
            assistants: 0,
            hosts: 4,
            hosts_in_all: 128,
            network_packets: 5_000,
            network_bytes: 4 * 1024 * 1024,
            network_held: 2 * 1024 * 1024,
            network_held_in_all: 64 * 1024 * 1024,
            ..Self::default()
        }
    }
}

/// How long things may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Times {
    /// From the WebSocket's opening to the page's hello.
    pub hello: Duration,
    /// From a wrong token to its answer: an address's first, and at most.
    pub wrong_token: (Duration, Duration),
    /// Between two heartbeats to the page.
    pub heartbeat_interval: Duration,
    /// Silence after which a page is lost; also how long one message to it may be stuck.
    pub heartbeat_timeout: Duration,
    /// How long a connection may go without being sent anything; longer than the pause between
    /// heartbeats.
    pub unanswered: Duration,
    /// How long a session outlives its WebSocket when that breaks; zero ends the session
    /// with its WebSocket.
    pub resume: Duration,
    /// How long an assistant goes on that no page watches.
    pub assistants: Duration,
    /// From the signal to stop to the end.
    pub shutdown: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            hello: wire::HELLO_TIMEOUT,
            wrong_token: WRONG_TOKEN_PAUSE,
            heartbeat_interval: wire::HEARTBEAT_INTERVAL,
            heartbeat_timeout: wire::HEARTBEAT_TIMEOUT,
            unanswered: UNANSWERED_TIMEOUT,
            resume: wire::RESUME_TIMEOUT,
            assistants: wire::KEEP_ASSISTANTS,
            shutdown: wire::SHUTDOWN_TIMEOUT,
        }
    }
}

/// A limit as the protocol carries it.
pub(crate) fn saturating_u32(limit: usize) -> u32 {
    u32::try_from(limit).unwrap_or(u32::MAX)
}
