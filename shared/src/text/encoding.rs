//! The encodings people choose from.

use serde::{Deserialize, Serialize};

/// How text becomes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, RFC 3629.
    #[serde(rename = "utf-8")]
    Utf8,
    /// GBK, the default of Chinese Windows.
    #[serde(rename = "gbk")]
    Gbk,
    /// GB 18030, GBK's successor that covers all of Unicode.
    #[serde(rename = "gb18030")]
    Gb18030,
    /// ISO 8859-1: each byte is the character of the same number.
    #[serde(rename = "latin-1")]
    Latin1,
}

impl Encoding {
    /// Every encoding, in the order people are offered them.
    pub const ALL: [Self; 4] = [Self::Utf8, Self::Gbk, Self::Gb18030, Self::Latin1];

    /// The codec's name in Python.
    #[must_use]
    pub fn python_name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Gbk => "gbk",
            Self::Gb18030 => "gb18030",
            Self::Latin1 => "latin-1",
        }
    }
}
