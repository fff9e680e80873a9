//! A timer that is due on the millisecond, which is as exact as tokio's own.

use std::io;
use std::time::Duration;

/// A timer of one task.
#[derive(Debug)]
pub(crate) struct Timer;

impl Timer {
    /// A timer that is not set.
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self)
    }

    /// Waits for so long; not at all for [`Duration::ZERO`].
    pub(crate) async fn sleep(&mut self, pause: Duration) -> io::Result<()> {
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        Ok(())
    }
}
