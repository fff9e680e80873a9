//! The page in the browser of whoever started the relay.
//!
//! A browser is given a file that leads to the page, not the page's address: every user of a machine
//! reads the arguments of every process (proc(5)), and the address holds the token.

use std::env;
use std::io::{self, IsTerminal as _, Write as _, stdout};

use tempfile::NamedTempFile;

use crate::socket::HAS_DESKTOP;

/// A browser that was asked to open the page. The file that leads there is removed with it.
#[derive(Debug)]
pub struct OpenedBrowser {
    _redirect: NamedTempFile,
}

/// Opens `url` where a person sits who has a browser: standard output is a terminal of this machine,
/// and there is a desktop. `None` where there is none, or it could not be asked; the address is
/// printed in any case.
#[must_use]
pub fn open_browser(url: &str) -> Option<OpenedBrowser> {
    if !stdout().is_terminal() || !has_desktop() {
        return None;
    }
    let opened = redirect_to(url).and_then(|redirect| {
        open::that_detached(redirect.path())?;
        Ok(OpenedBrowser { _redirect: redirect })
    });
    opened.inspect_err(|error| tracing::info!(%error, "no browser was opened")).ok()
}

/// A file that only its owner reads (mkstemp(3)), and that a browser leaves at once for the page.
fn redirect_to(url: &str) -> io::Result<NamedTempFile> {
    let mut file = tempfile::Builder::new().prefix("socket-lab-").suffix(".html").tempfile()?;
    // An address and a token have no character that HTML takes for its own.
    write!(
        file,
        "<!doctype html>\n<meta charset=\"utf-8\">\n<title>Socket Lab</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={url}\">\n<a href=\"{url}\">Socket Lab</a>\n"
    )?;
    file.flush()?;
    Ok(file)
}

fn has_desktop() -> bool {
    let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    if is_set("SSH_CONNECTION") {
        return false;
    }
    HAS_DESKTOP || is_set("WAYLAND_DISPLAY") || is_set("DISPLAY")
}
