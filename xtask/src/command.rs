//! Runs other programs: shows their output, and explains a failure.

use std::ffi::OsStr;
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::children::{Owned, POLL};
use crate::progress::span;

/// After how long a line reports that a program is still at work.
const HEARTBEAT: Duration = Duration::from_secs(30);

/// Runs a program with its own output, and reports while it is at work. `expected` is how long it
/// takes on a machine with two cores.
pub(crate) fn run(command: &mut Command, expected: Duration) -> Result<()> {
    let line = line(command);
    let status = wait(command, Some(expected))?;
    if !status.success() {
        bail!("`{line}` failed ({status}); what it printed above says why");
    }
    Ok(())
}

/// Runs a program until the person or the program itself ends it.
pub(crate) fn run_until_it_ends(command: &mut Command) -> Result<ExitStatus> {
    wait(command, None)
}

fn wait(command: &mut Command, expected: Option<Duration>) -> Result<ExitStatus> {
    let line = line(command);
    command.stdin(Stdio::null());
    let mut owned = Owned::spawn(command).with_context(|| cannot_start(&line))?;
    let started = Instant::now();
    let mut beats = 1;
    loop {
        if let Some(status) = owned.child.try_wait().with_context(|| format!("lost `{line}`"))? {
            return Ok(status);
        }
        if let Some(expected) = expected
            && started.elapsed() > HEARTBEAT * beats
        {
            beats += 1;
            let so_far = span(started.elapsed());
            eprintln!("   … still at work: {so_far} so far, about {} in all", span(expected));
        }
        thread::sleep(POLL);
    }
}

/// Runs a program quietly and returns what it wrote to standard output.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let line = line(command);
    let output = command.stdin(Stdio::null()).output().with_context(|| cannot_start(&line))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        bail!("`{line}` failed ({}): {}", output.status, stderr.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The command as a person would type it, with the variables that matter.
pub(crate) fn line(command: &Command) -> String {
    let quoted = |part: &OsStr| {
        let part = part.to_string_lossy();
        if part.is_empty() || part.contains([' ', '"', '\'', '$']) {
            format!("'{}'", part.replace('\'', "'\\''"))
        } else {
            part.into_owned()
        }
    };
    let mut words: Vec<String> = Vec::new();
    for (name, value) in command.get_envs() {
        if let Some(value) = value
            && name != "PATH"
        {
            words.push(format!("{}={}", name.to_string_lossy(), quoted(value)));
        }
    }
    words.push(quoted(command.get_program()));
    words.extend(command.get_args().map(quoted));
    words.join(" ")
}

fn cannot_start(line: &str) -> String {
    let program = line.split(' ').find(|word| !word.contains('=')).unwrap_or(line);
    format!("cannot start `{line}`; is {program} installed and on PATH?")
}

#[cfg(test)]
mod tests {
    use std::process::Command;
    use std::time::Duration;

    use super::{line, output, run};

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("cargo");
        command.args(["test", "two words"]).env("ANSWER", "42").env("PATH", "/nowhere");
        assert_eq!(line(&command), "ANSWER=42 cargo test 'two words'");
    }

    #[test]
    fn a_failure_names_the_command_and_its_words() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo no such luck >&2; exit 3"]);
        let message = output(&mut command).unwrap_err().to_string();
        assert!(message.contains("no such luck") && message.contains('3'), "{message}");
    }

    #[test]
    fn a_missing_program_is_named() {
        let mut command = Command::new("socket-lab-no-such-program");
        let message = run(&mut command, Duration::ZERO).unwrap_err().to_string();
        assert!(message.contains("is socket-lab-no-such-program installed"), "{message}");
    }
}
