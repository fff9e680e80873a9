//! Where the file of an AF_UNIX name lies.

use super::Lab;

impl Lab {
    /// The relay's folder of AF_UNIX names; `None` while there is no relay, or it has none.
    #[must_use]
    pub(crate) fn unix_directory(&self) -> Option<&str> {
        self.relay.welcome()?.reach.unix_directory.as_deref()
    }
}

/// The file of a name without a folder of its own, such as `s.sock` and `./s.sock`: the relay puts it
/// into its folder. `None` for other names.
#[must_use]
pub(crate) fn file_in(directory: Option<&str>, name: &str) -> Option<String> {
    let mut plain = name;
    while let Some(rest) = plain.strip_prefix("./") {
        plain = rest.trim_start_matches('/');
    }
    let is_file = !plain.is_empty() && !plain.contains(['/', '\0']);
    is_file.then(|| Some(format!("{}/{plain}", directory?.trim_end_matches('/'))))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plain_name_lies_in_the_relays_folder_and_no_other_does() {
        for (name, expected) in [
            ("s.sock", Some("/tmp/lab/s.sock")),
            ("./s.sock", Some("/tmp/lab/s.sock")),
            (".//./s.sock", Some("/tmp/lab/s.sock")),
            ("/tmp/lab/s.sock", None),
            ("\0socket-lab", None),
            ("", None),
        ] {
            assert_eq!(file_in(Some("/tmp/lab/"), name).as_deref(), expected, "{name:?}");
        }
        assert_eq!(file_in(None, "s.sock"), None);
    }
}
