//! The cables of one network, and the switch: a thread that reads every packet of the hosts and delivers it, late,
//! twice or never, as the cables are set.
//!
//! | module | what it does |
//! |---|---|
//! | `line` | what one way of a cable does to packets, without I/O and clock |
//! | `random` | the dice of its losses |
//! | `limits` | how much one network carries |
//! | `switch` | to which host a packet goes |
//! | `cables` | hosts and cables, and the way of a packet through them |
//! | `observer` | makes a report of a packet |
//! | `reports` | the reports that wait for pages |
//!
//! A thread for each network, because the runtime's threads are busy with pages, and would deliver a packet whenever
//! they are not. It sleeps while nothing passes. The caller's side shares the cables with it under a lock that is
//! held for a burst of packets at most.

mod cables;
mod limits;
mod line;
mod observer;
mod random;
mod reports;
mod switch;
#[cfg(test)]
mod tests;

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use lab_shared::network::{
    CableId, CableView, HostName, Impairment, PacketKind, PlannedCable, Way,
};
use tokio::sync::watch;

use crate::socket::PortSet;
use cables::Cables;
pub(crate) use cables::{HostPort, NoSuchCable};
use limits::Meter;
pub(crate) use limits::{FabricLimits, PacketMemory};
use observer::Observer;
use random::Random;
pub(crate) use reports::PacketReader;
use reports::Reports;
pub(crate) use reports::Traffic;

/// Packets read of one host before another has its turn.
const BURST: usize = 64;

/// Bytes of the largest packet there may be.
const PACKET: usize = 65_536;

/// The cables of one network. When it is dropped its thread has ended, and the hosts' devices are closed.
#[derive(Debug)]
pub(crate) struct Fabric {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct Shared {
    epoch: Instant,
    cables: Mutex<Cables>,
    ports: PortSet,
    reports: Arc<Reports>,
    /// Notified when a line has changed by itself.
    changed: watch::Sender<()>,
    stop: AtomicBool,
}

impl Shared {
    fn cables(&self) -> MutexGuard<'_, Cables> {
        self.cables.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn now(&self) -> Duration {
        self.epoch.elapsed()
    }
}

impl Fabric {
    /// Joins hosts by cables, in the order of the hosts; a cable that is not planned is perfect.
    ///
    /// # Errors
    /// The system refuses descriptors or a thread.
    pub(crate) fn start(
        hosts: Vec<HostPort>,
        planned: &[PlannedCable],
        limits: FabricLimits,
        memory: Arc<PacketMemory>,
    ) -> io::Result<Self> {
        let epoch = Instant::now();
        let reports = Arc::new(Reports::new(epoch));
        let observer = Observer::new(Arc::clone(&reports));
        let meter = Meter::new(limits, memory);
        let cables = Cables::new(planned, meter, Random::unpredictable(), observer);
        let shared = Arc::new(Shared {
            epoch,
            cables: Mutex::new(cables),
            ports: PortSet::new()?,
            reports,
            changed: watch::Sender::new(()),
            stop: AtomicBool::new(false),
        });
        let mut fabric = Self { shared, thread: None };
        for host in hosts {
            fabric.plug(host)?;
        }
        let carried = Arc::clone(&fabric.shared);
        let thread = thread::Builder::new().name("cables".into());
        fabric.thread = Some(thread.spawn(move || carry(&carried))?);
        Ok(fabric)
    }

    /// Plugs in a host, in place of one of the same number.
    ///
    /// # Errors
    /// The kernel refuses to wait for its device.
    pub(crate) fn plug(&self, host: HostPort) -> io::Result<()> {
        let mut cables = self.shared.cables();
        let place = cables.plug(host);
        match cables.port(place) {
            Some(port) => self.shared.ports.add(place, port),
            None => Ok(()),
        }
    }

    /// Closes the device of a host. Its cable stays, and what comes along it is lost.
    pub(crate) fn unplug(&self, name: &HostName) {
        self.shared.cables().unplug(name);
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
    ) -> Result<(), NoSuchCable> {
        let set = self.shared.cables().set_line(self.shared.now(), cable, way, impairment);
        // What is under way may arrive earlier.
        self.shared.ports.ring();
        set
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
    ) -> Result<(), NoSuchCable> {
        self.shared.cables().arm(cable, way, kind, count)
    }

    /// Cuts a cable, with what is on it, or mends it.
    ///
    /// # Errors
    /// There is no such cable.
    pub(crate) fn cut(&self, cable: CableId, cut: bool) -> Result<(), NoSuchCable> {
        self.shared.cables().cut(self.shared.now(), cable, cut)
    }

    /// The cables as they are now.
    pub(crate) fn cables(&self) -> Vec<CableView> {
        self.shared.cables().view()
    }

    /// Notified whenever a line has changed by itself: it has lost one of the packets that it was to lose.
    pub(crate) fn changes(&self) -> watch::Receiver<()> {
        self.shared.changed.subscribe()
    }

    /// How much it has carried.
    pub(crate) fn traffic(&self) -> &Traffic {
        self.shared.reports.traffic()
    }

    /// A reader of the packets that pass from now on.
    pub(crate) fn reader(&self) -> PacketReader {
        self.shared.reports.reader()
    }
}

impl Drop for Fabric {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        self.shared.ports.ring();
        if let Some(thread) = self.thread.take() {
            // It ends after the burst it is in. A panic in it has been reported already.
            let _ = thread.join();
        }
    }
}

/// Carries packets until the network ends.
fn carry(shared: &Shared) {
    let (mut ready, mut buffer) = (Vec::new(), vec![0; PACKET]);
    let mut timeout = None;
    while !shared.stop.load(Ordering::Relaxed) {
        if let Err(error) = shared.ports.wait(timeout, &mut ready) {
            tracing::error!(%error, "a network carries nothing any more");
            return;
        }
        let mut cables = shared.cables();
        for place in &ready {
            cables.read(*place, BURST, &mut buffer, || shared.now());
        }
        cables.deliver(shared.now());
        timeout = cables.next_arrival().map(|at| at.saturating_sub(shared.now()));
        if cables.take_changed() {
            shared.changed.send_replace(());
        }
    }
}
