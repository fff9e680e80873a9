//! The command line, and what it makes of the configuration.

mod limits;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::{Context as _, Result};
use clap::{CommandFactory as _, Parser, Subcommand};
use clap_complete::Shell;
use lab_shared::wire::{KEEP_ASSISTANTS, RESUME_TIMEOUT};
use tokio::runtime;
use tracing_subscriber::filter::Targets;

use crate::assist::AssistArguments;
use crate::chat::ChatArguments;
use crate::enter::EnterArguments;
use crate::health::HealthArguments;
use crate::logging::LogFormat;
use crate::network::host::HostArguments;
use crate::{AddressRule, Config, Listen, Origin, PageNetwork, Preset, Times, Token, TokenRule};
use limits::LimitArguments;

/// What is logged when nobody says otherwise. A room tells of its bus itself.
const DEFAULT_LOG: &str = "info,async_nats=warn";

/// Longest `--resume-within`: whoever is away for longer will not come back to the same page.
const MAX_RESUME_SECONDS: i64 = 600;

/// What `--help` ends with.
const EXAMPLES: &str = r#"Examples:
  socket-lab
      For yourself: your browser opens the page, or you open the printed address.
      Lab sockets stay on this machine.

  socket-lab --allow-bind any --allow-connect 192.168.1.0/24
      Lab servers may use every interface, as bind(('', 50000)) does, and lab
      clients may reach the local network.

  socket-lab --preset classroom --listen 0.0.0.0:7070 --token our-class
      For a class: others open one of the addresses printed, or read the QR code.
      Each page has a network of its own, so all can bind the same ports. With
      --page-network both, nc and phones reach lab servers on this machine too.

  socket-lab --preset public --listen 0.0.0.0:7070
      For strangers: networks of their own, nothing of this machine, tighter limits.

  socket-lab enter server -- nc -l 9999
      nc on the host server of a page's network. See socket-lab enter --help.

  socket-lab chat
      A chat room for nc, without a page. See socket-lab chat --help.

Rules for --allow-bind and --allow-connect are CIDR[:PORTS]: 127.0.0.0/8,
10.0.0.0/8:8000-9000, [::1]/128:*, or any. They replace what the policy file says,
which replaces what the preset says. The relay's own ports are never allowed. A
policy file is TOML, and either part may be left out:
  [bind]
  allow = ["127.0.0.0/8", "[::1]/128"]
  [connect]
  allow = ["10.0.0.0/8:8000-9000"]

Networks for --page-network: machine, this machine's alone; own, each page's own
alone; both, this machine's, and one of its own for a page that opens it;
own-or-machine, its own, but this machine's where networks are denied. The presets
local and container say both, classroom own-or-machine, public own.

