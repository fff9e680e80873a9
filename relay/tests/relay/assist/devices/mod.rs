//! The assistant against programs written elsewhere: a broker, Modbus, DNS, curl and OpenSSL. Their setups
//! are the examples of docs/assistant.md.

mod dns;
mod groups;
mod http;
mod modbus;
mod mqtt;
mod tap;
mod tls;

use std::path::Path;
use std::process::Stdio;

use lab_shared::assistant::decode::{Decoder, Field};
use tempfile::NamedTempFile;
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use super::program::{Program, setup};
use crate::common::within;

/// The manual, whose examples these tests run.
const MANUAL: &str = include_str!("../../../../../docs/assistant.md");

/// The setup under a heading of the manual, with its address replaced.
fn example(heading: &str, documented: &str, address: &str) -> NamedTempFile {
    let (_, section) = MANUAL.split_once(&format!("### {heading}\n")).expect(heading);
    let (_, document) = section.split_once("```toml\n").expect(heading);
    let (document, _) = document.split_once("```").expect(heading);
    assert!(document.contains(documented), "{heading} is at another address");
    setup(&document.replace(documented, address))
}

/// `python3` with the packages of relay/tests/requirements.txt.
fn python_with_packages(script: &str, arguments: &[&str]) -> Program {
    let packages = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.tools/python-peers");
    assert!(
        packages.join("pymodbus").is_dir(),
        "the packages of relay/tests/requirements.txt are needed; cargo xtask test installs them"
    );
    let script = format!("import sys; sys.path.insert(0, {packages:?})\n{script}");
    Program::start("python3", &[&["-u", "-c", &script], arguments].concat())
}

/// A server that is killed with the test, once it listens on a port.
async fn listening(program: &str, arguments: &[&str], port: &str) -> Child {
    let mut server = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .unwrap_or_else(|error| panic!("{program} is needed for this test: {error}"));
    let address = format!("127.0.0.1:{port}");
    within(program, async {
        while TcpStream::connect(&address).await.is_err() {
            assert!(server.try_wait().unwrap().is_none(), "{program} has ended");
            tokio::task::yield_now().await;
        }
    })
    .await;
    server
}

/// All that a program writes until it ends well.
async fn output_of(program: &str, arguments: &[&str]) -> String {
    let mut program = Program::start(program, arguments);
    program.end_input();
    let (code, output, errors) = program.ended().await;
    assert_eq!(code, Some(0), "{errors}");
    String::from_utf8(output).unwrap()
}

/// A decoded message, a line a field: its name and value, parts indented.
#[track_caller]
fn decoded(decoder: &Decoder, message: &[u8]) -> String {
    fn show(fields: &[Field], depth: usize, out: &mut String) {
        for field in fields {
            *out += &format!("{:1$}{2}: {3}\n", "", depth, field.name, field.value);
            show(&field.fields, depth + 1, out);
        }
    }
    let decoded = decoder.decode(message);
    let mut out = String::new();
    show(&decoded.fields, 0, &mut out);
    assert_eq!(decoded.fault, None, "{message:02x?}\n{out}");
    out
}

/// Checks that each of these lines is in a decoded message, in this order.
#[track_caller]
fn has_lines(decoded: &str, expected: &[&str]) {
    let mut lines = decoded.lines().map(str::trim);
    for line in expected {
        assert!(
            lines.any(|found| found == *line),
            "{line:?} is missing, or too late, in\n{decoded}"
        );
    }
}
