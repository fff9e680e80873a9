//! A program's console: output and typed lines, the oldest dropped beyond a limit.

use std::borrow::Cow;
use std::collections::VecDeque;
use std::rc::Rc;

use super::escapes::without_escapes;
use crate::worker::message::Stream;

/// Most lines kept.
pub(crate) const MAX_LINES: usize = 2000;

/// Most bytes of one line; a longer one continues in the next.
pub(crate) const MAX_LINE: usize = 4096;

/// Who wrote a piece of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    Program(Stream),
    /// The person.
    Typed,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Who wrote it.
    pub source: Source,
    /// What, without line feeds.
    pub text: String,
}

impl Piece {
    /// What stands in it, without what only a terminal understands.
    #[must_use]
    pub fn plain(&self) -> Cow<'_, str> {
        without_escapes(&self.text)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Its pieces in order.
    pub pieces: Vec<Piece>,
    /// How many records the timeline had when the program wrote the last of it.
    pub after: u64,
    /// Whether it goes on in the next: it was too long to be kept as one.
    pub continues: bool,
}

impl Line {
    /// Its content, as far as it is text.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(Piece::plain).collect()
    }

    /// What the program wrote of it, as far as it is text.
    #[must_use]
    pub fn written(&self) -> String {
        let written = self.pieces.iter().filter(|piece| piece.source != Source::Typed);
        written.map(Piece::plain).collect()
    }

    fn len(&self) -> usize {
        self.pieces.iter().map(|piece| piece.text.len()).sum()
    }

    fn push(&mut self, source: Source, text: &str) {
        match self.pieces.last_mut() {
            Some(last) if last.source == source => last.text.push_str(text),
            _ => self.pieces.push(Piece { source, text: text.to_owned() }),
        }
    }
}

/// A place in what a console holds, up to which somebody has read.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The line's number since the run began.
    line: u64,
    /// Bytes of it.
    bytes: usize,
}

/// The console. Cloning it is cheap beside what was written since it was cloned last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Console {
    lines: VecDeque<Rc<Line>>,
    /// Whether the last line is open.
    open: bool,
    dropped: u64,
}

impl Console {
    /// The program wrote `text`, when the timeline had `after` records.
    pub fn write(&mut self, stream: Stream, text: &str, after: u64) {
        self.append(Source::Program(stream), text, Some(after));
    }

    /// The person typed a line.
    pub fn typed(&mut self, line: &str) {
        self.echo(line);
        self.append(Source::Typed, "\n", None);
    }

    /// The person typed something that ends no line.
    pub fn echo(&mut self, text: &str) {
        self.append(Source::Typed, text, None);
    }

