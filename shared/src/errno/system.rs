//! The systems a relay runs on, each with numbers of its own for the same errors.

use serde::{Deserialize, Serialize};

use super::Errno;

/// A system that a relay runs on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum System {
    /// errno(3).
    #[default]
    Linux,
    /// `<sys/errno.h>` of XNU.
    MacOs,
    /// Winsock: `WSAGetLastError`.
    Windows,
}

impl System {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Linux, Self::MacOs, Self::Windows];

    /// Whether it is Linux.
    #[must_use]
    pub fn is_linux(&self) -> bool {
        *self == Self::Linux
    }

    /// Its name, the same in both languages.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Linux => "Linux",
            Self::MacOs => "macOS",
            Self::Windows => "Windows",
        }
    }

    /// What `str(exception)` begins with in CPython there.
    #[must_use]
    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Linux | Self::MacOs => "Errno",
            Self::Windows => "WinError",
        }
    }
}

impl Errno {
    /// Its number on a system, where it has one there.
    #[must_use]
    pub fn number(self, system: System) -> Option<i32> {
        match system {
            System::Linux => Some(self.linux()),
            System::MacOs => Some(self.macos()),
            System::Windows => self.windows(),
        }
    }

    /// The table's row for a number of any system: none stands for two rows.
    #[must_use]
    pub fn from_number(number: i32) -> Option<Self> {
        System::ALL.into_iter().find_map(|system| Self::on(system, number))
    }

    /// The table's row for a number of this system.
    #[must_use]
    pub fn on(system: System, number: i32) -> Option<Self> {
        Self::ALL.iter().copied().find(|errno| errno.number(system) == Some(number))
    }

    /// Those of BSD, which Linux has in common only up to 34, and without EAGAIN.
    fn macos(self) -> i32 {
        match self {
            Self::Eperm
            | Self::Enoent
            | Self::Eintr
            | Self::Ebadf
            | Self::Enomem
            | Self::Eacces
            | Self::Eexist
            | Self::Enodev
            | Self::Enotdir
            | Self::Einval
            | Self::Emfile
            | Self::Epipe => self.linux(),
            Self::Eagain => 35,
            Self::Einprogress => 36,
            Self::Ealready => 37,
            Self::Enotsock => 38,
            Self::Edestaddrreq => 39,
            Self::Emsgsize => 40,
            Self::Eprototype => 41,
            Self::Enoprotoopt => 42,
            Self::Eprotonosupport => 43,
            Self::Esocktnosupport => 44,
            Self::Eopnotsupp => 102,
            Self::Eafnosupport => 47,
            Self::Eaddrinuse => 48,
            Self::Eaddrnotavail => 49,
            Self::Enetunreach => 51,
            Self::Econnaborted => 53,
            Self::Econnreset => 54,
            Self::Enobufs => 55,
            Self::Eisconn => 56,
            Self::Enotconn => 57,
            Self::Eshutdown => 58,
            Self::Etimedout => 60,
            Self::Econnrefused => 61,
            Self::Ehostunreach => 65,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_of_one_system_is_no_other_error_on_another() {
        for errno in Errno::ALL {
            for number in System::ALL.into_iter().filter_map(|system| errno.number(system)) {
                assert_eq!(Errno::from_number(number), Some(*errno), "{number}");
            }
        }
    }
}
