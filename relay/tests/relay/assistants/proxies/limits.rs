//! What the relay's rules and limits say of proxies, and what is counted.

use std::time::Duration;

use lab_shared::assistant::log::EntryKind;
use lab_shared::assistant::proxy::{ProxyEndpoint, Side};
use lab_shared::assistant::remote::{
    MAX_CONNECTIONS, MAX_HELD, MAX_HELD_BYTES, MAX_RECORDING_BYTES, ReplayRequest,
};
use lab_shared::language::Language;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::super::numbers;
use super::*;

async fn listener() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    (listener, address)
}

async fn measured() -> TestRelay {
    TestRelay::with(|config| config.metrics = Some("127.0.0.1:0".parse().unwrap())).await
}

#[tokio::test]
async fn the_relays_rules_judge_where_it_listens_and_connects_and_say_so_in_both_languages() {
    let relay = TestRelay::start().await;
    let own = relay.address.to_string();
    for (more, rule) in [
        ("connect = \"192.0.2.1:9\"", "allow-connect"),
        (&format!("connect = \"{own}\"") as &str, "own-port"),
        ("connect = \"/tmp/elsewhere\"", "unix-directory"),
        ("connect = \"192.0.2.1:9\"\nudp = true", "allow-connect"),
    ] {
        let setup = format!("[[proxy]]\nname = \"p\"\nlisten = \"127.0.0.1:0\"\n{more}\n");
        let mut watching = Watching::start(&relay, &setup).await;
        let port = watching.serve().await;
        let udp = more.contains("udp");
        let flags: &[&str] = if udp { &["-u"] } else { &[] };
        let mut client = nc(&[flags, &["127.0.0.1", &port]].concat());
        if udp {
            client.write("x\n").await;
        }
        watching.reason(rule).await;
        let entries = watching.entries.iter().map(|numbered| &numbered.entry);
        let reason = entries.map(|entry| entry.kind.reason(Language::Zh));
        assert!(reason.max_by_key(|reason| reason.len()).unwrap().contains('。'));
        if !udp {
            // The client is reset.
            client.ended().await;
        }
        watching.ask(Request::End).await;
        watching.ended().await;
    }
    let elsewhere = "[[proxy]]\nname = \"p\"\nlisten = \"192.0.2.1:0\"\nconnect = \"127.0.0.1:9\"";
    let mut watching = Watching::start(&relay, elsewhere).await;
    watching.ask(start()).await;
    watching.reason("Cannot assign").await;
    watching.proxy(|proxy| proxy.state == EndState::Closed).await;
    for more in ["", "\nudp = true"] {
        let all = "[[proxy]]\nname = \"p\"\nlisten = \"0.0.0.0:0\"\nconnect = \"127.0.0.1:9\"";
        let mut watching = Watching::start(&relay, &format!("{all}{more}")).await;
        watching.serve().await;
        watching.proxy(|proxy| proxy.loopback_only).await;
        watching.ask(Request::End).await;
        watching.ended().await;
    }
}

#[tokio::test]
async fn too_many_proxies_faults_and_bytes_are_refused_and_so_is_a_wrong_fault() {
    let relay = TestRelay::start().await;
    let mut page = Watching::page(&relay).await;
    let named = |number| setup("127.0.0.1:9", "").replace("\"p\"", &format!("\"{number}\""));
    let many: String = (0..9).map(named).collect();
    let refused = page.try_start(&many).await.unwrap_err();
    assert!(refused[0].en.contains("at most 8 proxies, not 9"), "{refused:?}");
    let fault = "{ kind = \"latency\", latency = 1 },".repeat(17);
    let faults = setup("127.0.0.1:9", &format!("to_client = [{fault}]"));
    let refused = page.try_start(&faults).await.unwrap_err();
    assert!(refused[0].en.contains("at most 16 faults"), "{refused:?}");
    page.try_start(&setup("127.0.0.1:9", "")).await.unwrap();
    let text = format!("version = 1\n{many}");
    page.command(Command::SetProxies(Setup::parse(&text).unwrap().proxies)).await;
    let text = format!("version = 1\n{}", setup("127.0.0.1:9", ""));
    let mut proxies = Setup::parse(&text).unwrap().proxies;
    proxies[0].to_client = vec![Fault::Loss { percent: 1.0.try_into().unwrap() }];
    page.command(Command::SetProxies(proxies)).await;
    let replay = ReplayRequest {
        recording: "x".repeat(MAX_RECORDING_BYTES + 1),
        role: Side::Client,
        address: ProxyEndpoint::try_from("127.0.0.1:9".to_owned()).unwrap(),
        with_timing: false,
        patience: 1,
    };
    page.ask(Request::Proxy(ProxyRequest::Replay(replay.clone()))).await;
    let replay = ReplayRequest { recording: "{}".into(), ..replay };
    page.ask(Request::Proxy(ProxyRequest::Replay(replay))).await;
    page.ask(Request::Proxy(ProxyRequest::Start { proxy: "q".into() })).await;
    page.until(|page| (page.refused.len() == 5).then_some(())).await;
    let words = page.refused.iter().map(|problem| problem.in_words(Language::En));
    for (words, part) in words.zip([
        "at most 8 proxies",
        "loss is no fault of a byte stream",
        "bytes of a recording",
        "no part of a recording",
        "there is no proxy",
    ]) {
        assert!(words.contains(part), "{words}");
    }
}

