//! What a person does in a place with programs, wired to their driver.

use lab_shared::call::{CallId, SocketId};
use lab_shared::trace::Role;
use yew::prelude::*;

use super::driver::ProgramDriver;
use super::state::workspace::RunRequest;
use super::view::ProgramHands;
use crate::bench::state::validate::ValidCall;
use crate::worker::message::ToWorker;

/// What a person does in the window beside running programs.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkHands {
    /// What is done with programs.
    pub programs: ProgramHands,
    /// A socket was chosen.
    pub on_target: Callback<SocketId>,
    /// Makes a call by hand.
    pub on_call: Callback<ValidCall>,
    /// Ends a blocked call.
    pub on_cancel: Callback<CallId>,
    /// The kernel is looked at, or no more.
    pub on_look: Callback<bool>,
}

/// What a person's hands need in a place with programs.
#[derive(Clone, PartialEq)]
pub(crate) struct WorkTools {
    /// Runs programs.
    pub(crate) driver: ProgramDriver,
    /// A socket was chosen.
    pub(crate) on_target: Callback<SocketId>,
    /// Makes a call by hand.
    pub(crate) on_call: Callback<ValidCall>,
    /// Ends a blocked call.
    pub(crate) on_cancel: Callback<CallId>,
    /// The kernel is looked at, or no more.
    pub(crate) on_look: Callback<bool>,
}

#[hook]
pub(crate) fn use_work_hands(tools: &WorkTools) -> WorkHands {
    let WorkTools { driver, on_target, on_call, on_cancel, on_look } = tools.clone();
    WorkHands { programs: use_program_hands(&driver), on_target, on_call, on_cancel, on_look }
}

/// What a person does with programs, wired to their driver.
#[hook]
fn use_program_hands(driver: &ProgramDriver) -> ProgramHands {
    let on_order = use_callback(driver.clone(), |(side, request): (Role, RunRequest), driver| {
        driver.run(side, request);
    });
    let on_stop = use_callback(driver.clone(), |side: Role, driver| driver.stop(side));
    let on_tell = use_callback(driver.clone(), |(side, message): (Role, ToWorker), driver| {
        driver.tell(side, &message);
    });
    let on_input = use_callback(driver.clone(), |(side, line): (Role, String), driver| {
        driver.input(side, line)
    });
    let on_pace =
        use_callback(driver.clone(), |(side, pace): (Role, u32), driver| driver.pace(side, pace));
    let on_breakpoints =
        use_callback(driver.clone(), |(side, file, lines): (Role, String, Vec<u32>), driver| {
            driver.breakpoints(side, &file, lines);
        });
    let on_prepare = use_callback(driver.clone(), |(), driver| driver.prepare());
    let (on_edit, on_run) = (Callback::noop(), Callback::noop());
    ProgramHands {
        on_edit,
        on_run,
        on_order,
        on_stop,
        on_tell,
        on_input,
        on_pace,
        on_breakpoints,
        on_prepare,
    }
}
