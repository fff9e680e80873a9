//! The key that sends a named message.

use std::fmt;

/// A function key with Ctrl, Shift or neither. Other keys write text or belong to the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MessageKey {
    modifier: Option<Modifier>,
    /// 1 to 12.
    number: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Modifier {
    Ctrl,
    Shift,
}

/// Why a key cannot send a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyConflict {
    /// It is no function key.
    Unknown,
    /// The workbench lets a pane fill the window with it.
    Workbench,
    /// The browser has a use for it that a page does not receive or should not take.
    Browser,
    /// An earlier message of the list has it.
    Taken,
}

impl MessageKey {
    /// Every key that can send a message.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        [None, Some(Modifier::Shift), Some(Modifier::Ctrl)]
            .into_iter()
            .flat_map(|modifier| (1..=12).map(move |number| Self { modifier, number }))
            .filter(|key| key.conflict().is_none())
    }

    /// The key of a name such as `F1` or `Ctrl+F2`.
    #[must_use]
    pub(crate) fn named(name: &str) -> Option<Self> {
        let (modifier, key) = match name.trim().split_once('+') {
            None => (None, name.trim()),
            Some((modifier, key)) if modifier.trim().eq_ignore_ascii_case("ctrl") => {
                (Some(Modifier::Ctrl), key.trim())
            }
            Some((modifier, key)) if modifier.trim().eq_ignore_ascii_case("shift") => {
                (Some(Modifier::Shift), key.trim())
            }
            Some(_) => return None,
        };
        let number = key.strip_prefix(['F', 'f'])?.parse().ok()?;
        (1..=12).contains(&number).then_some(Self { modifier, number })
    }

    /// The key that was pressed. `key` is its name in the browser.
    #[must_use]
    pub(crate) fn pressed(key: &str, ctrl: bool, shift: bool) -> Option<Self> {
        let modifier = match (ctrl, shift) {
            (false, false) => None,
            (true, false) => Some(Modifier::Ctrl),
            (false, true) => Some(Modifier::Shift),
            (true, true) => return None,
        };
        Some(Self { modifier, ..Self::named(key)? })
    }

    /// Who has the key already.
    #[must_use]
    pub(crate) fn conflict(self) -> Option<KeyConflict> {
        match (self.modifier, self.number) {
            (None, 8) => Some(KeyConflict::Workbench),
            // Reload, address bar, caret browsing, full screen, developer tools.
            (None, 5..=7 | 11 | 12) => Some(KeyConflict::Browser),
            // Menu of the right button; the same with Shift.
            (Some(Modifier::Shift), 5..=7 | 10..) => Some(KeyConflict::Browser),
            // Close the tab, reload without the cache, next frame.
            (Some(Modifier::Ctrl), 4..=7 | 11 | 12) => Some(KeyConflict::Browser),
            _ => None,
        }
    }
}

impl fmt::Display for MessageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.modifier {
            Some(Modifier::Ctrl) => f.write_str("Ctrl+")?,
            Some(Modifier::Shift) => f.write_str("Shift+")?,
            None => {}
        }
        write!(f, "F{}", self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_and_those_that_are_taken_are_not_offered() {
        let all: Vec<String> = MessageKey::all().map(|key| key.to_string()).collect();
        assert!(all.contains(&"F1".into()) && all.contains(&"Ctrl+F2".into()));
        for key in ["F8", "F5", "F11", "F12", "Shift+F10", "Ctrl+F4"] {
            assert!(!all.contains(&key.into()), "{key}");
        }
        for name in all {
            assert_eq!(MessageKey::named(&name).map(|key| key.to_string()), Some(name));
        }
        for name in ["", "A", "F0", "F13", "Alt+F1", "F"] {
            assert_eq!(MessageKey::named(name), None, "{name}");
        }
    }

    #[test]
    fn a_pressed_key_is_the_one_that_is_written() {
        assert_eq!(MessageKey::pressed("F2", true, false), MessageKey::named("ctrl + f2"));
        assert_eq!(MessageKey::pressed("F2", true, true), None);
        assert_eq!(MessageKey::pressed("a", false, false), None);
    }
}
