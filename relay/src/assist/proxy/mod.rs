//! `socket-lab assist proxy`: clients on one side, a server on the other, and the person in between.
//!
//! | module | what it does |
//! |---|---|
//! | `arguments`, `setup` | from flags and a document to proxies |
//! | `serve` | the proxies of [`crate::assist_host::proxy`] at work |
//! | `orders` | commands on standard input |
//! | `show` | the log on standard error, and the recording |
//! | `replay` | one side of a recorded conversation |

mod arguments;
mod orders;
mod replay;
mod serve;
mod setup;
mod show;

use std::fs::File;
use std::future::Future;

use anyhow::{Context as _, Result};

pub(super) use arguments::ProxyArguments;

use super::outcome::Outcome;
use super::refuse;
use crate::socket;
use show::Show;

/// Serves the proxies until a signal asks for the end, or plays a recorded conversation.
///
/// # Errors
/// The system refuses threads or randomness, or the file of the recording.
pub(super) async fn run(
    arguments: ProxyArguments,
    shutdown: impl Future<Output = ()>,
) -> Result<Outcome> {
    if let Some(file) = &arguments.replay.replay {
        return match replay::Task::new(file, &arguments) {
            Ok(task) => Ok(tokio::select! {
                outcome = task.play() => outcome,
                () = shutdown => Outcome::NotMet,
            }),
            Err(mistakes) => Ok(refuse(&mistakes)),
        };
    }
    let proxies = match setup::proxies(&arguments) {
        Ok(proxies) => proxies,
        Err(mistakes) => return Ok(refuse(&mistakes)),
    };
    let record = match &arguments.record {
        Some(file) => Some(
            File::create(file).with_context(|| format!("cannot record to {}", file.display()))?,
        ),
        None => None,
    };
    let seed = match arguments.seed {
        Some(seed) => seed,
        None => getrandom::u64().context("the system has no randomness")?,
    };
    socket::raise_limit();
    serve::serve(proxies, Show::new(arguments.print, record), seed, shutdown).await
}
