//! One client's socket.

use std::io::{self, ErrorKind, IoSlice, Read, Write};
use std::mem;
use std::net::Shutdown;

use mio::event::Event;
use mio::net::TcpStream;

use crate::socket::REPORTS_AFTER_SHORT_CALLS;

/// Slices in one vectored write. Linux takes up to 1024 (IOV_MAX), but a turn rarely makes many: what
/// one read brought is one slice.
const MAX_SLICES: usize = 64;

/// Most reads of what a client sent before it was disconnected.
const LAST_READS: usize = 16;

/// A client's socket and its readiness. The poller reports changes only, so each readiness is kept
/// until a call finds it gone.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) stream: TcpStream,
    readable: bool,
    writable: bool,
    /// The poller has reported the end: no more bytes will come than those that wait.
    closed: bool,
}

/// What one read brought.
#[derive(Debug)]
pub(super) enum ReadResult {
    Bytes(usize),
    Nothing,
    End,
    Failed(io::Error),
}

/// What one send wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) bytes: usize,
    /// Whether it is worth another send: the socket took all it was offered, and more may wait.
    pub(super) more: bool,
}

/// What a client has become since it was last looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Became {
    pub(super) readable: bool,
    pub(super) writable: bool,
}

impl Connection {
    /// A new connection. The poller reports whether it can be read; a write finds out whether it
    /// can be written.
    pub(super) fn new(stream: TcpStream) -> Self {
        Self { stream, readable: false, writable: true, closed: false }
    }

    /// Note an event of the poller.
    pub(super) fn note(&mut self, event: &Event) -> Became {
        self.closed |= event.is_read_closed() || event.is_error();
        let readable = event.is_readable() || self.closed;
        let writable = event.is_writable();
        Became {
            readable: readable && !mem::replace(&mut self.readable, true),
            writable: writable && !mem::replace(&mut self.writable, true),
        }
    }

    pub(super) fn is_readable(&self) -> bool {
        self.readable
    }

    pub(super) fn is_writable(&self) -> bool {
        self.writable
    }

    /// One recv.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> ReadResult {
        loop {
            return match self.stream.read(buffer) {
                Ok(0) => {
                    self.readable = false;
                    ReadResult::End
                }
                Ok(length) => {
                    // Fewer bytes than were asked for are all there were, and the poller reports
                    // new ones where it can. An end that it has reported is not reported again.
                    let all = length < buffer.len() && REPORTS_AFTER_SHORT_CALLS;
                    self.readable = !all || self.closed;
                    ReadResult::Bytes(length)
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.readable = false;
                    ReadResult::Nothing
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => ReadResult::Failed(error),
            };
        }
    }

    /// One send of what waits, vectored; how much the socket took. It stays writable only if it took
    /// all that was offered, or the poller reports nothing before a send that finds no room.
    pub(super) fn write<'a>(
        &mut self,
        waiting: impl Iterator<Item = &'a [u8]>,
    ) -> io::Result<Written> {
        let mut slices = [IoSlice::new(&[]); MAX_SLICES];
        let mut count = 0;
        let mut offered = 0;
        for (slot, bytes) in slices.iter_mut().zip(waiting) {
            *slot = IoSlice::new(bytes);
            count += 1;
            offered += bytes.len();
        }
        loop {
            // One slice, the common case without lag, is cheaper by send(2) than by writev(2).
            let result = match &slices[..count] {
                [only] => self.stream.write(only),
                several => self.stream.write_vectored(several),
            };
            return match result {
                Ok(bytes) => {
                    self.writable = bytes == offered || !REPORTS_AFTER_SHORT_CALLS;
                    let more = self.writable && (count == MAX_SLICES || bytes < offered);
                    Ok(Written { bytes, more })
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {
                    self.writable = false;
                    Ok(Written { bytes: 0, more: false })
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => Err(error),
            };
        }
    }

    /// Close. Closing a socket with unread bytes resets the connection, and the reset may overtake
    /// what was written last, so unread bytes are read and dropped first.
    pub(super) fn close(mut self, buffer: &mut [u8]) {
        // A connection that is lost already needs no farewell.
        if self.stream.shutdown(Shutdown::Write).is_err() {
            return;
        }
        for _ in 0..LAST_READS {
            if !matches!(self.read(buffer), ReadResult::Bytes(_)) {
                return;
            }
        }
    }
}
