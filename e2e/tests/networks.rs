//! Networks of a page's own: cables set in the page, and real programs that enter the hosts.

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Browser, Look, Peer, Relay, in_the_lab};
use std::path::Path;
use std::process::Command;

/// Makes the network of a server and a client on the Bench.
async fn open_network(page: &Browser) -> Result<()> {
    page.press("start-server").await?;
    page.press("aspect-network").await?;
    page.press("network-open").await?;
    page.find("cable-0").await.map(drop)
}

/// Makes a socket on the host `server` that listens on this port at every address.
async fn listen(page: &Browser, port: &str) -> Result<()> {
    page.call("socket").await?;
    page.socket_is("server", "created").await?;
    page.fill_in("bind", "arg-host", "0.0.0.0").await?;
    page.fill_in("bind", "arg-port", port).await?;
    page.call("bind").await?;
    page.socket_is("server", "bound").await?;
    page.call("listen").await?;
    page.socket_is("server", "listening").await
}

/// Runs a command on a host, by the line that the page offers for terminals.
async fn enter(page: &Browser, host: &str, command: &[&str]) -> Result<Peer> {
    let line = page.find(&format!("host-enter-{host}")).await?.text().await?;
    let place = line.strip_prefix("socket-lab enter ").context("a line that enters the host")?;
    let place = place.split_whitespace().next().context("a host's name")?;
    let program = std::env::var("SOCKET_LAB_BIN").context("the relay's program")?;
    Peer::program(&program, &[&["enter", place, "--"], command].concat())
}

#[tokio::test]
async fn a_key_loses_exactly_one_syn_and_the_kernel_sends_it_again() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        open_network(page).await?;
        listen(page, "9999").await?;

        page.keys(&format!("{}s{}", char::from(Key::Alt), char::from(Key::Null))).await?;
        page.find_css("[data-testid=drop-syn][aria-pressed=true]").await?;
        let mut nc = enter(page, "client", &["nc", "-4", "server", "9999"]).await?;
        page.find_css("[data-testid=packet][data-kind=syn][data-lost=true]").await?;
        page.find_css("[data-testid=packet][data-kind=syn][data-again=true][data-lost=false]")
            .await?;
        page.find_css("[data-testid=drop-syn][aria-pressed=false]").await?;

        page.call("accept").await?;
        page.socket_is("conn", "connected").await?;
        page.target("conn").await?;
        nc.say("hello from a host").await?;
        page.call("recv").await?;
        page.press("aspect-timeline").await?;
        page.last_row_says("hello from a host").await?;
        page.press("aspect-network").await?;
        let one = "return document.querySelectorAll('[data-testid=packet][data-lost=true]').length === 1;";
        page.holds(one).await?;
        nc.hang_up().await
    })
    .await;
}

/// When a packet of the Kernel pane's plot was sent, in microseconds.
async fn mark(page: &Browser, lost: bool, again: bool) -> Result<u64> {
    let css = format!(
        "[data-testid=kernel-plot] [data-testid=plot-mark][data-lost={lost}][data-again={again}]"
    );
    let at = page.find_css(&css).await?.attr("data-at").await?;
    Ok(at.context("a mark has its time")?.parse()?)
}

#[tokio::test]
async fn a_learner_predicts_and_sees_a_lost_syn_sent_again_after_a_second_in_all_three_views() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut lesson = Window::of_experiment(lab, "n1", 2).await?;
        lesson.start(Half::Server, "server.py").await?;
        lesson.until_prints(Half::Server, "listening").await?;
        lesson.until_blocks(Half::Server, "accept").await?;
        lesson.lose("SYN").await?;
        lesson.start(Half::Client, "client.py").await?;
        lesson.ends(Half::Client).await?;
        lesson.proves(&[2]).await?;

        page.press("aspect-kernel").await?;
        let client = page.find_css("[data-testid=kernel-socket][data-variable=client]").await?;
        client.click().await?;
        let lost = mark(page, true, false).await?;
        let again = mark(page, false, true).await?;
        let waited = again.saturating_sub(lost);
        ensure!((800_000..2_000_000).contains(&waited), "sent again after {waited} µs");
        page.find("plot-rto").await?;

        page.press("aspect-sequence").await?;
        page.find_css("[data-testid=segment][data-flags=SYN][data-lost=true]").await?;
        let segment = "[data-testid=segment][data-flags=SYN][data-again=true][data-lost=false]";
        page.find_css(segment).await?;

        page.press("aspect-timeline").await?;
        page.fill("timeline-search", "connect").await?;
        page.find_css("[data-testid=timeline-row][data-call=connect] [data-testid=packet-lost]")
            .await?;
        let lost = page.count("[data-testid=packet-lost]").await?;
        ensure!(lost == 1, "{lost} calls waited for it");
        Ok(())
    })
    .await;
}

