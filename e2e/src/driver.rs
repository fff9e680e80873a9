//! The three browsers, and the WebDriver server of each.

use std::net::TcpListener;

use anyhow::{Context as _, Result};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Map, Value, json};
use tempfile::TempDir;
use tokio::process::{Child, ChildStdout, Command};

use crate::PATIENCE;
use crate::browser::{Look, UNTRUSTED_HOST};
use crate::kernel::listens;
use crate::process::{Output, lines, spawn, terminate, wait_for_line};

/// How often a driver is started that finds its port taken.
const STARTS: usize = 5;
/// What chromedriver says of it, after the name of the IP version.
const PORT_IS_TAKEN: &str = "port not available";

/// A browser that the page is tested in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BrowserKind {
    /// Headless, driven through chromedriver.
    Chromium,
    /// Headless, driven through geckodriver.
    Firefox,
    /// MiniBrowser on a virtual display, driven through WebKitWebDriver.
    WebKitGtk,
}

impl BrowserKind {
    /// Its driver: named by the environment, or on PATH.
    fn driver(self) -> String {
        let (variable, name) = match self {
            Self::Chromium => ("SOCKET_LAB_CHROMEDRIVER", "chromedriver"),
            Self::Firefox => ("SOCKET_LAB_GECKODRIVER", "geckodriver"),
            Self::WebKitGtk => ("SOCKET_LAB_WEBKITDRIVER", "WebKitWebDriver"),
        };
        std::env::var(variable).unwrap_or_else(|_| name.into())
    }

    /// What its driver prints before its port.
    fn ready(self) -> &'static str {
        match self {
            Self::Chromium => "started successfully on port ",
            Self::Firefox | Self::WebKitGtk => "Listening on 127.0.0.1:",
        }
    }
}

/// A WebDriver server that is ready to start its browser.
pub(crate) struct Driver {
    kind: BrowserKind,
    process: Child,
    port: u16,
    /// Kept open: geckodriver ends when its output has no reader.
    _stdout: Output<ChildStdout>,
    _display: Option<Display>,
    folder: TempDir,
}

impl Driver {
    /// Starts the browser's driver on a free port.
    ///
    /// chromedriver lets IPv6 choose the port and ends when a test beside it holds the same port
    /// of IPv4, so it is started again.
    pub(crate) async fn start(kind: BrowserKind) -> Result<Self> {
        for _ in 1..STARTS {
            match Self::start_once(kind).await {
                Err(error) if format!("{error:#}").contains(PORT_IS_TAKEN) => {}
                started => return started,
            }
        }
        Self::start_once(kind).await
    }

    async fn start_once(kind: BrowserKind) -> Result<Self> {
        let folder = TempDir::new()?;
        let mut command = Command::new(kind.driver());
        // What the browser leaves behind when it is ended goes with this folder.
        command.env("TMPDIR", folder.path());
        let (mut display, mut port) = (None, None);
        match kind {
            BrowserKind::Chromium => command.arg("--port=0"),
            BrowserKind::Firefox => command.args(["--port=0", "--websocket-port=0"]),
            BrowserKind::WebKitGtk => {
                // It does not print the port it chooses, so the port is chosen here.
                let port = port.insert(free_port()?);
                let display = display.insert(Display::start().await?);
                command.arg(format!("--port={port}")).env("DISPLAY", &display.name).envs(
                    ["XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"]
                        .map(|home| (home, folder.path())),
                )
            }
        };
        let mut process = spawn(&mut command)?;
        let mut stdout = lines(process.stdout.take());
        let port = match port {
            Some(port) => listens(port).await.map(|()| port)?,
            None => {
                let printed = wait_for_line(&mut stdout, kind.ready()).await?;
                printed.trim_end_matches('.').parse().context("the driver prints its port")?
            }
        };
        Ok(Self { kind, process, port, _stdout: stdout, _display: display, folder })
    }

