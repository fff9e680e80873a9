//! How long a step took last time and is expected to take now, in words.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use crate::project::Project;

/// A span of time in words.
pub(crate) fn span(time: Duration) -> String {
    let tenths = time.as_millis().div_ceil(100);
    if tenths < 100 {
        return format!("{}.{} s", tenths / 10, tenths % 10);
    }
    let seconds = (time.as_millis() + 500) / 1000;
    match (seconds / 60, seconds % 60) {
        (0, seconds) => format!("{seconds} s"),
        (minutes, 0) => format!("{minutes} min"),
        (minutes, seconds) => format!("{minutes} min {seconds} s"),
    }
}

/// An estimate in words, rounded to its accuracy.
pub(crate) fn about(time: Duration) -> String {
    match time.as_secs() {
        0..=2 => "a moment".to_owned(),
        seconds @ 3..=50 => format!("about {} s", seconds.next_multiple_of(5)),
        seconds => format!("about {} min", (seconds + 30) / 60),
    }
}

/// The times of earlier runs on this machine, by name. A time that cannot be read or written only
/// makes an estimate worse, so it is no error.
pub(crate) struct Times {
    file: PathBuf,
    known: Vec<(String, Duration)>,
}

impl Times {
    /// Reads the times of earlier runs.
    pub(crate) fn read(project: &Project) -> Self {
        let file = project.memory().join("times");
        let known = fs::read_to_string(&file).map_or_else(|_| Vec::new(), |text| parse(&text));
        Self { file, known }
    }

    /// How long `name` took last time.
    pub(crate) fn last(&self, name: &str) -> Option<Duration> {
        self.known.iter().find(|(known, _)| known == name).map(|&(_, time)| time)
    }

    /// Records how long `name` took.
    pub(crate) fn note(&mut self, name: &str, time: Duration) {
        self.known.retain(|(known, _)| known != name);
        self.known.push((name.to_owned(), time));
        let text: String = self
            .known
            .iter()
            .map(|(name, time)| format!("{name} {}\n", time.as_millis()))
            .collect();
        if let Some(folder) = self.file.parent() {
            let _ = fs::create_dir_all(folder);
        }
        let _ = fs::write(&self.file, text);
    }
}

fn parse(text: &str) -> Vec<(String, Duration)> {
    let entry = |line: &str| {
        let (name, time) = line.rsplit_once(' ')?;
        Some((name.to_owned(), Duration::from_millis(time.parse().ok()?)))
    };
    text.lines().filter_map(entry).collect()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{about, parse, span};

    #[test]
    fn spans_read_like_speech() {
        assert_eq!(span(Duration::from_millis(40)), "0.1 s");
        assert_eq!(span(Duration::from_millis(2_345)), "2.4 s");
        assert_eq!(span(Duration::from_millis(59_400)), "59 s");
        assert_eq!(span(Duration::from_millis(59_900)), "1 min");
        assert_eq!(span(Duration::from_secs(144)), "2 min 24 s");
    }

    #[test]
    fn estimates_claim_no_more_than_they_know() {
        assert_eq!(about(Duration::from_secs(1)), "a moment");
        assert_eq!(about(Duration::from_secs(12)), "about 15 s");
        assert_eq!(about(Duration::from_secs(100)), "about 2 min");
    }

    #[test]
    fn a_spoiled_line_is_passed_over() {
        let times = parse("fmt 1200\nrubbish\nend to end 90000\n");
        assert_eq!(
            times,
            [
                ("fmt".to_owned(), Duration::from_millis(1200)),
                ("end to end".to_owned(), Duration::from_secs(90)),
            ]
        );
    }
}
