//! One end of a TLS connection. Records go in and out as bytes; see [`Session::feed`] and
//! [`Session::output`].

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::sync::Arc;

use rustls::pki_types::{IpAddr, Ipv4Addr, ServerName};
use rustls::server::Acceptor;
use rustls::{ClientConnection, Connection, ProtocolVersion, ServerConnection};
use serde::Serialize;

use crate::failure::Failure;
use crate::request::{Agreed, base64};
use crate::settings::Settings;
use crate::suites;
use crate::verify::Checks;

/// A fatal alert that refuses a greeting, before anything is encrypted: RFC 8446, section 6.
const REFUSAL: [u8; 6] = [21, 3, 3, 0, 2, 2];

/// How a request without TLS begins; no record of TLS does.
const HTTP: [&[u8]; 4] = [b"GET ", b"POST", b"HEAD", b"PUT "];

/// HANDSHAKE_FAILURE.
const HANDSHAKE_FAILURE: u8 = 40;

/// All sessions by their numbers.
#[derive(Default)]
pub(crate) struct Sessions {
    made: u32,
    open: BTreeMap<u32, Session>,
}

impl Sessions {
    pub(crate) fn add(&mut self, session: Session) -> u32 {
        self.made += 1;
        self.open.insert(self.made, session);
        self.made
    }

    pub(crate) fn get(&mut self, number: u32) -> Result<&mut Session, Failure> {
        self.open.get_mut(&number).ok_or_else(|| Failure::internal(&"there is no such session"))
    }

    pub(crate) fn remove(&mut self, number: u32) {
        self.open.remove(&number);
    }
}

/// Where a session stands after bytes of the peer's.
#[derive(Debug, Default, Serialize)]
pub(crate) struct Standing {
    /// A server has the client's greeting, and is to answer it.
    pub(crate) greeting: Option<Greeting>,
    /// The handshake is not over.
    pub(crate) handshaking: bool,
    /// So many decrypted bytes can be read.
    pub(crate) readable: usize,
    /// The peer will write no more.
    pub(crate) closed: bool,
    /// The session has failed; an alert may have to be sent.
    pub(crate) failure: Option<Failure>,
}

/// The client's first message.
#[derive(Debug, Serialize)]
pub(crate) struct Greeting {
    /// The host that the client wants, by SNI.
    pub(crate) name: Option<String>,
}

enum Stage {
    /// A server before the client's greeting.
    Greeting(Box<Acceptor>),
    /// A server with it.
    Greeted(Box<rustls::server::Accepted>),
    Connected(Box<Connection>),
    Refused,
}

/// One end of a connection.
pub(crate) struct Session {
    stage: Stage,
    checks: Option<Arc<Checks>>,
    /// What is to be sent before what rustls has to send.
    alert: Vec<u8>,
    failure: Option<Failure>,
    closed: bool,
}

impl Session {
    pub(crate) fn client(name: Option<&str>, settings: &Settings) -> Result<Self, Failure> {
        let (mut config, checks) = settings.client(name)?;
        let server = match name {
            Some(name) => ServerName::try_from(name.to_owned()).map_err(|error| Failure {
                words: error.to_string(),
                ..Failure::ssl("BAD_VALUE")
            })?,
            None => {
                // rustls wants a name; of an address it tells the server nothing.
                Arc::make_mut(&mut config).enable_sni = false;
                ServerName::IpAddress(IpAddr::V4(Ipv4Addr::from([0; 4])))
            }
        };
        let connection =
            ClientConnection::new(config, server).map_err(|error| Failure::of_rustls(&error))?;
        Ok(Self::at(Stage::Connected(Box::new(connection.into())), Some(checks)))
    }

    pub(crate) fn server() -> Self {
        Self::at(Stage::Greeting(Box::default()), None)
    }

    fn at(stage: Stage, checks: Option<Arc<Checks>>) -> Self {
        Self { stage, checks, alert: Vec::new(), failure: None, closed: false }
    }

    /// Takes bytes of the peer's.
    pub(crate) fn feed(&mut self, mut bytes: &[u8]) -> Standing {
        if matches!(self.stage, Stage::Greeting(_)) && HTTP.iter().any(|it| bytes.starts_with(it)) {
            self.failure = Some(Failure::ssl("HTTP_REQUEST"));
        }
        while !bytes.is_empty() && self.failure.is_none() {
            let taken = match &mut self.stage {
                Stage::Greeting(acceptor) => acceptor.read_tls(&mut bytes),
                Stage::Connected(connection) => connection.read_tls(&mut bytes),
                Stage::Greeted(_) | Stage::Refused => break,
            };
            match taken {
                Ok(0) => break,
                Ok(_) => self.process(),
                Err(error) => self.failure = Some(Failure::internal(&error)),
            }
        }
        self.standing()
    }

