//! Running a program in the page line by line: steps, breakpoints, stopping what never ends.

use anyhow::{Context as _, Result};
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Browser, Peer, in_the_lab};
use serde_json::json;

const COUNT: &str = "\
import socket

server = socket.socket()
server.bind((\"127.0.0.1\", 0))
server.listen()
print(\"listening\")
server.close()
";

const TWO_THREADS: &str = "\
import threading

beats = []


def watched():
    turn = 0
    while turn < 3:
        turn += 1
        print(\"watched\", turn)


def free():
    while len(beats) < 5:
        beats.append(input())
        print(\"free\", len(beats))


threading.Thread(target=free, name=\"free\").start()
threading.Thread(target=watched, name=\"watched\").start()
";

/// WebDriver's codes of keys.
const CONTROL_HOME: &str = "\u{e009}\u{e011}\u{e009}";
const DOWN: &str = "\u{e015}";
const F9: &str = "\u{e039}";

const ECHO: &str = "\
import socket

with socket.create_server((\"127.0.0.1\", 0)) as server:
    print(server.getsockname()[1])
    connection, _ = server.accept()
    with connection:
        while data := connection.recv(1024):
            connection.sendall(data)
";

#[tokio::test]
async fn a_program_serves_on_while_the_page_is_held_up() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "echo.py", ECHO).await?;
        window.run(Half::Server).await?;
        window.until_prints(Half::Server, "\n").await?;
        let port = window.output(Half::Server).await?.trim().parse()?;
        page.hold_up().await?;
        let mut nc = Peer::nc_connect(port).await?;
        for line in ["one", "two", "three"] {
            nc.say(line).await?;
            assert_eq!(nc.hear().await?, line);
        }
        page.let_go().await?;
        nc.hang_up().await?;
        window.ends(Half::Server).await?;
        // What happened meanwhile is told.
        let rows = "return [...document.querySelectorAll('[data-call=sendall]')].length;";
        assert_eq!(page.script(rows, vec![]).await?, json!(3));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_program_is_stepped_line_by_line_and_each_call_is_made_when_its_line_is_left() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "count.py", COUNT).await?;
        page.press("step-server").await?;
        let rows = "return document.querySelectorAll('[data-testid=timeline-row]').length;";
        for (line, calls) in [(1, 0), (3, 0), (4, 1), (5, 2), (6, 3), (7, 3)] {
            stands_at(page, line).await?;
            assert_eq!(page.script(rows, vec![]).await?, json!(calls), "calls before line {line}");
            page.press("step-server").await?;
        }
        window.ends(Half::Server).await?;
        assert_eq!(window.output(Half::Server).await?, "listening\n");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_breakpoint_holds_one_thread_while_another_goes_on() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "threads.py", TWO_THREADS).await?;
        breakpoint(page, 9).await?;
        window.run(Half::Server).await?;
        for turn in 1..=3 {
            thread_is(page, "watched", "paused").await?;
            // The other one answers meanwhile.
            window.type_line(Half::Server, "beat").await?;
            window.until_prints(Half::Server, &format!("free {turn}\n")).await?;
            thread_is(page, "watched", "paused").await?;
            page.find_css(
                "[data-testid=thread-server][data-state=paused] [data-testid^=thread-resume-]",
            )
            .await?
            .click()
            .await
            .context("cannot let the thread go on")?;
            window.until_prints(Half::Server, &format!("watched {turn}\n")).await?;
        }
        for beat in 4..=5 {
            window.type_line(Half::Server, "beat").await?;
            window.until_prints(Half::Server, &format!("free {beat}\n")).await?;
        }
        window.ends(Half::Server).await
    })
    .await;
}

#[tokio::test]
async fn what_never_ends_is_interrupted_or_stopped_and_the_next_run_begins_at_once() {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        let computes = "print('busy')\nwhile True: pass\n";
        let calls = "import socket\nasked = socket.socket()\nprint('busy')\nwhile True: asked.getsockname()\n";
        for (name, busy) in [("computes.py", computes), ("calls.py", calls)] {
            window.open_text(Half::Server, name, busy).await?;
            window.run(Half::Server).await?;
            window.until_prints(Half::Server, "busy\n").await?;
            window.interrupt(Half::Server).await?;
            window.ends(Half::Server).await?;
            window.until_prints(Half::Server, "KeyboardInterrupt\n").await?;

            window.run(Half::Server).await?;
            window.until_prints(Half::Server, "busy\n").await?;
            window.stop(Half::Server).await?;
        }
        window.open_text(Half::Server, "after.py", "print('after')\n").await?;
        window.run(Half::Server).await?;
        window.ends(Half::Server).await?;
        assert_eq!(window.output(Half::Server).await?, "after\n");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_run_knows_nothing_of_the_one_before() {
    let program = "\
import builtins, os, random

print(hasattr(builtins, 'left'), os.path.exists('left'))
builtins.left = open('left', 'w')
print(random.random())
";
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "twice.py", program).await?;
        let mut drawn = Vec::new();
        for _ in 0..3 {
            window.run(Half::Server).await?;
            window.ends(Half::Server).await?;
            let output = window.output(Half::Server).await?;
            let number = output.strip_prefix("False False\n").map(str::to_owned);
            drawn.push(number.with_context(|| format!("something was left: {output}"))?);
        }
        drawn.sort();
        drawn.dedup();
        assert_eq!(drawn.len(), 3, "runs drew the same numbers: {drawn:?}");
        Ok(())
    })
    .await;
}

/// Puts a breakpoint on a line of the server's editor, by keyboard.
async fn breakpoint(page: &Browser, line: usize) -> Result<()> {
    // It is there, but hidden, for a moment before it takes the plain field's place.
    let editor = "[data-testid=editor-server] .editor-place:not([hidden]) .cm-content";
    page.find_css(editor).await?.click().await.context("cannot click into the editor")?;
    page.keys(CONTROL_HOME).await?;
    page.keys(&DOWN.repeat(line - 1)).await?;
    page.keys(F9).await?;
    page.find_css("[data-testid=editor-server] .cm-breakpoint").await.map(drop)
}

async fn stands_at(page: &Browser, line: u32) -> Result<()> {
    let css = format!("[data-testid=thread-server][data-state=paused][data-line='{line}']");
    page.find_css(&css).await.map(drop)
}

async fn thread_is(page: &Browser, name: &str, state: &str) -> Result<()> {
    page.holds(&format!(
        "return [...document.querySelectorAll('[data-testid=thread-server][data-state={state}]')]
            .some(thread => thread.querySelector('.thread-name').textContent === '{name}');"
    ))
    .await
}
