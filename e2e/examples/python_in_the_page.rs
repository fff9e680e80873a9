//! Measures Python in the page: from pressing Run to the first line, from step to step, calls a
//! second. `cargo xtask measure` runs it.

use anyhow::{Context as _, Result};
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Browser, Lab, in_the_lab};
use serde_json::json;

/// Prints something else in each run.
const FIRST_LINE: &str = "import time; print('first line', time.time_ns())\n";

const RUNS: usize = 9;

const LINES: &str = "\
number = 0
while number < 1000:
    number += 1
    text = str(number)
";

const STEPS: usize = 60;

const CALLS: &str = "\
import socket
import time

ours, theirs = socket.socketpair()
asked = socket.socket()
for name, call in (
    (\"getsockname\", lambda: asked.getsockname()),
    (\"send and recv\", lambda: (ours.send(b'x' * 64), theirs.recv(64))),
):
    calls = 2 if name.startswith(\"send\") else 1
    began = time.perf_counter()
    for _ in range(6000 // calls):
        call()
    print(f\"{name}: {6000 / (time.perf_counter() - began):.0f} calls a second\")
";

/// Presses Run; gives the milliseconds until the page shows what the first line prints.
const RUN: &str = "
    const done = arguments[0];
    const console = () => document.querySelector('[data-testid=console-server]')?.textContent ?? '';
    const before = console();
    const began = performance.now();
    const observer = new MutationObserver(() => {
        const now = console();
        if (now !== before && now.includes('first line')) {
            observer.disconnect();
            done(performance.now() - began);
        }
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    document.querySelector('[data-testid=run-server]').click();";

/// The same call without lab or Python: a script in the page speaks to the relay itself. It is what
/// the browser's WebSocket allows.
const BARE: &str = "
    const [url, token, count, done] = arguments;
    const relay = new WebSocket(url);
    let id = 0, began;
    const call = (op, socket) =>
        relay.send(JSON.stringify({ call: { id: ++id, ...socket, op } }));
    relay.onopen = () =>
        relay.send(JSON.stringify({ hello: { version: 1, token, first_socket: 1 } }));
    relay.onclose = (event) => done(`closed with ${event.code} ${event.reason}`);
    relay.onmessage = ({ data }) => {
        const message = JSON.parse(data);
        if (message.hello) {
            call({ socket: { family: 'AF_INET', kind: 'SOCK_STREAM', proto: 0 } }, {});
        } else if (message.return?.id === 1) {
            began = performance.now();
            call('getsockname', { socket: message.return.ok.socket.socket });
        } else if (message.return && id <= count) {
            call('getsockname', { socket: 1 });
        } else if (message.return) {
            relay.onclose = null;
            relay.close();
            done(count / (performance.now() - began) * 1000);
        }
    };";

/// Presses Step; gives the milliseconds until the page shows another line.
const STEP: &str = "
    const done = arguments[0];
    const line = () => document.querySelector('[data-testid=thread-server]')?.dataset.line;
    const before = line();
    const began = performance.now();
    const observer = new MutationObserver(() => {
        if (line() !== before) { observer.disconnect(); done(performance.now() - began); }
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true });
    document.querySelector('[data-testid=step-server]').click();";

#[tokio::main]
async fn main() {
    in_the_lab(measure).await;
}

async fn measure(lab: &Lab) -> Result<()> {
    let page = &lab.browser;
    let mut window = Window::of_programs(lab).await?;
    window.open_text(Half::Server, "first.py", FIRST_LINE).await?;
    let mut first = Vec::new();
    for run in 0..=RUNS {
        let time = time_to_first_line(page, &mut window).await?;
        if run == 0 {
            println!("Run pressed as soon as the page is there, Python on its way: {time:.0} ms");
        } else {
            first.push(time);
        }
    }
    tell("Run to the first line", first);

    // The browser has the files by now; the page starts from nothing.
    let mut window = Window::of_programs(lab).await?;
    let time = time_to_first_line(page, &mut window).await?;
    println!(
        "Run pressed as soon as a page is there, its files in the browser's cache: {time:.0} ms"
    );

    window.open_text(Half::Server, "lines.py", LINES).await?;
    page.press("step-server").await?;
    page.find_css("[data-testid=thread-server][data-line='1']").await?;
    let mut steps = Vec::new();
    for _ in 0..STEPS {
        let time = page.script_async(STEP, vec![]).await?;
        steps.push(time.as_f64().context("the page tells a time")?);
    }
    page.press("stop-server").await?;
    tell("a step, from the key to the line shown", steps);

    window.open_text(Half::Server, "calls.py", CALLS).await?;
    window.run(Half::Server).await?;
    window.ends(Half::Server).await?;
    print!("{}", window.output(Half::Server).await?);

    let relay = &lab.relay;
    let url = format!("ws://{}/ws", relay.address());
    let bare = page.script_async(BARE, vec![json!(url), json!(relay.token()), json!(3000)]).await?;
    let bare = bare.as_f64().with_context(|| format!("no figure but {bare}"))?;
    println!("getsockname by a bare script in the page: {bare:.0} calls a second");
    Ok(())
}

async fn time_to_first_line(page: &Browser, window: &mut Window<'_>) -> Result<f64> {
    page.find_css("[data-testid=run-server]:enabled").await?;
    let time = page.script_async(RUN, vec![]).await?;
    window.ends(Half::Server).await?;
    time.as_f64().context("the page tells a time")
}

fn tell(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let (middle, last) = (times[times.len() / 2], times[times.len() - 1]);
    println!("{what}: median {middle:.0} ms, longest {last:.0} ms of {}", times.len());
}
