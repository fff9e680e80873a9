//! Every lesson under `python3`, in terminals: what the page must agree with.

use lab_e2e::play::{self, Terminal, play};
use lab_e2e::{each_lesson, in_own_network};

fn every_play(lesson: &str) {
    in_own_network(async || {
        for one in play::of(lesson)? {
            play(&one, &mut Terminal::new(lesson)).await?;
        }
        Ok(())
    });
}

each_lesson!(every_play);
