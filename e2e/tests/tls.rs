//! TLS between programs in the page and the real `openssl` and CPython, with certificates made for the test.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{PATIENCE, Peer, in_the_lab};
use tempfile::TempDir;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::time::timeout;

/// An authority with the certificate of localhost, in a folder.
struct Certificates(TempDir);

impl Certificates {
    async fn make() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let new_key = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1";
        let authority =
            "-keyout ca.key -out ca.pem -subj /CN=authority -addext keyUsage=critical,keyCertSign";
        let server = "-keyout server.key -out server.pem -subj /CN=localhost -CA ca.pem -CAkey ca.key \
                      -addext subjectAltName=DNS:localhost -addext basicConstraints=CA:FALSE";
        for more in [authority, server] {
            let command = format!("req -x509 {new_key} {more}");
            let mut openssl = Command::new("openssl");
            openssl.args(command.split_whitespace()).current_dir(folder.path());
            let output =
                openssl.output().await.context("openssl is needed for its certificates")?;
            ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(Self(folder))
    }

    fn folder(&self) -> &Path {
        self.0.path()
    }

    /// The lines of Python that write the files into a program's folder.
    fn written(&self) -> Result<String> {
        let mut lines = String::new();
        for name in ["ca.pem", "server.pem", "server.key"] {
            let text = std::fs::read_to_string(self.folder().join(name))?;
            lines += &format!("open({name:?}, 'w').write({text:?})\n");
        }
        Ok(lines)
    }
}

const ECHO_SERVER: &str = r#"
import socket, ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("server.pem", "server.key")
listener = socket.create_server(("127.0.0.1", 0))
print("port", listener.getsockname()[1], flush=True)
for turn in range(4):
    conn, _ = listener.accept()
    with context.wrap_socket(conn, server_side=True) as tls:
        print("agreed on", tls.version(), tls.cipher()[0], flush=True)
        while data := tls.recv(1024):
            tls.sendall(data.upper())
"#;

/// Says a line over TLS and hears another; its arguments are the folder, the port and the newest version of TLS.
const CPYTHON_CLIENT: &str = r#"
import os, socket, ssl, sys

os.chdir(sys.argv[1])
context = ssl.create_default_context(cafile="ca.pem")
context.maximum_version = ssl.TLSVersion[sys.argv[3]]
with socket.create_connection(("127.0.0.1", int(sys.argv[2]))) as sock:
    with context.wrap_socket(sock, server_hostname="localhost") as tls:
        tls.sendall(b"from cpython\n")
        print(tls.recv(100), tls.version())
        tls.unwrap()
"#;

#[tokio::test]
async fn a_server_in_the_page_serves_openssl_and_cpython() {
    in_the_lab(async |lab| {
        let certificates = Certificates::make().await?;
        let folder = certificates.folder().to_str().context("a path in UTF-8")?;
        let mut page = Window::of_programs(lab).await?;
        let server = certificates.written()? + ECHO_SERVER;
        page.open_text(Half::Server, "server.py", &server).await?;
        page.run(Half::Server).await?;
        page.blocked_in(Half::Server, "accept").await?;
        let said = page.output(Half::Server).await?;
        let port =
            said.trim().strip_prefix("port ").context("the server tells its port")?.to_owned();

        for (version, name) in [("-tls1_3", "TLSv1.3"), ("-tls1_2", "TLSv1.2")] {
            let told = s_client(certificates.folder(), &port, version).await?;
            ensure!(told.contains("HELLO FROM OPENSSL"), "{told}");
            ensure!(told.contains("Verify return code: 0 (ok)"), "{told}");
            page.until_prints(Half::Server, &format!("agreed on {name} ")).await?;
        }
        for version in ["TLSv1_3", "TLSv1_2"] {
            let mut client = Peer::python(CPYTHON_CLIENT, &[folder, &port, version])?;
            let expected = format!("b'FROM CPYTHON\\n' {}", version.replace('_', "."));
            let told = client.hear().await?;
            ensure!(told == expected, "{told}");
            client.wait().await?;
        }
        page.ends(Half::Server).await
    })
    .await;
}

