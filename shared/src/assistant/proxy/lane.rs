//! One direction of a link: what is held, and the faults one behind the other.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;

use super::chance::Chance;
use super::fault::Fault;
use super::stage::{Item, Stage};

/// Most receives that wait in a lane.
const LANE_ITEMS: usize = 1024;

/// One direction.
#[derive(Debug)]
pub(super) struct Lane {
    datagrams: bool,
    stages: Vec<Stage>,
    chance: Chance,
    /// Whether receives are held.
    holds: bool,
    /// What is held, with the numbers of [`super::Report::Held`].
    held: VecDeque<(u64, Item)>,
    held_bytes: usize,
    last_number: u64,
    /// What has passed all faults.
    exit: VecDeque<Item>,
    exit_bytes: usize,
    /// The host has bytes to send.
    pub(super) is_sending: bool,
    /// The host was told to receive nothing.
    pub(super) is_paused: bool,
    /// The source sends nothing more.
    pub(super) has_ended: bool,
    /// The end of the stream was handed to the host.
    pub(super) has_finished: bool,
}

impl Lane {
    pub(super) fn new(faults: &[Fault], datagrams: bool, seed: u64, now: Duration) -> Self {
        Self {
            datagrams,
            stages: faults.iter().map(|fault| Stage::new(*fault, datagrams, now)).collect(),
            chance: Chance::new(seed),
            holds: false,
            held: VecDeque::new(),
            held_bytes: 0,
            last_number: 0,
            exit: VecDeque::new(),
            exit_bytes: 0,
            is_sending: false,
            is_paused: false,
            has_ended: false,
            has_finished: false,
        }
    }

    /// Whether bytes pass unchanged and at once.
    pub(super) fn is_transparent(&self) -> bool {
        self.stages.is_empty() && !self.holds && self.is_empty() && !self.has_ended
    }

    fn is_empty(&self) -> bool {
        self.held.is_empty() && self.exit.is_empty() && !self.is_sending
    }

    /// Bytes and items that wait.
    pub(super) fn load(&self) -> (usize, usize) {
        let stages = self.stages.iter().map(Stage::load);
        stages.fold(
            (self.held_bytes + self.exit_bytes, self.held.len() + self.exit.len()),
            |(bytes, items), stage| (bytes + stage.0, items + stage.1),
        )
    }

    /// Whether the lane can take one more receive.
    pub(super) fn has_room(&self, most_bytes: usize) -> bool {
        let (bytes, items) = self.load();
        bytes < most_bytes && items < LANE_ITEMS
    }

    /// What was received. Returns the number under which it is held, or how many bytes a fault took
    /// away.
    pub(super) fn receive(&mut self, now: Duration, item: Item) -> Result<u64, usize> {
        // The end waits behind what is held.
        if self.holds || !self.held.is_empty() {
            self.last_number += 1;
            self.held_bytes += item.length();
            self.held.push_back((self.last_number, item));
            return Ok(self.last_number);
        }
        Err(self.enter(now, item))
    }

    /// Hands an item to the first fault, and returns how many bytes were taken away.
    pub(super) fn enter(&mut self, now: Duration, item: Item) -> usize {
        match self.stages.first_mut() {
            Some(stage) => stage.push(now, item, &mut self.chance),
            None => {
                self.leave(item);
                0
            }
        }
    }

    pub(super) fn hold(&mut self) {
        self.holds = true;
    }

    /// Lets everything pass that is held, and holds no more. Returns the numbers of the receives among it,
    /// and how many bytes were taken away.
    pub(super) fn resume(&mut self, now: Duration) -> (Vec<u64>, usize) {
        self.holds = false;
        let held = std::mem::take(&mut self.held);
        self.held_bytes = 0;
        let receives = held.iter().filter(|(_, item)| matches!(item, Item::Bytes(_)));
        let numbers = receives.map(|(number, _)| *number).collect();
        (numbers, held.into_iter().map(|(_, item)| self.enter(now, item)).sum())
    }

    /// Takes a held receive out. An end that is now the first one passes by itself.
    pub(super) fn take_held(&mut self, number: u64) -> Option<Bytes> {
        let is_meant =
            |(held, item): &(u64, Item)| *held == number && matches!(item, Item::Bytes(_));
        let place = self.held.iter().position(is_meant)?;
        let (_, Item::Bytes(bytes)) = self.held.remove(place)? else { return None };
        self.held_bytes -= bytes.len();
        Some(bytes)
    }

    /// Lets the end of the stream pass, once nothing is held in front of it.
    pub(super) fn pass_end(&mut self, now: Duration) {
        if matches!(self.held.front(), Some((_, Item::End))) {
            self.held.pop_front();
            self.enter(now, Item::End);
        }
    }

    /// Uses other faults. What waits enters them anew. Returns how many bytes were taken away.
    pub(super) fn set_faults(&mut self, now: Duration, faults: &[Fault]) -> usize {
        let stages = faults.iter().map(|fault| Stage::new(*fault, self.datagrams, now)).collect();
        let waiting: Vec<Item> = std::mem::replace(&mut self.stages, stages)
            .into_iter()
            .rev()
            .flat_map(Stage::into_waiting)
            .collect();
        waiting.into_iter().map(|item| self.enter(now, item)).sum()
    }

    pub(super) fn faults(&self) -> Vec<Fault> {
        self.stages.iter().map(Stage::fault).collect()
    }

    /// Moves on what is due, and returns the bytes that faults took away.
    pub(super) fn advance(&mut self, now: Duration) -> usize {
        let mut lost = 0;
        loop {
            let mut has_moved = false;
            for place in (0..self.stages.len()).rev() {
                while self.has_room_behind(place)
                    && let Some(item) = self.stages[place].take(now, &mut self.chance)
                {
                    has_moved = true;
                    match self.stages.get_mut(place + 1) {
                        Some(next) => lost += next.push(now, item, &mut self.chance),
                        None => self.leave(item),
                    }
                }
            }
            if !has_moved {
                return lost;
            }
        }
    }

    fn has_room_behind(&self, place: usize) -> bool {
        self.stages.get(place + 1).map_or(self.exit.is_empty(), Stage::has_room)
    }

    fn leave(&mut self, item: Item) {
        self.exit_bytes += item.length();
        self.exit.push_back(item);
    }

    /// What the host does next. A reset does not wait for what is being sent.
    pub(super) fn poll(&mut self) -> Option<Item> {
        if self.is_sending && self.exit.front() != Some(&Item::Reset) {
            return None;
        }
        let item = self.exit.pop_front()?;
        self.exit_bytes -= item.length();
        Some(item)
    }

    /// When something is due that can move on then.
    pub(super) fn poll_timeout(&self) -> Option<Duration> {
        let moving = (0..self.stages.len()).filter(|place| self.has_room_behind(*place));
        moving.filter_map(|place| self.stages[place].due()).min()
    }
}