    fn process(&mut self) {
        match &mut self.stage {
            Stage::Greeting(acceptor) => match acceptor.accept() {
                Ok(None) => {}
                Ok(Some(accepted)) => self.stage = Stage::Greeted(Box::new(accepted)),
                Err((error, mut alert)) => {
                    // Into memory, which never fails.
                    let _ = alert.write_all(&mut self.alert);
                    self.fail(&error);
                    self.stage = Stage::Refused;
                }
            },
            Stage::Connected(connection) => match connection.process_new_packets() {
                Ok(state) => self.closed |= state.peer_has_closed(),
                Err(error) => self.fail(&error),
            },
            Stage::Greeted(_) | Stage::Refused => {}
        }
    }

    fn fail(&mut self, error: &rustls::Error) {
        let refused = self.checks.as_ref().and_then(|checks| checks.refused());
        self.failure = Some(refused.map_or_else(|| Failure::of_rustls(error), Failure::unverified));
    }

    /// Answers the client's greeting.
    pub(crate) fn accept(&mut self, settings: &Settings) -> Standing {
        let Stage::Greeted(accepted) = std::mem::replace(&mut self.stage, Stage::Refused) else {
            return self.standing();
        };
        let offered: Vec<Vec<u8>> = accepted
            .client_hello()
            .alpn()
            .map(|protocols| protocols.map(<[u8]>::to_vec).collect())
            .unwrap_or_default();
        match settings.server(&offered) {
            Ok((config, checks)) => {
                self.checks = Some(checks);
                self.connect(accepted.into_connection(config));
            }
            Err(failure) => {
                self.refuse(HANDSHAKE_FAILURE);
                self.failure = Some(failure);
            }
        }
        self.standing()
    }

    fn connect(
        &mut self,
        result: Result<ServerConnection, (rustls::Error, rustls::server::AcceptedAlert)>,
    ) {
        match result {
            Ok(connection) => self.stage = Stage::Connected(Box::new(connection.into())),
            Err((error, mut alert)) => {
                let _ = alert.write_all(&mut self.alert);
                self.fail(&error);
            }
        }
    }

    /// Refuses the client's greeting.
    pub(crate) fn refuse(&mut self, alert: u8) {
        self.stage = Stage::Refused;
        self.alert.extend(REFUSAL);
        self.alert.push(alert);
    }

    fn standing(&mut self) -> Standing {
        let mut standing =
            Standing { handshaking: true, failure: self.failure.clone(), ..Standing::default() };
        match &mut self.stage {
            Stage::Greeted(accepted) => {
                let name = accepted.client_hello().server_name().map(str::to_owned);
                standing.greeting = Some(Greeting { name });
            }
            Stage::Connected(connection) => {
                standing.handshaking = connection.is_handshaking();
                standing.closed = self.closed;
                if self.failure.is_none() {
                    standing.readable = connection
                        .process_new_packets()
                        .map_or(0, |state| state.plaintext_bytes_to_read());
                }
            }
            Stage::Greeting(_) | Stage::Refused => {}
        }
        standing
    }

    fn connection(&mut self) -> Result<&mut Connection, Failure> {
        match &mut self.stage {
            Stage::Connected(connection) => Ok(connection),
            _ => Err(Failure::ssl("UNINITIALIZED")),
        }
    }

    /// Encrypts bytes.
    pub(crate) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        let connection = self.connection()?;
        connection.set_buffer_limit(None);
        connection.writer().write_all(bytes).map_err(|error| Failure::internal(&error))
    }

    /// Takes at most `size` decrypted bytes.
    pub(crate) fn read(&mut self, size: usize, into: &mut Vec<u8>) -> Result<(), Failure> {
        let mut reader = self.connection()?.reader().take(size as u64);
        // Ends with WouldBlock, or with an error for a connection that was cut, once all is read.
        let _ = reader.read_to_end(into);
        Ok(())
    }

    /// Takes what is to be sent.
    pub(crate) fn output(&mut self, into: &mut Vec<u8>) -> Result<(), Failure> {
        into.append(&mut self.alert);
        if let Stage::Connected(connection) = &mut self.stage {
            while connection.wants_write() {
                connection.write_tls(into).map_err(|error| Failure::internal(&error))?;
            }
        }
        Ok(())
    }

    /// Tells the peer that nothing more will be written.
    pub(crate) fn close(&mut self) {
        if let Stage::Connected(connection) = &mut self.stage {
            connection.send_close_notify();
        }
    }

    pub(crate) fn agreed(&self) -> Agreed {
        let Stage::Connected(connection) = &self.stage else {
            return Agreed { version: None, cipher: None, protocol: None, peer: Vec::new() };
        };
        let alpn = connection.alpn_protocol();
        let peer = connection.peer_certificates().unwrap_or_default();
        Agreed {
            version: connection.protocol_version().and_then(version_name),
            cipher: connection.negotiated_cipher_suite().and_then(|s| suites::name(s.suite())),
            protocol: alpn.map(|name| String::from_utf8_lossy(name).into_owned()),
            peer: peer.iter().map(|certificate| base64(certificate)).collect(),
        }
    }
}

fn version_name(version: ProtocolVersion) -> Option<&'static str> {
    match version {
        ProtocolVersion::TLSv1_2 => Some("TLSv1.2"),
        ProtocolVersion::TLSv1_3 => Some("TLSv1.3"),
        _ => None,
    }
}
