//! How a call fails, in Python's terms.

use serde::{Deserialize, Serialize};
use std::fmt;

use super::Rule;
use crate::errno::{Errno, System};

/// The class Python would raise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Exception {
    /// An errno without a class of its own.
    OSError,
    /// EAGAIN, EALREADY, EINPROGRESS.
    BlockingIOError,
    /// EPIPE, ESHUTDOWN.
    BrokenPipeError,
    /// ECONNABORTED.
    ConnectionAbortedError,
    /// ECONNREFUSED.
    ConnectionRefusedError,
    /// ECONNRESET.
    ConnectionResetError,
    /// EEXIST.
    FileExistsError,
    /// ENOENT.
    FileNotFoundError,
    /// EINTR.
    InterruptedError,
    /// EISDIR.
    IsADirectoryError,
    /// ENOTDIR.
    NotADirectoryError,
    /// EACCES, EPERM.
    PermissionError,
    /// ETIMEDOUT, or a timeout set with `settimeout`.
    TimeoutError,
    /// `socket.gaierror`: a name that does not resolve.
    #[serde(rename = "gaierror")]
    Gaierror,
    /// A number outside its range, such as a port.
    OverflowError,
    /// An argument of the right type and the wrong value.
    ValueError,
    /// An argument of the wrong type, such as str for bytes.
    TypeError,
    /// Bytes that are not text in the chosen encoding.
    UnicodeDecodeError,
    /// Text that the chosen encoding cannot encode.
    UnicodeEncodeError,
    /// The person ended the call, as Ctrl+C does.
    KeyboardInterrupt,
}

impl Exception {
    /// Python's name, as a traceback prints it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OSError => "OSError",
            Self::BlockingIOError => "BlockingIOError",
            Self::BrokenPipeError => "BrokenPipeError",
            Self::ConnectionAbortedError => "ConnectionAbortedError",
            Self::ConnectionRefusedError => "ConnectionRefusedError",
            Self::ConnectionResetError => "ConnectionResetError",
            Self::FileExistsError => "FileExistsError",
            Self::FileNotFoundError => "FileNotFoundError",
            Self::InterruptedError => "InterruptedError",
            Self::IsADirectoryError => "IsADirectoryError",
            Self::NotADirectoryError => "NotADirectoryError",
            Self::PermissionError => "PermissionError",
            Self::TimeoutError => "TimeoutError",
            Self::Gaierror => "socket.gaierror",
            Self::OverflowError => "OverflowError",
            Self::ValueError => "ValueError",
            Self::TypeError => "TypeError",
            Self::UnicodeDecodeError => "UnicodeDecodeError",
            Self::UnicodeEncodeError => "UnicodeEncodeError",
            Self::KeyboardInterrupt => "KeyboardInterrupt",
        }
    }
}

/// A failed call: the exception Python would raise, and the rule if the relay itself refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Failure {
    /// The exception's class.
    pub exception: Exception,
    /// The symbolic errno (`ECONNREFUSED`, or `EAI_NONAME` for a gaierror), where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errno: Option<String>,
    /// The number that the relay's system has for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<i32>,
    /// What `str(exception)` returns.
    pub message: String,
    /// The relay's rule that refused the call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Rule>,
}

impl Failure {
    /// The failure CPython makes of a known errno.
    #[must_use]
    pub fn os(errno: Errno) -> Self {
        Self {
            exception: errno.exception(),
            errno: Some(errno.name().into()),
            code: Some(errno.linux()),
            message: errno.message(),
            rule: None,
        }
    }

    /// The failure CPython makes on a system of an error with this number there; `text` is the system's own.
    #[must_use]
    pub fn on(system: System, code: i32, text: &str) -> Self {
        let errno = Errno::on(system, code);
        Self {
            exception: errno.map_or(Exception::OSError, Errno::exception),
            errno: errno.map(|errno| errno.name().into()),
            code: Some(code),
            message: format!("[{} {code}] {text}", system.label()),
            rule: None,
        }
    }

