//! A network as others see it: how much it carries, the code under which it is shared, and published ports.

use std::net::SocketAddr;
use std::sync::Arc;

use lab_shared::call::{Failure, Rule};
use lab_shared::network::{HostName, Protocol, Published};

use super::{Network, value_error};
use crate::chat_host::address_of;
use crate::network::SharedNetworks;
use crate::network::fabric::Traffic;
use crate::network::publish::{Publication, PublishedHost};
use crate::socket::failure;

impl Network {
    /// How many of its hosts run.
    pub(crate) fn running_hosts(&self) -> usize {
        self.state().hosts.iter().filter(|place| place.host.is_ok()).count()
    }

    /// How much it has carried.
    pub(crate) fn traffic(&self) -> &Traffic {
        self.fabric.traffic()
    }

    /// Shares it, so that whoever has the code joins. One that is shared already keeps its code.
    ///
    /// # Errors
    /// The system has no randomness.
    pub(crate) fn share(self: &Arc<Self>, shared: &SharedNetworks<Self>) -> Result<(), Failure> {
        let mut state = self.state();
        if state.code.is_none() {
            state.code = Some(shared.share(self).map_err(|error| failure(&error))?);
        }
        drop(state);
        self.changed.send_replace(());
        Ok(())
    }

    /// Shares it no longer. Who has joined stays.
    pub(crate) fn unshare(&self, shared: &SharedNetworks<Self>) {
        if let Some(code) = self.state().code.take() {
            shared.unshare(&code);
        }
        self.changed.send_replace(());
    }

    /// Forwards a port of the machine to a host's. The rules must have allowed it.
    ///
    /// # Errors
    /// There is no such host, the network publishes as many ports as it may, or the address cannot be had.
    pub(crate) async fn publish(
        &self,
        name: &HostName,
        protocol: Protocol,
        port: u16,
        at: SocketAddr,
    ) -> Result<(), Failure> {
        self.host(name).map_err(Failure::refused)?;
        let has_room = || self.state().published.len() < self.resources.limits.published as usize;
        let full = || Failure::refused(Rule::MaxPublished);
        has_room().then_some(()).ok_or_else(full)?;
        let host = PublishedHost { directory: Arc::clone(&self.directory), name: name.clone() };
        let opened = Publication::open(protocol, at, port, Arc::new(host)).await;
        let publication = opened.map_err(|error| failure(&error))?;
        // Another page of the network may have been faster.
        has_room().then_some(()).ok_or_else(full)?;
        let at = address_of(publication.at());
        let published = Published { host: name.clone(), protocol, port, at };
        self.state().published.push((published, publication));
        self.changed.send_replace(());
        Ok(())
    }

    /// Closes a published port, and the connections through it.
    ///
    /// # Errors
    /// There is none like this.
    pub(crate) fn unpublish(
        &self,
        protocol: Protocol,
        at: &lab_shared::call::Address,
    ) -> Result<(), Failure> {
        let mut state = self.state();
        let is_it = |published: &Published| published.protocol == protocol && published.at == *at;
        let found = state.published.iter().position(|(published, _)| is_it(published));
        let found = found.ok_or_else(|| value_error("the network publishes no such port"))?;
        state.published.remove(found);
        drop(state);
        self.changed.send_replace(());
        Ok(())
    }
}
