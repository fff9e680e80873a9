//! What the Chat place is drawn with.

mod answer;
mod choose;
mod client_card;
mod clients;
mod composer;
mod facets;
mod join_form;
mod join_lines;
mod line_view;
mod mode_fields;
mod more_fields;
mod pace_fields;
mod room_form;
mod room_lines;
mod room_open;
mod room_ruler;
mod say;
mod sheet;
mod terminal_line;
mod transcript;
mod views;

pub use answer::Answer;
pub use clients::Clients;
pub use facets::{Facet, Facets};
pub use join_form::{JoinFacts, JoinForm};
pub use line_view::{Spoken, Words};
pub(crate) use mode_fields::Check;
pub use room_form::RoomForm;
pub use room_open::RoomOpen;
pub use room_ruler::{RoomRuler, RoomRulerProps};
pub use say::Say;
pub use transcript::Transcript;
pub use views::Views;
