//! The flags for limits. Each has the preset's value where it is left out.

use std::num::NonZeroU64;

use clap::Args;

use crate::Limits;

/// Least `--max-rate`, in bytes a second: the largest message must pass before its page is held for
/// lost.
const MIN_RATE: u64 = 64 * 1024;

const MIB: usize = 1024 * 1024;

/// Least `--max-memory`, in MiB: the largest message must fit in the share of a page.
const MIN_MEMORY: i64 = 16;

/// How much there may be of each thing, as the command line says it.
#[derive(Debug, Args)]
pub(super) struct LimitArguments {
    /// Most pages at once; by default 64.
    #[arg(long, value_name = "COUNT", env = "SOCKET_LAB_MAX_SESSIONS")]
    max_sessions: Option<u32>,

    /// Most pages at once from one address, with the preset public 8; an IPv6 network of 64 bits counts as one.
    /// Behind a proxy all pages have the proxy's address.
    #[arg(long, value_name = "COUNT", env = "SOCKET_LAB_MAX_SESSIONS_PER_ADDRESS")]
    max_sessions_per_address: Option<u32>,

    /// Most open sockets of one page; by default 256, with the preset public 64.
    #[arg(long, value_name = "COUNT", env = "SOCKET_LAB_MAX_SOCKETS")]
    max_sockets: Option<u32>,

    /// Most pending calls of one page; by default 512, with the preset public 128.
    #[arg(long, value_name = "COUNT", env = "SOCKET_LAB_MAX_PENDING")]
    max_pending: Option<u32>,

    /// Most bytes a second that one page exchanges with the relay, with the preset public 2097152; it is slowed down,
    /// not refused.
    #[arg(long, value_name = "BYTES", env = "SOCKET_LAB_MAX_RATE")]
    #[arg(value_parser = clap::value_parser!(u64).range(MIN_RATE..))]
    max_rate: Option<u64>,

    /// Most MiB that the relay holds for pages, chat rooms, assistants and visitors together, beside its own code; by
    /// default 256. Give the process about twice that.
    #[arg(long, value_name = "MIB", env = "SOCKET_LAB_MAX_MEMORY")]
    #[arg(value_parser = clap::value_parser!(u32).range(MIN_MEMORY..))]
    max_memory: Option<u32>,

    /// Most assistants that the relay runs for pages, each with a thread of its own; by default 16, and 0 offers none.
    #[arg(long, value_name = "COUNT", env = "SOCKET_LAB_MAX_ASSISTANTS")]
    max_assistants: Option<u32>,

    /// Most hosts of one network of a page's own; by default 8, with the preset public 4. Each has a cable.
    #[arg(long, value_name = "COUNT", env = "SOCKET_LAB_MAX_HOSTS")]
    #[arg(value_parser = clap::value_parser!(u8).range(1..=250))]
    max_hosts: Option<u8>,

    /// Most hosts of all networks, each a process of a few MB; by default 256, with the preset public 128.
    #[arg(long, value_name = "COUNT", env = "SOCKET_LAB_MAX_HOSTS_IN_ALL")]
    max_hosts_in_all: Option<u32>,

    /// Most packets a second that one network carries, by default 400000, with the preset public 5000; it loses
    /// further ones.
    #[arg(long, value_name = "COUNT", env = "SOCKET_LAB_MAX_NETWORK_PACKETS")]
    max_network_packets: Option<u32>,

    /// Most bytes a second that one network carries, by default 1000000000, with the preset public 4194304; it loses
    /// further ones.
    #[arg(long, value_name = "BYTES", env = "SOCKET_LAB_MAX_NETWORK_BYTES")]
    max_network_bytes: Option<u64>,

    /// Most MiB of packets that wait or are under way in one network, by default 16, with the preset public 2; it
    /// loses further ones.
    #[arg(long, value_name = "MIB", env = "SOCKET_LAB_MAX_NETWORK_MEMORY")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    max_network_memory: Option<u32>,

    /// Most MiB of packets that wait or are under way in all networks, by default 128, with the preset public 64.
    #[arg(long, value_name = "MIB", env = "SOCKET_LAB_MAX_NETWORK_MEMORY_IN_ALL")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..))]
    max_network_memory_in_all: Option<u32>,

    /// Most ports of the machine that one network publishes; by default 8, and 0 publishes none.
    #[arg(long, value_name = "COUNT", env = "SOCKET_LAB_MAX_PUBLISHED")]
    max_published: Option<u32>,
}