    /// A timeout set with `settimeout` ran out: CPython gives it no errno.
    #[must_use]
    pub fn timed_out() -> Self {
        Self::plain(Exception::TimeoutError, "timed out")
    }

    /// The person cancelled the call.
    #[must_use]
    pub fn cancelled() -> Self {
        Self::plain(Exception::KeyboardInterrupt, "")
    }

    /// An exception without an errno.
    #[must_use]
    pub fn plain(exception: Exception, message: impl Into<String>) -> Self {
        Self { exception, errno: None, code: None, message: message.into(), rule: None }
    }

    /// A name that does not resolve: getaddrinfo(3)'s code (negative), its name and message.
    #[must_use]
    pub fn gai(code: i32, name: &str, message: &str) -> Self {
        Self {
            exception: Exception::Gaierror,
            errno: Some(name.into()),
            code: Some(code),
            message: format!("[Errno {code}] {message}"),
            rule: None,
        }
    }

    /// The relay's own refusal, in the shape of the errno a kernel would use for it.
    #[must_use]
    pub fn refused(rule: Rule) -> Self {
        let errno = match rule {
            Rule::AllowBind
            | Rule::AllowConnect
            | Rule::OwnPort
            | Rule::Interface
            | Rule::UnixDirectory
            | Rule::NetworkCode
            | Rule::AllowPublish => Errno::Eacces,
            Rule::RawSocket | Rule::MachineNetwork | Rule::OwnNetwork => Errno::Eperm,
            Rule::Host => Errno::Enetunreach,
            Rule::KnownOption => Errno::Enoprotoopt,
            Rule::MaxSockets | Rule::MaxRooms | Rule::MaxHosts | Rule::MaxPublished => {
                Errno::Emfile
            }
            Rule::MaxPending | Rule::MaxPollEntries | Rule::MaxLookups | Rule::MaxMemory => {
                Errno::Enobufs
            }
        };
        Self { rule: Some(rule), ..Self::os(errno) }
    }
}

/// A traceback's last line: `ConnectionRefusedError: [Errno 111] Connection refused`.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.exception.name())?;
        if !self.message.is_empty() {
            write!(f, ": {}", self.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for Failure {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_prints_as_a_tracebacks_last_line() {
        let refused = Failure::os(Errno::Econnrefused);
        assert_eq!(refused.to_string(), "ConnectionRefusedError: [Errno 111] Connection refused");
        assert_eq!(Failure::timed_out().to_string(), "TimeoutError: timed out");
        assert_eq!(Failure::cancelled().to_string(), "KeyboardInterrupt");
    }

    #[test]
    fn an_errno_outside_the_table_keeps_its_number_and_the_kernels_words() {
        let failure = Failure::on(System::Linux, 9999, "Odd");
        assert_eq!(failure.to_string(), "OSError: [Errno 9999] Odd");
        assert_eq!(failure.errno, None);
    }

    #[test]
    fn an_error_keeps_the_number_and_the_words_of_its_system() {
        let linux = Failure::on(System::Linux, 111, "Connection refused");
        assert_eq!(linux, Failure::os(Errno::Econnrefused));
        for (system, code, message) in [
            (System::MacOs, 61, "ConnectionRefusedError: [Errno 61] refused"),
            (System::Windows, 10061, "ConnectionRefusedError: [WinError 10061] refused"),
        ] {
            let failure = Failure::on(system, code, "refused");
            assert_eq!(failure.to_string(), message);
            assert_eq!(failure.errno.as_deref(), Some("ECONNREFUSED"));
        }
    }

    #[test]
    fn a_refusal_names_its_rule_and_still_looks_like_an_errno() {
        let failure = Failure::refused(Rule::AllowConnect);
        assert_eq!(failure.rule, Some(Rule::AllowConnect));
        assert_eq!(failure.to_string(), "PermissionError: [Errno 13] Permission denied");
    }
}
