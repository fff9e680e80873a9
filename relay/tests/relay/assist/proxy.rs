//! `socket-lab assist proxy` between curl, nc and python3.

use std::fs;
use std::net::UdpSocket;
use std::time::Duration;

use tokio::process::Command;

use super::program::{Program, free_port, path, setup};
use crate::common::{nc, python, within};

/// Accepts one connection and runs the script's rest on it, as `c`.
fn server(rest: &str) -> String {
    format!(
        "import socket, sys\ns = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)\nc = s.accept()[0]\n{rest}"
    )
}

/// Connects to the port of its first argument, as `c`, and runs the script's rest.
fn client(rest: &str) -> String {
    format!(
        "import socket, sys\nc = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\n{rest}"
    )
}

/// A proxy in front of a port, and its own port.
async fn proxy(target: &str, flags: &[&str]) -> (Program, String) {
    let target = format!("127.0.0.1:{target}");
    Program::bound(&[&["proxy", "127.0.0.1:0", &target], flags].concat()).await
}

/// `curl` with these arguments: whether it succeeded, and what it wrote.
async fn curl(arguments: &[&str]) -> (Option<i32>, Vec<u8>) {
    let mut command = Command::new("curl");
    command.args(["--silent", "--show-error", "--noproxy", "*", "--max-time", "60"]);
    let output = command.args(arguments).kill_on_drop(true).output();
    let output = within("curl", output).await.expect("curl is needed for this test");
    (output.status.code(), output.stdout)
}

#[tokio::test]
async fn curl_fetches_files_through_the_proxy() {
    let folder = tempfile::tempdir().unwrap();
    let large: Vec<u8> = (0..3_000_000_u32).map(|number| (number % 251) as u8).collect();
    fs::write(folder.path().join("large"), &large).unwrap();
    fs::write(folder.path().join("small"), "hello").unwrap();
    let serve = "import http.server, os, sys
class Handler(http.server.SimpleHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def log_message(self, *_): pass
os.chdir(sys.argv[1])
s = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler); print(s.server_port, flush=True)
s.serve_forever()";
    let mut origin = python(serve, &[folder.path().to_str().unwrap()]);
    let target = origin.line().await;
    for flags in [
        &[][..],
        // Every receive goes through the link.
        &["--record", "/dev/null"],
        &["--latency", "to_client:5,5", "--slicer", "to_client:60000,5000"],
        &["--slicer", "to_server:1,0,100"],
    ] {
        let (_proxy, port) = proxy(&target, flags).await;
        let (code, body) = curl(&[&format!("http://127.0.0.1:{port}/large")]).await;
        assert_eq!(code, Some(0), "{flags:?}");
        assert!(body == large, "{flags:?}: other bytes came");
        // Two requests on one connection.
        let url = format!("http://127.0.0.1:{port}/small");
        assert_eq!(curl(&[&url, &url]).await, (Some(0), b"hellohello".to_vec()), "{flags:?}");
    }
    let (_proxy, port) = proxy(&target, &["--limit-data", "to_client:100000"]).await;
    let (code, body) = curl(&[&format!("http://127.0.0.1:{port}/large")]).await;
    assert_eq!((code, body.len() < 100_000), (Some(18), true), "a partial file");
    let (_proxy, port) = proxy(&target, &["--reset-peer", "to_client:0"]).await;
    let (code, _) = curl(&[&format!("http://127.0.0.1:{port}/small")]).await;
    assert_eq!(code, Some(56), "a failure to receive");
}

#[tokio::test]
async fn both_directions_are_shown_with_their_calls_and_bytes() {
    let mut server = python(&server("print(c.recv(100)); c.sendall(b'ok\\n'); c.recv(1)"), &[]);
    let target = server.line().await;
    let (mut proxy, port) = proxy(&target, &["--print", "text", "--charset", "gbk"]).await;
    let mut client = Program::start("nc", &["-N", "127.0.0.1", &port]);
    client.write(b"\xc4\xe3\xba\xc3").await;
    for words in [
        " proxy 1 client 127.0.0.1:",
        " received 你好",
        &format!(" proxy 1 server 127.0.0.1:{target} sent 你好"),
        &format!(" proxy 1 server 127.0.0.1:{target} received ok\\n"),
        " sent ok\\n",
    ] {
        proxy.error_with(words).await;
    }
    assert_eq!(client.read(3).await, b"ok\n");
    client.end_input();
    proxy.error_with("received the end of the stream").await;
    proxy.error_with("sent the end of the stream").await;
    proxy.error_with("both sides sent the end of the stream").await;
    assert_eq!(client.ended().await.0, Some(0));
    proxy.interrupt();
    assert_eq!(proxy.ended().await.0, Some(0));
}

