//! A timer that is due on the microsecond: timerfd_create(2). tokio's own timers count in milliseconds.

use std::io;
use std::os::fd::OwnedFd;
use std::time::Duration;

use rustix::event::Timespec;
use rustix::time::{
    Itimerspec, TimerfdClockId, TimerfdFlags, TimerfdTimerFlags, timerfd_create, timerfd_settime,
};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// A timer of one task.
#[derive(Debug)]
pub(crate) struct Timer(AsyncFd<OwnedFd>);

impl Timer {
    /// A timer that is not set. It belongs to the runtime that it is made in.
    #[allow(unsafe_code)]
    pub(crate) fn new() -> io::Result<Self> {
        let flags = TimerfdFlags::NONBLOCK | TimerfdFlags::CLOEXEC;
        let timer = timerfd_create(TimerfdClockId::Monotonic, flags)?;
        // SAFETY: the `OwnedFd` stays open, and the same descriptor, until the `AsyncFd` is dropped.
        Ok(Self(unsafe { AsyncFd::register_with_interest(timer, Interest::READABLE) }?))
    }

    /// Waits for so long; not at all for [`Duration::ZERO`].
    pub(crate) async fn sleep(&mut self, pause: Duration) -> io::Result<()> {
        if pause.is_zero() {
            return Ok(());
        }
        let none = Timespec { tv_sec: 0, tv_nsec: 0 };
        let seconds = i64::try_from(pause.as_secs()).unwrap_or(i64::MAX);
        let it_value = Timespec { tv_sec: seconds, tv_nsec: pause.subsec_nanos().into() };
        // Setting it also takes back an earlier expiry that nobody waited for.
        let times = Itimerspec { it_interval: none, it_value };
        timerfd_settime(self.0.get_ref(), TimerfdTimerFlags::empty(), &times)?;
        loop {
            let mut ready = self.0.readable().await?;
            let read = ready.try_io(|timer| {
                rustix::io::read(timer.get_ref(), &mut [0; 8]).map_err(io::Error::from)
            });
            match read {
                Ok(result) => return result.map(drop),
                Err(_not_yet) => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[tokio::test]
    async fn a_timer_waits_as_long_as_it_is_told_however_often_it_was_left_before() {
        let mut timer = Timer::new().unwrap();
        for round in 0..3 {
            let begun = Instant::now();
            let soon = timer.sleep(Duration::from_millis(1));
            // Left behind before, or after, it was due.
            let patience = Duration::from_millis(round);
            let _ = tokio::time::timeout(patience, soon).await;
            let pause = Duration::from_millis(20);
            timer.sleep(pause).await.unwrap();
            assert!(begun.elapsed() >= pause);
        }
        timer.sleep(Duration::ZERO).await.unwrap();
    }
}
