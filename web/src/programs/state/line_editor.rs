//! The line that a person types at a program's terminal: a tty's line discipline, with the editing and the history of a shell.

/// Most bytes of a line, as in Linux's terminals; what is typed beyond is dropped.
pub(crate) const MAX_LINE: usize = 4095;

/// Most lines of the history.
const MAX_HISTORY: usize = 500;

/// What typing comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Typed {
    /// A line, without its line feed.
    Line(String),
    /// Ctrl+D where nothing was typed: the end of input.
    Eof,
    /// Ctrl+C, and the beginning of a line that it dropped.
    Interrupt(String),
}

/// The line, and the lines before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct LineEditor {
    text: String,
    /// Where the cursor is, in bytes.
    cursor: usize,
    /// Earlier lines, oldest first.
    history: Vec<String>,
    /// Which of them is being edited, and the new line that was left for it.
    recalled: Option<(usize, String)>,
}

enum Key {
    Text(char),
    Enter,
    Backspace,
    Delete,
    Left,
    Right,
    WordLeft,
    WordRight,
    Home,
    End,
    Up,
    Down,
    /// Ctrl+U
    DropBefore,
    /// Ctrl+K
    DropBehind,
    /// Ctrl+W
    DropWord,
    /// Ctrl+C
    Interrupt,
    /// Ctrl+D
    Eof,
}

impl LineEditor {
    /// What is before the cursor, and what is behind it.
    pub(crate) fn parts(&self) -> (&str, &str) {
        self.text.split_at(self.cursor)
    }

    /// Takes what a terminal sends: characters, and keys as control characters and escape sequences. A
    /// pasted text may have several lines.
    pub(crate) fn take(&mut self, sent: &str) -> Vec<Typed> {
        let mut rest = sent.chars();
        let mut typed = Vec::new();
        while let Some(first) = rest.next() {
            if let Some(key) = key(first, &mut rest) {
                typed.extend(self.press(key));
            }
        }
        typed
    }

    fn press(&mut self, key: Key) -> Option<Typed> {
        match key {
            Key::Text(character) => self.insert(character),
            Key::Enter => return Some(Typed::Line(self.finish())),
            Key::Interrupt => {
                self.recalled = None;
                self.cursor = 0;
                return Some(Typed::Interrupt(std::mem::take(&mut self.text)));
            }
            Key::Eof if self.text.is_empty() => return Some(Typed::Eof),
            Key::Backspace => self.remove(self.left()..self.cursor),
            Key::Delete | Key::Eof => self.remove(self.cursor..self.right()),
            Key::Left => self.cursor = self.left(),
            Key::Right => self.cursor = self.right(),
            Key::WordLeft => self.cursor = self.word_left(),
            Key::WordRight => self.cursor = self.word_right(),
            Key::Home => self.cursor = 0,
            Key::End => self.cursor = self.text.len(),
            Key::DropBefore => self.remove(0..self.cursor),
            Key::DropBehind => self.remove(self.cursor..self.text.len()),
            Key::DropWord => self.remove(self.word_left()..self.cursor),
            Key::Up => self.recall(|at| at.checked_sub(1)),
            Key::Down => self.recall(|at| Some(at + 1)),
        }
        None
    }

    fn insert(&mut self, character: char) {
        if self.text.len() + character.len_utf8() <= MAX_LINE {
            self.text.insert(self.cursor, character);
            self.cursor += character.len_utf8();
        }
    }

    fn remove(&mut self, range: std::ops::Range<usize>) {
        self.cursor = range.start;
        self.text.replace_range(range, "");
    }

    fn finish(&mut self) -> String {
        let line = std::mem::take(&mut self.text);
        self.recalled = None;
        self.cursor = 0;
        if !line.is_empty() && self.history.last() != Some(&line) {
            if self.history.len() == MAX_HISTORY {
                self.history.remove(0);
            }
            self.history.push(line.clone());
        }
        line
    }

