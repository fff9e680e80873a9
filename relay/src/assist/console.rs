//! Standard input and output, each with a thread of its own, as reads and writes there may block.

use std::io::{self, Read as _, Write as _, stdin, stdout};
use std::thread;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

/// Most bytes of one read. A datagram end sends each read as a datagram.
const READ_BYTES: usize = 16 * 1024;

/// Reads that may wait to be sent.
const WAITING_READS: usize = 4;

/// Receives that may wait to be written, and are then written together. With fewer, a server with many clients
/// would wait for the other thread at every few messages.
const WAITING_RECEIVES: usize = 64;

/// What is read from standard input; the channel closes at its end.
///
/// # Errors
/// The thread cannot be started.
pub(super) fn input() -> io::Result<mpsc::Receiver<Bytes>> {
    let (chunks, input) = mpsc::channel(WAITING_READS);
    // Ends with the program: nothing interrupts its read.
    thread::Builder::new().name("standard input".into()).spawn(move || {
        let mut buffer = vec![0; READ_BYTES];
        while let Ok(length @ 1..) = stdin().read(&mut buffer) {
            if chunks.blocking_send(Bytes::copy_from_slice(&buffer[..length])).is_err() {
                return;
            }
        }
    })?;
    Ok(input)
}

/// Writes to standard output in the order of the calls.
#[derive(Debug)]
pub(super) struct Output {
    chunks: mpsc::Sender<Bytes>,
    written: oneshot::Receiver<()>,
}

impl Output {
    /// # Errors
    /// The thread cannot be started.
    pub(super) fn start() -> io::Result<Self> {
        let (chunks, mut waiting) = mpsc::channel::<Bytes>(WAITING_RECEIVES);
        let (done, written) = oneshot::channel();
        thread::Builder::new().name("standard output".into()).spawn(move || {
            let (mut out, mut chunks) = (stdout(), Vec::new());
            while waiting.blocking_recv_many(&mut chunks, WAITING_RECEIVES) > 0 {
                if out.write_all(&chunks.concat()).and_then(|()| out.flush()).is_err() {
                    break;
                }
                chunks.clear();
            }
            let _ = done.send(());
        })?;
        Ok(Self { chunks, written })
    }

    /// Waits until one more chunk can be written, and returns whether the reader is still there.
    pub(super) async fn has_room(&self) -> bool {
        self.chunks.reserve().await.is_ok()
    }

    /// Writes a chunk, for which [`Output::has_room`] has waited.
    pub(super) fn write(&self, chunk: Bytes) {
        // Without a reader there is nothing to write to.
        let _ = self.chunks.try_send(chunk);
    }

    /// Waits until all is written.
    pub(super) async fn finish(self) {
        drop(self.chunks);
        let _ = self.written.await;
    }
}
