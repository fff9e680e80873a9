//! Bytes in JSON: base64url without padding, RFC 4648 section 5.

use bytes::Bytes;
use data_encoding::BASE64URL_NOPAD;
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serializer};

pub(super) fn serialize<S: Serializer>(bytes: &Bytes, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&BASE64URL_NOPAD.encode(bytes))
}

pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Bytes, D::Error> {
    let text = String::deserialize(from)?;
    let bytes = BASE64URL_NOPAD.decode(text.as_bytes());
    bytes
        .map(Bytes::from)
        .map_err(|error| D::Error::custom(format!("bytes are base64url: {error}")))
}