    /// Goes to another line of the history; the one behind its newest is the new line.
    fn recall(&mut self, next: impl Fn(usize) -> Option<usize>) {
        let newest = self.history.len();
        let at = self.recalled.as_ref().map_or(newest, |(at, _)| *at);
        let Some(to) = next(at).filter(|to| *to <= newest) else { return };
        let new_line = self.recalled.take().map_or_else(|| self.text.clone(), |(_, line)| line);
        if to == newest {
            self.text = new_line;
        } else {
            self.text.clone_from(&self.history[to]);
            self.recalled = Some((to, new_line));
        }
        self.cursor = self.text.len();
    }

    fn left(&self) -> usize {
        let before = &self.text[..self.cursor];
        let mut characters = before.char_indices().rev();
        let first = characters.find(|(_, character)| !joins_the_one_before(*character));
        first.map_or(0, |(at, _)| at)
    }

    fn right(&self) -> usize {
        let behind = &self.text[self.cursor..];
        let mut characters = behind.char_indices().skip(1);
        let next = characters.find(|(_, character)| !joins_the_one_before(*character));
        next.map_or(self.text.len(), |(at, _)| self.cursor + at)
    }

    fn word_left(&self) -> usize {
        let before = self.text[..self.cursor].trim_end();
        before
            .rfind(char::is_whitespace)
            .map_or(0, |at| at + before[at..].chars().next().map_or(0, char::len_utf8))
    }

    fn word_right(&self) -> usize {
        let behind = &self.text[self.cursor..];
        let spaces = behind.len() - behind.trim_start().len();
        let word = behind[spaces..].find(char::is_whitespace);
        word.map_or(self.text.len(), |at| self.cursor + spaces + at)
    }
}