#[tokio::test]
async fn sliced_bytes_arrive_one_by_one() {
    let mut server = python(&server("c.recv(1); c.sendall(b'sticky'); c.recv(1)"), &[]);
    let target = server.line().await;
    // The client is slow to start, and waits in recv when the first byte comes.
    let flags = ["--slicer", "to_client:3,0,3000000", "--print", "text"];
    let (mut proxy, port) = proxy(&target, &flags).await;
    let script = client("c.sendall(b'?'); print(c.recv(100), c.recv(100))");
    let mut client = python(&script, &[&port]);
    proxy.error_with("received sticky").await;
    proxy.error_with(" sent sti").await;
    proxy.error_with(" sent cky").await;
    assert_eq!(client.line().await, "b'sti' b'cky'");
}

#[tokio::test]
async fn what_is_injected_overtakes_what_is_delayed_the_other_way() {
    let mut server = python(&server("print(c.recv(4))"), &[]);
    let target = server.line().await;
    let (mut proxy, port) = proxy(&target, &["--latency", "to_server:300"]).await;
    let mut client = Program::start("nc", &["127.0.0.1", &port]);
    client.write(b"late").await;
    proxy.error_with("opened").await;
    proxy.write(b"{\"inject\":{\"direction\":\"to_client\",\"bytes\":\"66 69 72 73 74\"}}\n").await;
    assert_eq!(client.read(5).await, b"first");
    assert_eq!(server.line().await, "b'late'");
}

/// Python that says whether its connection was reset.
const RECEIVES: &str = "try:
    print(c.recv(100))
except ConnectionResetError: print('reset')";

#[tokio::test]
async fn a_reset_is_seen_by_both_sides() {
    let mut server = python(&server(RECEIVES), &[]);
    let target = server.line().await;
    let (_proxy, port) = proxy(&target, &["--reset-peer", "to_server:0"]).await;
    let mut client = python(&client(&format!("c.sendall(b'x')\n{RECEIVES}")), &[&port]);
    assert_eq!(client.line().await, "reset");
    assert_eq!(server.line().await, "reset");
}

#[tokio::test]
async fn a_reset_of_one_side_reaches_the_other() {
    let mut server = python(&server(RECEIVES), &[]);
    let target = server.line().await;
    let (mut proxy, port) = proxy(&target, &["--print", "text"]).await;
    let reset = "import struct
sys.stdin.readline(); c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); c.close()";
    let mut client = python(&client(reset), &[&port]);
    proxy.error_with("opened").await;
    client.write("\n").await;
    assert_eq!(server.line().await, "reset");
}

#[tokio::test]
async fn a_limit_closes_after_its_bytes() {
    let mut server = python(&server("c.sendall(b'x' * 100000); print(c.recv(1))"), &[]);
    let target = server.line().await;
    let (mut proxy, port) = proxy(&target, &["--limit-data", "to_client:7"]).await;
    let mut client = Program::start("nc", &["127.0.0.1", &port]);
    client.end_input();
    assert_eq!(client.ended().await.1, b"xxxxxxx");
    proxy.error_with("a fault closed it").await;
}

#[tokio::test]
async fn a_timeout_lets_nothing_through_and_closes() {
    let mut server = python(&server("c.sendall(b'lost'); print(c.recv(1))"), &[]);
    let target = server.line().await;
    let (mut proxy, port) = proxy(&target, &["--timeout", "to_client:200"]).await;
    let client = Program::start("nc", &["-d", "127.0.0.1", &port]);
    proxy.error_with("discarded 4 bytes").await;
    assert_eq!(client.ended().await.1, b"");
    assert_eq!(server.line().await, "b''");
}

