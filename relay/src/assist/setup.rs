//! The setup that a command line describes, alone or over a document.

use std::fs;
use std::path::Path;

use lab_shared::assistant::compose::{Draft, Form};
use lab_shared::assistant::rules::{Condition, Pattern};
use lab_shared::assistant::setup::{
    Backoff, EndSetup, Endpoint, Message, Setup, SetupProblem, Transport,
};

use super::arguments::{EndArguments, Kind};

/// What the command line asks for.
#[derive(Debug)]
pub(super) struct Task {
    pub(super) setup: Setup,
    /// The place of the end that standard input and output belong to.
    pub(super) end: usize,
    /// The messages of `--send`, by their names in the setup.
    pub(super) sends: Vec<String>,
    pub(super) expected: Vec<Pattern>,
    /// The plans to run, by name.
    pub(super) plans: Vec<String>,
}

/// Mistakes in flags or in the document, a line each.
pub(super) type Mistakes = Vec<String>;

impl Task {
    /// Reads the setup and checks the flags against it.
    ///
    /// # Errors
    /// Every mistake of the document with its line, or the first of the flags.
    pub(super) fn new(arguments: &EndArguments) -> Result<Self, Mistakes> {
        let mut setup = match &arguments.setup {
            Some(file) => document(file)?,
            None => Setup::default(),
        };
        let end = chosen_end(&mut setup, arguments).map_err(|mistake| vec![mistake])?;
        let chosen = &mut setup.ends[end];
        if let Some(charset) = arguments.charset {
            chosen.charset = charset;
        }
        if let Some(grouping) = &arguments.grouping {
            chosen.grouping = grouping.clone();
        }
        let (name, charset) = (chosen.name.clone(), chosen.charset);
        let mut sends = Vec::new();
        for (number, template) in (1..).zip(&arguments.send) {
            let form = if arguments.hex { Form::Hex } else { Form::Text };
            let line_ending = arguments.line_ending.clone();
            let draft = Draft { form, charset, line_ending, ..Draft::text(template.clone()) };
            draft.prepare().map_err(|problem| vec![format!("--send {template:?}, {problem}")])?;
            // The check below finds a message of the document with this name.
            let message = format!("--send {number}");
            sends.push(message.clone());
            let end = Some(name.clone());
            setup.messages.push(Message { name: message, key: None, group: None, end, draft });
        }
        setup.check().map_err(|problems| in_words("the setup", &problems))?;
        let plans = plans(&setup, arguments).map_err(|mistake| vec![mistake])?;
        let expected = expected(arguments).map_err(|mistake| vec![mistake])?;
        Ok(Self { setup, end, sends, expected, plans })
    }
}

/// The setup of a document.
pub(super) fn document(file: &Path) -> Result<Setup, Mistakes> {
    let name = file.display().to_string();
    let text = fs::read_to_string(file)
        .map_err(|error| vec![format!("{name} cannot be read: {error}")])?;
    Setup::parse(&text).map_err(|problems| in_words(&name, &problems))
}

fn in_words(file: &str, problems: &[SetupProblem]) -> Mistakes {
    problems.iter().map(|problem| format!("{file}, {problem}")).collect()
}

/// The place of the end that the flags describe: the document's first of its kind with the address of
/// the command line, or a new one.
fn chosen_end(setup: &mut Setup, arguments: &EndArguments) -> Result<usize, String> {
    if arguments.kind == Kind::Run {
        return run_end(setup, arguments);
    }
    let of_kind = |end: &EndSetup| match arguments.kind {
        Kind::Server => end.transport.is_server(),
        Kind::Udp => end.transport.is_datagram(),
        Kind::Client | Kind::Run => !end.transport.is_server() && !end.transport.is_datagram(),
    };
    let found = setup.ends.iter().position(of_kind);
    let transport = transport(arguments, found.map(|place| &setup.ends[place].transport))?;
    if let Some(place) = found {
        setup.ends[place].transport = transport;
        return Ok(place);
    }
    let taken = |name: &str| setup.ends.iter().any(|end| end.name == name);
    let word = match arguments.kind {
        Kind::Client | Kind::Run => "client",
        Kind::Server => "server",
        Kind::Udp => "udp",
    };
    let numbered = (2..).map(|number| format!("{word} {number}"));
    let name = std::iter::once(word.to_owned()).chain(numbered).find(|name| !taken(name));
    setup.ends.push(EndSetup {
        name: name.expect("the numbers do not end"),
        transport,
        options: Default::default(),
        grouping: Default::default(),
        charset: Default::default(),
        check: None,
    });
    Ok(setup.ends.len() - 1)
}

