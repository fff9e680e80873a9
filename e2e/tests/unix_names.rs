//! AF_UNIX names in the relay's folder, shared with programs in a terminal.

use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Browser, PATIENCE, in_the_lab, in_the_lab_of};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::UnixListener;
use tokio::process::{Child, Command};
use tokio::time::timeout;

/// A shell that runs a line of the page's.
fn terminal(line: &str) -> Result<Child> {
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("exec {line}")]).kill_on_drop(true);
    shell.stdin(Stdio::piped()).stdout(Stdio::piped());
    shell.spawn().context("sh is needed for this test")
}

async fn types(shell: &mut Child, text: &str) -> Result<()> {
    let input = shell.stdin.as_mut().context("its input is open")?;
    input.write_all(text.as_bytes()).await?;
    Ok(input.flush().await?)
}

/// A socket of AF_UNIX that is bound to a plain name.
async fn bound(page: &Browser, kind: &str, name: &str) -> Result<()> {
    page.press("start-server").await?;
    page.press("make-fields").await?;
    page.choose_in("socket", "arg-family", "AF_UNIX").await?;
    page.choose_in("socket", "arg-type", kind).await?;
    page.call_and_see("socket", "AF_UNIX").await?;
    page.fill_in("bind", "arg-path", name).await?;
    page.call("bind").await
}

#[tokio::test]
async fn the_shown_line_reaches_a_unix_server_and_the_bind_tells_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let directory = folder.path().to_str().expect("UTF-8").to_owned();
    in_the_lab_of(&["--unix-directory", &directory], async |lab| {
        let page = &lab.browser;
        bound(page, "SOCK_STREAM", "lab.sock").await?;
        page.last_row_says(&format!("{directory}/lab.sock")).await?;
        page.call("listen").await?;
        page.find_css(".nc:not(.is-later) [data-testid=nc-line]").await?;
        let line = page.nc_line().await?;
        ensure!(line == format!("nc -U {directory}/lab.sock"), "{line}");

        let mut nc = terminal(&line)?;
        page.call("accept").await?;
        page.socket_is("conn", "connected").await?;
        types(&mut nc, "hello over a file\n").await?;
        page.target("conn").await?;
        page.call_and_see("recv", "hello over a file").await?;
        page.fill_in("send", "arg-text", "answer").await?;
        page.choose_in("send", "arg-ending", "lf").await?;
        page.call("send").await?;
        let mut answer = String::new();
        let output = nc.stdout.take().context("its output")?;
        timeout(PATIENCE, BufReader::new(output).read_line(&mut answer)).await??;
        ensure!(answer == "answer\n", "{answer:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_shown_line_sends_a_datagram_to_a_unix_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let directory = folder.path().to_str().expect("UTF-8").to_owned();
    in_the_lab_of(&["--unix-directory", &directory], async |lab| {
        let page = &lab.browser;
        bound(page, "SOCK_DGRAM", "datagrams").await?;
        page.find_css(".nc:not(.is-later) [data-testid=nc-line]").await?;
        let line = page.nc_line().await?;
        ensure!(line == format!("nc -uU -s {directory}/nc.sock {directory}/datagrams"), "{line}");
        let mut nc = terminal(&line)?;
        types(&mut nc, "a datagram\n").await?;
        page.call_and_see("recvfrom", "a datagram").await
    })
    .await;
}

#[tokio::test]
async fn the_page_connects_to_a_socket_that_another_program_made_in_the_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let directory = folder.path().to_str().expect("UTF-8").to_owned();
    let outside = UnixListener::bind(folder.path().join("outside")).expect("a free name");
    in_the_lab_of(&["--unix-directory", &directory], async |lab| {
        let page = &lab.browser;
        page.press("start-client").await?;
        page.press("make-fields").await?;
        page.choose_in("socket", "arg-family", "AF_UNIX").await?;
        page.call_and_see("socket", "AF_UNIX").await?;
        page.fill_in("connect", "arg-path", "outside").await?;
        page.call("connect").await?;
        let (mut peer, _) = timeout(PATIENCE, outside.accept()).await??;
        page.socket_is("client", "connected").await?;
        page.fill_in("send", "arg-text", "from the page").await?;
        page.call("send").await?;
        let mut heard = [0; 13];
        timeout(PATIENCE, peer.read_exact(&mut heard)).await??;
        ensure!(&heard == b"from the page");
        Ok(())
    })
    .await;
}

/// Binds as programs do, and leaves the socket's file.
const SERVER: &str = "import os, socket
print(os.path.exists('again.sock'))
if os.path.exists('again.sock'):
    os.unlink('again.sock')
with socket.socket(socket.AF_UNIX) as server:
    server.bind('again.sock')
    server.listen()
    conn, _ = server.accept()
    print(conn.recv(99))
";

/// Waits for the server's file, which is another program's.
const CLIENT: &str = "import os, socket, time
while not os.path.exists('again.sock'):
    time.sleep(0.01)
with socket.socket(socket.AF_UNIX) as client:
    while client.connect_ex('again.sock'):
        time.sleep(0.01)
    client.sendall(b'met')
";

#[tokio::test]
async fn a_program_finds_and_removes_the_file_that_an_earlier_run_left() {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "server.py", SERVER).await?;
        window.open_text(Half::Client, "client.py", CLIENT).await?;
        for (first, printed) in
            [(Half::Client, "False\nb'met'\n"), (Half::Server, "True\nb'met'\n")]
        {
            let second = if first == Half::Client { Half::Server } else { Half::Client };
            window.run(first).await?;
            window
                .blocked_in(first, if first == Half::Client { "sleep" } else { "accept" })
                .await?;
            window.run(second).await?;
            for half in Half::ALL {
                window.ends(half).await?;
            }
            assert_eq!(window.output(Half::Server).await?, printed);
        }
        lab.browser.sees("timeline", "os.unlink(\"again.sock\")").await
    })
    .await;
}
