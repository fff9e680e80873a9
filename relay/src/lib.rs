//! Socket Lab's relay: real socket calls for a page that cannot make them.
//!
//! A browser cannot open a socket, so the page asks this program to make one call at a time, on a
//! real kernel socket, and never more than it asked for. The page comes from the relay itself and
//! speaks to it over one WebSocket; [`lab_shared::wire`] is the protocol.
//!
//! | module | what it does |
//! |---|---|
//! | `http` | the page, its assets, health, metrics, and the upgrade to a WebSocket |
//! | `access` | which connections may become sessions: Host and Origin, tokens, quotas |
//! | `server` | admits pages to sessions, and lets them resume one |
//! | `session` | one page: its sockets, its pending calls, in one task |
//! | `socket` | the kernel's sockets, and the only place with raw descriptors |
//! | `packet` | the headers of packets |
//! | `policy` | where lab sockets may bind and connect, and whether pages may see segments |
//! | `network` | networks of one's own: hosts, cables, and a switch |
//! | `enter` | `socket-lab enter`: a terminal on a host |
//! | `assist_host` | the assistant on native sockets |
//! | `assistants` | those that the relay runs for pages |
//! | `chat_host` | chat rooms on native sockets, a thread each |
//! | `chat` | `socket-lab chat`: a room without a page, and the bus between machines |
//! | `assist` | `socket-lab assist`: the assistant without a page |
//! | `start` | the address to listen on, the browser that opens, the addresses for others |
//! | `relay` | binds the address, serves, shuts down |
//! | `resources` | limits and times, bytes held, threads that may block |
//! | `metrics` | numbers for Prometheus, counted from the messages between pages and relay |
//! | `health` | `socket-lab health`: asks a relay whether it lives |
//! | `shutdown` | ends every session in bounded time |
//! | `cli`, `logging` | flags to [`Config`], lines of the log |

mod access;
pub mod assist;
mod assist_host;
mod assistants;
pub mod chat;
mod chat_host;
pub mod cli;
mod config;
pub mod enter;
pub mod health;
mod http;
pub mod logging;
mod metrics;
pub mod network;
mod packet;
mod policy;
mod relay;
mod resources;
mod server;
mod session;
mod shutdown;
mod socket;
pub mod start;

pub use access::origin::{Origin, OriginError};
pub use access::token::{Token, TokenError, TokenRule};
pub use config::Config;
pub use policy::{AddressRule, AddressRuleError, PageNetwork, Preset, Reach};
pub use relay::Relay;
pub use resources::limits::{Limits, Times};
pub use socket::signalled;
pub use start::{DEFAULT_PORT, Listen};
