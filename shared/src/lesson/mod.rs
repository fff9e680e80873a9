//! The format of lessons, in `web/lessons` and in the files that the page loads.
//!
//! `order.toml` is an [`Order`], each `lesson.toml` a [`Lesson`]. Checked and completed they are
//! served as JSON: an [`Index`] of cards, and each lesson with the texts of its programs.

mod format;
mod id;
mod network;
mod network_pattern;
mod pattern;
mod source;

pub use format::{
    Both, Card, Check, Events, Group, Index, Lesson, LessonError, Order, OrderGroup, Program,
};
pub use id::{LessonId, NoLessonId};
pub use network::{LessonCable, LessonLine, LessonLoss, LessonNetwork, LessonNetworkError};
pub use network_pattern::{NetworkEvent, NetworkPattern, PacketIs, Wait};
pub use pattern::{CallIs, Pattern, PatternError, What, Who};
pub use source::{CommentError, check_comments, in_language};
