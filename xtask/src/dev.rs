//! The reload loop: trunk serves and rebuilds the page, a relay runs beside it.

use anyhow::{Context as _, Result, bail};

use crate::command;
use crate::project::Project;
use crate::relay::{self, Running};
use crate::scripts;
use crate::tools::PageTools;

/// The address to which trunk forwards the page's WebSocket; the same as in Trunk.toml.
const RELAY: &str = "127.0.0.1:7070";

/// Where trunk serves the page; the same as in Trunk.toml.
const PAGE: &str = "http://127.0.0.1:8080";

/// Runs until trunk is stopped.
pub(crate) fn dev(project: &Project) -> Result<()> {
    let tools = PageTools::find_or_install(project)?;
    scripts::ensure(project)?;
    let binary = relay::build_debug(project)?;
    let args = ["--listen", RELAY, "--no-token", "--allow-origin", PAGE];
    let relay = Running::start(&binary, &args, None)
        .with_context(|| format!("is another relay running on {RELAY}?"))?;

    eprintln!("\nThe relay is ready on {}; its code is not reloaded.", relay.ready.address);
    eprintln!("Open {PAGE} when trunk says that it is serving. Ctrl+C ends both.\n");
    // Not into web/dist, which has the release page that the relay's binary includes.
    let dist = project.memory().join("dev-page");
    scripts::watch(project);
    let status = command::run_until_it_ends(tools.trunk()?.arg("serve").arg("--dist").arg(&dist))?;
    if !status.success() {
        bail!("trunk ended ({status}); what it printed above says why");
    }
    Ok(())
}
