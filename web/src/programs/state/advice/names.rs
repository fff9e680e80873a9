//! What the names of a program mean: which module each came from.

use std::collections::{HashMap, HashSet};

use super::tokens::{Kind, Statement, Token};

/// A name that is imported, and the line where it is.
pub(super) struct Import {
    /// Its full name, such as `os` or `os.fork`.
    pub name: String,
    pub line: u32,
}

#[derive(Default)]
pub(super) struct Names<'a> {
    /// What each name that was imported stands for.
    imported: HashMap<&'a str, String>,
    /// Modules of which all names were imported.
    whole: Vec<String>,
    /// Names to which the program gives a meaning of its own.
    own: HashSet<&'a str>,
    /// Whether it makes an event loop the one of its thread, or runs one.
    pub sets_loop: bool,
}

impl<'a> Names<'a> {
    pub(super) fn of(statements: &[Statement<'a>]) -> Self {
        let mut names = Self::default();
        for Statement { tokens, .. } in statements {
            names.import(tokens);
            let defines = tokens.iter().take(2).any(|it| it.is("def"));
            for (at, token) in tokens.iter().enumerate() {
                let before = |word: &str| at.checked_sub(1).is_some_and(|it| tokens[it].is(word));
                let behind =
                    |more: usize, word: &str| tokens.get(at + more).is_some_and(|it| it.is(word));
                let named = ["def", "class", "for", "as"].into_iter().any(before);
                let assigned = behind(1, "=") && !behind(2, "=");
                let parameter = defines && token.depth > 0;
                if token.kind == Kind::Name && !before(".") && (named || assigned || parameter) {
                    names.own.insert(token.text);
                }
                names.sets_loop |= token.is("set_event_loop") || (token.is("run") && before("."));
            }
        }
        names
    }

    /// Whether the program imports something of this module.
    pub(super) fn has_module(&self, module: &str) -> bool {
        let of = |name: &String| name.split('.').next() == Some(module);
        self.imported.values().any(of) || self.whole.iter().any(of)
    }

    /// Whether the program gives a name a meaning of its own.
    pub(super) fn is_own(&self, name: &str) -> bool {
        self.own.contains(name)
    }

    /// Whether it was imported by this name.
    pub(super) fn is_imported(&self, name: &str) -> bool {
        self.imported.contains_key(name)
    }

    /// The full names that the token at `at` may begin, the shortest first; none where it was not imported.
    pub(super) fn full(&self, tokens: &[Token<'a>], at: usize) -> Vec<String> {
        let token = tokens[at];
        if token.kind != Kind::Name || at.checked_sub(1).is_some_and(|it| tokens[it].is(".")) {
            return vec![];
        }
        let Some(first) = self.imported.get(token.text) else {
            let whole = self.whole.iter().filter(|_| !self.own.contains(token.text));
            return whole.map(|module| format!("{module}.{}", token.text)).collect();
        };
        let mut all = vec![first.clone()];
        for pair in tokens[at + 1..].chunks_exact(2) {
            if !pair[0].is(".") || pair[1].kind != Kind::Name {
                break;
            }
            all.push(format!("{}.{}", all[all.len() - 1], pair[1].text));
        }
        all
    }

    fn import(&mut self, tokens: &[Token<'a>]) {
        let Some(first) = tokens.first() else { return };
        if first.is("import") {
            for part in parts(&tokens[1..]) {
                let (path, alias) = named(part);
                match alias {
                    Some(alias) => self.imported.insert(alias, path),
                    None => {
                        part.first().and_then(|it| self.imported.insert(it.text, it.text.into()))
                    }
                };
            }
        } else if let Some((module, what)) = of_module(tokens) {
            for part in parts(what) {
                match part {
                    [star] if star.is("*") => self.whole.push(module.clone()),
                    [name, ..] => {
                        let alias = named(part).1.unwrap_or(name.text);
                        self.imported.insert(alias, format!("{module}.{}", name.text));
                    }
                    [] => {}
                }
            }
        }
    }
}

/// What a statement imports.
pub(super) fn imports(tokens: &[Token<'_>]) -> Vec<Import> {
    let Some(first) = tokens.first() else { return vec![] };
    let line = first.line;
    if first.is("import") {
        return parts(&tokens[1..]).map(|part| Import { name: named(part).0, line }).collect();
    }
    let Some((module, what)) = of_module(tokens) else { return vec![] };
    let names = parts(what).filter_map(|part| part.first());
    let names = names.map(|it| Import { name: format!("{module}.{}", it.text), line: it.line });
    names.collect()
}

/// The module and what follows `import`, of `from module import …`; not of a relative one.
fn of_module<'t, 'a>(tokens: &'t [Token<'a>]) -> Option<(String, &'t [Token<'a>])> {
    let import = tokens.iter().position(|it| it.is("import")).filter(|_| tokens[0].is("from"))?;
    let path = &tokens[1..import];
    let relative = path.first().is_none_or(|it| it.is("."));
    (!relative).then(|| (path.iter().map(|it| it.text).collect(), &tokens[import + 1..]))
}

/// What stands between commas, without parentheses.
fn parts<'t, 'a>(tokens: &'t [Token<'a>]) -> impl Iterator<Item = &'t [Token<'a>]> {
    let end = tokens.iter().position(|it| it.is(";")).unwrap_or(tokens.len());
    let inner = tokens[..end].split(|it| it.is(",") || it.is("(") || it.is(")"));
    inner.filter(|part| !part.is_empty())
}

/// A dotted name, and what it is called in the program.
fn named<'a>(part: &[Token<'a>]) -> (String, Option<&'a str>) {
    let alias = part.iter().position(|it| it.is("as"));
    let path = part[..alias.unwrap_or(part.len())].iter().map(|it| it.text).collect();
    (path, alias.and_then(|at| part.get(at + 1)).map(|it| it.text))
}
