//! The settings of a relay.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::access::origin::Origin;
use crate::access::token::TokenRule;
use crate::policy::{AddressRule, PageNetwork, Preset, Reach};
use crate::resources::limits::{Limits, Times};
use crate::start::Listen;

/// Everything that is decided before the relay starts; [`Default`] is the safe choice in each.
#[derive(Debug, Clone)]
pub struct Config {
    /// Where the relay listens.
    pub listen: Listen,
    /// Address and port of the metrics; `None` serves none.
    pub metrics: Option<SocketAddr>,
    /// Where lab sockets may bind.
    pub allow_bind: Vec<AddressRule>,
    /// Where lab sockets may connect and send to.
    pub allow_connect: Vec<AddressRule>,
    /// The program whose subcommand `network-host` is a host of a page's network: by default the one that runs.
    pub host_program: PathBuf,
    /// Which networks pages have.
    pub page_network: PageNetwork,
    /// Which addresses and ports of the machine pages may forward to their hosts.
    pub allow_publish: Vec<AddressRule>,
    /// Origins of pages besides the relay's own.
    pub allow_origins: Vec<Origin>,
    /// Whether a page must send a token, and which.
    pub token: TokenRule,
    /// The folder of AF_UNIX names; `None` makes a private one and removes it at the end.
    pub unix_directory: Option<PathBuf>,
    /// Whether pages may see the segments of the sockets they watch.
    pub capture: bool,
    /// How much there may be of each thing.
    pub limits: Limits,
    /// How long things may take.
    pub times: Times,
}

impl Default for Config {
    fn default() -> Self {
        let Reach { bind, connect } = Preset::Local.reach();
        Self {
            listen: Listen::default(),
            metrics: None,
            page_network: Preset::Local.page_network(),
            allow_publish: bind.clone(),
            allow_bind: bind,
            allow_connect: connect,
            host_program: "/proc/self/exe".into(),
            allow_origins: Vec::new(),
            token: TokenRule::Random,
            unix_directory: None,
            capture: false,
            limits: Limits::default(),
            times: Times::default(),
        }
    }
}
