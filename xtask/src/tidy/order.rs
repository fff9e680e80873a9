//! The order of a crate's modules: each uses only itself and those before it, so there is no circle.

use super::code::code_only;

/// A crate whose modules have an order. ARCHITECTURE.md prints the same lists.
struct Crate {
    /// The folder of its sources.
    folder: &'static str,
    /// The modules at its root, from the lowest up. The root itself uses them all.
    modules: &'static [&'static str],
}

const CRATES: &[Crate] =
    &[Crate { folder: "relay/src/", modules: RELAY }, Crate { folder: "web/src/", modules: WEB }];

const RELAY: &[&str] = &[
    "resources",
    "socket",
    "policy",
    "access",
    "start",
    "config",
    "shutdown",
    "chat_host",
    "packet",
    "network",
    "assist_host",
    "metrics",
    "assistants",
    "session",
    "server",
    "http",
    "relay",
    "health",
    "logging",
    "enter",
    "chat",
    "assist",
    "cli",
];

const WEB: &[&str] = &[
    "kit",
    "worker",
    "link",
    "lab",
    "systems",
    "timeline",
    "sockets",
    "boundaries",
    "kernel",
    "network",
    "recording",
    "workbench",
    "bench",
    "chat",
    "programs",
    "assistant",
    "lessons",
    "shell",
];

/// Where a file uses a module above its own. `path` is relative to the project's folder.
pub(super) fn complaints(path: &str, text: &str) -> Vec<String> {
    breaches(path, text, CRATES)
}

fn breaches(path: &str, text: &str, crates: &[Crate]) -> Vec<String> {
    let inside = |it: &Crate| path.strip_prefix(it.folder).map(|inside| (inside, it.modules));
    let Some((inside, order)) = crates.iter().find_map(inside) else { return vec![] };
    let Some(module) = module(inside) else { return vec![] };
    let place = |name: &str| order.iter().position(|listed| *listed == name);
    let Some(own) = place(module[0]) else {
        let name = module[0];
        return vec![format!("{path}: the list in xtask/src/tidy/order.rs has no {name}")];
    };
    let above = |used: &&Used| place(used.name).is_some_and(|used| used > own);
    let code = code_only(text);
    let used = uses(&code, module.len());
    let complain = |Used { line, name }: &Used| {
        format!("{path}:{line}: {} uses {name}, which is above it in the list", module[0])
    };
    used.iter().filter(above).map(complain).collect()
}

/// Used only by tests, so it may use every module.
const TESTING: &str = "testing";

/// The module of a file of a crate, by its names. The crate's root has none.
fn module(inside: &str) -> Option<Vec<&str>> {
    let mut names: Vec<&str> = inside.strip_suffix(".rs")?.split('/').collect();
    if names[0] == TESTING {
        return None;
    }
    if names.last() == Some(&"mod") {
        names.pop();
    } else if names.len() == 1 && ["lib", "main"].contains(&names[0]) {
        return None;
    }
    Some(names)
}

/// A module at the crate's root that a line names.
struct Used<'a> {
    line: usize,
    name: &'a str,
}

/// The names that follow the crate's root in a path: after `crate`, or after as many `super` as lead
/// there from a module of this depth.
fn uses(code: &str, depth: usize) -> Vec<Used<'_>> {
    let tokens = tokens(code);
    let text = |at: usize| tokens.get(at).map_or("", |(_, token)| *token);
    let mut found = vec![];
    let mut braces = 0;
    // Modules written out in the file, by the braces around them.
    let mut inner: Vec<usize> = vec![];
    let mut at = 0;
    while at < tokens.len() {
        match text(at) {
            "{" => braces += 1,
            "}" => {
                braces -= 1;
                if inner.last() == Some(&braces) {
                    inner.pop();
                }
            }
            "mod" if text(at + 2) == "{" => inner.push(braces),
            "crate" | "super" if at == 0 || text(at - 1) != "::" => {
                let from = at;
                while ["crate", "super"].contains(&text(at)) && text(at + 1) == "::" {
                    at += 2;
                }
                let climbs = (at - from) / 2;
                if text(from) == "crate" || climbs == depth + inner.len() {
                    found.extend(heads(&tokens, at));
                }
                // What follows may hold braces of its own.
                at = at.max(from + 1);
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// The first names of the paths at `at`: one, or those of a group in braces.
fn heads<'a>(tokens: &[(usize, &'a str)], at: usize) -> Vec<Used<'a>> {
    let used = |&(line, name): &(usize, &'a str)| Used { line, name };
    let Some(first) = tokens.get(at) else { return vec![] };
    if first.1 != "{" {
        return vec![used(first)];
    }
    let (mut depth, mut heads) = (0, vec![]);
    for (before, token) in tokens[at..].iter().zip(&tokens[at + 1..]) {
        match before.1 {
            "{" => depth += 1,
            "}" => depth -= 1,
            _ => {}
        }
        match depth {
            0 => break,
            1 if ["{", ","].contains(&before.1) => heads.push(used(token)),
            _ => {}
        }
    }
    heads
}

