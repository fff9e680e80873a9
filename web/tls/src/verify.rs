//! Judges the peer's certificates in the order in which OpenSSL does, so that the same certificate is
//! refused for the same reason: X509_verify_cert(3).

use std::sync::{Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{CertificateError, DigitallySignedStruct, DistinguishedName, Error, SignatureScheme};
use x509_cert::der::Encode as _;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, ExtendedKeyUsage, KeyUsage, SubjectKeyIdentifier,
};

use crate::certificate::Certificate;
use crate::name;
use crate::settings::{Verify, provider};

/// X509_STORE_CTX_get_error(3): the numbers of `SSLCertVerificationError.verify_code`.
mod code {
    pub(super) const BAD_SIGNATURE: u32 = 7;
    pub(super) const NOT_YET_VALID: u32 = 9;
    pub(super) const EXPIRED: u32 = 10;
    pub(super) const SELF_SIGNED: u32 = 18;
    pub(super) const SELF_SIGNED_IN_CHAIN: u32 = 19;
    pub(super) const NO_ISSUER: u32 = 20;
    pub(super) const PATH_TOO_LONG: u32 = 25;
    pub(super) const UNSUITABLE_PURPOSE: u32 = 26;
    pub(super) const NO_CERTIFICATE_SIGNING: u32 = 32;
    pub(super) const INVALID_CA: u32 = 79;
    pub(super) const NO_AUTHORITY_KEY_IDENTIFIER: u32 = 85;
    pub(super) const NO_SUBJECT_KEY_IDENTIFIER: u32 = 86;
    pub(super) const CONSTRAINTS_NOT_CRITICAL: u32 = 89;
    pub(super) const CA_WITHOUT_KEY_USAGE: u32 = 92;
    pub(super) const UNSPECIFIED: u32 = 1;
}

const SERVER_AUTH: &str = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTH: &str = "1.3.6.1.5.5.7.3.2";
const ANY_PURPOSE: &str = "2.5.29.37.0";

/// A longer chain is not followed.
const LONGEST_CHAIN: usize = 100;

/// What is checked.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) trusted: Vec<Vec<u8>>,
    pub(crate) verify: Verify,
    /// The host that the certificate must be for.
    pub(crate) name: Option<String>,
    pub(crate) strict: bool,
    pub(crate) partial_chain: bool,
}

/// The checks of one session.
#[derive(Debug)]
pub(crate) struct Checks {
    rules: Rules,
    algorithms: WebPkiSupportedAlgorithms,
    subjects: Vec<DistinguishedName>,
    refused: Mutex<Option<u32>>,
}

impl Checks {
    pub(crate) fn new(rules: Rules) -> Self {
        let trusted = rules.trusted.iter().filter_map(|der| Certificate::parse(der).ok());
        let subjects = trusted.filter_map(|it| it.subject().to_der().ok()).map(Into::into);
        Self {
            subjects: subjects.collect(),
            rules,
            algorithms: provider().signature_verification_algorithms,
            refused: Mutex::default(),
        }
    }

    /// Why the peer's certificate was refused, if it was.
    pub(crate) fn refused(&self) -> Option<u32> {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn judge(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
        purpose: &str,
    ) -> Result<(), Error> {
        if self.rules.verify == Verify::None {
            return Ok(());
        }
        self.check(leaf, others, now.as_secs(), purpose).map_err(|code| {
            *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some(code);
            Error::InvalidCertificate(as_rustls_says(code))
        })
    }

    fn check(
        &self,
        leaf: &[u8],
        others: &[CertificateDer<'_>],
        now: u64,
        purpose: &str,
    ) -> Result<(), u32> {
        let leaf = Certificate::parse(leaf).map_err(|_| code::UNSPECIFIED)?;
        let read = |der: &[u8]| Certificate::parse(der).ok();
        let trusted: Vec<_> = self.rules.trusted.iter().filter_map(|der| read(der)).collect();
        let others: Vec<_> = others.iter().filter_map(|der| read(der)).collect();
        let chain = self.chain(&leaf, &others, &trusted)?;
        self.check_extensions(&chain, purpose)?;
        if let Some(name) = &self.rules.name {
            name::check(&leaf, name)?;
        }
        self.check_signatures_and_times(&chain, now)
    }

    /// From the peer's certificate to one that is trusted.
    fn chain<'a>(
        &self,
        leaf: &'a Certificate,
        others: &'a [Certificate],
        trusted: &'a [Certificate],
    ) -> Result<Vec<&'a Certificate>, u32> {
        let is_trusted =
            |certificate: &Certificate| trusted.iter().any(|it| it.der == certificate.der);
        let mut chain = vec![leaf];
        let mut top = leaf;
        while chain.len() < LONGEST_CHAIN {
            let is_root = top.is_self_issued();
            if is_trusted(top) && (is_root || self.rules.partial_chain) {
                return Ok(chain);
            }
            if is_root {
                return Err(if chain.len() == 1 {
                    code::SELF_SIGNED
                } else {
                    code::SELF_SIGNED_IN_CHAIN
                });
            }
            let issued = |it: &&Certificate| it.subject() == top.issuer() && self.signed(it, top);
            let named = |it: &&Certificate| it.subject() == top.issuer();
            let found = trusted
                .iter()
                .find(issued)
                .or_else(|| others.iter().find(issued))
                .or_else(|| trusted.iter().find(named))
                .or_else(|| others.iter().find(named));
            top = found.ok_or(code::NO_ISSUER)?;
            chain.push(top);
        }
        Err(code::NO_ISSUER)
    }

