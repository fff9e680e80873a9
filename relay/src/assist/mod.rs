//! `socket-lab assist`: the assistant without a browser, on native sockets.
//!
//! | module | what it does |
//! |---|---|
//! | `arguments`, `setup` | from flags and a document to a setup |
//! | `command` | standard input and output, what is expected, and when the command ends |
//! | `proxy` | `socket-lab assist proxy`: clients on one side, a server on the other |
//! | `console`, `printer`, `outcome` | threads for the console, the log, exit codes |

mod arguments;
mod command;
mod console;
mod outcome;
mod printer;
mod proxy;
mod setup;

use std::process::ExitCode;

use anyhow::{Context as _, Result};

use arguments::Between;

pub use arguments::AssistArguments;

use crate::{logging, signalled, socket};
use command::Running;
use outcome::Outcome;
use setup::{Mistakes, Task};

/// Opens the ends and serves them until what is expected is met, all is closed, or a signal asks for
/// the end.
///
/// # Errors
/// The system refuses threads, signals or randomness.
pub async fn run(arguments: AssistArguments) -> Result<ExitCode> {
    let shutdown = signalled().context("cannot listen to signals")?;
    let arguments = match arguments {
        AssistArguments { between: Some(Between::Proxy(arguments)), .. } => {
            return proxy::run(*arguments, shutdown).await.map(Into::into);
        }
        AssistArguments { end, .. } => end.expect("the flags need a kind or a subcommand"),
    };
    let task = match Task::new(&arguments) {
        Ok(task) => task,
        Err(mistakes) => return Ok(refuse(&mistakes).into()),
    };
    if task.setup.script.is_some() {
        logging::say(&format!("socket-lab: warning: {NO_SCRIPT}"));
    }
    socket::raise_limit();
    let outcome = Running::start(task, &arguments)?.run(shutdown).await;
    Ok(outcome.into())
}

/// What a person is told whose setup has a script.
const NO_SCRIPT: &str = "the setup's [script] is not run, as there is no CPython here; \
    open the setup in the page's Assistant, or answer with [[rule]]";

/// Names every mistake of the command line and the setup.
fn refuse(mistakes: &Mistakes) -> Outcome {
    mistakes.iter().for_each(|mistake| logging::say(&format!("socket-lab: {mistake}")));
    Outcome::Mistake
}
