//! One side of a recorded conversation, played against the other, from the command line.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use lab_shared::assistant::proxy::{Conversation, Difference, ReplayPace};
use lab_shared::language::Language;
use lab_shared::text::to_hex;
use serde_json::json;
use tokio::sync::Semaphore;

use super::arguments::ProxyArguments;
use super::setup::endpoint;
use crate::assist::arguments::PrintFormat;
use crate::assist::outcome::Outcome;
use crate::assist::setup::Mistakes;
use crate::assist_host::Permission;
use crate::assist_host::proxy::{ReplayHappening, ReplayTask};
use crate::logging::say;

/// A replay, and how it is shown.
#[derive(Debug)]
pub(super) struct Task {
    replay: ReplayTask,
    format: PrintFormat,
}

impl Task {
    /// Reads the recording.
    ///
    /// # Errors
    /// Every line that cannot be read, or what the flags lack.
    pub(super) fn new(file: &Path, arguments: &ProxyArguments) -> Result<Self, Mistakes> {
        let replay = &arguments.replay;
        let Some(address) = &arguments.address else {
            return Err(vec!["write the ADDRESS, such as 127.0.0.1:8000".into()]);
        };
        let name = file.display().to_string();
        let text = fs::read_to_string(file)
            .map_err(|error| vec![format!("{name} cannot be read: {error}")])?;
        let conversation = Conversation::parse(&text, replay.connection).map_err(|problems| {
            let words = problems.into_iter().map(|(line, problem)| {
                format!("{name}, line {line}: {}", problem.in_words(Language::En))
            });
            words.collect::<Vec<_>>()
        })?;
        let pace = ReplayPace { with_timing: replay.with_timing, patience: replay.patience };
        let role = replay.role.expect("the flags need a side").into();
        let address = endpoint(address)?;
        let replay = ReplayTask { conversation, role, address, pace };
        Ok(Self { replay, format: arguments.print })
    }

    /// Plays it on one connection.
    pub(super) async fn play(self) -> Outcome {
        let Self { replay, format } = self;
        let address = replay.address.address();
        let places = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
        let mut outcome = Outcome::Failed;
        let show = |happening| match happening {
            ReplayHappening::Bound(at) if format != PrintFormat::None => {
                say(&format!("replay is at {at}"));
            }
            ReplayHappening::Bound(_) | ReplayHappening::Playing => {}
            ReplayHappening::Failed(reason) => {
                let reason = reason.get(Language::En);
                say(&format!("socket-lab: no connection at {address}: {reason}"));
            }
            ReplayHappening::Difference(difference) => show_difference(format, &difference),
            ReplayHappening::Done(differences) => {
                match format {
                    PrintFormat::None => {}
                    PrintFormat::Json => say(&json!({ "differences": differences }).to_string()),
                    _ => say(&format!("the replay is done: {differences} differences")),
                }
                outcome = if differences == 0 { Outcome::Met } else { Outcome::NotMet };
            }
        };
        replay.play(Permission::Everything, places, show).await;
        outcome
    }
}

/// Shows where the other side differed.
fn show_difference(format: PrintFormat, difference: &Difference) {
    match format {
        PrintFormat::None => {}
        PrintFormat::Json => say(&json!({ "difference": difference }).to_string()),
        PrintFormat::Events | PrintFormat::Text | PrintFormat::Csv => say(&in_words(difference)),
    }
}

fn in_words(difference: &Difference) -> String {
    match difference {
        Difference::Changed { offset, recorded, received } => {
            let (recorded, received) = (to_hex(recorded), to_hex(received));
            format!("at byte {offset}: recorded {recorded}, received {received}")
        }
        Difference::Missing { offset, bytes } => {
            format!("at byte {offset}: {bytes} recorded bytes did not come")
        }
        Difference::Extra { offset, received } => {
            format!("at byte {offset}: behind all that was recorded came {}", to_hex(received))
        }
        Difference::NotEnded => "the end of the stream did not come".into(),
        Difference::Failed(reason) => format!("the connection failed: {reason}"),
    }
}