/// What `openssl s_client` prints when it says a line and waits for the echo.
async fn s_client(folder: &Path, port: &str, version: &str) -> Result<String> {
    let mut command = Command::new("openssl");
    command.args([
        "s_client",
        "-CAfile",
        "ca.pem",
        "-servername",
        "localhost",
        version,
        "-connect",
    ]);
    command.arg(format!("127.0.0.1:{port}")).current_dir(folder).kill_on_drop(true);
    command.stdin(std::process::Stdio::piped()).stdout(std::process::Stdio::piped());
    let mut child = command.stderr(std::process::Stdio::piped()).spawn()?;
    let mut stdin = child.stdin.take().context("it has an input")?;
    stdin.write_all(b"hello from openssl\n").await?;
    let mut told = String::new();
    let mut stdout = tokio::io::BufReader::new(child.stdout.take().context("it has an output")?);
    timeout(PATIENCE, async {
        use tokio::io::AsyncBufReadExt as _;
        while !told.contains("HELLO FROM OPENSSL") && stdout.read_line(&mut told).await? > 0 {}
        anyhow::Ok(())
    })
    .await
    .with_context(|| format!("openssl heard no echo:\n{told}"))??;
    // Q at the beginning of a line ends it.
    stdin.write_all(b"Q\n").await?;
    timeout(PATIENCE, child.wait()).await.context("openssl did not end")??;
    Ok(told)
}

/// Serves three clients; its argument is the folder.
const CPYTHON_SERVER: &str = r#"
import os, socket, ssl, sys

os.chdir(sys.argv[1])
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain("server.pem", "server.key")
context.set_alpn_protocols(["lab"])
listener = socket.create_server(("127.0.0.1", 0))
print(listener.getsockname()[1])
for turn in range(3):
    conn, _ = listener.accept()
    try:
        with context.wrap_socket(conn, server_side=True) as tls:
            tls.sendall(tls.recv(1024).upper())
            print("served", tls.selected_alpn_protocol())
            tls.unwrap()
    except OSError as error:
        print(getattr(error, "reason", error))
"#;

const CLIENT: &str = r#"
import socket, ssl, sys

def connect(context, host="localhost"):
    context.set_alpn_protocols(["lab"])
    return context.wrap_socket(socket.create_connection(("127.0.0.1", int(sys.argv[1]))), server_hostname=host)

with connect(ssl.create_default_context(cafile="ca.pem")) as tls:
    tls.sendall(b"from the page")
    print(tls.recv(100), tls.getpeercert()["subjectAltName"], tls.selected_alpn_protocol())
    tls.unwrap()
for trusted, host in ((None, "localhost"), ("ca.pem", "example.org")):
    try:
        connect(ssl.create_default_context(cafile=trusted), host)
    except ssl.SSLCertVerificationError as error:
        print(error.verify_code, error.verify_message)
"#;

#[tokio::test]
async fn a_client_in_the_page_trusts_a_server_of_cpythons_as_cpython_would() {
    in_the_lab(async |lab| {
        let certificates = Certificates::make().await?;
        let folder = certificates.folder().to_str().context("a path in UTF-8")?;
        let mut server = Peer::python(CPYTHON_SERVER, &[folder])?;
        let port = server.hear().await?;
        let mut page = Window::of_programs(lab).await?;
        page.open_text(Half::Client, "client.py", &(certificates.written()? + CLIENT)).await?;
        page.arguments(Half::Client, &port).await?;
        page.run(Half::Client).await?;
        page.ends(Half::Client).await?;
        let told = page.output(Half::Client).await?;
        let expected = "b'FROM THE PAGE' (('DNS', 'localhost'),) lab
20 unable to get local issuer certificate
62 Hostname mismatch, certificate is not valid for 'example.org'.
";
        let errors = page.stream(Half::Client, "stderr").await?;
        ensure!(told == expected, "{told}{errors}");
        ensure!(server.hear().await? == "served lab");
        for alert in ["TLSV1_ALERT_UNKNOWN_CA", "SSLV3_ALERT_BAD_CERTIFICATE"] {
            let told = server.hear().await?;
            // A client that refuses a certificate leaves the rest of the server's records unread, CPython's
            // too. Its close then resets the connection, and the reset may come before the alert is read.
            ensure!(told == alert || told == "[Errno 104] Connection reset by peer", "{told}");
        }
        server.wait().await
    })
    .await;
}
