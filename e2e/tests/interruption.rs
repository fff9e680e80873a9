//! The network between page and relay fails: a short while changes nothing, a long one is told.

use anyhow::Result;
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Browser, Peer, in_the_lab_beyond};

const ECHO: &str = "
import socket
server = socket.create_server(('127.0.0.1', 0))
print(server.getsockname()[1])
connection, _ = server.accept()
with connection:
    while data := connection.recv(65536):
        connection.sendall(data)
";

/// Every number goes out and must come back, once and in its place.
const COUNT: &str = "
import socket
with socket.create_connection(('127.0.0.1', PORT)) as connection:
    lines = connection.makefile()
    for number in range(1000):
        connection.sendall(f'{number}\\n'.encode())
        back = lines.readline()
        assert back == f'{number}\\n', back
        if number % 200 == 0:
            print('at', number)
print('all there')
";

async fn relay_is(page: &Browser, state: &str) -> Result<()> {
    page.find_css(&format!("[data-testid=relay-state][data-state={state}]")).await?;
    Ok(())
}

#[tokio::test]
async fn a_call_outlasts_a_short_interruption_and_one_may_be_made_during_it() {
    in_the_lab_beyond(&[], async |lab, network| {
        let page = &lab.browser;
        page.press("start-server").await?;
        let mut nc = Peer::nc_connect(page.listen().await?).await?;
        page.call("accept").await?;
        page.socket_is("conn", "connected").await?;
        page.target("conn").await?;
        page.call("recv").await?;
        page.find_css("[data-testid=timeline-row][data-phase=blocked]").await?;

        network.cut();
        relay_is(page, "interrupted").await?;
        page.sees("relay-notice", "sockets").await?;
        assert_eq!(page.count("[data-testid=sockets-gone]").await?, 0);
        nc.say("meanwhile").await?;
        // This one waits for the network.
        page.fill_in("send", "arg-text", "from afar").await?;
        page.call("send").await?;

        network.mend();
        relay_is(page, "ready").await?;
        page.holds(
            "return [...document.querySelectorAll('[data-testid=timeline-row]')]
                .some((row) => row.textContent.includes('meanwhile'));",
        )
        .await?;
        assert_eq!(nc.hear().await?, "from afar");
        page.socket_is("conn", "connected").await
    })
    .await;
}

#[tokio::test]
async fn a_program_does_not_notice_that_the_network_fails_again_and_again() {
    in_the_lab_beyond(&[], async |lab, network| {
        let page = &lab.browser;
        let mut echo = Peer::python(ECHO, &[])?;
        let port = echo.hear().await?;
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Client, "count.py", &COUNT.replace("PORT", &port)).await?;
        window.run(Half::Client).await?;
        for number in [0, 200, 400, 600] {
            window.until_prints(Half::Client, &format!("at {number}\n")).await?;
            network.cut();
            relay_is(page, "interrupted").await?;
            network.mend();
            relay_is(page, "ready").await?;
        }
        window.ends(Half::Client).await?;
        assert!(window.output(Half::Client).await?.ends_with("all there\n"));
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_long_interruption_ends_the_session_and_says_so() {
    in_the_lab_beyond(&["--resume-within", "1"], async |lab, network| {
        let page = &lab.browser;
        page.press("start-server").await?;
        page.call("socket").await?;
        page.socket_is("server", "created").await?;
        network.cut();
        page.find("sockets-gone").await?;
        relay_is(page, "lost").await?;
        page.socket_is("server", "gone").await?;
        page.find("relay-try-now").await?;
        network.mend();
        page.try_relay_now().await?;
        page.call("socket").await?;
        page.socket_is("server2", "created").await
    })
    .await;
}

#[tokio::test]
async fn a_page_that_is_left_frees_its_port_at_once() {
    in_the_lab_beyond(&[], async |lab, _| {
        let page = &lab.browser;
        page.press("start-server").await?;
        let port = page.listen().await?;
        page.open("about:blank").await?;
        let bound = async {
            while tokio::net::TcpListener::bind(("127.0.0.1", port)).await.is_err() {
                tokio::task::yield_now().await;
            }
        };
        // Much sooner than an interrupted page would be given up.
        tokio::time::timeout(std::time::Duration::from_secs(10), bound).await?;
        Ok(())
    })
    .await;
}
