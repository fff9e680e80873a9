//! Draws the network: picture, controls, packets, hosts.

mod cable_controls;
mod denied;
pub(crate) mod desk;
mod doors;
mod empty;
mod flying;
mod frames;
pub(crate) mod host_field;
mod host_list;
mod join_form;
mod keys;
mod losing;
pub(crate) mod network_pane;
pub(crate) mod no_place;
mod number_field;
mod packet_details;
mod packet_list;
mod picture;
mod sharing;

pub(crate) use denied::Denied;
pub(crate) use network_pane::NetworkPaneProps;
