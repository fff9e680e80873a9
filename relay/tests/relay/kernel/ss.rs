//! One socket as `ss` and `/proc/net/tcp` show it.

use std::process::Command;

/// One socket of `ss -tinmo`.
#[derive(Debug)]
pub(super) struct Ss {
    text: String,
}

impl Ss {
    /// The TCP socket whose own port is `local` and whose peer's is `peer`.
    pub(super) fn connection(local: i64, peer: i64) -> Self {
        Self::of(&["-H", "-tinmo", "-a", &format!("sport = {local} and dport = {peer}")])
    }

    /// The TCP socket that listens on a port.
    pub(super) fn listener(port: i64) -> Self {
        Self::of(&["-H", "-tinmo", "-l", &format!("sport = {port}")])
    }

    fn of(arguments: &[&str]) -> Self {
        let output = Command::new("ss").args(arguments).output();
        let output = output.unwrap_or_else(|error| panic!("ss is needed for this test: {error}"));
        Self { text: String::from_utf8(output.stdout).unwrap() }
    }

    /// State, receive queue and send queue: its first three columns.
    pub(super) fn columns(&self) -> (&str, u32, u32) {
        let mut words = self.text.split_whitespace();
        let mut next = || words.next().unwrap_or_else(|| panic!("ss knows no such socket"));
        let (state, receive, send) = (next(), next(), next());
        (state, receive.parse().unwrap(), send.parse().unwrap())
    }

    /// The value after `name:`.
    pub(super) fn field(&self, name: &str) -> &str {
        let prefix = format!("{name}:");
        let found = self.text.split_whitespace().find_map(|word| word.strip_prefix(&prefix));
        found.unwrap_or_else(|| panic!("ss says nothing of {name}: {}", self.text))
    }

    /// The value after a letter of `skmem:(r0,rb131072,…)`.
    pub(super) fn memory(&self, name: &str) -> u32 {
        let words = self.field("skmem").trim_matches(['(', ')']).split(',');
        let number = |word: &str| word.strip_prefix(name)?.parse().ok();
        words.into_iter().find_map(number).unwrap_or_else(|| panic!("no {name}: {}", self.text))
    }
}

/// State, send queue and receive queue of a connection in `/proc/net/tcp`.
pub(super) fn proc_net_tcp(local: i64, peer: i64) -> (u8, u32, u32) {
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let ports = (format!(":{local:04X}"), format!(":{peer:04X}"));
    let columns = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    let found = columns
        .into_iter()
        .find(|columns| columns[1].ends_with(&ports.0) && columns[2].ends_with(&ports.1));
    let found = found.expect("the connection is in the table");
    let (send, receive) = found[4].split_once(':').unwrap();
    let hex = |text| u32::from_str_radix(text, 16).unwrap();
    (u8::from_str_radix(found[3], 16).unwrap(), hex(send), hex(receive))
}
