//! What Python requests, and the replies: the one interface between the two.

use data_encoding::BASE64;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::certificate::Certificate;
use crate::failure::Failure;
use crate::key;
use crate::session::{Session, Sessions, Standing};
use crate::settings::Settings;

/// A request. A session is named by the number that the reply to `Client` or `Server` gave.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Request {
    /// Begins a session as a client of the host `name`.
    Client { name: Option<String>, settings: Settings },
    /// Begins a session as a server, which first waits for the client's greeting.
    Server,
    /// Answers the client's greeting.
    Accept { session: u32, settings: Settings },
    /// Sends a fatal alert instead.
    Refuse { session: u32, alert: u8 },
    /// Hands in bytes of the peer's, which are beside the request.
    Feed { session: u32 },
    /// Encrypts what is beside the request.
    Write { session: u32 },
    /// Takes at most so many bytes of the peer's, decrypted.
    Read { session: u32, size: usize },
    /// Takes what is to be sent to the peer.
    Output { session: u32 },
    /// Says that nothing more will be written.
    Close { session: u32 },
    /// What has been agreed with the peer.
    Agreed { session: u32 },
    /// Forgets a session.
    Drop { session: u32 },
    /// Whether a key belongs to a certificate: both in PEM, the chain's first.
    Match { chain: String, key: String },
    /// The facts of the certificate beside the request, as `getpeercert` gives them.
    Describe,
}

/// The reply to a request.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reply {
    /// There is nothing to say.
    Done,
    /// The number of a new session.
    Session(u32),
    /// Where a session stands.
    Standing(Standing),
    /// What has been agreed.
    Agreed(Agreed),
    /// The facts of a certificate, and whether it is an authority's.
    Certificate { facts: Value, is_ca: bool },
    /// The request could not be carried out.
    Failed(Failure),
}

/// What both ends have agreed on.
#[derive(Debug, Serialize)]
pub(crate) struct Agreed {
    /// As `SSLSocket.version` says it, such as `TLSv1.3`.
    pub(crate) version: Option<&'static str>,
    /// The suite by OpenSSL's name, and the bits of its key.
    pub(crate) cipher: Option<(&'static str, u16)>,
    /// By ALPN.
    pub(crate) protocol: Option<String>,
    /// The peer's certificates in Base64, its own first.
    pub(crate) peer: Vec<String>,
}

pub(crate) fn carry_out(
    sessions: &mut Sessions,
    request: Request,
    bytes: &[u8],
    beside: &mut Vec<u8>,
) -> Result<Reply, Failure> {
    Ok(match request {
        Request::Client { name, settings } => {
            Reply::Session(sessions.add(Session::client(name.as_deref(), &settings)?))
        }
        Request::Server => Reply::Session(sessions.add(Session::server())),
        Request::Accept { session, settings } => {
            Reply::Standing(sessions.get(session)?.accept(&settings))
        }
        Request::Refuse { session, alert } => {
            sessions.get(session)?.refuse(alert);
            Reply::Done
        }
        Request::Feed { session } => Reply::Standing(sessions.get(session)?.feed(bytes)),
        Request::Write { session } => {
            sessions.get(session)?.write(bytes)?;
            Reply::Done
        }
        Request::Read { session, size } => {
            sessions.get(session)?.read(size, beside)?;
            Reply::Done
        }
        Request::Output { session } => {
            sessions.get(session)?.output(beside)?;
            Reply::Done
        }
        Request::Close { session } => {
            sessions.get(session)?.close();
            Reply::Done
        }
        Request::Agreed { session } => Reply::Agreed(sessions.get(session)?.agreed()),
        Request::Drop { session } => {
            sessions.remove(session);
            Reply::Done
        }
        Request::Match { chain, key } => {
            key::certified(&chain, &key)?;
            Reply::Done
        }
        Request::Describe => {
            let certificate = Certificate::parse(bytes)?;
            Reply::Certificate { facts: certificate.facts(), is_ca: certificate.is_ca() }
        }
    })
}

/// Certificates as Python keeps them.
pub(crate) fn base64(der: &[u8]) -> String {
    BASE64.encode(der)
}
