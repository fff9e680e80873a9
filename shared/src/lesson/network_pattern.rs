//! What a check waits for on the cables: `client packet SYN lost`, `server packet data again after 0.9..1.5`,
//! `any cable cut` …

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::pattern::{PatternError, times, word};
use crate::call::Micros;
use crate::network::{HostName, PacketKind};

/// A host, the event, and the least number of times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct NetworkPattern {
    /// Who sends the packet; `None` is any host. Cables are everybody's.
    pub host: Option<HostName>,
    /// What.
    pub what: NetworkEvent,
    /// How often at least; never 0.
    pub times: u32,
}

/// What has to happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NetworkEvent {
    /// A packet of this kind, and what becomes of it.
    Packet(PacketKind, PacketIs),
    /// A person cuts a cable.
    Cut,
    /// A person mends it.
    Mended,
}

/// What becomes of a packet, or what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PacketIs {
    /// The host sends it into its cable, whatever becomes of it there.
    Sent,
    /// It arrives at the other end.
    Arrives,
    /// The cable loses it.
    Lost,
    /// The host has sent the same segment before.
    Again(Option<Wait>),
}

/// How long after the last time it is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// At least.
    pub least: Micros,
    /// At most.
    pub most: Micros,
}

/// The kinds of packets, as patterns name them.
const KINDS: [(PacketKind, &str); 9] = [
    (PacketKind::Any, "any"),
    (PacketKind::Syn, "SYN"),
    (PacketKind::SynAck, "SYN-ACK"),
    (PacketKind::Fin, "FIN"),
    (PacketKind::Rst, "RST"),
    (PacketKind::Data, "data"),
    (PacketKind::Ack, "ACK"),
    (PacketKind::Udp, "UDP"),
    (PacketKind::Icmp, "ICMP"),
];

impl FromStr for NetworkPattern {
    type Err = PatternError;

    fn from_str(pattern: &str) -> Result<Self, PatternError> {
        let (rest, times) = times(pattern.trim());
        let expect = |expected, found: &str| PatternError::new(expected, found, pattern);
        if times == 0 {
            return Err(expect("a count from x1 on", "x0"));
        }
        let (host, rest) = word(rest);
        let host = match host {
            "any" => None,
            name => Some(HostName::new(name).map_err(|_| expect("a host's name or `any`", name))?),
        };
        let (thing, rest) = word(rest);
        let what = match thing {
            "packet" => {
                let (kind, rest) = word(rest);
                let kind = KINDS.iter().find(|(_, name)| *name == kind).ok_or_else(|| {
                    expect(
                        "`any`, `SYN`, `SYN-ACK`, `FIN`, `RST`, `data`, `ACK`, `UDP` or `ICMP`",
                        kind,
                    )
                })?;
                let is = packet_is(rest).map_err(|(expected, found)| expect(expected, found))?;
                NetworkEvent::Packet(kind.0, is)
            }
            "cable" if host.is_some() => return Err(expect("`any` before `cable`", "a host")),
            "cable" => match rest {
                "cut" => NetworkEvent::Cut,
                "mended" => NetworkEvent::Mended,
                other => return Err(expect("`cut` or `mended`", other)),
            },
            other => return Err(expect("`packet` or `cable`", other)),
        };
        Ok(Self { host, what, times })
    }
}

/// What becomes of the packet; otherwise what is expected and what is there.
fn packet_is(text: &str) -> Result<PacketIs, (&'static str, &str)> {
    match text {
        "sent" => Ok(PacketIs::Sent),
        "arrives" => Ok(PacketIs::Arrives),
        "lost" => Ok(PacketIs::Lost),
        "again" => Ok(PacketIs::Again(None)),
        other => {
            let outcomes = "`sent`, `arrives`, `lost`, `again` or `again after`";
            let wait = other.strip_prefix("again after ").ok_or((outcomes, other))?;
            let wait =
                wait_of(wait.trim()).ok_or(("two times in seconds, such as 0.9..1.5", wait))?;
            Ok(PacketIs::Again(Some(wait)))
        }
    }
}

fn wait_of(text: &str) -> Option<Wait> {
    let (least, most) = text.split_once("..")?;
    let wait = Wait { least: seconds(least)?, most: seconds(most)? };
    (wait.least < wait.most).then_some(wait)
}

