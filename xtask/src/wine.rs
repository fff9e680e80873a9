//! Wine, which runs programs for Windows here, in a folder of its own. It is no Windows: it shows whether calls, rounds
//! and pages work.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::project::Project;

/// The file of [`Wine::lend_shim`].
const SHIM: &str = "bcryptprimitives.dll";

/// Wine's server; it ends when dropped, and with it whatever still runs in it.
pub(crate) struct Wine {
    /// A folder for what is used with it.
    pub(crate) folder: PathBuf,
    prefix: PathBuf,
}

impl Wine {
    /// Starts the server, without which each program would begin with it.
    pub(crate) fn begin(project: &Project) -> Result<Self> {
        let folder = project.target.join("wine");
        let prefix = folder.join("prefix");
        fs::create_dir_all(&prefix)
            .with_context(|| format!("cannot create {}", prefix.display()))?;
        build_shim(&project.root, &folder)?;
        let wine = Self { folder, prefix };
        // At its end it lists what programs have left open.
        let mut server = Command::new("wineserver");
        server.arg("--persistent").stderr(Stdio::null());
        wine.tell(&mut server).status().context("cannot start wineserver")?;
        // Fills the prefix, if it is new.
        let mut boot = Command::new("wine");
        command::run(wine.tell(boot.args(["wineboot", "--init"])), Duration::from_secs(60))?;
        Ok(wine)
    }

    /// Has `command`, or what it starts, use this Wine.
    pub(crate) fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("WINEPREFIX", &self.prefix).env("WINEDEBUG", "-all")
    }

    /// The same as arguments of env(1).
    pub(crate) fn variables(&self) -> [String; 2] {
        [format!("WINEPREFIX={}", self.prefix.display()), "WINEDEBUG=-all".to_owned()]
    }

    /// Puts beside a program the one function of Windows that Rust's standard library needs and Wine 8 has not. For
    /// tests alone.
    pub(crate) fn lend_shim(&self, folder: &Path) -> Result<()> {
        fs::copy(self.folder.join(SHIM), folder.join(SHIM))
            .with_context(|| format!("cannot copy {SHIM} into {}", folder.display()))?;
        Ok(())
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        // It fails only where there is none.
        let _ = self.tell(Command::new("wineserver").arg("--kill")).status();
    }
}

fn build_shim(root: &Path, folder: &Path) -> Result<()> {
    let mut compiler = Command::new("x86_64-w64-mingw32-gcc");
    compiler.arg("-shared").arg("-o").arg(folder.join(SHIM));
    compiler.arg(root.join("relay/tests/windows/bcryptprimitives.c")).arg("-ladvapi32");
    command::run(&mut compiler, Duration::from_secs(5))
}
