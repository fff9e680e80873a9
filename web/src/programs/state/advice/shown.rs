//! Advice as it is shown: in a list, at its lines, and beside an error.

use std::collections::BTreeMap;

use lab_shared::language::Language;

use super::{Advice, advise};
use crate::programs::state::workspace::SideFiles;

/// What is to be known about the program that is open.
pub(crate) fn advise_open(files: &SideFiles) -> Vec<Advice> {
    let Some(open) = files.open_file().filter(|file| file.name.ends_with(".py")) else {
        return vec![];
    };
    let module = |name: &str| name.split(['/', '.']).next().unwrap_or_default().to_owned();
    let modules: Vec<_> = files.all.iter().map(|file| module(&file.name)).collect();
    let packages = files.wheels.iter().flat_map(|wheel| &wheel.modules);
    let modules: Vec<_> = modules.iter().chain(packages).map(String::as_str).collect();
    advise(&open.text, &modules)
}

/// Advice that says the same together, with its lines.
pub(crate) fn grouped(all: &[Advice]) -> Vec<(Vec<u32>, &Advice)> {
    let mut groups: Vec<(Vec<u32>, &Advice)> = Vec::new();
    for advice in all {
        match groups.iter_mut().find(|(_, first)| first.is_like(advice)) {
            Some((lines, _)) => lines.push(advice.line),
            None => groups.push((vec![advice.line], advice)),
        }
    }
    groups
}

/// The lines with advice, and the words at each; none where they are said at an earlier line, or with the error that
/// came from this one.
pub(crate) fn lines(all: &[Advice], error: Option<u32>, language: Language) -> Vec<(u32, String)> {
    let mut lines: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    for (at, advice) in all.iter().enumerate() {
        let words = lines.entry(advice.line).or_default();
        let said = all[..at].iter().any(|before| before.is_like(advice));
        if !said && error != Some(advice.line) {
            words.push(advice.words(language));
        }
    }
    lines.into_iter().map(|(line, words)| (line, words.join("\n"))).collect()
}

/// An error's words, and the advice on its line.
pub(crate) fn with_error(words: &str, line: u32, all: &[Advice], language: Language) -> String {
    let here = all.iter().filter(|advice| advice.line == line);
    let advice = here.map(|advice| advice.words(language));
    std::iter::once(words.to_owned()).chain(advice).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::programs::state::project::package::Wheel;
    use crate::programs::state::workspace::WorkspaceFile;

    const TEXT: &str = "print 'a'\nname = raw_input()\nprint name\n";

    #[test]
    fn what_is_said_at_one_line_is_only_marked_at_the_next() {
        let all = advise(TEXT, &[]);
        let [first, second, third] = &*lines(&all, None, Language::En) else {
            panic!("three lines")
        };
        assert_eq!(first, &(1, "print x is Python 2. Today: print(x)".into()));
        assert_eq!(second, &(2, "raw_input is Python 2. Today: input()".into()));
        assert_eq!(third, &(3, String::new()));
        let groups: Vec<_> =
            grouped(&all).into_iter().map(|(lines, it)| (lines, &*it.name)).collect();
        assert_eq!(groups, [(vec![1, 3], "print x"), (vec![2], "raw_input")]);
    }

    #[test]
    fn an_error_has_the_advice_on_its_line_beside_it() {
        let all = advise(TEXT, &[]);
        let error = with_error("NameError: name 'raw_input' is not defined", 2, &all, Language::Zh);
        assert_eq!(
            error,
            "NameError: name 'raw_input' is not defined\nraw_input 是 Python 2 的写法，现在写作：input()"
        );
        assert_eq!(lines(&all, Some(2), Language::Zh)[1], (2, String::new()));
        assert_eq!(with_error("E", 9, &all, Language::Zh), "E");
    }

    #[test]
    fn files_beside_the_open_one_are_modules_of_its_own_and_only_programs_are_read() {
        let file = |name: &str, text: &str| WorkspaceFile {
            name: name.into(),
            text: text.into(),
            ..WorkspaceFile::default()
        };
        let all =
            vec![file("main.py", "import Queue\nimport thread\n"), file("Queue.py", "print 1")];
        let mut files = SideFiles { all, ..SideFiles::default() };
        let names = |files: &SideFiles| {
            advise_open(files).into_iter().map(|it| it.name).collect::<Vec<_>>()
        };
        assert_eq!(names(&files), ["thread"]);
        let modules = vec!["thread".to_owned()];
        files.wheels = vec![Wheel { path: "lib/thread.whl".into(), modules }];
        assert_eq!(names(&files), Vec::<String>::new());
        files.wheels.clear();
        files.all[0].name = "main.txt".into();
        assert_eq!(names(&files), Vec::<String>::new());
    }
}
