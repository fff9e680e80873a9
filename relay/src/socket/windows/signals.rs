//! What asks the program to end.

use std::future::Future;
use std::io;

use tokio::signal::windows::{ctrl_break, ctrl_c, ctrl_close, ctrl_logoff, ctrl_shutdown};

/// Waits for Ctrl+C, Ctrl+Break, the end of the console's window, of the person's session or of the system.
///
/// # Errors
/// They cannot be listened to.
pub fn signalled() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let (mut interrupt, mut stop, mut close) = (ctrl_c()?, ctrl_break()?, ctrl_close()?);
    let (mut logoff, mut shutdown) = (ctrl_logoff()?, ctrl_shutdown()?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = stop.recv() => {}
            _ = close.recv() => {}
            _ = logoff.recv() => {}
            _ = shutdown.recv() => {}
        }
    })
}
