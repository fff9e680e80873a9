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
    /// EAI_NODATA: the name exists and has no address.
    Nodata,
    /// EAI_SERVICE: no such service for this type of socket.
    Service,
    /// EAI_BADFLAGS: flags that cannot be combined.
    Badflags,
    /// EAI_FAMILY: no such address family.
    Family,
    /// EAI_SOCKTYPE: no such type of socket.
    Socktype,
}

impl GaiError {
    /// Every one in the table.
    pub const ALL: [Self; 9] = [
        Self::Noname,
        Self::Again,
        Self::Fail,
        Self::Addrfamily,
        Self::Nodata,
        Self::Service,
        Self::Badflags,
        Self::Family,
        Self::Socktype,
    ];

    /// The one of a number.
    #[must_use]
    pub fn from_code(code: i32) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.code() == code)
    }

    /// glibc's symbolic name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Noname => "EAI_NONAME",
            Self::Again => "EAI_AGAIN",
            Self::Fail => "EAI_FAIL",
            Self::Addrfamily => "EAI_ADDRFAMILY",
            Self::Nodata => "EAI_NODATA",
            Self::Service => "EAI_SERVICE",
            Self::Badflags => "EAI_BADFLAGS",
            Self::Family => "EAI_FAMILY",
            Self::Socktype => "EAI_SOCKTYPE",
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
            Self::Nodata => -5,
            Self::Service => -8,
            Self::Badflags => -1,
            Self::Family => -6,
            Self::Socktype => -7,
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
            Self::Nodata => "No address associated with hostname",
            Self::Service => "Servname not supported for ai_socktype",
            Self::Badflags => "Bad value for ai_flags",
            Self::Family => "ai_family not supported",
            Self::Socktype => "ai_socktype not supported",
        }
    }

    /// The failure Python raises.
    #[must_use]
    pub fn failure(self) -> Failure {
        Failure::gai(self.code(), self.name(), self.text())
    }
}
