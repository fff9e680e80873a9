//! The stage outside the page: each program a `python3` in a terminal.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use anyhow::{Context as _, Result, bail, ensure};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::Notify;
use tokio::time::timeout;

use super::{Half, Stage};
use crate::PATIENCE;
use crate::kernel::{asleep, blocked_in};
use crate::process::{signal, spawn};

/// Why a terminal cannot play an event.
const NO_CABLES: &str = "a terminal has neither hosts nor cables nor choices";

/// Two terminals in a lesson's folder.
pub struct Terminal {
    folder: PathBuf,
    halves: [Process; 2],
}

/// A program and its output.
#[derive(Default)]
struct Process {
    child: Option<Child>,
    stdin: Option<ChildStdin>,
    /// Standard output and standard error, with how much of each was found already.
    printed: [(Arc<Printed>, usize); 2],
}

#[derive(Default)]
struct Printed {
    text: Mutex<(Vec<u8>, bool)>,
    more: Notify,
}

impl Terminal {
    /// Terminals for the programs of a lesson.
    #[must_use]
    pub fn new(lesson: &str) -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../web/lessons");
        Self { folder: root.join(lesson), halves: Default::default() }
    }

    fn half(&mut self, half: Half) -> &mut Process {
        &mut self.halves[half as usize]
    }
}

impl Stage for Terminal {
    async fn start(&mut self, half: Half, file: &str) -> Result<()> {
        let mut command = Command::new("python3");
        command.arg("-u").arg(file).current_dir(&self.folder).env("PYTHONIOENCODING", "utf-8");
        let mut child = spawn(&mut command)?;
        let process = self.half(half);
        ensure!(process.child.is_none(), "the program before it has not ended");
        process.stdin = child.stdin.take();
        process.printed = [
            (Printed::of(child.stdout.take().context("stdout is piped")?), 0),
            (Printed::of(child.stderr.take().context("stderr is piped")?), 0),
        ];
        process.child = Some(child);
        Ok(())
    }

    async fn until_prints(&mut self, half: Half, text: &str) -> Result<()> {
        let process = self.half(half);
        let printed = process.printed.each_ref().map(|(printed, from)| (printed.clone(), *from));
        let [(out, out_from), (err, err_from)] = printed;
        let found = timeout(PATIENCE, async {
            tokio::select! {
                at = out.contains(out_from, text) => at.map(|at| (0, at)),
                at = err.contains(err_from, text) => at.map(|at| (1, at)),
            }
        });
        match found.await.ok().flatten() {
            Some((stream, end)) => process.printed[stream].1 = end,
            None => {
                bail!("it printed only:\n{}\nand to standard error:\n{}", out.text(), err.text())
            }
        }
        Ok(())
    }

    async fn until_blocks(&mut self, half: Half, call: &str) -> Result<()> {
        blocked_in(self.half(half).child.as_ref().context("no program runs")?, call).await
    }

    async fn type_line(&mut self, half: Half, line: &str) -> Result<()> {
        let stdin = self.half(half).stdin.as_mut().context("its input has ended")?;
        stdin.write_all(format!("{line}\n").as_bytes()).await?;
        Ok(stdin.flush().await?)
    }

    async fn end_of_input(&mut self, half: Half) -> Result<()> {
        self.half(half).stdin.take().context("its input has ended already").map(drop)
    }

    async fn interrupt(&mut self, half: Half) -> Result<()> {
        let child = self.half(half).child.as_ref().context("no program runs")?;
        asleep(child).await?;
        signal(child, "INT").await
    }

    async fn stop(&mut self, half: Half) -> Result<()> {
        signal(self.half(half).child.as_ref().context("no program runs")?, "KILL").await?;
        self.ends(half).await
    }

    async fn lose(&mut self, _kind: &str) -> Result<()> {
        bail!(NO_CABLES)
    }

    async fn cut(&mut self, _cut: bool) -> Result<()> {
        bail!(NO_CABLES)
    }

    async fn restart(&mut self, _host: &str) -> Result<()> {
        bail!(NO_CABLES)
    }

    async fn proves(&mut self, _choices: &[usize]) -> Result<()> {
        bail!(NO_CABLES)
    }

    async fn ends(&mut self, half: Half) -> Result<()> {
        let process = self.half(half);
        let child = process.child.as_mut().context("no program runs")?;
        // Its input stays open, as in a terminal.
        timeout(PATIENCE, child.wait()).await.context("the program did not end")??;
        process.child = None;
        for (printed, _) in &process.printed {
            timeout(PATIENCE, printed.end()).await.context("its output did not end")?;
        }
        Ok(())
    }

    async fn output(&mut self, half: Half) -> Result<String> {
        Ok(self.half(half).printed[0].0.text())
    }
}

impl Printed {
    /// Reads a stream in the background to its end.
    fn of(mut stream: impl AsyncRead + Unpin + Send + 'static) -> Arc<Self> {
        let printed = Arc::new(Self::default());
        let writer = Arc::clone(&printed);
        tokio::spawn(async move {
            let mut piece = [0; 4096];
            // A stream that fails has ended too.
            while let Ok(count @ 1..) = stream.read(&mut piece).await {
                writer.change(|(text, _)| text.extend_from_slice(&piece[..count]));
            }
            writer.change(|(_, ended)| *ended = true);
        });
        printed
    }

    fn change(&self, change: impl FnOnce(&mut (Vec<u8>, bool))) {
        change(&mut self.text.lock().expect("nobody panics while holding it"));
        self.more.notify_waiters();
    }

    fn text(&self) -> String {
        let text = self.text.lock().expect("nobody panics while holding it");
        String::from_utf8_lossy(&text.0).into_owned()
    }

    /// The end of the first `wanted` at or after `from`; `None` where the stream ended without it.
    async fn contains(&self, from: usize, wanted: &str) -> Option<usize> {
        self.until(|(text, _)| {
            let found = text[from..].windows(wanted.len()).position(|at| at == wanted.as_bytes());
            found.map(|at| from + at + wanted.len())
        })
        .await
    }

    async fn end(&self) {
        self.until(|(_, ended)| ended.then_some(0)).await;
    }

    async fn until(&self, found: impl Fn(&(Vec<u8>, bool)) -> Option<usize>) -> Option<usize> {
        loop {
            // Before the check: output between check and wait must wake us.
            let more = self.more.notified();
            let at = found(&self.text.lock().expect("nobody panics while holding it"));
            if at.is_some() {
                return at;
            }
            more.await;
        }
    }
}
