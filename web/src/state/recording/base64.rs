//! Bytes in JSON: base64url without padding, RFC 4648 section 5.

use bytes::Bytes;
use serde::de::Error as _;
use serde::{Deserialize as _, Deserializer, Serializer};

use crate::state::share::{decode, encode};

pub(super) fn serialize<S: Serializer>(bytes: &Bytes, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&encode(bytes))
}

pub(super) fn deserialize<'a, D: Deserializer<'a>>(from: D) -> Result<Bytes, D::Error> {
    let text = String::deserialize(from)?;
    decode(&text).map(Bytes::from).ok_or_else(|| D::Error::custom("bytes are base64url"))
}