#[tokio::test]
async fn latency_and_slow_close_change_the_order_of_events() {
    let mut server = python(
        &server("c.sendall(b'delayed'); c.shutdown(socket.SHUT_WR); print(c.recv(100))"),
        &[],
    );
    let target = server.line().await;
    // The client has the time of the latency to write what overtakes.
    let flags = ["--latency", "to_client:5000", "--slow-close", "to_client:400", "--print", "text"];
    let (mut proxy, port) = proxy(&target, &flags).await;
    let mut client = Program::start("nc", &["127.0.0.1", &port]);
    proxy.error_with("received delayed").await;
    // What comes later the other way arrives sooner.
    client.write(b"prompt").await;
    let mut seen = Vec::new();
    while seen.len() < 3 {
        let line = proxy.next_error().await;
        if line.contains(" sent ") {
            seen.push(line.rsplit(" sent ").next().unwrap().to_owned());
        }
    }
    assert_eq!(seen, ["prompt", "delayed", "the end of the stream"]);
    assert_eq!(server.line().await, "b'prompt'");
}

#[tokio::test]
async fn a_narrow_line_sends_pieces() {
    let mut server = python(&server("c.sendall(b'x' * 450); c.recv(1)"), &[]);
    let target = server.line().await;
    let flags = ["--bandwidth", "to_client:1", "--print", "text"];
    let (mut proxy, port) = proxy(&target, &flags).await;
    let mut client = Program::start("nc", &["127.0.0.1", &port]);
    // 1 KB a second is 100 bytes every 100 milliseconds.
    for length in [100, 100, 100, 100, 50] {
        let line = proxy.error_with(" sent x").await;
        assert_eq!(line.rsplit(' ').next().unwrap().len(), length);
    }
    assert_eq!(client.read(450).await, vec![b'x'; 450]);
}

#[tokio::test]
async fn commands_hold_edit_drop_inject_and_change_faults_while_it_runs() {
    let echo = "while True:
    data = c.recv(100)
    if not data: break
    c.sendall(data)";
    let mut server = python(&server(echo), &[]);
    let target = server.line().await;
    let (mut proxy, port) = proxy(&target, &[]).await;
    let mut client = Program::start("nc", &["-N", "127.0.0.1", &port]);
    client.write(b"one\n").await;
    assert_eq!(client.read(4).await, b"one\n");
    proxy.write(b"{\"connection\":1,\"hold\":{\"direction\":\"to_server\"}}\n").await;
    // The command and the bytes come over different ways: a refused command tells that it has arrived.
    proxy.write(b"{\"drop\":{\"direction\":\"to_server\",\"number\":9}}\n").await;
    proxy.error_with("nothing is held as 9").await;
    client.write(b"two\n").await;
    proxy.error_with("held as 1: two\\n").await;
    client.write(b"three\n").await;
    proxy.error_with("held as 2: three\\n").await;
    proxy.write(b"{\"drop\":{\"direction\":\"to_server\",\"number\":1}}\n").await;
    let edited = br#"{"release":{"direction":"to_server","number":2,"bytes":"33 0a"}}"#;
    proxy.write(&[edited, &b"\n"[..]].concat()).await;
    assert_eq!(client.read(2).await, b"3\n");
    let inject = br#"{"connection":1,"inject":{"direction":"to_client","bytes":"68 69 0a"}}"#;
    proxy.write(&[inject, &b"\n"[..]].concat()).await;
    assert_eq!(client.read(3).await, b"hi\n");
    proxy.write(b"{\"resume\":{\"direction\":\"to_server\"}}\n").await;
    let faults =
        br#"{"set_faults":{"direction":"to_client","faults":[{"kind":"limit_data","bytes":3}]}}"#;
    proxy.write(&[faults, &b"\n"[..]].concat()).await;
    proxy.write(b"{\"drop\":{\"direction\":\"to_server\",\"number\":8}}\n").await;
    proxy.error_with("nothing is held as 8").await;
    client.write(b"limited\n").await;
    client.end_input();
    assert_eq!(client.ended().await.1, b"lim");
    for (wrong, words) in
        [("nonsense", "no command"), ("{\"connection\":7,\"reset\":null}", "no such connection")]
    {
        proxy.write(format!("{wrong}\n").as_bytes()).await;
        proxy.error_with(words).await;
    }
}

