//! What stands around a statement.

use super::tokens::{Statement, Token};

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block {
    /// The program itself sees to it that a name may be missing.
    pub guarded: bool,
    /// It runs in a coroutine.
    pub in_coroutine: bool,
}

/// Errors of names and modules that are missing.
const MISSING: [&str; 4] = ["ImportError", "ModuleNotFoundError", "NameError", "AttributeError"];

/// Who asks for these knows that names differ.
const ASKING: [&str; 7] =
    ["hasattr", "version_info", "version", "platform", "PY2", "PY3", "TYPE_CHECKING"];

/// What goes on with a statement that has begun before.
const GOING_ON: [&str; 4] = ["except", "else", "elif", "finally"];

/// The block of each statement.
pub(super) fn of(statements: &[Statement<'_>]) -> Vec<Block> {
    let mut open: Vec<(usize, Block)> = Vec::new();
    let mut all = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        let Statement { indent, tokens } = statement;
        let goes_on = GOING_ON.contains(&tokens[0].text);
        open.retain(|(begun, _)| begun < indent || (begun == indent && goes_on));
        let around = open.last().map(|(_, block)| *block).unwrap_or_default();
        all.push(around);
        let guards =
            is_guarding(tokens) || (tokens[0].is("try") && expects_missing(&statements[at..]));
        let block = match () {
            () if guards => Block { guarded: true, ..around },
            () if starts(tokens, ["async", "def"]) => Block { in_coroutine: true, ..around },
            () if tokens[0].is("def") => Block { in_coroutine: false, ..around },
            () => around,
        };
        if !goes_on {
            open.push((*indent, block));
        }
    }
    all
}

fn is_guarding(tokens: &[Token<'_>]) -> bool {
    tokens[0].is("if") && tokens.iter().any(|it| ASKING.contains(&it.text))
}

/// Whether the `try` that is first has an `except` for what is missing.
fn expects_missing(statements: &[Statement<'_>]) -> bool {
    let indent = statements[0].indent;
    let same = statements[1..].iter().take_while(|it| {
        it.indent > indent || (it.indent == indent && GOING_ON.contains(&it.tokens[0].text))
    });
    same.filter(|it| it.indent == indent && it.tokens[0].is("except"))
        .any(|it| it.tokens.iter().any(|token| MISSING.contains(&token.text)))
}

fn starts<const N: usize>(tokens: &[Token<'_>], words: [&str; N]) -> bool {
    tokens.len() >= N && tokens.iter().zip(words).all(|(token, word)| token.is(word))
}
