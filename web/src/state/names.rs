//! The Python variables that sockets are called by, given once and never changed.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use lab_shared::call::{CallId, PythonNames, SocketId};

/// Which variable each socket has, and what each call assigns the sockets it makes to: one variable,
/// or as Python writes it several with commas between.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Names {
    sockets: BTreeMap<SocketId, Rc<str>>,
    calls: BTreeMap<CallId, Rc<str>>,
    reserved: BTreeSet<CallId>,
    /// Every variable that a socket or a pending call has.
    taken: BTreeSet<Rc<str>>,
    /// For each base, a number below which every variable is taken.
    next: BTreeMap<Rc<str>, u32>,
}

impl Names {
    /// `base`, or the first of `base2`, `base3` … that no socket and no pending call has.
    #[must_use]
    pub fn free(&self, base: &str) -> String {
        numbered(base, self.free_number(base))
    }

    /// Whether a socket or a pending call has the variable.
    #[must_use]
    pub fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// A call that makes sockets was asked for; they will have the variables of `target`.
    pub fn reserve(&mut self, call: CallId, target: String) {
        self.taken.extend(variables(&target).map(Into::into));
        self.calls.insert(call, target.into());
        self.reserved.insert(call);
    }

    /// A call that makes a socket was asked for; the socket's variable begins with `base`.
    pub fn promise(&mut self, call: CallId, base: &str) {
        let number = self.free_number(base);
        self.next.insert(base.into(), number + 1);
        self.reserve(call, numbered(base, number));
    }

    /// The call has ended, with the sockets it made.
    pub fn settle(&mut self, call: CallId, made: &[SocketId]) {
        if !self.reserved.remove(&call) {
            return;
        }
        let Some(target) = self.calls.get(&call).cloned() else { return };
        let mut made = made.iter();
        for variable in variables(&target) {
            match made.next() {
                Some(socket) => {
                    self.sockets.insert(*socket, variable.into());
                }
                None => self.give_back(variable),
            }
        }
    }

    /// A socket has this variable, whatever call made it.
    pub fn know(&mut self, socket: SocketId, variable: String) {
        let variable: Rc<str> = variable.into();
        self.taken.insert(variable.clone());
        self.sockets.insert(socket, variable);
    }

    /// What a call assigns the sockets it makes to.
    #[must_use]
    pub fn of_call(&self, call: CallId) -> Option<&str> {
        self.calls.get(&call).map(|name| &**name)
    }

    /// Calls before `oldest` are known no longer, nor are sockets that are not `kept`.
    pub fn forget(&mut self, oldest: CallId, kept: impl Fn(SocketId) -> bool) {
        while let Some(first) = self.calls.first_entry()
            && *first.key() < oldest
            && !self.reserved.contains(first.key())
        {
            first.remove();
        }
        while let Some(first) = self.sockets.first_entry()
            && !kept(*first.key())
        {
            let variable = first.remove();
            self.give_back(&variable);
        }
    }

    fn free_number(&self, base: &str) -> u32 {
        let from = self.next.get(base).copied().unwrap_or(1);
        (from..).find(|number| !self.is_taken(&numbered(base, *number))).unwrap_or(from)
    }

    fn give_back(&mut self, variable: &str) {
        self.taken.remove(variable);
        for (base, next) in &mut self.next {
            let number = match variable.strip_prefix(&**base) {
                Some("") => Some(1),
                Some(digits) => digits.parse().ok(),
                None => None,
            };
            *next = number.map_or(*next, |number| number.min(*next));
        }
    }
}

fn numbered(base: &str, number: u32) -> String {
    if number == 1 { base.to_owned() } else { format!("{base}{number}") }
}

impl PythonNames for Names {
    fn variable(&self, socket: SocketId) -> String {
        self.sockets.get(&socket).map_or_else(|| format!("s{}", socket.0), |name| name.to_string())
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
    fn names_are_counted_on_without_looking_at_those_given() {
        let mut names = Names::default();
        for number in 1..=5000 {
            names.promise(CallId(number), "conn");
            names.settle(CallId(number), &[SocketId(number)]);
        }
        assert_eq!(names.variable(SocketId(5000)), "conn5000");
        names.promise(CallId(5001), "conn");
        names.settle(CallId(5001), &[]);
        assert_eq!(names.free("conn"), "conn5001");
    }

    #[test]
    fn what_is_forgotten_gives_its_variable_back() {
        let mut names = Names::default();
        for number in 1..=3 {
            names.promise(CallId(number), "conn");
            names.settle(CallId(number), &[SocketId(number)]);
        }
        names.forget(CallId(3), |socket| socket.0 > 2);
        assert_eq!(names.of_call(CallId(2)), None);
        assert_eq!(names.of_call(CallId(3)), Some("conn3"));
        assert_eq!(names.free("conn"), "conn");
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
