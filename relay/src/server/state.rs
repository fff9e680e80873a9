//! The state above the sessions: the token, the quotas, and the sessions that can be resumed.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, Result};
use lab_shared::network::NetworkDenial;
use tokio::sync::Semaphore;

use crate::access::quota::AddressQuota;
use crate::access::token::{Token, TokenRule};
use crate::access::wrong_tokens::WrongTokens;
use crate::config::Config;
use crate::session::{ResumeRegistry, SessionContext};

/// Shared by every connection of one relay.
#[derive(Debug)]
pub(crate) struct ServerState {
    /// What the sessions share.
    pub(crate) context: Arc<SessionContext>,
    /// The secret a page must send; `None` requires none.
    pub(crate) token: Option<Token>,
    /// One permit for each session there may be.
    pub(super) sessions: Arc<Semaphore>,
    /// Which addresses sent a wrong token.
    pub(super) wrong_tokens: WrongTokens,
    /// How many sessions each address has.
    pub(super) quota: Arc<AddressQuota>,
    /// The sessions that can be resumed.
    pub(super) resumable: Arc<ResumeRegistry>,
    /// How many sessions have begun. Their numbers tell them apart in the log.
    begun: AtomicU64,
}

impl ServerState {
    /// The state of a relay without sessions that listens at `listening`, and whose machine has no networks for pages
    /// because of `denial`.
    ///
    /// # Errors
    /// The system has no randomness for a token, or pages would have no network at all.
    pub(crate) fn new(
        config: &Config,
        listening: Vec<SocketAddr>,
        invitation: Vec<String>,
        denial: Option<NetworkDenial>,
    ) -> Result<Self> {
        let token = match &config.token {
            TokenRule::Random => {
                Some(Token::random().context("the system has no randomness for a token")?)
            }
            TokenRule::Fixed(token) => Some(token.clone()),
            TokenRule::Open => None,
        };
        Ok(Self {
            context: Arc::new(SessionContext::new(config, listening, invitation, denial)?),
            token,
            sessions: Arc::new(Semaphore::new(config.limits.sessions)),
            wrong_tokens: WrongTokens::new(config.times.wrong_token),
            quota: Arc::default(),
            resumable: Arc::default(),
            begun: AtomicU64::new(0),
        })
    }

    /// The number of a session that begins now.
    pub(crate) fn number_session(&self) -> u64 {
        self.begun.fetch_add(1, Ordering::Relaxed) + 1
    }
}
