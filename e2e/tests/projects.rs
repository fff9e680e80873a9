//! Projects in the page and under this machine's `python3`: folders and archives that are opened, the files that programs
//! read and write, their arguments, and links.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, ensure};
use data_encoding::BASE64;
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Lab, PATIENCE, in_the_lab};
use serde_json::json;
use tempfile::TempDir;
use tokio::process::Command;
use tokio::time::timeout;

/// Where a project is in the page's file system.
const HOME: &str = "/home/lab";

fn folder(project: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("projects").join(project)
}

/// A copy of a project, as programs write into theirs.
async fn copy(project: &str) -> Result<TempDir> {
    let copy = tempfile::tempdir()?;
    let from = folder(project).join(".");
    let copied = Command::new("cp").arg("-r").arg(from).arg(copy.path()).status().await?;
    ensure!(copied.success(), "cp ended with {copied}");
    Ok(copy)
}

/// A project as a .zip archive that Python makes.
async fn zip(project: &str) -> Result<TempDir> {
    let place = tempfile::tempdir()?;
    let archive = place.path().join(format!("{project}.zip"));
    let from = folder("");
    let made = Command::new("python3")
        .args(["-m", "zipfile", "-c"])
        .arg(archive)
        .arg(project)
        .current_dir(from)
        .status()
        .await?;
    ensure!(made.success(), "zipfile ended with {made}");
    Ok(place)
}

/// Opens a project's archive in the page.
async fn open_zip(lab: &Lab, project: &str) -> Result<()> {
    let place = zip(project).await?;
    let archive = place.path().join(format!("{project}.zip"));
    let field = lab.browser.find("open-file-server").await?;
    field.send_keys(archive.to_str().context("a path in UTF-8")?).await?;
    let card = format!("[data-testid=project][data-name='{project}']");
    lab.browser.find_css(&card).await.map(drop)
}

/// Lines without the marks under a traceback's lines, and with the page's folder for the machine's.
fn lines(text: &str, folder: &Path) -> Vec<String> {
    let marks =
        |line: &&str| !line.trim().is_empty() && line.trim().chars().all(|c| "~^".contains(c));
    let here = folder.to_string_lossy();
    text.lines().filter(|line| !marks(line)).map(|line| line.replace(&*here, HOME)).collect()
}

#[tokio::test]
async fn a_package_layout_runs_as_in_cpython() {
    in_the_lab(async |lab| {
        let theirs = copy("layout").await?;
        let program = Command::new("python3")
            .args(["-u", "bin/start.py", "a b", ""])
            .current_dir(theirs.path())
            .env("PYTHONIOENCODING", "utf-8")
            .kill_on_drop(true)
            .output();
        let program = timeout(PATIENCE, program).await.context("python3 did not end")??;
        let mut window = Window::of_programs(lab).await?;
        open_zip(lab, "layout").await?;
        window.arguments(Half::Server, "'a b' \"\"").await?;
        window.run(Half::Server).await?;
        window.ends(Half::Server).await?;
        for (stream, output) in [("stdout", program.stdout), ("stderr", program.stderr)] {
            let output = String::from_utf8(output)?;
            let ours = window.stream(Half::Server, stream).await?;
            assert_eq!(lines(&ours, Path::new(HOME)), lines(&output, theirs.path()), "{stream}");
        }
        lab.browser.sees("error-server", "core/协议.py").await?;
        lab.browser.press("show-place-server").await?;
        let shown = "[data-testid=editor-server][data-file='core/协议.py']";
        lab.browser.find_css(shown).await?;
        let file = "[data-testid=written-file][data-name='out/更多/answer.txt'][data-whole=true]";
        lab.browser.find_css(file).await?;
        lab.browser.press("written-look").await?;
        lab.browser.sees("look-shown", "答案").await?;
        // What is looked at has the editor's room.
        let gone = "return document.querySelector('[data-testid=look]').closest('.pane').querySelector('.editor').offsetHeight === 0;";
        lab.browser.holds(gone).await
    })
    .await;
}

