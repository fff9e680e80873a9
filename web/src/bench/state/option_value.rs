//! A socket option's value, typed as people write what its C structure holds.

use std::net::{Ipv4Addr, Ipv6Addr};

use lab_shared::call::{Exception, Failure, OptionForm, OptionValue};

use super::literals::c_int;

/// The value and the length of getsockopt that the fields hold when the option is chosen.
#[must_use]
pub(crate) fn example(name: &str, form: OptionForm) -> (&'static str, &'static str) {
    match form {
        OptionForm::Int if matches!(name, "SO_RCVBUF" | "SO_SNDBUF") => ("4096", ""),
        OptionForm::Int => ("1", ""),
        OptionForm::Linger => ("1, 0", "8"),
        OptionForm::TcpInfo => ("", "256"),
        OptionForm::Name if name == "SO_BINDTODEVICE" => ("lo", "16"),
        OptionForm::Name => ("reno", "16"),
        OptionForm::Interface => ("127.0.0.1", "4"),
        OptionForm::Group => ("239.192.0.1, 127.0.0.1", ""),
        OptionForm::Group6 => ("ff15::1, 1", ""),
    }
}

/// The value that the text means for an option of this form: an integer, several that make up a
/// structure, a name, or a group and an interface.
///
/// # Errors
/// What Python raises where it would make the value.
pub(crate) fn option_value(form: OptionForm, text: &str) -> Result<OptionValue, Failure> {
    let text = text.trim();
    let (first, second) = text.split_once(',').unwrap_or((text, ""));
    let bytes = match form {
        OptionForm::Int | OptionForm::Linger | OptionForm::TcpInfo => return integers(text),
        OptionForm::Interface if !text.contains('.') => return integers(text),
        OptionForm::Name => text.as_bytes().to_vec(),
        OptionForm::Interface => aton(text)?.to_vec(),
        OptionForm::Group => [aton(first)?, aton(second)?].concat(),
        OptionForm::Group6 => [&pton(first)?[..], &c_int(second)?.to_le_bytes()].concat(),
    };
    Ok(OptionValue::Bytes(bytes))
}

/// One integer, or several that make up a C structure such as `struct linger`.
fn integers(text: &str) -> Result<OptionValue, Failure> {
    if !text.contains(',') {
        return c_int(text).map(OptionValue::Int);
    }
    let members: Result<Vec<i32>, Failure> = text.split(',').map(c_int).collect();
    Ok(OptionValue::Bytes(members?.into_iter().flat_map(i32::to_le_bytes).collect()))
}

/// `socket.inet_aton(text)`.
fn aton(text: &str) -> Result<[u8; 4], Failure> {
    let address: Result<Ipv4Addr, _> = text.trim().parse();
    address.map(|address| address.octets()).map_err(|_| illegal("inet_aton"))
}

/// `socket.inet_pton(socket.AF_INET6, text)`.
fn pton(text: &str) -> Result<[u8; 16], Failure> {
    let address: Result<Ipv6Addr, _> = text.trim().parse();
    address.map(|address| address.octets()).map_err(|_| illegal("inet_pton"))
}

fn illegal(function: &str) -> Failure {
    let message = format!("illegal IP address string passed to {function}");
    Failure::plain(Exception::OSError, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::call::KNOWN_OPTIONS;

    fn bytes(form: OptionForm, text: &str) -> Vec<u8> {
        match option_value(form, text).unwrap() {
            OptionValue::Bytes(bytes) => bytes,
            other => panic!("no structure but {other:?}"),
        }
    }

    #[test]
    fn each_form_is_typed_as_people_write_it() {
        assert_eq!(option_value(OptionForm::Int, " 5 ").unwrap(), OptionValue::Int(5));
        assert_eq!(option_value(OptionForm::Interface, "0").unwrap(), OptionValue::Int(0));
        assert_eq!(bytes(OptionForm::Linger, "1, 0"), [1, 0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(bytes(OptionForm::Name, "reno"), b"reno");
        assert_eq!(bytes(OptionForm::Interface, "127.0.0.1"), [127, 0, 0, 1]);
        let group = bytes(OptionForm::Group, "239.192.0.1, 127.0.0.1");
        assert_eq!(group, [239, 192, 0, 1, 127, 0, 0, 1]);
        let group = bytes(OptionForm::Group6, "ff15::1, 1");
        assert_eq!((group.len(), group[0], group[15], group[16]), (20, 0xff, 1, 1));
    }

    #[test]
    fn what_is_no_address_fails_as_in_python() {
        for (form, text, function) in [
            (OptionForm::Group, "239.192.0.1", "inet_aton"),
            (OptionForm::Group, "lo, 127.0.0.1", "inet_aton"),
            (OptionForm::Group6, "239.192.0.1, 1", "inet_pton"),
        ] {
            let failure = option_value(form, text).unwrap_err();
            assert_eq!(failure, illegal(function), "{text}");
        }
    }

    #[test]
    fn the_example_of_a_writable_option_is_a_value_of_it() {
        for option in KNOWN_OPTIONS.iter().filter(|option| option.writable) {
            let (value, _) = example(option.name, option.form);
            assert!(option_value(option.form, value).is_ok(), "{}", option.name);
        }
    }
}
