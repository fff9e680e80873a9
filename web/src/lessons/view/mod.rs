//! Lessons: their cards, what to watch and to do, what is proved, and experiments.

mod cards;
mod experiment;
mod guide;
pub(crate) mod list;
pub(crate) mod place;
mod rich;

pub(crate) use cards::Cards;
pub(crate) use experiment::Experiment;
pub(crate) use guide::Guide;
