//! A system call's error as the exception Python makes of it on this system.

use std::io;

use lab_shared::call::{Exception, Failure};
use lab_shared::errno::Errno;

use super::{SYSTEM, system};

/// The failure CPython raises for an error of a system call.
pub(crate) fn failure(error: &io::Error) -> Failure {
    match error.raw_os_error() {
        Some(code) => Failure::on(SYSTEM, code, &system::strerror(code)),
        None => Failure::plain(Exception::OSError, error.to_string()),
    }
}

/// The failure CPython raises where the system refuses a call with this errno.
pub(crate) fn failed(errno: Errno) -> Failure {
    failure(&error(errno))
}

/// The number that `connect_ex` returns for an errno.
pub(crate) fn number_of(errno: Errno) -> i32 {
    system::number(errno)
}

/// The errno of an error, whatever its number is on this system.
pub(crate) fn errno_of(error: &io::Error) -> Option<Errno> {
    error.raw_os_error().and_then(|number| Errno::on(SYSTEM, number))
}

/// A system call's error.
pub(super) fn error(errno: Errno) -> io::Error {
    io::Error::from_raw_os_error(system::number(errno))
}

/// The standard library's text of an error, without the number that it adds and Python puts in front instead.
pub(super) fn text(code: i32) -> String {
    let text = io::Error::from_raw_os_error(code).to_string();
    match text.strip_suffix(&format!(" (os error {code})")) {
        Some(text) => text.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_errno_outside_the_table_reads_as_python_prints_it() {
        let failure = failure(&io::Error::from_raw_os_error(libc::ELOOP));
        assert_eq!(failure.message, "[Errno 40] Too many levels of symbolic links");
    }

    #[test]
    fn every_errno_of_the_table_reads_as_the_system_writes_it() {
        for errno in Errno::ALL {
            assert_eq!(failed(*errno), Failure::os(*errno));
        }
    }
}
