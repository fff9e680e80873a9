//! Networks of a page's own, and the processes that are their hosts.

use std::fs;

use lab_shared::call::{Address, Family, How, Op, SocketId, SocketType};
use lab_shared::network::{
    HostName, NetworkCommand, NetworkNotice, NetworkPlan, NetworkState, NetworkView,
};

use super::{Page, within};

impl Page {
    /// Opens a network of a server and a client, and returns it.
    pub(crate) async fn open_network(&mut self) -> NetworkView {
        let state = self.welcome.as_ref().map(|welcome| welcome.networks);
        assert!(
            matches!(state, Some(NetworkState::Offered(_))),
            "these tests need user namespaces and /dev/net/tun, and this machine denies them: {state:?}"
        );
        self.change_network(NetworkCommand::Open(NetworkPlan::pair())).await
    }

    /// Changes its network, and returns it.
    pub(crate) async fn change_network(&mut self, command: NetworkCommand) -> NetworkView {
        match self.ask_network(command).await {
            NetworkNotice::Changed(view) => *view,
            other => panic!("no network but {other:?}"),
        }
    }

    /// Waits until its network is as wanted.
    pub(crate) async fn network_is(&mut self, wanted: impl Fn(&NetworkView) -> bool) {
        loop {
            match self.network_report().await.news {
                NetworkNotice::Changed(view) if wanted(&view) => return,
                NetworkNotice::Changed(_) | NetworkNotice::Packets { .. } => {}
                other => panic!("no network but {other:?}"),
            }
        }
    }

    /// A socket on a host.
    pub(crate) async fn socket_on(
        &mut self,
        host: &HostName,
        family: Family,
        kind: SocketType,
    ) -> SocketId {
        self.host = Some(host.clone());
        let socket = self.open_socket(family, kind).await;
        self.host = None;
        socket
    }

    /// A TCP socket on `server` that listens at an address.
    pub(crate) async fn listener_on_server(&mut self, family: Family, at: Address) -> SocketId {
        let listener = self.socket_on(&HostName::server(), family, SocketType::Stream).await;
        self.call(listener, Op::Bind { address: at }).await.unwrap();
        self.call(listener, Op::Listen { backlog: Some(5) }).await.unwrap();
        listener
    }

    /// A connection from `client` to port 9999 of `server`: the two sockets.
    pub(crate) async fn meet_on_hosts(&mut self) -> (SocketId, SocketId) {
        let listener = self.listener_on_server(Family::Inet, Address::inet("", 9999)).await;
        let client = self.socket_on(&HostName::client(), Family::Inet, SocketType::Stream).await;
        self.connect(client, &Address::inet("server", 9999)).await.unwrap();
        (client, self.accept(listener).await)
    }

    /// Passes a byte each way, and ends one.
    pub(crate) async fn talk(&mut self, client: SocketId, server: SocketId) {
        for (from, to) in [(client, server), (server, client)] {
            self.send(from, b"x").await.unwrap();
            assert_eq!(self.recv(to).await.unwrap(), b"x");
        }
        self.shutdown(client, How::Write).await.unwrap();
        assert_eq!(self.recv(server).await.unwrap(), b"");
    }
}

/// The name of a network on its machine.
pub(crate) fn network_name(view: &NetworkView) -> String {
    let (_, name) = view.hosts[0].enter.rsplit_once('@').expect("the line names the network");
    name.to_owned()
}

/// The processes that are hosts of a network, or of one of its hosts with its name before `@`.
pub(crate) fn processes(place: &str) -> Vec<u32> {
    let is_host = |pid: &u32| {
        let line = fs::read(format!("/proc/{pid}/cmdline")).unwrap_or_default();
        let words: Vec<_> = line.split(|byte| *byte == 0).map(String::from_utf8_lossy).collect();
        words.get(1).is_some_and(|word| word == "network-host")
            && words.get(2).is_some_and(|word| word.ends_with(place))
    };
    let numbers = fs::read_dir("/proc")
        .unwrap()
        .filter_map(|entry| entry.ok().and_then(|entry| entry.file_name().to_str()?.parse().ok()));
    numbers.filter(is_host).collect()
}

/// Waits until a network has no process left.
pub(crate) async fn all_ended(network: &str) {
    let place = format!("@{network}");
    let ended = async {
        while !processes(&place).is_empty() {
            tokio::task::yield_now().await;
        }
    };
    within("the hosts to end", ended).await;
}
