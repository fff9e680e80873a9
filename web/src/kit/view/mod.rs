//! Components that every feature can use.

pub mod command;
pub mod copy_button;
pub mod displayed_time;
pub mod follow_tail;
pub mod icon;
pub mod lazy;
pub mod link;
pub mod own_id;
pub mod select_field;
pub mod tabs;
pub mod text_area;
pub mod text_input;
pub mod texts;
pub mod virtual_list;
