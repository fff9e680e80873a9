//! What the kernel does, shown while it happens: queues, states, buffers.

use anyhow::{Context as _, Result};
use lab_e2e::{Browser, Peer, hangs_in_syn_sent, in_the_lab};

/// A server that listens with this backlog on a free port, with the kernel in view; the port.
async fn listen(page: &Browser, backlog: &str) -> Result<u16> {
    page.press("start-server").await?;
    page.press("aspect-kernel").await?;
    page.fill_in("listen", "arg-backlog", backlog).await?;
    let port = page.listen().await?;
    page.socket_is("server", "listening").await?;
    Ok(port)
}

/// Such a server and an `nc` that it has accepted: `conn`.
async fn with_nc(page: &Browser) -> Result<(u16, Peer)> {
    let port = listen(page, "5").await?;
    let nc = Peer::nc_connect(port).await?;
    accept(page).await?;
    Ok((port, nc))
}

/// Such a server and a Python program that it has accepted.
async fn with_python(page: &Browser, program: &str) -> Result<Peer> {
    let port = listen(page, "5").await?;
    let mut peer = Peer::python(program, &[&port.to_string()])?;
    assert_eq!(peer.hear().await?, "connected");
    accept(page).await?;
    Ok(peer)
}

async fn accept(page: &Browser) -> Result<()> {
    page.call("accept").await?;
    page.socket_is("conn", "connected").await
}

#[tokio::test]
async fn listen_5_holds_6_and_the_seventh_client_hangs_in_syn_sent() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let port = listen(page, "5").await?;
        let mut waiting = Vec::new();
        for _ in 0..6 {
            waiting.push(Peer::nc_connect(port).await?);
        }
        page.find_css(&queue(6, true)).await?;
        assert_eq!(ss_queue(port)?, (6, 5));
        let mut seventh = Peer::nc_dial(port)?;
        hangs_in_syn_sent(port).await?;
        page.find("queue-drops").await?;

        // A socket of the page can be seen hanging.
        page.press("more-calls").await?;
        page.call("socket").await?;
        page.socket_is("server2", "created").await?;
        page.fill_in("connect", "arg-port", &port.to_string()).await?;
        page.call("connect").await?;
        page.find_css("[data-testid=way-own][data-state=SYN-SENT]").await?;
        page.find_css(".machine .is-own-now[data-state=SYN-SENT]").await?;

        page.target("server").await?;
        page.call("accept").await?;
        page.socket_is("conn", "connected").await?;
        page.target("server").await?;
        page.call("accept").await?;
        page.socket_is("conn2", "connected").await?;
        seventh.connected().await
    })
    .await;
}

#[tokio::test]
async fn the_end_that_closes_first_stays_in_time_wait_and_keeps_the_address() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let (port, mut nc) = with_nc(page).await?;
        page.target("conn").await?;
        page.find_css("[data-testid=way-peer][data-state=ESTABLISHED]").await?;
        page.call("close").await?;
        nc.wait().await?;
        page.find_css(&chip("conn", "TIME-WAIT")).await?;
        page.target("server").await?;
        page.call("close").await?;
        page.socket_is("server", "closed").await?;

        page.call("socket").await?;
        page.socket_is("server2", "created").await?;
        page.fill_in("bind", "arg-port", &port.to_string()).await?;
        page.call("bind").await?;
        page.find_css(&chip("conn", "TIME-WAIT")).await?;
        page.press("aspect-timeline").await?;
        page.last_row_says("EADDRINUSE").await
    })
    .await;
}

