//! The program: flags, logs, signals, and the line that says where to go.

use std::io::{Write as _, stderr, stdout};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Parser as _;
use lab_relay::cli::{Arguments, Command};
use lab_relay::{Relay, chat, signalled};
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

/// How long threads that still wait for a name server may hold the end up.
const LAST_THREADS: Duration = Duration::from_millis(200);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("socket-lab: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments) -> Result<()> {
    log_to_stderr(arguments.log.clone());
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start; is the limit of threads or open files reached?")?;
    let result = runtime.block_on(async {
        if let Some(Command::Chat(room)) = arguments.command {
            return chat::run(room).await;
        }
        let shutdown = signalled().context("cannot listen to signals")?;
        let relay = Relay::bind(arguments.config()).await?;
        // Whoever started the relay through a pipe waits for this line.
        let mut stdout = stdout();
        writeln!(stdout, "Socket Lab is ready: {}", relay.url())
            .and_then(|()| stdout.flush())
            .context("cannot write to standard output")?;
        relay.serve(shutdown).await
    });
    runtime.shutdown_timeout(LAST_THREADS);
    result
}

fn log_to_stderr(filter: Targets) {
    let lines = tracing_subscriber::fmt::layer().with_writer(stderr).with_ansi(false);
    tracing_subscriber::registry().with(filter).with(lines).init();
}