#[tokio::test]
async fn a_breakpoint_in_a_package_stops_there_and_shows_its_variables() {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        open_zip(lab, "layout").await?;
        let row =
            "[data-testid=project-file][data-path='core/协议.py'] [data-testid=file-to-server]";
        lab.browser.find_css(row).await?.click().await?;
        lab.browser.sees("main-server", "bin/start.py").await?;
        // It is there, but hidden, for a moment before it takes the plain field's place.
        let editor = "[data-testid=editor-server][data-file='core/协议.py'] .editor-place:not([hidden]) .cm-content";
        lab.browser.find_css(editor).await?.click().await?;
        // F9 sets one at the caret's line; the click was somewhere in the text, so go to its second line.
        lab.browser.keys("\u{e009}\u{e011}\u{e000}\u{e015}\u{e039}").await?;
        window.run(Half::Server).await?;
        let paused = "[data-testid=thread-server][data-state=paused][data-line='2']";
        lab.browser.find_css(paused).await?;
        lab.browser.sees("locals-server", "line").await?;
        lab.browser.sees("locals-server", "a=1").await?;
        window.stop(Half::Server).await
    })
    .await;
}

#[tokio::test]
async fn a_picture_goes_from_half_to_half_as_between_two_cpythons() {
    in_the_lab(async |lab| {
        let picture = std::fs::read(folder("transfer").join("my picture.png"))?;
        let mut window = Window::of_programs(lab).await?;
        open_zip(lab, "transfer").await?;
        let editor = |side: &str, file: &str| format!("[data-testid=editor-{side}][data-file='{file}']");
        lab.browser.find_css(&editor("server", "bin/server.py")).await?;
        lab.browser.find_css(&editor("client", "bin/client.py")).await?;
        window.run(Half::Server).await?;
        window.until_prints(Half::Server, "port ").await?;
        window.until_prints(Half::Server, "\n").await?;
        let port = window.stream(Half::Server, "stdout").await?;
        let port = port.trim().strip_prefix("port ").context("it prints its port")?.to_owned();
        window.arguments(Half::Client, &format!("{port} 'my picture.png'")).await?;
        window.run(Half::Client).await?;
        window.ends(Half::Client).await?;
        window.ends(Half::Server).await?;
        let ours = [
            without_port(&window.stream(Half::Server, "stdout").await?),
            window.stream(Half::Client, "stdout").await?,
        ];
        assert_eq!(ours, between_two_pythons().await?);
        let file = format!(
            "[data-testid=written-server] [data-name='received/my picture.png'][data-size='{}'][data-whole=true]",
            picture.len()
        );
        lab.browser.find_css(&file).await?;
        lab.browser.press("written-look").await?;
        let shown = lab.browser.find_css("img[data-testid=look-shown]").await?;
        let address = shown.attr("src").await?.context("a picture has an address")?;
        let received = address.strip_prefix("data:image/png;base64,").context("it is PNG")?;
        ensure!(received == BASE64.encode(&picture), "other bytes arrived");
        lab.browser.holds("return document.querySelector('img[data-testid=look-shown]').naturalWidth === 96;").await
    })
    .await;
}

/// What server and client of the same project print in two terminals.
async fn between_two_pythons() -> Result<[String; 2]> {
    use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
    let project = copy("transfer").await?;
    let python = |file: &str| {
        let mut command = Command::new("python3");
        command.args(["-u", file]).current_dir(project.path()).kill_on_drop(true);
        command.stdout(std::process::Stdio::piped());
        command
    };
    let mut server = python("bin/server.py").spawn()?;
    let mut printed = BufReader::new(server.stdout.take().context("it is piped")?);
    let mut first = String::new();
    timeout(PATIENCE, printed.read_line(&mut first)).await.context("no port")??;
    let port = first.trim().strip_prefix("port ").context("it prints its port")?;
    let client = python("bin/client.py").args([port, "my picture.png"]).output();
    let client = timeout(PATIENCE, client).await.context("the client did not end")??;
    let mut rest = String::new();
    timeout(PATIENCE, printed.read_to_string(&mut rest))
        .await
        .context("the server did not end")??;
    Ok([rest, String::from_utf8(client.stdout)?])
}

fn without_port(text: &str) -> String {
    text.split_once('\n').map_or("", |(_, rest)| rest).to_owned()
}

