//! Every text of the page in both languages, by the feature that shows it.
//!
//! Words about calls, errnos and the relay's refusals live in `lab-shared`, beside what they explain.

pub mod boundaries;
pub mod chat;
pub mod controls;
pub mod endings;
pub mod kernel;
pub mod kit;
pub mod lesson;
pub mod programs;
pub mod recording;
pub mod relay;
pub mod sequence;
pub mod shell;
pub mod sockets;
pub mod start;
pub mod steps;
pub mod stream;
pub mod timeline;
pub mod workbench;

pub use kit::Texts;
