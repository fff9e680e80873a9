//! The structures in which macOS and Windows tell of a connection, as bytes: whatever system this is built for, its tests
//! read both.

#[cfg(any(test, target_os = "macos"))]
pub(in crate::socket) mod connection_info;
#[cfg(any(test, windows))]
pub(in crate::socket) mod tcp_info;

/// The number at a place; `None` beyond the end, because an older system gives fewer bytes.
fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_ne_bytes(*bytes.get(at..)?.first_chunk()?))
}
