//! Stands in for the crate rustls-native-certs in the relay, whose only user is the NATS client.
//!
//! The relay connects to NATS without TLS and is built without cryptography, so it has no use for the
//! system's certificates. The crate itself would link frameworks of macOS, which only a Mac has.

use rustls_pki_types::CertificateDer;
use thiserror::Error;

/// What the system trusts.
#[derive(Debug)]
pub struct CertificateResult {
    /// Nothing.
    pub certs: Vec<CertificateDer<'static>>,
    /// That there is no TLS.
    pub errors: Vec<NoTls>,
}

/// The server requires TLS, and the program has none.
#[derive(Debug, Error)]
#[error("the server requires TLS, which socket-lab does not speak on a bus")]
pub struct NoTls;

/// Called where a server requires TLS, before the connection is secured.
#[must_use]
pub fn load_native_certs() -> CertificateResult {
    CertificateResult { certs: Vec::new(), errors: vec![NoTls] }
}
