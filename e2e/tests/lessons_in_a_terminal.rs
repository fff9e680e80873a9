//! Every lesson under `python3`, in terminals: what the page must agree with.

use lab_e2e::in_own_network;
use lab_e2e::play::{self, Terminal, play};

fn plays_as_written(lesson: &str) {
    in_own_network(async || {
        for one in play::of(lesson)? {
            play(&one, &mut Terminal::new(lesson)).await?;
        }
        Ok(())
    });
}

macro_rules! lessons {
    ($($lesson:ident)*) => {
        $(#[test] fn $lesson() { plays_as_written(stringify!($lesson)); })*

        /// No lesson may be left out above.
        #[test]
        fn every_lesson_is_played() {
            let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/lessons");
            let names = std::fs::read_dir(folder).expect("the lessons are there").map(|entry| {
                entry.expect("a folder can be read").file_name().into_string().expect("ASCII")
            });
            let mut names: Vec<String> = names.filter(|name| !name.contains('.')).collect();
            names.sort_unstable();
            assert_eq!(names, [$(stringify!($lesson)),*]);
        }
    };
}

lessons! {
    a1 a2 a3 b1 b2 b3 b4 c1 c2 c3 c4 claim1 claim2 claim3 claim4 claim5 claim6 claim7 claim8 claim9
    d1 d2 d3 e1 e2 e3
}
