//! SIO_TCP_INFO: what Windows tells of a connection through its own handle, since version 1703 of Windows 10.

use std::mem::offset_of;
use std::os::windows::io::AsRawSocket as _;
use std::ptr;

use lab_shared::kernel::PathFacts;
use windows_sys::Win32::Networking::WinSock::{SIO_TCP_INFO, TCP_INFO_v0 as Info, WSAIoctl};

use crate::socket::Socket;
use crate::socket::elsewhere::tcp_info::{BYTES, TcpInfo, at};

/// The version of the structure, the one that every system with the call has.
const VERSION: u32 = 0;

/// The fields are where this system's headers have them.
const _: () = {
    assert!(BYTES == size_of::<Info>());
    assert!(at::MSS == offset_of!(Info, Mss) && at::RTT == offset_of!(Info, RttUs));
    assert!(at::IN_FLIGHT == offset_of!(Info, BytesInFlight) && at::CWND == offset_of!(Info, Cwnd));
    assert!(at::SEND_WINDOW == offset_of!(Info, SndWnd));
    assert!(at::RECEIVE_WINDOW == offset_of!(Info, RcvWnd));
    assert!(at::RETRANSMITTED == offset_of!(Info, BytesRetrans));
};

/// The path of a TCP connection, and the bytes in its send buffer, which nothing tells. A system that refuses the call
/// (WSAEOPNOTSUPP, 10045) tells no path, and that is no failure.
#[allow(unsafe_code)]
pub(in crate::socket) fn path(socket: &Socket) -> (Option<PathFacts>, Option<u32>) {
    let version = VERSION;
    let mut info = [0_u8; BYTES];
    let mut length = 0;
    // SAFETY: the socket is open as long as it is lent, the number is read and at most as many bytes are written as each
    // place has, and without an OVERLAPPED the call is over when it returns.
    let result = unsafe {
        WSAIoctl(
            socket.inner.as_raw_socket() as _,
            SIO_TCP_INFO,
            (&raw const version).cast(),
            size_of_val(&version) as u32,
            info.as_mut_ptr().cast(),
            BYTES as u32,
            &mut length,
            ptr::null_mut(),
            None,
        )
    };
    let told = if result == 0 { info.get(..length as usize) } else { None };
    (told.and_then(|told| TcpInfo(told).path()), None)
}
