//! The relay as a page meets it: a WebSocket, real sockets on loopback, real peers.

#![allow(clippy::unwrap_used, reason = "a panic is a test's report")]

mod assist;
mod assistants;
mod binary;
mod binding;
mod blocking;
mod cables;
mod calls;
mod capture;
mod chaos;
mod closing;
mod common;
mod conformance;
mod container;
mod faults;
mod groups;
mod handshake;
mod interleavings;
mod kernel;
mod lifetime;
mod limits;
mod listener;
mod metrics;
mod networks;
mod peers;
mod policy;
mod resume;
mod rooms;
mod starting;
mod unix_names;
mod whose_network;
mod windows;