    /// Starts a browser of this look with a fresh profile.
    pub(crate) async fn open(&self, look: Look) -> Result<Client> {
        let client = ClientBuilder::new(HttpConnector::new())
            .capabilities(self.capabilities(look))
            .connect(&format!("http://127.0.0.1:{}", self.port))
            .await
            .with_context(|| format!("the driver did not start {:?}", self.kind))?;
        if self.kind != BrowserKind::Chromium {
            client.set_window_size(look.width, look.height).await?;
        }
        Ok(client)
    }

    /// Ends the driver, once its browser has ended.
    pub(crate) async fn stop(mut self) -> Result<()> {
        terminate(&self.process).await?;
        self.process.wait().await?;
        Ok(())
    }

    fn capabilities(&self, look: Look) -> Map<String, Value> {
        let options = match self.kind {
            BrowserKind::Chromium => Some(("goog:chromeOptions", chromium(look, &self.folder))),
            BrowserKind::Firefox => Some(("moz:firefoxOptions", firefox(look))),
            // MiniBrowser takes no preferences. Its driver knows where it is.
            BrowserKind::WebKitGtk => None,
        };
        let timeouts = json!({ "script": 2 * PATIENCE.as_millis() as u64 });
        let options = options.map(|(name, options)| (name.to_owned(), options));
        options.into_iter().chain([("timeouts".to_owned(), timeouts)]).collect()
    }
}

fn chromium(look: Look, profile: &TempDir) -> Value {
    let mut arguments = vec![
        "--headless".to_owned(),
        "--no-sandbox".into(),
        "--disable-gpu".into(),
        "--disable-quic".into(),
        "--no-first-run".into(),
        "--disable-background-networking".into(),
        "--disable-component-update".into(),
        "--disable-sync".into(),
        "--disable-dev-shm-usage".into(),
        // Endless animation, drawn in software, takes processor time from the test.
        "--force-prefers-reduced-motion".into(),
        format!("--host-resolver-rules=MAP {UNTRUSTED_HOST} 127.0.0.1"),
        format!("--window-size={},{}", look.width, look.height),
        format!("--lang={}", look.language),
        format!("--accept-lang={}", look.language),
        format!("--user-data-dir={}", profile.path().display()),
    ];
    if look.dark {
        // The engine's number for a system that prefers dark colours.
        arguments.push("--blink-settings=preferredColorScheme=0".into());
    }
    let mut options = json!({
        "args": arguments,
        "prefs": { "intl.accept_languages": look.language, "intl.selected_languages": look.language },
    });
    // A desktop window cannot be narrower than about 500 px.
    if look.width < 500 {
        options["mobileEmulation"] = json!({
            "deviceMetrics": { "width": look.width, "height": look.height, "pixelRatio": 2.0 },
        });
    }
    with_binary(options, "SOCKET_LAB_CHROMIUM")
}

/// geckodriver makes the profile itself, and removes it.
fn firefox(look: Look) -> Value {
    let options = json!({
        "args": ["-headless"],
        "prefs": {
            "intl.accept_languages": look.language,
            "ui.prefersReducedMotion": 1,
            "ui.systemUsesDarkTheme": i32::from(look.dark),
        },
    });
    with_binary(options, "SOCKET_LAB_FIREFOX")
}

fn with_binary(mut options: Value, variable: &str) -> Value {
    if let Ok(binary) = std::env::var(variable) {
        options["binary"] = json!(binary);
    }
    options
}

fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port on 127.0.0.1")?;
    Ok(listener.local_addr()?.port())
}

/// A virtual display, for a browser that cannot be without one.
struct Display {
    /// As in `DISPLAY`.
    name: String,
    _server: Child,
}

impl Display {
    async fn start() -> Result<Self> {
        let mut command = Command::new("Xvfb");
        // It chooses a free number and writes it to this descriptor once it is ready.
        command.args(["-displayfd", "1", "-nolisten", "tcp", "-screen", "0", "1600x1200x24"]);
        let mut server = spawn(&mut command)?;
        let number = wait_for_line(&mut lines(server.stdout.take()), "").await?;
        Ok(Self { name: format!(":{number}"), _server: server })
    }
}
