//! What the panes ask the session.

use bytes::Bytes;
use lab_shared::assistant::Problem;
use lab_shared::assistant::compose::{Composed, Draft};
use lab_shared::assistant::rules::Firing;
use lab_shared::assistant::session::EndId;
use yew::Callback;

/// What a draft would send now. Nothing is sent or counted.
pub(crate) type Preview = Callback<Draft, Result<Composed, Problem>>;

/// The rules that would fire on a message at an end, and what they would send. Nothing is sent or counted.
pub(crate) type Trial = Callback<(EndId, Bytes), Vec<Firing>>;
