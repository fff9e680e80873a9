//! Lessons: their cards, what to watch and to do, what is proved, and experiments.

pub mod cards;
pub mod experiment;
pub mod guide;
pub mod list;
pub mod place;
pub mod rich;

pub use cards::{Cards, CardsProps};
pub use experiment::{Experiment, ExperimentProps};
pub use guide::{Guide, GuideProps};