#[tokio::test]
async fn connections_beyond_the_most_wait_in_the_accept_queue_and_all_are_counted() {
    let relay = measured().await;
    let (server, target) = listener().await;
    let mut watching = Watching::start(&relay, &setup(&target, "clients = 1000")).await;
    let address = format!("127.0.0.1:{}", watching.serve().await);
    let mut clients = Vec::new();
    let mut servers = Vec::new();
    for _ in 0..MAX_CONNECTIONS {
        clients.push(TcpStream::connect(&address).await.unwrap());
        servers.push(within("the server's side", server.accept()).await.unwrap());
    }
    let mut late = TcpStream::connect(&address).await.unwrap();
    late.write_all(b"late").await.unwrap();
    let count = format!("socket_lab_proxy_connections {MAX_CONNECTIONS}\n");
    within("the count", async { while !numbers(&relay).await.contains(&count) {} }).await;
    assert!(numbers(&relay).await.contains("socket_lab_proxies 1\n"));
    clients.pop();
    servers.pop();
    let (mut served, _) = within("the late one", server.accept()).await.unwrap();
    let mut bytes = [0; 4];
    within("its bytes", served.read_exact(&mut bytes)).await.unwrap();
    assert_eq!(&bytes, b"late");
    watching.ask(Request::End).await;
    watching.ended().await;
    let none = "socket_lab_proxy_connections 0\n";
    within("the count", async { while !numbers(&relay).await.contains(none) {} }).await;
    assert!(numbers(&relay).await.contains("socket_lab_proxies 0\n"));
}

#[tokio::test]
async fn a_flood_passes_whole_and_what_the_page_cannot_follow_is_counted() {
    const BYTES: usize = 64 << 20;
    let relay = measured().await;
    let (server, target) = listener().await;
    let mut watching = Watching::start(&relay, &setup(&target, "")).await;
    let address = format!("127.0.0.1:{}", watching.serve().await);
    let sending = tokio::spawn(async move {
        let mut client = TcpStream::connect(&address).await.unwrap();
        let chunk: Vec<u8> = (0..1_u32 << 20).map(|at| (at % 251) as u8).collect();
        for _ in 0..BYTES / chunk.len() {
            client.write_all(&chunk).await.unwrap();
        }
        client.shutdown().await.unwrap();
    });
    let receiving = tokio::spawn(async move {
        let (mut stream, _) = server.accept().await.unwrap();
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await.unwrap();
        drop(stream);
        all
    });
    let all = within("the bytes", receiving).await.unwrap();
    sending.await.unwrap();
    let whole = all
        .chunks(1 << 20)
        .all(|chunk| chunk.iter().enumerate().all(|(at, byte)| *byte == (at % 251) as u8));
    assert!(whole && all.len() == BYTES, "{} bytes came", all.len());
    watching.reason("received the end of the stream").await;
    let shown: usize = passed(&watching, ToServer, true).iter().map(String::len).sum();
    let unseen = watching.entries.iter().filter_map(|numbered| match &numbered.entry.kind {
        EntryKind::Fault(why) => why.en.split_once(" bytes passed")?.0.parse::<usize>().ok(),
        _ => None,
    });
    let unseen: usize = unseen.sum();
    assert!(unseen > 0, "nothing was left out");
    assert!(watching.missed > 0 || shown > 0, "nothing was shown");
    assert!(unseen <= BYTES, "{unseen}");
}

#[tokio::test]
async fn clients_that_never_read_and_what_is_held_cost_a_bounded_amount() {
    let relay = measured().await;
    let (server, target) = listener().await;
    let latency = "to_client = [{ kind = \"latency\", latency = 60000 }]";
    let mut watching = Watching::start(&relay, &setup(&target, latency)).await;
    let port = watching.serve().await;
    let hold = proxy::Command::Hold { direction: ToServer };
    watching.order(hold).await;
    watching.proxy(|proxy| proxy.holds == [true, false]).await;
    let mut streams = Vec::new();
    for _ in 0..16 {
        let client = TcpStream::connect(format!("127.0.0.1:{port}")).await.unwrap();
        let (server, _) = within("the server's side", server.accept()).await.unwrap();
        streams.extend([client, server]);
    }
    let bytes = vec![b'x'; 1 << 20];
    for stream in &mut streams {
        // Until the proxy reads nothing more.
        let fill = async { while stream.write_all(&bytes).await.is_ok() {} };
        let _ = tokio::time::timeout(Duration::from_millis(100), fill).await;
    }
    let page = |watching: &Watching| {
        let held = &watching.status.proxies.held;
        let bytes: usize = held.values().map(|held| held.bytes.len()).sum();
        assert!(held.len() <= MAX_HELD && bytes <= MAX_HELD_BYTES);
        (!held.is_empty()).then_some(())
    };
    watching.until(page).await;
    let text = numbers(&relay).await;
    let held = text.lines().find_map(|line| {
        line.strip_prefix("socket_lab_held_bytes{holder=\"assistants\"} ")?.parse::<usize>().ok()
    });
    assert!(held.unwrap() <= 33 << 20, "{held:?}");
    // It is still served: the next client passes, once nothing is held.
    for stream in streams.drain(..) {
        drop(stream);
    }
    watching.ask(stop()).await;
    watching.proxy(|proxy| proxy.state == EndState::Closed).await;
}
