//! The example programs of Python's documentation, unmodified in the page.

use anyhow::Result;
use lab_e2e::documentation::example;
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Lab, Peer, in_own_network, in_the_lab_of};

/// A page whose relay lets programs bind every interface, in a network of its own.
fn in_the_page(test: impl AsyncFnOnce(&Lab, Window<'_>) -> Result<()>) {
    in_own_network(async || {
        let relay = ["--listen", "127.0.0.1:0", "--allow-bind", "any"];
        in_the_lab_of(&relay, async |lab| {
            let window = Window::of_programs(lab).await?;
            test(lab, window).await
        })
        .await;
        Ok(())
    });
}

#[test]
fn socket_echo_server_and_client() {
    in_the_page(async |_, mut page| {
        let server = example("socket", &["# Echo server program", "HOST = ''"])?;
        let client = example("socket", &["# Echo client program", "as s:\n    s.connect"])?;
        page.open_text(Half::Server, "server.py", &server).await?;
        page.open_text(Half::Client, "client.py", &on_this_machine(&client)).await?;
        page.run(Half::Server).await?;
        page.blocked_in(Half::Server, "accept").await?;
        page.run(Half::Client).await?;
        page.until_prints(Half::Client, "Received b'Hello, world'\n").await?;
        page.until_prints(Half::Server, "Connected by ('127.0.0.1', ").await?;
        page.ends(Half::Client).await?;
        page.ends(Half::Server).await
    });
}

#[test]
fn socket_echo_for_both_internet_families() {
    in_the_page(async |_, mut page| {
        let server = example("socket", &["# Echo server program", "HOST = None"])?;
        let client = example("socket", &["# Echo client program", "for res in"])?;
        page.open_text(Half::Server, "server.py", &server).await?;
        page.open_text(Half::Client, "client.py", &on_this_machine(&client)).await?;
        page.run(Half::Server).await?;
        page.blocked_in(Half::Server, "accept").await?;
        page.run(Half::Client).await?;
        page.until_prints(Half::Client, "Received b'Hello, world'\n").await?;
        page.ends(Half::Client).await?;
        page.ends(Half::Server).await
    });
}

#[test]
fn socketserver_tcp_server_and_client() {
    in_the_page(async |_, mut page| {
        let server = example("socketserver", &["socketserver.TCPServer((HOST", "serve_forever"])?;
        upper_cases(&mut page, &server, "sock.connect((HOST, PORT))").await
    });
}

#[test]
fn socketserver_udp_server_and_client() {
    in_the_page(async |_, mut page| {
        let server = example("socketserver", &["socketserver.UDPServer", "serve_forever"])?;
        upper_cases(&mut page, &server, "SOCK_DGRAM is the socket type").await
    });
}

/// The server that answers in upper case, with the client that has this text.
async fn upper_cases(page: &mut Window<'_>, server: &str, client: &str) -> Result<()> {
    page.open_text(Half::Server, "server.py", server).await?;
    page.open_text(Half::Client, "client.py", &example("socketserver", &[client])?).await?;
    page.run(Half::Server).await?;
    page.blocked_in(Half::Server, "poll").await?;
    for words in ["hello world", "python is nice"] {
        page.arguments(Half::Client, words).await?;
        page.run(Half::Client).await?;
        let expected = format!("Sent:     {words}\nReceived: {}\n", words.to_uppercase());
        page.until_prints(Half::Client, &expected).await?;
        page.until_prints(Half::Server, &format!("b'{words}'\n")).await?;
        page.ends(Half::Client).await?;
    }
    page.interrupt(Half::Server).await?;
    page.ends(Half::Server).await?;
    page.until_prints(Half::Server, "KeyboardInterrupt").await
}

#[test]
fn socketserver_threads_and_their_clients_in_one_program() {
    in_the_page(async |_, mut page| {
        let program = example("socketserver", &["class ThreadedTCPServer", "client(ip, port"])?;
        page.open_text(Half::Server, "threads.py", &program).await?;
        page.run(Half::Server).await?;
        page.until_prints(Half::Server, "Server loop running in thread: Thread-1").await?;
        for number in 1..=3 {
            let expected = format!(": Hello World {number}\n");
            page.until_prints(Half::Server, &expected).await?;
        }
        page.ends(Half::Server).await
    });
}

#[test]
fn selectors_echo_server_with_nc() {
    in_the_page(async |_, mut page| {
        let program = example("selectors", &["selectors.DefaultSelector()"])?;
        page.open_text(Half::Server, "server.py", &program).await?;
        page.run(Half::Server).await?;
        page.blocked_in(Half::Server, "epoll").await?;
        let mut nc = Peer::nc_connect(1234).await?;
        nc.say("to the selector").await?;
        assert_eq!(nc.hear().await?, "to the selector");
        page.until_prints(Half::Server, "echoing b'to the selector\\n' to").await?;
        nc.hang_up().await?;
        page.until_prints(Half::Server, "closing <socket.socket").await?;
        page.stop(Half::Server).await
    });
}

#[test]
fn asyncio_streams_server_and_client() {
    in_the_page(async |_, mut page| {
        let server = example("asyncio-stream", &["asyncio.start_server", "serve_forever"])?;
        let client = example("asyncio-stream", &["def tcp_echo_client(message)"])?;
        page.open_text(Half::Server, "server.py", &server).await?;
        page.open_text(Half::Client, "client.py", &client).await?;
        page.run(Half::Server).await?;
        page.until_prints(Half::Server, "Serving on ('127.0.0.1', 8888)\n").await?;
        page.run(Half::Client).await?;
        page.until_prints(Half::Client, "Received: 'Hello World!'\nClose the connection\n").await?;
        page.ends(Half::Client).await?;
        page.until_prints(Half::Server, "Received 'Hello World!' from ('127.0.0.1', ").await?;
        page.interrupt(Half::Server).await?;
        page.ends(Half::Server).await
    });
}

#[test]
fn asyncio_waits_for_data_on_an_open_socket() {
    in_the_page(async |_, mut page| {
        let program = example("asyncio-stream", &["async def wait_for_data"])?;
        page.open_text(Half::Server, "wait.py", &program).await?;
        page.run(Half::Server).await?;
        page.until_prints(Half::Server, "Received: abc\n").await?;
        page.ends(Half::Server).await
    });
}

#[test]
fn asyncio_reads_the_headers_of_a_web_server() {
    in_the_page(async |_, mut page| {
        let serve = "import http.server, sys; sys.stderr = sys.stdout; http.server.test(http.server.SimpleHTTPRequestHandler, port=80)";
        let mut server = Peer::python(serve, &[])?;
        assert!(server.hear().await?.starts_with("Serving HTTP on"));
        let program = example("asyncio-stream", &["async def print_http_headers"])?;
        page.open_text(Half::Client, "headers.py", &program).await?;
        page.arguments(Half::Client, "http://127.0.0.1/").await?;
        page.run(Half::Client).await?;
        page.until_prints(Half::Client, "HTTP header> HTTP/1.0 200 OK\n").await?;
        page.until_prints(Half::Client, "HTTP header> Server: SimpleHTTP").await?;
        page.ends(Half::Client).await?;
        server.hang_up().await
    });
}

/// The client's remote host is in the Netherlands; the test's server is here.
fn on_this_machine(client: &str) -> String {
    client.replace("daring.cwi.nl", "127.0.0.1")
}
