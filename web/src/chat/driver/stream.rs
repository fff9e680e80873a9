//! The driver of the experiment with boundaries.

use std::rc::Rc;
use yew::UseReducerDispatcher;

use super::chat_store::ChatStore;
use crate::boundaries::state::remedy::Remedy;
use crate::chat::state::ChatAction;
use crate::chat::state::stream::{Experiment, Input, Round};
use crate::lab::driver::call_issuer::CallIssuer;
use crate::lab::driver::lab_store::LabStore;
use crate::lab::driver::runner::Runner;
use crate::link::client::RelayClient;

/// Runs one experiment; clones share it.
#[derive(Clone)]
pub(crate) struct StreamDriver {
    chat: UseReducerDispatcher<ChatStore>,
    experiment: Rc<Runner<Experiment>>,
}

impl PartialEq for StreamDriver {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.experiment, &other.experiment)
    }
}

impl StreamDriver {
    /// A driver without an experiment.
    #[must_use]
    pub(crate) fn new(
        client: RelayClient,
        lab: LabStore,
        chat: UseReducerDispatcher<ChatStore>,
    ) -> Self {
        let told = chat.clone();
        let tell = move |news| told.dispatch(ChatAction::Stream(news));
        Self { chat, experiment: Runner::new(CallIssuer::new(client, lab), tell) }
    }

    /// Makes both ends.
    pub(crate) fn connect(&self) {
        self.chat.dispatch(ChatAction::StreamConnecting);
        self.experiment.start(Experiment::default());
    }

    /// Sends a round.
    pub(crate) fn send(&self, remedy: Remedy, round: Round) {
        self.chat.dispatch(ChatAction::StreamBegins(remedy));
        self.experiment.hand_in(Input::Send(round));
    }

    /// Closes both ends.
    pub(crate) fn close(&self) {
        self.experiment.hand_in(Input::Close);
    }
}
