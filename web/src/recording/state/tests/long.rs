//! Recordings of the greatest length: the cost grows linearly, and no step of opening one takes
//! long.

use super::*;

/// What a long recording repeats.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Calls that return.
    Calls,
    /// Calls on a socket that has the most calls pending.
    Pending,
    /// Sockets that are made and closed.
    Sockets,
    /// Relays that are lost while a call is pending.
    Losses,
    /// Addresses that become known.
    Addresses,
}

impl Shape {
    pub(super) const ALL: [Self; 5] =
        [Self::Calls, Self::Pending, Self::Sockets, Self::Losses, Self::Addresses];

    /// A recording of at most `events` events.
    pub(super) fn json(self, events: usize) -> String {
        let mut lines = vec![
            r#"{"at":1,"issued":{"call":{"id":1,"op":{"socket":{"family":"AF_INET","kind":"SOCK_STREAM"}}},"variable":"s"}}"#.to_owned(),
            r#"{"at":1,"returned":{"return":{"id":1,"entered":1,"at":1,"ok":{"socket":{"socket":1,"fileno":17}}}}}"#.to_owned(),
        ];
        let issued = |id: usize, socket: usize, op: &str| {
            format!(
                r#"{{"at":{id},"issued":{{"call":{{"id":{id},"socket":{socket},"op":{op}}}}}}}"#
            )
        };
        let returned = |id: usize, ok: &str| {
            format!(
                r#"{{"at":{id},"returned":{{"return":{{"id":{id},"entered":{id},"at":{id},"ok":{ok}}}}}}}"#
            )
        };
        let recv = |id| issued(id, 1, r#"{"recv":{"bufsize":9}}"#);
        let mut id = 2;
        if matches!(self, Self::Pending) {
            for _ in 1..MAX_PENDING.min(events / 4) {
                lines.push(recv(id));
                id += 1;
            }
        }
        while lines.len() + 4 <= events {
            match self {
                Self::Calls | Self::Pending => {
                    lines.extend([recv(id), returned(id, r#"{"bytes":null}"#)]);
                }
                Self::Sockets => {
                    let socket = r#"{"family":"AF_INET","kind":"SOCK_STREAM"}"#;
                    lines.push(format!(
                        r#"{{"at":{id},"issued":{{"call":{{"id":{id},"op":{{"socket":{socket}}}}},"variable":"s{id}"}}}}"#
                    ));
                    lines.push(returned(id, &format!(r#"{{"socket":{{"socket":{id},"fileno":7}}}}"#)));
                    lines.push(issued(id + 1, id, r#""close""#));
                    lines.push(returned(id + 1, r#""none""#));
                    id += 1;
                }
                Self::Losses => {
                    lines.extend([recv(id), format!(r#"{{"at":{id},"relay_lost":{{}}}}"#)]);
                }
                Self::Addresses => lines.push(format!(
                    r#"{{"at":{id},"addresses":{{"socket":1,"local":{{"inet":{{"host":"127.0.0.1","port":{id}}}}}}}}}"#
                )),
            }
            id += 1;
        }
        recording(&lines)
    }
}

pub(super) fn recording(lines: &[String]) -> String {
    format!(
        "{{\"format\":\"socket-lab-recording\",\"version\":1,\"epoch\":0,\"capture\":\"off\",\"events\":[\n{}\n]}}\n",
        lines.join(",\n")
    )
}

/// Opens it as the page does, and counts the steps.
fn open(json: &str) -> Result<(Replay, usize), Unreadable> {
    let mut opening = Opening::new("a.json", json.len() as u64)?;
    let (mut steps, mut percent) = (0, 0);
    loop {
        let progress = opening.progress();
        assert!((percent..=100).contains(&progress.percent), "it never goes back");
        percent = progress.percent;
        steps += 1;
        opening = match opening.next() {
            Next::Bytes(mut reading, part) => {
                let part = &json.as_bytes()[part.start as usize..part.end as usize];
                reading.take(part)?;
                reading
            }
            Next::Step(next) => next.step()?,
            Next::Open(replay) => {
                assert_eq!(percent, 100);
                return Ok((*replay, steps));
            }
        };
    }
}

#[test]
fn a_long_recording_is_opened_in_many_short_steps_and_shows_the_same() {
    let json = Shape::Calls.json(20_000);
    let (replay, steps) = open(&json).expect("it can be opened");
    assert!(steps > 80, "{steps} steps");
    let mut player = Player::new(Recording::from_json(&json).expect("it can be read"));
    player.seek(usize::MAX);
    assert_eq!(seen(replay.lab()), seen(player.lab()));
    assert_eq!(replay.status().position, player.len());
    assert_eq!(replay.status().file.as_deref(), Some("a.json"));
}

#[test]
fn a_recording_reads_the_same_however_it_is_cut() {
    let json = Recording::of(&conversation().lab, EPOCH).to_json();
    let whole = Recording::from_json(&json).expect("it can be read");
    let spaced = json.replace(',', " ,\r\n\t").replace(':', " : ");
    let marked = format!("\u{feff}{json}");
    for text in [&json, &spaced, &marked] {
        for piece in [1, 7, 1000] {
            let mut reader = Reader::default();
            for part in text.as_bytes().chunks(piece) {
                reader.push(part).expect("nothing is wrong with it");
            }
            let read = reader.finish().expect("it can be read");
            // White space within a text is significant.
            assert_eq!(read.events.len(), whole.events.len());
            assert!(std::ptr::eq(text, &spaced) || read == whole);
        }
    }
    let value: serde_json::Value = serde_json::from_str(&json).expect("it is JSON");
    assert_eq!(Recording::from_json(&value.to_string()), Ok(whole), "in another order");
}

#[test]
fn more_than_a_page_can_show_is_refused_and_said() {
    let recv = |id: usize| {
        format!(
            r#"{{"at":{id},"issued":{{"call":{{"id":{id},"socket":1,"op":{{"recv":{{"bufsize":9}}}}}}}}}}"#
        )
    };
    let lines: Vec<String> = (1..=MAX_PENDING + 1).map(recv).collect();
    let (event, of) = (MAX_PENDING + 1, Crowd::Pending);
    assert_eq!(Recording::from_json(&recording(&lines)), Err(Unreadable::TooMany { event, of }));
    assert!(Recording::from_json(&recording(&lines[..MAX_PENDING])).is_ok());
    let made = |id: usize| {
        format!(
            r#"{{"at":1,"earlier":{{"view":{{"id":{id},"fileno":1,"family":"AF_INET","kind":"SOCK_STREAM","made_by":1,"listener":null,"state":"created","local":null,"peer":null,"backlog":null,"timeout":null,"can_receive":true,"can_send":true,"bytes_in":0,"bytes_out":0}},"variable":"s{id}"}}}}"#
        )
    };
    let lines: Vec<String> = (1..=MAX_OPEN + 1).map(made).collect();
    let (event, of) = (MAX_OPEN + 1, Crowd::Open);
    assert_eq!(Recording::from_json(&recording(&lines)), Err(Unreadable::TooMany { event, of }));
    let lines = vec![r#"{"at":1,"relay_lost":{}}"#.to_owned(); MAX_EVENTS + 1];
    assert_eq!(Recording::from_json(&recording(&lines)), Err(Unreadable::TooLong));
    assert_eq!(Opening::new("a", MAX_FILE_BYTES + 1).err(), Some(Unreadable::TooLarge));
}

#[test]
fn what_a_player_keeps_does_not_grow_with_a_recordings_length() {
    for shape in Shape::ALL {
        for events in [20_000, 80_000] {
            let recording = Recording::from_json(&shape.json(events)).expect("it can be read");
            let mut player = Player::new(recording);
            player.seek(usize::MAX);
            assert!(player.marks() <= 65, "{shape:?} {events}: {} copies", player.marks());
            let lab = player.lab();
            assert!(lab.timeline.calls().len() <= MAX_CALLS, "{shape:?}");
            assert!(lab.timeline.sockets().len() <= MAX_OPEN + MAX_OVER, "{shape:?}");
            assert!(lab.losses.len() <= 1 && lab.addressed.len() <= 2000, "{shape:?}");
            // Seeking to any position plays a bounded part of it.
            for position in [0, events / 3, events / 2, 5] {
                player.seek(position);
                assert_eq!(player.position(), position.min(player.len()));
            }
        }
    }
}
