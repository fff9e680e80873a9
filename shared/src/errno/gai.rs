//! Failures of getaddrinfo(3), which Python raises as `socket.gaierror`.

use crate::call::Failure;

/// Why a name did not resolve, by glibc's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GaiError {
    /// EAI_NONAME: no such name.
    Noname,
    /// EAI_AGAIN: the resolver did not answer.
    Again,
    /// EAI_FAIL: the resolver failed for good.
    Fail,
    /// EAI_ADDRFAMILY: the name has no address of this family.
    Addrfamily,
}

impl GaiError {
    /// Every one in the table.
    pub const ALL: [Self; 4] = [Self::Noname, Self::Again, Self::Fail, Self::Addrfamily];

    /// glibc's symbolic name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Noname => "EAI_NONAME",
            Self::Again => "EAI_AGAIN",
            Self::Fail => "EAI_FAIL",
            Self::Addrfamily => "EAI_ADDRFAMILY",
        }
    }

    /// glibc's number.
    #[must_use]
    pub fn code(self) -> i32 {
        match self {
            Self::Noname => -2,
            Self::Again => -3,
            Self::Fail => -4,
            Self::Addrfamily => -9,
        }
    }

    /// gai_strerror(3)'s text.
    #[must_use]
    pub fn text(self) -> &'static str {
        match self {
            Self::Noname => "Name or service not known",
            Self::Again => "Temporary failure in name resolution",
            Self::Fail => "Non-recoverable failure in name resolution",
            Self::Addrfamily => "Address family for hostname not supported",
        }
    }

    /// The failure Python raises.
    #[must_use]
    pub fn failure(self) -> Failure {
        Failure::gai(self.code(), self.name(), self.text())
    }
}
