//! What ends a WebSocket, and what ends the session with it.

use std::rc::Rc;
use std::time::Duration;

use lab_shared::wire::{Goodbye, MAX_UNCONFIRMED_MESSAGES};

use super::session::Session;
use super::{BACK_OFF, Link, Loss, News, Output, Phase, RESUME_PAUSE};

/// The most sockets that may have been made without the page's knowledge: two by each message the
/// relay may send before the page acknowledges.
const UNHEARD_SOCKETS: u32 = 2 * MAX_UNCONFIRMED_MESSAGES as u32;

impl Link {
    pub(super) fn time_out(&mut self, now: Duration) {
        // A timer of the browser may be early or stale.
        if self.deadline.is_none_or(|deadline| now < deadline) {
            return;
        }
        match self.phase {
            Phase::Waiting { .. } => self.connect(now),
            Phase::Interrupted { until, .. } if !self.open && now < until => self.connect(now),
            Phase::Ready(_) => self.fail(now, Loss::Silence(self.patience())),
            _ => self.fail(now, Loss::Unreachable),
        }
    }

    /// The WebSocket has failed; the session may still be resumed.
    pub(super) fn fail(&mut self, now: Duration, loss: Loss) {
        let patience = self.session.as_ref().and_then(Session::patience);
        match (&self.phase, patience) {
            (Phase::Ready(welcome), Some(patience)) => {
                let silence = match loss {
                    Loss::Silence(silence) => silence,
                    _ => Duration::ZERO,
                };
                let until = now + patience.saturating_sub(silence);
                let welcome = Rc::clone(welcome);
                self.close(true);
                self.enter(Phase::Interrupted { welcome, until, loss, lasting: false });
                self.connect(now);
            }
            (Phase::Interrupted { welcome, until, loss, .. }, Some(_)) if now < *until => {
                let (welcome, until, loss) = (Rc::clone(welcome), *until, loss.clone());
                self.close(true);
                self.deadline = Some(until.min(now + RESUME_PAUSE));
                self.enter(Phase::Interrupted { welcome, until, loss, lasting: true });
            }
            (Phase::Interrupted { .. }, Some(patience)) => self.lose(now, Loss::TooLong(patience)),
            _ => self.lose(now, loss),
        }
    }

    /// The session, if there is one, is over.
    pub(super) fn lose(&mut self, now: Duration, loss: Loss) {
        self.close(false);
        self.end_session();
        let wait = BACK_OFF[self.attempts.min(BACK_OFF.len() - 1)];
        self.attempts += 1;
        let until = now + wait;
        self.deadline = Some(until);
        self.enter(Phase::Waiting { until, loss });
    }

    pub(super) fn refuse(&mut self, goodbye: Goodbye) {
        self.close(false);
        self.end_session();
        self.deadline = None;
        self.enter(Phase::Refused(goodbye));
    }

    pub(super) fn close(&mut self, for_now: bool) {
        if std::mem::take(&mut self.open) {
            // Returns that the page has not received may have made sockets, which a program may
            // know.
            if self.session.is_some() {
                self.next_socket = self.next_socket.saturating_add(UNHEARD_SOCKETS);
            }
            self.outputs.push_back(Output::Close { for_now });
        }
    }

    pub(super) fn end_session(&mut self) {
        if self.session.take().is_some() {
            self.watches.lost();
            self.call_ids.clear();
            if self.watches.looking() {
                self.outputs.push_back(Output::Kernel(News::Resting));
            }
            let pending = std::mem::take(&mut self.pending).into_iter().collect();
            self.outputs.push_back(Output::Lost(pending));
        }
    }
}
