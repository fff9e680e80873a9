//! getaddrinfo on a host: it knows its network, and asks nobody.

use lab_shared::call::{Address, Failure, LookupFlags, Op, Outcome, Value};
use lab_shared::errno::GaiError;
use lab_shared::network::HostName;

use crate::common::{Page, TestRelay};

async fn look_up(page: &mut Page, host: Option<&str>, family: i32) -> Outcome {
    let op = Op::Getaddrinfo {
        host: host.map(Into::into),
        port: Some("80".into()),
        family,
        kind: 1,
        proto: 0,
        flags: LookupFlags(0),
    };
    let id = page.start(None, op, b"").await;
    page.wait(id).await.outcome
}

async fn hosts(page: &mut Page, host: Option<&str>, family: i32) -> Result<Vec<String>, Failure> {
    let Value::AddressInfo(found) = look_up(page, host, family).await? else { panic!("no list") };
    let host = |address: &Address| match address {
        Address::Inet { host, .. } | Address::Inet6 { host, .. } => host.clone(),
        Address::Unix { .. } => panic!("a path"),
    };
    Ok(found.iter().map(|info| host(&info.address)).collect())
}

#[tokio::test]
async fn hosts_are_known_by_name_and_nothing_else_is() {
    let relay = TestRelay::start().await;
    let mut page = relay.page().await;
    page.open_network().await;
    page.host = Some(HostName::client());
    for (host, family, expected) in [
        (Some("server"), 0, &["fd4c:6162::1", "10.0.0.1"][..]),
        (Some("client"), 0, &["fd4c:6162::2", "10.0.0.2"]),
        (Some("server"), 2, &["10.0.0.1"]),
        (Some("server"), 10, &["fd4c:6162::1"]),
        (Some("localhost"), 0, &["::1", "127.0.0.1"]),
        (Some("192.0.2.7"), 0, &["192.0.2.7"]),
        (None, 0, &["::1", "127.0.0.1"]),
    ] {
        assert_eq!(hosts(&mut page, host, family).await.unwrap(), expected, "{host:?} {family}");
    }
    for host in ["www.example.org", "relay", "server.local"] {
        let unknown = hosts(&mut page, Some(host), 0).await.unwrap_err();
        assert_eq!(unknown, GaiError::Noname.failure(), "{host}");
    }
}
