//! The clients of proxies: each has a link, and a task that serves it.

use std::sync::Arc;

use lab_shared::assistant::proxy::{Command, Direction, Link, ProxySetup, Report};
use lab_shared::call::Address;
use tokio::sync::mpsc;

use super::{NewPeer, OpenLink, Proxies};
use crate::assist_host::ends::{self, Place, Stream};
use crate::assist_host::proxy::datagrams::DatagramLink;
use crate::assist_host::proxy::link::StreamLink;
use crate::assist_host::proxy::meter::Meter;
use crate::assist_host::proxy::report::{Event, Happening, LinkHappening, Origin, Reporter};
use crate::chat_host::address_of;

/// Commands that may wait for a link.
const WAITING_COMMANDS: usize = 64;

impl Proxies {
    /// A link's number, reporter, meter and commands, and the link itself.
    fn client(&mut self, proxy: &Arc<ProxySetup>, client: Address) -> NewLink {
        self.last_connection = self.last_connection.wrapping_add(1);
        let connection = self.last_connection;
        let (commands, received) = mpsc::channel(WAITING_COMMANDS);
        let seed = self.seed.wrapping_add(u64::from(connection));
        let observed = self.terms.observation.allows();
        let link = Link::new(proxy, observed, seed, self.terms.begun.elapsed());
        let holds =
            self.place_of(&proxy.name).map_or([false; 2], |place| self.proxies[place].holds);
        for direction in Direction::BOTH {
            if holds[direction as usize] {
                commands.try_send(Command::Hold { direction }).expect("the queue has room for two");
            }
        }
        let origin = Origin { proxy: Arc::clone(proxy), connection, client };
        self.happened.push_back(Happening::Link(origin.clone(), LinkHappening::Opened));
        let meter = Arc::<Meter>::default();
        self.links.insert(connection, OpenLink { origin, commands, meter: Arc::clone(&meter) });
        let reporter = Reporter { connection, events: self.events.0.clone() };
        NewLink { link, reporter, meter, commands: received }
    }

    pub(super) fn accepted(
        &mut self,
        proxy: &Arc<ProxySetup>,
        client: Stream,
        address: Address,
        place: Place,
    ) {
        let of_proxy = |link: &&OpenLink| link.origin.proxy.name == proxy.name;
        if self.links.values().filter(of_proxy).count() >= proxy.clients as usize {
            tracing::warn!(%address, "a client is turned away: the proxy has as many as it may");
            return;
        }
        let NewLink { link, reporter, meter, commands } = self.client(proxy, address);
        let (to, terms) = (proxy.connect.clone(), self.terms.clone());
        self.tasks.spawn(async move {
            let _place = place;
            match ends::connect(&to, &terms.permission).await {
                Ok(server) => {
                    let sides = [client, server];
                    for side in &sides {
                        side.send_at_once();
                    }
                    StreamLink { link, sides, commands, reporter, meter, terms }.run().await;
                }
                Err(error) => {
                    client.reset();
                    reporter.unreachable(error.reason()).await;
                    reporter.over().await;
                }
            }
        });
    }

    pub(super) fn new_peer(&mut self, peer: NewPeer) {
        let NewPeer { listener, from, socket, datagrams, place } = peer;
        let found = self.proxies.iter().find(|proxy| {
            proxy.listener.as_ref().is_some_and(|serving| serving.number == listener)
        });
        // One that was stopped may have heard it before.
        let Some(setup) = found.map(|proxy| Arc::clone(&proxy.setup)) else { return };
        let NewLink { link, reporter, meter, commands } = self.client(&setup, address_of(from));
        let terms = self.terms.clone();
        let to = setup.connect.address();
        let link = DatagramLink {
            link,
            socket,
            client: from,
            datagrams,
            commands,
            reporter,
            meter,
            terms,
        };
        self.tasks.spawn(async move {
            let _place = place;
            link.run(to).await;
        });
    }

    pub(super) fn event(&mut self, Event { connection, what }: Event) {
        let origin = match &what {
            LinkHappening::Over => self.links.remove(&connection).map(|link| link.origin),
            _ => self.links.get(&connection).map(|link| link.origin.clone()),
        };
        let Some(origin) = origin else { return };
        self.happened.push_back(match what {
            LinkHappening::Report(_, Report::Refused(why)) => Happening::Refused(why),
            what => Happening::Link(origin, what),
        });
    }
}

/// What a new link's task is made of.
struct NewLink {
    link: Link,
    reporter: Reporter,
    meter: Arc<Meter>,
    commands: mpsc::Receiver<Command>,
}
