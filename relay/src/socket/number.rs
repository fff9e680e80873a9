//! The numbers by which pages name levels, options and flags, whatever system the relay runs on: Linux's.

pub(super) const SOL_SOCKET: i32 = 1;
#[cfg(not(target_os = "linux"))]
pub(super) const SO_SNDBUF: i32 = 7;
#[cfg(not(target_os = "linux"))]
pub(super) const SO_RCVBUF: i32 = 8;
pub(super) const SO_LINGER: i32 = 13;
pub(super) const SO_RCVLOWAT: i32 = 18;
pub(super) const SO_BINDTODEVICE: i32 = 25;

pub(super) const IPPROTO_IP: i32 = 0;
pub(super) const IP_MULTICAST_IF: i32 = 32;
pub(super) const IP_ADD_MEMBERSHIP: i32 = 35;
pub(super) const IP_DROP_MEMBERSHIP: i32 = 36;

pub(super) const IPPROTO_IPV6: i32 = 41;
pub(super) const IPV6_MULTICAST_IF: i32 = 17;
pub(super) const IPV6_ADD_MEMBERSHIP: i32 = 20;
pub(super) const IPV6_DROP_MEMBERSHIP: i32 = 21;
pub(super) const IPV6_V6ONLY: i32 = 26;

pub(super) const AF_UNSPEC: i32 = 0;

pub(super) const AI_CANONNAME: i32 = 0x2;
pub(super) const AI_NUMERICHOST: i32 = 0x4;
pub(super) const AI_ADDRCONFIG: i32 = 0x20;
pub(super) const AI_NUMERICSERV: i32 = 0x400;
