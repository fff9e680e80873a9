//! Values of which a person chooses one.

use lab_shared::text::Encoding;

/// A type whose values are offered as a choice.
pub(crate) trait Choice: Clone + PartialEq + 'static {
    /// Every value, in the order they are offered.
    fn all() -> Vec<Self>;

    /// Its name in the page's markup; no other value has it.
    fn name(&self) -> &'static str;
}

impl Choice for Encoding {
    fn all() -> Vec<Self> {
        Self::ALL.into()
    }

    fn name(&self) -> &'static str {
        self.python_name()
    }
}

/// Checks that a value is found again by its name.
#[cfg(test)]
pub(crate) fn check_names<T: Choice + std::fmt::Debug>() {
    let all = T::all();
    for (at, value) in all.iter().enumerate() {
        let found = all.iter().position(|other| other.name() == value.name());
        assert_eq!(found, Some(at), "{value:?}");
    }
}
