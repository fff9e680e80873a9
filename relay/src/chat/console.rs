//! What a person types at a room's console.

use std::io::{self, BufRead as _, BufReader, Read};
use std::thread;

use lab_shared::chat::check_answer;

use super::framing::framing;
use super::roster::Roster;
use crate::chat_host::RoomControl;
use crate::logging;

/// Ends a typed line that is to be sent without its line end, as in echo(1).
const NO_LINE_END: &str = "\\c";

/// Begins a line that changes how messages are told apart.
const FRAMING: &str = "/framing ";

/// The console of one room.
#[derive(Debug)]
pub(super) struct Console {
    control: RoomControl,
    roster: Roster,
    /// Whether a person answers the clients by hand.
    operated: bool,
}

/// A typed line, understood.
#[derive(Debug, PartialEq, Eq)]
enum Typed<'a> {
    Nothing,
    Quit,
    /// How messages are to be told apart, in a word.
    Framing(&'a str),
    Answer {
        to: Option<&'a str>,
        text: String,
    },
}

impl Console {
    pub(super) fn new(control: RoomControl, roster: Roster, operated: bool) -> Self {
        Self { control, roster, operated }
    }

    /// What a person may type.
    pub(super) fn help(&self) -> &'static str {
        if self.operated {
            "Type an answer to the client that spoke last, @IP:PORT TEXT to another, or quit.\n\
             A line that ends in \\c is sent without its line end; /framing WORD changes the framing."
        } else {
            "Type quit to stop, @IP:PORT TEXT to say something to one client, or /framing WORD to \
             tell messages apart otherwise."
        }
    }

    /// Obeys what is typed. The end of the input does not stop the room: it may have none.
    pub(super) fn listen(self, input: impl Read + Send + 'static) -> io::Result<()> {
        let thread = thread::Builder::new().name("console".into());
        thread.spawn(move || {
            let mut input = BufReader::new(input);
            let mut line = Vec::new();
            while matches!(input.read_until(b'\n', &mut line), Ok(length) if length > 0) {
                if let Err(why) = self.obey(&String::from_utf8_lossy(&line)) {
                    logging::say(&why);
                }
                line.clear();
            }
        })?;
        Ok(())
    }

    fn obey(&self, line: &str) -> Result<(), String> {
        match understand(line) {
            Typed::Nothing => Ok(()),
            Typed::Quit => {
                self.control.stop();
                Ok(())
            }
            Typed::Framing(word) => {
                let framing = framing(word)?;
                self.control.set_framing(framing).map_err(|error| error.to_string())
            }
            Typed::Answer { to, text } => {
                check_answer(&text).map_err(|error| error.to_string())?;
                let peer = match to {
                    Some(name) => self.roster.find(name).ok_or(format!("No client is {name}."))?,
                    None if self.operated => self
                        .roster
                        .last_speaker()
                        .ok_or("Nobody who is still here has said anything; type @IP:PORT TEXT.")?,
                    None => return Err(self.help().to_owned()),
                };
                self.control.answer(peer, text).map_err(|error| error.to_string())
            }
        }
    }
}

fn understand(line: &str) -> Typed<'_> {
    let line = line.strip_suffix('\n').unwrap_or(line);
    let line = line.strip_suffix('\r').unwrap_or(line);
    let (to, text) = match line.strip_prefix('@') {
        Some(rest) => {
            let (name, text) = rest.split_once(' ').unwrap_or((rest, ""));
            (Some(name), text)
        }
        None => (None, line),
    };
    match (to, text) {
        (None, "") => Typed::Nothing,
        (None, "quit") => Typed::Quit,
        (None, text) if text.starts_with(FRAMING) => Typed::Framing(text[FRAMING.len()..].trim()),
        (to, text) => {
            let text = match text.strip_suffix(NO_LINE_END) {
                Some(text) => text.to_owned(),
                None => format!("{text}\n"),
            };
            Typed::Answer { to, text }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_line_is_a_command_or_an_answer() {
        let answer = |to, text: &str| Typed::Answer { to, text: text.into() };
        for (line, typed) in [
            ("\n", Typed::Nothing),
            ("quit\n", Typed::Quit),
            ("quit\r\n", Typed::Quit),
            ("/framing u16-be\n", Typed::Framing("u16-be")),
            ("/framings\n", answer(None, "/framings\n")),
            ("yes\n", answer(None, "yes\n")),
            ("byebye\\c\n", answer(None, "byebye")),
            ("@127.0.0.1:5 quit\n", answer(Some("127.0.0.1:5"), "quit\n")),
            ("@127.0.0.1:5 a b\\c", answer(Some("127.0.0.1:5"), "a b")),
            ("@127.0.0.1:5\n", answer(Some("127.0.0.1:5"), "\n")),
        ] {
            assert_eq!(understand(line), typed, "{line:?}");
        }
    }
}
