//! Lines for the console, printed by a thread of their own: a terminal that is paused (Ctrl+S) or a
//! slow pipe does not block the room. Lines that do not fit are counted, and the count is printed.

use std::io::{self, ErrorKind, Write};
use std::mem;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Bytes of lines that may wait to be printed.
const WAITING: usize = 1024 * 1024;

/// Bytes of memory kept for the next lines when nothing waits.
const SPARE: usize = 64 * 1024;

/// How long the last lines may take at the end.
const LAST_LINES: Duration = Duration::from_secs(1);

/// The printing thread.
#[derive(Debug)]
pub(super) struct Printer {
    lines: Lines,
    /// Disconnects when the thread has printed everything.
    done: Receiver<()>,
}

/// Hands lines to the printing thread; never waits.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    shared: Arc<Shared>,
    quiet: bool,
}

#[derive(Debug, Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Waiting {
    text: String,
    missed: u64,
    ended: bool,
}

impl Printer {
    /// A thread that prints to `out`. Where it is `quiet`, the transcript is left out.
    pub(super) fn start(out: impl Write + Send + 'static, quiet: bool) -> io::Result<Self> {
        let lines = Lines { shared: Arc::default(), quiet };
        let shared = Arc::clone(&lines.shared);
        let (ends, done) = sync_channel(0);
        thread::Builder::new()
            .name("transcript".into())
            .spawn(move || print(&shared, out, ends))?;
        Ok(Self { lines, done })
    }

    /// A way to hand lines in.
    pub(super) fn lines(&self) -> Lines {
        self.lines.clone()
    }

    /// Waits until what was handed in is printed, but not for long.
    pub(super) fn finish(self) {
        self.lines.with(|waiting| waiting.ended = true);
        self.lines.shared.changed.notify_one();
        match self.done.recv_timeout(LAST_LINES) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => {}
            Err(RecvTimeoutError::Timeout) => tracing::warn!("the last lines were not printed"),
        }
    }
}

impl Lines {
    /// Appends one line of the transcript, which `write` writes without its end.
    pub(super) fn transcript(&self, write: impl FnOnce(&mut String)) {
        if !self.quiet {
            self.append(write);
        }
    }

    /// Prints a line that is not of the transcript: it comes even where that is left out.
    pub(super) fn notice(&self, line: &str) {
        self.append(|text| text.push_str(line));
        self.shared.changed.notify_one();
    }

    /// Has the thread print what was appended to the transcript.
    pub(super) fn flush(&self) {
        if !self.quiet {
            self.shared.changed.notify_one();
        }
    }

    fn append(&self, write: impl FnOnce(&mut String)) {
        self.with(|waiting| {
            if waiting.text.len() < WAITING {
                write(&mut waiting.text);
                waiting.text.push('\n');
            } else {
                waiting.missed += 1;
            }
        });
    }

    fn with<T>(&self, act: impl FnOnce(&mut Waiting) -> T) -> T {
        // A thread that panicked while it held the text left at worst half a line.
        act(&mut self.shared.waiting.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// `_ends` disconnects when this returns.
fn print(shared: &Shared, mut out: impl Write, _ends: SyncSender<()>) {
    let mut text = String::new();
    // Lines that could not be written, since the last that could.
    let mut unwritten = 0;
    loop {
        text.clear();
        // After a burst, most of it would lie unused.
        text.shrink_to(SPARE);
        let guard = shared.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let nothing = |waiting: &mut Waiting| waiting.text.is_empty() && !waiting.ended;
        let mut waiting =
            shared.changed.wait_while(guard, nothing).unwrap_or_else(PoisonError::into_inner);
        if waiting.text.is_empty() {
            return;
        }
        mem::swap(&mut waiting.text, &mut text);
        let missed = mem::take(&mut waiting.missed);
        drop(waiting);
        let lost = text.lines().count() as u64 + missed;
        if missed > 0 {
            text.push_str(&format!("… {missed} lines are missing here: the console is slow\n"));
        }
        if unwritten > 0 {
            let notice = format!("\n… {unwritten} lines are missing here: no room for them\n");
            text.insert_str(0, &notice);
        }
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            Ok(()) => unwritten = 0,
            // The reader is gone; the room continues without its transcript.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => return,
            // A disk that is full may have room again.
            Err(error) => {
                if unwritten == 0 {
                    tracing::warn!(%error, "the transcript cannot be written; the room goes on");
                }
                unwritten += lost;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::Sender;

    /// Tells of each write and waits until it may end.
    struct Slow {
        written: Sender<Vec<u8>>,
        gate: Receiver<()>,
    }

    impl Write for Slow {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let _ = self.written.send(bytes.to_vec());
            let _ = self.gate.recv();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn lines_that_do_not_fit_are_counted_and_said() {
        let (written, writes) = std::sync::mpsc::channel();
        let (open, gate) = sync_channel(8);
        let printer = Printer::start(Slow { written, gate }, false).unwrap();
        let lines = printer.lines();
        lines.notice("first");
        assert_eq!(writes.recv().unwrap(), b"first\n");
        let long = "x".repeat(WAITING);
        for line in [long.as_str(), "lost", "lost too"] {
            lines.transcript(|text| text.push_str(line));
        }
        drop(open);
        printer.finish();
        let rest = String::from_utf8(writes.recv().unwrap()).unwrap();
        assert!(rest.starts_with(&long) && rest.contains("\n… 2 lines are missing"));
    }

    /// Takes nothing the first time, as a full disk, and then everything.
    struct FullAtFirst {
        full: bool,
        written: Sender<Vec<u8>>,
    }

    impl Write for FullAtFirst {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            if mem::take(&mut self.full) {
                let _ = self.written.send(Vec::new());
                return Err(ErrorKind::StorageFull.into());
            }
            let _ = self.written.send(bytes.to_vec());
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_transcript_goes_on_when_the_disk_has_room_again_and_says_what_is_missing() {
        let (written, writes) = std::sync::mpsc::channel();
        let printer = Printer::start(FullAtFirst { full: true, written }, false).unwrap();
        printer.lines().notice("lost");
        assert_eq!(writes.recv().unwrap(), b"", "the disk is full");
        printer.lines().notice("kept");
        printer.finish();
        let text = String::from_utf8(writes.iter().collect::<Vec<_>>().concat()).unwrap();
        assert_eq!(text, "\n… 1 lines are missing here: no room for them\nkept\n");
    }

    #[test]
    fn a_quiet_printer_still_prints_notices() {
        let (written, writes) = std::sync::mpsc::channel();
        let (_, gate) = sync_channel(0);
        let printer = Printer::start(Slow { written, gate }, true).unwrap();
        printer.lines().transcript(|text| text.push_str("said"));
        printer.lines().notice("noticed");
        printer.finish();
        assert_eq!(writes.iter().collect::<Vec<_>>().concat(), b"noticed\n");
    }
}
