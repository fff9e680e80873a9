//! The connection to the relay: one WebSocket, and the calls that travel over it.
//!
//! - [`state`] is the state machine: when to connect, what to resend after an interruption, what a
//!   return means, which sockets the relay watches. It knows neither yew nor the browser.
//! - [`client`] runs it: it owns the transport's worker, gives each call an id and completes its future.
//!
//! Other features make calls through [`client::RelayClient`] and read [`state::Phase`].

pub(crate) mod address_bar;
pub(crate) mod client;
pub(crate) mod state;
