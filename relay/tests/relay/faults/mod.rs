//! Faults: pages, peers, the machine and the network fail, and the real program loses nothing it has
//! acknowledged and leaks nothing. Each test counts descriptors and threads before and after.

mod busy;
mod clocks;
mod crowd;
mod descriptors;
mod disk;
mod end;
mod flood;
mod heads;
mod held;
mod hosts;
mod killed;
mod names;
mod network;
mod pages;
mod program;
mod resets;
mod rooms;
mod transfer;
mod unread;

use program::Program;
