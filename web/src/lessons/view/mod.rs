//! Draws lessons: their cards, the guide, the checks, and experiments.

mod cards;
mod experiment;
mod guide;
pub(crate) mod list;
mod no_network;
pub(crate) mod place;
mod rich;

pub(crate) use cards::Cards;
pub(crate) use experiment::Experiment;
pub(crate) use guide::Guide;
pub(crate) use no_network::NoNetwork;