impl LimitArguments {
    /// These limits, and the preset's where the command line says nothing.
    pub(super) fn over(&self, preset: Limits) -> Limits {
        let or = |given: Option<u32>, preset: usize| given.map_or(preset, |most| most as usize);
        let mib = |given: Option<u32>, preset| given.map_or(preset, |mib| mib as usize * MIB);
        Limits {
            sessions: or(self.max_sessions, preset.sessions),
            sessions_per_address: self
                .max_sessions_per_address
                .map(|most| most as usize)
                .or(preset.sessions_per_address),
            sockets: or(self.max_sockets, preset.sockets),
            pending: or(self.max_pending, preset.pending),
            rate: self.max_rate.and_then(NonZeroU64::new).or(preset.rate),
            memory: mib(self.max_memory, preset.memory),
            assistants: or(self.max_assistants, preset.assistants),
            hosts: self.max_hosts.map_or(preset.hosts, usize::from),
            hosts_in_all: or(self.max_hosts_in_all, preset.hosts_in_all),
            network_packets: self.max_network_packets.unwrap_or(preset.network_packets),
            network_bytes: self.max_network_bytes.unwrap_or(preset.network_bytes),
            network_held: mib(self.max_network_memory, preset.network_held),
            network_held_in_all: mib(self.max_network_memory_in_all, preset.network_held_in_all),
            published: or(self.max_published, preset.published),
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory as _, Parser as _};

    use super::*;
    use crate::Preset;
    use crate::cli::Arguments;

    fn limits(line: &str) -> Result<Limits, clap::Error> {
        let words = std::iter::once("socket-lab").chain(line.split_whitespace());
        Arguments::try_parse_from(words).map(|arguments| arguments.config().unwrap().limits)
    }

    #[test]
    fn memory_is_given_in_mib_and_has_room_for_a_page() {
        assert_eq!(limits("").unwrap(), Limits::default());
        assert_eq!(limits("--max-memory 64").unwrap().memory, 64 * MIB);
        assert!(limits("--max-memory 4").is_err());
    }

    #[test]
    fn each_limit_of_networks_has_a_flag() {
        let set = limits(
            "--max-hosts 3 --max-hosts-in-all 9 --max-network-packets 100 \
             --max-network-bytes 10000 --max-network-memory 1 --max-network-memory-in-all 5 \
             --max-published 0",
        )
        .unwrap();
        let expected = Limits {
            hosts: 3,
            hosts_in_all: 9,
            network_packets: 100,
            network_bytes: 10_000,
            network_held: MIB,
            network_held_in_all: 5 * MIB,
            published: 0,
            ..Limits::default()
        };
        assert_eq!(set, expected);
        assert!(limits("--max-hosts 251").is_err(), "there are no addresses for so many");
    }

    #[test]
    fn strangers_have_tighter_limits_and_a_flag_sets_them_too() {
        let (public, usual) = (limits("--preset public").unwrap(), Limits::default());
        assert_eq!(public, Preset::Public.limits());
        assert!(public.sockets < usual.sockets && public.hosts < usual.hosts);
        assert!(public.network_bytes < usual.network_bytes && public.rate.is_some());
        assert_eq!(limits("--preset public --max-sockets 300").unwrap().sockets, 300);
    }

    /// The help is prose, so nothing else ties its numbers to the limits.
    #[test]
    fn the_help_says_the_limits_that_hold() {
        let command = Arguments::command();
        let help = |flag: &str| {
            let of = |argument: &&clap::Arg| argument.get_long() == Some(flag);
            command.get_arguments().find(of).unwrap().get_help().unwrap().to_string()
        };
        let (usual, public) = (Limits::default(), Preset::Public.limits());
        for (flag, usual, public) in [
            ("max-sessions", usual.sessions as u64, None),
            ("max-sockets", usual.sockets as u64, Some(public.sockets as u64)),
            ("max-pending", usual.pending as u64, Some(public.pending as u64)),
            ("max-memory", (usual.memory / MIB) as u64, None),
            ("max-assistants", usual.assistants as u64, None),
            ("max-hosts", usual.hosts as u64, Some(public.hosts as u64)),
            ("max-hosts-in-all", usual.hosts_in_all as u64, Some(public.hosts_in_all as u64)),
            (
                "max-network-packets",
                usual.network_packets.into(),
                Some(public.network_packets.into()),
            ),
            ("max-network-bytes", usual.network_bytes, Some(public.network_bytes)),
            (
                "max-network-memory",
                (usual.network_held / MIB) as u64,
                Some((public.network_held / MIB) as u64),
            ),
            (
                "max-network-memory-in-all",
                (usual.network_held_in_all / MIB) as u64,
                Some((public.network_held_in_all / MIB) as u64),
            ),
            ("max-published", usual.published as u64, None),
        ] {
            let text = help(flag).replace('\n', " ");
            assert!(text.contains(&format!("by default {usual}")), "{flag}: {text}");
            let public = public.map(|public| format!("with the preset public {public}"));
            assert!(public.is_none_or(|words| text.contains(&words)), "{flag}: {text}");
        }
        let public_rate = format!("public {}", public.rate.unwrap());
        assert!(help("max-rate").contains(&public_rate));
        let per_address = format!("public {}", public.sessions_per_address.unwrap());
        assert!(help("max-sessions-per-address").contains(&per_address));
    }
}
