//! The log: lines on standard error, for people or for programs.

use std::fmt::{self, Write as _};
use std::io::{Write as _, stderr};

use clap::ValueEnum;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt::{MakeWriter, layer};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{Layer, Registry};

/// Most characters of one value from outside in a line of the log.
const MAX_LOGGED_CHARS: usize = 200;

/// How a line of the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For a person.
    Text,
    /// For a program: one JSON object a line.
    Json,
}

/// From now on, logs what passes the filter to standard error.
pub fn to_stderr(filter: Targets, format: LogFormat) {
    tracing_subscriber::registry().with(lines(format, stderr).with_filter(filter)).init();
}

/// Writes a line to standard error, for the person at the terminal. If that fails, as for a file on
/// a full disk, the program continues: `eprintln!` would panic.
pub fn say(line: &str) {
    let _ = writeln!(stderr(), "{line}");
}

/// A value from outside, shortened for the log.
#[derive(Debug)]
pub(crate) struct Shortened<T>(pub(crate) T);

impl<T: fmt::Display> fmt::Display for Shortened<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut beginning = Beginning { left: MAX_LOGGED_CHARS, text: f };
        let written = write!(beginning, "{}", self.0);
        let cut = written.is_err() && beginning.left == 0;
        if cut { f.write_char('…') } else { written }
    }
}

/// Takes the beginning of a text, and an error ends the rest.
struct Beginning<'a, 'b> {
    left: usize,
    text: &'a mut fmt::Formatter<'b>,
}

impl fmt::Write for Beginning<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        for char in text.chars() {
            self.left = self.left.checked_sub(1).ok_or(fmt::Error)?;
            self.text.write_char(char)?;
        }
        Ok(())
    }
}

fn lines<W>(format: LogFormat, writer: W) -> Box<dyn Layer<Registry> + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = layer().with_writer(writer).with_ansi(false);
    match format {
        LogFormat::Text => lines.boxed(),
        LogFormat::Json => lines.json().boxed(),
    }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::sync::Arc;

    use super::*;

    fn written(format: LogFormat) -> String {
        let file = tempfile::NamedTempFile::new().unwrap();
        let writer = Arc::new(File::create(file.path()).unwrap());
        let logged = tracing_subscriber::registry().with(lines(format, writer));
        tracing::subscriber::with_default(logged, || {
            let span = tracing::info_span!("session", number = 7);
            span.in_scope(|| tracing::info!(rule = "allow-bind", "refused \"it\""));
        });
        std::fs::read_to_string(file.path()).unwrap()
    }

    #[test]
    fn of_a_value_from_outside_the_log_shows_a_part() {
        assert_eq!(Shortened("a name").to_string(), "a name");
        let long =
            Shortened(format_args!("{}{}", "ä".repeat(100), "b".repeat(100_000))).to_string();
        assert_eq!(long, format!("{}{}…", "ä".repeat(100), "b".repeat(MAX_LOGGED_CHARS - 100)));
    }

    #[test]
    fn a_line_for_programs_is_one_json_object_with_fields_and_session() {
        let text = written(LogFormat::Json);
        assert_eq!(text.lines().count(), 1);
        let line: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(line["level"], "INFO");
        assert_eq!(line["fields"]["message"], "refused \"it\"");
        assert_eq!(line["fields"]["rule"], "allow-bind");
        assert_eq!(line["span"]["number"], 7);
    }

    #[test]
    fn a_line_for_people_says_the_same_in_words() {
        let text = written(LogFormat::Text);
        assert!(text.contains("INFO session{number=7}"), "{text}");
        assert!(text.ends_with("refused \"it\" rule=\"allow-bind\"\n"), "{text}");
    }
}
