//! The ways of systems other than Linux, and how they say what they have not: networks of one's own, captures, and a
//! kernel that tells of sockets without a descriptor. The types of these are empty, so nobody ever has a value.

#[cfg(not(target_os = "linux"))]
mod capture;
#[cfg(not(target_os = "linux"))]
mod kernel;
#[cfg(not(target_os = "linux"))]
mod lookup;
#[cfg(not(target_os = "linux"))]
mod networks;
mod path;
mod readiness;
#[cfg(not(target_os = "linux"))]
mod timer;

#[cfg(not(target_os = "linux"))]
mod exports {
    pub(crate) use super::capture::{Packet, PacketSocket, may_capture};
    pub(in crate::socket) use super::lookup::{all_types, refused, service};
    pub(crate) use super::networks::{
        Descriptor, HAS_NETWORKS, Links, Messenger, PacketPort, PortSet, Process, ProcessEnd,
        cover_file, die_with_parent, enter_new_network, host_command, link_index, open_tun,
        return_freed_memory, running_processes,
    };
    #[cfg(target_os = "macos")]
    pub(in crate::socket) use super::path::connection_info;
    #[cfg(target_os = "macos")]
    pub(in crate::socket) use super::path::connection_info::ConnectionInfo;
    #[cfg(windows)]
    pub(in crate::socket) use super::path::tcp_info;
    pub(crate) use super::readiness::ReadySet;
    pub(crate) use super::timer::Timer;
}
#[cfg(not(target_os = "linux"))]
pub(crate) use exports::*;