#[tokio::test]
async fn a_folder_that_is_dropped_is_a_project_and_survives_a_reload_with_its_data() {
    in_the_lab(async |lab| {
        Window::of_programs(lab).await?;
        drop_into(lab, &folder("layout")).await?;
        lab.browser.find_css("[data-testid=project][data-name=layout]").await?;
        lab.browser
            .keeps_data(std::fs::metadata(folder("layout").join("数据/bytes.bin"))?.len())
            .await?;
        let mut window = Window::of_programs(lab).await?;
        lab.browser
            .find_css(
                "[data-testid=project-file][data-path='bin/start.py'] [data-testid=file-to-client]",
            )
            .await?
            .click()
            .await?;
        lab.browser.find_css("[data-testid=project-save]:enabled").await?;
        window.run(Half::Client).await?;
        window.ends(Half::Client).await?;
        let printed = window.stream(Half::Client, "stdout").await?;
        ensure!(
            printed.contains("['一', '二', '三']") && printed.contains(r"\xfe\xff'"),
            "{printed}"
        );
        Ok(())
    })
    .await;
}

/// Drops a file or a folder of this machine onto the place for it.
async fn drop_into(lab: &Lab, path: &Path) -> Result<()> {
    let place =
        "const place = document.querySelector('[data-testid=open-files]').getBoundingClientRect();
        return [place.x + place.width / 2, place.y + place.height / 2];";
    let at = lab.browser.script(place, vec![]).await?;
    for kind in ["dragEnter", "dragOver", "drop"] {
        let data = json!({ "items": [], "files": [path], "dragOperationsMask": 1 });
        let event = json!({ "type": kind, "x": at[0], "y": at[1], "data": data });
        lab.browser.devtools("Input.dispatchDragEvent", event).await?;
    }
    Ok(())
}

#[tokio::test]
async fn an_archive_that_leads_out_of_its_folder_is_refused_in_both_languages() {
    in_the_lab(async |lab| {
        Window::of_programs(lab).await?;
        let place = tempfile::tempdir()?;
        let archive = place.path().join("evil.zip");
        let made =
            "import sys, zipfile; zipfile.ZipFile(sys.argv[1], 'w').writestr('../../.bashrc', 'x')";
        let made = Command::new("python3").args(["-c", made]).arg(&archive).status().await?;
        ensure!(made.success(), "python3 ended with {made}");
        let field = lab.browser.find("open-file-server").await?;
        field.send_keys(archive.to_str().context("a path in UTF-8")?).await?;
        lab.browser.sees("open-refused", "outside the project's folder").await?;
        lab.browser.press("lang-zh").await?;
        lab.browser.sees("open-refused", "在项目文件夹之外").await?;
        ensure!(lab.browser.count("[data-testid=project]").await? == 0, "a project was made");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_link_brings_a_whole_project_that_runs_once_it_is_run() {
    in_the_lab(async |lab| {
        Window::of_programs(lab).await?;
        open_zip(lab, "layout").await?;
        let copied = "const done = arguments[0];
            navigator.clipboard.writeText = (text) => { done(text); return Promise.resolve(); };
            document.querySelector('[data-testid=project-share]').click();";
        let link = lab.browser.script_async(copied, vec![]).await?;
        let link = link.as_str().context("a link is text")?.to_owned();
        ensure!(link.contains("/program#project1="), "{link}");
        lab.browser.press("project-delete").await?;
        lab.browser.press("project-delete").await?;
        lab.browser
            .holds("return document.querySelector('[data-testid=project]') === null;")
            .await?;
        lab.browser.open("about:blank").await?;
        lab.browser.open(&link).await?;
        lab.browser.sees("shared-program", "layout").await?;
        lab.browser.press("shared-keep").await?;
        lab.browser.find_css("[data-testid=project][data-name=layout]").await?;
        lab.browser
            .find_css("[data-testid=editor-server][data-file='bin/start.py']")
            .await
            .map(drop)
    })
    .await;
}

#[tokio::test]
async fn arguments_that_cannot_be_split_are_told_at_the_field_and_hinder_the_run() {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "arguments.py", "import sys; print(sys.argv[1:])\n").await?;
        window.arguments(Half::Server, "it's").await?;
        lab.browser.sees("arguments-error-server", "not closed").await?;
        lab.browser.find_css("[data-testid=run-server]:disabled").await?;
        window.arguments(Half::Server, r#"it\'s '' "a b" c\ d"#).await?;
        window.run(Half::Server).await?;
        window.ends(Half::Server).await?;
        assert_eq!(window.output(Half::Server).await?, "[\"it's\", '', 'a b', 'c d']\n");
        Ok(())
    })
    .await;
}
