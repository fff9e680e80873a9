//! What whole packets are read from and written to: the descriptor of a TUN device, one packet a system call.
//! And waiting for several of them, on the microsecond.

use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::event::epoll::{self, CreateFlags, Event, EventData, EventFlags};
use rustix::event::{EventfdFlags, Timespec, eventfd};
use rustix::io::Errno;
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, timerfd_create, timerfd_settime,
};

use super::Descriptor;

/// Most ports reported at once; the kernel reports the rest the next time.
const BATCH: usize = 16;

/// A device that gives and takes whole packets, from the IP header on. It never blocks.
#[derive(Debug)]
pub(crate) struct PacketPort(OwnedFd);

impl PacketPort {
    /// A device by its descriptor: a TUN device without packet information, or in tests a socket that keeps
    /// the borders of messages.
    pub(crate) fn new(device: Descriptor) -> io::Result<Self> {
        let device = OwnedFd::from(device);
        rustix::io::ioctl_fionbio(&device, true)?;
        Ok(Self(device))
    }

    /// The next packet, cut off behind the buffer's end; `None` if none waits.
    ///
    /// # Errors
    /// The device is gone.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> io::Result<Option<usize>> {
        match rustix::io::read(&self.0, buffer) {
            Ok(0) => Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => Ok(Some(count)),
            Err(Errno::AGAIN | Errno::INTR) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Has the device's host receive a packet.
    ///
    /// # Errors
    /// It does not take it: the device is gone or down, or the packet is none.
    pub(crate) fn write(&self, packet: &[u8]) -> io::Result<()> {
        rustix::io::retry_on_intr(|| rustix::io::write(&self.0, packet))?;
        Ok(())
    }

    /// Two ports of which each receives what the other is given, in place of devices.
    #[cfg(test)]
    pub(crate) fn pair() -> io::Result<(Self, Self)> {
        let kind = socket2::Type::SEQPACKET;
        let (one, other) = socket2::Socket::pair(socket2::Domain::UNIX, kind, None)?;
        for end in [&one, &other] {
            end.set_send_buffer_size(1 << 20)?;
        }
        let port = |end| Self::new(OwnedFd::from(end).into());
        Ok((port(one)?, port(other)?))
    }
}

/// The ports that one thread waits for, with a timer, and a bell that other threads ring.
#[derive(Debug)]
pub(crate) struct PortSet {
    epoll: OwnedFd,
    /// epoll_wait(2) may count in milliseconds, and a thread's own timers have a slack; timerfd has neither.
    timer: OwnedFd,
    bell: OwnedFd,
}

/// The keys of timer and bell; ports have smaller ones.
const TIMER: u64 = u64::MAX;
const BELL: u64 = u64::MAX - 1;

impl PortSet {
    /// A set without ports.
    pub(crate) fn new() -> io::Result<Self> {
        let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
        let timer = timerfd_create(TimerfdClockId::Monotonic, flags)?;
        let bell = eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?;
        let epoll = epoll::create(CreateFlags::CLOEXEC)?;
        epoll::add(&epoll, &timer, EventData::new_u64(TIMER), EventFlags::IN)?;
        epoll::add(&epoll, &bell, EventData::new_u64(BELL), EventFlags::IN)?;
        Ok(Self { epoll, timer, bell })
    }

    /// Adds a port, which has this key from now on. A port that is dropped leaves by itself.
    pub(crate) fn add(&self, key: usize, port: &PacketPort) -> io::Result<()> {
        let data = EventData::new_u64(key as u64);
        epoll::add(&self.epoll, &port.0, data, EventFlags::IN)?;
        Ok(())
    }

    /// Ends the wait of the thread that waits, or its next one.
    pub(crate) fn ring(&self) {
        // A bell that rings already cannot ring more.
        let _ = rustix::io::write(&self.bell, &1u64.to_ne_bytes());
    }

    /// Waits until ports have packets, the bell rings, or this time is over; writes the ports' keys into `ready`.
    pub(crate) fn wait(&self, timeout: Option<Duration>, ready: &mut Vec<usize>) -> io::Result<()> {
        ready.clear();
        let at_once = timeout == Some(Duration::ZERO);
        if let Some(timeout) = timeout.filter(|_| !at_once) {
            let seconds = i64::try_from(timeout.as_secs()).unwrap_or(i64::MAX);
            let it_value = Timespec { tv_sec: seconds, tv_nsec: timeout.subsec_nanos().into() };
            let none = Timespec { tv_sec: 0, tv_nsec: 0 };
            // Setting it also takes back an earlier expiry.
            let times = Itimerspec { it_interval: none, it_value };
            timerfd_settime(&self.timer, TimerfdTimerFlags::empty(), &times)?;
        }
        let nothing = Event { flags: EventFlags::empty(), data: EventData::new_u64(0) };
        let mut events = [nothing; BATCH];
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        let count = match epoll::wait(&self.epoll, &mut events, at_once.then_some(&now)) {
            Err(Errno::INTR) => 0,
            other => other?,
        };
        for event in &events[..count] {
            match event.data.u64() {
                TIMER => drop(rustix::io::read(&self.timer, &mut [0; 8])),
                BELL => drop(rustix::io::read(&self.bell, &mut [0; 8])),
                key => ready.extend(usize::try_from(key)),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn whole_packets_pass_and_ports_that_have_some_are_named() {
        let (one, other) = PacketPort::pair().unwrap();
        let set = PortSet::new().unwrap();
        set.add(7, &other).unwrap();
        let (mut ready, mut buffer) = (Vec::new(), [0; 16]);
        set.wait(Some(Duration::ZERO), &mut ready).unwrap();
        assert_eq!((ready.as_slice(), other.read(&mut buffer).unwrap()), ([].as_slice(), None));
        one.write(b"one").unwrap();
        one.write(b"three").unwrap();
        set.wait(None, &mut ready).unwrap();
        assert_eq!(ready, [7]);
        assert_eq!(other.read(&mut buffer).unwrap(), Some(3));
        assert_eq!(other.read(&mut buffer).unwrap(), Some(5));
        drop(one);
        assert!(other.read(&mut buffer).is_err(), "the device is gone");
    }

    #[test]
    fn a_wait_ends_in_time_and_when_the_bell_rings() {
        let set = PortSet::new().unwrap();
        let mut ready = Vec::new();
        let begun = Instant::now();
        set.wait(Some(Duration::from_micros(300)), &mut ready).unwrap();
        assert!(begun.elapsed() >= Duration::from_micros(300));
        // An expiry that is over ends no later wait, and a bell that rings twice ends one.
        set.ring();
        set.ring();
        set.wait(Some(Duration::from_secs(60)), &mut ready).unwrap();
        let begun = Instant::now();
        set.wait(Some(Duration::from_millis(5)), &mut ready).unwrap();
        assert!(begun.elapsed() >= Duration::from_millis(5) && ready.is_empty());
    }
}
