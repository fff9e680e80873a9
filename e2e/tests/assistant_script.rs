//! The assistant's script against real clients: what it answers, how it fails, and that it can be stopped.

use anyhow::Result;
use lab_e2e::{Browser, Lab, Peer, in_the_lab};
use serde_json::json;

/// A server that cuts at lines.
const SERVER: &str = r#"version = 1
[[end]]
name = "server"
transport = { kind = "tcp-server", listen = "127.0.0.1:0" }
grouping = { kind = "line" }
charset = "gbk"
"#;

/// Opens the place with this setup, as if the browser had kept it from the last visit.
async fn open_place<'a>(lab: &'a Lab, setup: &str) -> Result<&'a Browser> {
    let page = &lab.browser;
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    let keep = "localStorage.setItem('socket-lab.assistant', arguments[0]);";
    page.script(keep, vec![json!(setup)]).await?;
    page.press("place-assistant").await?;
    page.press("assistant-side-script").await?;
    Ok(page)
}

/// Opens the place with a server and this script, and both at work. Returns the server's port.
async fn serve(lab: &Lab, script: &str) -> Result<u16> {
    let page = open_place(lab, &format!("{SERVER}[script]\ntext = '''\n{script}'''\n")).await?;
    start(page).await?;
    open(page).await
}

/// Opens the server, and returns its port.
async fn open(page: &Browser) -> Result<u16> {
    page.press("assistant-open").await?;
    let address = page.find("assistant-bound").await?.text().await?;
    Ok(address.rsplit(':').next().unwrap_or_default().parse()?)
}

async fn start(page: &Browser) -> Result<()> {
    page.press("script-start").await?;
    script_is(page, "serving").await
}

async fn script_is(page: &Browser, state: &str) -> Result<()> {
    page.find_css(&format!("[data-testid=script-state][data-state={state}]")).await.map(drop)
}

/// Waits until the log has an entry of this kind with these words.
async fn logs(page: &Browser, what: &str, words: &str) -> Result<()> {
    let rows =
        format!("document.querySelectorAll('[data-testid=assistant-row][data-what={what}]')");
    let words = json!(words);
    page.holds(&format!("return [...{rows}].some(row => row.textContent.includes({words}));")).await
}

/// Waits until the editor shows an error with these words under a line with that text.
async fn fault_below(page: &Browser, line: &str, words: &str) -> Result<()> {
    page.holds(&format!(
        "const at = document.querySelector('[data-testid=editor-script] .cm-faulty');\
         const fault = document.querySelector('[data-testid=editor-script] .cm-fault');\
         return !!at && !!fault && at.textContent.includes({}) && fault.textContent.includes({});",
        json!(line),
        json!(words)
    ))
    .await
}

#[tokio::test]
async fn a_script_answers_with_state_and_a_timer_and_each_answer_is_a_call() {
    const COUNTER: &str = r"count = 0

def connected(peer):
    send(b'welcome\n')

def received(data, peer):
    global count
    count += 1
    print(f'{peer} at {peer.end}: {data}')
    send(b'%d %s\n' % (count, data))
    after(0.01, send, b'later\n')
    if data == b'all':
        send(b'to all\n', 'all')
    if data == b'bye':
        close()

def closed(peer):
    print('left after', count)
";
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let port = serve(lab, COUNTER).await?;
        let mut first = Peer::nc_connect(port).await?;
        assert_eq!(first.hear().await?, "welcome");
        first.say("a").await?;
        assert_eq!(first.hear().await?, "1 a");
        assert_eq!(first.hear().await?, "later");
        let mut second = Peer::nc_connect(port).await?;
        assert_eq!(second.hear().await?, "welcome");
        second.say("all").await?;
        assert_eq!(second.hear().await?, "2 all");
        assert_eq!(second.hear().await?, "to all");
        assert_eq!(first.hear().await?, "to all");
        page.sees("script-output", "at server: b'a'").await?;
        page.sees("script-handled", "2").await?;

        second.say("bye").await?;
        page.sees("script-output", "left after 3").await?;

        // One that sends, ends its stream and only then reads, as nc -N does, has its answers all the same.
        let mut piped = Peer::python(
            "import socket, sys\n\
             c = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\n\
             c.sendall(b'x\\ny\\n')\n\
             c.shutdown(socket.SHUT_WR)\n\
             print(b''.join(iter(lambda: c.recv(99), b'')))\n",
            &[&port.to_string()],
        )?;
        let heard = piped.hear().await?;
        assert!(heard.contains("4 x") && heard.contains("5 y"), "{heard}");

        page.press("assistant-calls-tab").await?;
        page.find_css("[data-testid=timeline-row][data-call=sendall]").await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn an_error_is_shown_at_its_line_and_the_next_message_is_handled() {
    const SQUARE: &str = r"import socket

def received(data, peer):
    if data == b'socket':
        socket.socket()
    number = int(data)
    send(b'%d\n' % (number * number))
";
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let port = serve(lab, SQUARE).await?;
        let mut client = Peer::nc_connect(port).await?;
        client.say("seven").await?;
        page.sees("script-fault", "ValueError: invalid literal for int()").await?;
        fault_below(page, "number = int(data)", "ValueError").await?;
        page.sees("script-output", "Traceback").await?;
        client.say("7").await?;
        assert_eq!(client.hear().await?, "49");
        client.say("socket").await?;
        fault_below(page, "socket.socket()", "a script opens no sockets").await?;
        script_is(page, "serving").await?;

        // What cannot be run at all ends at once, with its line.
        let type_it = "document.querySelector('[data-testid=editor-script] .cm-content').focus();";
        page.script(type_it, vec![]).await?;
        page.keys("def received(:\n").await?;
        page.find("script-older").await?;
        page.press("script-start").await?;
        script_is(page, "failed").await?;
        fault_below(page, "def received(:", "SyntaxError").await
    })
    .await;
}

