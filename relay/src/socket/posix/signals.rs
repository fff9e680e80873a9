//! The signals that ask the program to end.

use std::future::Future;
use std::io;

use tokio::signal::unix::{SignalKind, signal};

/// Waits for Ctrl+C, SIGTERM, or the end of the terminal (SIGHUP), unless whoever started the program has it ignored, as
/// nohup(1) does.
///
/// # Errors
/// The signals cannot be listened to.
pub fn signalled() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    let mut hangup =
        if is_ignored(libc::SIGHUP)? { None } else { Some(signal(SignalKind::hangup())?) };
    Ok(async move {
        let hung_up = async {
            match &mut hangup {
                Some(hangup) => hangup.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hung_up => {}
        }
    })
}

/// Whether the program was started with a signal ignored.
#[allow(unsafe_code)]
fn is_ignored(signal: i32) -> io::Result<bool> {
    // SAFETY: `sigaction` is a C structure of integers and pointers, for which all zeros is valid.
    let mut action: libc::sigaction = unsafe { std::mem::zeroed() };
    // SAFETY: no action is given, so nothing changes, and the kernel fills in the one it is lent.
    if unsafe { libc::sigaction(signal, std::ptr::null(), &mut action) } != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(action.sa_sigaction == libc::SIG_IGN)
}
