//! Lessons: their cards, what to watch and to do, what is proved, and experiments.

mod cards;
mod experiment;
mod guide;
mod rich;

pub use cards::{Cards, CardsProps};
pub use experiment::{Experiment, ExperimentProps};
pub use guide::{Guide, GuideProps};
