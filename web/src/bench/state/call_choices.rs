//! The arguments of calls that are chosen from a list, by Python's names.

use lab_shared::call::{Family, How, KNOWN_OPTIONS, SocketOption, SocketType};
use lab_shared::errno::System;

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

/// The options to offer where the relay's system is this one. What it has not of Linux's stays, and is refused as there.
pub(crate) fn options_of(system: System) -> Vec<&'static SocketOption> {
    let has = |option: &&SocketOption| option.is_of_linux() || system == System::Windows;
    KNOWN_OPTIONS.iter().filter(has).collect()
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

    #[test]
    fn an_option_of_windows_is_offered_there_alone() {
        let offered =
            |system| options_of(system).iter().any(|known| known.name == "SO_EXCLUSIVEADDRUSE");
        assert_eq!(System::ALL.map(offered), [false, false, true]);
    }
}