/// Whether a character is drawn with the one before it: combining marks, variation selectors, skin tones.
fn joins_the_one_before(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// The key that a character begins, with as much of the rest as belongs to it.
fn key(first: char, rest: &mut std::str::Chars<'_>) -> Option<Key> {
    Some(match first {
        '\r' | '\n' => Key::Enter,
        '\x7f' | '\x08' => Key::Backspace,
        '\x01' => Key::Home,
        '\x02' => Key::Left,
        '\x03' => Key::Interrupt,
        '\x04' => Key::Eof,
        '\x05' => Key::End,
        '\x06' => Key::Right,
        '\x0b' => Key::DropBehind,
        '\x0e' => Key::Down,
        '\x10' => Key::Up,
        '\x15' => Key::DropBefore,
        '\x17' => Key::DropWord,
        '\x1b' => return sequence(rest),
        '\t' => Key::Text('\t'),
        control if control.is_control() => return None,
        character => Key::Text(character),
    })
}

/// The key of an escape sequence; one that is no key is passed over.
fn sequence(rest: &mut std::str::Chars<'_>) -> Option<Key> {
    match rest.next()? {
        'b' => return Some(Key::WordLeft),
        'f' => return Some(Key::WordRight),
        '\x7f' => return Some(Key::DropWord),
        '[' | 'O' => {}
        _ => return None,
    }
    let mut parameters = String::new();
    let last = loop {
        match rest.next()? {
            parameter @ ' '..='?' => parameters.push(parameter),
            last => break last,
        }
    };
    let with_control = parameters.ends_with(";5") || parameters.ends_with(";3");
    Some(match (last, parameters.as_str()) {
        ('A', _) => Key::Up,
        ('B', _) => Key::Down,
        ('C', _) if with_control => Key::WordRight,
        ('D', _) if with_control => Key::WordLeft,
        ('C', _) => Key::Right,
        ('D', _) => Key::Left,
        ('H', "") | ('~', "1" | "7") => Key::Home,
        ('F', "") | ('~', "4" | "8") => Key::End,
        ('~', "3") => Key::Delete,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Typed {
        Typed::Line(text.into())
    }

    /// The line after some keys, with `|` for the cursor.
    fn edited(sent: &str) -> String {
        let mut editor = LineEditor::default();
        assert_eq!(editor.take(sent), []);
        let (before, behind) = editor.parts();
        format!("{before}|{behind}")
    }

    #[test]
    fn characters_go_in_at_the_cursor_and_keys_move_it() {
        for (sent, expected) in [
            ("abc", "abc|"),
            ("ac\x1b[Db", "ab|c"),
            ("ac\x1b[D\x1b[D\x1b[D\x1b[Cb", "ab|c"),
            ("bc\x1b[Ha", "a|bc"),
            ("bc\x01a\x05d", "abcd|"),
            ("bc\x1bOHa\x1bOFd", "abcd|"),
            ("one two\x1b[1;5D", "one |two"),
            ("one two\x01\x1bf", "one| two"),
            ("a\tb", "a\tb|"),
        ] {
            assert_eq!(edited(sent), expected, "{sent:?}");
        }
    }

    #[test]
    fn characters_words_and_halves_of_the_line_are_removed() {
        for (sent, expected) in [
            ("abc\x7f", "ab|"),
            ("\x7f\x1b[3~", "|"),
            ("abc\x1b[D\x1b[3~", "ab|"),
            ("abc\x1b[D\x04", "ab|"),
            ("one two  \x17", "one |"),
            ("one two\x17\x17\x17", "|"),
            ("abc\x1b[D\x15", "|c"),
            ("abc\x1b[D\x0b", "ab|"),
        ] {
            assert_eq!(edited(sent), expected, "{sent:?}");
        }
    }

    #[test]
    fn wide_and_composed_characters_are_one_each() {
        assert_eq!(edited("你好\x1b[D呀"), "你呀|好");
        assert_eq!(edited("你好\x7f"), "你|");
        assert_eq!(edited("ae\u{301}\x7f"), "a|");
        assert_eq!(edited("a👍🏽b\x1b[D\x1b[D"), "a|👍🏽b");
        assert_eq!(edited("a👍🏽b\x01\x1b[C\x1b[3~"), "a|b");
        assert_eq!(edited("你　好\x17"), "你　|");
    }

    #[test]
    fn enter_hands_the_whole_line_over_wherever_the_cursor_is() {
        let mut editor = LineEditor::default();
        assert_eq!(editor.take("ac\x1b[Db\r"), [line("abc")]);
        assert_eq!(editor.parts(), ("", ""));
        assert_eq!(editor.take("\r"), [line("")]);
    }

    #[test]
    fn a_paste_of_several_lines_hands_over_all_but_the_last() {
        let mut editor = LineEditor::default();
        assert_eq!(editor.take("one\rtwo\r\rthr"), [line("one"), line("two"), line("")]);
        assert_eq!(editor.parts(), ("thr", ""));
    }

    #[test]
    fn control_d_ends_the_input_on_an_empty_line_only() {
        let mut editor = LineEditor::default();
        assert_eq!(editor.take("\x04"), [Typed::Eof]);
        assert_eq!(editor.take("a\x04"), []);
        assert_eq!(editor.take("\r\x04"), [line("a"), Typed::Eof]);
    }

    #[test]
    fn control_c_drops_the_line() {
        let mut editor = LineEditor::default();
        assert_eq!(editor.take("abc\x03"), [Typed::Interrupt("abc".into())]);
        assert_eq!(editor.take("\x03x\r"), [Typed::Interrupt(String::new()), line("x")]);
    }

    #[test]
    fn earlier_lines_come_back_and_the_new_one_is_not_lost() {
        let mut editor = LineEditor::default();
        editor.take("one\rtwo\rtwo\r\rnew");
        for (sent, expected) in [
            ("\x1b[A", "two"),
            ("\x1b[A", "one"),
            ("\x1b[A", "one"),
            ("!\x1b[B", "two"),
            ("\x1bOB", "new"),
            ("\x1b[B", "new"),
        ] {
            editor.take(sent);
            assert_eq!(editor.parts(), (expected, ""), "{sent:?}");
        }
        assert_eq!(editor.take("\x1b[A\r"), [line("two")]);
    }

    #[test]
    fn a_line_and_the_history_are_bounded() {
        let mut editor = LineEditor::default();
        let all = "喵".repeat(MAX_LINE);
        assert_eq!(editor.take(&format!("{all}\r")), [line(&"喵".repeat(MAX_LINE / 3))]);
        for number in 0..2 * MAX_HISTORY {
            editor.take(&format!("{number}\r"));
        }
        assert_eq!(editor.history.len(), MAX_HISTORY);
    }

    #[test]
    fn sequences_that_are_no_keys_type_nothing() {
        assert_eq!(edited("a\x1b[12;40R\x1b[?1;2c\x1b[<0;1;1M\x1bx\x1b\x00b\x1b["), "ab|");
    }
}
