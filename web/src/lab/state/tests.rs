//! What the page knows after calls, returns and losses.

use super::*;
use crate::testing::scene::Scene;
use bytes::Bytes;
use lab_shared::call::{Failure, PythonNames, Value, VariableName};
use lab_shared::errno::Errno;
use lab_shared::trace::Role;

#[test]
fn sockets_are_called_by_the_role_they_play() {
    let (scene, server, conn) = Scene::server_with_client();
    assert_eq!(scene.lab.variables.variable(server).as_str(), "server");
    assert_eq!(scene.lab.variables.variable(conn).as_str(), "conn");
    let mut client = Scene::begun(Some(Role::Client));
    let socket = client.made();
    assert_eq!(client.lab.variables.variable(socket).as_str(), "client");
}

#[test]
fn the_target_follows_accept_and_comes_back_at_close() {
    let (mut scene, server, conn) = Scene::server_with_client();
    assert_eq!(scene.lab.target, Some(conn));
    scene.done(CallName::Close, Value::None);
    assert_eq!(scene.lab.target, Some(server));
    scene.done(CallName::Close, Value::None);
    assert_eq!(scene.lab.target, Some(server), "a closed socket can still be tried");
}

#[test]
fn an_accept_that_returns_late_does_not_take_the_target_away() {
    let (mut scene, server, conn) = Scene::server_with_client();
    scene.act(Action::Target(server));
    let accept = scene.press(CallName::Accept);
    scene.act(Action::Target(conn));
    let (_, value) = scene.accepted();
    scene.returns(accept, Ok(value));
    assert_eq!(scene.lab.target, Some(conn));
}

#[test]
fn the_steps_follow_the_first_socket_until_it_is_closed() {
    let mut scene = Scene::begun(Some(Role::Server));
    let first = scene.made();
    let second = scene.made();
    assert_eq!(scene.lab.lead, Some(first));
    assert_eq!(scene.lab.target, Some(second));
    scene.act(Action::Target(first));
    scene.done(CallName::Close, Value::None);
    let third = scene.made();
    assert_eq!(scene.lab.lead, Some(third));
}

#[test]
fn a_lost_relay_leaves_the_cards_and_frees_the_promised_variable() {
    let (mut scene, server, conn) = Scene::server_with_client();
    scene.act(Action::Target(server));
    let accept = scene.press(CallName::Accept);
    scene.blocks(accept);
    scene.lose_relay(vec![accept]);
    let states: Vec<_> = scene.lab.timeline.sockets().map(|view| (view.id, view.state)).collect();
    assert_eq!(states, [(server, SocketState::Gone), (conn, SocketState::Gone)]);
    assert!(scene.lab.has_gone_sockets());
    assert_eq!(scene.lab.losses.len(), 1);
    assert_eq!(scene.lab.losses[0].after, accept);
    assert_eq!(scene.lab.variables.free(&VariableName::constant("conn")).as_str(), "conn2");
    let open = scene.lab.steps().unwrap().iter().all(|(_, state)| *state == StepState::Open);
    assert!(open, "the conversation begins anew");
}

#[test]
fn a_failed_socket_call_makes_no_socket_and_no_target() {
    let mut scene = Scene::begun(None);
    let id = scene.press(CallName::Socket);
    scene.returns(id, Err(Failure::os(Errno::Eperm)));
    assert_eq!(scene.lab.target, None);
    assert_eq!(scene.lab.suggested_variable().as_str(), "s");
    assert_eq!(scene.lab.latest_return, Some(id));
}

#[test]
fn a_cloned_lab_shares_what_did_not_change() {
    let (scene, server, _) = Scene::server_with_client();
    let before = scene.lab.clone();
    let after = scene.lab.after(Action::Target(server));
    assert!(Rc::ptr_eq(&before.timeline, &after.timeline));
}

#[test]
fn bytes_are_counted_on_the_card() {
    let (mut scene, _, conn) = Scene::server_with_client();
    scene.done(CallName::Recv, Value::Bytes(Bytes::from_static(b"hello")));
    assert_eq!(scene.lab.timeline.socket(conn).unwrap().bytes_in, 5);
}
