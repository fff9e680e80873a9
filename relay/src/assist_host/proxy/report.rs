//! What the tasks of links report, and what it is as an entry of the log.

use std::sync::Arc;
use std::time::Duration;

use lab_shared::assistant::Wording;
use lab_shared::assistant::compose::{Charset, text_view};
use lab_shared::assistant::log::EntryKind;
use lab_shared::assistant::proxy::{Direction, ProxySetup, Report, Side};
use lab_shared::call::Address;
use tokio::sync::mpsc;

/// How many bytes of what is held its entry shows, as text in two languages. All of them stand in the status.
const HELD_BYTES: usize = 4096;

/// What happened to a proxy.
#[derive(Debug)]
pub(crate) enum Happening {
    /// It listens, at this address.
    Bound(Arc<ProxySetup>, Address),
    /// It cannot listen, or no longer; why.
    Failed(Arc<ProxySetup>, Wording),
    /// Something of one connection.
    Link(Origin, LinkHappening),
    /// A command was not carried out; why.
    Refused(Wording),
}

/// What happened to a connection.
#[derive(Debug)]
pub(crate) enum LinkHappening {
    Opened,
    /// The server was not reached, and why.
    Unreachable(Wording),
    /// At this time since the host began.
    Report(Duration, Report),
    /// Both sockets are closed.
    Over,
}

/// Which client of which proxy it is about.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    pub(crate) proxy: Arc<ProxySetup>,
    pub(crate) connection: u32,
    pub(crate) client: Address,
}

/// What a link's task reports.
#[derive(Debug)]
pub(super) struct Event {
    pub(super) connection: u32,
    pub(super) what: LinkHappening,
}

/// Where a link's task reports.
#[derive(Debug, Clone)]
pub(super) struct Reporter {
    pub(super) connection: u32,
    pub(super) events: mpsc::Sender<Event>,
}

impl Reporter {
    pub(super) async fn report(&self, at: Duration, report: Report) {
        self.send(LinkHappening::Report(at, report)).await;
    }

    pub(super) async fn unreachable(&self, reason: Wording) {
        self.send(LinkHappening::Unreachable(reason)).await;
    }

    pub(super) async fn over(&self) {
        self.send(LinkHappening::Over).await;
    }

    /// Waits for room. Without a host the link is about to end.
    async fn send(&self, what: LinkHappening) {
        let _ = self.events.send(Event { connection: self.connection, what }).await;
    }
}

/// The entry that a connection's happening is in the log, if it is one: at which side, which way, and what.
pub(crate) fn entry_of(
    origin: &Origin,
    what: &LinkHappening,
) -> Option<(Side, Option<Direction>, EntryKind)> {
    Some(match what {
        LinkHappening::Opened => (Side::Client, None, EntryKind::Opened),
        LinkHappening::Unreachable(why) => (Side::Server, None, EntryKind::Closed(why.clone())),
        LinkHappening::Over => return None,
        LinkHappening::Report(_, report) => match report {
            Report::Received { direction, bytes } => {
                let kind = match bytes.is_empty() {
                    true => ended("received the end of the stream", "收到流结束"),
                    false => EntryKind::Received { bytes: bytes.clone(), check: None },
                };
                (direction.source(), Some(*direction), kind)
            }
            Report::Sent { direction, bytes } => {
                let kind = match bytes.is_empty() {
                    true => ended("sent the end of the stream", "发出流结束"),
                    false => {
                        EntryKind::Sent { bytes: bytes.clone(), computed: Vec::new(), form: None }
                    }
                };
                (direction.destination(), Some(*direction), kind)
            }
            Report::Held { direction, number, bytes } => {
                let words = held(*number, bytes, origin.proxy.charset);
                (direction.source(), Some(*direction), EntryKind::Refused(words))
            }
            Report::Discarded { direction, bytes } => {
                let kind = EntryKind::Refused(Wording::new(
                    format!("discarded {bytes} bytes"),
                    format!("丢弃了 {bytes} 字节"),
                ));
                (direction.source(), Some(*direction), kind)
            }
            Report::Unseen { direction, bytes } => {
                let kind = EntryKind::Fault(Wording::new(
                    format!("{bytes} bytes passed without being shown: they came too fast"),
                    format!("{bytes} 字节已通过但未显示：来得太快"),
                ));
                (direction.source(), Some(*direction), kind)
            }
            Report::Closed(why) => (Side::Client, None, EntryKind::Closed(why.clone())),
            Report::Released { .. } | Report::Refused(_) => return None,
        },
    })
}

/// That bytes are held, with as much of them as an entry shows.
fn held(number: u64, bytes: &[u8], charset: Charset) -> Wording {
    let text = text_view(&bytes[..bytes.len().min(HELD_BYTES)], charset).text;
    let (en, zh) = match bytes.len() {
        ..=HELD_BYTES => (String::new(), String::new()),
        length => (format!("… ({length} bytes)"), format!("……（共 {length} 字节）")),
    };
    Wording::new(
        format!("held as {number}: {text}{en}"),
        format!("暂留，编号 {number}：{text}{zh}"),
    )
}

fn ended(en: &str, zh: &str) -> EntryKind {
    EntryKind::Closed(Wording::new(en, zh))
}

#[cfg(test)]
mod tests {
    use lab_shared::language::Language;

    use super::*;

    #[test]
    fn the_entry_of_what_is_held_shows_its_beginning() {
        let words = held(7, b"two\n", Charset::Utf8);
        assert_eq!(words.get(Language::En), "held as 7: two\\n");
        let words = held(8, &[0; 65_536], Charset::Utf8);
        for language in [Language::En, Language::Zh] {
            assert!(words.get(language).len() < 5 * HELD_BYTES);
            assert!(words.get(language).contains("65536"));
        }
    }
}
