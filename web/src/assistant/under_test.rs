//! What the tests in `web/tests` use of the assistant.

pub use super::browser::ChosenFile;
pub use super::state::compose::ComposeModel;
pub use super::state::compose::command::{ComposeCommand, ComposeEffect, MessageCommand};
pub use super::state::files::sending::SendEnd;
pub use super::state::files::{FileNews, FilesCommand, FilesModel};
pub use super::state::plans::PlansModel;
pub use super::state::plans::command::PlansCommand;
pub use super::state::plans::run::PlanReport;
pub use super::state::rules::RulesModel;
pub use super::state::rules::command::RulesCommand;
pub use super::view::compose::composer::Composer;
pub use super::view::compose::messages::Messages;
pub use super::view::files::Files;
pub use super::view::plans::Plans;
pub use super::view::rules::Rules;
pub use crate::workbench::preparation::Preparation;
