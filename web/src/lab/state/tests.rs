//! The lab after calls, returns and lost connections.

use super::*;
use crate::testing::test_lab::TestLab;
use bytes::Bytes;
use lab_shared::call::{Failure, Op, Outcome, PythonNames, Value, VariableName};
use lab_shared::errno::Errno;
use lab_shared::trace::Role;

#[test]
fn sockets_are_called_by_the_role_they_play() {
    let (test, server, conn) = TestLab::server_with_client();
    assert_eq!(test.lab.variables.variable(server).as_str(), "server");
    assert_eq!(test.lab.variables.variable(conn).as_str(), "conn");
    let mut client = TestLab::begun(Some(Role::Client));
    let socket = client.made();
    assert_eq!(client.lab.variables.variable(socket).as_str(), "client");
}

#[test]
fn the_target_follows_accept_and_comes_back_at_close() {
    let (mut test, server, conn) = TestLab::server_with_client();
    assert_eq!(test.lab.target, Some(conn));
    test.done(CallName::Close, Value::None);
    assert_eq!(test.lab.target, Some(server));
    test.done(CallName::Close, Value::None);
    assert_eq!(test.lab.target, Some(server), "a closed socket can still be tried");
}

#[test]
fn an_accept_that_returns_late_does_not_take_the_target_away() {
    let (mut test, server, conn) = TestLab::server_with_client();
    test.does(LabCommand::Target(server));
    let accept = test.press(CallName::Accept);
    test.does(LabCommand::Target(conn));
    let (_, value) = test.accepted();
    test.returns(accept, Ok(value));
    assert_eq!(test.lab.target, Some(conn));
}

#[test]
fn the_steps_follow_the_first_socket_until_it_is_closed() {
    let mut test = TestLab::begun(Some(Role::Server));
    let first = test.made();
    let second = test.made();
    assert_eq!(test.lab.lead, Some(first));
    assert_eq!(test.lab.target, Some(second));
    test.does(LabCommand::Target(first));
    test.done(CallName::Close, Value::None);
    let third = test.made();
    assert_eq!(test.lab.lead, Some(third));
}

#[test]
fn a_lost_relay_leaves_the_cards_and_frees_the_promised_variable() {
    let (mut test, server, conn) = TestLab::server_with_client();
    test.does(LabCommand::Target(server));
    let accept = test.press(CallName::Accept);
    test.blocks(accept);
    test.lose_relay(vec![accept]);
    let states: Vec<_> = test.lab.timeline.sockets().map(|view| (view.id, view.state)).collect();
    assert_eq!(states, [(server, SocketState::Gone), (conn, SocketState::Gone)]);
    assert!(test.lab.has_gone_sockets());
    assert_eq!(test.lab.losses.len(), 1);
    assert_eq!(test.lab.losses[0].after, accept);
    assert_eq!(test.lab.variables.free(&VariableName::constant("conn")).as_str(), "conn2");
    let open = test.lab.steps().unwrap().iter().all(|(_, state)| *state == StepState::Open);
    assert!(open, "the conversation begins anew");
}

#[test]
fn a_failed_socket_call_makes_no_socket_and_no_target() {
    let mut test = TestLab::begun(None);
    let id = test.press(CallName::Socket);
    test.returns(id, Err(Failure::os(Errno::Eperm)));
    assert_eq!(test.lab.target, None);
    assert_eq!(test.lab.suggested_variable().as_str(), "s");
    assert_eq!(test.lab.latest_return, Some(id));
}

#[test]
fn a_command_takes_a_side_moves_the_target_and_marks_the_call_that_is_to_end() {
    let (mut test, server, _) = TestLab::server_with_client();
    test.does(LabCommand::Target(server));
    assert_eq!(test.lab.target, Some(server));
    let accept = test.press(CallName::Accept);
    test.does(LabCommand::Cancel(accept));
    assert!(test.lab.timeline.call(accept).unwrap().cancelling);
    test.does(LabCommand::Begin(Some(Role::Client)));
    assert_eq!((test.lab.role, test.lab.lead, test.lab.target), (Some(Role::Client), None, None));
}

#[test]
fn a_call_is_known_once_it_is_issued_and_a_look_at_the_kernel_changes_nothing() {
    let (mut test, server, _) = TestLab::server_with_client();
    let before = test.lab.clone();
    let (bytes, text, targets) = (Bytes::new(), None, None);
    let close = ValidCall { socket: Some(server), op: Op::Close, bytes, text, targets };
    test.does(LabCommand::Call(close));
    test.does(LabCommand::Look(true));
    assert_eq!(test.lab, before);
}

#[test]
fn a_cloned_lab_shares_what_did_not_change() {
    let (mut test, server, _) = TestLab::server_with_client();
    let before = test.lab.clone();
    test.does(LabCommand::Target(server));
    assert!(Rc::ptr_eq(&before.timeline, &test.lab.timeline));
}

#[test]
fn bytes_are_counted_on_the_card() {
    let (mut test, _, conn) = TestLab::server_with_client();
    test.done(CallName::Recv, Value::Bytes(Bytes::from_static(b"hello")));
    assert_eq!(test.lab.timeline.socket(conn).unwrap().bytes_in, 5);
}

#[test]
fn the_file_of_a_socket_stays_after_close_until_it_is_unlinked_or_the_relay_is_lost() {
    let files = |test: &TestLab| test.lab.socket_files.iter().cloned().collect::<Vec<_>>();
    let mut test = TestLab::begun(None);
    let bind = |test: &mut TestLab, path: &str| {
        let socket = test.made();
        let bind = test.issue_on(socket, Op::Bind { address: Address::unix(path) }, b"");
        test.returns(bind, Ok(Value::None));
        test.done(CallName::Close, Value::None);
    };
    bind(&mut test, "s.sock");
    bind(&mut test, "\0abstract");
    assert_eq!(files(&test), ["s.sock"]);
    let unlink = |test: &mut TestLab, outcome: Outcome| {
        let call = test.driven(Role::Server, Op::Unlink { path: "s.sock".into() });
        test.returns(call, outcome);
    };
    unlink(&mut test, Err(Failure::os(Errno::Eacces)));
    assert_eq!(files(&test), ["s.sock"]);
    unlink(&mut test, Ok(Value::None));
    assert!(files(&test).is_empty());
    bind(&mut test, "s.sock");
    test.lose_relay(vec![]);
    assert!(files(&test).is_empty());
}
