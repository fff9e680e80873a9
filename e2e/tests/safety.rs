//! Who may speak to the relay, and what may run in the page.

use anyhow::ensure;
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Browser, Look, Relay, in_the_lab};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

#[tokio::test]
async fn a_wrong_token_is_refused_and_the_person_is_told_what_to_open() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        // A tab that has a good token would go on with that.
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        page.script("sessionStorage.clear();", vec![]).await?;
        // Leave first: a page that only changes its fragment is not loaded anew.
        page.open("about:blank").await?;
        page.open(&format!("{}/#token=wrong", lab.relay.origin())).await?;
        page.sees("relay-notice", "#token=").await?;
        page.find_css("[data-testid=relay-state][data-state=refused]").await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_link_with_a_wrong_token_leaves_the_tab_its_good_one() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let ready = "[data-testid=relay-state][data-state=ready]";
        page.find_css(ready).await?;
        // Another document in the same tab.
        page.open("about:blank").await?;
        page.open(&format!("{}/#token=wrong", lab.relay.origin())).await?;
        page.find_css(ready).await?;
        page.open("about:blank").await?;
        page.open(lab.relay.origin()).await?;
        page.find_css(ready).await?;
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn the_token_does_not_stay_in_the_address_bar() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        let address = page.script("return location.href;", vec![]).await?;
        assert!(!address.as_str().unwrap_or_default().contains("token"), "{address}");
        Ok(())
    })
    .await;
}

/// Serves one empty page, as a foreign site would.
async fn foreign_site() -> std::io::Result<String> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let origin = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await;
            let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 15\r\n\
                        Connection: close\r\n\r\n<p>foreign</p>\n";
            let _ = stream.write_all(page.as_bytes()).await;
        }
    });
    Ok(origin)
}

#[tokio::test]
async fn a_page_of_another_origin_is_refused_even_with_the_token() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.open(&foreign_site().await?).await?;
        let url = format!("ws://{}/ws", lab.relay.address());
        let script = "const [url, done] = arguments; const socket = new WebSocket(url);
            socket.onopen = () => done('opened'); socket.onerror = () => done('refused');";
        let answer = page.script_async(script, vec![url.into()]).await?;
        assert_eq!(answer, "refused");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_stopped_relay_is_told_and_a_new_one_is_found() -> anyhow::Result<()> {
    let relay = Relay::start().await?;
    let address = relay.address().to_owned();
    let token = relay.token().to_owned();
    let page = Browser::start(Look::default()).await?;
    page.open(&relay.url).await?;
    page.press("start-server").await?;
    page.call("socket").await?;
    page.socket_is("server", "created").await?;

    relay.stop().await?;
    page.find("sockets-gone").await?;
    page.socket_is("server", "gone").await?;
    page.find("relay-try-now").await?;

    let relay = Relay::start_with(&["--listen", &address, "--token", &token]).await?;
    page.try_relay_now().await?;
    page.call("socket").await?;
    page.socket_is("server2", "created").await?;
    page.close().await?;
    relay.stop().await
}

/// Collects the directives of the page's policy that are broken from now on, in the document too, whose changes are
/// waited for.
const WATCH: &str = "
    window.broken = [];
    document.addEventListener('securitypolicyviolation', (event) => {
        window.broken.push(event.effectiveDirective);
        document.documentElement.dataset.broken = window.broken.join(' ');
    });";

#[tokio::test]
async fn the_page_keeps_its_policy_and_no_foreign_script_runs_in_it() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut window = Window::of_programs(lab).await?;
        page.script(WATCH, vec![]).await?;
        window.open_text(Half::Server, "own.py", "print('ran')\n").await?;
        window.run(Half::Server).await?;
        window.ends(Half::Server).await?;
        assert_eq!(window.output(Half::Server).await?, "ran\n");
        assert_eq!(page.script("return window.broken;", vec![]).await?, json!([]));

        let foreign = foreign_site().await?;
        let attack = "
            const [foreign, done] = arguments;
            const script = document.createElement('script');
            script.textContent = 'window.hit = 1';
            document.body.append(script);
            const frame = document.createElement('iframe');
            frame.src = foreign;
            document.body.append(frame);
            const button = document.createElement('button');
            button.setAttribute('onclick', 'window.hit = 1');
            document.body.append(button);
            button.click();
            const attempts = [
                import(`${foreign}/x.js`),
                fetch(foreign, { mode: 'no-cors' }),
                new Promise((works, fails) => {
                    const worker = new Worker('data:text/javascript,postMessage(1)');
                    worker.onmessage = works;
                    worker.onerror = fails;
                }),
            ];
            Promise.allSettled(attempts).then((ends) =>
                done([ends.map((end) => end.status), window.hit ?? null]));";
        let ends = page.script_async(attack, vec![json!(foreign)]).await?;
        assert_eq!(ends, json!([vec!["rejected"; 3], null]));
        let all =
            "return ['frame-src', 'worker-src', 'connect-src', 'script-src-elem', 'script-src-attr']
            .every((directive) => window.broken.includes(directive));";
        page.holds(all).await
    })
    .await;
}

#[tokio::test]
async fn bytes_of_a_peer_are_shown_and_never_become_part_of_the_page() {
    let program = r#"
import socket

here, there = socket.socketpair()
there.send(b'<img src=x onerror="window.hit=1"><script>window.hit=1</script>')
received = here.recv(1024)
print(received.decode())
raise ValueError(received.decode())
"#;
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "hostile.py", program).await?;
        window.run(Half::Server).await?;
        window.ends(Half::Server).await?;
        for place in ["console-server", "timeline", "error-server"] {
            page.sees(place, "<img src=x").await?;
        }
        assert_eq!(page.count("img[src=x]").await?, 0);
        let hit = page.script("return window.hit ?? null;", vec![]).await?;
        ensure!(hit.is_null(), "the peer's script ran");
        Ok(())
    })
    .await;
}
