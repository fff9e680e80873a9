//! A recording on the screen: moved to a moment by hand, or playing.

use std::rc::Rc;
use std::time::Duration;

use lab_shared::call::Micros;

use super::{Player, Playhead, Recording, Speed};
use crate::lab::state::Lab;

/// What the person does with the replay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Move {
    /// To the position after this many events.
    Seek(usize),
    /// To the position after this many thousandths of the events.
    Permille(usize),
    /// One event back.
    Back,
    /// One event on.
    On,
    /// Plays, or pauses.
    Play(bool),
    /// At another speed.
    Speed(Speed),
}

/// A recording being played.
#[derive(Debug)]
pub(crate) struct Replay {
    player: Player,
    head: Playhead,
    playing: bool,
    file: Option<String>,
}

/// What the page shows of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct PlaybackStatus {
    /// The number of events played.
    pub position: usize,
    /// How many there are.
    pub events: usize,
    /// The time of that, in microseconds since the first event.
    pub at: u64,
    /// How long the recording is.
    pub length: u64,
    /// The moment, on the recording's clock.
    pub now: Micros,
    /// Whether it is playing.
    pub playing: bool,
    /// How fast.
    pub speed: Speed,
    /// The file it came from; `None` for a recording of the live lab.
    pub file: Option<String>,
}

impl Replay {
    /// The recording at its end; `file` is where it came from.
    #[must_use]
    pub(crate) fn new(recording: Recording, file: Option<String>) -> Self {
        let mut player = Player::new(recording);
        player.seek(usize::MAX);
        Self::of(player, file)
    }

    /// The recording at the position of `player`.
    pub(super) fn of(player: Player, file: Option<String>) -> Self {
        let at = player.time(player.position());
        let head = Playhead { at, speed: Speed::default() };
        Self { player, head, playing: false, file }
    }

    /// Carries out what the person does.
    pub(crate) fn handle(&mut self, command: Move) {
        let (position, events) = (self.player.position(), self.player.len());
        match command {
            Move::Seek(position) => self.seek(position),
            Move::Permille(part) => self.seek(events * part.min(1000) / 1000),
            Move::Back => self.seek(position.saturating_sub(1)),
            Move::On => self.seek(position + 1),
            Move::Play(on) => {
                if on && position >= events {
                    self.seek(0);
                }
                self.playing = on;
            }
            Move::Speed(speed) => self.head.speed = speed,
        }
    }

    /// `elapsed` real time has passed.
    pub(crate) fn tick(&mut self, elapsed: Duration) {
        if !self.playing {
            return;
        }
        let position = self.player.position();
        let next = (position < self.player.len()).then(|| self.player.time(position + 1));
        self.head = self.head.after(elapsed, next);
        self.player.seek(self.player.until(self.head.at));
        self.playing = self.player.position() < self.player.len();
    }

    /// The lab at its position.
    #[must_use]
    pub(crate) fn lab(&self) -> &Lab {
        self.player.lab()
    }

    #[must_use]
    pub(crate) fn recording(&self) -> &Rc<Recording> {
        self.player.recording()
    }

    /// Its position.
    #[must_use]
    pub(crate) fn status(&self) -> PlaybackStatus {
        let (position, events) = (self.player.position(), self.player.len());
        let begin = self.player.begin();
        PlaybackStatus {
            position,
            events,
            at: self.head.at.since(begin),
            length: self.player.time(events).since(begin),
            now: self.head.at,
            playing: self.playing,
            speed: self.head.speed,
            file: self.file.clone(),
        }
    }

    fn seek(&mut self, position: usize) {
        self.player.seek(position);
        self.head.at = self.player.time(self.player.position());
        self.playing = false;
    }
}
