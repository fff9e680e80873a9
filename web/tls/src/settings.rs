//! What Python's `SSLContext` has been told, as a session needs it.

use std::sync::Arc;

use data_encoding::BASE64;
use rustls::crypto::CryptoProvider;
use rustls::server::NoServerSessionStorage;
use rustls::{ClientConfig, ServerConfig, SupportedProtocolVersion, client, version};
use serde::Deserialize;

use crate::failure::Failure;
use crate::key;
use crate::suites;
use crate::verify::{Checks, Rules};

/// The settings of one context.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Settings {
    /// Whether TLS 1.2 and 1.3 may be spoken.
    pub(crate) versions: Vec<String>,
    /// The certificates to show, in PEM, and their key.
    pub(crate) chain: Option<String>,
    /// The key of the first of them.
    pub(crate) key: Option<String>,
    /// Names of the only suites of TLS 1.2 that may be used, unless it is empty.
    pub(crate) suites: Vec<String>,
    /// Protocols by preference, for ALPN.
    pub(crate) protocols: Vec<String>,
    /// Certificates that are trusted, in Base64.
    pub(crate) trusted: Vec<String>,
    /// `"none"`, `"optional"` or `"required"`: whether the peer's certificate is checked.
    pub(crate) verify: Verify,
    /// Whether it must be issued for the peer's name.
    pub(crate) check_name: bool,
    /// VERIFY_X509_STRICT.
    pub(crate) strict: bool,
    /// VERIFY_X509_PARTIAL_CHAIN: a certificate that is trusted need not be a root.
    pub(crate) partial_chain: bool,
}

/// `ssl.VerifyMode`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Verify {
    /// CERT_NONE.
    #[default]
    None,
    /// CERT_OPTIONAL.
    Optional,
    /// CERT_REQUIRED.
    Required,
}

impl Settings {
    fn provider(&self) -> Arc<CryptoProvider> {
        let mut provider = rustls_rustcrypto::provider();
        provider.cipher_suites.sort_by_key(|suite| suites::preference(suite.suite()));
        provider.cipher_suites.retain(|suite| {
            let name = suites::name(suite.suite()).map(|(name, _)| name);
            let is_named = self.suites.iter().any(|wanted| name == Some(wanted));
            self.suites.is_empty() || suite.tls13().is_some() || is_named
        });
        Arc::new(provider)
    }

    fn versions(&self) -> Result<Vec<&'static SupportedProtocolVersion>, Failure> {
        let spoken = [("TLSv1.3", &version::TLS13), ("TLSv1.2", &version::TLS12)];
        let versions: Vec<_> = spoken
            .into_iter()
            .filter(|(name, _)| self.versions.iter().any(|version| version == name))
            .map(|(_, version)| version)
            .collect();
        if versions.is_empty() { Err(Failure::ssl("NO_PROTOCOLS_AVAILABLE")) } else { Ok(versions) }
    }

    fn checks(&self, name: Option<&str>) -> Result<Checks, Failure> {
        let trusted = self.trusted.iter().map(|text| BASE64.decode(text.as_bytes()));
        let trusted =
            trusted.collect::<Result<_, _>>().map_err(|error| Failure::internal(&error))?;
        Ok(Checks::new(Rules {
            trusted,
            verify: self.verify,
            name: name.filter(|_| self.check_name).map(str::to_owned),
            strict: self.strict,
            partial_chain: self.partial_chain,
        }))
    }

    /// The configuration of a client of the host `name`, and the checks it will make.
    pub(crate) fn client(
        &self,
        name: Option<&str>,
    ) -> Result<(Arc<ClientConfig>, Arc<Checks>), Failure> {
        let checks = Arc::new(self.checks(name)?);
        let builder = ClientConfig::builder_with_provider(self.provider())
            .with_protocol_versions(&self.versions()?)
            .map_err(|error| Failure::internal(&error))?
            .dangerous()
            .with_custom_certificate_verifier(checks.clone());
        let mut config = match (&self.chain, &self.key) {
            (Some(chain), Some(key)) => {
                builder.with_client_cert_resolver(Arc::new(key::Only::new(chain, key)?))
            }
            _ => builder.with_no_client_auth(),
        };
        config.alpn_protocols = self.alpn();
        config.resumption = client::Resumption::disabled();
        Ok((Arc::new(config), checks))
    }

    /// The configuration of a server whose client offers the protocols `offered`.
    pub(crate) fn server(
        &self,
        offered: &[Vec<u8>],
    ) -> Result<(Arc<ServerConfig>, Arc<Checks>), Failure> {
        let checks = Arc::new(self.checks(None)?);
        let (Some(chain), Some(key)) = (&self.chain, &self.key) else {
            return Err(Failure::ssl("NO_SHARED_CIPHER"));
        };
        let builder = ServerConfig::builder_with_provider(self.provider())
            .with_protocol_versions(&self.versions()?)
            .map_err(|error| Failure::internal(&error))?;
        let builder = if self.verify == Verify::None {
            builder.with_no_client_auth()
        } else {
            builder.with_client_cert_verifier(checks.clone())
        };
        let mut config = builder.with_cert_resolver(Arc::new(key::Only::new(chain, key)?));
        // Where none of the protocols is offered, OpenSSL goes on without one.
        config.alpn_protocols = self.alpn();
        if !config.alpn_protocols.iter().any(|protocol| offered.contains(protocol)) {
            config.alpn_protocols.clear();
        }
        // OP_CIPHER_SERVER_PREFERENCE, which CPython sets.
        config.ignore_client_order = true;
        // Each session has a configuration of its own, so a ticket could not be used.
        config.send_tls13_tickets = 0;
        config.session_storage = Arc::new(NoServerSessionStorage {});
        Ok((Arc::new(config), checks))
    }

    fn alpn(&self) -> Vec<Vec<u8>> {
        self.protocols.iter().map(|name| name.as_bytes().to_vec()).collect()
    }
}

/// Keys and signatures.
pub(crate) fn provider() -> CryptoProvider {
    rustls_rustcrypto::provider()
}
