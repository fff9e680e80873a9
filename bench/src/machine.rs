//! The machine of a measurement, and the versions of the peers.

use std::env;
use std::fs;
use std::process::Command;
use std::thread;

/// The line of a text file that begins with `begin`, without that beginning.
fn line(file: &str, begin: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix(begin))?;
    Some(line.trim_start_matches([':', '\t', ' ']).trim().to_owned())
}

/// The word of a program's answer that is a version.
fn version(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    // Some print it on standard error.
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    let words = said.split_whitespace().map(|word| word.trim_start_matches('v'));
    let mut versions = words.filter(|word| {
        word.contains('.') && word.starts_with(|first: char| first.is_ascii_digit())
    });
    versions.next().map(str::to_owned)
}

fn of(variable: &str, arguments: &[&str]) -> Option<String> {
    version(&env::var(variable).ok()?, arguments)
}

/// The machine and the peers, as lines of Markdown.
pub(crate) fn describe() -> String {
    let unknown = || "?".to_owned();
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let processor = line("/proc/cpuinfo", "model name").unwrap_or_else(unknown);
    let kernel = line("/proc/sys/kernel/osrelease", "").unwrap_or_else(unknown);
    let memory = line("/proc/meminfo", "MemTotal:").unwrap_or_else(unknown);
    let load = line("/proc/loadavg", "").unwrap_or_else(unknown);
    let load = load.split(' ').next().unwrap_or_default();
    let wisp = env::var("WISP_JS").ok().and_then(|folder| {
        version("node", &[&format!("{folder}/src/bin/server_cli.mjs"), "--version"])
    });
    let websockify = env::var("WEBSOCKIFY").ok().and_then(|folder| {
        let tell = format!(
            "import sys; sys.path.insert(0, {folder:?}); from importlib.metadata import version; \
             print(version('websockify'))"
        );
        version("python3", &["-c", &tell])
    });
    let peers = [
        ("socket-lab", of("SOCKET_LAB_BIN", &["--version"])),
        ("websocat", of("WEBSOCAT", &["--version"])),
        ("wisp-js", wisp),
        ("Node.js", version("node", &["--version"])),
        ("websockify", websockify),
        ("CPython", version("python3", &["--version"])),
        ("socat", version("socat", &["-V"])),
        ("ncat", version("ncat", &["--version"])),
    ];
    let peers: Vec<String> = peers
        .into_iter()
        .map(|(name, version)| format!("{name} {}", version.unwrap_or_else(unknown)))
        .collect();
    format!(
        "Machine: {cores} cores ({processor}), Linux {kernel}, {memory} of memory; load {load} when it began.\n\
         Peers: {}.\n",
        peers.join(", ")
    )
}
