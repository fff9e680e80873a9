//! Every text of the page in both languages. A text missing in one does not compile.
//!
//! Words about calls, errnos and the relay's refusals live in `lab-shared`, beside what they explain.

pub mod boundaries;
pub mod chat;
mod en;
pub mod endings;
pub mod kernel;
pub mod lessons;
mod of_part;
pub mod recording;
mod relay;
pub mod sequence;
pub mod stream;
mod zh;

pub use of_part::OfPart;
pub use relay::Relay;

use lab_shared::language::Language;
use lab_shared::trace::{Origin, SocketState};

use crate::state::filter::Whose;
use crate::state::guide::Advice;
use crate::state::outcome::Meaning;

/// The texts of one language.
#[derive(Debug)]
pub struct Texts {
    /// Around the places.
    pub shell: Shell,
    /// About the relay.
    pub relay: Relay,
    /// The first thing a person sees.
    pub start: Start,
    /// The twelve steps and the advice.
    pub steps: Steps,
    /// The controls.
    pub controls: Controls,
    /// The ways to end a connection.
    pub endings: &'static endings::Endings,
    /// The timeline.
    pub timeline: Timeline,
    /// The sockets.
    pub sockets: Sockets,
}

/// Around the places.
#[derive(Debug)]
pub struct Shell {
    /// The lab's name.
    pub name: &'static str,
    /// Jumps over the header.
    pub skip: &'static str,
    /// The navigation's label.
    pub places: &'static str,
    /// The Bench's name.
    pub bench: &'static str,
    /// The language switch's label.
    pub language: &'static str,
    /// The theme switch's label.
    pub theme: &'static str,
    /// The theme as the system has it.
    pub theme_auto: &'static str,
    /// The light theme.
    pub theme_light: &'static str,
    /// The dark theme.
    pub theme_dark: &'static str,
    /// The tabs' label on a narrow screen.
    pub panes: &'static str,
    /// The lessons' place.
    pub lessons: &'static str,
    /// The Chat place.
    pub chat: &'static str,
    /// A part's code is on its way.
    pub part_coming: &'static str,
    /// It did not come.
    pub part_missing: &'static str,
    /// Asks for it again.
    pub part_again: &'static str,
}

/// The first thing a person sees.
#[derive(Debug)]
pub struct Start {
    /// The heading.
    pub title: &'static str,
    /// What the Bench is.
    pub lead: &'static str,
    /// Playing the server.
    pub server: &'static str,
    /// What that is.
    pub server_text: &'static str,
    /// Playing the client.
    pub client: &'static str,
    /// What that is.
    pub client_text: &'static str,
    /// Playing freely.
    pub free: &'static str,
    /// What that is.
    pub free_text: &'static str,
    /// The switch between the three.
    pub role: &'static str,
    /// The three, short.
    pub server_short: &'static str,
    /// See `server_short`.
    pub client_short: &'static str,
    /// See `server_short`.
    pub free_short: &'static str,
}

/// The twelve steps and the advice.
#[derive(Debug)]
pub struct Steps {
    /// The strip's label.
    pub title: &'static str,
    /// The server's row.
    pub server: &'static str,
    /// The client's row.
    pub client: &'static str,
    /// The side in the lab.
    pub you: &'static str,
    /// A step that this page did.
    pub done: &'static str,
    /// A step of the other side that a result proves.
    pub seen: &'static str,
    /// A step to come.
    pub open: &'static str,
    /// A step whose call is blocked.
    pub blocked: &'static str,
    /// The step to do next.
    pub next: &'static str,
    /// What to do next.
    pub advice: fn(Advice) -> &'static str,
    /// The heading of the line for nc.
    pub nc: &'static str,
    /// nc would not find its peer yet.
    pub nc_later: &'static str,
    /// Before the other netcats' form.
    pub nc_variant: &'static str,
    /// Copies the line.
    pub copy: &'static str,
    /// It was copied.
    pub copied: &'static str,
    /// The browser did not allow it.
    pub copy_failed: &'static str,
}

/// The controls.
#[derive(Debug)]
pub struct Controls {
    /// The pane's name.
    pub title: &'static str,
    /// The socket the calls act on.
    pub target: &'static str,
    /// There is none.
    pub no_target: &'static str,
    /// Unfolds the calls less used.
    pub more: &'static str,
    /// Unfolds what a socket is made of.
    pub make_fields: &'static str,
    /// Says what a call is for.
    pub about: &'static str,
    /// The variable of a new socket.
    pub variable: &'static str,
    /// Address family.
    pub family: &'static str,
    /// Socket type.
    pub kind: &'static str,
    /// Protocol number.
    pub proto: &'static str,
    /// Host.
    pub host: &'static str,
    /// Port.
    pub port: &'static str,
    /// Path of a Unix socket.
    pub path: &'static str,
    /// Backlog.
    pub backlog: &'static str,
    /// Buffer size.
    pub bufsize: &'static str,
    /// What to send.
    pub content: &'static str,
    /// What to send, as hex digits.
    pub content_hex: &'static str,
    /// Text encoding, or hex.
    pub encoding: &'static str,
    /// What is put after the text.
    pub ending: &'static str,
    /// No ending.
    pub ending_none: &'static str,
    /// Flags.
    pub flags: &'static str,
    /// Which half.
    pub how: &'static str,
    /// Socket option.
    pub option: &'static str,
    /// The option's value.
    pub value: &'static str,
    /// How many bytes to read of it.
    pub buflen: &'static str,
    /// Seconds.
    pub seconds: &'static str,
    /// Whether calls block.
    pub blocking: &'static str,
    /// The sockets to wait for.
    pub poll_sockets: &'static str,
    /// There are none.
    pub poll_none: &'static str,
    /// Wait until it can be read.
    pub readable: &'static str,
    /// Wait until it can be written.
    pub writable: &'static str,
    /// Python takes it for no variable.
    pub no_variable: &'static str,
    /// Another socket has it.
    pub variable_taken: &'static str,
    /// Too many bytes.
    pub too_long: &'static str,
}

