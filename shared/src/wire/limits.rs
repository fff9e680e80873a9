//! Sizes and times that both sides keep to.

use std::time::Duration;

/// Most JSON in one message, in bytes. The largest honest one is a `poll` of every socket.
pub const MAX_CONTROL_BYTES: usize = 64 * 1024;

/// Most bytes beside one message. A longer `recv` returns fewer bytes, as recv(2) may.
pub const MAX_PAYLOAD_BYTES: usize = 1024 * 1024;

/// Most bytes in one WebSocket message.
pub const MAX_FRAME_BYTES: usize = super::HEADER_BYTES + MAX_CONTROL_BYTES + MAX_PAYLOAD_BYTES;

/// How long the relay waits for the page's hello.
pub const HELLO_TIMEOUT: Duration = Duration::from_secs(5);

/// How often the relay sends a heartbeat; the page answers each.
pub const HEARTBEAT_INTERVAL: Duration = Duration::from_secs(10);

/// Silence after which either side takes the other for lost.
pub const HEARTBEAT_TIMEOUT: Duration = Duration::from_secs(30);

/// For how long the relay keeps the sockets of a page whose WebSocket broke; `--resume-within`.
pub const RESUME_TIMEOUT: Duration = Duration::from_secs(30);

/// Silence after which a page no longer trusts its WebSocket and resumes over another one: a
/// heartbeat is late then, and TCP may need far longer to notice.
pub const SUSPICION_TIMEOUT: Duration = Duration::from_secs(15);

/// Counted messages after which the receiver acknowledges.
pub const CONFIRM_MESSAGES: u64 = 64;

/// Bytes of counted messages after which it acknowledges.
pub const CONFIRM_BYTES: usize = 256 * 1024;

/// Unacknowledged bytes of the relay at which it makes no further calls for the page.
pub const MAX_UNCONFIRMED_BYTES: usize = 4 * MAX_PAYLOAD_BYTES;

/// Unacknowledged messages at which it does the same.
pub const MAX_UNCONFIRMED_MESSAGES: usize = 1024;

/// How long a stopping relay waits for its pages to receive their goodbye.
pub const SHUTDOWN_TIMEOUT: Duration = Duration::from_secs(3);

/// Default of `--max-sessions`.
pub const DEFAULT_MAX_SESSIONS: usize = 64;

/// Default of `--max-sockets`, per page.
pub const DEFAULT_MAX_SOCKETS: usize = 256;

/// Default of `--max-pending`, calls per page.
pub const DEFAULT_MAX_PENDING: usize = 512;

/// Default of `--max-assistants`.
pub const DEFAULT_MAX_ASSISTANTS: usize = 16;

/// Default of `--keep-assistants`: how long an assistant goes on that no page watches.
pub const KEEP_ASSISTANTS: Duration = Duration::from_secs(24 * 60 * 60);

/// Most reports on one chat room in a second; events between two are sent in one.
pub const ROOM_REPORTS_PER_SECOND: u32 = 20;

/// Most reports in a second on what the kernel does with one socket, and most with segments.
pub const KERNEL_REPORTS_PER_SECOND: u32 = 20;

/// Most segments in one report: that many fit one message with every option.
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

/// Most that a room itself sends at one time, in bytes of UTF-8: a fixed reply, the greeting of a
/// shop with all its goods, an operator's text. One byte of a client may cause this much.
pub const MAX_ROOM_REPLY_BYTES: usize = 4 * 1024;

/// Most bytes that one room holds: those queued for its clients, and those of incomplete messages.
pub const MAX_ROOM_BYTES: usize = 32 * 1024 * 1024;
