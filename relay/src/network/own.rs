//! One network: its hosts, its fabric, and what pages change of them.
//!
//! What starts or asks a host blocks, for milliseconds if the host is well and for seconds if it is not. Such methods
//! are for threads that may block, and one of them is under way at a time. Everything else returns at once.

mod outward;

use std::io;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lab_shared::call::{Exception, Failure, Rule};
use lab_shared::network::{
    CableId, HostEnd, HostName, HostView, Impairment, NetworkLimits, NetworkPlan, NetworkView,
    PacketKind, Published, Way, address,
};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use super::code::{NetworkName, ShareCode};
use super::fabric::{Fabric, FabricLimits, HostPort, NoSuchCable, PacketMemory, PacketReader};
use super::host::{Host, HostSetup, StartError, StartStep};
use super::publish::Publication;
use super::{Census, Directory};
use crate::socket::{PacketPort, failure};

/// What a network needs of the relay.
#[derive(Debug, Clone)]
pub(crate) struct NetworkResources {
    /// The program whose subcommand `network-host` is a host.
    pub(crate) program: PathBuf,
    /// How much one network may have.
    pub(crate) limits: NetworkLimits,
    /// A permit for each host of all networks.
    pub(crate) hosts: Arc<Semaphore>,
    /// Most bytes of packets that wait or are under way in one network.
    pub(crate) held: usize,
    /// What those of all networks take.
    pub(crate) memory: Arc<PacketMemory>,
    /// Where it is counted.
    pub(crate) census: Arc<Census>,
}

/// A network. It ends when the last page that is in it drops it.
#[derive(Debug)]
pub(crate) struct Network {
    name: NetworkName,
    resources: NetworkResources,
    directory: Arc<Directory>,
    fabric: Fabric,
    state: Mutex<State>,
    /// Held by what blocks.
    work: Mutex<()>,
    changed: watch::Sender<()>,
}

#[derive(Debug)]
struct State {
    /// In the order of their numbers, which begin with 1. One that has ended keeps its place.
    hosts: Vec<Place>,
    mtu: u16,
    /// With what forwards them.
    published: Vec<(Published, Publication)>,
    code: Option<ShareCode>,
    pages: u32,
}

#[derive(Debug)]
struct Place {
    name: HostName,
    host: Result<Running, HostEnd>,
}

#[derive(Debug)]
struct Running {
    host: Arc<Host>,
    _permit: OwnedSemaphorePermit,
}

impl Network {
    /// Makes a network. Blocks.
    ///
    /// # Errors
    /// The plan cannot be, or is beyond the limits, or the machine does not permit it.
    pub(crate) fn open(
        resources: NetworkResources,
        plan: &NetworkPlan,
    ) -> Result<Arc<Self>, Failure> {
        plan.check().map_err(|error| value_error(&error.to_string()))?;
        if plan.hosts.len() > resources.limits.hosts as usize {
            return Err(Failure::refused(Rule::MaxHosts));
        }
        let NetworkLimits { packets, bytes, .. } = resources.limits;
        let limits = FabricLimits { packets, bytes, held: resources.held };
        let memory = Arc::clone(&resources.memory);
        let fabric =
            Fabric::start(Vec::new(), &plan.cables, limits, memory).map_err(|e| failure(&e))?;
        let mtu = plan.mtu.unwrap_or(NetworkPlan::MTU);
        let name = NetworkName::random().map_err(|error| failure(&error))?;
        let network = Arc::new(Self {
            name,
            resources,
            directory: Arc::default(),
            fabric,
            state: Mutex::new(State {
                hosts: Vec::new(),
                mtu,
                published: Vec::new(),
                code: None,
                pages: 0,
            }),
            work: Mutex::new(()),
            changed: watch::Sender::new(()),
        });
        network.resources.census.begun(&network);
        for name in &plan.hosts {
            network.add_host(name)?;
        }
        Ok(network)
    }

    /// Adds a host. Blocks.
    ///
    /// # Errors
    /// There is one of this name, or one too many, or the machine has none left.
    pub(crate) fn add_host(self: &Arc<Self>, name: &HostName) -> Result<(), Failure> {
        let _work = self.work();
        let (number, mtu) = {
            let state = self.state();
            if state.hosts.iter().any(|place| place.name == *name) {
                return Err(value_error(&format!("two hosts have the name {name}")));
            }
            let running = state.hosts.iter().filter(|place| place.host.is_ok()).count();
            let number = u8::try_from(state.hosts.len() + 1);
            let number = number.ok().filter(|number| *number <= address::MAX_HOSTS);
            match number {
                Some(number) if running < self.resources.limits.hosts as usize => {
                    (number, state.mtu)
                }
                _ => return Err(Failure::refused(Rule::MaxHosts)),
            }
        };
        let running = self.start(name, number, mtu)?;
        self.state().hosts.push(Place { name: name.clone(), host: Ok(running) });
        self.changed.send_replace(());
        Ok(())
    }

