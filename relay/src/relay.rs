//! The relay as a whole: taking its address, serving, and ending in good order.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use lab_shared::network::NetworkDenial;
use tokio::net::TcpListener;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use crate::access::origin::OriginPolicy;
use crate::access::token::{Token, TokenRule};
use crate::config::Config;
use crate::http::{self, AppState};
use crate::network;
use crate::server::ServerState;
use crate::socket;
use crate::start::Invitation;

/// A relay that listens and does not answer yet.
#[derive(Debug)]
pub struct Relay {
    listener: TcpListener,
    address: SocketAddr,
    app: AppState,
    metrics: Option<(TcpListener, SocketAddr)>,
}

impl Relay {
    /// Takes the address a relay listens on, and makes its token.
    ///
    /// # Errors
    /// The address cannot be had, or the configuration would let anyone on the network in.
    pub async fn bind(config: Config) -> Result<Self> {
        let listen = config.listen.address();
        if config.token == TokenRule::Open && !listen.ip().is_loopback() {
            bail!(
                "--no-token on {listen} would let everyone who can reach this machine open sockets \
                 on it. Leave out --no-token, choose a token with --token, or listen on 127.0.0.1."
            );
        }
        if !listen.ip().is_loopback() {
            tracing::warn!(
                %listen,
                "others on the network can reach this relay; who has the token opens sockets here, \
                 and what passes is not encrypted"
            );
        }
        let listener = config.listen.bind().await?;
        let address = listener.local_addr().context("the relay's own address is unknown")?;
        let metrics = match config.metrics {
            Some(at) => Some(listen_for_metrics(at).await?),
            None => None,
        };
        let listening =
            std::iter::once(address).chain(metrics.as_ref().map(|(_, address)| *address));
        let invitation = Invitation::new(address, "").urls();
        let state =
            ServerState::new(&config, listening.collect(), invitation, denial(&config).await)?;
        let origins = OriginPolicy::new(address, config.allow_origins);
        let app = AppState { state: Arc::new(state), origins: Arc::new(origins) };
        Ok(Self { listener, address, app, metrics })
    }

    /// The address the relay listens on, with the port it was given.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address where the numbers are, if they are given out.
    #[must_use]
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics.as_ref().map(|(_, address)| *address)
    }

    /// The token a page must send; `None` for none.
    #[must_use]
    pub fn token(&self) -> Option<&Token> {
        self.app.state.token.as_ref()
    }

    /// The address to open in a browser on this machine.
    #[must_use]
    pub fn url(&self) -> String {
        let near = match self.address.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        format!("http://{}/{}", SocketAddr::new(near, self.address.port()), self.fragment())
    }

    /// The addresses that others on the network open.
    #[must_use]
    pub fn invitation(&self) -> Invitation {
        Invitation::new(self.address, &self.fragment())
    }

    /// What a page finds behind its path: the token.
    fn fragment(&self) -> String {
        self.token().map_or_else(String::new, |token| format!("#token={}", token.as_str()))
    }

    /// Serves pages until `shutdown` is done, then sends each a goodbye and closes its sockets.
    pub async fn serve(self, shutdown: impl Future<Output = ()> + Send + 'static) {
        let context = Arc::clone(&self.app.state.context);
        if let Some(limit) = socket::raise_limit() {
            tracing::debug!(limit, "open files");
        }
        if let Some((listener, address)) = self.metrics {
            tracing::info!("metrics at http://{address}/metrics");
            let serving = http::serve_metrics(listener, address, self.app.clone());
            tokio::spawn(serving);
        }
        let mut serving = pin!(http::serve(self.listener, self.app));
        tokio::select! {
            () = &mut serving => unreachable!("it serves until the end is asked for"),
            () = shutdown => {}
        }
        tracing::info!(sessions = context.shutdown.living(), "stopping");
        context.shutdown.ask();
        let limit = context.times.shutdown;
        // The page's assets may still be on their way to someone; that has the same limit.
        let served = timeout(limit, serving);
        let (all_ended, _) = tokio::join!(context.shutdown.ended_within(limit), served);
        if !all_ended {
            tracing::warn!(
                sessions = context.shutdown.living(),
                "some pages did not take their goodbye, or some clients of chat rooms their last lines"
            );
        }
    }
}

/// Why this machine has no networks for pages, if they are to have some.
async fn denial(config: &Config) -> Option<NetworkDenial> {
    if !config.page_network.offers_own() {
        return None;
    }
    let program = config.host_program.clone();
    let probed = spawn_blocking(move || network::denial(&program)).await;
    probed.unwrap_or(Some(NetworkDenial::Namespaces))
}

async fn listen_for_metrics(at: SocketAddr) -> Result<(TcpListener, SocketAddr)> {
    let cannot = || format!("cannot listen on {at}, where --metrics is to be");
    let listener = TcpListener::bind(at).await.with_context(cannot)?;
    let address = listener.local_addr().with_context(cannot)?;
    Ok((listener, address))
}
