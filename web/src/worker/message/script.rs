//! The messages between the page and a worker that runs a script of the assistant, beside those of every program. They
//! are apart from those, because only the assistant's part of the page knows them.

use serde::{Deserialize, Serialize};

use lab_shared::assistant::session::{EndId, PeerId};

use super::{Fault, FromWorker, beginning, read};

/// To the script. `end` and `peer` together name one connection or datagram peer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ToScript {
    /// A peer has come.
    Joined {
        end: EndId,
        peer: PeerId,
        /// The end's name.
        name: String,
        address: String,
    },
    /// It has gone.
    Left { end: EndId, peer: PeerId },
    /// A message, which is beside this.
    Message { end: EndId, peer: PeerId },
}

/// From the script.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FromScript {
    /// Its text has been run: its functions are called from now on.
    Serving,
    /// It sends the bytes beside this, and waits for [`super::ToWorker::Returned`].
    Send { id: u32, to: ScriptTarget },
    /// It closes a connection, and waits for the return.
    Close { id: u32, end: EndId, peer: PeerId },
    /// One of [`ToScript`] is dealt with.
    Handled,
    /// A function of its ended with an exception. It goes on.
    Raised(Fault),
}

/// To whom a script sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ScriptTarget {
    Peer {
        end: EndId,
        peer: PeerId,
    },
    /// Everyone at an end, or at all that are open.
    All {
        end: Option<EndId>,
    },
    /// A peer by its address; of this end, if one there has it.
    Address {
        end: Option<EndId>,
        address: String,
    },
}

/// What a script's worker says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ScriptMessage {
    Script(FromScript),
    /// What every program says.
    Program(FromWorker),
}

/// A message as it is sent.
#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    script: T,
}

/// A message to a script, as it is sent.
#[must_use]
pub(crate) fn write_to_script(message: &ToScript) -> String {
    serde_json::to_string(&Envelope { script: message }).expect("messages have string keys only")
}

/// A message of a script's worker. Its port is the page's own: what no script says was forged.
#[must_use]
pub(crate) fn read_of_script(json: &str) -> ScriptMessage {
    use FromWorker as F;
    if let Ok(Envelope { script }) = serde_json::from_str(json) {
        return ScriptMessage::Script(script);
    }
    ScriptMessage::Program(match read(json) {
        Ok(F::Loading { .. } | F::Ready { .. } | F::Unsupported(_) | F::Failed { .. }) => {
            F::Forged { message: beginning(json) }
        }
        Ok(said) => said,
        Err(message) => F::Forged { message },
    })
}

#[cfg(test)]
mod tests {
    use super::super::read_of_program;
    use super::*;

    #[test]
    fn what_a_script_is_told() {
        let (end, peer) = (EndId(0), PeerId(3));
        let (name, address) = ("shop".to_owned(), "127.0.0.1:5".to_owned());
        let told = [
            (
                ToScript::Joined { end, peer, name, address },
                r#"{"script":{"joined":{"end":0,"peer":3,"name":"shop","address":"127.0.0.1:5"}}}"#,
            ),
            (ToScript::Left { end, peer }, r#"{"script":{"left":{"end":0,"peer":3}}}"#),
            (ToScript::Message { end, peer }, r#"{"script":{"message":{"end":0,"peer":3}}}"#),
        ];
        for (message, json) in told {
            assert_eq!(write_to_script(&message), json);
        }
    }

    #[test]
    fn what_a_script_says() {
        let (end, peer) = (EndId(0), PeerId(3));
        let address = "127.0.0.1:5".to_owned();
        let fault = Fault { file: Some("script.py".into()), line: Some(3), text: "E".into() };
        let says = [
            (FromScript::Serving, r#"{"script":"serving"}"#),
            (FromScript::Handled, r#"{"script":"handled"}"#),
            (
                FromScript::Send { id: 1, to: ScriptTarget::Peer { end, peer } },
                r#"{"script":{"send":{"id":1,"to":{"peer":{"end":0,"peer":3}}}}}"#,
            ),
            (
                FromScript::Send { id: 1, to: ScriptTarget::All { end: None } },
                r#"{"script":{"send":{"id":1,"to":{"all":{"end":null}}}}}"#,
            ),
            (
                FromScript::Send { id: 1, to: ScriptTarget::Address { end: Some(end), address } },
                r#"{"script":{"send":{"id":1,"to":{"address":{"end":0,"address":"127.0.0.1:5"}}}}}"#,
            ),
            (
                FromScript::Close { id: 2, end, peer },
                r#"{"script":{"close":{"id":2,"end":0,"peer":3}}}"#,
            ),
            (
                FromScript::Raised(fault),
                r#"{"script":{"raised":{"file":"script.py","line":3,"text":"E"}}}"#,
            ),
        ];
        for (message, json) in says {
            assert_eq!(read_of_script(json), ScriptMessage::Script(message));
        }
        let finished = r#"{"finished":{"status":0,"error":null}}"#;
        let message = FromWorker::Finished { status: 0, error: None };
        assert_eq!(read_of_script(finished), ScriptMessage::Program(message));
    }

    #[test]
    fn a_program_cannot_speak_as_a_script_nor_a_script_as_a_worker_that_loads() {
        let handled = r#"{"script":"handled"}"#;
        assert!(matches!(read_of_program(handled, false), FromWorker::Forged { .. }));
        for forged in [r#"{"ready":{"python":"","pyodide":""}}"#, "{"] {
            let read = read_of_script(forged);
            assert!(matches!(read, ScriptMessage::Program(FromWorker::Forged { .. })), "{forged}");
        }
    }
}
