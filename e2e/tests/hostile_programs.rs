//! Programs that attack, and programs that break Python: each ends alone, and the person is told.

use anyhow::{Result, ensure};
use lab_e2e::in_the_lab;
use lab_e2e::play::{Half, Stage as _, Window};

/// Holds a socket open, and uses it when asked to.
const OTHER_HALF: &str = r#"
import socket

server = socket.create_server(("127.0.0.1", 0))
print("ready")
while input() == "go on":
    with socket.create_connection(server.getsockname()) as client:
        conn, address = server.accept()
        conn.close()
        print("reached", client.recv(1))
"#;

/// What every program may do, after an attack too.
const HONEST: &str = r#"
import socket

a, b = socket.socketpair()
a.send(b"x")
print(b.recv(1))
"#;

/// Both halves work after attack number `attack`.
async fn both_halves_go_on(window: &mut Window<'_>, attack: usize) -> Result<()> {
    window.type_line(Half::Server, "go on").await?;
    window.until_prints(Half::Server, "reached b''").await?;
    window.open_text(Half::Client, &format!("honest{attack}.py"), HONEST).await?;
    window.run(Half::Client).await?;
    window.until_prints(Half::Client, "b'x'").await?;
    window.ends(Half::Client).await
}

#[tokio::test]
async fn a_forged_message_ends_its_program_alone() {
    let no_call = r#"page.say('{"call":{"id":1,"thread":1,"file":null,"line":null,"variable":null,"socket":1,"op":"open"}}')"#;
    let hidden = r#"page.say('{"call":{"id":1,"thread":1,"file":"\"socket\":1,\"op\":\"close\"","socket":1,"op":"close"}}')"#;
    let without_socket = r#"page.call(0, 1, '{"call":{"id":1,"thread":1,"file":null,"line":null,"variable":null,"socket":null,"op":"accept"}}', None)"#;
    let of_others = r#"page.ask(1, 1, '{"call":{"id":1,"thread":1,"file":null,"line":null,"variable":null,"socket":1,"op":"close"}}', None, 0)"#;
    let on_a_host = r#"page.say('{"call":{"id":1,"thread":1,"file":null,"line":null,"variable":null,"socket":null,"host":"server","op":{"socket":{"family":"AF_INET","kind":"SOCK_STREAM","proto":0}}}}')"#;
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "other.py", OTHER_HALF).await?;
        window.run(Half::Server).await?;
        window.until_prints(Half::Server, "ready").await?;
        let attacks = [no_call, hidden, without_socket, of_others, on_a_host, "page.say('hello')"];
        for (attack, forged) in attacks.into_iter().enumerate() {
            let program =
                format!("import time, _lab.page as page\n{forged}\nwhile True: time.sleep(1)\n");
            window.open_text(Half::Client, &format!("hostile{attack}.py"), &program).await?;
            window.run(Half::Client).await?;
            page.find_css("[data-testid=standing-client][data-state=forged]").await?;
            page.sees("error-client", "no program sends").await?;
            both_halves_go_on(&mut window, attack).await?;
        }
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        Ok(())
    })
    .await;
}

/// Looks at all objects there are, and at what they hold, for something of JavaScript's.
const SEARCH: &str = include_str!("search.py");

#[tokio::test]
async fn a_program_that_searches_all_objects_finds_no_way_to_javascript() {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Client, "search.py", SEARCH).await?;
        window.run(Half::Client).await?;
        window.ends(Half::Client).await?;
        let found = window.output(Half::Client).await?;
        ensure!(found.ends_with("searched\n") && found.lines().count() == 1, "{found}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_crash_of_python_is_told_and_run_works_again_at_once() {
    // C recurses here without looking how deep, in CPython as well.
    let deep = "value = ()\nfor _ in range(1_000_000):\n    value = (value,)\nprint('before')\nhash(value)\n";
    let aborted = "import faulthandler\nprint('before')\nfaulthandler._sigabrt()\n";
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "other.py", OTHER_HALF).await?;
        window.run(Half::Server).await?;
        window.until_prints(Half::Server, "ready").await?;
        let crashes = [(deep, "Maximum call stack size exceeded"), (aborted, "unreachable")];
        for (attack, (program, words)) in crashes.into_iter().enumerate() {
            window.open_text(Half::Client, &format!("crash{attack}.py"), program).await?;
            window.run(Half::Client).await?;
            page.find_css("[data-testid=standing-client][data-state=crashed]").await?;
            page.sees("error-client", "Python itself crashed").await?;
            page.sees("error-client", words).await?;
            both_halves_go_on(&mut window, attack).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn one_thread_too_many_is_refused_as_python_refuses_it() {
    let program = r#"
import threading

go = threading.Event()
threads = []
try:
    while True:
        thread = threading.Thread(target=go.wait)
        thread.start()
        threads.append(thread)
except RuntimeError as error:
    print(len(threads), error)
go.set()
for thread in threads:
    thread.join()
threading.Thread(target=print, args=("again",)).start()
"#;
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Client, "crowd.py", program).await?;
        window.run(Half::Client).await?;
        window.ends(Half::Client).await?;
        let output = window.output(Half::Client).await?;
        assert_eq!(output, "512 can't start new thread\nagain\n");
        Ok(())
    })
    .await;
}
