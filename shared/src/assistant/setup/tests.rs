//! Tests of the setup document.

use super::*;
use crate::assistant::compose::Charset;
use crate::assistant::framing::Grouping;
use crate::assistant::rules::Condition;

/// The document of docs/assistant.md.
const EXAMPLE: &str = include_str!("example.toml");

#[test]
fn the_documented_example_is_read_and_reads_back() {
    let setup = Setup::parse(EXAMPLE).unwrap_or_else(|problems| panic!("{}", problems[0]));
    assert_eq!(setup.ends.len(), 3);
    assert!(matches!(setup.rules[0].when, Condition::Regex(_)));
    assert_eq!(setup.ends[0].grouping, Grouping::Gap { milliseconds: 20 });
    assert_eq!(setup.ends[1].charset, Charset::Gbk);
    let written = setup.to_toml();
    let again =
        Setup::parse(&written).unwrap_or_else(|problems| panic!("{}\n{written}", problems[0]));
    assert_eq!(again, setup);
}

#[test]
fn the_document_in_the_manual_is_the_tested_one() {
    let manual = include_str!("../../../../docs/assistant.md");
    assert!(manual.contains(EXAMPLE.trim_end()), "docs/assistant.md shows another document");
}

/// Each value of the example in turn is replaced by one of a wrong kind, and each key by an unknown one.
#[test]
fn every_malformed_field_is_named_with_its_line() {
    let mut tried = 0;
    for (index, line) in EXAMPLE.lines().enumerate() {
        let Some((key, _)) = line.split_once(" = ") else { continue };
        if key.starts_with('#') {
            continue;
        }
        for wrong in [format!("{key} = 1979-05-27"), format!("{}nonsense = 1", key.trim_end())] {
            let lines = EXAMPLE.lines().enumerate();
            let text: Vec<&str> =
                lines.map(|(at, line)| if at == index { wrong.as_str() } else { line }).collect();
            let problems = Setup::parse(&text.join("\n")).expect_err(&wrong);
            assert!(problems.iter().all(|problem| !problem.path.is_empty()), "{wrong}");
            assert!(problems.iter().all(|problem| problem.line >= 1), "{wrong}");
            tried += 1;
        }
    }
    assert!(tried > 60, "{tried}");
}

fn problems(text: &str) -> Vec<String> {
    let problems = Setup::parse(text).expect_err(text);
    problems.iter().map(ToString::to_string).collect()
}

#[test]
fn all_mistakes_are_named_at_once_and_what_is_right_is_read() {
    let text = r#"version = 1
colour = "red"

[[end]]
name = "a"
transport = { kind = "tcp-client", connect = "nowhere" }

[[message]]
name = "m"
text = "${count}"

[[message]]
name = "m"
text = "x"
end = "b"

[[plan]]
name = "p"
steps = [{ send = { message = "n" } }]
"#;
    let found = problems(text);
    for expected in [
        "line 2, colour: there is no table",
        "line 6, end[0] \"a\": \"nowhere\" is no address and port",
        "message[0].text: there is no field \"count\"",
        "message[1].name: another message has the name \"m\"",
        "message[1].end: there is no end \"b\"",
        "plan[0].steps[0].send: there is no message \"n\"",
    ] {
        assert!(found.iter().any(|problem| problem.contains(expected)), "{expected}\n{found:#?}");
    }
    assert_eq!(found.len(), 6, "{found:#?}");
}

#[test]
fn a_proxy_s_mistakes_are_named() {
    let text = r#"version = 1

[[proxy]]
name = "p"
listen = "nowhere"
connect = "127.0.0.1:1"

[[proxy]]
name = "q"
udp = true
listen = "/tmp/q"
connect = "127.0.0.1:1"
to_server = [{ kind = "loss", percent = 5 }, { kind = "slicer", average_size = 1 }]

[[proxy]]
name = "q"
listen = "127.0.0.1:2"
connect = "127.0.0.1:1"
to_client = [{ kind = "loss", percent = 5 }]

[[proxy]]
name = "r"
listen = "127.0.0.1:2"
connect = "127.0.0.1:1"
to_client = [{ kind = "loss", percent = 101 }]
"#;
    let found = problems(text);
    for expected in [
        "line 5, proxy[0] \"p\": \"nowhere\" is no address and port",
        "line 8, proxy[1].listen: UDP has no paths",
        "line 8, proxy[1].to_server[1]: slicer is no fault of UDP",
        "proxy[2].name: another proxy has the name \"q\"",
        "line 15, proxy[2].to_client[0]: loss is no fault of a byte stream",
        "line 25, proxy[3] \"r\": 101 is no percentage",
    ] {
        assert!(found.iter().any(|problem| problem.contains(expected)), "{expected}\n{found:#?}");
    }
    assert_eq!(found.len(), 6, "{found:#?}");
}

