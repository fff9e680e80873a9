//! The texts around advice on a program, in both languages.

use crate::kit::texts::Texts;

/// Around the advice.
#[derive(Debug)]
pub(crate) struct AdviceTexts {
    /// How many things there are to know.
    pub title: fn(usize) -> String,
    /// The lines that one of them is about.
    pub lines: fn(&[u32]) -> String,
}

impl Texts for AdviceTexts {
    const EN: &'static Self = &AdviceTexts {
        title: |count| match count {
            1 => "One thing to know before it runs".into(),
            _ => format!("{count} things to know before it runs"),
        },
        lines: |lines| match lines {
            [line] => format!("Line {line}"),
            _ => format!("Lines {}", joined(lines, ", ")),
        },
    };
    const ZH: &'static Self = &AdviceTexts {
        title: |count| format!("运行前须知：{count} 条"),
        lines: |lines| format!("第 {} 行", joined(lines, "、")),
    };
}

/// The most lines that are named.
const NAMED: usize = 5;

fn joined(lines: &[u32], between: &str) -> String {
    let mut named: Vec<_> = lines.iter().take(NAMED).map(u32::to_string).collect();
    if lines.len() > NAMED {
        named.push("…".into());
    }
    named.join(between)
}
