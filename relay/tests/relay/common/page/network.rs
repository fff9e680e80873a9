//! What a page asks of its own network, and is told of it.

use lab_shared::network::{NetworkCommand, NetworkNotice, NetworkReport};
use lab_shared::wire::ToRelay;

use super::Page;

impl Page {
    /// Waits for the next report on its network.
    pub(crate) async fn network_report(&mut self) -> NetworkReport {
        loop {
            if let Some(report) = self.network.pop_front() {
                return report;
            }
            self.take_in().await;
        }
    }

    /// Asks something of its network, and waits for the answer. Reports of packets are dropped.
    pub(crate) async fn ask_network(&mut self, command: NetworkCommand) -> NetworkNotice {
        self.network.clear();
        self.say(&ToRelay::Network(command)).await;
        loop {
            match self.network_report().await.news {
                NetworkNotice::Packets { .. } => {}
                news => return news,
            }
        }
    }
}
