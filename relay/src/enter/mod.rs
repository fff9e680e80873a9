//! `socket-lab enter`: puts a terminal of this machine into a host of a page's network.
//!
//! A host is a process in a user and a network namespace of its own. This process moves into them before it has a
//! second thread, and then becomes the command. In it the person is root, as far as that network goes, and the names of
//! the network's hosts resolve.

mod find;
mod names;

use std::env;
use std::ffi::OsString;
use std::io::{IsTerminal as _, stderr};
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use clap::Args;

use crate::logging;
use crate::socket::{self, HAS_NETWORKS, Process, cover_file};
use find::RunningHost;

/// Which host, and what to run there.
#[derive(Debug, Args)]
pub struct EnterArguments {
    /// The host, as the page shows it: such as server@7h3kq2mt. The name alone does where only one network has it.
    #[arg(value_name = "HOST")]
    host: String,

    /// What to run there, such as: nc server 9999. Without it, your shell.
    #[arg(value_name = "COMMAND", trailing_var_arg = true, allow_hyphen_values = true)]
    command: Vec<OsString>,
}

/// The variable in which a command finds the name of the host it runs on.
const HOST_VARIABLE: &str = "SOCKET_LAB_HOST";

/// Becomes the command, on the host. Must be called while the process has one thread.
///
/// # Errors
/// There is no such host of this user, the kernel refuses, or the command cannot be run.
pub fn enter(arguments: EnterArguments) -> Result<std::convert::Infallible> {
    if !HAS_NETWORKS {
        bail!("hosts are on Linux only; on this system there is none to enter");
    }
    let running = find::running()?;
    let host = find::choose(&running, &arguments.host)?;
    let process = Process::open(host.process)
        .ok()
        .filter(|_| find::is_still(host))
        .with_context(|| format!("the host {host} has ended just now"))?;
    let (hosts, switch) = names::files(&neighbours(&running, host), &names::name_service_switch());
    process.join().with_context(|| {
        format!(
            "the kernel does not let this user into the host {host}, which process {} is",
            host.process
        )
    })?;
    let covered = cover_file(Path::new(names::HOSTS), &hosts).and_then(|()| match switch {
        Some(switch) => cover_file(Path::new(names::NAME_SERVICE_SWITCH), &switch),
        None => Ok(()),
    });
    if let Err(error) = covered {
        logging::say(&format!(
            "socket-lab: names of hosts do not resolve here, only addresses do: {error}"
        ));
    }
    let mut command = match arguments.command.split_first() {
        Some((program, rest)) => {
            let mut command = Command::new(program);
            command.args(rest);
            command
        }
        None => shell(host),
    };
    command.env(HOST_VARIABLE, host.name.as_str());
    become_command(command)
}

fn become_command(command: Command) -> Result<std::convert::Infallible> {
    let program = command.get_program().to_string_lossy().into_owned();
    let error = socket::become_command(command);
    if error.kind() == std::io::ErrorKind::NotFound {
        bail!("there is no program {program:?} on this machine");
    }
    Err(error).with_context(|| format!("cannot run {program:?}"))
}

/// The person's shell, with a word on where it is.
fn shell(host: &RunningHost) -> Command {
    if stderr().is_terminal() {
        logging::say(&format!(
            "This terminal is on the host {}, {}. exit leaves it.",
            host.name,
            host.v4()
        ));
    }
    Command::new(env::var_os("SHELL").filter(|shell| !shell.is_empty()).unwrap_or("/bin/sh".into()))
}

/// The hosts of the same network, itself included.
fn neighbours<'a>(running: &'a [RunningHost], host: &RunningHost) -> Vec<&'a RunningHost> {
    running.iter().filter(|other| other.network == host.network).collect()
}
