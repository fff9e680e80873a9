//! A system call's error as the exception Python makes of it.

use std::io;

use lab_shared::call::Failure;

/// The failure CPython raises for an error of a system call.
pub(crate) fn failure(error: &io::Error) -> Failure {
    match error.raw_os_error() {
        Some(code) => Failure::os_code(code, &strerror(code)),
        None => Failure::plain(lab_shared::call::Exception::OSError, error.to_string()),
    }
}

/// strerror(3)'s text.
fn strerror(code: i32) -> String {
    let text = io::Error::from_raw_os_error(code).to_string();
    // The standard library adds the number, which Python puts in front instead.
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
}