#[tokio::test]
async fn a_send_blocks_once_the_buffers_of_both_ends_are_full() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut idle = with_python(page, IDLE).await?;
        page.target("conn").await?;
        // A megabyte is typed at once, not key by key.
        page.script(TYPE_MUCH, vec![]).await?;
        for _ in 0..SENDS {
            page.call("sendall").await?;
        }
        page.find_css("[data-testid=buffer-own-send][data-full=true]").await?;
        page.find_css("[data-testid=buffer-peer-receive][data-full=true]").await?;
        page.find("back-pressure").await?;
        page.find("blocked").await?;

        idle.say("read").await?;
        page.find_css("[data-testid=buffer-own-send][data-waiting='0']").await?;
        page.find_css("[data-testid=kernel]:not(:has([data-testid=back-pressure]))").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_reset_ends_both_ends_at_once_and_the_peer_is_told() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut peer = with_python(page, RECEIVER).await?;
        page.find_css("[data-testid=way-peer][data-state=ESTABLISHED]").await?;
        page.press("end-reset").await?;
        page.find_css(&chip("conn", "CLOSED")).await?;
        page.find_css("[data-testid=way-peer][data-state=CLOSED]").await?;
        assert!(peer.hear().await?.contains("ConnectionResetError"));
        page.press("aspect-sequence").await?;
        page.find_css("[data-testid=segment][data-flags='RST ACK']").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_second_send_after_a_peers_reset_is_a_broken_pipe_and_the_row_says_why() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut peer = with_python(page, RESETTER).await?;
        page.find_css("[data-testid=way-peer][data-state=ESTABLISHED]").await?;
        peer.say("reset").await?;
        page.find_css(&chip("conn", "CLOSED")).await?;
        page.press("aspect-timeline").await?;
        page.fill_in("send", "arg-text", "hello").await?;
        page.call_and_see("send", "ConnectionResetError").await?;
        page.call_and_see("send", "BrokenPipeError").await?;
        page.find_css("[data-testid=timeline-row]:last-child [data-testid=meaning]").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_half_closed_connection_still_carries_the_other_direction() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let (_, mut nc) = with_nc(page).await?;
        page.find_css("[data-testid=way-peer][data-state=ESTABLISHED]").await?;
        page.press("end-half").await?;
        page.find_css(&chip("conn", "FIN-WAIT-2")).await?;
        page.find_css("[data-testid=way-peer][data-state=CLOSE-WAIT]").await?;
        nc.say("still here").await?;
        page.find_css("[data-testid=buffer-own-receive][data-waiting='11']").await?;
        page.press("aspect-timeline").await?;
        page.call_and_see("recv", "still here").await?;
        page.call_and_see("send", "BrokenPipeError").await
    })
    .await;
}

#[tokio::test]
async fn two_lines_of_nc_that_wait_together_are_one_recv_on_the_ruler() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let (_, mut nc) = with_nc(page).await?;
        nc.say("one").await?;
        nc.say("two").await?;
        page.find_css("[data-testid=buffer-own-receive][data-waiting='8']").await?;
        page.call("recv").await?;
        page.find_css("[data-testid=kernel-bytes] [data-testid=ruler-in] [data-testid=ruler-recv]")
            .await?;
        let cuts = "[data-testid=ruler-in] [data-testid=ruler-recv]";
        assert_eq!(page.count(cuts).await?, 1);
        nc.say("three").await?;
        page.call("recv").await?;
        page.holds(&format!("return document.querySelectorAll('{cuts}').length === 2;")).await
    })
    .await;
}

#[tokio::test]
async fn a_character_that_recv_cuts_in_two_is_marked_on_the_ruler() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let (_, mut nc) = with_nc(page).await?;
        nc.say("你好").await?;
        page.find_css("[data-testid=buffer-own-receive][data-waiting='7']").await?;
        page.fill_in("recv", "arg-bufsize", "4").await?;
        page.call("recv").await?;
        page.find_css("[data-testid=buffer-own-receive][data-waiting='3']").await?;
        page.call("recv").await?;
        let split =
            "return [...document.querySelectorAll('[data-testid=ruler-in] [data-split=true]')]
            .map((one) => one.textContent).join() === '好';";
        page.holds(split).await
    })
    .await;
}

/// Length and limit of the accept queue, as ss(8) tells them.
fn ss_queue(port: u16) -> Result<(u32, u32)> {
    let filter = format!("sport = :{port}");
    let told = std::process::Command::new("ss").args(["-tlnH", &filter]).output()?;
    let told = String::from_utf8(told.stdout)?;
    let mut numbers = told.split_whitespace().skip(1).map(str::parse);
    let mut next = || numbers.next().context("ss tells two numbers");
    Ok((next()??, next()??))
}

/// Connects and receives until something happens.
const RECEIVER: &str = "
import socket, sys
s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
print('connected')
try: print(s.recv(10))
except OSError as error: print(repr(error))
";

/// Connects, and breaks off when it is told to.
const RESETTER: &str = "
import socket, struct, sys
s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
print('connected')
input()
s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
s.close()
input()
";

/// Megabytes that are more than both buffers grow to.
const SENDS: usize = 12;

/// Connects and reads nothing before it is told to, then all.
const IDLE: &str = "
import socket, sys
s = socket.create_connection(('127.0.0.1', int(sys.argv[1])))
print('connected')
input()
while s.recv(1 << 20): pass
";

const TYPE_MUCH: &str = "
    const field = document.querySelector('[data-testid=control-send] [data-testid=arg-text]');
    field.value = 'x'.repeat(1_000_000);
    field.dispatchEvent(new Event('input', { bubbles: true }));";

fn queue(length: u32, full: bool) -> String {
    format!("[data-testid=accept-queue][data-length='{length}'][data-limit='5'][data-full={full}]")
}

fn chip(variable: &str, state: &str) -> String {
    format!("[data-testid=kernel-socket][data-variable={variable}][data-state={state}]")
}
