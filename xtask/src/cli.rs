//! The command line of `cargo xtask`, and its help text.

/// What the command line requests.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// Print [`HELP`].
    Help,
    /// Build what is missing and become the relay, with these arguments.
    Run { relay_args: Vec<String> },
    /// Build the page and the relay for release.
    Build,
    /// Pack a release, and with `check` install and start it.
    Dist { check: bool },
    /// The reload loop.
    Dev,
    /// Find or install every tool.
    Setup,
    /// Run the test steps of these names, or all of them when empty.
    Test { only: Vec<String> },
    /// Print the names of the test steps.
    ListSteps,
    /// Feed the decoders and the state machines for ten minutes.
    Fuzz,
    /// Print the sizes of the page and the time of a call.
    Measure,
    /// Run the relay beside its peers, with these arguments.
    Bench { arguments: Vec<String> },
}

/// What `cargo xtask --help` prints.
pub(crate) const HELP: &str = "\
Sets up, builds, runs and tests Socket Lab. Needs only Rust, Node.js 20
with npm, Python 3 and, where something is missing for the tests, apt.

Usage: cargo xtask <COMMAND>

Commands:
  run [RELAY ARGS]     Build what changed, then start the relay with the page
                       inside; it prints the address to open. Ctrl+C stops it.
                         cargo xtask run --listen 127.0.0.1:9000
                         cargo xtask run --help      (what the relay can do)
  test                 Check and test everything, stopping at the first failure
    --only STEP          one step only; may be given more than once
    --list               the steps, in their order
  dev                  Reload loop: http://127.0.0.1:8080 rebuilds the page when a
                       file in web/ or shared/ is saved; a relay without token
                       runs beside it on port 7070
  build                Build the page and the relay for release, start nothing
  dist                 Pack a release into dist/: wheels, archives, .deb, container images,
                       manifests of package managers, what is inside, sums
    --check              install, start and use what was packed; pack again and compare
  setup                Find or install the tools, build nothing
  fuzz                 Ten minutes of what nobody thought of: the fuzz targets, and the
                       generators of calls, heads, recordings and messages. The tests
                       run each for a moment, from the same seed
  measure              Print the size of the page's files, the round trip of a call, Python's
                       times, and the assistant's frames and memory
  bench [PART]…        The relay beside its peers: as a bridge to TCP, its chat rooms, and
                       the assistant; without parts it writes bench/RESULTS.md
    --quick              short rounds of each, which write nothing
    bridge, chat, rules, assistant
                         all parts of one of them; or bulk, ping, hold, call, busy,
                         flood, paced, silent, answers, connections, pacing

Tools are used from PATH when they have exactly the wanted version, otherwise they
are installed into .tools/ in this folder; delete it to begin anew. The page's npm
packages (Pyodide, CodeMirror, xterm.js, esbuild) go into web/node_modules, the tests'
(axe-core) into e2e/node_modules. Chromium, Firefox and WebKitGTK with their drivers,
nc and nats-server, which only the tests need, and bench's ncat and socat come from apt
when you are root (geckodriver from crates.io); otherwise you are told the line to type.
Nothing ever waits for an answer.

Environment:
  CHROMIUM, CHROMEDRIVER   paths of the browsers and their drivers to test with;
  FIREFOX, GECKODRIVER     MiniBrowser of WebKitGTK is where its driver looks for it
  WEBKITDRIVER
  SOCKET_LAB_WASM=debian   take the page's compiler from Debian's packages and build
                           its wasm32 standard library from their source, as happens
                           by itself where rustup cannot fetch the wasm32 target
";

