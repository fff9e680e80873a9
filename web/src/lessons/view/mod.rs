//! Draws lessons: their cards, the guide, the checks, and experiments.

mod cards;
mod experiment;
mod guide;
pub(crate) mod list;
pub(crate) mod place;
mod rich;

pub(crate) use cards::Cards;
pub(crate) use experiment::Experiment;
pub(crate) use guide::Guide;