On start the relay prints one line with its address to standard output; its log
goes to standard error. Ctrl+C or SIGTERM ends it."#;

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

    /// Address or name, and port, of the relay itself; port 0 takes a free one. By default
    /// 127.0.0.1:7070, or the next port that is free.
    #[arg(long, value_name = "HOST:PORT", env = "SOCKET_LAB_LISTEN")]
    listen: Option<Listen>,

    /// Open no browser. By default the page opens in the browser of whoever starts the relay in a
    /// terminal of a desktop.
    #[arg(long, env = "SOCKET_LAB_NO_BROWSER")]
    pub no_browser: bool,

    /// Where lab sockets may bind and connect, by the place the relay runs in.
    #[arg(long, value_name = "NAME", default_value = "local", env = "SOCKET_LAB_PRESET")]
    preset: Preset,

    /// File with rules in place of the preset's.
    #[arg(long, value_name = "FILE", env = "SOCKET_LAB_POLICY")]
    policy: Option<PathBuf>,

    /// Where lab sockets may bind. Repeat it or separate by commas.
    #[arg(long, value_name = "CIDR[:PORTS]", value_delimiter = ',')]
    #[arg(env = "SOCKET_LAB_ALLOW_BIND")]
    allow_bind: Option<Vec<AddressRule>>,

    /// Where lab sockets may connect and send to. Repeat it or separate by commas.
    #[arg(long, value_name = "CIDR[:PORTS]", value_delimiter = ',')]
    #[arg(env = "SOCKET_LAB_ALLOW_CONNECT")]
    allow_connect: Option<Vec<AddressRule>>,

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

    /// Folder of AF_UNIX names, where pages and programs of this machine meet; by default a private
    /// temporary one, removed at the end.
    #[arg(long, value_name = "FOLDER", env = "SOCKET_LAB_UNIX_DIRECTORY")]
    unix_directory: Option<PathBuf>,

    /// Show pages the TCP segments of the sockets they watch: headers, never what is said. Takes
    /// CAP_NET_RAW; without it the relay says so and goes on.
    #[arg(long, env = "SOCKET_LAB_CAPTURE")]
    capture: bool,

    /// Which networks pages have: of the machine, of their own, or both; see below. By default what the preset says.
    #[arg(long, value_name = "NAME", env = "SOCKET_LAB_PAGE_NETWORK")]
    page_network: Option<PageNetwork>,

    /// The machine's addresses and ports that pages may forward to their hosts; by default those of the rules for
    /// binding. Repeat it or separate by commas.
    #[arg(long, value_name = "CIDR[:PORTS]", value_delimiter = ',')]
    #[arg(env = "SOCKET_LAB_ALLOW_PUBLISH")]
    allow_publish: Option<Vec<AddressRule>>,

    #[command(flatten)]
    limits: LimitArguments,

    /// For how many seconds a page's sockets are kept when its connection breaks, so that it can go
    /// on where it was; 0 closes them at once.
    #[arg(long, value_name = "SECONDS", default_value_t = RESUME_TIMEOUT.as_secs() as u32)]
    #[arg(value_parser = clap::value_parser!(u32).range(..=MAX_RESUME_SECONDS))]
    #[arg(env = "SOCKET_LAB_RESUME_WITHIN")]
    resume_within: u32,

    /// For how many seconds an assistant goes on that no page watches.
    #[arg(long, value_name = "SECONDS", default_value_t = KEEP_ASSISTANTS.as_secs() as u32)]
    #[arg(env = "SOCKET_LAB_KEEP_ASSISTANTS")]
    keep_assistants: u32,

    /// Serve numbers for Prometheus at http://ADDRESS:PORT/metrics, a door of its own.
    #[arg(long, value_name = "ADDRESS:PORT", env = "SOCKET_LAB_METRICS")]
    metrics: Option<SocketAddr>,

    /// What to log: off, error, warn, info, debug or trace, also by module: lab_relay=debug.
    #[arg(long, value_name = "FILTER", default_value = DEFAULT_LOG, env = "SOCKET_LAB_LOG")]
    #[arg(global = true)]
    pub log: Targets,

    /// How to write a line of the log.
    #[arg(long, value_name = "FORMAT", default_value = "text", env = "SOCKET_LAB_LOG_FORMAT")]
    #[arg(global = true)]
    pub log_format: LogFormat,
}

/// What the program does beside being the relay.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Host a chat room for nc, without a page.
    Chat(Box<ChatArguments>),
    /// Send, receive and answer messages over TCP, UDP and AF_UNIX, as nc does and more.
    Assist(Box<AssistArguments>),
    /// Ask the relay of this machine whether it lives; the exit code tells.
    Health(HealthArguments),
    /// Put this terminal into a host of a page's network, or run one command there, such as nc or tcpdump.
    Enter(EnterArguments),
    /// Be a host of a network of one's own. The relay starts it.
    #[command(hide = true)]
    NetworkHost(HostArguments),
    /// Print a man page: of the relay, or of the subcommand named.
    Man {
        /// Which subcommand's, such as chat or 'assist proxy'.
        subcommand: Option<String>,
    },
    /// Print the completions of a shell.
    Completions {
        /// For which shell.
        shell: Shell,
    },
}

impl Command {
    /// The runtime that it needs; without a command, that of the relay.
    #[must_use]
    pub fn runtime(command: Option<&Self>) -> runtime::Builder {
        match command {
            // An assistant's host and the tasks of its ends hand each other every message. In one thread, that
            // wakes no other.
            Some(Self::Assist(assist)) if !assist.is_proxy() => {
                runtime::Builder::new_current_thread()
            }
            _ => runtime::Builder::new_multi_thread(),
        }
    }
}

impl Arguments {
    /// The configuration they ask for.
    ///
    /// # Errors
    /// The policy file cannot be read.
    pub fn config(self) -> Result<Config> {
        let mut reach = self.preset.reach();
        if let Some(file) = &self.policy {
            reach = reach.with_file(file)?;
        }
        let token = match (self.no_token, self.token) {
            (true, _) => TokenRule::Open,
            (false, Some(token)) => TokenRule::Fixed(token),
            (false, None) => TokenRule::Random,
        };
        let allow_bind = self.allow_bind.unwrap_or(reach.bind);
        Ok(Config {
            listen: self.listen.unwrap_or_default(),
            metrics: self.metrics,
            page_network: self.page_network.unwrap_or(self.preset.page_network()),
            allow_publish: self.allow_publish.unwrap_or_else(|| allow_bind.clone()),
            allow_bind,
            allow_connect: self.allow_connect.unwrap_or(reach.connect),
            allow_origins: self.allow_origin,
            token,
            unix_directory: self.unix_directory,
            capture: self.capture,
            host_program: Config::default().host_program,
            limits: self.limits.over(self.preset.limits()),
            times: Times {
                resume: Duration::from_secs(self.resume_within.into()),
                assistants: Duration::from_secs(self.keep_assistants.into()),
                ..Times::default()
            },
        })
    }
}

