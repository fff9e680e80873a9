//! Components that every feature can use.

pub mod command;
pub mod copy_button;
pub mod icon;
pub mod later;
pub mod link;
pub mod newest;
pub mod own_id;
pub mod select_field;
pub mod shown;
pub mod tabs;
pub mod text_area;
pub mod text_input;
pub mod texts;
pub mod windowed;
