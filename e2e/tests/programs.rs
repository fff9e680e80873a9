//! Small programs in the page and under this machine's `python3`: what they print must agree.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::ExitStatus;

use anyhow::{Context as _, Result, ensure};
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{PATIENCE, in_the_lab};
use tokio::process::Command;
use tokio::time::timeout;

/// The programs are shared out among so many browsers.
const BROWSERS: usize = 3;

/// What a run left.
#[derive(Debug, PartialEq)]
struct Run {
    stdout: String,
    stderr: Vec<String>,
    status: i64,
}

#[tokio::test]
async fn every_third_program_from_the_first_agrees_with_cpython() {
    agree(0).await;
}

#[tokio::test]
async fn every_third_program_from_the_second_agrees_with_cpython() {
    agree(1).await;
}

#[tokio::test]
async fn every_third_program_from_the_third_agrees_with_cpython() {
    agree(2).await;
}

async fn agree(share: usize) {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        let mut differences = Vec::new();
        let programs = programs()?;
        for path in programs.iter().skip(share).step_by(BROWSERS) {
            let theirs = in_python(path).await?;
            let ours = in_the_page(&mut window, path).await;
            match ours {
                Ok(ours) if ours == theirs => {}
                Ok(ours) => differences
                    .push(format!("{}\n  page: {ours:#?}\n  python3: {theirs:#?}", path.display())),
                Err(error) => differences.push(format!("{}: {error:?}", path.display())),
            }
        }
        ensure!(
            differences.is_empty(),
            "{} differ:\n{}",
            differences.len(),
            differences.join("\n")
        );
        Ok(())
    })
    .await;
}

#[test]
fn there_are_the_many_programs_that_are_to_agree() {
    assert!(programs().expect("the folder can be read").len() >= 40);
}

fn programs() -> Result<Vec<PathBuf>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("programs");
    let entries = fs::read_dir(&folder).with_context(|| format!("{}", folder.display()))?;
    let mut programs: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
    programs.retain(|path| path.extension().is_some_and(|extension| extension == "py"));
    programs.sort_unstable();
    Ok(programs)
}

async fn in_python(path: &Path) -> Result<Run> {
    let folder = tempfile::tempdir()?;
    let mut command = Command::new("python3");
    command.arg("-u").arg(path).current_dir(folder.path()).env("PYTHONIOENCODING", "utf-8");
    let output = timeout(PATIENCE, command.kill_on_drop(true).output())
        .await
        .with_context(|| format!("python3 {} did not end", path.display()))??;
    Ok(Run {
        stdout: String::from_utf8(output.stdout)?,
        stderr: told(&String::from_utf8(output.stderr)?),
        status: status(output.status).context("it has ended")?.into(),
    })
}

/// The exit status as a shell tells it: of a process that a signal ended, 128 and the signal's number.
fn status(ended: ExitStatus) -> Option<i32> {
    ended.code().or_else(|| Some(128 + ended.signal()?))
}

async fn in_the_page(window: &mut Window<'_>, path: &Path) -> Result<Run> {
    window.open_file(Half::Server, path).await?;
    window.run(Half::Server).await?;
    window.ends(Half::Server).await?;
    Ok(Run {
        stdout: window.stream(Half::Server, "stdout").await?,
        stderr: told(&window.stream(Half::Server, "stderr").await?),
        status: window.status(Half::Server).await?,
    })
}

/// Standard error without what differs between Python's versions and machines: the folders of files
/// and the marks under a line.
fn told(text: &str) -> Vec<String> {
    let marks =
        |line: &&str| !line.trim().is_empty() && line.trim().chars().all(|c| "~^".contains(c));
    text.lines().filter(|line| !marks(line)).map(without_folders).collect()
}

fn without_folders(line: &str) -> String {
    match line.split_once("File \"") {
        Some((before, after)) => {
            let (path, rest) = after.split_once('"').unwrap_or((after, ""));
            let name = path.rsplit('/').next().unwrap_or(path);
            format!("{before}File \"{name}\"{rest}")
        }
        None => line.to_owned(),
    }
}
