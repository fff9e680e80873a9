//! Plays: the steps of a lesson and what they show, the same for the page and for `python3`.
//!
//! `e2e/lessons/plays.toml` has them and describes each event.

mod page;
mod pattern;
mod player;
mod python;

pub use page::Window;
pub use player::play;
pub use python::Terminal;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use lab_shared::text::Encoding;
use serde::Deserialize;

/// Where the plays are, from the project's folder.
const PLAYS: &str = "e2e/lessons/plays.toml";

/// One way through a lesson.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Play {
    /// The lesson's folder.
    pub lesson: String,
    /// What is shown.
    pub title: String,
    #[serde(default = "utf_8")]
    encoding: Encoding,
    /// Whether closed connections stay in TIME_WAIT, which test networks otherwise skip.
    #[serde(default)]
    time_wait: bool,
    events: Vec<Event>,
    #[serde(default)]
    expected: BTreeMap<Half, Vec<String>>,
}

/// Which half of the lesson's window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// Left.
    Server,
    /// Right.
    Client,
}

impl Half {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Server, Self::Client];

    /// Its name in plays and in the page.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Client => "client",
        }
    }
}

/// Where programs run: each half a terminal, or a half of the lesson's window.
#[expect(async_fn_in_trait, reason = "played on one thread")]
pub trait Stage {
    /// Runs a program of the lesson.
    async fn start(&mut self, half: Half, file: &str) -> Result<()>;
    /// Waits until the half's console shows the text, after the text found before.
    async fn until_prints(&mut self, half: Half, text: &str) -> Result<()>;
    /// Waits until a thread of the half's program is blocked in this call of its sockets.
    async fn until_blocks(&mut self, half: Half, call: &str) -> Result<()>;
    /// Types a line.
    async fn type_line(&mut self, half: Half, line: &str) -> Result<()>;
    /// Ctrl+D.
    async fn end_of_input(&mut self, half: Half) -> Result<()>;
    /// Ctrl+C.
    async fn interrupt(&mut self, half: Half) -> Result<()>;
    /// Ends the program from outside.
    async fn stop(&mut self, half: Half) -> Result<()>;
    /// Has the cable lose the next packet of a kind.
    async fn lose(&mut self, kind: &str) -> Result<()>;
    /// Cuts the cable, or mends it.
    async fn cut(&mut self, cut: bool) -> Result<()>;
    /// Restarts a host.
    async fn restart(&mut self, host: &str) -> Result<()>;
    /// Waits until the events have proved one of these choices of an experiment, counted from 0.
    async fn proves(&mut self, choices: &[usize]) -> Result<()>;
    /// Waits until the program has ended.
    async fn ends(&mut self, half: Half) -> Result<()>;
    /// All that the half's programs wrote to standard output.
    async fn output(&mut self, half: Half) -> Result<String>;
}

#[derive(Debug, Clone, Deserialize)]
struct Event {
    #[serde(flatten)]
    what: What,
    file: Option<String>,
    encoding: Option<Encoding>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Start(Half),
    UntilPrints(Half, String),
    UntilBlocks(Half, String),
    Type(Half, String),
    Eof(Half),
    Interrupt(Half),
    Stops(Half),
    Ends(Half),
    Nc {
        id: String,
        port: u16,
    },
    NcListens {
        id: String,
        port: u16,
    },
    NcSends(String, String),
    NcReceives(String, String),
    NcCloses(String),
    NcEnds(String),
    Loses(String),
    Cuts(bool),
    Restarts(String),
    Proves(usize),
    /// Where kernels differ.
    ProvesOneOf(Vec<usize>),
}

#[derive(Deserialize)]
struct Plays {
    play: Vec<Play>,
}

/// The plays of a lesson.
///
/// # Errors
/// When the file cannot be read, or has none.
pub fn of(lesson: &str) -> Result<Vec<Play>> {
    let mut plays = all()?;
    plays.retain(|play| play.lesson == lesson);
    anyhow::ensure!(!plays.is_empty(), "{PLAYS} has no [[play]] of the lesson {lesson}");
    Ok(plays)
}

/// Whether the lesson brings a network, so that only the page can play it.
///
/// # Errors
/// When its description cannot be read.
pub fn has_network(lesson: &str) -> Result<bool> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/lessons").join(lesson);
    let text = fs::read_to_string(folder.join("lesson.toml"))
        .with_context(|| format!("cannot read the lesson {lesson}"))?;
    let read: toml::Table = toml::from_str(&text)?;
    Ok(read.contains_key("network"))
}

fn all() -> Result<Vec<Play>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(PLAYS);
    let text = fs::read_to_string(path).with_context(|| format!("cannot read {PLAYS}"))?;
    let plays: Plays =
        toml::from_str(&text).with_context(|| format!("{PLAYS} cannot be parsed"))?;
    Ok(plays.play)
}

fn utf_8() -> Encoding {
    Encoding::Utf8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_play_is_of_a_lesson() {
        let lessons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/lessons");
        for play in all().expect("the plays can be read") {
            assert!(
                lessons.join(&play.lesson).is_dir(),
                "{:?}: no lesson {}",
                play.title,
                play.lesson
            );
        }
    }
}
