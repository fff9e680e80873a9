//! Commands to a room's thread from other threads, and the observer it reports to.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use lab_shared::chat::{GroupMessage, Input, PeerId, PeerStatus, RoomEvent};
use lab_shared::framing::Framing;
use lab_shared::text::Encoding;
use mio::Waker;
use thiserror::Error;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Commands that may wait for a room's next turn.
const COMMANDS: usize = 64;

/// Batches of messages from other machines that may wait for a room's next turn.
const BATCHES: usize = 16;

/// Why a command did not reach its room.
#[derive(Debug, Error)]
pub(crate) enum ControlError {
    /// The room has stopped.
    #[error("the room has stopped")]
    Stopped,
    /// The room has not got round to the commands before this one.
    #[error("the room is busy: {COMMANDS} commands wait already; try again")]
    Busy,
}

/// Sends commands to a room from any thread.
#[derive(Debug, Clone)]
pub(crate) struct RoomControl {
    commands: Sender<Input<'static>>,
    elsewhere: Sender<Vec<GroupMessage>>,
    stop: Arc<AtomicBool>,
    waker: Arc<Waker>,
}

/// The room's end of its [`RoomControl`].
#[derive(Debug)]
pub(super) struct CommandReceiver {
    commands: Receiver<Input<'static>>,
    elsewhere: Receiver<Vec<GroupMessage>>,
    stop: Arc<AtomicBool>,
    /// Dropping the waker would cancel its pending wake-up, so it must outlive every sender.
    _waker: Arc<Waker>,
}

impl RoomControl {
    pub(super) fn new(waker: Waker) -> (Self, CommandReceiver) {
        let (commands, received) = channel(COMMANDS);
        let (elsewhere, batches) = channel(BATCHES);
        let stop = Arc::new(AtomicBool::new(false));
        let waker = Arc::new(waker);
        let control = Self { commands, elsewhere, stop: Arc::clone(&stop), waker: waker.clone() };
        (control, CommandReceiver { commands: received, elsewhere: batches, stop, _waker: waker })
    }

    /// Answer one client.
    ///
    /// # Errors
    /// See [`ControlError`].
    pub(crate) fn answer(&self, peer: PeerId, text: String) -> Result<(), ControlError> {
        self.send(Input::Answer { peer, text })
    }

    /// Speak another encoding with a client.
    ///
    /// # Errors
    /// See [`ControlError`].
    pub(crate) fn set_encoding(
        &self,
        peer: PeerId,
        encoding: Encoding,
    ) -> Result<(), ControlError> {
        self.send(Input::Encoding { peer, encoding })
    }

    /// Tell messages apart so from now on.
    ///
    /// # Errors
    /// See [`ControlError`].
    pub(crate) fn set_framing(&self, framing: Framing) -> Result<(), ControlError> {
        self.send(Input::Framing { framing })
    }

    /// Let a client go at once.
    ///
    /// # Errors
    /// See [`ControlError`].
    pub(crate) fn remove(&self, peer: PeerId) -> Result<(), ControlError> {
        self.send(Input::Remove { peer })
    }

    /// Deliver messages of the same room on another machine, in order. Waits while the room has not
    /// taken the ones before.
    ///
    /// # Errors
    /// [`ControlError::Stopped`].
    pub(crate) async fn deliver(&self, messages: Vec<GroupMessage>) -> Result<(), ControlError> {
        self.elsewhere.send(messages).await.map_err(|_| ControlError::Stopped)?;
        self.wake();
        Ok(())
    }

    /// Stop the room, however busy it is: what is queued is still written. A room that has stopped
    /// already is left alone.
    pub(crate) fn stop(&self) {
        self.stop.store(true, Ordering::Release);
        self.wake();
    }

    /// Have the room take a turn, which reports its clients to the observer.
    pub(crate) fn wake(&self) {
        if let Err(error) = self.waker.wake() {
            tracing::error!(%error, "a chat room cannot be woken");
        }
    }

    fn send(&self, command: Input<'static>) -> Result<(), ControlError> {
        self.commands.try_send(command).map_err(|error| match error {
            TrySendError::Full(_) => ControlError::Busy,
            TrySendError::Closed(_) => ControlError::Stopped,
        })?;
        self.wake();
        Ok(())
    }
}

impl CommandReceiver {
    /// The next command. A room that reads no client (`paused`) takes no messages from other
    /// machines either.
    pub(super) fn next(&mut self, paused: bool) -> Option<Input<'static>> {
        if self.stop.swap(false, Ordering::Acquire) {
            return Some(Input::Stop);
        }
        if let Ok(command) = self.commands.try_recv() {
            return Some(command);
        }
        if paused {
            return None;
        }
        let messages = self.elsewhere.try_recv().ok()?;
        Some(Input::FromElsewhere { messages })
    }

    /// Whether [`CommandReceiver::next`] would find something.
    pub(super) fn is_waiting(&self, paused: bool) -> bool {
        !self.commands.is_empty() || (!paused && !self.elsewhere.is_empty())
    }
}

/// Receives what happens in a room. Called from the room's thread, so it must not block.
pub(crate) trait RoomObserver: Send {
    /// A line of the transcript.
    fn event(&mut self, event: RoomEvent);

    /// Messages of the group that are to reach the same room on other machines.
    fn publish(&mut self, _messages: Vec<GroupMessage>) {}

    /// A turn in which something happened is over, with the clients as they are now.
    fn turn_ended(&mut self, _peers: &mut dyn ExactSizeIterator<Item = PeerStatus>) {}
}
