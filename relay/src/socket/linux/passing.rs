//! Messages between two processes on a socket pair, each with at most one descriptor beside it (SCM_RIGHTS).

use std::io::{self, IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd as _, OwnedFd};
use std::process::Stdio;
use std::time::Duration;

use lab_shared::call::{self, Family};
use rustix::net::sockopt::{Timeout, set_socket_timeout};
use rustix::net::{
    AddressFamily, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags, SocketFlags, SocketType, recvmsg, sendmsg, socketpair,
};

use crate::socket::Socket;

/// Most bytes of a message.
const MESSAGE_BYTES: usize = 256;

/// A descriptor on its way from one process to another.
#[derive(Debug)]
pub(crate) struct Descriptor(OwnedFd);

impl From<OwnedFd> for Descriptor {
    fn from(descriptor: OwnedFd) -> Self {
        Self(descriptor)
    }
}

impl From<Descriptor> for OwnedFd {
    fn from(descriptor: Descriptor) -> Self {
        descriptor.0
    }
}

/// As a child's standard input.
impl From<Descriptor> for Stdio {
    fn from(descriptor: Descriptor) -> Self {
        descriptor.0.into()
    }
}

impl Socket {
    /// A socket that another process has made with [`Self::open`].
    pub(crate) fn passed(descriptor: Descriptor, family: Family, kind: call::SocketType) -> Self {
        Self::of(descriptor.0.into(), family, kind)
    }

    /// For another process.
    pub(crate) fn into_descriptor(self) -> Descriptor {
        OwnedFd::from(self.inner).into()
    }
}

/// One end of such a pair.
#[derive(Debug)]
pub(crate) struct Messenger(OwnedFd);

impl Messenger {
    /// This process's end, and one to be inherited by another. Both are closed on exec.
    pub(crate) fn pair() -> io::Result<(Self, Descriptor)> {
        let flags = SocketFlags::CLOEXEC;
        let (own, other) = socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, flags, None)?;
        Ok((Self(own), other.into()))
    }

    /// The end that this process has inherited as its standard input.
    pub(crate) fn inherited() -> io::Result<Self> {
        io::stdin().as_fd().try_clone_to_owned().map(Self)
    }

    /// How long a send or a receive waits; then it fails with [`io::ErrorKind::WouldBlock`].
    pub(crate) fn set_deadline(&self, deadline: Duration) -> io::Result<()> {
        set_socket_timeout(&self.0, Timeout::Recv, Some(deadline))?;
        Ok(set_socket_timeout(&self.0, Timeout::Send, Some(deadline))?)
    }

    /// Sends a message.
    ///
    /// # Errors
    /// The other process is gone, or does not read in time.
    pub(crate) fn send(&self, message: &[u8], passed: Option<&Descriptor>) -> io::Result<()> {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = SendAncillaryBuffer::new(&mut space);
        let passed = passed.map(|descriptor| [descriptor.0.as_fd()]);
        if let Some(passed) = &passed {
            control.push(SendAncillaryMessage::ScmRights(passed));
        }
        let bytes = [IoSlice::new(message)];
        rustix::io::retry_on_intr(|| sendmsg(&self.0, &bytes, &mut control, SendFlags::NOSIGNAL))?;
        Ok(())
    }

    /// The next message; `None` when the other process is gone.
    ///
    /// # Errors
    /// None comes in time, or the descriptor finds no place in this process.
    pub(crate) fn receive(&self) -> io::Result<Option<(Vec<u8>, Option<Descriptor>)>> {
        let mut message = vec![0; MESSAGE_BYTES];
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(1))];
        let mut control = RecvAncillaryBuffer::new(&mut space);
        let received = loop {
            let mut buffers = [IoSliceMut::new(&mut message)];
            match recvmsg(&self.0, &mut buffers, &mut control, RecvFlags::CMSG_CLOEXEC) {
                Err(rustix::io::Errno::INTR) => {}
                // Its process was killed with a message unread.
                Err(rustix::io::Errno::CONNRESET) => return Ok(None),
                other => break other?,
            }
        };
        let passed = control.drain().find_map(|part| match part {
            RecvAncillaryMessage::ScmRights(mut descriptors) => descriptors.next().map(Descriptor),
            _ => None,
        });
        message.truncate(received.bytes);
        Ok((received.bytes > 0).then_some((message, passed)))
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::io::{Read as _, Write as _};

    use super::*;

    #[test]
    fn a_message_brings_a_descriptor_or_none() {
        let (one, other) = Messenger::pair().unwrap();
        let other = Messenger(other.into());
        let (mut reader, writer) = io::pipe().unwrap();
        one.send(b"alone", None).unwrap();
        one.send(b"with", Some(&Descriptor(writer.into()))).unwrap();
        let (message, passed) = other.receive().unwrap().unwrap();
        assert!(message == b"alone" && passed.is_none());
        let (message, passed) = other.receive().unwrap().unwrap();
        assert_eq!(message, b"with");
        File::from(passed.unwrap().0).write_all(b"through").unwrap();
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text, "through");
        drop(one);
        assert!(other.receive().unwrap().is_none());
    }

    #[test]
    fn a_receive_ends_at_its_deadline() {
        let (one, _other) = Messenger::pair().unwrap();
        one.set_deadline(Duration::from_millis(5)).unwrap();
        assert_eq!(one.receive().unwrap_err().kind(), io::ErrorKind::WouldBlock);
    }
}
