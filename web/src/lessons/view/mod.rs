//! Lessons: their cards, what to watch and to do, what is proved, and experiments.

pub(crate) mod cards;
pub(crate) mod experiment;
pub(crate) mod guide;
pub(crate) mod list;
pub(crate) mod place;
pub(crate) mod rich;

pub(crate) use cards::Cards;
pub(crate) use experiment::Experiment;
pub(crate) use guide::Guide;