#[tokio::test]
async fn a_script_that_loops_holds_up_no_reading_and_can_be_stopped_and_started_anew() {
    const LOOP: &str = r"count = 0

def received(data, peer):
    global count
    count += 1
    while data == b'loop':
        pass
    send(b'%d\n' % count)
";
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let port = serve(lab, LOOP).await?;
        let mut client = Peer::nc_connect(port).await?;
        client.say("one").await?;
        assert_eq!(client.hear().await?, "1");
        page.sees("script-handled", "1 message").await?;
        client.say("loop").await?;
        for number in 0..300 {
            client.say(&format!("line {number}")).await?;
        }
        logs(page, "received", "line 299").await?;
        // With the one that loops, 256 messages wait.
        page.sees("script-behind", "45").await?;

        page.press("script-stop").await?;
        script_is(page, "stopped").await?;
        client.say("nobody hears").await?;
        logs(page, "received", "nobody hears").await?;
        start(page).await?;
        client.say("again").await?;
        assert_eq!(client.hear().await?, "1", "its state was lost");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_shop_that_a_person_can_begin_with_serves_customers_in_gbk() {
    in_the_lab(async |lab| {
        let page = open_place(lab, SERVER).await?;
        page.press("script-begin-shop").await?;
        start(page).await?;
        let port = open(page).await?;
        let mut customer = Peer::python(
            "import socket, sys\n\
             c = socket.create_connection(('127.0.0.1', int(sys.argv[1])))\n\
             shop = c.makefile('rw', encoding='gbk', newline='\\n')\n\
             print(shop.readline().strip(), flush=True)\n\
             for wanted in ('瓜子', '西瓜', '苹果', '拜拜'):\n\
            \x20   shop.write(wanted + '\\n'); shop.flush()\n\
            \x20   print(shop.readline().strip(), flush=True)\n\
             print(repr(shop.read()))\n",
            &[&port.to_string()],
        )?;
        assert!(customer.hear().await?.starts_with("欢迎光临"));
        assert_eq!(customer.hear().await?, "购买成功,余额 -4.5");
        assert_eq!(customer.hear().await?, "购买成功,余额 -6.5");
        assert_eq!(customer.hear().await?, "没有“苹果”这种商品");
        assert_eq!(customer.hear().await?, "一共 6.5，再见，欢迎下次光临！");
        assert_eq!(customer.hear().await?, "''");
        page.sees("script-output", "spent 6.5").await
    })
    .await;
}

#[tokio::test]
async fn while_the_relay_runs_the_assistant_the_script_waits_in_the_setup_and_says_why() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        serve(lab, "def received(data, peer):\n    send(data)\n").await?;
        page.press("assistant-on-relay").await?;
        page.sees("script-on-relay", "in the page only").await?;
        script_is(page, "stopped").await?;
        let disabled = "return document.querySelector('[data-testid=script-start]').disabled;";
        page.holds(disabled).await?;
        page.press("assistant-in-page").await?;
        page.sees("editor-script", "def received(data, peer):").await?;
        start(page).await
    })
    .await;
}