/// Reads the arguments after `cargo xtask`. The error is a message for the person.
pub(crate) fn parse(args: impl IntoIterator<Item = String>) -> Result<Action, String> {
    let args: Vec<String> = args.into_iter().collect();
    let Some((command, rest)) = args.split_first() else {
        return Ok(Action::Help);
    };
    match command.as_str() {
        "-h" | "--help" | "help" => Ok(Action::Help),
        "run" => Ok(Action::Run { relay_args: passed_on(rest) }),
        "test" => test_args(rest),
        "build" => alone(command, rest, Action::Build),
        "dist" if rest.len() == 1 && rest[0] == "--check" => Ok(Action::Dist { check: true }),
        "dist" => alone(command, rest, Action::Dist { check: false }),
        "dev" => alone(command, rest, Action::Dev),
        "setup" => alone(command, rest, Action::Setup),
        "bench" if rest.iter().any(|arg| arg == "-h" || arg == "--help") => Ok(Action::Help),
        "bench" => Ok(Action::Bench { arguments: passed_on(rest) }),
        "fuzz" => alone(command, rest, Action::Fuzz),
        "measure" => alone(command, rest, Action::Measure),
        other => Err(format!("there is no command {other:?}; cargo xtask --help lists them")),
    }
}

fn passed_on(rest: &[String]) -> Vec<String> {
    let rest = match rest.split_first() {
        Some((first, rest)) if first == "--" => rest,
        _ => rest,
    };
    rest.to_vec()
}

fn test_args(rest: &[String]) -> Result<Action, String> {
    let mut only = Vec::new();
    let mut rest = rest.iter();
    while let Some(arg) = rest.next() {
        match arg.as_str() {
            "-h" | "--help" => return Ok(Action::Help),
            "--list" => return Ok(Action::ListSteps),
            "--only" => match rest.next() {
                Some(step) => only.push(step.clone()),
                None => {
                    return Err(
                        "--only needs the name of a step; cargo xtask test --list names them"
                            .to_owned(),
                    );
                }
            },
            other => {
                return Err(format!("cargo xtask test knows --only and --list, not {other:?}"));
            }
        }
    }
    Ok(Action::Test { only })
}

fn alone(command: &str, rest: &[String], action: Action) -> Result<Action, String> {
    match rest.first().map(String::as_str) {
        None => Ok(action),
        Some("-h" | "--help") => Ok(Action::Help),
        Some(other) => Err(format!("cargo xtask {command} takes no arguments, but got {other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::{Action, parse};

    fn parsed(line: &str) -> Result<Action, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn nothing_asked_shows_the_help() {
        assert_eq!(parsed(""), Ok(Action::Help));
        assert_eq!(parsed("--help"), Ok(Action::Help));
        assert_eq!(parsed("dev --help"), Ok(Action::Help));
    }

    #[test]
    fn the_relay_gets_its_arguments_with_or_without_the_dashes() {
        let relay_args = vec!["--listen".to_owned(), "[::1]:0".to_owned()];
        assert_eq!(
            parsed("run -- --listen [::1]:0"),
            Ok(Action::Run { relay_args: relay_args.clone() })
        );
        assert_eq!(parsed("run --listen [::1]:0"), Ok(Action::Run { relay_args }));
    }

    #[test]
    fn the_benchmark_gets_its_arguments() {
        let arguments = vec!["--quick".to_owned()];
        assert_eq!(parsed("bench --quick"), Ok(Action::Bench { arguments }));
        assert_eq!(parsed("bench --help"), Ok(Action::Help));
    }

    #[test]
    fn a_release_can_be_checked() {
        assert_eq!(parsed("dist"), Ok(Action::Dist { check: false }));
        assert_eq!(parsed("dist --check"), Ok(Action::Dist { check: true }));
        assert!(parsed("dist --fast").unwrap_err().contains("--fast"));
    }

    #[test]
    fn test_steps_can_be_picked() {
        assert_eq!(parsed("test"), Ok(Action::Test { only: vec![] }));
        assert_eq!(
            parsed("test --only fmt --only tidy"),
            Ok(Action::Test { only: vec!["fmt".to_owned(), "tidy".to_owned()] })
        );
        assert_eq!(parsed("test --list"), Ok(Action::ListSteps));
    }

    #[test]
    fn a_wrong_word_is_named_in_the_refusal() {
        assert!(parsed("biuld").unwrap_err().contains("biuld"));
        assert!(parsed("build --fast").unwrap_err().contains("--fast"));
        assert!(parsed("test --only").unwrap_err().contains("--list"));
    }
}
