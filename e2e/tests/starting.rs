//! A page starts without whatever a browser may lack, and one that cannot start says why.

use anyhow::Result;
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Browser, Lab, in_the_lab};
use serde_json::json;

/// What browsers of today lack, or take away for privacy or in a container.
const LACKING: &[&str] = &[
    "SharedArrayBuffer",
    "Atomics",
    "BroadcastChannel",
    "CompressionStream",
    "DecompressionStream",
    "IntersectionObserver",
    "ResizeObserver",
    "TransformStream",
    "caches",
    "crypto",
    "indexedDB",
    "requestIdleCallback",
    "scheduler",
    "structuredClone",
];

/// Storage that a person has forbidden throws as soon as it is named.
const FORBIDDEN: &str = "
    for (const name of ['localStorage', 'sessionStorage']) {
        Object.defineProperty(window, name, { get() { throw new DOMException('no', 'SecurityError'); } });
    }
    for (const name of ['clipboard', 'locks', 'serviceWorker', 'storage']) {
        delete Navigator.prototype[name];
    }";

const GREETING: &str = "\
import socket

ours, theirs = socket.socketpair()
ours.sendall(b'hello')
print(theirs.recv(5))
";

#[tokio::test]
async fn without_shared_memory_alone_the_page_is_isolated_and_runs_programs() {
    in_the_lab(async |lab| {
        open_after(lab, &deletion(&["SharedArrayBuffer"])).await?;
        lab.browser
            .holds("return crossOriginIsolated && !('SharedArrayBuffer' in window);")
            .await?;
        greets(lab).await
    })
    .await;
}

#[tokio::test]
async fn without_all_that_may_be_missing_the_page_runs_programs() {
    in_the_lab(async |lab| {
        open_after(lab, &format!("{}{FORBIDDEN}", deletion(LACKING))).await?;
        greets(lab).await?;
        lab.browser.sees("unkept", "its storage is switched off").await?;
        lab.browser.press("lang-zh").await?;
        lab.browser.sees("unkept", "存储已关闭").await
    })
    .await;
}

#[tokio::test]
async fn a_browser_without_workers_shows_the_page_and_says_what_it_lacks() {
    in_the_lab(async |lab| {
        open_after(lab, &deletion(&["Worker"])).await?;
        lab.browser
            .sees("relay-notice", "The page's own worker, which connects to the relay, failed")
            .await?;
        lab.browser.find("start-server").await?;
        lab.browser.press("lang-zh").await?;
        lab.browser.sees("relay-notice", "负责连接中继的 worker 出错了").await
    })
    .await;
}

#[tokio::test]
async fn a_browser_without_webassembly_is_told_so_in_both_languages() {
    in_the_lab(async |lab| {
        open_after(lab, &deletion(&["WebAssembly"])).await?;
        says_why(&lab.browser, ["has no WebAssembly", "没有 WebAssembly"]).await
    })
    .await;
}

#[tokio::test]
async fn a_script_that_does_not_come_is_named() {
    in_the_lab(async |lab| {
        block(lab, "*/boot-*.js").await?;
        open_after(lab, "").await?;
        says_why(&lab.browser, ["did not arrive: /boot-", "没有取到：/boot-"]).await
    })
    .await;
}

#[tokio::test]
async fn webassembly_that_does_not_come_is_a_fault_that_is_told() {
    in_the_lab(async |lab| {
        block(lab, "*.wasm").await?;
        open_after(lab, "").await?;
        says_why(&lab.browser, ["The browser says: ", "浏览器报告："]).await
    })
    .await;
}

#[tokio::test]
async fn a_panic_at_the_start_is_told_where_the_page_would_be() {
    in_the_lab(async |lab| {
        let refusal = "Document.prototype.createElementNS = () => { throw new Error('refused'); };";
        open_after(lab, refusal).await?;
        says_why(&lab.browser, ["The browser says: ", "浏览器报告："]).await
    })
    .await;
}

/// A script that takes these from the page.
fn deletion(names: &[&str]) -> String {
    format!("for (const name of {}) delete window[name];", json!(names))
}

/// Opens the page anew, with a script that runs before any of its own.
async fn open_after(lab: &Lab, script: &str) -> Result<()> {
    let page = &lab.browser;
    page.open("about:blank").await?;
    page.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script })).await?;
    page.open(&lab.relay.url).await
}

/// Has the network lose what is at these addresses.
async fn block(lab: &Lab, addresses: &str) -> Result<()> {
    lab.browser.open("about:blank").await?;
    lab.browser.devtools("Network.enable", json!({})).await?;
    lab.browser.devtools("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await?;
    lab.browser.devtools("Network.setBlockedURLs", json!({ "urls": [addresses] })).await?;
    Ok(())
}

/// A person sees both sentences, and the name of the lab.
async fn says_why(page: &Browser, sentences: [&str; 2]) -> Result<()> {
    page.find_css("#start-failure[role=alert]").await?;
    for sentence in
        sentences.into_iter().chain(["Socket Lab could not start", "套接字实验室未能启动"])
    {
        page.holds(&format!("return document.body.innerText.includes({});", json!(sentence)))
            .await?;
    }
    Ok(())
}

/// A program runs and prints what it received.
async fn greets(lab: &Lab) -> Result<()> {
    let mut window = Window::of_programs(lab).await?;
    window.open_text(Half::Server, "greeting.py", GREETING).await?;
    window.run(Half::Server).await?;
    window.ends(Half::Server).await?;
    assert_eq!(window.output(Half::Server).await?, "b'hello'\n");
    assert_eq!(lab.browser.count("#start-failure").await?, 0);
    Ok(())
}
