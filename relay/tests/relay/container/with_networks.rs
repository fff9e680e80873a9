//! With `deploy/networks.compose.yaml` besides: hosts and cables, for a process without any privilege.

use lab_shared::network::HostName;

use super::page;

#[tokio::test]
#[ignore = "needs the containers that `cargo xtask test --only container` starts"]
async fn hosts_of_two_pages_meet_in_the_container() {
    let (mut one, mut other) = (page().await, page().await);
    for page in [&mut one, &mut other] {
        let view = page.open_network().await;
        assert!(view.host(&HostName::server()).is_some_and(|host| host.ended.is_none()));
    }
    // Both have their server on the same port, 9999.
    for page in [&mut one, &mut other] {
        let (client, server) = page.meet_on_hosts().await;
        page.talk(client, server).await;
    }
}
