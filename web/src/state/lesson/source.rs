//! A lesson's program in one language: its comments come in pairs, `# zh: …` before `# en: …`.

use lab_shared::language::Language;

/// The program with the comments of `language` only, without the marker.
#[must_use]
pub fn in_language(source: &str, language: Language) -> String {
    source.split_inclusive('\n').filter_map(|line| line_in(line, language)).collect()
}

fn line_in(line: &str, language: Language) -> Option<String> {
    let (kept, other) = match language {
        Language::Zh => ("# zh:", "# en:"),
        Language::En => ("# en:", "# zh:"),
    };
    let comment = line.trim_start();
    if comment.starts_with(other) {
        return None;
    }
    Some(match comment.strip_prefix(kept) {
        Some(words) => format!("{}#{words}", &line[..line.len() - comment.len()]),
        None => line.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_keeps_its_comments_and_lines_stay_equal() {
        let source = "import socket\n# zh: 一\n# en: one\nwhile True:\n    # zh: 二\n    # en: two\n    pass  # en: not a pair";
        let (zh, en) = (in_language(source, Language::Zh), in_language(source, Language::En));
        assert_eq!(zh, "import socket\n# 一\nwhile True:\n    # 二\n    pass  # en: not a pair");
        assert_eq!(en, "import socket\n# one\nwhile True:\n    # two\n    pass  # en: not a pair");
    }
}
