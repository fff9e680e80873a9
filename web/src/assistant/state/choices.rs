//! Values of the core of which a person chooses one.

use lab_shared::assistant::compose::Charset;
use lab_shared::assistant::setup::Transport;

use crate::kit::state::choice::Choice;

impl Choice for Charset {
    fn all() -> Vec<Self> {
        Self::ALL.into()
    }

    fn name(&self) -> &'static str {
        Self::name(*self)
    }
}

/// What an end is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum TransportKind {
    #[default]
    TcpClient,
    TcpServer,
    Udp,
    UnixClient,
    UnixServer,
    UnixDatagram,
}

impl TransportKind {
    /// The kind of a transport.
    #[must_use]
    pub(crate) fn of(transport: &Transport) -> Self {
        match transport {
            Transport::TcpClient { .. } => Self::TcpClient,
            Transport::TcpServer { .. } => Self::TcpServer,
            Transport::Udp { .. } => Self::Udp,
            Transport::UnixClient { .. } => Self::UnixClient,
            Transport::UnixServer { .. } => Self::UnixServer,
            Transport::UnixDatagram { .. } => Self::UnixDatagram,
        }
    }

    /// Whether its addresses are paths.
    #[must_use]
    pub(crate) fn is_unix(self) -> bool {
        matches!(self, Self::UnixClient | Self::UnixServer | Self::UnixDatagram)
    }

    #[must_use]
    pub(crate) fn is_client(self) -> bool {
        matches!(self, Self::TcpClient | Self::UnixClient)
    }

    #[must_use]
    pub(crate) fn is_server(self) -> bool {
        matches!(self, Self::TcpServer | Self::UnixServer)
    }
}

impl Choice for TransportKind {
    fn all() -> Vec<Self> {
        vec![
            Self::TcpClient,
            Self::TcpServer,
            Self::Udp,
            Self::UnixClient,
            Self::UnixServer,
            Self::UnixDatagram,
        ]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::TcpClient => "tcp-client",
            Self::TcpServer => "tcp-server",
            Self::Udp => "udp",
            Self::UnixClient => "unix-client",
            Self::UnixServer => "unix-server",
            Self::UnixDatagram => "unix-datagram",
        }
    }
}

/// How received bytes become messages, without the values that some ways have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum GroupingKind {
    #[default]
    Received,
    Gap,
    Line,
    CrLf,
    Delimiter,
    LengthPrefix,
    Fixed,
}

impl Choice for GroupingKind {
    fn all() -> Vec<Self> {
        vec![
            Self::Received,
            Self::Gap,
            Self::Line,
            Self::CrLf,
            Self::Delimiter,
            Self::LengthPrefix,
            Self::Fixed,
        ]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Gap => "gap",
            Self::Line => "line",
            Self::CrLf => "cr-lf",
            Self::Delimiter => "delimiter",
            Self::LengthPrefix => "length-prefix",
            Self::Fixed => "fixed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kit::state::choice::check_names;

    #[test]
    fn every_choice_is_found_by_its_name() {
        check_names::<Charset>();
        check_names::<TransportKind>();
        check_names::<GroupingKind>();
    }
}
