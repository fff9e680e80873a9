//! Every lesson under `python3`, in terminals: what the page must agree with.

use lab_e2e::in_own_network;
use lab_e2e::play::{self, Terminal, play};

fn every_play(lesson: &str) {
    in_own_network(async || {
        for one in play::of(lesson)? {
            play(&one, &mut Terminal::new(lesson)).await?;
        }
        Ok(())
    });
}

include!(concat!(env!("OUT_DIR"), "/lessons.rs"));
