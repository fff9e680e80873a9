//! Tests of what a script is told and sends, over the scripted kernel.

use lab_shared::assistant::session::{Command, EndId, PeerId};
use lab_shared::assistant::setup::Script;
use lab_shared::call::CallName;

use super::super::{Input, News};
use super::END;
use super::kernel::Kernel;
use crate::assistant::state::script::run::{ScriptEvent, ScriptInput};
use crate::worker::message::script::ScriptTarget;

const SETUP: &str = r#"version = 1
[[end]]
name = "server"
transport = { kind = "tcp-server", listen = "127.0.0.1:1" }
[[rule]]
name = "answered"
when.equals = { text = "rule" }
then = [{ reply = { text = "by rule" } }]
[script]
end = "server"
text = ""
"#;

fn served() -> Kernel {
    let mut kernel = super::open(SETUP);
    kernel.connect('a');
    input(&mut kernel, ScriptInput::Serve(true));
    kernel.connect('b');
    kernel
}

fn input(kernel: &mut Kernel, input: ScriptInput) {
    kernel.handle(Input::Script(input));
    kernel.run();
}

/// What the script was told since this was asked last.
fn told(kernel: &mut Kernel) -> Vec<ScriptEvent> {
    let news = std::mem::take(&mut kernel.news);
    let of_script = news.into_iter().filter_map(|news| match news {
        News::Script(event) => Some(event),
        _ => None,
    });
    of_script.collect()
}

/// The peers that the script was told of, with their addresses.
fn joined(kernel: &mut Kernel) -> Vec<(PeerId, String)> {
    let peers = told(kernel).into_iter().map(|event| match event {
        ScriptEvent::Joined { end: END, peer, name, address } if name == "server" => {
            (peer, address)
        }
        event => panic!("only peers come: {event:?}"),
    });
    peers.collect()
}

/// Has the script send; the words of the failure.
fn send(kernel: &mut Kernel, to: ScriptTarget) -> Option<String> {
    input(kernel, ScriptInput::Send { id: 1, to, bytes: "sent".into() });
    let told = told(kernel);
    let [ScriptEvent::Done(1, done)] = &told[..] else { panic!("it is answered: {told:?}") };
    done.as_ref().err().map(|failure| failure.message.clone())
}

#[test]
fn a_script_is_told_of_peers_and_of_messages_that_no_rule_answers() {
    let mut kernel = served();
    let peers = joined(&mut kernel);
    assert_eq!(peers.len(), 2, "one was there before it began");
    let (first, _) = peers[0];
    kernel.send('a', b"rule");
    assert_eq!((kernel.heard('a'), told(&mut kernel)), (b"by rule".to_vec(), vec![]));
    kernel.send('a', b"other");
    assert_eq!(told(&mut kernel), [ScriptEvent::Message(END, first, "other".into())]);
    kernel.send('a', b"");
    assert_eq!(told(&mut kernel), [], "it is to be answered first");
    input(&mut kernel, ScriptInput::Handled(END, first));
    assert_eq!(told(&mut kernel), [ScriptEvent::Left(END, first)]);
    input(&mut kernel, ScriptInput::Serve(false));
    kernel.send('b', b"other");
    assert_eq!(told(&mut kernel), []);
}

#[test]
fn what_it_sends_is_a_call_to_the_peer_to_an_address_or_to_all() {
    let mut kernel = served();
    let peers = joined(&mut kernel);
    let (first, address) = peers[0].clone();
    assert_eq!(send(&mut kernel, ScriptTarget::Peer { end: END, peer: first }), None);
    assert_eq!((kernel.heard('a'), kernel.heard('b')), (b"sent".to_vec(), vec![]));
    assert!(kernel.made.contains(&CallName::Sendall));
    assert_eq!(send(&mut kernel, ScriptTarget::Address { end: None, address }), None);
    assert_eq!((kernel.heard('a'), kernel.heard('b')), (b"sent".to_vec(), vec![]));
    for end in [None, Some(END)] {
        assert_eq!(send(&mut kernel, ScriptTarget::All { end }), None);
        assert_eq!((kernel.heard('a'), kernel.heard('b')), (b"sent".to_vec(), b"sent".to_vec()));
    }
    input(&mut kernel, ScriptInput::Close { id: 2, end: END, peer: first });
    assert!(kernel.has_ended('a') && !kernel.has_ended('b'));
}

#[test]
fn a_send_that_cannot_be_fails_in_the_script_with_its_reason() {
    let mut kernel = served();
    joined(&mut kernel);
    let gone = ScriptTarget::Peer { end: END, peer: PeerId(99) };
    assert!(send(&mut kernel, gone).is_some_and(|words| words.contains("the peer has gone")));
    let nobody = ScriptTarget::Address { end: Some(END), address: "127.0.0.1:7".into() };
    let words = send(&mut kernel, nobody).expect("nobody is there");
    assert!(words.contains("there is no peer 127.0.0.1:7"), "{words}");
    let closed = ScriptTarget::All { end: Some(EndId(9)) };
    assert!(send(&mut kernel, closed).is_some_and(|words| words.contains("the end is not open")));
}

#[test]
fn a_script_that_serves_another_end_learns_who_is_there() {
    let mut kernel = served();
    joined(&mut kernel);
    let text = String::new();
    kernel.command(Command::SetScript(Some(Script { end: Some("server".into()), text })));
    assert_eq!(told(&mut kernel), [], "only its text is another");
    kernel.command(Command::SetScript(Some(Script::default())));
    assert_eq!(joined(&mut kernel).len(), 2);
}
