//! The words of the differences, in both languages.

mod en;
mod zh;

use lab_shared::errno::{Difference, Errno, System};

use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Systems {
    /// The title of the list of a system's differences.
    pub title: fn(System) -> String,
    /// What this system does, and what Linux does.
    pub difference: fn(Difference) -> [&'static str; 2],
    /// What Linux would have raised in place of this failure.
    pub raises: fn(Errno) -> String,
    /// Linux would not have failed.
    pub succeeds: &'static str,
}

impl Texts for Systems {
    const EN: &'static Self = &en::EN;
    const ZH: &'static Self = &zh::ZH;
}

#[cfg(test)]
mod tests {
    use lab_shared::errno::KNOWN_DIFFERENCES;

    use super::*;

    #[test]
    fn every_difference_has_words_of_its_own_in_both_languages() {
        let mut seen = Vec::new();
        for texts in [Systems::EN, Systems::ZH] {
            for difference in Difference::all_of(System::Windows) {
                for words in (texts.difference)(difference) {
                    assert!(words.ends_with(['.', '。']), "{words}");
                    assert!(!seen.contains(&words), "{words}");
                    seen.push(words);
                }
            }
        }
        assert!(seen.len() >= 4 * 14 && KNOWN_DIFFERENCES.len() >= 14);
    }

    #[test]
    fn what_linux_would_have_raised_has_its_number_there() {
        assert_eq!(
            (Systems::EN.raises)(Errno::Econnrefused),
            "Linux would have raised [Errno 111] ECONNREFUSED: Connection refused."
        );
    }
}
