//! DNS with dig and dnsmasq.

use lab_shared::assistant::decode::Decoder;

use super::super::program::{Program, free_port, path};
use super::{decoded, example, has_lines, listening, output_of};

const UDP: Decoder = Decoder::Dns { over_tcp: false };
const TCP: Decoder = Decoder::Dns { over_tcp: true };

/// A DNS server that knows names of its own only, on a free port.
async fn dnsmasq() -> (tokio::process::Child, String) {
    let port = free_port();
    let at = format!("--port={port}");
    let server = listening(
        "dnsmasq",
        &[
            "--keep-in-foreground",
            "--conf-file=/dev/null",
            "--pid-file=",
            "--user=",
            "--no-resolv",
            "--no-hosts",
            "--listen-address=127.0.0.1",
            "--bind-interfaces",
            &at,
            "--host-record=host.lab.test,192.0.2.7,2001:db8::7",
            "--cname=alias.lab.test,host.lab.test",
            "--txt-record=host.lab.test,first text,second",
            "--mx-host=lab.test,host.lab.test,10",
            "--srv-host=_lab._tcp.lab.test,host.lab.test,7070,1,2",
        ],
        &port,
    )
    .await;
    (server, port)
}

/// A question for a name, in a template of hex.
fn question(name: &str, kind: u16) -> String {
    let labels: String = name
        .split('.')
        .map(|label| {
            let letters: String = label.bytes().map(|byte| format!("{byte:02x}")).collect();
            format!("{:02x}{letters}", label.len())
        })
        .collect();
    format!("${{random 2}} 01 00 00 01 00 00 00 00 00 00 {labels} 00 {kind:04x} 00 01")
}

#[tokio::test]
async fn a_question_in_hex_is_answered_and_the_answer_decoded() {
    let (_server, port) = dnsmasq().await;
    let address = format!("127.0.0.1:{port}");
    for (name, kind, expected) in [
        (
            "host.lab.test",
            1,
            &["questions: 1", "answer: 1", "type: A", "name: host.lab.test", "address: 192.0.2.7"]
                [..],
        ),
        ("host.lab.test", 28, &["type: AAAA", "address: 2001:db8::7"]),
        (
            "alias.lab.test",
            1,
            // The names behind the first are pointers to it.
            &[
                "answer: 2",
                "name: alias.lab.test",
                "type: CNAME",
                "target: host.lab.test",
                "type: A",
                "address: 192.0.2.7",
            ],
        ),
        ("host.lab.test", 16, &["type: TXT", "text: first text", "text: second"]),
        ("lab.test", 15, &["type: MX", "preference: 10", "exchange: host.lab.test"]),
        (
            "_lab._tcp.lab.test",
            33,
            &["type: SRV", "priority: 1", "weight: 2", "port: 7070", "target: host.lab.test"],
        ),
        (
            "nowhere.test",
            1,
            &["flags: response, recursion desired, recursion available, REFUSED", "answer: 0"],
        ),
    ] {
        let ask = ["udp", &address, "--hex", "--send", &question(name, kind), "--expect", "*"];
        let (code, output, errors) = Program::assist(&ask).ended().await;
        assert_eq!(code, Some(0), "{errors}");
        has_lines(&decoded(&UDP, &output), expected);
    }
}

#[tokio::test]
async fn an_answer_over_tcp_has_its_length_in_front() {
    let (_server, port) = dnsmasq().await;
    let address = format!("127.0.0.1:{port}");
    let ask = format!("${{length as=u16be}} {}", question("alias.lab.test", 28));
    let client = Program::assist(&[
        "client",
        &address,
        "--hex",
        "--send",
        &ask,
        "--expect",
        "*",
        "--grouping",
        "u16-be",
    ]);
    let (code, output, errors) = client.ended().await;
    assert_eq!(code, Some(0), "{errors}");
    has_lines(&decoded(&TCP, &output), &["type: CNAME", "type: AAAA", "address: 2001:db8::7"]);
}

#[tokio::test]
async fn a_rule_answers_dig() {
    let setup = example("DNS", "127.0.0.1:5353", "127.0.0.1:0");
    let (mut server, port) =
        Program::bound(&["udp", "--setup", path(&setup), "--print", "events"]).await;
    let ask = |rest: &[&str]| {
        let at = ["@127.0.0.1", "-p", &port, "+tries=1", "+timeout=15"].map(str::to_owned);
        at.into_iter().chain(rest.iter().map(|word| (*word).to_owned())).collect::<Vec<String>>()
    };
    let run = async |rest: &[&str]| {
        let arguments = ask(rest);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        output_of("dig", &arguments).await
    };
    assert_eq!(run(&["+short", "anything.lab.test", "A"]).await, "192.0.2.7\n");
    let long = run(&["other.lab.test", "A"]).await;
    assert!(long.contains("status: NOERROR"), "{long}");
    assert!(long.contains("other.lab.test.\t\t60\tIN\tA\t192.0.2.7"), "{long}");
    let missing = run(&["other.lab.test", "TXT"]).await;
    assert!(missing.contains("status: NXDOMAIN"), "{missing}");
    // What dig itself sends, with EDNS.
    let query = server.read(30).await;
    assert_eq!(query[2..6], [0x01, 0x20, 0, 1]);
}
