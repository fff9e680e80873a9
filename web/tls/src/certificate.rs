//! An X.509 certificate: what is checked of it, and its facts as `SSLSocket.getpeercert` gives them.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Value, json};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::der::oid::AssociatedOid;
use x509_cert::der::{Decode, Encode, Tag, Tagged as _};
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, BasicConstraints, CrlDistributionPoints, SubjectAltName,
};
use x509_cert::name::Name;
use x509_cert::time::Time;

use crate::failure::Failure;

const COMMON_NAME: &str = "2.5.4.3";
const OCSP: &str = "1.3.6.1.5.5.7.48.1";
const CA_ISSUERS: &str = "1.3.6.1.5.5.7.48.2";

/// OpenSSL's long names of what a name consists of.
const ATTRIBUTES: &[(&str, &str)] = &[
    (COMMON_NAME, "commonName"),
    ("2.5.4.4", "surname"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "countryName"),
    ("2.5.4.7", "localityName"),
    ("2.5.4.8", "stateOrProvinceName"),
    ("2.5.4.9", "streetAddress"),
    ("2.5.4.10", "organizationName"),
    ("2.5.4.11", "organizationalUnitName"),
    ("2.5.4.12", "title"),
    ("2.5.4.15", "businessCategory"),
    ("2.5.4.17", "postalCode"),
    ("2.5.4.42", "givenName"),
    ("2.5.4.97", "organizationIdentifier"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
    ("0.9.2342.19200300.100.1.1", "userId"),
    ("0.9.2342.19200300.100.1.25", "domainComponent"),
    ("1.3.6.1.4.1.311.60.2.1.2", "jurisdictionStateOrProvinceName"),
    ("1.3.6.1.4.1.311.60.2.1.3", "jurisdictionCountryName"),
];

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A name that a certificate is for, besides its subject.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum AltName {
    Dns(String),
    Ip(Vec<u8>),
}

/// A certificate that could be read.
pub(crate) struct Certificate {
    pub(crate) der: Vec<u8>,
    pub(crate) parsed: x509_cert::Certificate,
}

impl Certificate {
    pub(crate) fn parse(der: &[u8]) -> Result<Self, Failure> {
        let parsed = x509_cert::Certificate::from_der(der).map_err(|error| Failure {
            words: error.to_string(),
            ..Failure::of("X509", "ASN1_LIB")
        })?;
        Ok(Self { der: der.to_vec(), parsed })
    }

    /// An extension, and whether it is critical.
    pub(crate) fn extension<T>(&self) -> Option<(bool, T)>
    where
        T: for<'a> Decode<'a> + AssociatedOid,
    {
        self.parsed.tbs_certificate.get::<T>().ok().flatten()
    }

    pub(crate) fn subject(&self) -> &Name {
        &self.parsed.tbs_certificate.subject
    }

    pub(crate) fn issuer(&self) -> &Name {
        &self.parsed.tbs_certificate.issuer
    }

    pub(crate) fn is_self_issued(&self) -> bool {
        self.subject() == self.issuer()
    }

    /// Seconds since 1970 between which it is valid.
    pub(crate) fn validity(&self) -> (u64, u64) {
        let validity = &self.parsed.tbs_certificate.validity;
        let seconds = |time: &Time| time.to_unix_duration().as_secs();
        (seconds(&validity.not_before), seconds(&validity.not_after))
    }

    pub(crate) fn public_key(&self) -> &[u8] {
        self.parsed.tbs_certificate.subject_public_key_info.subject_public_key.raw_bytes()
    }

    /// The algorithm of its key, as an AlgorithmIdentifier's contents.
    pub(crate) fn public_key_algorithm(&self) -> Vec<u8> {
        contents(&self.parsed.tbs_certificate.subject_public_key_info.algorithm)
    }

    /// The algorithm of its signature, likewise.
    pub(crate) fn signature_algorithm(&self) -> Vec<u8> {
        contents(&self.parsed.signature_algorithm)
    }

    pub(crate) fn alt_names(&self) -> Vec<AltName> {
        let names = self.extension::<SubjectAltName>().map(|(_, names)| names.0);
        let named = |name| match name {
            GeneralName::DnsName(host) => Some(AltName::Dns(host.to_string())),
            GeneralName::IpAddress(octets) => Some(AltName::Ip(octets.into_bytes())),
            _ => None,
        };
        names.unwrap_or_default().into_iter().filter_map(named).collect()
    }

    pub(crate) fn common_names(&self) -> Vec<String> {
        let parts = self.subject().0.iter().flat_map(|part| part.0.iter());
        parts.filter(|part| part.oid.to_string() == COMMON_NAME).map(value).collect()
    }

    /// Whether it may have signed others.
    pub(crate) fn is_ca(&self) -> bool {
        self.extension::<BasicConstraints>().is_some_and(|(_, constraints)| constraints.ca)
    }

    /// The facts, under the keys of `getpeercert`.
    pub(crate) fn facts(&self) -> Value {
        let certificate = &self.parsed.tbs_certificate;
        let mut facts = json!({
            "subject": name(&certificate.subject),
            "issuer": name(&certificate.issuer),
            "version": certificate.version as u8 + 1,
            "serialNumber": serial_number(certificate.serial_number.as_bytes()),
            "notBefore": date(&certificate.validity.not_before),
            "notAfter": date(&certificate.validity.not_after),
        });
        if let Some((_, names)) = self.extension::<SubjectAltName>() {
            facts["subjectAltName"] = names.0.iter().map(general_name).collect();
        }
        let access = self.extension::<AuthorityInfoAccessSyntax>();
        let access = access.map(|(_, access)| access.0).unwrap_or_default();
        for (key, method) in [("OCSP", OCSP), ("caIssuers", CA_ISSUERS)] {
            let places = access.iter().filter(|it| it.access_method.to_string() == method);
            let uris: Vec<Value> = places.filter_map(|it| uri(&it.access_location)).collect();
            if !uris.is_empty() {
                facts[key] = uris.into();
            }
        }
        if let Some((_, points)) = self.extension::<CrlDistributionPoints>() {
            let names = points.0.iter().filter_map(|point| match &point.distribution_point {
                Some(DistributionPointName::FullName(names)) => Some(names),
                _ => None,
            });
            facts["crlDistributionPoints"] = names.flatten().filter_map(uri).collect();
        }
        facts
    }
}

/// What is inside of an encoded value, behind its tag and its length of one byte.
fn contents(algorithm: &impl Encode) -> Vec<u8> {
    algorithm.to_der().map(|der| der.get(2..).unwrap_or_default().to_vec()).unwrap_or_default()
}

fn name(name: &Name) -> Value {
    let part = |it: &AttributeTypeAndValue| json!([attribute(&it.oid), value(it)]);
    name.0.iter().map(|parts| parts.0.iter().map(part).collect::<Value>()).collect()
}

fn attribute(oid: &ObjectIdentifier) -> String {
    let oid = oid.to_string();
    let known = ATTRIBUTES.iter().find(|(number, _)| *number == oid);
    known.map_or(oid, |(_, name)| (*name).to_owned())
}

fn value(attribute: &AttributeTypeAndValue) -> String {
    let bytes = attribute.value.value();
    match attribute.value.tag() {
        Tag::TeletexString => bytes.iter().copied().map(char::from).collect(),
        Tag::BmpString => {
            let units: Vec<u16> =
                bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn general_name(general: &GeneralName) -> Value {
    match general {
        GeneralName::DnsName(host) => json!(["DNS", host.to_string()]),
        GeneralName::Rfc822Name(address) => json!(["email", address.to_string()]),
        GeneralName::UniformResourceIdentifier(uri) => json!(["URI", uri.to_string()]),
        GeneralName::IpAddress(octets) => json!(["IP Address", address(octets.as_bytes())]),
        GeneralName::DirectoryName(directory) => json!(["DirName", name(directory)]),
        GeneralName::RegisteredId(oid) => json!(["Registered ID", oid.to_string()]),
        _ => json!(["othername", "<unsupported>"]),
    }
}

fn address(octets: &[u8]) -> String {
    if let Ok(octets) = <[u8; 4]>::try_from(octets) {
        Ipv4Addr::from(octets).to_string()
    } else if let Ok(octets) = <[u8; 16]>::try_from(octets) {
        let groups = Ipv6Addr::from(octets).segments();
        groups.map(|group| format!("{group:X}")).join(":")
    } else {
        "<invalid>".to_owned()
    }
}

fn uri(name: &GeneralName) -> Option<Value> {
    match name {
        GeneralName::UniformResourceIdentifier(uri) => Some(uri.to_string().into()),
        _ => None,
    }
}

fn serial_number(bytes: &[u8]) -> String {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    digits.strip_prefix("00").filter(|rest| !rest.is_empty()).unwrap_or(&digits).to_owned()
}

fn date(time: &Time) -> String {
    let at = time.to_date_time();
    let month = MONTHS[usize::from(at.month()).saturating_sub(1) % 12];
    format!(
        "{month} {:2} {:02}:{:02}:{:02} {} GMT",
        at.day(),
        at.hour(),
        at.minutes(),
        at.seconds(),
        at.year(),
    )
}
