//! The wheel for Windows, installed by Windows' own Python under Wine, and the program that pip made of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use object::LittleEndian as LE;
use object::read::pe::PeFile64;

use super::{Wheel, use_relay, word};
use crate::command;
use crate::dist::release::{ARGUMENTS, Release, VERSION};
use crate::folder;
use crate::tools;
use crate::wine::Wine;

/// Libraries that are on every Windows 10 and 11; another one would have to come with the program.
const LIBRARIES: &[&str] = &[
    "advapi32.dll",
    "bcrypt.dll",
    "bcryptprimitives.dll",
    "iphlpapi.dll",
    "kernel32.dll",
    "msvcrt.dll",
    "ntdll.dll",
    "ole32.dll",
    "shell32.dll",
    "user32.dll",
    "userenv.dll",
    "ws2_32.dll",
];

/// What stands before the name of a library that only forwards to others of the system.
const FORWARDER: &str = "api-ms-win-";

/// Installs `wheel`, starts its program in both ways, fetches its page and plays rounds.
pub(super) fn check(release: &Release<'_>, wheel: &Wheel, folder: &Path) -> Result<()> {
    check_libraries(&fs::read(&wheel.program)?)?;
    tools::find_or_install_for_windows()?;
    let tools = tools::python_for_windows(release.project)?;
    let python = folder.join("python-for-windows");
    folder::remove(&python)?;
    command::output(Command::new("cp").arg("-r").arg(&tools.python).arg(&python))?;
    // The first keeps packages out of sys.path. Through the second, pip would ask WMI, of which Wine lacks a part, for
    // the system's version; without it, it asks otherwise.
    for part in ["python313._pth", "_wmi.pyd"] {
        fs::remove_file(python.join(part)).with_context(|| format!("Python has no {part}"))?;
    }
    fs::create_dir_all(python.join("Scripts"))?;
    let wine = Wine::begin(release.project)?;
    // Python needs no such library, but the program that pip puts here does.
    wine.lend_shim(&python.join("Scripts"))?;

    let program = python.join("python.exe");
    let run = |words: &[&str]| {
        let mut python = Command::new("wine");
        command::output(wine.tell(python.arg(&program).args(words)))
    };
    let pip = word(&tools.pip)?;
    let wheel = word(&wheel.path)?;
    let quiet = ["--no-index", "--no-deps", "--disable-pip-version-check", "--no-cache-dir"];
    run(&[&[pip, "install", wheel], &quiet[..]].concat())?;
    let told = run(&["-m", "socket_lab", "--version"])?;
    ensure!(told.contains(VERSION), "python -m socket_lab says {told:?}, not {VERSION}");

    let installed = python.join("Scripts/socket-lab.exe");
    ensure!(installed.is_file(), "pip has not made {}", installed.display());
    // Python under this Wine cannot write into a file that was opened outside, but into one that cmd opens.
    let line = ["python", "-m", "socket_lab"].into_iter().chain(ARGUMENTS).chain(["2>NUL"]);
    let line = line.collect::<Vec<_>>().join(" ").replacen("python", word(&program)?, 1);
    let [prefix, silent] = wine.variables();
    let words = ["env", &prefix, &silent, "wine", "cmd", "/c", &line];
    let command = format!("env {prefix} {silent} wine {}", word(&installed)?);
    use_relay(release, &words, &command, &folder.join("windows.log"))?;
    run(&[pip, "uninstall", "--yes", "socket-lab"])?;
    ensure!(!installed.exists(), "pip left {} behind", installed.display());
    Ok(())
}

/// Whether every library that `program` loads is Windows' own: the compiler's are inside.
fn check_libraries(program: &[u8]) -> Result<()> {
    let program = PeFile64::parse(program)?;
    let table = program.import_table()?.context("the program imports nothing")?;
    let mut descriptors = table.descriptors()?;
    while let Some(library) = descriptors.next()? {
        let name = String::from_utf8_lossy(table.name(library.name.get(LE))?).to_ascii_lowercase();
        let is_there = LIBRARIES.contains(&name.as_str()) || name.starts_with(FORWARDER);
        ensure!(is_there, "the program for Windows loads {name}");
    }
    Ok(())
}
