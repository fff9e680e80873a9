//! Components that every feature can use.

pub(crate) mod command;
pub(crate) mod copy_button;
pub(crate) mod displayed_time;
pub(crate) mod follow_tail;
pub(crate) mod icon;
pub(crate) mod lazy;
pub(crate) mod link;
pub(crate) mod own_id;
pub(crate) mod select_field;
pub(crate) mod tabs;
pub(crate) mod text_area;
pub(crate) mod text_input;
pub(crate) mod texts;
pub(crate) mod virtual_list;
pub(crate) mod width;
