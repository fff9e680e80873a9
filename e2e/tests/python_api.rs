//! What programs import, in the page and in this machine's CPython: each difference is listed with its reason, and what a page
//! cannot do says what to do instead.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use lab_e2e::in_the_lab;
use lab_e2e::play::{Half, Stage as _, Window};
use tokio::process::Command;

/// The list of differences.
const LIST: &str = include_str!("../../docs/python-in-the-page.md");

/// Walks the names, and looks for them.
const WALK: &str = include_str!("documented_names.py");

/// Names that differ, as `fnmatch` takes them, and the last minor version of CPython that has them, where the page's version has
/// them no more.
fn listed() -> Vec<(String, Option<u32>)> {
    let mut found = Vec::new();
    let names =
        LIST.split("\n## ").find(|section| section.starts_with("Names")).unwrap_or_default();
    for row in names.lines().filter(|line| line.starts_with("| `")) {
        let mut cells = row.trim_matches('|').split('|').map(str::trim);
        let (names, last) = (cells.next().unwrap_or_default(), cells.next().unwrap_or_default());
        let last = last.strip_prefix("gone after 3.").and_then(|minor| minor.parse().ok());
        found
            .extend(names.split_whitespace().map(|name| (name.trim_matches('`').to_owned(), last)));
    }
    found
}

/// What this machine's CPython prints of `program`.
async fn in_python(program: &str) -> Result<String> {
    let output = Command::new("python3").args(["-c", program]).output().await?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}

/// What a program prints in the page.
async fn in_the_page(window: &mut Window<'_>, program: &str) -> Result<String> {
    window.open_text(Half::Client, "program.py", program).await?;
    window.run(Half::Client).await?;
    window.ends(Half::Client).await?;
    let errors = window.stream(Half::Client, "stderr").await?;
    ensure!(errors.is_empty(), "{errors}");
    window.stream(Half::Client, "stdout").await
}

#[tokio::test]
async fn every_name_that_differs_from_cpython_is_listed_and_every_one_listed_differs() {
    in_the_lab(async |lab| {
        let minor = in_python("import sys; print(sys.version_info.minor)").await?;
        let minor: u32 = minor.trim().parse().context("it is a number")?;
        let names = in_python(&format!("{WALK}\nprint(json.dumps(dict(walk())))")).await?;
        let names: BTreeMap<String, Option<i64>> = serde_json::from_str(&names)?;
        ensure!(names.len() > 2500, "{} names", names.len());
        let patterns: Vec<String> = listed()
            .into_iter()
            .filter(|(_, last)| last.is_none_or(|last| minor <= last))
            .map(|(pattern, _)| pattern)
            .collect();
        let names = serde_json::to_string(&serde_json::to_string(&names)?)?;
        let patterns = serde_json::to_string(&patterns)?;
        let program = format!(
            "{WALK}
from fnmatch import fnmatchcase
found = dict(differences(json.loads({names})))
left = {patterns}
for path, other in found.items():
    matching = [pattern for pattern in {patterns} if fnmatchcase(path, pattern)]
    left = [pattern for pattern in left if pattern not in matching]
    if not matching:
        print('not listed:', path, other)
there = json.loads({names})
for pattern in left:
    if any(fnmatchcase(path, pattern) for path in there):
        print('listed, and as in CPython:', pattern)
print(len(found) > 50)
"
        );
        let mut window = Window::of_programs(lab).await?;
        let told = in_the_page(&mut window, &program).await?;
        ensure!(told == "True\n", "docs/python-in-the-page.md:\n{told}");
        Ok(())
    })
    .await;
}

/// Prints the error of each and the first words of the lines that come with it.
const IMPOSSIBLE: &str = r#"
import concurrent.futures
import importlib.util
import multiprocessing
import os
import socket
import socketserver
import subprocess
import asyncio

def work():
    pass

def import_(name):
    return lambda: importlib.import_module(name)

for attempt in (
    os.fork, lambda: os.execv("/bin/ls", ["ls"]), lambda: os.popen("ls"),
    lambda: subprocess.run(["ls"]), lambda: multiprocessing.Process(target=work).start(), lambda: multiprocessing.Pool(2),
    lambda: concurrent.futures.ProcessPoolExecutor().submit(work), lambda: asyncio.run(asyncio.create_subprocess_exec("ls")),
    lambda: socketserver.ForkingTCPServer(("127.0.0.1", 0), None).process_request(None, None),
    lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW),
    import_("tkinter"), import_("pygame"), import_("ctypes"), import_("numpy"),
):
    try:
        attempt()
        print("done")
    except Exception as error:
        english, chinese = error.__notes__
        terminal = "in a terminal" in english and "终端" in chinese
        print(type(error).__name__, f"{error}|{english[:40]}", terminal)
try:
    importlib.import_module("nonsense")
except ModuleNotFoundError as error:
    print(error, hasattr(error, "__notes__"))
print(importlib.util.find_spec("tkinter"))
"#;

#[tokio::test]
async fn what_a_page_cannot_do_says_what_to_do_instead() {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        let told = in_the_page(&mut window, IMPOSSIBLE).await?;
        let process = "OSError [Errno 95] a program in a page cannot start processes|Socket Lab: a page has no other processe True\n";
        let expected = [
            process.repeat(9),
            "PermissionError [Errno 1] Operation not permitted|Socket Lab: raw packets need an administ True\n".to_owned(),
            "ModuleNotFoundError No module named 'tkinter'|Socket Lab: tkinter draws windows on a s True\n".to_owned(),
            "ModuleNotFoundError No module named 'pygame'|Socket Lab: pygame draws windows on a sc True\n".to_owned(),
            "ModuleNotFoundError No module named '_ctypes'|Socket Lab: ctypes calls machine code, w True\n".to_owned(),
            "ModuleNotFoundError No module named 'numpy'|Socket Lab: numpy is no part of Python,  True\n".to_owned(),
            "No module named 'nonsense' False\nNone\n".to_owned(),
        ]
        .concat();
        ensure!(told == expected, "{told}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn os_system_clears_the_screen_and_finds_no_other_command() {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        let program = "import os
for line in ('clear', 'cls', 'cls||clear', '', 'pause', 'ping -c 1 localhost', 'pause'):
    print(os.system(line))
";
        window.open_text(Half::Client, "program.py", program).await?;
        window.run(Half::Client).await?;
        window.ends(Half::Client).await?;
        let told = window.stream(Half::Client, "stdout").await?;
        ensure!(told == "0\n0\n0\n0\n32512\n32512\n32512\n", "{told:?}");
        let told = window.stream(Half::Client, "stderr").await?;
        let told: Vec<&str> = told.lines().map(|line| line.get(..18).unwrap_or(line)).collect();
        ensure!(
            told.len() == 7 && told.starts_with(&["sh: 1: pause: not ", "Socket Lab: a page"]),
            "{told:?}"
        );
        ensure!(told.ends_with(&["sh: 1: pause: not "]), "{told:?}");
        let program = "import os
for line in ('clear', 'cls', 'cls||clear'):
    print('before')
    os.system(line)
print('after')
";
        window.open_text(Half::Client, "screen.py", program).await?;
        window.run(Half::Client).await?;
        window.ends(Half::Client).await?;
        window.shows_lines(Half::Client, &["after"]).await
    })
    .await;
}
