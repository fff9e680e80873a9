//! Every lesson in the page, run by the page's own Python, with the same plays as in terminals.

use lab_e2e::play::{self, Window, play};
use lab_e2e::{in_own_network, in_the_lab};

fn every_play(lesson: &str) {
    in_own_network(async || {
        in_the_lab(async |lab| {
            let mut window = Window::of_lesson(lab, lesson).await?;
            for one in play::of(lesson)? {
                play(&one, &mut window).await?;
            }
            window.is_checked().await
        })
        .await;
        Ok(())
    });
}

include!(concat!(env!("OUT_DIR"), "/lessons.rs"));
