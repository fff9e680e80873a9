//! Cipher suites by OpenSSL's names and in its order of preference.

use rustls::CipherSuite;
use rustls::CipherSuite as C;

/// With the bits of the key.
const SUITES: &[(CipherSuite, &str, u16)] = &[
    (C::TLS13_AES_256_GCM_SHA384, "TLS_AES_256_GCM_SHA384", 256),
    (C::TLS13_CHACHA20_POLY1305_SHA256, "TLS_CHACHA20_POLY1305_SHA256", 256),
    (C::TLS13_AES_128_GCM_SHA256, "TLS_AES_128_GCM_SHA256", 128),
    (C::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, "ECDHE-ECDSA-AES256-GCM-SHA384", 256),
    (C::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "ECDHE-RSA-AES256-GCM-SHA384", 256),
    (C::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, "ECDHE-ECDSA-AES128-GCM-SHA256", 128),
    (C::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, "ECDHE-RSA-AES128-GCM-SHA256", 128),
    (C::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-ECDSA-CHACHA20-POLY1305", 256),
    (C::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256, "ECDHE-RSA-CHACHA20-POLY1305", 256),
];

/// The name of a suite, and the bits of its key.
pub(crate) fn name(suite: CipherSuite) -> Option<(&'static str, u16)> {
    let found = SUITES.iter().find(|(known, ..)| *known == suite);
    found.map(|&(_, name, bits)| (name, bits))
}

/// Its place among all; the first is preferred.
pub(crate) fn preference(suite: CipherSuite) -> usize {
    SUITES.iter().position(|(known, ..)| *known == suite).unwrap_or(SUITES.len())
}
