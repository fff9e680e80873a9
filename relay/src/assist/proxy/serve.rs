//! Proxies on the command line: what happens is shown, and standard input has commands.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use lab_shared::assistant::proxy::ProxySetup;
use lab_shared::language::Language;
use tokio::sync::Semaphore;

use super::orders::Orders;
use super::show::Show;
use crate::assist::outcome::Outcome;
use crate::assist_host::Permission;
use crate::assist_host::proxy::{Happening, Proxies};
use crate::logging::say;

/// How long connections may take to close at the end.
const LAST_BYTES: Duration = Duration::from_millis(200);

/// Serves the proxies until a signal asks for the end, or one of them cannot listen.
///
/// # Errors
/// The system refuses threads.
pub(super) async fn serve(
    setups: Vec<ProxySetup>,
    mut show: Show,
    seed: u64,
    shutdown: impl Future<Output = ()>,
) -> Result<Outcome> {
    let mut shutdown = pin!(shutdown);
    let mut orders = Orders::start().context("cannot start a thread")?;
    // How many clients a proxy has, its setup decides.
    let places = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
    let mut proxies = Proxies::new(Permission::Everything, show.observation(), places, seed);
    let names: Vec<String> = setups.iter().map(|setup| setup.name.clone()).collect();
    proxies.set(setups);
    for name in names {
        proxies.start(&name);
    }
    let outcome = 'serving: loop {
        while let Some(happening) = proxies.next() {
            match happening {
                Happening::Bound(proxy, address) => show.bound(&proxy.name, &address),
                Happening::Failed(proxy, reason) => {
                    let ProxySetup { name, listen, .. } = &*proxy;
                    let (listen, reason) = (listen.address(), reason.get(Language::En));
                    say(&format!("socket-lab: {name:?} cannot listen at {listen}: {reason}"));
                    break 'serving Outcome::Failed;
                }
                Happening::Link(origin, what) => show.link(&origin, &what),
                Happening::Refused(why) => say(&format!("socket-lab: {}", why.get(Language::En))),
            }
        }
        tokio::select! {
            () = &mut shutdown => break Outcome::Met,
            () = proxies.wait() => {}
            Some(order) = orders.next() => proxies.order(&order),
        }
    };
    proxies.close(LAST_BYTES).await;
    Ok(outcome)
}
