//! A file that is sent, and what an end receives as a file. The driver reads the one and writes the other.

use bytes::Bytes;

use lab_shared::assistant::session::{Command, EndId, Input, Target};

use super::{Host, News};
use crate::assistant::state::files::capture::Capture;
use crate::assistant::state::files::sending::{FileOrder, FileSending, SendEnd, SendStep};
use crate::assistant::state::files::{CaptureState, FileNews};

/// What the driver did with files, or the person wants with them.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FileInput {
    /// Send a file.
    Send(FileOrder),
    /// What [`FileNews::Read`] asked for; `None` if it cannot be read.
    Block(Option<Bytes>),
    /// Send no more of it.
    Cancel,
    /// A file for what this end receives is there.
    Capture(EndId),
    /// So many bytes are in it.
    Written(usize),
    /// Write no more into it.
    EndCapture,
}

impl Host {
    pub(super) fn file(&mut self, input: FileInput) {
        match input {
            FileInput::Send(order) => {
                let target = self.those_there(order.end, order.target.clone());
                let order = FileOrder { target, ..order };
                self.sending = Some(FileSending::begin(order, self.now.since_start));
            }
            FileInput::Block(block) => {
                if let Some(sending) = &mut self.sending {
                    sending.block(block);
                }
            }
            FileInput::Cancel => self.end_sending(SendEnd::Cancelled),
            FileInput::Capture(end) => {
                self.capture = Some(Capture::of(end));
                self.tell(Input::Command(Command::LogReceived(end, false)));
                self.news(News::File(FileNews::Capturing(CaptureState::Writing)));
            }
            FileInput::Written(bytes) => {
                let Some(capture) = &mut self.capture else { return };
                let was_full = capture.is_full();
                capture.written(bytes);
                let goes_on = was_full && !capture.is_full();
                let (end, received) = (capture.end, capture.received);
                if capture.is_idle() {
                    // Nothing may follow that tells of the last bytes.
                    let at = self.now.since_start;
                    self.news(News::File(FileNews::Received { bytes: received, at }));
                }
                if goes_on {
                    self.receive_again(end);
                }
            }
            FileInput::EndCapture => {
                let Some(Capture { end, received, .. }) = self.capture.take() else { return };
                let at = self.now.since_start;
                self.news(News::File(FileNews::Received { bytes: received, at }));
                self.tell(Input::Command(Command::LogReceived(end, true)));
                self.receive_again(end);
            }
        }
    }

    /// The peers that are there now: who comes later would get the rest of a file only.
    fn those_there(&self, end: EndId, target: Target) -> Target {
        let setup = self.session.end_setup(end);
        match target {
            Target::All if setup.is_some_and(|setup| !setup.transport.is_datagram()) => {
                Target::Peers(self.session.peers(end).map(|(peer, ..)| peer).collect())
            }
            target => target,
        }
    }

    /// Goes on with the file that is sent; returns whether there may be more to do.
    pub(super) fn send_on(&mut self) -> bool {
        let at = self.now.since_start;
        let Some(sending) = &mut self.sending else { return false };
        let (end, target) = (sending.order.end, sending.order.target.clone());
        let waiting = self.session.waiting(end, &target);
        match sending.poll(at, waiting) {
            None => return false,
            Some(SendStep::Read(range)) => self.news(News::File(FileNews::Read(range))),
            Some(SendStep::Part(bytes)) => {
                let written = sending.written(waiting.map(|waiting| waiting + bytes.len()));
                self.tell(Input::Command(Command::SendPart { end, target, bytes }));
                self.news(News::File(FileNews::Sent { bytes: written, at }));
            }
            Some(SendStep::Over(how)) => self.end_sending(how),
        }
        true
    }

    fn end_sending(&mut self, end: SendEnd) {
        let Some(sending) = self.sending.take() else { return };
        let waiting = self.session.waiting(sending.order.end, &sending.order.target);
        let bytes = sending.written(waiting);
        self.news(News::File(FileNews::Ended { end, bytes }));
    }

    /// Hands what an end has received to the file, if there is one for it.
    pub(super) fn captured(&mut self, end: EndId, bytes: &Bytes) {
        let Some(capture) = self.capture.as_mut().filter(|capture| capture.end == end) else {
            return;
        };
        capture.received(bytes.len());
        let at = self.now.since_start;
        let received = capture.tells(at).then_some(capture.received);
        self.news(News::File(FileNews::Captured(bytes.clone())));
        if let Some(bytes) = received {
            self.news(News::File(FileNews::Received { bytes, at }));
        }
    }

    /// Whether nothing more is received from an end until the disk has caught up.
    pub(super) fn is_held(&self, end: EndId) -> bool {
        self.capture.as_ref().is_some_and(|capture| capture.end == end && capture.is_full())
    }

    fn receive_again(&mut self, end: EndId) {
        let of_end = self.numbers.iter().filter(|((of, _), _)| *of == end);
        let numbers: Vec<u32> = of_end.map(|(_, number)| *number).collect();
        numbers.into_iter().for_each(|number| self.receive(number));
        if std::mem::take(&mut self.holds_datagrams) {
            self.receive_from(end);
        }
    }
}
