//! The assistant: sends, answers and decodes messages over TCP, UDP and AF_UNIX, many ends at once.
//!
//! - [`state`]: the model of the place, the ends' forms, the log, and the session of
//!   `lab_shared::assistant` as a state machine that requests calls.
//! - [`browser`]: the person's file that is sent, and the file for what is received.
//! - [`driver`]: carries out a person's commands ([`state::AssistantCommand`]) and runs the session.
//! - [`view`]: the panes.
//! - [`part`]: all of it, loaded when a person first opens the place. The shell passes on what the relay reports
//!   ([`relay_events`]).

pub(crate) mod browser;
mod driver;
pub(crate) mod part;
pub(crate) mod relay_events;
pub(crate) mod state;
pub(crate) mod texts;
pub(crate) mod under_test;
pub(crate) mod view;
