//! How the command ends and what it reports: exit codes, mistakes, plans, the log.

use super::program::{Program, SHOP, free_port, path, setup};
use crate::common::python;

#[tokio::test]
async fn the_exit_code_tells_whether_what_is_expected_came() {
    let shop = setup(SHOP);
    let (_server, port) = Program::bound(&["server", "127.0.0.1:0", "--setup", path(&shop)]).await;
    let address = format!("127.0.0.1:{port}");
    let closed = format!("127.0.0.1:{}", free_port());
    for (arguments, expected) in [
        // Met, in order.
        (vec!["--send", "tell a\\nbye\\n", "--expect", "^tell a$", "--expect", "^over$"], 0),
        (vec!["--send", "buy 2\\n", "--expect", "(?-u)^\\xce\\xf7"], 0),
        // Too late.
        (vec!["--send", "tell a\\n", "--expect", "b", "--within", "0.2"], 1),
        // The peer closes before.
        (vec!["--send", "bye\\n", "--expect", "never"], 1),
        // In the wrong order.
        (vec!["--send", "tell a\\nbye\\n", "--expect", "over", "--expect", "tell"], 1),
        // Mistakes.
        (vec!["--expect", "("], 2),
        (vec!["--send", "${counting}"], 2),
        (vec!["--send", "\u{ff1f}", "--charset", "ascii"], 2),
        (vec!["--within", "soon"], 2),
    ] {
        let all = [&["client", &address, "--grouping", "line"], &arguments[..]].concat();
        let (code, _, errors) = Program::assist(&all).ended().await;
        assert_eq!(code, Some(expected), "{arguments:?}: {errors}");
    }
    let (code, _, errors) = Program::assist(&["client", &closed, "--expect", "x"]).ended().await;
    assert_eq!(code, Some(3), "{errors}");
    assert!(errors.contains("ConnectionRefusedError"), "{errors}");
    let (code, _, errors) = Program::assist(&["server", &address]).ended().await;
    assert_eq!(code, Some(3), "the address is in use: {errors}");
}

#[tokio::test]
async fn a_reset_is_a_failed_connection() {
    let reset = "import socket, struct
s = socket.create_server(('127.0.0.1', 0)); print(s.getsockname()[1])
c = s.accept()[0]; c.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0)); c.close()";
    let mut server = python(reset, &[]);
    let address = format!("127.0.0.1:{}", server.line().await);
    let (code, _, errors) = Program::assist(&["client", &address]).ended().await;
    assert_eq!(code, Some(3), "{errors}");
    assert!(errors.contains("ConnectionResetError"), "{errors}");
}

#[tokio::test]
async fn every_mistake_of_a_setup_is_told_with_its_line() {
    let broken = SHOP.replace("\"line\"", "\"lines\"").replace("\"^buy (", "\"^buy ((");
    let broken = setup(&broken);
    let (code, output, errors) =
        Program::assist(&["server", "127.0.0.1:0", "--setup", path(&broken)]).ended().await;
    assert_eq!((code, output), (Some(2), Vec::new()));
    for words in ["line 6, end[0] \"shop\"", "line 9, rule[0].when: no regular expression"] {
        assert!(errors.contains(words), "{words}: {errors}");
    }
    for (arguments, words) in [
        (
            &["server", "127.0.0.1:0", "--setup", "/no/such/file"][..],
            "/no/such/file cannot be read",
        ),
        (&["client"], "write the ADDRESS"),
        (&["client", "127.0.0.1"], "no address and port"),
        (&["udp"], "--bind"),
        (&["run"], "--setup FILE"),
        (&["server", "127.0.0.1:0", "--reconnect"], "only a client"),
        (&["dance", "127.0.0.1:1"], "client, server, udp, run"),
    ] {
        let (code, _, errors) = Program::assist(arguments).ended().await;
        assert_eq!(code, Some(2), "{arguments:?}: {errors}");
        assert!(errors.contains(words), "{arguments:?}: {errors}");
    }
}

#[tokio::test]
async fn a_plan_ends_the_command_that_names_it() {
    let plan = |answer: &str, within: u32| {
        setup(&format!(
            r#"version = 1
[[message]]
name = "ask"
text = "tell ${{counter}}\\n"
[[plan]]
name = "talk"
times = 2
steps = [
    {{ send = {{ message = "ask" }} }},
    {{ wait-for = {{ when = {{ contains = {{ text = "{answer}" }} }}, within = {within}, otherwise = "fail" }} }},
]
"#
        ))
    };
    let shop = setup(SHOP);
    let (_server, port) = Program::bound(&["server", "127.0.0.1:0", "--setup", path(&shop)]).await;
    let address = format!("127.0.0.1:{port}");
    for (answer, within, expected) in [("tell", 20_000, 0), ("no", 100, 1)] {
        let setup = plan(answer, within);
        let client =
            Program::assist(&["client", &address, "--setup", path(&setup), "--plan", "talk"]);
        let (code, _, errors) = client.ended().await;
        assert_eq!(code, Some(expected), "{errors}");
    }
    let setup = plan("x", 1);
    let all = ["client", &address, "--setup", path(&setup), "--plan", "dance"];
    assert_eq!(Program::assist(&all).ended().await.0, Some(2));
}

#[tokio::test]
async fn the_log_is_json_lines_or_a_table_for_programs() {
    let (_server, port) = Program::bound(&["server", "127.0.0.1:0", "--send", "a,b"]).await;
    let address = format!("127.0.0.1:{port}");
    let run = |format| Program::assist(&["client", &address, "--expect", "b", "--print", format]);
    let (_, _, errors) = run("json").ended().await;
    let lines: Vec<serde_json::Value> =
        errors.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(
        lines.iter().any(|line| line["what"] == "received" && line["hex"] == "61 2c 62"),
        "{errors}"
    );
    let (_, _, errors) = run("csv").ended().await;
    assert!(errors.starts_with("time,unix_ms,end,"), "{errors}");
    assert!(
        errors.lines().any(|line| line.contains(",received,3,") && line.contains("\"a,b\"")),
        "{errors}"
    );
    let (_, _, errors) = run("none").ended().await;
    assert_eq!(errors, "");
}

#[tokio::test]
async fn a_script_in_the_setup_is_not_run_and_a_warning_says_what_to_do() {
    let script = "[script]\ntext = \"def received(data, peer): send(data)\"\n";
    let shop = setup(&format!("{SHOP}{script}"));
    let mut server =
        Program::assist(&["server", "127.0.0.1:0", "--setup", path(&shop), "--print", "none"]);
    let warning = server.next_error().await;
    for words in ["warning", "[script]", "Assistant", "[[rule]]"] {
        assert!(warning.contains(words), "{words}: {warning}");
    }
}
