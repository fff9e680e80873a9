//! A session's sockets and the calls on them: the engine, and what it is made of.
//!
//! | module | what it does |
//! |---|---|
//! | `engine` | accepts, queues and cancels calls, and waits for what lets one go on |
//! | `pending` | the calls that have not returned |
//! | `sockets`, `entry` | the open sockets; one of them with its two queues |
//! | `immediate`, `create`, `polls`, `queued` | calls that never wait; that make sockets; poll(2); that wait in a queue |
//! | `closing` | close(2), and the end of a closed socket that calls in progress have kept |
//! | `addressing` | where a call goes, and whether the relay's rules allow it |
//! | `connect`, `receive`, `send`, `attempt` | one attempt at a call, and what it comes to |
//! | `wakeups`, `timers`, `timeout`, `blocking` | what ends a wait: readiness, time, a thread that may block |
//! | `outbox`, `addresses`, `watching` | what the page is sent: returns, addresses, kernel facts, segments |

mod addresses;
mod addressing;
mod attempt;
mod blocking;
mod closing;
mod connect;
mod create;
pub(super) mod engine;
pub(super) mod entry;
mod hosts;
mod immediate;
pub(super) mod outbox;
mod pending;
mod polls;
mod queued;
mod receive;
mod send;
mod sockets;
mod timeout;
mod timers;
mod wakeups;
mod watching;
