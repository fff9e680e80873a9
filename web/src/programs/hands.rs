//! What a person does in a place with programs, wired to their driver.

use lab_shared::trace::Role;
use yew::prelude::*;

use super::driver::ProgramDriver;
use super::state::desk::Order;
use super::view::ProgramHands;
use crate::lab::state::LabCommand;
use crate::worker::message::ToWorker;

/// What a person does in the window beside running programs.
#[derive(Debug, Clone, PartialEq)]
pub struct WorkHands {
    /// What is done with programs.
    pub programs: ProgramHands,
    /// What is done with sockets and calls.
    pub on_lab: Callback<LabCommand>,
}

/// What a person's hands need in a place with programs.
#[derive(Clone, PartialEq)]
pub(crate) struct WorkTools {
    /// Runs programs.
    pub(crate) driver: ProgramDriver,
    /// What is done with sockets and calls.
    pub(crate) on_lab: Callback<LabCommand>,
}

/// The hands.
#[hook]
pub(crate) fn use_work_hands(tools: &WorkTools) -> WorkHands {
    let WorkTools { driver, on_lab } = tools.clone();
    WorkHands { programs: use_program_hands(&driver), on_lab }
}

/// What a person does with programs, wired to their driver.
#[hook]
fn use_program_hands(driver: &ProgramDriver) -> ProgramHands {
    let on_order = use_callback(driver.clone(), |(side, order): (Role, Order), driver| {
        driver.run(side, order);
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
