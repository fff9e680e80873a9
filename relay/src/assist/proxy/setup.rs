//! The proxies that a command line describes, alone or over a document.

use lab_shared::assistant::proxy::{Direction, ProxyEndpoint, ProxySetup};
use lab_shared::language::Language;

use super::arguments::ProxyArguments;
use crate::assist::setup::{Mistakes, document};

/// The proxies to serve.
///
/// # Errors
/// Every mistake of the document with its line, or those of the flags.
pub(super) fn proxies(arguments: &ProxyArguments) -> Result<Vec<ProxySetup>, Mistakes> {
    let written = match &arguments.setup {
        Some(file) => document(file)?.proxies,
        None => Vec::new(),
    };
    let mut proxies = match (&arguments.address, &arguments.connect) {
        (Some(listen), Some(connect)) => {
            let (listen, connect) = (endpoint(listen)?, endpoint(connect)?);
            let proxy = match written.into_iter().next() {
                Some(proxy) => ProxySetup { listen, connect, ..proxy },
                None => ProxySetup::new("proxy", listen, connect),
            };
            vec![proxy]
        }
        (None, None) if !written.is_empty() => written,
        (None, None) if arguments.setup.is_some() => {
            return Err(vec!["the setup has no proxy; add a [[proxy]]".into()]);
        }
        _ => {
            let example = "such as 127.0.0.1:8001 127.0.0.1:8000";
            return Err(vec![format!("write where to listen and where to connect, {example}")]);
        }
    };
    let mut mistakes = Vec::new();
    for proxy in &mut proxies {
        proxy.udp |= arguments.udp;
        proxy.clients = arguments.clients.unwrap_or(proxy.clients);
        if let Some(charset) = arguments.charset {
            proxy.charset = charset;
        }
        proxy.to_server.extend(arguments.faults.of(Direction::ToServer));
        proxy.to_client.extend(arguments.faults.of(Direction::ToClient));
        for (field, cause, remedy) in proxy.problems() {
            let (cause, remedy) = (cause.get(Language::En), remedy.get(Language::En));
            mistakes.push(format!("{:?}{field}: {cause}; {remedy}", proxy.name));
        }
    }
    if mistakes.is_empty() { Ok(proxies) } else { Err(mistakes) }
}

pub(super) fn endpoint(text: &str) -> Result<ProxyEndpoint, Mistakes> {
    ProxyEndpoint::try_from(text.to_owned()).map_err(|mistake| vec![mistake])
}
