//! The Python variables that sockets are called by, given once and never changed.

use std::collections::{BTreeMap, BTreeSet};

use lab_shared::call::{CallId, PythonNames, SocketId};

/// Which variable each socket has, and what each call assigns the sockets it makes to: one variable,
/// or as Python writes it several with commas between.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names {
    sockets: BTreeMap<SocketId, String>,
    calls: BTreeMap<CallId, String>,
    reserved: BTreeSet<CallId>,
}

impl Names {
    /// `base`, or the first of `base2`, `base3` … that no socket and no pending call has.
    #[must_use]
    pub fn free(&self, base: &str) -> String {
        let first = Some(base.to_owned());
        let rest = (2..).map(|number| format!("{base}{number}"));
        first
            .into_iter()
            .chain(rest)
            .find(|name| !self.is_taken(name))
            .unwrap_or_else(|| base.to_owned())
    }

    /// Whether a socket or a pending call has the variable.
    #[must_use]
    pub fn is_taken(&self, name: &str) -> bool {
        self.sockets.values().any(|taken| taken == name)
            || self
                .reserved
                .iter()
                .filter_map(|call| self.calls.get(call))
                .any(|target| variables(target).any(|taken| taken == name))
    }

    /// A call that makes sockets was asked for; they will have the variables of `target`.
    pub fn reserve(&mut self, call: CallId, target: String) {
        self.calls.insert(call, target);
        self.reserved.insert(call);
    }

    /// The call has ended, with the sockets it made.
    pub fn settle(&mut self, call: CallId, made: &[SocketId]) {
        if !self.reserved.remove(&call) {
            return;
        }
        let Some(target) = self.calls.get(&call) else { return };
        let named = made.iter().copied().zip(variables(target).map(Into::into));
        self.sockets.extend(named);
    }

    /// What a call assigns the sockets it makes to.
    #[must_use]
    pub fn of_call(&self, call: CallId) -> Option<&str> {
        self.calls.get(&call).map(String::as_str)
    }
}

impl PythonNames for Names {
    fn variable(&self, socket: SocketId) -> String {
        self.sockets.get(&socket).cloned().unwrap_or_else(|| format!("s{}", socket.0))
    }
}

/// The variables of an assignment's left side.
fn variables(target: &str) -> impl Iterator<Item = &str> {
    target.split(',').map(str::trim)
}

/// Whether Python takes `name` for a variable.
#[must_use]
pub fn is_variable(name: &str) -> bool {
    const KEYWORDS: [&str; 35] = [
        "False", "None", "True", "and", "as", "assert", "async", "await", "break", "class",
        "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global",
        "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return",
        "try", "while", "with", "yield",
    ];
    let mut characters = name.chars();
    characters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && characters.all(|rest| rest.is_alphanumeric() || rest == '_')
        && !KEYWORDS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_pending_accepts_promise_different_variables() {
        let mut names = Names::default();
        assert_eq!(names.free("conn"), "conn");
        names.reserve(CallId(1), names.free("conn"));
        names.reserve(CallId(2), names.free("conn"));
        names.settle(CallId(2), &[SocketId(7)]);
        assert_eq!(names.variable(SocketId(7)), "conn2");
        assert_eq!(names.free("conn"), "conn3");
    }

    #[test]
    fn a_call_that_makes_two_sockets_names_both() {
        let mut names = Names::default();
        names.reserve(CallId(1), "a, b".into());
        assert_eq!((names.free("a"), names.free("b")), ("a2".into(), "b2".into()));
        names.settle(CallId(1), &[SocketId(1), SocketId(2)]);
        assert_eq!(
            (names.variable(SocketId(1)), names.variable(SocketId(2))),
            ("a".into(), "b".into())
        );
        assert_eq!(names.of_call(CallId(1)), Some("a, b"));
    }

    #[test]
    fn a_failed_call_frees_its_variable_and_its_line_keeps_it() {
        let mut names = Names::default();
        names.reserve(CallId(1), "conn".into());
        names.settle(CallId(1), &[]);
        assert_eq!(names.free("conn"), "conn");
        assert_eq!(names.of_call(CallId(1)), Some("conn"));
    }

    #[test]
    fn a_variable_is_what_python_takes_for_one() {
        for name in ["server", "_s", "conn2", "服务器"] {
            assert!(is_variable(name), "{name}");
        }
        for name in ["", "2s", "a b", "class", "s.x"] {
            assert!(!is_variable(name), "{name}");
        }
    }
}