    /// Ends a host. Its sockets stay, and nothing reaches them.
    ///
    /// # Errors
    /// There is none of this name that runs.
    pub(crate) fn remove_host(&self, name: &HostName) -> Result<(), Failure> {
        let mut state = self.state();
        let place = state.place(name)?;
        if place.host.is_err() {
            return Err(Failure::refused(Rule::Host));
        }
        self.stop(place, HostEnd::Removed);
        Ok(())
    }

    /// Ends a host, if it runs, and starts it anew with the same name and addresses. Blocks.
    ///
    /// # Errors
    /// There is none of this name, or it does not start again.
    pub(crate) fn restart_host(self: &Arc<Self>, name: &HostName) -> Result<(), Failure> {
        let _work = self.work();
        let (number, mtu) = {
            let mut state = self.state();
            let mtu = state.mtu;
            let at = state.hosts.iter().position(|place| place.name == *name);
            let at = at.ok_or_else(|| Failure::refused(Rule::Host))?;
            self.stop(&mut state.hosts[at], HostEnd::Removed);
            (u8::try_from(at + 1).map_err(|_| Failure::refused(Rule::MaxHosts))?, mtu)
        };
        let running = self.start(name, number, mtu)?;
        self.state().place(name)?.host = Ok(running);
        self.changed.send_replace(());
        Ok(())
    }

    /// Ends what runs at a place. Its device is closed first, so that it says nothing at its end.
    fn stop(&self, place: &mut Place, why: HostEnd) {
        self.fabric.unplug(&place.name);
        if let Ok(running) = &place.host {
            match why {
                HostEnd::Died => running.host.died(),
                HostEnd::Removed => running.host.end(),
            }
            place.host = Err(why);
            self.changed.send_replace(());
        }
    }

    fn start(self: &Arc<Self>, name: &HostName, number: u8, mtu: u16) -> Result<Running, Failure> {
        let permit = Arc::clone(&self.resources.hosts).try_acquire_owned();
        let permit = permit.map_err(|_| Failure::refused(Rule::MaxHosts))?;
        let setup = HostSetup { name: name.clone(), network: self.name.clone(), number, mtu };
        let started = Host::start(&self.resources.program, &setup, &self.directory);
        let (host, device) = started.map_err(|error| not_started(&error))?;
        let host = Arc::new(host);
        let plug = || -> io::Result<()> {
            let port = PacketPort::new(device)?;
            self.watch(&host)?;
            self.fabric.plug(HostPort { name: name.clone(), number, port })
        };
        plug().map_err(|error| failure(&error))?;
        self.directory.list(name, number, &host);
        Ok(Running { host, _permit: permit })
    }

    /// Takes notice when a host's process ends by itself.
    fn watch(self: &Arc<Self>, host: &Arc<Host>) -> io::Result<()> {
        let end = host.process_end()?;
        let (network, host) = (Arc::downgrade(self), Arc::downgrade(host));
        tokio::spawn(async move {
            end.reached().await;
            if let (Some(network), Some(host)) = (network.upgrade(), host.upgrade()) {
                network.process_ended(&host);
            }
        });
        Ok(())
    }

    fn process_ended(&self, ended: &Arc<Host>) {
        let mut state = self.state();
        let is_it = |place: &&mut Place| {
            place.host.as_ref().is_ok_and(|running| Arc::ptr_eq(&running.host, ended))
        };
        // One that was ended on purpose is at no place any more.
        if let Some(place) = state.hosts.iter_mut().find(is_it) {
            tracing::warn!(host = %place.name, pid = ended.pid(), "the process of a host has ended");
            self.stop(place, HostEnd::Died);
        }
    }

    /// The host of this name, if it runs.
    ///
    /// # Errors
    /// There is none, or it has ended.
    pub(crate) fn host(&self, name: &HostName) -> Result<Arc<Host>, Rule> {
        let state = self.state();
        let place = state.hosts.iter().find(|place| place.name == *name);
        match place.map(|place| &place.host) {
            Some(Ok(running)) => Ok(Arc::clone(&running.host)),
            _ => Err(Rule::Host),
        }
    }

