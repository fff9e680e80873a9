//! A relay on a free port that stops when the test drops it.

use std::net::SocketAddr;
use std::process::Stdio;

use lab_relay::{Config, Relay, Token, TokenRule};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Page, within};

/// The token of every test's relay.
pub(crate) const TOKEN: &str = "test-token";

/// The command of a relay to test in place of the one in this process, such as one for another system.
const OTHER_RELAY: &str = "SOCKET_LAB_TEST_RELAY";

/// A relay in this process, or another program.
pub(crate) struct TestRelay {
    pub(crate) address: SocketAddr,
    /// The address of its metrics, if the test requested them.
    pub(crate) metrics: Option<SocketAddr>,
    running: Running,
}

enum Running {
    Here { stop: Option<oneshot::Sender<()>>, serving: JoinHandle<()> },
    Program(Child),
}

impl TestRelay {
    /// A relay with the default rules.
    pub(crate) async fn start() -> Self {
        match std::env::var(OTHER_RELAY) {
            Ok(command) => Self::program(&command).await,
            Err(_) => Self::with(|_| {}).await,
        }
    }

    /// A program with the default rules.
    async fn program(command: &str) -> Self {
        let mut words = command.split_whitespace();
        let mut child = Command::new(words.next().expect("a command"))
            .args(words)
            .args(["--no-browser", "--listen", "127.0.0.1:0", "--token", TOKEN])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| panic!("{command}: {error}"));
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        within("the relay's first line", output.read_line(&mut line)).await.unwrap();
        let address = line.split("//").nth(1).and_then(|rest| rest.split('/').next());
        let address = address.unwrap_or_else(|| panic!("no address in {line:?}")).parse().unwrap();
        Self { address, metrics: None, running: Running::Program(child) }
    }

    /// A relay whose configuration the test changes.
    pub(crate) async fn with(change: impl FnOnce(&mut Config)) -> Self {
        let mut config = Config {
            listen: "127.0.0.1:0".parse().unwrap(),
            token: TokenRule::Fixed(Token::new(TOKEN).unwrap()),
            // What runs here is the test.
            host_program: env!("CARGO_BIN_EXE_socket-lab").into(),
            ..Config::default()
        };
        change(&mut config);
        let relay = Relay::bind(config).await.unwrap();
        let (address, metrics) = (relay.address(), relay.metrics_address());
        let (stop, stopped) = oneshot::channel();
        let serving = tokio::spawn(relay.serve(async {
            // A test that ends without stopping it drops the sender, which stops it too.
            let _ = stopped.await;
        }));
        Self { address, metrics, running: Running::Here { stop: Some(stop), serving } }
    }

    /// A page that has been welcomed.
    pub(crate) async fn page(&self) -> Page {
        Page::open(self).await
    }

    /// Asks the relay to stop; a program by Ctrl+C. Wine tells a program of SIGINT as a console tells it of the keys.
    pub(crate) fn stop(&mut self) {
        match &mut self.running {
            Running::Here { stop, .. } => {
                if let Some(stop) = stop.take() {
                    let _ = stop.send(());
                }
            }
            Running::Program(child) => {
                // None once it has ended.
                if let Some(pid) = child.id() {
                    let mut kill = std::process::Command::new("kill");
                    assert!(kill.args(["-s", "INT", &pid.to_string()]).status().unwrap().success());
                }
            }
        }
    }

    /// Waits until the relay has stopped.
    pub(crate) async fn stopped(mut self) {
        self.stop();
        match &mut self.running {
            Running::Here { serving, .. } => within("the relay to stop", serving).await.unwrap(),
            Running::Program(child) => {
                let status = within("the relay to end", child.wait()).await.unwrap();
                assert!(status.success(), "{status}");
            }
        }
    }
}

impl Drop for TestRelay {
    fn drop(&mut self) {
        if let Running::Here { serving, .. } = &self.running {
            serving.abort();
        }
    }
}
