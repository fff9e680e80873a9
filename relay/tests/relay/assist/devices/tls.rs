//! TLS of curl and OpenSSL, as the decoder shows it.

use std::path::Path;

use lab_shared::assistant::decode::Decoder;

use super::super::program::{Program, free_port};
use super::tap::Tap;
use super::{decoded, has_lines, listening, output_of};

/// A certificate and key of its own for `lab.test`.
async fn certificate(folder: &Path) -> (String, String) {
    let path = |name: &str| folder.join(name).to_str().unwrap().to_owned();
    let (key, certificate) = (path("key.pem"), path("certificate.pem"));
    let new = ["req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"];
    let of = ["-subj", "/CN=lab.test", "-keyout", &key, "-out", &certificate];
    output_of("openssl", &[&new[..], &of].concat()).await;
    (certificate, key)
}

#[tokio::test]
async fn a_handshake_of_curl_and_openssl_is_decoded_with_its_names() {
    let folder = tempfile::tempdir().unwrap();
    let (certificate, key) = certificate(folder.path()).await;
    for (version, shown) in [("-tls1_2", "TLS 1.2"), ("-tls1_3", "TLS 1.3")] {
        let port = free_port();
        let serve =
            ["s_server", "-quiet", "-www", version, "-cert", &certificate, "-key", &key, "-accept"];
        let _server = listening("openssl", &[&serve[..], &[&port]].concat(), &port).await;
        let tap = Tap::before(&port).await;
        let (at, url) =
            (format!("lab.test:{}:127.0.0.1", tap.port), format!("https://lab.test:{}/", tap.port));
        output_of("curl", &["--silent", "--insecure", "--max-time", "20", "--resolve", &at, &url])
            .await;
        let (client, server) = tap.bytes().await;
        has_lines(
            &decoded(&Decoder::Tls, &client),
            &[
                "type: 22 handshake",
                "type: 1 ClientHello",
                "server name: lab.test",
                "protocol: http/1.1",
            ],
        );
        let server = decoded(&Decoder::Tls, &server);
        has_lines(&server, &["type: 22 handshake", "type: 2 ServerHello"]);
        assert!(server.contains(shown), "{server}");
    }
}

#[tokio::test]
async fn a_client_hello_received_by_the_assistant_shows_its_names() {
    let (mut server, port) = Program::bound(&["server", "127.0.0.1:0", "--print", "text"]).await;
    let address = format!("127.0.0.1:{port}");
    let mut client = Program::start(
        "openssl",
        &["s_client", "-connect", &address, "-servername", "lab.test", "-alpn", "h2,http/1.1"],
    );
    let header = server.read(5).await;
    let length = usize::from(u16::from_be_bytes([header[3], header[4]]));
    let hello = [header, server.read(length).await].concat();
    has_lines(
        &decoded(&Decoder::Tls, &hello),
        &["type: 1 ClientHello", "server name: lab.test", "protocol: h2", "protocol: http/1.1"],
    );
    client.end_input();
}
