//! The transcript as lines of text: one a line, whatever was said.
//!
//! | line | what happened |
//! |---|---|
//! | `+ 127.0.0.1:5001` | a client joined |
//! | `127.0.0.1:5001: text` | it said something |
//! | `> 127.0.0.1:5001: text` | the server said something to it |
//! | `! 127.0.0.1:5001: reason` | its bytes were no message |
//! | `~ 127.0.0.1:5001: missed 12` | it reads too slowly |
//! | `- 127.0.0.1:5001: reason` | it left |
//! | `= framing lines` | how messages are told apart from here on |
//! | `* 192.0.2.7:5001: text` | somebody on another machine said something |

use std::fmt::{self, Write};

use super::framing;
use lab_shared::chat::{Leave, RoomEvent, for_terminals};

/// Appends an event as one line, without its end. `name` is the client's address; events from other
/// machines have none.
pub(super) fn write(out: &mut impl Write, event: &RoomEvent, name: &str) -> fmt::Result {
    match event {
        RoomEvent::Joined { address, .. } => write!(out, "+ {address}"),
        RoomEvent::Said { text, .. } => {
            write!(out, "{name}: ")?;
            one_line(out, text)
        }
        RoomEvent::SaidElsewhere { message } => {
            write!(out, "* {}: ", for_terminals(&message.name))?;
            one_line(out, &for_terminals(&message.text))
        }
        RoomEvent::FaultedElsewhere { fault } => write!(out, "! *: {}", fault.reason()),
        RoomEvent::Answered { text, .. } => {
            write!(out, "> {name}: ")?;
            one_line(out, &for_terminals(text))
        }
        RoomEvent::Faulted { fault, .. } => write!(out, "! {name}: {}", fault.reason()),
        RoomEvent::Reframed { framing } => write!(out, "= framing {}", framing::word(framing)),
        RoomEvent::Lagged { missed, .. } => write!(out, "~ {name}: missed {missed}"),
        RoomEvent::Left { reason, .. } => write!(out, "- {name}: {}", why(reason)),
    }
}

fn why(reason: &Leave) -> &str {
    match reason {
        Leave::Goodbye => "said goodbye",
        Leave::Closed => "closed the connection",
        Leave::Failed { failure } => failure,
        Leave::Slow => "did not read what was sent to it",
        Leave::Removed => "was removed",
        Leave::Stopped => "the room stops",
    }
}

/// Removes the line end. One inside the text is written as `^J`, as by `cat -v`.
fn one_line(out: &mut impl Write, text: &str) -> fmt::Result {
    let text = text.strip_suffix('\n').unwrap_or(text);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            out.write_str("^J")?;
        }
        out.write_str(line)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use lab_shared::call::Address;
    use lab_shared::chat::{Fault, GroupMessage, PeerId};

    #[test]
    fn each_event_is_one_line() {
        let peer = PeerId(0);
        let message = GroupMessage { stamp: String::new(), name: "b\x07".into(), text: "x".into() };
        let fault = Fault::Text { reason: "no".into() };
        let failed = Leave::Failed { failure: "ConnectionResetError".into() };
        for (event, line) in [
            (RoomEvent::Joined { peer, address: Address::inet("127.0.0.1", 5) }, "+ 127.0.0.1:5"),
            (RoomEvent::Said { peer, text: "one\ntwo\n".into() }, "a: one^Jtwo"),
            (RoomEvent::Answered { peer, text: "\x1bx\r\n".into() }, "> a: ^[x^M"),
            (RoomEvent::SaidElsewhere { message }, "* b^G: x"),
            (RoomEvent::Faulted { peer, fault: fault.clone() }, "! a: no"),
            (RoomEvent::FaultedElsewhere { fault }, "! *: no"),
            (RoomEvent::Lagged { peer, missed: 12 }, "~ a: missed 12"),
            (RoomEvent::Left { peer, reason: failed }, "- a: ConnectionResetError"),
        ] {
            let mut text = String::new();
            write(&mut text, &event, "a").unwrap();
            assert_eq!(text, line);
        }
    }
}
