//! Meters one chat room, between the room and its observer.

use std::collections::HashMap;
use std::sync::Arc;

use lab_shared::chat::{GroupMessage, Mode, PeerId, PeerStatus, RoomConfig, RoomEvent};

use super::Metrics;
use crate::chat_host::RoomObserver;

/// An observer whose room is counted. Dropping it takes back the clients that were still there.
#[derive(Debug)]
pub(crate) struct MeteredRoom<A> {
    metrics: Arc<Metrics>,
    observer: A,
    /// The clients, with how many messages each has missed.
    clients: HashMap<PeerId, u64>,
    /// How many clients a group message of one of them does not go to; `None` where there are none.
    left_out: Option<usize>,
}

impl<A> MeteredRoom<A> {
    /// Counts a room of these settings for `observer`.
    pub(crate) fn new(metrics: &Arc<Metrics>, config: &RoomConfig, observer: A) -> Self {
        let left_out =
            matches!(config.mode, Mode::Group).then(|| usize::from(!config.echo_to_sender));
        Self { metrics: Arc::clone(metrics), observer, clients: HashMap::new(), left_out }
    }

    fn count(&mut self, event: &RoomEvent) {
        let metrics = &self.metrics;
        let delivered = |clients: usize| {
            metrics.room_deliveries.inc_by(clients as u64);
        };
        match event {
            RoomEvent::Joined { peer, .. } => {
                self.clients.insert(*peer, 0);
                metrics.room_clients.inc();
            }
            RoomEvent::Left { peer, .. } => {
                metrics.room_clients.dec_by(i64::from(self.clients.remove(peer).is_some()));
            }
            RoomEvent::Said { .. } => {
                metrics.room_messages.inc();
                if let Some(left_out) = self.left_out {
                    delivered(self.clients.len().saturating_sub(left_out));
                }
            }
            RoomEvent::SaidElsewhere { .. } => delivered(self.clients.len()),
            RoomEvent::Answered { .. } => delivered(1),
            RoomEvent::Lagged { peer, missed } => {
                // The event carries the total.
                if let Some(before) = self.clients.get_mut(peer) {
                    metrics.room_missed.inc_by(missed.saturating_sub(*before));
                    *before = *missed;
                }
            }
            _ => {}
        }
    }
}

impl<A: RoomObserver> RoomObserver for MeteredRoom<A> {
    fn event(&mut self, event: RoomEvent) {
        self.count(&event);
        self.observer.event(event);
    }

    fn publish(&mut self, messages: Vec<GroupMessage>) {
        self.observer.publish(messages);
    }

    fn turn_ended(&mut self, peers: &mut dyn ExactSizeIterator<Item = PeerStatus>) {
        self.observer.turn_ended(peers);
    }
}

impl<A> Drop for MeteredRoom<A> {
    fn drop(&mut self) {
        self.metrics.room_clients.dec_by(i64::try_from(self.clients.len()).unwrap_or(i64::MAX));
    }
}

#[cfg(test)]
mod tests {
    use lab_shared::call::Address;

    use super::*;

    struct Nobody;

    impl RoomObserver for Nobody {
        fn event(&mut self, _: RoomEvent) {}
    }

    #[test]
    fn a_group_message_is_counted_for_each_client_it_goes_to() {
        let metrics = Arc::default();
        let config = RoomConfig { echo_to_sender: false, ..RoomConfig::of(Mode::Group) };
        let mut room = MeteredRoom::new(&metrics, &config, Nobody);
        for peer in [1, 2, 3].map(PeerId) {
            room.event(RoomEvent::Joined { peer, address: Address::inet("127.0.0.1", 1) });
        }
        room.event(RoomEvent::Said { peer: PeerId(1), text: "hi".into() });
        room.event(RoomEvent::Lagged { peer: PeerId(2), missed: 3 });
        room.event(RoomEvent::Lagged { peer: PeerId(2), missed: 5 });
        room.event(RoomEvent::Answered { peer: PeerId(3), text: "no".into() });
        assert_eq!(metrics.room_clients.get(), 3);
        assert_eq!(metrics.room_messages.get(), 1);
        assert_eq!(metrics.room_deliveries.get(), 2 + 1);
        assert_eq!(metrics.room_missed.get(), 5);
        drop(room);
        assert_eq!(metrics.room_clients.get(), 0);
    }

    #[test]
    fn what_a_client_says_to_the_server_alone_goes_to_nobody() {
        let metrics = Arc::default();
        let mut room = MeteredRoom::new(&metrics, &RoomConfig::of(Mode::Echo), Nobody);
        room.event(RoomEvent::Said { peer: PeerId(1), text: "hi".into() });
        assert_eq!((metrics.room_messages.get(), metrics.room_deliveries.get()), (1, 0));
    }
}
