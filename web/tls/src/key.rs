//! A program's own certificate with its key.

use std::sync::Arc;

use rustls::client::ResolvesClientCert;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{SignatureAlgorithm, SignatureScheme};

use crate::certificate::Certificate;
use crate::failure::Failure;
use crate::settings::provider;

/// The identifier of RSA's keys, 1.2.840.113549.1.1.1, encoded.
const RSA_ENCRYPTION: &[u8] = &[6, 9, 42, 134, 72, 134, 247, 13, 1, 1, 1];

/// Shows the same certificate to every peer.
#[derive(Debug)]
pub(crate) struct Only(Arc<CertifiedKey>);

impl Only {
    pub(crate) fn new(chain: &str, key: &str) -> Result<Self, Failure> {
        Ok(Self(Arc::new(certified(chain, key)?)))
    }
}

impl ResolvesServerCert for Only {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.0.clone())
    }
}

impl ResolvesClientCert for Only {
    fn resolve(
        &self,
        _issuers: &[&[u8]],
        schemes: &[SignatureScheme],
    ) -> Option<Arc<CertifiedKey>> {
        self.0.key.choose_scheme(schemes).map(|_| self.0.clone())
    }

    fn has_certs(&self) -> bool {
        true
    }
}

/// The certificates of `chain` with the key of the first, both in PEM.
pub(crate) fn certified(chain: &str, key: &str) -> Result<CertifiedKey, Failure> {
    // OpenSSL gives no reason.
    let bad = || Failure { words: "PEM lib".to_owned(), ..Failure::ssl("") };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(chain.as_bytes())
        .collect::<Result<_, _>>()
        .map_err(|_| bad())?;
    let first = chain.first().ok_or_else(bad)?;
    let key = PrivateKeyDer::from_pem_slice(key.as_bytes()).map_err(|_| bad())?;
    let key = provider().key_provider.load_private_key(key).map_err(|_| bad())?;
    let certificate = Certificate::parse(first)?;
    let is_rsa = certificate.public_key_algorithm().starts_with(RSA_ENCRYPTION);
    if is_rsa != (key.algorithm() == SignatureAlgorithm::RSA) {
        return Err(Failure::ssl("NO_CERTIFICATE_ASSIGNED"));
    }
    if !belongs(&certificate, key.as_ref()) {
        return Err(Failure::of("X509", "KEY_VALUES_MISMATCH"));
    }
    Ok(CertifiedKey::new(chain, key))
}

/// Whether what the key signs can be verified with the certificate.
fn belongs(certificate: &Certificate, key: &dyn rustls::sign::SigningKey) -> bool {
    const MESSAGE: &[u8] = b"Is this the key of this certificate?";
    let algorithms = provider().signature_verification_algorithms;
    let mut schemes: Vec<SignatureScheme> = algorithms.mapping.iter().map(|(s, _)| *s).collect();
    if key.algorithm() == SignatureAlgorithm::RSA {
        schemes.retain(|scheme| *scheme == SignatureScheme::RSA_PKCS1_SHA256);
    }
    let Some(signer) = key.choose_scheme(&schemes) else {
        return false;
    };
    let Ok(signature) = signer.sign(MESSAGE) else {
        return false;
    };
    let verifiers = algorithms.mapping.iter().filter(|(scheme, _)| *scheme == signer.scheme());
    verifiers.flat_map(|(_, verifiers)| verifiers.iter()).any(|verifier| {
        certificate.public_key_algorithm() == verifier.public_key_alg_id().as_ref()
            && verifier.verify_signature(certificate.public_key(), MESSAGE, &signature).is_ok()
    })
}
