//! The session's clock, and the two moments every return carries.

use std::time::Instant;

use lab_shared::call::Micros;

/// A monotonic clock that started with the session.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    start: Instant,
}

impl Clock {
    /// A clock that starts now.
    pub(crate) fn start() -> Self {
        Self { start: Instant::now() }
    }

    /// When that was.
    pub(crate) fn begun(self) -> Instant {
        self.start
    }

    /// Microseconds since the start.
    pub(crate) fn now(self) -> Micros {
        let micros = self.start.elapsed().as_micros();
        Micros(u64::try_from(micros).unwrap_or(u64::MAX))
    }
}

/// When a call's system call was first made, and when it was last done.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CallTimes {
    clock: Clock,
    entered: Option<Micros>,
    at: Micros,
}

impl CallTimes {
    /// For a call that has not been made yet.
    pub(crate) fn new(clock: Clock) -> Self {
        Self { clock, entered: None, at: Micros::default() }
    }

    /// Makes a system call between two looks at the clock.
    pub(crate) fn around<T>(&mut self, call: impl FnOnce() -> T) -> T {
        self.entered.get_or_insert_with(|| self.clock.now());
        let result = call();
        self.at = self.clock.now();
        result
    }

    /// Notes that the call has begun with something before its system call, such as a name lookup.
    pub(crate) fn enter(&mut self) {
        self.at = self.clock.now();
        self.entered.get_or_insert(self.at);
    }

    /// Notes that the call ended now, without a further system call.
    pub(crate) fn end(&mut self) {
        self.enter();
    }

    /// Whether nothing has been noted yet.
    pub(crate) fn is_unused(&self) -> bool {
        self.entered.is_none()
    }

    /// When the system call was first made.
    pub(crate) fn entered(&self) -> Micros {
        self.entered.unwrap_or(self.at)
    }

    /// When it was last done.
    pub(crate) fn at(&self) -> Micros {
        self.at
    }
}