/// The man page of the whole program or of one subcommand, in roff.
///
/// # Errors
/// There is no such subcommand.
pub fn man_page(subcommand: Option<&str>) -> Result<Vec<u8>> {
    let mut command = Arguments::command();
    // Gives every subcommand the options that hold for all, and its full name.
    command.build();
    let mut command = &command;
    for name in subcommand.into_iter().flat_map(str::split_whitespace) {
        command = command
            .find_subcommand(name)
            .with_context(|| format!("there is no subcommand {name:?}"))?;
    }
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    Ok(page)
}

/// The completions of a shell, to be put where it looks for them.
#[must_use]
pub fn completions(shell: Shell) -> Vec<u8> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "socket-lab", &mut script);
    script
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Config, clap::Error> {
        let words = std::iter::once("socket-lab").chain(line.split_whitespace());
        Arguments::try_parse_from(words).map(|arguments| arguments.config().unwrap())
    }

    #[test]
    fn the_flags_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn without_flags_the_relay_is_for_this_machine_alone() {
        let config = parse("").unwrap();
        assert_eq!(config.listen, Listen::Anywhere);
        let local = Preset::Local.reach();
        assert_eq!((config.allow_bind, config.allow_connect), (local.bind, local.connect));
        assert_eq!(config.metrics, None);
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
    fn what_pages_may_publish_is_what_they_may_bind_unless_the_owner_says_otherwise() {
        let config = parse("--allow-bind any:9000").unwrap();
        assert_eq!(config.allow_publish, config.allow_bind);
        let config = parse("--preset public --allow-publish any:9000-9099").unwrap();
        assert_eq!(config.allow_publish, ["any:9000-9099".parse().unwrap()]);
        assert_eq!(config.allow_bind, []);
        assert_eq!(parse("--preset public").unwrap().allow_publish, []);
    }

    #[test]
    fn a_preset_says_which_networks_pages_have_and_a_flag_says_otherwise() {
        for (line, network) in [
            ("", PageNetwork::Both),
            ("--preset container", PageNetwork::Both),
            ("--preset classroom", PageNetwork::OwnOrMachine),
            ("--preset public", PageNetwork::Own),
            ("--preset classroom --page-network both", PageNetwork::Both),
            ("--page-network machine", PageNetwork::Machine),
        ] {
            assert_eq!(parse(line).unwrap().page_network, network, "{line}");
        }
    }

    #[test]
    fn a_flag_goes_before_the_policy_file_and_that_before_the_preset() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "[bind]\nallow = [\"::1\"]").unwrap();
        let policy = format!("--preset container --policy {}", file.path().display());
        let config = parse(&policy).unwrap();
        assert_eq!(config.allow_bind, ["::1".parse().unwrap()]);
        assert_eq!(config.allow_connect, Preset::Container.reach().connect);
        let config = parse(&format!("{policy} --allow-bind any")).unwrap();
        assert_eq!(config.allow_bind, [AddressRule::any()]);
    }

    #[test]
    fn man_pages_and_completions_know_the_options() {
        let page = String::from_utf8(man_page(None).unwrap()).unwrap();
        let chat = String::from_utf8(man_page(Some("chat")).unwrap()).unwrap();
        let assist = String::from_utf8(man_page(Some("assist")).unwrap()).unwrap();
        let bash = String::from_utf8(completions(Shell::Bash)).unwrap();
        assert!(page.contains(".TH socket-lab 1") && page.contains("allow\\-bind"), "{page}");
        assert!(chat.contains("\\-\\-bus"), "{chat}");
        assert!(assist.contains("\\-\\-expect") && bash.contains("--expect"), "{assist}");
        let proxy = String::from_utf8(man_page(Some("assist proxy")).unwrap()).unwrap();
        assert!(proxy.contains("\\-\\-slicer") && bash.contains("--slicer"), "{proxy}");
        assert!(proxy.contains("socket\\-lab assist proxy"), "{proxy}");
        assert!(bash.contains("--allow-bind") && bash.contains("classroom"), "{bash}");
        assert!(man_page(Some("dance")).is_err());
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