    fn check_extensions(&self, chain: &[&Certificate], purpose: &str) -> Result<(), u32> {
        for (depth, certificate) in chain.iter().enumerate() {
            let is_issuer = depth > 0;
            let constraints = certificate.extension::<BasicConstraints>();
            let is_ca = constraints.as_ref().is_some_and(|(_, it)| it.ca);
            let usage = certificate.extension::<KeyUsage>();
            if is_issuer {
                let is_old_root = constraints.is_none() && certificate.is_self_issued();
                if !is_ca && !is_old_root {
                    return Err(code::INVALID_CA);
                }
                if usage.as_ref().is_some_and(|(_, it)| !it.key_cert_sign()) {
                    return Err(code::NO_CERTIFICATE_SIGNING);
                }
                let longest = constraints.as_ref().and_then(|(_, it)| it.path_len_constraint);
                if longest.is_some_and(|longest| depth - 1 > usize::from(longest)) {
                    return Err(code::PATH_TOO_LONG);
                }
            }
            if let Some((_, ExtendedKeyUsage(purposes))) = certificate.extension() {
                let fits = purposes.iter().map(ToString::to_string);
                let mut fits = fits.filter(|it| it == purpose || it == ANY_PURPOSE && is_issuer);
                if fits.next().is_none() {
                    return Err(code::UNSUITABLE_PURPOSE);
                }
            }
            if self.rules.strict && chain.len() > 1 {
                let is_critical = constraints.as_ref().is_some_and(|(critical, _)| *critical);
                if is_ca && !is_critical {
                    return Err(code::CONSTRAINTS_NOT_CRITICAL);
                }
                if is_ca && usage.is_none() {
                    return Err(code::CA_WITHOUT_KEY_USAGE);
                }
                if is_ca && certificate.extension::<SubjectKeyIdentifier>().is_none() {
                    return Err(code::NO_SUBJECT_KEY_IDENTIFIER);
                }
                let names_issuer = certificate.extension::<AuthorityKeyIdentifier>().is_some();
                if !certificate.is_self_issued() && !names_issuer {
                    return Err(code::NO_AUTHORITY_KEY_IDENTIFIER);
                }
            }
        }
        Ok(())
    }

    fn check_signatures_and_times(&self, chain: &[&Certificate], now: u64) -> Result<(), u32> {
        for (depth, certificate) in chain.iter().enumerate().rev() {
            // The signature of a certificate that is trusted is not needed.
            let issuer = chain.get(depth + 1);
            if issuer.is_some_and(|issuer| !self.signed(issuer, certificate)) {
                return Err(code::BAD_SIGNATURE);
            }
            let (from, until) = certificate.validity();
            if now < from {
                return Err(code::NOT_YET_VALID);
            }
            if now > until {
                return Err(code::EXPIRED);
            }
        }
        Ok(())
    }

    /// Whether `issuer` has signed `certificate`.
    fn signed(&self, issuer: &Certificate, certificate: &Certificate) -> bool {
        let Ok(message) = certificate.parsed.tbs_certificate.to_der() else {
            return false;
        };
        let key = issuer.public_key_algorithm();
        let algorithm = certificate.signature_algorithm();
        let signature = certificate.parsed.signature.raw_bytes();
        self.algorithms.all.iter().any(|it| {
            it.public_key_alg_id().as_ref() == key
                && it.signature_alg_id().as_ref() == algorithm
                && it.verify_signature(issuer.public_key(), &message, signature).is_ok()
        })
    }
}

/// From it rustls chooses the alert that the peer is told: the one that OpenSSL sends.
fn as_rustls_says(code: u32) -> CertificateError {
    match code {
        code::EXPIRED => CertificateError::Expired,
        code::NOT_YET_VALID | name::HOSTNAME_MISMATCH | name::IP_ADDRESS_MISMATCH => {
            CertificateError::NotValidForName
        }
        code::BAD_SIGNATURE => CertificateError::BadSignature,
        code::UNSUITABLE_PURPOSE => CertificateError::InvalidPurpose,
        _ => CertificateError::UnknownIssuer,
    }
}

impl ServerCertVerifier for Checks {
    fn verify_server_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.judge(leaf, others, now, SERVER_AUTH).map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl ClientCertVerifier for Checks {
    fn client_auth_mandatory(&self) -> bool {
        self.rules.verify == Verify::Required
    }

    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.subjects
    }

    fn verify_client_cert(
        &self,
        leaf: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.judge(leaf, others, now, CLIENT_AUTH).map(|()| ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, certificate, signature, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, certificate, signature, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}
