//! One relay and one browser for a test, ended however the test ends.

use std::panic::{AssertUnwindSafe, resume_unwind};

use anyhow::Result;
use futures_util::FutureExt;
use tokio::sync::oneshot;

use crate::{Browser, BrowserKind, Cutter, Look, Relay};

/// A relay and a browser that has opened its page.
pub struct Lab {
    /// The relay.
    pub relay: Relay,
    /// The browser.
    pub browser: Browser,
}

/// Run a test in a lab with a browser of the default look.
///
/// # Panics
/// When the test fails; browser and relay are ended first.
pub async fn in_the_lab(test: impl AsyncFnOnce(&Lab) -> Result<()>) {
    in_the_lab_with(Look::default(), test).await;
}

/// Run a test in a lab whose browser has this look.
///
/// # Panics
/// See [`in_the_lab`].
pub async fn in_the_lab_with(look: Look, test: impl AsyncFnOnce(&Lab) -> Result<()>) {
    let relay = Relay::start().await.expect("the relay starts");
    run(relay, look, test).await;
}

/// Run a test in a lab whose browser is of this kind.
///
/// # Panics
/// See [`in_the_lab`].
pub async fn in_the_lab_with_browser(
    kind: BrowserKind,
    test: impl AsyncFnOnce(&Lab) -> Result<()>,
) {
    let relay = Relay::start().await.expect("the relay starts");
    let browser = Browser::start_kind(kind, Look::default()).await.expect("the browser starts");
    run_in(relay, browser, test).await;
}

/// Run a test in a lab whose relay has these arguments.
///
/// # Panics
/// See [`in_the_lab`].
pub async fn in_the_lab_of(relay: &[&str], test: impl AsyncFnOnce(&Lab) -> Result<()>) {
    let relay = Relay::start_with(relay).await.expect("the relay starts");
    run(relay, Look::default(), test).await;
}

/// Run a test in a lab whose relay has these arguments and is reached over a network that the test
/// can cut.
///
/// # Panics
/// See [`in_the_lab`].
pub async fn in_the_lab_beyond(
    relay: &[&str],
    test: impl AsyncFnOnce(&Lab, &Cutter) -> Result<()>,
) {
    let (lead, to) = oneshot::channel();
    let cutter = Cutter::bind(to).await.expect("a port is free");
    let origin = format!("http://{}", cutter.address);
    let arguments = [&["--listen", "127.0.0.1:0", "--allow-origin", &origin], relay].concat();
    let mut relay = Relay::start_with(&arguments).await.expect("the relay starts");
    let address = relay.address().to_owned();
    lead.send(address.parse().expect("host and port")).expect("the network is there");
    relay.url = relay.url.replace(&address, &cutter.address.to_string());
    run(relay, Look::default(), async |lab| test(lab, &cutter).await).await;
}

/// Run a test in a lab whose page is opened over plain HTTP by a name that browsers do not trust as
/// loopback.
///
/// # Panics
/// See [`in_the_lab`].
pub async fn in_an_untrusted_lab(test: impl AsyncFnOnce(&Lab) -> Result<()>) {
    let relay = Relay::start_untrusted().await.expect("the relay starts");
    run(relay, Look::default(), test).await;
}

async fn run(relay: Relay, look: Look, test: impl AsyncFnOnce(&Lab) -> Result<()>) {
    let browser = Browser::start(look).await.expect("the browser starts");
    run_in(relay, browser, test).await;
}

async fn run_in(relay: Relay, browser: Browser, test: impl AsyncFnOnce(&Lab) -> Result<()>) {
    let lab = Lab { relay, browser };
    let tested = async {
        lab.browser.open(&lab.relay.url).await?;
        test(&lab).await
    };
    // A browser that is not told to close outlives its driver.
    let result = AssertUnwindSafe(tested).catch_unwind().await;
    let closed = lab.browser.close().await;
    match result {
        Ok(Ok(())) => closed.expect("the browser closes"),
        Ok(Err(error)) => panic!("{error:?}"),
        Err(panic) => resume_unwind(panic),
    }
}
