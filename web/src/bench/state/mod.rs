//! The fields of calls, and what follows from them.

pub(crate) mod call_choices;
pub(crate) mod call_form;
pub(crate) mod close_method;
pub(crate) mod command;
pub(crate) mod groups;
pub(crate) mod guide;
pub(crate) mod literals;
pub(crate) mod nc;
#[cfg(test)]
mod nc_on_hosts_tests;
pub(crate) mod option_value;
pub(crate) mod validate;