/// Words, `::` and single signs, each with its line.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let mut tokens = vec![];
    for (index, line) in code.lines().enumerate() {
        let mut rest = line.trim_start();
        while let Some(first) = rest.chars().next() {
            let word = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
            let length = match word {
                0 if rest.starts_with("::") => 2,
                0 => first.len_utf8(),
                word => word,
            };
            let (token, after) = rest.split_at(length);
            tokens.push((index + 1, token));
            rest = after.trim_start();
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::{CRATES, Crate, breaches};

    const ORDER: &[Crate] =
        &[Crate { folder: "web/src/", modules: &["kit", "lab", "chat", "shell"] }];

    fn check(path: &str, text: &str, expected: &[&str]) {
        let found = breaches(path, text, ORDER);
        let found: Vec<_> = found.iter().map(|it| it.trim_start_matches(path)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_module_uses_only_those_before_it() {
        let text = "use crate::kit::icon::Icon;\nuse crate::chat::Chat;\n";
        check("web/src/shell/mod.rs", text, &[]);
        check("web/src/chat/state/room.rs", text, &[]);
        check("web/src/lab/view.rs", text, &[":2: lab uses chat, which is above it in the list"]);
        check("web/src/lib.rs", text, &[]);
        check("relay/src/lab/view.rs", text, &[]);
    }

    #[test]
    fn every_way_to_name_a_module_is_seen() {
        let breach =
            |line: usize| format!(":{line}: lab uses shell, which is above it in the list");
        let path = "web/src/lab/state/names.rs";
        for (text, line) in [
            ("use crate::{kit::Icon, shell::{App, Place}};\n", 1),
            ("use crate::{\n    kit,\n    shell,\n};\n", 3),
            ("fn f() { crate::shell::go() }\n", 1),
            ("\nuse super::super::super::shell::App;\n", 2),
            ("mod tests {\n    use super::super::super::super::shell::App;\n}\n", 2),
            ("use super::{a, b};\nmod tests { }\nuse super::super::super::shell;\n", 3),
        ] {
            check(path, text, &[&breach(line)]);
        }
    }

    #[test]
    fn a_module_s_own_modules_may_have_any_name() {
        let path = "web/src/lab/state/names.rs";
        for text in [
            "use super::super::shell::Thing;\n",
            "mod tests {\n    use super::super::super::shell::App;\n}\n",
            "use lab_shared::shell::App;\n",
            "use crate::kit::shell::App;\n",
            "// use crate::shell::App;\n",
        ] {
            check(path, text, &[]);
        }
    }

    #[test]
    fn a_module_that_is_not_listed_is_named() {
        let complaint = ": the list in xtask/src/tidy/order.rs has no new";
        check("web/src/new/mod.rs", "", &[complaint]);
        check("web/src/new.rs", "", &[complaint]);
    }

    #[test]
    fn the_document_prints_the_lists() {
        let document = include_str!("../../../ARCHITECTURE.md");
        for Crate { folder, modules } in CRATES {
            let list = modules.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" ");
            assert!(
                document.lines().any(|line| line == list),
                "ARCHITECTURE.md has no line for {folder}\n{list}"
            );
        }
    }
}
