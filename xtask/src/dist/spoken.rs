//! The man pages and completions, as the program itself prints them.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};

use super::release::Release;
use crate::command;

/// Each file's path in an archive, and what the program is asked for it.
pub(super) const FILES: &[(&str, &[&str])] = &[
    ("share/man/man1/socket-lab.1", &["man"]),
    ("share/man/man1/socket-lab-assist.1", &["man", "assist"]),
    ("share/man/man1/socket-lab-chat.1", &["man", "chat"]),
    ("share/bash-completion/completions/socket-lab", &["completions", "bash"]),
    ("share/zsh/site-functions/_socket-lab", &["completions", "zsh"]),
    ("share/fish/vendor_completions.d/socket-lab.fish", &["completions", "fish"]),
];

/// Asks `program`, which must run on this machine, and writes the files. Returns their folder.
pub(super) fn write(release: &Release<'_>, program: &Path) -> Result<PathBuf> {
    let folder = release.parts().join("spoken");
    for (path, words) in FILES {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().context("a file is in a folder")?)?;
        let said = command::output(Command::new(program).args(*words))?;
        fs::write(&file, said).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(folder)
}
