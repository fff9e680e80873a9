//! `cargo xtask bench`: Socket Lab beside its peers.

mod bridge;
mod chat;
mod process;
mod report;
mod serve;
mod usage;

use anyhow::{Context as _, Result, ensure};

/// Runs everything, or the parts that are named: `[--quick] [PART]…`; `chat` and `bridge` name all
/// parts of theirs. `serve` makes this program one of the peers.
fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("serve", role)) = arguments.split_first().map(|(first, rest)| (&**first, rest)) {
        return serve::serve(role);
    }
    let (flags, names): (Vec<String>, Vec<String>) =
        arguments.into_iter().partition(|argument| argument.starts_with("--"));
    ensure!(flags.iter().all(|flag| flag == "--quick"), "there is --quick, but not {flags:?}");
    let quick = !flags.is_empty();
    let wanted = |group: &str, part: &str| {
        names.is_empty() || names.iter().any(|name| name == group || name == part)
    };
    check(&names)?;
    for (name, part) in chat::Part::ALL {
        if wanted("chat", name) {
            chat::run(part, quick).with_context(|| format!("in {name}"))?;
        }
    }
    let parts = bridge::Part::ALL.into_iter().filter(|(name, _)| wanted("bridge", name));
    bridge::run(&parts.map(|(_, part)| part).collect::<Vec<_>>(), quick)
}

/// Whether there are parts of these names.
fn check(names: &[String]) -> Result<()> {
    let chat = chat::Part::ALL.map(|(name, _)| name);
    let bridge = bridge::Part::ALL.map(|(name, _)| name);
    let known = [&["chat"][..], &chat, &["bridge"], &bridge].concat();
    for name in names {
        ensure!(known.contains(&&**name), "there is no part {name:?}, but {}", known.join(", "));
    }
    Ok(())
}
