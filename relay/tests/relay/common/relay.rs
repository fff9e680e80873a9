//! A relay on a free port that stops when the test drops it.

use std::net::SocketAddr;

use lab_relay::{Config, Relay, Token, TokenRule};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::{Page, within};

/// The token of every test's relay.
pub(crate) const TOKEN: &str = "test-token";

/// A relay in this process.
pub(crate) struct TestRelay {
    pub(crate) address: SocketAddr,
    /// The address of its metrics, if the test requested them.
    pub(crate) metrics: Option<SocketAddr>,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<()>,
}

impl TestRelay {
    /// A relay with the default rules.
    pub(crate) async fn start() -> Self {
        Self::with(|_| {}).await
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
        Self { address, metrics, stop: Some(stop), serving }
    }

    /// A page that has been welcomed.
    pub(crate) async fn page(&self) -> Page {
        Page::open(self).await
    }

    /// Asks the relay to stop.
    pub(crate) fn stop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }

    /// Waits until the relay has stopped.
    pub(crate) async fn stopped(mut self) {
        self.stop();
        within("the relay to stop", &mut self.serving).await.unwrap();
    }
}

impl Drop for TestRelay {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
