//! Sizes and times that both sides keep to.

use std::time::Duration;

/// Most JSON in one message, in bytes. The largest honest one is a `poll` of every socket.
pub const MAX_CONTROL_BYTES: usize = 64 * 1024;

/// Most bytes beside one message. A longer `recv` is answered with fewer bytes, as recv(2) may.
pub const MAX_PAYLOAD_BYTES: usize = 1024 * 1024;

/// Most bytes in one WebSocket message.
pub const MAX_FRAME_BYTES: usize = super::HEADER_BYTES + MAX_CONTROL_BYTES + MAX_PAYLOAD_BYTES;

/// How long the relay waits for the page's hello.
pub const HELLO_TIMEOUT: Duration = Duration::from_secs(5);

/// How often the relay sends a heartbeat; the page answers each.
pub const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(10);

/// Silence after which either side holds the other for lost.
pub const HEARTBEAT_TIMEOUT: Duration = Duration::from_secs(30);

/// For how long the relay keeps the sockets of a page whose WebSocket broke; `--resume-within`.
pub const RESUME_TIMEOUT: Duration = Duration::from_secs(30);

/// Silence after which a page no longer trusts its WebSocket and resumes over another one: a
/// heartbeat is late then, and TCP may need far longer to find out.
pub const SUSPICION_TIMEOUT: Duration = Duration::from_secs(15);

/// Counted messages after which the receiver says how many have come.
pub const CONFIRM_MESSAGES: u64 = 64;

/// Bytes of counted messages after which it does.
pub const CONFIRM_BYTES: usize = 256 * 1024;

/// Bytes that the relay may have said without having heard that they came. With as many it makes no
/// further calls for the page.
pub const MAX_UNCONFIRMED_BYTES: usize = 4 * MAX_PAYLOAD_BYTES;

/// Messages for which the same holds.
pub const MAX_UNCONFIRMED_MESSAGES: usize = 1024;

/// How long a stopping relay waits for its pages to take their goodbye.
pub const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(3);

/// Default of `--max-sessions`.
pub const DEFAULT_MAX_SESSIONS: usize = 64;

/// Default of `--max-sockets`, per page.
pub const DEFAULT_MAX_SOCKETS: usize = 256;

/// Default of `--max-pending`, calls per page.
pub const DEFAULT_MAX_PENDING: usize = 512;

/// Most reports on one chat room in a second; what happens between two goes into one.
pub const ROOM_REPORTS_PER_SECOND: u32 = 20;

/// Most reports in a second on what the kernel does with one socket, and most with segments.
pub const KERNEL_REPORTS_PER_SECOND: u32 = 20;

/// Most segments in one report; so many with every option fit one message.
pub const MAX_SEGMENTS: usize = 64;

/// Chat rooms one page may have open on the relay.
pub const MAX_ROOMS: usize = 8;

/// Clients one such room has at once; further ones wait in its accept queue. A report on all of them
/// fits one message.
pub const MAX_ROOM_CLIENTS: usize = 256;

/// Most that [`crate::chat::RoomConfig::queue_bytes`] may be for such a room.
pub const MAX_ROOM_QUEUE_BYTES: usize = 1024 * 1024;

/// Most that [`crate::chat::RoomConfig::max_message`] may be for such a room.
pub const MAX_ROOM_MESSAGE_BYTES: usize = 64 * 1024;

/// Most that a room says by itself at one time, in bytes of UTF-8: a fixed reply, the greeting of a
/// shop with all its goods, what an operator types. A client's one byte may be answered with as much.
pub const MAX_ROOM_REPLY_BYTES: usize = 4 * 1024;

/// Most that one room holds: what waits for its clients, and what they have sent of messages that are
/// not whole yet.
pub const MAX_ROOM_BYTES: usize = 32 * 1024 * 1024;
