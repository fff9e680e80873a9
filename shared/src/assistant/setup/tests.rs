//! Tests of the setup document.

use super::*;
use crate::assistant::compose::Charset;
use crate::assistant::framing::Grouping;
use crate::assistant::rules::Condition;

/// The document of docs/assistant.md.
const EXAMPLE: &str = include_str!("example.toml");

/// Proxies with the fields and faults that the example leaves out.
const FURTHER_PROXIES: &str = r#"
[[proxy]]
name = "breaking"
listen = "127.0.0.1:9997"
connect = "127.0.0.1:9999"
clients = 16
to_server = [{ kind = "slow_close", delay = 100 }, { kind = "limit_data", bytes = 9 }]
to_client = [{ kind = "timeout", timeout = 100 }, { kind = "reset_peer", timeout = 100 }]

[[proxy]]
name = "doubling"
udp = true
listen = "127.0.0.1:5002"
connect = "127.0.0.1:5000"
to_client = [{ kind = "duplicate", percent = 5 }]
"#;

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
    let mut in_text = false;
    for (index, line) in EXAMPLE.lines().enumerate() {
        let begins_or_ends = line.ends_with("'''");
        in_text ^= begins_or_ends;
        let Some((key, _)) = line.split_once(" = ") else { continue };
        // A text over several lines has no fields, and its first line cannot be replaced alone.
        if key.starts_with('#') || in_text {
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

/// The ways into a value: keys of tables and places in arrays.
fn paths(value: &toml::Value, at: &[String], out: &mut Vec<Vec<String>>) {
    let mut into = |key: String, inner| {
        let path = [at, &[key]].concat();
        paths(inner, &path, out);
        out.push(path);
    };
    match value {
        toml::Value::Table(table) => table.iter().for_each(|(key, inner)| into(key.clone(), inner)),
        toml::Value::Array(array) => {
            array.iter().enumerate().for_each(|(place, inner)| into(place.to_string(), inner));
        }
        _ => {}
    }
}

fn value_at<'a>(value: &'a mut toml::Value, path: &[String]) -> &'a mut toml::Value {
    path.iter().fold(value, |value, key| match value {
        toml::Value::Table(table) => &mut table[key.as_str()],
        toml::Value::Array(array) => &mut array[key.parse::<usize>().unwrap()],
        _ => unreachable!("the path is of this document"),
    })
}

/// Every value of the example and of further proxies in turn becomes one that no field takes, and
/// every table gets a key that no table has: as it is written, and as `to_toml` writes it.
#[test]
fn a_malformed_value_anywhere_is_named_with_its_line_and_the_rest_is_read() {
    const WRONG: &str = "1979-05-27";
    let example: toml::Value = toml::from_str(&[EXAMPLE, FURTHER_PROXIES].concat()).unwrap();
    let mut all = Vec::new();
    paths(&example, &[], &mut all);
    assert!(all.len() > 150, "{}", all.len());
    for table in read::TABLES.split(", ") {
        assert!(all.iter().any(|path| path[0] == table), "the example has no {table}");
    }
    for path in all {
        let mut broken = example.clone();
        let value = value_at(&mut broken, &path);
        let was_table = value.is_table();
        *value = toml::Value::Datetime(WRONG.parse().unwrap());
        named_on_the_line_of(WRONG, &toml::to_string_pretty(&broken).unwrap(), &path);
        if was_table {
            let mut broken = example.clone();
            let table = value_at(&mut broken, &path).as_table_mut().unwrap();
            table.insert("nonsense".into(), toml::Value::Integer(1));
            named_on_the_line_of("nonsense", &toml::to_string_pretty(&broken).unwrap(), &path);
        }
    }
}

/// Checks that reading complains about the line with these words, which a mistake at the path has put there,
/// beside what follows from it.
#[track_caller]
fn named_on_the_line_of(words: &str, document: &str, path: &[String]) {
    let line = 1 + document.lines().position(|line| line.contains(words)).unwrap();
    let problems = Setup::parse(document).expect_err(&path.join("."));
    // Of two keys where there can be one, either may be the one too many.
    let is_here = |problem: &SetupProblem| {
        problem.line == line || problem.problem.cause.en.contains("exactly one key")
    };
    assert!(problems.iter().any(is_here), "{path:?}, line {line}: {problems:#?}\n{document}");
    // What is wrong elsewhere is only that something is no longer there.
    for problem in problems.iter().filter(|problem| !is_here(problem)) {
        let cause = &problem.problem.cause.en;
        assert!(cause.starts_with("there is no"), "{path:?}: {problem}");
    }
}

#[test]
fn a_key_that_is_needed_and_missing_is_named_with_its_part() {
    let example: toml::Value = toml::from_str(EXAMPLE).unwrap();
    let mut all = Vec::new();
    paths(&example, &[], &mut all);
    let mut missed = 0;
    for path in all {
        let (key, outer) = path.split_last().unwrap();
        let mut broken = example.clone();
        let Some(table) = value_at(&mut broken, outer).as_table_mut() else { continue };
        table.remove(key);
        let Err(problems) = Setup::parse(&toml::to_string_pretty(&broken).unwrap()) else {
            continue;
        };
        missed += 1;
        let part = match &path[..] {
            [list, place, _, ..] => format!("{list}[{place}]"),
            [table, _] => table.clone(),
            _ => key.clone(),
        };
        for problem in problems {
            let of_part = problem.path.starts_with(&part) && problem.line > 0;
            let follows = problem.problem.cause.en.starts_with("there is no ");
            assert!(of_part || follows, "{path:?}: {problem}");
        }
    }
    assert!(missed > 25, "{missed}");
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
    assert_eq!(imported.left_out[0].0, "bad");
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

#[test]
fn what_is_taken_in_replaces_its_namesakes_and_its_rules_come_first() {
    let mut setup = Setup::parse(EXAMPLE).expect("it is right");
    let other = EXAMPLE
        .replace("name = \"sell\"", "name = \"buy\"")
        .replace("name = \"poll\"", "name = \"ask\"")
        .replace("\"你好 ${counter start=1}\"", "\"hello\"");
    setup.take_in(Setup::parse(&other).expect("it is right"));
    let names: Vec<&str> = setup.rules.iter().map(|rule| rule.name.as_str()).collect();
    assert_eq!(names, ["buy", "goodbye", "sell"]);
    let names: Vec<&str> = setup.plans.iter().map(|plan| plan.name.as_str()).collect();
    assert_eq!(names, ["poll", "ask"]);
    assert_eq!((setup.messages.len(), setup.ends.len()), (2, 3));
    assert_eq!(setup.message("hello").expect("it is there").draft.text, "hello");
}

#[test]
fn a_script_for_an_end_that_is_not_there_is_named_with_its_line() {
    let document = "version = 1\n[script]\nend = \"shop\"\ntext = \"\"\n";
    let problems = Setup::parse(document).expect_err("there is no shop");
    assert_eq!((problems[0].path.as_str(), problems[0].line), ("script.end", 2));
}
