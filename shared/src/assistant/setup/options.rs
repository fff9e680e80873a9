//! The options that an end's sockets are opened with.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::call::{KNOWN_OPTIONS, Op, OptionForm, OptionValue, SocketOption};

/// Options that take a number, by the names of Python's `socket` module. As they are typed:
/// `TCP_NODELAY=1, SO_RCVBUF=4096`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "BTreeMap<String, i32>", into = "BTreeMap<String, i32>")]
pub struct SocketOptions(BTreeMap<String, i32>);

impl SocketOptions {
    /// Reads what is typed, apart by commas or spaces.
    ///
    /// # Errors
    /// The first part that is no option with a number.
    pub fn typed(text: &str) -> Result<Self, String> {
        let parts = text.split([',', ' ']).filter(|part| !part.is_empty());
        let read = |part: &str| {
            let (name, value) = part.split_once('=')?;
            Some((name.trim().to_owned(), value.trim().parse().ok()?))
        };
        let options: Result<BTreeMap<String, i32>, String> =
            parts.map(|part| read(part).ok_or_else(|| part.to_owned())).collect();
        Self::try_from(options?)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Each option with its value.
    pub fn iter(&self) -> impl Iterator<Item = (&'static SocketOption, OptionValue)> {
        let known = |(name, value): (&String, &i32)| {
            Some((SocketOption::by_name(name)?, OptionValue::Int(*value)))
        };
        self.0.iter().filter_map(known)
    }

    /// The calls that set them.
    pub fn calls(&self) -> impl Iterator<Item = Op> {
        self.iter().map(|(known, value)| Op::Setsockopt {
            level: known.level,
            option: known.option,
            value,
        })
    }
}

/// Whether an end may be given it: one that names an interface goes through the relay's rules elsewhere.
fn is_offered(option: &SocketOption) -> bool {
    option.writable
        && option.form == OptionForm::Int
        && option.name != "IPV6_MULTICAST_IF"
        && option.is_of_linux()
}

impl TryFrom<BTreeMap<String, i32>> for SocketOptions {
    type Error = String;

    fn try_from(options: BTreeMap<String, i32>) -> Result<Self, String> {
        let is_wrong = |name: &&String| !SocketOption::by_name(name).is_some_and(is_offered);
        if let Some(name) = options.keys().find(is_wrong) {
            let offered = KNOWN_OPTIONS.iter().filter(|option| is_offered(option));
            let names: Vec<&str> = offered.map(|option| option.name).collect();
            return Err(format!(
                "{name} is no option that takes a number; use one of {}",
                names.join(", ")
            ));
        }
        Ok(Self(options))
    }
}

impl From<SocketOptions> for BTreeMap<String, i32> {
    fn from(options: SocketOptions) -> Self {
        options.0
    }
}

impl fmt::Display for SocketOptions {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts: Vec<String> =
            self.0.iter().map(|(name, value)| format!("{name}={value}")).collect();
        out.write_str(&parts.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_and_written_again() {
        let options = SocketOptions::typed(" SO_RCVBUF=4096,TCP_NODELAY=1 ").unwrap();
        assert_eq!(options.to_string(), "SO_RCVBUF=4096, TCP_NODELAY=1");
        assert_eq!(SocketOptions::typed(&options.to_string()), Ok(options.clone()));
        let Some(Op::Setsockopt { level: 1, option: 8, .. }) = options.calls().next() else {
            panic!("SO_RCVBUF comes first")
        };
        assert!(SocketOptions::typed("").unwrap().is_empty());
    }

    #[test]
    fn what_takes_no_number_names_an_interface_or_is_not_known_is_refused() {
        for wrong in ["SO_LINGER=1", "SO_ERROR=0", "IPV6_MULTICAST_IF=2", "SO_NOTHING=1"] {
            let error = SocketOptions::typed(wrong).unwrap_err();
            assert!(error.contains("use one of") && error.contains("TCP_NODELAY"), "{error}");
        }
        assert_eq!(SocketOptions::typed("TCP_NODELAY"), Err("TCP_NODELAY".into()));
        assert_eq!(SocketOptions::typed("SO_RCVBUF=many"), Err("SO_RCVBUF=many".into()));
    }
}
