//! Lessons as they are served, and what is wrong with some.

use super::*;

const EXPERIMENT: &str = r#"{"row":"A1","encoding":"gbk",
    "title":{"zh":"一","en":"one"},"summary":{"zh":"二","en":"two"},
    "watch":[{"zh":"三","en":"three"}],"steps":[{"zh":"运行 s.py。","en":"Run s.py."}],
    "try":[{"zh":"四","en":"four"}],
    "program":[{"file":"s.py","side":"server","text":""},
               {"file":"c.py","side":"client","title":{"zh":"五","en":"five"},"text":""}],
    "check":[{"text":{"zh":"六","en":"six"},"sequence":["server bind ok"]}],
    "question":{"zh":"七","en":"seven"},
    "choice":[{"text":{"zh":"八","en":"eight"},"together":["client connect blocked x2"]},
              {"text":{"zh":"九","en":"nine"},"sequence":["client recv_into empty","any ends"]}],
    "explanation":{"zh":"十","en":"ten"}}"#;

fn experiment() -> Lesson {
    serde_json::from_str(EXPERIMENT).expect("it is a lesson")
}

#[test]
fn a_lesson_is_read_and_written_again() {
    let lesson = experiment();
    assert_eq!(lesson.title.get(Language::Zh), "一");
    assert_eq!(lesson.encoding, Encoding::Gbk);
    let files: Vec<&str> = lesson.programs_of(Role::Client).map(|it| &*it.file).collect();
    assert_eq!(files, ["c.py"]);
    assert_eq!((lesson.checks.len(), lesson.choices.len()), (1, 2));
    assert_eq!(lesson.try_next[0].get(Language::En), "four");
    assert_eq!(lesson.check(), Ok(()));
    let written = serde_json::to_string(&lesson).expect("it can be written");
    assert_eq!(serde_json::from_str::<Lesson>(&written).expect("it can be read"), lesson);
}

#[track_caller]
fn refused(from: &str, to: &str, words: &str) {
    let text = EXPERIMENT.replacen(from, to, 1);
    assert_ne!(text, EXPERIMENT, "{from} is in it");
    let error = serde_json::from_str::<Lesson>(&text).expect_err(to).to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn a_key_that_cannot_be_read_is_told_with_what_is_expected() {
    refused("server bind ok", "server dance ok", "expected a call");
    refused("client connect blocked x2", "client connect ok", "expected calls that wait");
    refused(r#""sequence":["server bind ok"]"#, r#""sequence":[]"#, "expected either");
    refused(r#","sequence":["server bind ok"]"#, "", "expected either");
    refused("gbk", "big5", "utf-8");
    refused(r#""en":"six""#, r#""en":" ""#, "en is empty");
    refused(r#""side":"client""#, r#""side":"both""#, "both");
}

#[track_caller]
fn wrong(expected: LessonError, change: impl FnOnce(&mut Lesson)) {
    let mut lesson = experiment();
    change(&mut lesson);
    assert_eq!(lesson.check(), Err(expected));
}

#[test]
fn what_no_single_key_shows_is_told() {
    let file = |name: &str| name.to_owned();
    wrong(LessonError::NoRow, |lesson| lesson.row.clear());
    wrong(LessonError::NoProgram, |lesson| lesson.programs.clear());
    wrong(LessonError::NotPython(file("../s.py")), |it| it.programs[0].file = file("../s.py"));
    wrong(LessonError::Twice(file("c.py")), |it| it.programs[0].file = file("c.py"));
    wrong(LessonError::Text(file("s.py")), |it| it.programs[0].text = "pass".into());
    wrong(LessonError::Untitled(file("s.py")), |it| it.programs[1].side = Role::Server);
    wrong(LessonError::HalfAnExperiment, |it| it.question = None);
    let unknown = LessonError::UnknownFile(file("s.py"));
    wrong(unknown, |it| it.programs[0].file = file("server.py"));
}

#[test]
fn a_lesson_brings_a_network_and_checks_what_passes_there() {
    let check = r#""sequence":["server bind ok"]"#;
    let packets = r#""network":["client packet SYN lost"]"#;
    for events in [format!("{check},{packets}"), packets.to_owned()] {
        let text = EXPERIMENT.replacen(check, &events, 1).replacen(
            r#""program""#,
            r#""network":{"cable":[{"both":{"delay":20}}]},"program""#,
            1,
        );
        let lesson: Lesson = serde_json::from_str(&text).expect(&text);
        assert_eq!(lesson.check(), Ok(()));
        assert_eq!(lesson.checks[0].network.len(), 1);
        let written = serde_json::to_string(&lesson).expect("it can be written");
        assert_eq!(serde_json::from_str::<Lesson>(&written).expect("it can be read"), lesson);
    }
    refused(check, r#""network":["client packet SYN eaten"]"#, "`lost`");
    let packets: Vec<NetworkPattern> = vec!["any cable cut".parse().expect("it is a pattern")];
    wrong(LessonError::NoNetwork, |it| it.choices[0].network = packets);
    let network: LessonNetwork = serde_json::from_str(r#"{"mtu":10}"#).expect("it is a network");
    wrong(LessonError::Network(network.plan().unwrap_err()), |it| it.network = Some(network));
}