/// Receives to the end, and says how much and what it was.
const RECEIVER: &str = "import hashlib, socket
with socket.create_server(('', 9999)) as server:
    print('ready', flush=True)
    connection, _ = server.accept()
    data = b''.join(iter(lambda: connection.recv(65536), b''))
    print(len(data), hashlib.sha256(data).hexdigest(), flush=True)
";

const SENDER: &str = "import hashlib, socket
data = bytes(range(256)) * 800
with socket.create_connection(('10.0.0.1', 9999)) as client:
    client.sendall(data)
print(len(data), hashlib.sha256(data).hexdigest(), flush=True)
";

#[tokio::test]
async fn what_is_sent_over_a_cable_that_loses_a_tenth_arrives_whole_and_is_drawn() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        open_network(page).await?;
        let mut receiver = enter(page, "server", &["python3", "-c", RECEIVER]).await?;
        ensure!(receiver.hear().await? == "ready");
        page.fill("cable-loss", "10 %").await?;
        page.keys(&char::from(Key::Enter).to_string()).await?;
        page.sees("cable-0", "10").await?;

        let mut sender = enter(page, "client", &["python3", "-c", SENDER]).await?;
        let (sent, received) = (sender.hear().await?, receiver.hear().await?);
        ensure!(sent == received, "sent {sent}, received {received}");
        lists(page, "[data-testid=packet][data-lost=true]").await?;
        lists(page, "[data-testid=packet][data-kind=data][data-again=true]").await
    })
    .await;
}

/// Goes down the list of packets, of which only the part in view is drawn, until it has one like this.
async fn lists(page: &Browser, css: &str) -> Result<()> {
    page.holds(&format!(
        "if (document.querySelector('{css}')) return true;
        const list = document.querySelector('[data-testid=packet]')?.closest('[role=group]');
        const end = !list || list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
        if (list) list.scrollTop = end ? 0 : list.scrollTop + list.clientHeight / 2;
        return false;"
    ))
    .await
}

#[tokio::test]
async fn two_pages_listen_on_one_port_each_in_its_own_network() {
    in_the_lab(async |lab| {
        let other = Browser::start(Look::default()).await?;
        let both = async {
            other.open(&lab.relay.url).await?;
            for page in [&lab.browser, &other] {
                open_network(page).await?;
                listen(page, "50000").await?;
            }
            for page in [&lab.browser, &other] {
                let _nc = enter(page, "client", &["nc", "-4", "server", "50000"]).await?;
                page.call("accept").await?;
                page.socket_is("conn", "connected").await?;
            }
            Ok(())
        };
        let result = both.await;
        other.close().await?;
        result
    })
    .await;
}

/// Counts the ends of programs' calls that the page itself passes on. Where the transport forwards the calls, there are
/// none.
const COUNT_ENDS: &str = "
    window.ends = 0;
    const post = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (message, ...rest) {
        if (message[0] === 'returned') window.ends += 1;
        return post.call(this, message, ...rest);
    };";

const ECHOING: &str = "import socket
with socket.create_server(('', 80)) as server:
    print('ready')
    conn, _ = server.accept()
    with conn:
        while data := conn.recv(100):
            conn.sendall(data)
";

const ASKING: &str = "import socket
with socket.create_connection(('server', 80)) as client:
    for number in range(300):
        client.sendall(b'%d' % number)
        assert client.recv(100) == b'%d' % number
    print(client.getpeername()[:2], client.getsockname()[0])
";

