//! Rules for the usual places a relay runs in, and the file in which an owner writes others.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use clap::ValueEnum;
use serde::Deserialize;

use super::{AddressRule, PageNetwork};
use crate::resources::limits::Limits;

/// Ports that lab programs use. Below them are a machine's own services; port 0 asks the kernel to
/// choose one.
const LAB_PORTS: &[&str] = &["0", "1024-65535"];

/// Private networks: RFC 1918 and RFC 4193. Link-local addresses are left out,
/// since a cloud machine's own secrets are served on one of them.
const PRIVATE_NETWORKS: &[&str] = &["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "[fc00::]/7"];

/// This machine.
const LOOPBACK: &[&str] = &["127.0.0.0/8", "[::1]/128"];

/// Where lab sockets may go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reach {
    /// Where they may bind.
    pub bind: Vec<AddressRule>,
    /// Where they may connect and send to.
    pub connect: Vec<AddressRule>,
}

/// A place a relay runs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Preset {
    /// One person's own machine: loopback, and nothing beyond it.
    Local,
    /// A class: each page has a network of its own. With --page-network both, servers on every interface
    /// and clients within private networks too, on the ports of lab programs.
    Classroom,
    /// A container: servers on every interface, so that their ports can be published; clients
    /// within the container.
    Container,
    /// Strangers: each page has a network of its own with tighter limits, and reaches nothing of the
    /// machine.
    Public,
}

impl Preset {
    /// What the preset allows.
    #[must_use]
    pub fn reach(self) -> Reach {
        let everywhere = || rules(&["any"], LAB_PORTS);
        match self {
            Self::Local => {
                Reach { bind: rules(LOOPBACK, &["*"]), connect: rules(LOOPBACK, &["*"]) }
            }
            Self::Classroom => Reach {
                bind: everywhere(),
                connect: rules(&[LOOPBACK, PRIVATE_NETWORKS].concat(), LAB_PORTS),
            },
            Self::Container => Reach { bind: everywhere(), connect: rules(LOOPBACK, &["*"]) },
            Self::Public => Reach { bind: Vec::new(), connect: Vec::new() },
        }
    }

    /// Which networks its pages have.
    pub(crate) fn page_network(self) -> PageNetwork {
        match self {
            Self::Local | Self::Container => PageNetwork::Both,
            Self::Classroom => PageNetwork::OwnOrMachine,
            Self::Public => PageNetwork::Own,
        }
    }

    /// How much its pages may have.
    pub(crate) fn limits(self) -> Limits {
        match self {
            Self::Local | Self::Classroom | Self::Container => Limits::default(),
            Self::Public => Limits::for_strangers(),
        }
    }
}

fn rules(networks: &[&str], ports: &[&str]) -> Vec<AddressRule> {
    let rule = |network: &&str, ports: &str| {
        let rule = format!("{network}:{ports}").parse();
        rule.expect("a rule written here is well formed")
    };
    networks
        .iter()
        .flat_map(|network| ports.iter().map(move |ports| rule(network, ports)))
        .collect()
}

/// What an owner may write in a policy file; a part that is left out stays as the preset has it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyFile {
    bind: Option<Allowed>,
    connect: Option<Allowed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Allowed {
    allow: Vec<AddressRule>,
}

impl Reach {
    /// This reach, replaced by the rules of a policy file where it has some.
    ///
    /// # Errors
    /// The file cannot be read or is no policy; the error names the line.
    pub fn with_file(mut self, path: &Path) -> Result<Self> {
        let text = fs::read_to_string(path)
            .with_context(|| format!("cannot read the policy file {}", path.display()))?;
        let file: PolicyFile = toml::from_str(&text)
            .with_context(|| format!("{} is no policy file", path.display()))?;
        if let Some(bind) = file.bind {
            self.bind = bind.allow;
        }
        if let Some(connect) = file.connect {
            self.connect = connect.allow;
        }
        Ok(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn file(text: &str) -> Result<Reach> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        Preset::Local.reach().with_file(file.path())
    }

    #[test]
    fn a_file_replaces_what_it_names_and_leaves_the_rest() {
        let reach = file("[bind]\nallow = [\"any:9000-9099\", \"::1\"]\n").unwrap();
        let bind: Vec<String> = reach.bind.iter().map(ToString::to_string).collect();
        assert_eq!(bind, ["any:9000-9099", "[::1]/128:*"]);
        assert_eq!(reach.connect, Preset::Local.reach().connect);
        let nowhere = file("bind = { allow = [] }\nconnect = { allow = [] }").unwrap();
        assert_eq!(nowhere, Reach { bind: vec![], connect: vec![] });
    }

    #[test]
    fn what_is_no_policy_is_refused_with_its_line() {
        for (text, words) in [
            ("[bind]\nallow = [\"nowhere\"]", ["line 2", "such as 10.0.0.0/8"]),
            ("[bind]\nallow = [\"10.0.0.0/8:http\"]", ["line 2", "8000-9000"]),
            ("[bnid]\nallow = []", ["line 1", "unknown field `bnid`"]),
            ("[bind]\ndeny = []", ["line 2", "unknown field `deny`"]),
            ("[bind]\n", ["line 1", "missing field `allow`"]),
        ] {
            let error = format!("{:#}", file(text).unwrap_err());
            for word in words {
                assert!(error.contains(word), "{text}: {error}");
            }
        }
        let missing = Preset::Local.reach().with_file(Path::new("/no/such/file"));
        assert!(missing.unwrap_err().to_string().contains("/no/such/file"));
    }
}
