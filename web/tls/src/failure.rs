//! Why something failed, by OpenSSL's names: `[SSL: REASON] words`.

use rustls::{AlertDescription, CertificateError, Error, InvalidMessage, PeerIncompatible};
use serde::Serialize;

/// An error as `ssl.SSLError` tells it.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The part of OpenSSL that would have found it: `SSL`, `X509` or `PEM`.
    pub(crate) library: &'static str,
    /// Such as `NO_SHARED_CIPHER`.
    pub(crate) reason: String,
    /// Such as `no shared cipher`.
    pub(crate) words: String,
    /// Why the peer's certificate was refused: a number of X509_STORE_CTX_get_error(3).
    pub(crate) verify_code: Option<u32>,
}

impl Failure {
    /// A reason of OpenSSL's, whose words are its name in small letters.
    pub(crate) fn of(library: &'static str, reason: &str) -> Self {
        let words = reason.to_ascii_lowercase().replace('_', " ");
        Self { library, reason: reason.to_owned(), words, verify_code: None }
    }

    pub(crate) fn ssl(reason: &str) -> Self {
        Self::of("SSL", reason)
    }

    /// The peer's certificate was refused.
    pub(crate) fn unverified(code: u32) -> Self {
        Self { verify_code: Some(code), ..Self::ssl("CERTIFICATE_VERIFY_FAILED") }
    }

    /// What OpenSSL has no name for.
    pub(crate) fn internal(error: &dyn std::fmt::Display) -> Self {
        Self { words: error.to_string(), ..Self::ssl("INTERNAL_ERROR") }
    }

    /// What rustls found.
    pub(crate) fn of_rustls(error: &Error) -> Self {
        match error {
            Error::AlertReceived(alert) => of_alert(*alert),
            Error::InvalidMessage(
                InvalidMessage::InvalidContentType
                | InvalidMessage::UnknownProtocolVersion
                | InvalidMessage::InvalidEmptyPayload
                | InvalidMessage::MessageTooLarge,
            ) => Self::ssl("WRONG_VERSION_NUMBER"),
            Error::NoCertificatesPresented => Self::ssl("PEER_DID_NOT_RETURN_A_CERTIFICATE"),
            Error::NoApplicationProtocol => Self::ssl("NO_APPLICATION_PROTOCOL"),
            Error::DecryptError => Self::ssl("DECRYPTION_FAILED_OR_BAD_RECORD_MAC"),
            Error::InvalidCertificate(CertificateError::BadSignature) => Self::ssl("BAD_SIGNATURE"),
            Error::PeerIncompatible(why) => match why {
                PeerIncompatible::NoCipherSuitesInCommon
                | PeerIncompatible::NoSignatureSchemesInCommon
                | PeerIncompatible::NoKxGroupsInCommon => Self::ssl("NO_SHARED_CIPHER"),
                PeerIncompatible::ServerDoesNotSupportTls12Or13
                | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig
                | PeerIncompatible::SupportedVersionsExtensionRequired
                | PeerIncompatible::Tls12NotOffered
                | PeerIncompatible::Tls12NotOfferedOrEnabled => Self::ssl("UNSUPPORTED_PROTOCOL"),
                _ => Self { words: error.to_string(), ..Self::ssl("HANDSHAKE_FAILURE") },
            },
            _ => Self { words: error.to_string(), ..Self::ssl("UNEXPECTED_MESSAGE") },
        }
    }
}

/// An alert of the peer's. OpenSSL keeps the names of SSLv3 for the older ones.
fn of_alert(alert: AlertDescription) -> Failure {
    use AlertDescription as A;
    let (family, name) = match alert {
        A::UnexpectedMessage => ("SSLV3", "UNEXPECTED_MESSAGE"),
        A::BadRecordMac => ("SSLV3", "BAD_RECORD_MAC"),
        A::HandshakeFailure => ("SSLV3", "HANDSHAKE_FAILURE"),
        A::BadCertificate => ("SSLV3", "BAD_CERTIFICATE"),
        A::UnsupportedCertificate => ("SSLV3", "UNSUPPORTED_CERTIFICATE"),
        A::CertificateRevoked => ("SSLV3", "CERTIFICATE_REVOKED"),
        A::CertificateExpired => ("SSLV3", "CERTIFICATE_EXPIRED"),
        A::CertificateUnknown => ("SSLV3", "CERTIFICATE_UNKNOWN"),
        A::IllegalParameter => ("SSLV3", "ILLEGAL_PARAMETER"),
        A::UnknownCA => ("TLSV1", "UNKNOWN_CA"),
        A::AccessDenied => ("TLSV1", "ACCESS_DENIED"),
        A::DecodeError => ("TLSV1", "DECODE_ERROR"),
        A::DecryptError => ("TLSV1", "DECRYPT_ERROR"),
        A::RecordOverflow => ("TLSV1", "RECORD_OVERFLOW"),
        A::ProtocolVersion => ("TLSV1", "PROTOCOL_VERSION"),
        A::InsufficientSecurity => ("TLSV1", "INSUFFICIENT_SECURITY"),
        A::InternalError => ("TLSV1", "INTERNAL_ERROR"),
        A::UserCanceled => ("TLSV1", "USER_CANCELLED"),
        A::NoRenegotiation => ("TLSV1", "NO_RENEGOTIATION"),
        A::UnsupportedExtension => ("TLSV1", "UNSUPPORTED_EXTENSION"),
        A::UnrecognisedName => ("TLSV1", "UNRECOGNIZED_NAME"),
        A::NoApplicationProtocol => ("TLSV1", "NO_APPLICATION_PROTOCOL"),
        A::CertificateRequired => ("TLSV13", "CERTIFICATE_REQUIRED"),
        A::MissingExtension => ("TLSV13", "MISSING_EXTENSION"),
        _ => {
            return Failure {
                words: format!("alert {alert:?}"),
                ..Failure::ssl("UNKNOWN_ALERT_TYPE")
            };
        }
    };
    let words = name.to_ascii_lowercase().replace('_', " ");
    let family_words = if family == "SSLV3" { "ssl/tls" } else { &family.to_ascii_lowercase() };
    Failure {
        words: format!("{family_words} alert {words}"),
        ..Failure::ssl(&format!("{family}_ALERT_{name}"))
    }
}
