//! The arguments of calls that are chosen from a list, by Python's names.

use lab_shared::call::{Family, How, KNOWN_OPTIONS, SocketOption, SocketType};

use crate::kit::state::choice::Choice;

impl Choice for Family {
    fn all() -> Vec<Self> {
        Self::ALL.into()
    }

    fn name(&self) -> &'static str {
        self.python_name()
    }
}

impl Choice for SocketType {
    fn all() -> Vec<Self> {
        Self::ALL.into()
    }

    fn name(&self) -> &'static str {
        self.python_name()
    }
}

impl Choice for How {
    fn all() -> Vec<Self> {
        Self::ALL.into()
    }

    fn name(&self) -> &'static str {
        self.python_name()
    }
}

impl Choice for &'static SocketOption {
    fn all() -> Vec<Self> {
        KNOWN_OPTIONS.iter().collect()
    }

    fn name(&self) -> &'static str {
        self.name
    }
}

impl Choice for bool {
    fn all() -> Vec<Self> {
        vec![true, false]
    }

    fn name(&self) -> &'static str {
        if *self { "True" } else { "False" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::state::call_form::{LineEnding, Writing};
    use crate::kit::state::choice::check_names;

    #[test]
    fn each_value_has_a_name_of_its_own() {
        check_names::<Family>();
        check_names::<SocketType>();
        check_names::<How>();
        check_names::<&'static SocketOption>();
        check_names::<bool>();
        check_names::<Writing>();
        check_names::<LineEnding>();
    }
}
