//! The program: flags, logs, signals, and the line with the relay's URL.

use std::io::{Write as _, stdout};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Parser as _;
use lab_relay::cli::{Arguments, Command, completions, man_page};
use lab_relay::{Relay, chat, health, logging, signalled};

/// How long a thread that still looks up the bus of a chat room may hold the end up.
const LAST_THREADS: Duration = Duration::from_millis(200);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            logging::say(&format!("socket-lab: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> Result<()> {
    logging::to_stderr(arguments.log.clone(), arguments.log_format);
    let command = arguments.command.take();
    if let Some(Command::Man { subcommand }) = command {
        return print(&man_page(subcommand.as_deref())?);
    }
    if let Some(Command::Completions { shell }) = command {
        return print(&completions(shell));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("cannot start; is the limit of threads or open files reached?")?;
    let result = runtime.block_on(async {
        match command {
            Some(Command::Chat(room)) => chat::run(*room).await,
            Some(Command::Health(relay)) => health::ask(relay).await,
            _ => serve(arguments).await,
        }
    });
    runtime.shutdown_timeout(LAST_THREADS);
    result
}

async fn serve(arguments: Arguments) -> Result<()> {
    let shutdown = signalled().context("cannot listen to signals")?;
    let relay = Relay::bind(arguments.config()?).await?;
    // A program that started the relay through a pipe waits for this line.
    print(format!("Socket Lab is ready: {}\n", relay.url()).as_bytes())?;
    relay.serve(shutdown).await;
    Ok(())
}

fn print(bytes: &[u8]) -> Result<()> {
    let mut stdout = stdout();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).context("cannot write to standard output")
}
