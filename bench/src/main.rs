//! `cargo xtask bench`: Socket Lab beside its peers.

mod assistant;
mod bridge;
mod cable;
mod chat;
mod goal;
mod machine;
mod process;
mod report;
mod results;
mod rules;
mod serve;
mod usage;

use anyhow::{Result, ensure};

/// Runs all parts, or those that are named: `[--quick] [PART]…`; `bridge`, `chat`, `rules`, `assistant` and `cable`
/// name all their parts. A full run of all parts is also written to `RESULTS.md`. `serve` makes this program one
/// of the peers.
fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("serve", role)) = arguments.split_first().map(|(first, rest)| (&**first, rest)) {
        return serve::serve(role);
    }
    let (flags, names): (Vec<String>, Vec<String>) =
        arguments.into_iter().partition(|argument| argument.starts_with("--"));
    ensure!(flags.iter().all(|flag| flag == "--quick"), "there is --quick, but not {flags:?}");
    check(&names)?;
    let quick = !flags.is_empty();
    let bridge = wanted("bridge", &bridge::Part::ALL, &names);
    let chat = wanted("chat", &chat::Part::ALL, &names);
    let assistant = wanted("assistant", &assistant::Part::ALL, &names);
    let rules = wanted("rules", &rules::Part::ALL, &names);
    let cable = wanted("cable", &cable::Part::ALL, &names);
    let mut text = String::new();
    // Printed at once, so that results are kept if a later part fails.
    let mut tell = |found: String| {
        print!("{found}");
        text += &found;
    };
    tell(results::heading(&machine::describe()));
    if !bridge.is_empty() {
        tell(bridge::run(&bridge, quick)?.markdown());
    }
    if !chat.is_empty() {
        tell(chat::run(&chat, quick)?.markdown());
    }
    if !assistant.is_empty() {
        tell(assistant::run(&assistant, quick)?.markdown());
    }
    if !rules.is_empty() {
        tell(rules::run(&rules, quick)?.markdown());
    }
    if !cable.is_empty() {
        tell(cable::run(&cable, quick)?.markdown());
    }
    if names.is_empty() && !quick {
        results::write(&text)?;
    }
    Ok(())
}

/// The parts of a group that are named, themselves or by their group; all if none is.
fn wanted<P: Copy>(group: &str, parts: &[(&str, P)], names: &[String]) -> Vec<P> {
    let wanted =
        |part: &str| names.is_empty() || names.iter().any(|name| name == group || name == part);
    parts.iter().filter(|(name, _)| wanted(name)).map(|(_, part)| *part).collect()
}

/// Checks that there are parts of these names.
fn check(names: &[String]) -> Result<()> {
    let chat = chat::Part::ALL.map(|(name, _)| name);
    let bridge = bridge::Part::ALL.map(|(name, _)| name);
    let assistant = assistant::Part::ALL.map(|(name, _)| name);
    let rules = rules::Part::ALL.map(|(name, _)| name);
    let cable = cable::Part::ALL.map(|(name, _)| name);
    let groups = ["bridge", "chat", "rules", "assistant", "cable"];
    let known = [&groups[..], &bridge, &chat, &rules, &assistant, &cable].concat();
    for name in names {
        ensure!(known.contains(&&**name), "there is no part {name:?}, but {}", known.join(", "));
    }
    Ok(())
}