    /// The lines kept, oldest first, with their numbers since the run began.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = (u64, &Rc<Line>)> + ExactSizeIterator {
        self.lines.iter().enumerate().map(|(at, line)| (self.dropped + at as u64, line))
    }

    /// How many lines were dropped to make room.
    #[must_use]
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// How many lines there were in all.
    #[must_use]
    pub fn written(&self) -> u64 {
        self.dropped + self.lines.len() as u64
    }

    /// Whether the last line is open.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.open
    }

    /// Lines from a number on.
    pub fn since(&self, number: u64) -> impl Iterator<Item = (u64, &Rc<Line>)> {
        let skip = usize::try_from(number.saturating_sub(self.dropped)).unwrap_or(usize::MAX);
        let first = skip.min(self.lines.len());
        self.lines
            .range(first..)
            .enumerate()
            .map(move |(at, line)| (self.dropped + (first + at) as u64, line))
    }

    /// Reads on from a place, to the end of what is kept: texts in order, each of another source than the one before.
    pub(crate) fn read_on(&self, place: &mut Place) -> Vec<(Source, String)> {
        let mut read: Vec<(Source, String)> = Vec::new();
        let mut append = |source, text: &str| match read.last_mut() {
            Some((last, all)) if *last == source => all.push_str(text),
            _ if text.is_empty() => {}
            _ => read.push((source, text.to_owned())),
        };
        let written = self.written();
        if place.bytes > 0 && place.line < self.dropped {
            append(Source::Program(Stream::Stdout), "\n");
        }
        for (number, line) in self.since(place.line) {
            let mut begins = 0;
            let from = if number == place.line { place.bytes } else { 0 };
            for piece in &line.pieces {
                let ends = begins + piece.text.len();
                if ends > from {
                    append(piece.source, &piece.text[from.saturating_sub(begins)..]);
                }
                begins = ends;
            }
            *place = Place { line: number, bytes: begins };
            if number + 1 < written || !self.open {
                if !line.continues {
                    let last = line.pieces.last().map(|piece| piece.source);
                    append(last.unwrap_or(Source::Program(Stream::Stdout)), "\n");
                }
                *place = Place { line: number + 1, bytes: 0 };
            }
        }
        read
    }

    /// Everything kept as one text.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.iter().map(|line| line.text()).collect::<Vec<_>>().join("\n")
    }

    fn append(&mut self, source: Source, text: &str, after: Option<u64>) {
        for part in text.split_inclusive('\n') {
            let (words, ends) = part.strip_suffix('\n').map_or((part, false), |it| (it, true));
            let words = words.strip_suffix('\r').filter(|_| ends).unwrap_or(words);
            self.extend(source, words, after);
            self.open = !ends;
        }
    }

    /// Adds text to the last line if it is open, else to a new one.
    fn extend(&mut self, source: Source, words: &str, after: Option<u64>) {
        let mut rest = words;
        if !self.open {
            self.begin();
        }
        loop {
            let line = Rc::make_mut(self.lines.back_mut().expect("a line was begun"));
            let room = rest.floor_char_boundary(MAX_LINE.saturating_sub(line.len()));
            let (now, later) = rest.split_at(room);
            // An empty line that was typed has a piece too: who ended a line is seen from its last.
            if !now.is_empty() || source == Source::Typed {
                line.push(source, now);
            }
            line.after = after.unwrap_or(line.after);
            if later.is_empty() {
                return;
            }
            line.continues = true;
            rest = later;
            self.begin();
        }
    }

    fn begin(&mut self) {
        if self.lines.len() == MAX_LINES {
            self.lines.pop_front();
            self.dropped += 1;
        }
        self.lines.push_back(Rc::default());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_and_what_is_typed_share_a_line() {
        let mut console = Console::default();
        console.typed("");
        assert_eq!(console.lines().len(), 1);
        assert_eq!(console.lines().next_back().map(|(_, line)| line.pieces.len()), Some(1));
        console = Console::default();
        console.write(Stream::Stdout, ">>> ", 0);
        console.typed("hello");
        console.write(Stream::Stdout, "got it\nand ", 0);
        console.write(Stream::Stderr, "more", 0);
        assert_eq!(console.text(), ">>> hello\ngot it\nand more");
        let first = console.lines().next().expect("there is a line").1.clone();
        assert_eq!(first.pieces.len(), 2);
        assert_eq!(first.written(), ">>> ");
        assert!(console.is_open());
    }

    #[test]
    fn empty_lines_stay_and_carriage_returns_before_line_feeds_go() {
        let mut console = Console::default();
        console.write(Stream::Stdout, "a\r\n\nb\n", 0);
        assert_eq!(console.text(), "a\n\nb");
        assert_eq!(console.written(), 3);
    }

    #[test]
    fn old_lines_are_dropped_and_counted() {
        let mut console = Console::default();
        for number in 0..MAX_LINES + 5 {
            console.write(Stream::Stdout, &format!("{number}\n"), 0);
        }
        assert_eq!((console.lines().len(), console.dropped()), (MAX_LINES, 5));
        let (number, line) = console.lines().next().expect("there are lines");
        assert_eq!((number, line.text().as_str()), (5, "5"));
        let since: Vec<u64> = console.since(MAX_LINES as u64 + 3).map(|(at, _)| at).collect();
        assert_eq!(since, [MAX_LINES as u64 + 3, MAX_LINES as u64 + 4]);
    }

    #[test]
    fn whoever_reads_on_gets_each_piece_once_with_its_source() {
        let (mut console, mut place) = (Console::default(), Place::default());
        assert_eq!(console.read_on(&mut place), []);
        console.write(Stream::Stdout, "1%\r2", 0);
        let stdout = Source::Program(Stream::Stdout);
        assert_eq!(console.read_on(&mut place), [(stdout, "1%\r2".into())]);
        assert_eq!(console.read_on(&mut place), []);
        console.write(Stream::Stdout, "%\nname? ", 0);
        console.typed("Ann");
        console.write(Stream::Stderr, "no\n\nyes", 0);
        let stderr = Source::Program(Stream::Stderr);
        let read = [
            (stdout, "%\nname? ".into()),
            (Source::Typed, "Ann\n".into()),
            (stderr, "no\n".into()),
            (stdout, "\n".into()),
            (stderr, "yes".into()),
        ];
        assert_eq!(console.read_on(&mut place), read);
        console.write(Stream::Stderr, "\n", 0);
        assert_eq!(console.read_on(&mut place), [(stderr, "\n".into())]);
    }

    #[test]
    fn whoever_reads_too_slowly_gets_what_is_kept_and_no_break_in_a_long_line() {
        let (mut console, mut place) = (Console::default(), Place::default());
        console.write(Stream::Stdout, &"x".repeat(2 * MAX_LINE), 0);
        let read = console.read_on(&mut place);
        assert_eq!(read, [(Source::Program(Stream::Stdout), "x".repeat(2 * MAX_LINE))]);
        for number in 0..2 * MAX_LINES {
            console.write(Stream::Stdout, &format!("\n{number}"), 0);
        }
        let read = console.read_on(&mut place);
        let lines: Vec<&str> = read[0].1.trim_start().lines().collect();
        assert_eq!((lines.len(), lines[0]), (MAX_LINES, MAX_LINES.to_string().as_str()));
    }

    #[test]
    fn an_endless_line_goes_on_in_the_next_without_breaking_a_character() {
        let mut console = Console::default();
        console.write(Stream::Stdout, &"喵".repeat(MAX_LINE), 0);
        let longest = console.lines().map(|(_, line)| line.len()).max();
        assert!(longest.is_some_and(|length| length <= MAX_LINE));
        let all: usize = console.lines().map(|(_, line)| line.len()).sum();
        assert_eq!(all, 3 * MAX_LINE);
    }
}
