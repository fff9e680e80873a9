//! The command line, and what it makes of the configuration.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use lab_shared::wire::{DEFAULT_MAX_PENDING, DEFAULT_MAX_SESSIONS, DEFAULT_MAX_SOCKETS};
use tracing_subscriber::filter::Targets;

use crate::chat::ChatArguments;
use crate::{AddressRule, Config, Limits, Origin, Times, Token, TokenRule};

/// What is logged when nobody says otherwise. A room tells of its bus itself.
const DEFAULT_LOG: &str = "info,async_nats=warn";

/// What `--help` ends with.
const EXAMPLES: &str = "\
Examples:
  socket-lab
      For yourself: open the printed address. Lab sockets stay on this machine.

  socket-lab --allow-bind any --allow-connect 192.168.1.0/24
      Lab servers may use every interface, as bind(('', 50000)) does, and lab
      clients may reach the local network.

  socket-lab --listen 0.0.0.0:7070 --token our-class
      For a class: others open http://THIS-MACHINE:7070/#token=our-class. Whoever
      has the token opens sockets on this machine, within the rules above.

  socket-lab chat
      A chat room for nc, without a page. See socket-lab chat --help.

Rules for --allow-bind and --allow-connect are CIDR[:PORTS]: 127.0.0.0/8,
10.0.0.0/8:8000-9000, [::1]/128:*, or any. They replace the default, which is
this machine alone. The relay's own port is never allowed.

On start the relay prints one line with its address to standard output; its log
goes to standard error. Ctrl+C or SIGTERM ends it.";

/// Socket Lab: real sockets, one call at a time, from a page in your browser.
///
/// The relay serves the page and makes the socket calls it asks for. It listens on this machine
/// alone and asks for a random token, unless you say otherwise.
#[derive(Debug, Parser)]
#[command(name = "socket-lab", version, after_help = EXAMPLES, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// What to do instead of being the relay.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Address and port of the relay itself; port 0 takes a free one.
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:7070")]
    #[arg(env = "SOCKET_LAB_LISTEN")]
    listen: SocketAddr,

    /// Where lab sockets may bind. Repeat it or separate by commas.
    #[arg(long, value_name = "CIDR[:PORTS]", value_delimiter = ',')]
    #[arg(default_values = ["127.0.0.0/8", "::1/128"], env = "SOCKET_LAB_ALLOW_BIND")]
    allow_bind: Vec<AddressRule>,

    /// Where lab sockets may connect and send to. Repeat it or separate by commas.
    #[arg(long, value_name = "CIDR[:PORTS]", value_delimiter = ',')]
    #[arg(default_values = ["127.0.0.0/8", "::1/128"], env = "SOCKET_LAB_ALLOW_CONNECT")]
    allow_connect: Vec<AddressRule>,

    /// Another origin whose pages may use this relay, such as a development server or another name
    /// of this machine. Repeat it or separate by commas.
    #[arg(long, value_name = "http://HOST[:PORT]", value_delimiter = ',')]
    #[arg(env = "SOCKET_LAB_ALLOW_ORIGIN")]
    allow_origin: Vec<Origin>,

    /// The token a page must show, in place of a new random one.
    #[arg(long, value_name = "TOKEN", value_parser = Token::new, conflicts_with = "no_token")]
    #[arg(env = "SOCKET_LAB_TOKEN", hide_env_values = true)]
    token: Option<Token>,

    /// Ask for no token. Only on loopback: anyone who reaches the relay may then use it.
    #[arg(long, env = "SOCKET_LAB_NO_TOKEN")]
    no_token: bool,

    /// Folder of AF_UNIX names; by default a private temporary one, removed at the end.
    #[arg(long, value_name = "FOLDER", env = "SOCKET_LAB_UNIX_DIRECTORY")]
    unix_directory: Option<PathBuf>,

    /// Show pages the TCP segments of the sockets they watch: headers, never what is said. Takes
    /// CAP_NET_RAW; without it the relay says so and goes on.
    #[arg(long, env = "SOCKET_LAB_CAPTURE")]
    capture: bool,

    /// Most pages at once.
    #[arg(long, value_name = "COUNT", default_value_t = DEFAULT_MAX_SESSIONS as u32)]
    #[arg(env = "SOCKET_LAB_MAX_SESSIONS")]
    max_sessions: u32,

    /// Most open sockets of one page.
    #[arg(long, value_name = "COUNT", default_value_t = DEFAULT_MAX_SOCKETS as u32)]
    #[arg(env = "SOCKET_LAB_MAX_SOCKETS")]
    max_sockets: u32,

    /// Most pending calls of one page.
    #[arg(long, value_name = "COUNT", default_value_t = DEFAULT_MAX_PENDING as u32)]
    #[arg(env = "SOCKET_LAB_MAX_PENDING")]
    max_pending: u32,

    /// What to log: off, error, warn, info, debug or trace, also by module: lab_relay=debug.
    #[arg(long, value_name = "FILTER", default_value = DEFAULT_LOG, env = "SOCKET_LAB_LOG")]
    #[arg(global = true)]
    pub log: Targets,
}

/// What the program does beside being the relay.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Host a chat room for nc, without a page.
    Chat(ChatArguments),
}

impl Arguments {
    /// The configuration they ask for.
    #[must_use]
    pub fn config(self) -> Config {
        let token = match (self.no_token, self.token) {
            (true, _) => TokenRule::Open,
            (false, Some(token)) => TokenRule::Fixed(token),
            (false, None) => TokenRule::Random,
        };
        Config {
            listen: self.listen,
            allow_bind: self.allow_bind,
            allow_connect: self.allow_connect,
            allow_origins: self.allow_origin,
            token,
            unix_directory: self.unix_directory,
            capture: self.capture,
            limits: Limits {
                sessions: self.max_sessions as usize,
                sockets: self.max_sockets as usize,
                pending: self.max_pending as usize,
            },
            times: Times::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    fn parse(line: &str) -> Result<Config, clap::Error> {
        let words = std::iter::once("socket-lab").chain(line.split_whitespace());
        Arguments::try_parse_from(words).map(Arguments::config)
    }

    #[test]
    fn the_flags_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn without_flags_the_relay_is_for_this_machine_alone() {
        let config = parse("").unwrap();
        assert_eq!(config.listen.to_string(), "127.0.0.1:7070");
        assert_eq!(config.allow_bind, AddressRule::loopback());
        assert_eq!(config.allow_connect, AddressRule::loopback());
        assert_eq!(config.token, TokenRule::Random);
        assert!(!config.capture);
        assert!(parse("--capture").unwrap().capture);
    }

    #[test]
    fn rules_are_repeated_or_separated_by_commas() {
        let config = parse("--allow-bind any --allow-connect ::1,10.0.0.0/8:80").unwrap();
        assert_eq!(config.allow_bind, [AddressRule::any()]);
        let connect: Vec<String> = config.allow_connect.iter().map(ToString::to_string).collect();
        assert_eq!(connect, ["[::1]/128:*", "10.0.0.0/8:80"]);
    }

    #[test]
    fn what_cannot_be_is_refused_in_words() {
        let text = |line| parse(line).unwrap_err().to_string();
        assert!(text("--allow-bind nowhere").contains("such as 10.0.0.0/8"));
        assert!(text("--token a/b").contains("stands in a URL"));
        assert!(text("--token a --no-token").contains("cannot be used with"));
        assert!(text("--allow-origin localhost").contains("http://HOST:PORT"));
    }
}
