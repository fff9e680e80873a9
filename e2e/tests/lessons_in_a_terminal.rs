//! Every lesson under `python3`, in terminals: what the page must agree with.

use lab_e2e::in_own_network;
use lab_e2e::play::{self, Terminal, play};

fn every_play(lesson: &str) {
    in_own_network(async || {
        let plays = play::of(lesson)?;
        if play::has_network(lesson)? {
            // Its hosts and cables are the page's.
            return Ok(());
        }
        for one in plays {
            play(&one, &mut Terminal::new(lesson)).await?;
        }
        Ok(())
    });
}

include!(concat!(env!("OUT_DIR"), "/lessons.rs"));
