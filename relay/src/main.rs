//! The program: flags, logs, signals, and the line with the relay's URL.

use std::io::{IsTerminal as _, Write as _, stdout};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::Parser as _;
use lab_relay::cli::{Arguments, Command, completions, man_page};
use lab_relay::start::{Invitation, open_browser};
use lab_relay::{Relay, assist, chat, enter, health, logging, network, signalled};

/// How long a thread that still looks up the bus of a chat room may hold the end up.
const LAST_THREADS: Duration = Duration::from_millis(200);

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            logging::say(&format!("socket-lab: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: Arguments) -> Result<ExitCode> {
    let command = match arguments.command.take() {
        // A process that enters a namespace has one thread.
        Some(Command::NetworkHost(host)) => return Ok(network::host::run(&host)),
        Some(Command::Enter(host)) => return enter::enter(host).map(|never| match never {}),
        Some(Command::Man { subcommand }) => {
            return print(&man_page(subcommand.as_deref())?).map(succeeded);
        }
        Some(Command::Completions { shell }) => return print(&completions(shell)).map(succeeded),
        command => command,
    };
    logging::to_stderr(arguments.log.clone(), arguments.log_format);
    let runtime = Command::runtime(command.as_ref())
        .enable_all()
        .build()
        .context("cannot start; is the limit of threads or open files reached?")?;
    let result = runtime.block_on(async {
        match command {
            Some(Command::Assist(setup)) => assist::run(*setup).await,
            Some(Command::Chat(room)) => chat::run(*room).await.map(succeeded),
            Some(Command::Health(relay)) => health::ask(relay).await.map(succeeded),
            _ => serve(arguments).await.map(succeeded),
        }
    });
    runtime.shutdown_timeout(LAST_THREADS);
    result
}

fn succeeded((): ()) -> ExitCode {
    ExitCode::SUCCESS
}

async fn serve(arguments: Arguments) -> Result<()> {
    let shutdown = signalled().context("cannot listen to signals")?;
    let opens_browser = !arguments.no_browser;
    let relay = Relay::bind(arguments.config()?).await?;
    // Before the first line: whoever reads that finds the relay without the descriptors of this look.
    let invitation = relay.invitation();
    // A program that started the relay through a pipe waits for this line.
    print(format!("Socket Lab is ready: {}\n", relay.url()).as_bytes())?;
    print_invitation(&invitation)?;
    // The relay listens already, so a browser that comes early waits.
    let _browser = opens_browser.then(|| open_browser(&relay.url())).flatten();
    relay.serve(shutdown).await;
    Ok(())
}

/// Prints what others open, for the person who starts a relay for them.
fn print_invitation(invitation: &Invitation) -> Result<()> {
    if invitation.is_empty() {
        return Ok(());
    }
    print(invitation.to_string().as_bytes())?;
    match invitation.qr_code() {
        Some(code) if stdout().is_terminal() => print(code.as_bytes()),
        _ => Ok(()),
    }
}

fn print(bytes: &[u8]) -> Result<()> {
    let mut stdout = stdout();
    stdout.write_all(bytes).and_then(|()| stdout.flush()).context("cannot write to standard output")
}
