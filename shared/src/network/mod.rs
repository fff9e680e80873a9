//! Networks of one's own: hosts with real TCP/IP stacks, joined by cables that may delay, lose, reorder and
//! throttle what passes.
//!
//! | module | what it holds |
//! |---|---|
//! | [`name`] | the names of hosts |
//! | [`address`] | the addresses that hosts have, by their order |
//! | [`cable`] | cables, their two ways, and what each does to packets |
//! | [`plan`] | a network as it is asked for: hosts, and how its cables are set |
//! | [`packet`] | what a packet is, and what became of it |
//! | [`message`] | what a page asks of its network, and what it is told of it |
//! | [`pcap`] | packets as a file for other programs |
//! | [`offer`] | which networks a relay offers, or why it has none |
//!
//! Two hosts share one cable. With more, or fewer, each host has a cable to a switch, which passes a packet on
//! to the cable of the host it is for, and a packet for all to every other.

pub mod address;
pub mod cable;
pub mod message;
pub mod name;
pub mod offer;
pub mod packet;
pub mod pcap;
pub mod plan;

pub use cable::{
    ArmedDrop, CableEnd, CableId, CableView, Impairment, Line, Loss, LossPattern, Share, Way,
};
pub use message::{
    HostEnd, HostView, NetworkCommand, NetworkNotice, NetworkReport, NetworkView, Protocol,
    Published,
};
pub use name::HostName;
pub use offer::{NetworkDenial, NetworkLimits, NetworkOffer, NetworkState};
pub use packet::{DropReason, Fate, PacketContent, PacketHead, PacketKind, PacketReport};
pub use plan::{NetworkPlan, PlannedCable};