    /// Sets the largest packet of every host, in bytes. Blocks.
    ///
    /// # Errors
    /// It is none that IPv6 can have, or a host does not answer.
    pub(crate) fn set_mtu(&self, mtu: u16) -> Result<(), Failure> {
        if !(NetworkPlan::MIN_MTU..=NetworkPlan::MAX_MTU).contains(&mtu) {
            let (least, most) = (NetworkPlan::MIN_MTU, NetworkPlan::MAX_MTU);
            return Err(value_error(&format!("an MTU is {least} to {most}")));
        }
        let _work = self.work();
        let hosts: Vec<Arc<Host>> = {
            let mut state = self.state();
            state.mtu = mtu;
            let running = state.hosts.iter().filter_map(|place| place.host.as_ref().ok());
            running.map(|running| Arc::clone(&running.host)).collect()
        };
        self.changed.send_replace(());
        hosts.iter().try_for_each(|host| host.set_mtu(mtu)).map_err(|error| failure(&error))
    }

    /// Sets what one way of a cable does to packets.
    ///
    /// # Errors
    /// There is no such cable.
    pub(crate) fn set_line(
        &self,
        cable: CableId,
        way: Way,
        impairment: Impairment,
    ) -> Result<(), Failure> {
        self.note(self.fabric.set_line(cable, way, impairment.within_limits()))
    }

    /// Loses the next packets of a kind; a count of 0 takes that back.
    ///
    /// # Errors
    /// There is no such cable.
    pub(crate) fn arm(
        &self,
        cable: CableId,
        way: Way,
        kind: PacketKind,
        count: u32,
    ) -> Result<(), Failure> {
        self.note(self.fabric.arm(cable, way, kind, count))
    }

    /// Cuts a cable, or mends it.
    ///
    /// # Errors
    /// There is no such cable.
    pub(crate) fn cut(&self, cable: CableId, cut: bool) -> Result<(), Failure> {
        self.note(self.fabric.cut(cable, cut))
    }

    fn note(&self, set: Result<(), NoSuchCable>) -> Result<(), Failure> {
        set.map_err(|NoSuchCable| value_error("the network has no such cable"))?;
        self.changed.send_replace(());
        Ok(())
    }

    /// A page comes, or without `comes` goes.
    pub(crate) fn count_page(&self, comes: bool) {
        let mut state = self.state();
        state.pages = if comes { state.pages + 1 } else { state.pages.saturating_sub(1) };
        self.changed.send_replace(());
    }

    /// The network as it is now.
    pub(crate) fn view(&self) -> NetworkView {
        let cables = self.fabric.cables();
        let state = self.state();
        let hosts = state.hosts.iter().zip(1..).map(|(place, number)| HostView {
            name: place.name.clone(),
            v4: address::v4(number).to_string(),
            v6: address::v6(number).to_string(),
            enter: format!("socket-lab enter {}@{}", place.name, self.name),
            ended: place.host.as_ref().err().copied(),
        });
        NetworkView {
            hosts: hosts.collect(),
            cables,
            mtu: state.mtu,
            published: state.published.iter().map(|(published, _)| published.clone()).collect(),
            code: state.code.as_ref().map(|code| code.as_str().to_owned()),
            pages: state.pages,
        }
    }

    /// Notified when a page or a host has changed it.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// Notified when a line has changed by itself.
    pub(crate) fn line_changes(&self) -> watch::Receiver<()> {
        self.fabric.changes()
    }

    /// A reader of the packets that pass from now on.
    pub(crate) fn packets(&self) -> PacketReader {
        self.fabric.reader()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self) -> MutexGuard<'_, ()> {
        self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn place(&mut self, name: &HostName) -> Result<&mut Place, Failure> {
        let place = self.hosts.iter_mut().find(|place| place.name == *name);
        place.ok_or_else(|| Failure::refused(Rule::Host))
    }
}

impl Drop for Network {
    /// Sockets may outlive it, and with them what they know of their hosts, but not the hosts' processes.
    fn drop(&mut self) {
        self.resources.census.ended(self.fabric.traffic());
        for place in &self.state().hosts {
            if let Ok(running) = &place.host {
                running.host.end();
            }
        }
    }
}

fn not_started(error: &StartError) -> Failure {
    tracing::warn!(%error, "a host does not start");
    match error.step {
        StartStep::Process => failure(&error.error),
        StartStep::Namespaces | StartStep::Tun | StartStep::Links => {
            Failure::refused(Rule::OwnNetwork)
        }
    }
}

fn value_error(text: &str) -> Failure {
    Failure::plain(Exception::ValueError, text)
}
