//! What every host of a session does towards its peers, as data: one suite for the core alone, the
//! page, the relay and the command line.
//!
//! A host's runner opens the setup's ends, plays the steps with peers of its own, and compares bytes.
//! In setups, `{server}` is the address where the runner listens for the session's client; ends named
//! `server` listen at an address that the runner chooses, `{listen}`, and `udp` binds `{bind}`.

mod scenarios;

pub use scenarios::scenarios;

/// One conversation.
#[derive(Debug, Clone)]
pub struct Scenario {
    /// What it shows.
    pub name: &'static str,
    /// The setup, with placeholders for addresses.
    pub setup: &'static str,
    /// What happens, in order.
    pub steps: Vec<Step>,
}

/// One step of a conversation. The session's peers are named by letters.
#[derive(Debug, Clone)]
pub enum Step {
    /// The session opens an end, and it is open before the next step, a client excepted.
    Open(&'static str),
    /// The session closes an end.
    Close(&'static str),
    /// A peer connects to the end `server`, and the session has accepted it before the next step.
    Connect(char),
    /// The session's client connects to the runner, which calls the connection by this letter.
    Accept(char),
    /// A peer sends bytes in one send, or one datagram.
    Send(char, Vec<u8>),
    /// A peer receives exactly this; over streams, however it is cut.
    Expect(char, Vec<u8>),
    /// A peer closes its sending half.
    Finish(char),
    /// A peer closes its connection.
    Hang(char),
    /// A peer receives the end of the stream.
    ExpectEnd(char),
    /// A peer's connection is reset.
    ExpectReset(char),
    /// A person sends a named message to all.
    Say(&'static str),
    /// A person begins a plan.
    Start(&'static str),
}
