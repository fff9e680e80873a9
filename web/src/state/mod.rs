//! What the page knows and how it changes: pure, free of the browser, tested natively.

pub mod clock;
pub mod drafts;
pub mod groups;
pub mod guide;
pub mod highlight;
pub mod lab;
pub mod lanes;
pub mod link;
pub mod literals;
pub mod moments;
pub mod names;
pub mod nc;
pub mod outcome;
pub mod preferences;
pub mod prepare;
pub mod reading;
pub mod rows;
pub mod snapshot;
pub mod token;

#[cfg(test)]
mod scene;
