//! What a person does in the controls, on the Bench or beside programs, and which lab commands that becomes.

use lab_shared::call::{CallName, SocketId};
use lab_shared::network::NetworkCommand;
use lab_shared::trace::Role;

use super::call_form::{CallForm, Edit, Field};
use super::close_method::CloseMethod;
use super::validate::validate;
use crate::lab::state::host_choice::HostChoice;
use crate::lab::state::{Lab, LabCommand};

/// What a person does in the controls.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ControlCommand {
    /// Changes a field.
    Edit(Edit),
    /// Takes a side, or none.
    Begin(Option<Role>),
    /// Chooses the socket that calls are made on.
    Target(SocketId),
    /// Chooses where the next socket is made.
    Host(HostChoice),
    /// Asks something of the page's network.
    Network(NetworkCommand),
    /// Presses the key of a call.
    Press(CallName),
    /// Ends the target's connection by this method.
    End(CloseMethod),
}

impl CallForm {
    /// Carries a command out with the fields as they are now, and returns the lab command that
    /// follows. A wrong argument makes no call.
    pub(crate) fn handle(&mut self, command: ControlCommand, lab: &Lab) -> Vec<LabCommand> {
        match command {
            ControlCommand::Edit(edit) => {
                self.edit(edit);
                vec![]
            }
            ControlCommand::Begin(role) => {
                self.edit(Edit::Begin(role));
                vec![LabCommand::Begin(role)]
            }
            ControlCommand::Target(socket) => vec![LabCommand::Target(socket)],
            ControlCommand::Host(choice) => vec![LabCommand::Host(choice)],
            ControlCommand::Network(command) => vec![LabCommand::Network(command)],
            ControlCommand::Press(call) => {
                let Ok(valid_call) = validate(call, self, lab) else { return vec![] };
                if call == CallName::Socket {
                    // The next socket gets a variable of its own.
                    self.edit(Edit::Text(Field::Variable, String::new()));
                }
                vec![LabCommand::Call(valid_call)]
            }
            ControlCommand::End(ending) => {
                ending.calls(lab.target).into_iter().map(LabCommand::Call).collect()
            }
        }
    }

    fn edit(&mut self, edit: Edit) {
        *self = std::mem::take(self).after(edit);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(commands: Vec<LabCommand>) -> Vec<CallName> {
        let name = |command| match command {
            LabCommand::Call(valid_call) => valid_call.op.name(),
            other => panic!("{other:?} is no call"),
        };
        commands.into_iter().map(name).collect()
    }

    fn typed(field: Field, text: &str) -> ControlCommand {
        ControlCommand::Edit(Edit::Text(field, text.into()))
    }

    #[test]
    fn a_press_makes_the_call_that_stands_in_the_fields_and_a_wrong_argument_none() {
        let (mut form, lab) = (CallForm::default(), Lab::default());
        let press = || ControlCommand::Press(CallName::Recv);
        assert_eq!(form.handle(typed(Field::Bufsize, "12a"), &lab), []);
        assert_eq!(form.handle(press(), &lab), []);
        form.handle(typed(Field::Bufsize, "12"), &lab);
        assert_eq!(calls(form.handle(press(), &lab)), [CallName::Recv]);
    }

    #[test]
    fn the_variable_that_was_typed_is_that_of_one_socket() {
        let (mut form, lab) = (CallForm::default(), Lab::default());
        form.handle(typed(Field::Variable, "mine"), &lab);
        let mut socket = || form.handle(ControlCommand::Press(CallName::Socket), &lab);
        let (first, second) = (socket(), socket());
        assert_eq!(calls(first.clone()), [CallName::Socket]);
        assert_ne!(first, second);
    }

    #[test]
    fn an_ending_is_made_of_several_calls() {
        let (mut form, lab) = (CallForm::default(), Lab::default());
        let ended = form.handle(ControlCommand::End(CloseMethod::Reset), &lab);
        assert_eq!(calls(ended), [CallName::Setsockopt, CallName::Close]);
    }
}
