//! What the Chat place is drawn with.

mod answer;
mod choose;
mod client_card;
mod clients;
mod input;
mod join_form;
mod join_transcript;
mod line_view;
mod mode_fields;
mod more_fields;
mod room_form;
mod room_open;
mod say;
mod sheet;
mod terminal_line;
mod transcript;
mod views;

pub use answer::Answer;
pub use clients::Clients;
pub(crate) use input::Input;
pub use join_form::{JoinFacts, JoinForm};
pub use join_transcript::JoinTranscript;
pub(crate) use mode_fields::Check;
pub use room_form::RoomForm;
pub use room_open::RoomOpen;
pub use say::Say;
pub use transcript::Transcript;
pub use views::Views;
