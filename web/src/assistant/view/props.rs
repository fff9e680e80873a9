//! What the panes ask the session.

use lab_shared::assistant::Problem;
use lab_shared::assistant::compose::{Composed, Draft};
use yew::Callback;

/// What a draft would send now. Nothing is sent or counted.
pub(crate) type Preview = Callback<Draft, Result<Composed, Problem>>;
