//! The places of the lab, and the shell around them.

mod app;
mod bench;
mod bench_views;
mod by_hand;
mod chat;
mod chat_hands;
mod chat_part;
mod chat_views;
mod draft_store;
mod lesson;
mod lessons;
mod past;
mod program;
mod program_store;
mod replaying;
mod stream_view;
mod view_props;
mod work_part;
mod workspace;
mod workspace_hands;

pub use app::{App, AppProps};
pub use bench::{Bench, BenchProps};
pub use chat::{Chat, ChatProps};
pub use chat_hands::ChatHands;
pub use draft_store::DraftStore;
pub use lesson::{LessonPlace, LessonProps, LessonWindow, LessonWindowProps};
pub use lessons::{Lessons, LessonsProps};
pub use program::{ProgramPlace, ProgramPlaceProps};
pub use program_store::Books;
pub use workspace::{Workspace, WorkspaceProps};
pub use workspace_hands::WorkHands;
