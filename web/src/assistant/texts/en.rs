//! English.

use lab_shared::assistant::session::EndState;

use super::{Assistant, Ends, Log, Peers};
use crate::assistant::state::choices::{GroupingKind, TransportKind};
use crate::assistant::state::end_form::EndField;

pub(super) static EN: Assistant = Assistant {
    title: "Assistant",
    ends: Ends {
        title: "Ends",
        add: "Add an end",
        remove: "Remove this end",
        kind: "Protocol",
        kind_name: |kind| match kind {
            TransportKind::TcpClient => "TCP client",
            TransportKind::TcpServer => "TCP server",
            TransportKind::Udp => "UDP",
            TransportKind::UnixClient => "Unix client",
            TransportKind::UnixServer => "Unix server",
            TransportKind::UnixDatagram => "Unix datagrams",
        },
        field: |field, kind| match field {
            EndField::Name => "Name",
            EndField::Host if kind.is_server() => "Local host",
            EndField::Host => "Remote host",
            EndField::Port if kind.is_server() => "Local port",
            EndField::Port => "Remote port",
            EndField::Path if kind == TransportKind::UnixDatagram => "Send to path",
            EndField::Path => "Path",
            EndField::BindHost => "Local host",
            EndField::BindPort => "Local port",
            EndField::BindPath => "Own path",
            EndField::FirstPause => "First pause (ms)",
            EndField::LongestPause => "Longest pause (ms)",
            EndField::Peers => "Most connections",
            EndField::Group => "Multicast group",
            EndField::Interface => "On interface",
            EndField::MulticastTtl => "Multicast TTL",
            EndField::Gap => "Pause (ms)",
            EndField::Delimiter => "Ends with (hex)",
            EndField::Length => "Bytes",
            EndField::CheckSkip => "Bytes left out in front",
            EndField::CheckBehind => "Bytes behind it",
        },
        wrong: |field| match field {
            EndField::Name => "Every end needs a name of its own",
            EndField::Host | EndField::BindHost => "An address or a name, such as 127.0.0.1",
            EndField::Port | EndField::BindPort => "A number from 0 to 65535",
            EndField::Path | EndField::BindPath => "A path, or a name behind @",
            EndField::Group => "An address such as 239.1.2.3",
            EndField::Interface => "An address such as 127.0.0.1",
            EndField::MulticastTtl => "A number from 0 to 255",
            EndField::Delimiter => "Bytes in hex, such as 0d 0a",
            EndField::Length => "A number from 1 to 1048576",
            EndField::FirstPause
            | EndField::LongestPause
            | EndField::Peers
            | EndField::Gap
            | EndField::CheckSkip
            | EndField::CheckBehind => "A whole number",
        },
        charset: "Encoding",
        grouping: "A message is",
        grouping_name: |grouping| match grouping {
            GroupingKind::Received => "what one receive brings",
            GroupingKind::Gap => "what a pause ends",
            GroupingKind::Line => "a line",
            GroupingKind::CrLf => "up to CR LF",
            GroupingKind::Delimiter => "up to certain bytes",
            GroupingKind::LengthPrefix => "as long as its front says",
            GroupingKind::Fixed => "of one length",
        },
        open: |kind| match kind {
            TransportKind::TcpClient | TransportKind::UnixClient => "Connect",
            TransportKind::TcpServer | TransportKind::UnixServer => "Listen",
            TransportKind::Udp | TransportKind::UnixDatagram => "Open",
        },
        close: "Close",
        state: |state, kind| match state {
            EndState::Closed => "closed",
            EndState::Opening if kind.is_client() => "connecting …",
            EndState::Opening => "opening …",
            EndState::Open if kind.is_client() => "connected",
            EndState::Open if kind.is_server() => "listening",
            EndState::Open => "open",
            EndState::Waiting => "connects again soon",
        },
    },
    peers: Peers {
        title: "Peers",
        empty: "Nobody is connected.",
        send_to: "Send to",
        all: "everyone",
        close: "Close",
        reset: "Reset",
        sent: "sent",
        received: "received",
    },
    log: Log {
        title: "Log",
        empty: "Nothing was sent or received yet. Open an end.",
        clear: "Clear",
        send: "Send",
        say: "Message",
    },
    dismiss: "Take away",
};