/// The first end of a document that is run as it is.
fn run_end(setup: &Setup, arguments: &EndArguments) -> Result<usize, String> {
    if arguments.setup.is_none() {
        return Err("run needs a setup; add --setup FILE".into());
    }
    if arguments.address.is_some() || arguments.bind.is_some() || arguments.reconnect {
        let flags = "ADDRESS, --bind and --reconnect";
        return Err(format!("run takes everything from the setup; leave out {flags}"));
    }
    if setup.ends.is_empty() {
        return Err("the setup has no end; add an [[end]]".into());
    }
    Ok(0)
}

/// The sockets that the flags describe, over those of the document.
fn transport(arguments: &EndArguments, written: Option<&Transport>) -> Result<Transport, String> {
    let bind = arguments.bind.as_deref();
    if arguments.reconnect && arguments.kind != Kind::Client {
        return Err("only a client can --reconnect".into());
    }
    let Some(address) = arguments.address.as_deref() else {
        return without_address(arguments, written);
    };
    let unix = is_unix(address);
    let reconnect = if arguments.reconnect {
        Some(Backoff { first: 500, most: 30_000 })
    } else {
        written.and_then(Transport::reconnect)
    };
    let peers = written.filter(|written| written.is_server()).map_or(256, |written| {
        u32::try_from(written.most_peers()).expect("the document has the number as u32")
    });
    Ok(match (arguments.kind, unix) {
        (Kind::Server, _) if bind.is_some() => {
            return Err("a server listens at ADDRESS; leave out --bind".into());
        }
        (Kind::Server, true) => Transport::UnixServer { listen: address.to_owned(), peers },
        (Kind::Server, false) => Transport::TcpServer { listen: endpoint(address)?, peers },
        (Kind::Udp, true) => Transport::UnixDatagram {
            bind: bind.map(str::to_owned),
            send_to: Some(address.to_owned()),
        },
        (Kind::Udp, false) => udp(Some(endpoint(address)?), bind, written)?,
        (Kind::Client | Kind::Run, true) if bind.is_some() => {
            return Err("a client of an AF_UNIX socket needs no --bind; leave it out".into());
        }
        (Kind::Client | Kind::Run, true) => {
            Transport::UnixClient { connect: address.to_owned(), reconnect }
        }
        (Kind::Client | Kind::Run, false) => Transport::TcpClient {
            connect: endpoint(address)?,
            bind: bind.map(endpoint).transpose()?,
            reconnect,
        },
    })
}

/// Datagrams need no destination; everything else needs the document's end.
fn without_address(
    arguments: &EndArguments,
    written: Option<&Transport>,
) -> Result<Transport, String> {
    match (arguments.kind, arguments.bind.as_deref(), written) {
        (Kind::Udp, Some(bind), None) if is_unix(bind) => {
            Ok(Transport::UnixDatagram { bind: Some(bind.to_owned()), send_to: None })
        }
        (Kind::Udp, Some(bind), _) => udp(None, Some(bind), written),
        (_, None, Some(written)) if !arguments.reconnect => Ok(written.clone()),
        (Kind::Udp, ..) => Err("write where to send, or --bind where to receive".into()),
        _ => Err("write the ADDRESS, such as 127.0.0.1:9999".into()),
    }
}

/// A UDP socket with what the document says beside addresses.
fn udp(
    to: Option<Endpoint>,
    local: Option<&str>,
    written: Option<&Transport>,
) -> Result<Transport, String> {
    let mut transport = match written {
        Some(udp @ Transport::Udp { .. }) => udp.clone(),
        _ => Transport::Udp {
            bind: None,
            send_to: None,
            connected: false,
            broadcast: false,
            join: Vec::new(),
            multicast_interface: None,
            multicast_ttl: None,
            multicast_loopback: None,
        },
    };
    if let Transport::Udp { bind, send_to, .. } = &mut transport {
        *bind = local.map(endpoint).transpose()?.or(bind.take());
        *send_to = to.or(send_to.take());
    }
    Ok(transport)
}

fn is_unix(address: &str) -> bool {
    address.starts_with('@') || address.contains('/')
}

fn endpoint(address: &str) -> Result<Endpoint, String> {
    Endpoint::try_from(address.to_owned())
}

fn plans(setup: &Setup, arguments: &EndArguments) -> Result<Vec<String>, String> {
    let names: Vec<String> = setup.plans.iter().map(|plan| plan.name.clone()).collect();
    if let Some(unknown) = arguments.plan.iter().find(|plan| !names.contains(plan)) {
        return Err(format!("the setup has no plan {unknown:?}; it has {names:?}"));
    }
    Ok(if arguments.plan.is_empty() { names } else { arguments.plan.clone() })
}

fn expected(arguments: &EndArguments) -> Result<Vec<Pattern>, String> {
    let read = |pattern: &String| {
        let condition = match arguments.hex {
            true => Condition::Hex(pattern.clone()),
            false => Condition::Regex(pattern.clone()),
        };
        Pattern::prepare(&condition).map_err(|problem| format!("--expect {pattern:?}, {problem}"))
    };
    arguments.expect.iter().map(read).collect()
}
