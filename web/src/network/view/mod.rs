//! Draws the network: picture, controls, packets, hosts.

mod cable_controls;
mod denied;
pub(crate) mod desk;
mod doors;
mod empty;
mod flying;
mod frames;
mod host_list;
mod keys;
mod losing;
pub(crate) mod network_pane;
mod number_field;
mod packet_details;
mod packet_list;
mod picture;
mod sharing;
mod width;

pub(crate) use denied::Denied;
pub(crate) use network_pane::NetworkPaneProps;
