//! Commands on standard input, a JSON object a line.

use std::io;

use bytes::Bytes;
use lab_shared::assistant::remote::ProxyOrder;
use lab_shared::framing::{Framer, Framing};
use tokio::sync::mpsc;

use crate::assist::console;
use crate::logging::say;

/// Longest line; longer ones are left out.
const LINE_BYTES: usize = 4 << 20;

/// The lines of standard input.
#[derive(Debug)]
pub(super) struct Orders {
    input: mpsc::Receiver<Bytes>,
    lines: Framer,
}

impl Orders {
    /// # Errors
    /// The thread cannot be started.
    pub(super) fn start() -> io::Result<Self> {
        Ok(Self { input: console::input()?, lines: Framer::new(Framing::Lines, LINE_BYTES) })
    }

    /// The next command; `None` when standard input has ended. Lines that are none are reported.
    pub(super) async fn next(&mut self) -> Option<ProxyOrder> {
        loop {
            match self.lines.next_message() {
                Ok(Some(line)) => match serde_json::from_slice(&line) {
                    _ if line.trim_ascii().is_empty() => {}
                    Ok(order) => return Some(order),
                    Err(error) => say(&format!(
                        "socket-lab: this line is no command: {error}; docs/assistant.md lists them"
                    )),
                },
                Ok(None) => self.lines.push(&self.input.recv().await?),
                Err(_too_long) => {
                    say("socket-lab: a command is at most 4 MiB long; it is left out");
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::assistant::proxy::{Command, Direction};

    #[test]
    fn an_order_names_its_connection_or_is_for_all() {
        let order: ProxyOrder =
            serde_json::from_str(r#"{"connection":3,"hold":{"direction":"to_server"}}"#).unwrap();
        assert_eq!(order.connection, Some(3));
        assert_eq!(order.command, Command::Hold { direction: Direction::ToServer });
        let order: ProxyOrder = serde_json::from_str(r#"{"proxy":"p","reset":null}"#).unwrap();
        assert_eq!((order.proxy.as_deref(), order.command), (Some("p"), Command::Reset));
        for wrong in ["{}", r#"{"hold":{}}"#, r#"{"dance":null}"#, "7"] {
            assert!(serde_json::from_str::<ProxyOrder>(wrong).is_err(), "{wrong}");
        }
    }
}