#[tokio::test]
async fn the_halves_of_a_program_on_two_hosts_make_their_calls_without_the_page() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut window = Window::of_programs(lab).await?;
        page.press("aspect-network").await?;
        page.press("network-open").await?;
        page.find("cable-0").await?;
        // While this view is open, the page makes the calls.
        page.press("aspect-timeline").await?;
        page.script(COUNT_ENDS, vec![]).await?;
        window.open_text(Half::Server, "echoing.py", ECHOING).await?;
        window.open_text(Half::Client, "asking.py", ASKING).await?;
        window.run(Half::Server).await?;
        window.until_prints(Half::Server, "ready").await?;
        window.run(Half::Client).await?;
        window.ends(Half::Client).await?;
        window.ends(Half::Server).await?;
        let asked = window.output(Half::Client).await?;
        ensure!(asked == "('10.0.0.1', 80) 10.0.0.2\n", "{asked}");
        let ends = page.script("return window.ends;", vec![]).await?;
        ensure!(ends == 0, "the page passed on the ends of {ends} calls");
        for (variable, host) in [("server", "@server"), ("conn", "@server"), ("client", "@client")]
        {
            let card = format!("[data-testid=socket-card][data-variable={variable}]");
            let tag =
                page.find_css(&format!("{card} [data-testid=host-tag]")).await?.text().await?;
            ensure!(tag == host, "{variable} has the tag {tag}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_recording_shows_a_lost_syn_on_its_cable_where_there_is_no_network() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        open_network(page).await?;
        listen(page, "9999").await?;
        page.press("drop-syn").await?;
        page.find_css("[data-testid=drop-syn][aria-pressed=true]").await?;
        let _nc = enter(page, "client", &["nc", "-4", "server", "9999"]).await?;
        page.find_css(LOST_SYN).await?;
        page.find_css(SYN_AGAIN).await?;
        page.call("accept").await?;
        page.socket_is("conn", "connected").await?;

        let folder = tempfile::tempdir()?;
        let (name, pcap) = page.keep("pcap").await?;
        let packets = folder.path().join(name);
        std::fs::write(&packets, pcap)?;
        let read = Command::new("tcpdump").args(["-nn", "-r"]).arg(&packets).output();
        let text = String::from_utf8(read.context("cannot run tcpdump")?.stdout)?;
        let syns = text.matches("> 10.0.0.1.9999: Flags [S]").count();
        ensure!(syns == 2, "{syns} SYN in {text}");

        let (name, json) = page.keep("json").await?;
        ensure!(!String::from_utf8(json.clone())?.contains("socket-lab enter"));
        let recording = folder.path().join(name);
        std::fs::write(&recording, json)?;
        let relay =
            Relay::start_with(&["--listen", "127.0.0.1:0", "--page-network", "machine"]).await?;
        let other = Browser::start(Look::default()).await?;
        let shown = replayed(&other, &relay, &recording).await;
        other.close().await?;
        shown
    })
    .await;
}

const LOST_SYN: &str = "[data-testid=packet][data-kind=syn][data-lost=true]";
const SYN_AGAIN: &str = "[data-testid=packet][data-kind=syn][data-again=true][data-lost=false]";

/// Opens the recording in a page without a network, and looks at what it shows.
async fn replayed(page: &Browser, relay: &Relay, recording: &Path) -> Result<()> {
    page.open(&relay.url).await?;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    page.open_recording(recording).await?;
    page.find_css("[data-testid=transport][data-state=past]").await?;
    page.press("aspect-network").await?;
    page.find_css("[data-testid=cable-0]").await?;
    page.find_css("[data-testid=host-server] [data-testid^=host-socket-]").await?;
    page.find_css(LOST_SYN).await?;
    page.find_css(SYN_AGAIN).await?;
    page.find_css("[data-testid=drop-syn]:disabled").await?;
    page.press("aspect-sequence").await?;
    page.find_css("[data-testid=segment][data-lost=true]").await?;
    page.press("aspect-network").await?;
    page.replay_at(1).await?;
    page.find_css("[data-testid=packets][data-count='0']").await?;
    page.press("replay-leave").await?;
    page.find("start-server").await.map(drop)
}
