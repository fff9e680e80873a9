//! The Python variables of the sockets, each given once and never changed.

use std::collections::{BTreeMap, BTreeSet};

use lab_shared::call::{CallId, PythonNames, SocketId, Targets, VariableName};

/// The variable of each socket, and the variables to which each call assigns the sockets it makes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Variables {
    sockets: BTreeMap<SocketId, VariableName>,
    calls: BTreeMap<CallId, Targets>,
    reserved: BTreeSet<CallId>,
    /// Every variable that a socket or a pending call has.
    taken: BTreeSet<VariableName>,
    /// For each base, a number below which every variable is taken.
    next: BTreeMap<VariableName, u32>,
}

impl Variables {
    /// `base`, or the first of `base2`, `base3` … that no socket and no pending call has.
    #[must_use]
    pub fn free(&self, base: &VariableName) -> VariableName {
        base.numbered(self.free_number(base))
    }

    /// Whether a socket or a pending call has the variable.
    #[must_use]
    pub fn is_taken(&self, name: &VariableName) -> bool {
        self.taken.contains(name)
    }

    /// A call that makes sockets was issued; they will have the variables of `targets`.
    pub fn reserve(&mut self, call: CallId, targets: Targets) {
        self.taken.extend(targets.names().cloned());
        self.calls.insert(call, targets);
        self.reserved.insert(call);
    }

    /// A call that makes a socket was issued; the socket's variable begins with `base`.
    pub fn promise(&mut self, call: CallId, base: &VariableName) {
        let number = self.free_number(base);
        self.next.insert(base.clone(), number + 1);
        self.reserve(call, base.numbered(number).into());
    }

    /// The call has ended, with the sockets it made.
    pub fn settle(&mut self, call: CallId, made: &[SocketId]) {
        if !self.reserved.remove(&call) {
            return;
        }
        let Some(targets) = self.calls.get(&call).cloned() else { return };
        let mut made = made.iter();
        for variable in targets.names() {
            match made.next() {
                Some(socket) => {
                    self.sockets.insert(*socket, variable.clone());
                }
                None => self.give_back(variable),
            }
        }
    }

    /// A socket has this variable, whatever call made it.
    pub fn know(&mut self, socket: SocketId, variable: VariableName) {
        self.taken.insert(variable.clone());
        self.sockets.insert(socket, variable);
    }

    /// The variables to which a call assigns the sockets it makes.
    #[must_use]
    pub fn of_call(&self, call: CallId) -> Option<&Targets> {
        self.calls.get(&call)
    }

    /// Drops the calls before `oldest`, and the sockets that are not `kept`.
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

    fn free_number(&self, base: &VariableName) -> u32 {
        let from = self.next.get(base).copied().unwrap_or(1);
        (from..).find(|number| !self.is_taken(&base.numbered(*number))).unwrap_or(from)
    }

    fn give_back(&mut self, variable: &VariableName) {
        self.taken.remove(variable);
        for (base, next) in &mut self.next {
            let number = match variable.as_str().strip_prefix(base.as_str()) {
                Some("") => Some(1),
                Some(digits) => digits.parse().ok(),
                None => None,
            };
            *next = number.map_or(*next, |number| number.min(*next));
        }
    }
}

impl PythonNames for Variables {
    fn variable(&self, socket: SocketId) -> VariableName {
        let given = self.sockets.get(&socket).cloned();
        given.unwrap_or_else(|| VariableName::of_number(socket))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &'static str) -> VariableName {
        VariableName::constant(text)
    }

    fn variable(variables: &Variables, socket: u32) -> String {
        variables.variable(SocketId(socket)).to_string()
    }

    #[test]
    fn two_pending_accepts_promise_different_variables() {
        let mut variables = Variables::default();
        assert_eq!(variables.free(&name("conn")).as_str(), "conn");
        variables.reserve(CallId(1), variables.free(&name("conn")).into());
        variables.reserve(CallId(2), variables.free(&name("conn")).into());
        variables.settle(CallId(2), &[SocketId(7)]);
        assert_eq!(variable(&variables, 7), "conn2");
        assert_eq!(variables.free(&name("conn")).as_str(), "conn3");
    }

    #[test]
    fn a_call_that_makes_two_sockets_names_both() {
        let mut variables = Variables::default();
        variables.reserve(CallId(1), Targets::pair(name("a"), name("b")));
        assert_eq!(
            (variables.free(&name("a")), variables.free(&name("b"))),
            (name("a2"), name("b2"))
        );
        variables.settle(CallId(1), &[SocketId(1), SocketId(2)]);
        assert_eq!((variable(&variables, 1), variable(&variables, 2)), ("a".into(), "b".into()));
        assert_eq!(variables.of_call(CallId(1)), Targets::new("a, b").as_ref());
    }

    #[test]
    fn a_failed_call_frees_its_variable_and_its_line_keeps_it() {
        let mut variables = Variables::default();
        variables.reserve(CallId(1), name("conn").into());
        variables.settle(CallId(1), &[]);
        assert_eq!(variables.free(&name("conn")).as_str(), "conn");
        assert_eq!(variables.of_call(CallId(1)), Targets::new("conn").as_ref());
    }

    #[test]
    fn names_are_counted_on_without_looking_at_those_given() {
        let mut variables = Variables::default();
        for number in 1..=5000 {
            variables.promise(CallId(number), &name("conn"));
            variables.settle(CallId(number), &[SocketId(number)]);
        }
        assert_eq!(variable(&variables, 5000), "conn5000");
        variables.promise(CallId(5001), &name("conn"));
        variables.settle(CallId(5001), &[]);
        assert_eq!(variables.free(&name("conn")).as_str(), "conn5001");
    }

    #[test]
    fn what_is_forgotten_gives_its_variable_back() {
        let mut variables = Variables::default();
        for number in 1..=3 {
            variables.promise(CallId(number), &name("conn"));
            variables.settle(CallId(number), &[SocketId(number)]);
        }
        variables.forget(CallId(3), |socket| socket.0 > 2);
        assert_eq!(variables.of_call(CallId(2)), None);
        assert_eq!(variables.of_call(CallId(3)), Targets::new("conn3").as_ref());
        assert_eq!(variables.free(&name("conn")).as_str(), "conn");
    }
}
