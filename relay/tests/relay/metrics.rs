//! The metrics for Prometheus: what they count, and who may read them.

use lab_shared::call::{Address, Op, Value};

use crate::common::http::get_with;
use crate::common::{Page, TestRelay, get};

async fn counted() -> TestRelay {
    TestRelay::with(|config| config.metrics = Some("127.0.0.1:0".parse().unwrap())).await
}

async fn numbers(relay: &TestRelay) -> String {
    let address = relay.metrics.unwrap();
    let answer = get(address, "/metrics", &address.to_string()).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("content-type: application/openmetrics-text"));
    answer
}

#[track_caller]
fn shows(numbers: &str, lines: &[&str]) {
    for line in lines {
        let line = format!("socket_lab_{line}");
        assert!(numbers.lines().any(|found| found == line), "{line} is not in\n{numbers}");
    }
}

#[tokio::test]
async fn what_pages_do_is_counted() {
    let relay = counted().await;
    let mut page = relay.page().await;
    let pair = page.connected().await;
    page.send(pair.client, b"hello").await.unwrap();
    assert_eq!(page.recv(pair.server).await.unwrap(), b"hello");
    let far = Op::Bind { address: Address::inet("224.0.0.1", 0) };
    page.call(pair.client, far).await.unwrap_err();
    shows(
        &numbers(&relay).await,
        &[
            "sessions 1",
            "sockets{family=\"AF_INET\",state=\"listening\"} 1",
            "sockets{family=\"AF_INET\",state=\"connected\"} 2",
            "calls_total{call=\"accept\",result=\"ok\"} 1",
            "calls_total{call=\"bind\",result=\"EACCES\"} 1",
            "socket_bytes_total{direction=\"in\"} 5",
            "socket_bytes_total{direction=\"out\"} 5",
            "refusals_total{rule=\"allow-bind\"} 1",
        ],
    );
    page.close(pair.server).await.unwrap();
    let failure = page.recv(pair.server).await.unwrap_err();
    assert_eq!(failure.errno.as_deref(), Some("EBADF"));
    shows(
        &numbers(&relay).await,
        &[
            "sockets{family=\"AF_INET\",state=\"connected\"} 1",
            "calls_total{call=\"recv\",result=\"EBADF\"} 1",
        ],
    );
}

#[tokio::test]
async fn a_pair_is_counted_with_its_family() {
    let relay = counted().await;
    let mut page = relay.page().await;
    page.pair().await.unwrap();
    // The addresses of a pair are reported after its return; a further call waits for both.
    let socket = page.tcp().await;
    assert_eq!(page.call(socket, Op::Gettimeout).await, Ok(Value::Timeout(None)));
    let numbers = numbers(&relay).await;
    let pair = numbers.lines().filter(|line| line.contains("AF_UNIX") && line.ends_with(" 2"));
    assert_eq!(pair.count(), 1, "{numbers}");
}

#[tokio::test]
async fn who_is_turned_away_is_counted_too() {
    let relay = counted().await;
    get(relay.address, "/", "evil.example").await;
    let mut page = Page::knock(&relay, &[]).await.unwrap();
    page.say(&crate::common::page::hello(1, Some("wrong"), 1)).await;
    page.goodbye().await;
    let lines = ["refusals_total{rule=\"host\"} 1", "goodbyes_total{reason=\"token\"} 1"];
    shows(&numbers(&relay).await, &lines);
}

#[tokio::test]
async fn the_numbers_have_a_door_of_their_own_and_no_other() {
    let relay = counted().await;
    let answer = get(relay.address, "/metrics", &relay.address.to_string()).await;
    assert!(!answer.contains("socket_lab_"), "{answer}");
    let address = relay.metrics.unwrap();
    for path in ["/", "/ws", "/healthz"] {
        let answer = get(address, path, &address.to_string()).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
    assert_eq!(TestRelay::start().await.metrics, None);
}

#[tokio::test]
async fn no_web_site_reads_the_numbers() {
    let relay = counted().await;
    let address = relay.metrics.unwrap();
    let port = address.port();
    for (headers, rule) in [
        (format!("Host: evil.example:{port}\r\n"), "host"),
        (format!("Host: {address}\r\nOrigin: http://evil.example\r\n"), "origin"),
        (format!("Host: {address}\r\nOrigin: http://{}\r\n", relay.address), "origin"),
    ] {
        let answer = get_with(address, "/metrics", &headers).await;
        assert!(answer.starts_with("HTTP/1.1 403"), "{headers}: {answer}");
        assert!(answer.contains(&format!("rule `{rule}`")), "{headers}: {answer}");
        assert!(!answer.to_ascii_lowercase().contains("access-control"), "{answer}");
    }
}

#[tokio::test]
async fn lab_sockets_do_not_reach_the_numbers() {
    let relay = counted().await;
    let mut page = relay.page().await;
    let socket = page.tcp().await;
    let address = Address::inet("127.0.0.1", relay.metrics.unwrap().port());
    let failure = page.connect(socket, &address).await.unwrap_err();
    assert_eq!(failure.rule, Some(lab_shared::call::Rule::OwnPort));
}