/// The timeline.
#[derive(Debug)]
pub struct Timeline {
    /// The pane's name.
    pub title: &'static str,
    /// The choice of what the pane shows.
    pub aspects: &'static str,
    /// Calls and segments as a diagram.
    pub sequence: &'static str,
    /// What the kernel does.
    pub kernel: &'static str,
    /// Nothing happened yet.
    pub empty: &'static str,
    /// How many earlier calls are no longer kept.
    pub earlier: fn(u64) -> String,
    /// Whose calls are shown.
    pub whose: &'static str,
    /// One choice of that.
    pub whose_name: fn(Whose) -> &'static str,
    /// The socket whose calls are shown.
    pub socket: &'static str,
    /// Every socket's.
    pub any_socket: &'static str,
    /// Finds calls.
    pub search: &'static str,
    /// What can be typed there.
    pub search_hint: &'static str,
    /// How many of how many calls are shown.
    pub found: fn(usize, usize) -> String,
    /// No call is.
    pub nothing_found: &'static str,
    /// The line of a program that a call came from, with its side and thread.
    pub origin: fn(&Origin) -> String,
    /// The encoding bytes are read in.
    pub read_as: &'static str,
    /// The call waits in the kernel.
    pub blocked: &'static str,
    /// The call blocked so long.
    pub was_blocked: &'static str,
    /// The call is on its way.
    pub issued: &'static str,
    /// The system call took so long.
    pub took: &'static str,
    /// Ends a blocked call.
    pub cancel: &'static str,
    /// It is being ended.
    pub cancelling: &'static str,
    /// The relay was lost before the call returned.
    pub lost: &'static str,
    /// A row that says the relay was lost.
    pub relay_lost: &'static str,
    /// Bytes that came.
    pub bytes_in: &'static str,
    /// Bytes that went.
    pub bytes_out: &'static str,
    /// So many bytes.
    pub bytes: fn(u64) -> String,
    /// Shows all of a long run of bytes.
    pub all_bytes: &'static str,
    /// A character's first bytes; the rest has not come.
    pub cut: &'static str,
    /// A character whose first bytes came earlier.
    pub joined: &'static str,
    /// Bytes that are no character.
    pub invalid: &'static str,
    /// What a result means.
    pub meaning: fn(Meaning) -> String,
    /// Before a failure's cause.
    pub cause: &'static str,
    /// Before its remedy.
    pub remedy: &'static str,
    /// Before the relay's own rule.
    pub rule: &'static str,
    /// Read out when a call has returned.
    pub returned: &'static str,
    /// Read out when a call has raised.
    pub raised: &'static str,
}

/// The sockets.
#[derive(Debug)]
pub struct Sockets {
    /// The pane's name.
    pub title: &'static str,
    /// There are none.
    pub empty: &'static str,
    /// How many older sockets are not shown.
    pub older: fn(usize) -> String,
    /// How many more calls are pending.
    pub more_pending: fn(usize) -> String,
    /// What a socket's calls tell of its state.
    pub state: fn(SocketState) -> &'static str,
    /// The controls act on it.
    pub is_target: &'static str,
    /// Makes the controls act on it.
    pub make_target: &'static str,
    /// The descriptor.
    pub descriptor: &'static str,
    /// Its own address.
    pub local: &'static str,
    /// The peer's.
    pub peer: &'static str,
    /// No address yet.
    pub no_address: &'static str,
    /// Bytes received.
    pub received: &'static str,
    /// Bytes sent.
    pub sent: &'static str,
    /// Accepted from that socket.
    pub accepted_from: &'static str,
    /// The backlog.
    pub backlog: &'static str,
    /// The timeout.
    pub timeout: &'static str,
    /// Half closed.
    pub shut: &'static str,
}

/// The texts of `language`.
#[must_use]
pub fn texts(language: Language) -> &'static Texts {
    match language {
        Language::Zh => &zh::TEXTS,
        Language::En => &en::TEXTS,
    }
}

/// Side, thread and line of a program, put together the same way in both languages.
fn said_origin(side: &str, thread: &str, origin: &Origin) -> String {
    let name = origin.thread_name.as_deref();
    let thread = name.map_or_else(|| format!("{thread} {}", origin.thread), str::to_owned);
    match (&origin.file, origin.line) {
        (Some(file), Some(line)) => format!("{side} · {thread} · {file}:{line}"),
        _ => format!("{side} · {thread}"),
    }
}