/// A time in seconds with at most three decimals.
fn seconds(text: &str) -> Option<Micros> {
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(decimals) || decimals.len() > 3 {
        return None;
    }
    let millis: u64 = format!("{decimals:0<3}").parse().ok()?;
    let whole: u64 = whole.parse().ok()?;
    Some(Micros(whole.checked_mul(1_000)?.checked_add(millis)?.checked_mul(1_000)?))
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = |time: Micros| {
            let millis = time.0 / 1_000;
            let text = format!("{}.{:03}", millis / 1_000, millis % 1_000);
            let short = text.trim_end_matches('0').trim_end_matches('.');
            short.to_owned()
        };
        write!(f, "{}..{}", seconds(self.least), seconds(self.most))
    }
}

impl fmt::Display for NetworkPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.host.as_ref().map_or("any", HostName::as_str))?;
        match self.what {
            NetworkEvent::Packet(kind, is) => {
                let named = KINDS.iter().find(|(known, _)| *known == kind);
                write!(f, " packet {} ", named.map_or("any", |(_, name)| name))?;
                match is {
                    PacketIs::Sent => f.write_str("sent"),
                    PacketIs::Arrives => f.write_str("arrives"),
                    PacketIs::Lost => f.write_str("lost"),
                    PacketIs::Again(None) => f.write_str("again"),
                    PacketIs::Again(Some(wait)) => write!(f, "again after {wait}"),
                }?;
            }
            NetworkEvent::Cut => f.write_str(" cable cut")?,
            NetworkEvent::Mended => f.write_str(" cable mended")?,
        }
        if self.times > 1 { write!(f, " x{}", self.times) } else { Ok(()) }
    }
}

impl TryFrom<String> for NetworkPattern {
    type Error = PatternError;

    fn try_from(pattern: String) -> Result<Self, PatternError> {
        pattern.parse()
    }
}

impl From<NetworkPattern> for String {
    fn from(pattern: NetworkPattern) -> Self {
        pattern.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, host: Option<&str>, what: NetworkEvent, times: u32) {
        let host = host.map(|name| HostName::new(name).expect("it is a name"));
        let pattern = NetworkPattern { host, what, times };
        assert_eq!(text.parse().as_ref(), Ok(&pattern), "{text}");
        assert_eq!(pattern.to_string(), text, "it is written as it was read");
    }

    #[test]
    fn patterns_are_read() {
        use NetworkEvent::Packet;
        let client = Some("client");
        check("client packet SYN lost", client, Packet(PacketKind::Syn, PacketIs::Lost), 1);
        check("any packet UDP sent x3", None, Packet(PacketKind::Udp, PacketIs::Sent), 3);
        check("a packet any arrives", Some("a"), Packet(PacketKind::Any, PacketIs::Arrives), 1);
        let again = Packet(PacketKind::Data, PacketIs::Again(None));
        check("client packet data again x2", client, again, 2);
        let wait = Wait { least: Micros(900_000), most: Micros(15_000_000) };
        let later = Packet(PacketKind::SynAck, PacketIs::Again(Some(wait)));
        check("client packet SYN-ACK again after 0.9..15", client, later, 1);
        check("any cable cut", None, NetworkEvent::Cut, 1);
        check("any cable mended", None, NetworkEvent::Mended, 1);
    }

    #[test]
    fn every_kind_of_packet_has_a_name() {
        for kind in PacketKind::ALL {
            assert!(KINDS.iter().any(|(known, _)| *known == kind), "{kind:?}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused_with_what_is_expected() {
        for (text, words) in [
            ("Client packet SYN lost", "a host's name"),
            ("client", "`packet` or `cable`"),
            ("client packet syn lost", "`SYN-ACK`"),
            ("client packet SYN", "`sent`"),
            ("client packet SYN dropped", "`sent`"),
            ("client packet SYN lost now", "`sent`"),
            ("client packet SYN again after 1", "two times in seconds"),
            ("client packet SYN again after 2..1", "two times in seconds"),
            ("client packet SYN again after 0.9999..1", "two times in seconds"),
            ("client cable cut", "`any` before `cable`"),
            ("any cable torn", "`cut` or `mended`"),
            ("any cable cut x0", "a count from x1 on"),
        ] {
            let error = text.parse::<NetworkPattern>().expect_err(text).to_string();
            assert!(error.contains(words), "{text}: {error}");
        }
    }
}
