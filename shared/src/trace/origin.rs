//! The place in a program where a call was made.

use std::rc::Rc;

use serde::{Deserialize, Serialize};

use super::Role;

/// The place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The side of the program.
    pub side: Role,
    /// The thread: 1 is the main one.
    pub thread: u32,
    /// The thread's name, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread_name: Option<Rc<str>>,
    /// The person's file, where the call came from one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<Rc<str>>,
    /// The line in it, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}