#[tokio::test]
async fn udp_is_lost_doubled_and_reordered_as_the_seed_decides() {
    let echo = "import socket
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1], flush=True)
while True:
    data, peer = s.recvfrom(2048); s.sendto(data, peer)";
    let mut server = python(echo, &[]);
    let target = server.line().await;
    for (fault, expected) in
        [("--loss", "0125679"), ("--duplicate", "0123344567889"), ("--reorder", "0124365789")]
    {
        // A datagram waits for the next one, however late that comes.
        let some = if fault == "--reorder" { "to_server:50,20000" } else { "to_server:50" };
        let flags = ["--udp", "--seed", "0", fault, some];
        let (_proxy, port) = proxy(&target, &flags).await;
        // The last datagrams are marked, and sent until one of them comes back.
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        socket.connect(format!("127.0.0.1:{port}")).unwrap();
        let received = tokio::task::spawn_blocking(move || {
            for number in 0..10 {
                socket.send(number.to_string().as_bytes()).unwrap();
            }
            let mut received = String::new();
            let mut buffer = [0; 10];
            for _ in 0..20 {
                socket.send(b".").unwrap();
            }
            loop {
                let length = socket.recv(&mut buffer).unwrap();
                match &buffer[..length] {
                    b"." => return received,
                    digits => received += std::str::from_utf8(digits).unwrap(),
                }
            }
        });
        assert_eq!(within("datagrams", received).await.unwrap(), expected, "{fault}");
    }
}

#[tokio::test]
async fn a_udp_peer_is_forgotten_when_it_is_silent_and_served_anew() {
    let listener = UdpSocket::bind("127.0.0.1:0").unwrap();
    let target = listener.local_addr().unwrap();
    let document = setup(&format!(
        "version = 1\n[[proxy]]\nname = \"short\"\nudp = true\nlisten = \"127.0.0.1:0\"\nconnect = \"{target}\"\nidle = 100\n"
    ));
    let (mut proxy, port) = Program::bound(&["proxy", "--setup", path(&document)]).await;
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    for number in 1..=2 {
        socket.send_to(b"hi", format!("127.0.0.1:{port}")).unwrap();
        proxy.error_with(&format!(" short {number} client ")).await;
        proxy.error_with("no datagram for a while").await;
    }
}

#[tokio::test]
async fn a_path_leads_to_a_port_and_a_port_to_a_path() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("p.sock");
    let socket = socket.to_str().unwrap();
    let mut server = python(&server("c.sendall(c.recv(100).upper())"), &[]);
    let target = format!("127.0.0.1:{}", server.line().await);
    let mut inner = Program::assist(&["proxy", socket, &target]);
    inner.error_with(socket).await;
    let (_outer, port) = Program::bound(&["proxy", "127.0.0.1:0", socket]).await;
    let mut client = nc(&["127.0.0.1", &port]);
    client.write("through both\n").await;
    assert_eq!(client.line().await, "THROUGH BOTH");
}

#[tokio::test]
async fn a_server_that_is_not_there_resets_the_client() {
    let (mut proxy, port) = proxy(&free_port(), &[]).await;
    let script = client("try:\n    print(c.recv(1))\nexcept ConnectionResetError: print('reset')");
    assert_eq!(python(&script, &[&port]).line().await, "reset");
    proxy.error_with("ConnectionRefusedError").await;
}

#[tokio::test]
async fn mistakes_of_flags_and_setup_are_told() {
    let broken =
        setup("version = 1\n[[proxy]]\nname = \"p\"\nlisten = \"127.0.0.1:1\"\nconnect = \"x\"\n");
    let empty = setup("version = 1\n");
    let address = "127.0.0.1:1";
    for (arguments, words) in [
        (&["--setup", path(&broken)][..], "line 5, proxy[0] \"p\": \"x\" is no address"),
        (&["--setup", path(&empty)], "add a [[proxy]]"),
        (&[], "where to listen and where to connect"),
        (&[address], "where to listen and where to connect"),
        (&[address, address, "--latency", "soon"], "is no number"),
        (&[address, address, "--loss", "5"], "--udp"),
        (&[address, address, "--udp", "--slicer", "5"], "no fault of UDP"),
        (&["--replay", "/no/such", "--as", "client", address], "/no/such cannot be read"),
        (&["--replay", path(&empty), "--as", "client", address], "no part of a recording"),
        (&["--replay", path(&empty), address], "--as"),
    ] {
        let all = [&["proxy"], arguments].concat();
        let (code, _, errors) = Program::assist(&all).ended().await;
        assert_eq!(code, Some(2), "{arguments:?}: {errors}");
        assert!(errors.contains(words), "{arguments:?}: {errors}");
    }
    let (_other, port) = proxy("1", &[]).await;
    let taken = format!("127.0.0.1:{port}");
    let (code, _, errors) = Program::assist(&["proxy", &taken, address]).ended().await;
    assert_eq!(code, Some(3), "{errors}");
}