#[test]
fn an_unknown_key_is_named_at_every_depth() {
    let parts = [
        "connect =",
        "first =",
        "milliseconds =",
        "algorithm =",
        "interface =",
        "line_ending = \"lf\"",
        "times = 2",
        "end = \"device\", within",
        "equals = { text =",
        "after =",
        "within =",
        "latency = 100",
        "average_size =",
        "percent = 5",
    ];
    for part in parts {
        assert!(EXAMPLE.contains(part), "{part}");
        let problems = problems(&EXAMPLE.replace(part, &format!("colour = 1, {part}")));
        assert!(problems.iter().any(|problem| problem.contains("colour")), "{part}: {problems:?}");
    }
}

#[test]
fn a_version_is_needed_and_a_newer_one_refused() {
    assert!(problems("")[0].contains("has no version number"));
    assert!(problems("version = 2")[0].contains("version 2 is not known here"));
    assert!(problems("version = ")[0].contains("this is not TOML"));
    assert_eq!(Setup::parse("version = 1"), Ok(Setup::default()));
}

#[test]
fn addresses_are_those_people_write() {
    for text in ["127.0.0.1:502", "[::1]:80", "[fe80::1%2]:9", "localhost:1", "192.168.1.255:65535"]
    {
        let endpoint = Endpoint::try_from(text.to_owned()).unwrap();
        assert_eq!(String::from(endpoint), text);
    }
    for text in ["127.0.0.1", "::1:80", "[::1]", "a:99999", "[x]:1", "a b:1", ""] {
        assert!(Endpoint::try_from(text.to_owned()).is_err(), "{text}");
    }
}

#[test]
fn pauses_double_up_to_the_most() {
    let backoff = Backoff { first: 500, most: 3000 };
    let pauses: Vec<u128> = (1..6).map(|failures| backoff.pause(failures).as_millis()).collect();
    assert_eq!(pauses, [500, 1000, 2000, 3000, 3000]);
    assert_eq!(Backoff { first: 500, most: 0 }.pause(u32::MAX).as_millis(), 500);
}

#[test]
fn packet_sender_s_files_are_imported() {
    let ini = "[General]\nx=1\n\n[Turn%20on]\nhexString=01 03 00 0a\nname=Turn on\nport=502\ntcpOrUdp=TCP\ntoIP=192.168.1.5\n\n[names]\n1\\name=Turn on\nsize=1\n";
    let imported = import_packet_sender(ini).unwrap();
    assert_eq!(imported.messages.len(), 1);
    assert_eq!(
        (imported.messages[0].name.as_str(), &imported.messages[0].draft),
        ("Turn on", &Draft::hex("01 03 00 0a"))
    );
    assert_eq!(imported.targets, ["tcp 192.168.1.5:502"]);
    let json = r#"[{"name":"hi","hexstring":"68 69 0D 0A","toip":"::1","port":"7","tcporudp":"UDP"},{"name":"bad","hexstring":"zz"}]"#;
    let imported = import_packet_sender(json).unwrap();
    assert_eq!(imported.messages[0].draft, Draft::text(r"hi\r\n"));
    assert!(imported.left_out[0].starts_with("bad: "));
    assert!(import_packet_sender("nothing").is_err());
}

#[test]
fn sscom_s_list_is_imported() {
    let ini = "N1=H,01 03 00 00\nN2=A,AT+CSQ\nN3=A,\nN101=0,read,1000\nN102=0,,1000\nN1080=COM3\n";
    let imported = import_sscom(ini).unwrap();
    let names: Vec<&str> = imported.messages.iter().map(|message| message.name.as_str()).collect();
    assert_eq!(names, ["read", "N2"]);
    assert_eq!(imported.messages[0].draft, Draft::hex("01 03 00 00"));
    assert_eq!(imported.messages[1].draft.text, "AT+CSQ");
}
