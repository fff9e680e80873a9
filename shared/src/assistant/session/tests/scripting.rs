//! Tests of what the session hands on to a script.

use super::*;

const SHOP: &str = r#"version = 1
[[end]]
name = "shop"
transport = { kind = "tcp-server", listen = "127.0.0.1:1" }
grouping = { kind = "line" }
[[end]]
name = "other"
transport = { kind = "tcp-server", listen = "127.0.0.1:2" }
[[rule]]
name = "counted and handed on"
when.equals = { text = "both" }
then = [{ reply = { text = "rule\n" } }]
go_on = true
[[rule]]
name = "answered"
when.equals = { text = "rule" }
then = [{ reply = { text = "rule\n" } }]
[script]
end = "shop"
text = "def received(data, peer): send(data)"
"#;

fn shop() -> Host {
    let mut host = Host::open(SHOP);
    host.session.hand_on_messages(true);
    host.accept(0, 0);
    host
}

fn handled(host: &mut Host) {
    host.input(Input::Handled { end: EndId(0), peer: PeerId(0) });
}

#[test]
fn the_script_is_given_what_no_rule_is_the_last_to_answer() {
    let mut host = shop();
    host.receive(0, 0, b"one\nrule\nboth\n");
    assert_eq!(host.messages, [(PeerId(0), "one".into()), (PeerId(0), "both".into())]);
    assert_eq!(host.written(0, 0), b"rule\nrule\n");
}

#[test]
fn it_is_given_the_messages_of_its_end_and_none_while_it_is_not_at_work() {
    let mut host = shop();
    host.accept(1, 1);
    host.receive(1, 1, b"elsewhere");
    host.session.hand_on_messages(false);
    host.receive(0, 0, b"early\n");
    assert_eq!(host.messages, []);
    host.session.hand_on_messages(true);
    host.command(Command::SetScript(None));
    host.receive(0, 0, b"without a script\n");
    assert_eq!(host.messages, []);
}

#[test]
fn a_peer_that_has_ended_its_stream_stays_until_the_script_has_answered_it() {
    let mut host = shop();
    host.receive(0, 0, b"one\ntwo\n");
    host.input(Input::Ended { end: EndId(0), peer: PeerId(0) });
    handled(&mut host);
    let now = host.now();
    let target = Target::Peers(vec![PeerId(0)]);
    host.session.send_bytes(now, EndId(0), &target, "late\n".into()).expect("it is still there");
    host.drain();
    assert_eq!(host.written(0, 0), b"late\n");
    handled(&mut host);
    assert_eq!(host.session.peers(EndId(0)).count(), 0);
    assert!(host.session.send_bytes(now, EndId(0), &target, "too late".into()).is_err());
}

#[test]
fn a_script_that_is_stopped_keeps_no_peer() {
    let mut host = shop();
    host.receive(0, 0, b"one\n");
    host.input(Input::Ended { end: EndId(0), peer: PeerId(0) });
    assert_eq!(host.session.peers(EndId(0)).count(), 1);
    host.session.hand_on_messages(false);
    host.drain();
    assert_eq!(host.session.peers(EndId(0)).count(), 0);
    handled(&mut host);
}

#[test]
fn a_host_that_runs_no_script_keeps_it_in_the_setup() {
    let mut host = Host::open(SHOP);
    host.accept(0, 0);
    host.receive(0, 0, b"one\n");
    assert_eq!(host.messages, []);
    assert_eq!(host.session.setup_now().script, Setup::parse(SHOP).unwrap().script);
}
