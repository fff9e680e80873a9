//! Recorded conversations, played again.

use super::*;

const TALK: &str = r#"{"at":0,"direction":"to_server","bytes":"68 69"}
{"at":5,"direction":"to_client","bytes":"61 62 63"}
{"at":5,"direction":"to_client","bytes":"64"}
{"at":250,"direction":"to_server","bytes":"62 79 65"}
{"at":251,"direction":"to_server","bytes":""}
{"at":260,"direction":"to_client","bytes":""}
"#;

struct Player {
    replay: Replay,
    now: Duration,
    seen: Vec<String>,
}

impl Player {
    fn new(role: Side, with_timing: bool) -> Self {
        let talk = Conversation::parse(TALK, None).unwrap();
        let pace = ReplayPace { with_timing, patience: ms(1000) };
        let replay = Replay::new(talk, role, pace, Duration::ZERO);
        let mut player = Self { replay, now: Duration::ZERO, seen: Vec::new() };
        player.outputs();
        player
    }

    fn outputs(&mut self) {
        while let Some(output) = self.replay.poll_output() {
            let at = self.now.as_millis();
            match output {
                ReplayOutput::Send(bytes) => {
                    self.seen.push(format!("{at} {}", String::from_utf8_lossy(&bytes)));
                    self.replay.handle(self.now, ReplayInput::Sent);
                }
                other => self.seen.push(format!("{at} {other:?}")),
            }
        }
    }

    fn handle(&mut self, input: ReplayInput) {
        self.replay.handle(self.now, input);
        self.outputs();
    }

    fn receive(&mut self, text: &'static str) {
        self.handle(ReplayInput::Received(Bytes::from_static(text.as_bytes())));
    }

    fn until(&mut self, milliseconds: u64) {
        while let Some(due) = self.replay.poll_timeout().filter(|due| *due <= ms(milliseconds)) {
            self.now = self.now.max(due);
            self.handle(ReplayInput::Timeout);
        }
        self.now = ms(milliseconds);
    }

    fn expect(&mut self, expected: &[&str]) {
        assert_eq!(std::mem::take(&mut self.seen), expected);
    }
}

#[test]
fn the_client_s_part_waits_for_the_server_s() {
    let mut player = Player::new(Side::Client, false);
    player.expect(&["0 hi"]);
    player.receive("ab");
    player.expect(&[]);
    player.receive("cd");
    player.expect(&["0 bye", "0 Finish"]);
    player.handle(ReplayInput::Ended);
    player.expect(&["0 Done(0)"]);
}

#[test]
fn the_server_s_part_waits_for_the_client_s() {
    let mut player = Player::new(Side::Server, false);
    player.expect(&[]);
    player.receive("hi");
    player.expect(&["0 abc", "0 d"]);
    player.receive("bye");
    player.handle(ReplayInput::Ended);
    player.expect(&["0 Finish", "0 Done(0)"]);
}

#[test]
fn recorded_pauses_are_kept_on_request() {
    let mut player = Player::new(Side::Client, true);
    player.until(100);
    player.receive("abcd");
    player.until(344);
    player.expect(&["0 hi"]);
    player.until(400);
    player.expect(&["345 bye", "346 Finish"]);
}

#[test]
fn every_difference_is_named_with_its_place() {
    let mut player = Player::new(Side::Client, false);
    player.receive("aXYd");
    player.receive("more");
    player.handle(ReplayInput::Ended);
    player.expect(&[
        "0 hi",
        "0 Difference(Changed { offset: 1, recorded: b\"bc\", received: b\"XY\" })",
        "0 bye",
        "0 Finish",
        "0 Difference(Extra { offset: 4, received: b\"more\" })",
        "0 Done(2)",
    ]);
}

#[test]
fn what_does_not_come_is_missing_and_the_replay_goes_on() {
    let mut player = Player::new(Side::Client, false);
    player.receive("a");
    player.until(5000);
    player.expect(&[
        "0 hi",
        "1000 Difference(Missing { offset: 1, bytes: 2 })",
        "2000 Difference(Missing { offset: 3, bytes: 1 })",
        "2000 bye",
        "2000 Finish",
        "3000 Difference(NotEnded)",
        "3000 Done(3)",
    ]);
    let mut player = Player::new(Side::Client, false);
    player.receive("ab");
    player.handle(ReplayInput::Ended);
    player.expect(&[
        "0 hi",
        "0 Difference(Missing { offset: 2, bytes: 1 })",
        "0 Difference(Missing { offset: 3, bytes: 1 })",
        "0 bye",
        "0 Finish",
        "0 Done(2)",
    ]);
}

#[test]
fn a_failed_connection_ends_the_replay() {
    let mut player = Player::new(Side::Client, false);
    player.handle(ReplayInput::Lost("ConnectionResetError".into()));
    player.expect(&["0 hi", "0 Difference(Failed(\"ConnectionResetError\"))", "0 Done(1)"]);
}

#[test]
fn one_connection_is_taken_out_of_a_recording() {
    let two = r#"{"at":0,"direction":"to_server","bytes":"61"}
{"connection":2,"at":3,"direction":"to_server","bytes":"62"}"#;
    let turns = |connection| Conversation::parse(two, connection).unwrap().turns;
    assert_eq!(turns(None)[0].bytes, "a");
    assert_eq!(turns(Some(2))[0].bytes, "b");
    assert!(Conversation::parse(two, Some(1)).is_err());
    assert!(Conversation::parse("", None).is_err());
    let problems = Conversation::parse("{}\n\nnothing\n", None).unwrap_err();
    assert_eq!(problems.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 3]);
    let line = turns(Some(2))[0].to_line();
    assert_eq!(line, r#"{"connection":2,"at":3,"direction":"to_server","bytes":"62"}"#);
}
