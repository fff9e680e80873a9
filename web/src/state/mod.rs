//! What the page knows and how it changes: pure, free of the browser, tested natively.

pub mod chat;
pub mod clock;
pub mod desk;
pub mod drafts;
pub mod ending;
pub mod groups;
pub mod guide;
pub mod highlight;
pub mod hosting;
pub mod join_board;
pub mod joining;
pub mod kernel;
pub mod lab;
pub mod lanes;
pub mod lesson;
pub mod library;
pub mod link;
pub mod literals;
pub mod log;
pub mod moments;
pub mod names;
pub mod nc;
pub mod outcome;
pub mod pace;
pub mod place;
pub mod preferences;
pub mod prepare;
pub mod program;
pub mod reading;
pub mod recording;
pub mod remedy;
pub mod room_board;
pub mod room_settings;
pub mod rows;
pub mod ruler;
pub mod sequence;
pub mod share;
pub mod snapshot;
pub mod stream;
pub mod stream_board;
pub mod ticket;
pub mod token;
pub mod traffic;
pub mod window;

#[cfg(test)]
mod scene;
