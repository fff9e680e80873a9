//! Correct lessons, and the errors of incorrect ones.

use std::fs;
use std::path::{Path, PathBuf};

use lab_shared::lesson::{Lesson, NetworkPattern, Pattern};

use super::write;

const ORDER: &str = "[[group]]\ntitle = { zh = \"组\", en = \"group\" }\nlessons = [\"a1\"]\n";

const LESSON: &str = r#"row = "A1"
encoding = "utf-8"
title = { zh = "题", en = "title" }
summary = { zh = "述", en = "summary" }
watch = [ { zh = "看", en = "watch" } ]
steps = []
try = []
[[program]]
file = "server.py"
side = "server"
[[check]]
text = { zh = "对", en = "right" }
sequence = [ "server bind ok" ]
"#;

const PROGRAM: &str = "# zh: 一\n# en: one\nprint(1)\n";

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path =
            std::env::temp_dir().join(format!("socket-lab-lessons-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("from/a1")).expect("the temporary folder is writable");
        let folder = Self(path);
        folder.put("order.toml", ORDER);
        folder.put("a1/lesson.toml", LESSON);
        folder.put("a1/server.py", PROGRAM);
        folder
    }

    fn put(&self, file: &str, text: &str) {
        fs::write(self.0.join("from").join(file), text).expect("the folder is writable");
    }

    fn write(&self) -> anyhow::Result<()> {
        write(&self.0.join("from"), &self.0.join("to"))
    }

    fn written(&self, file: &str) -> serde_json::Value {
        let text = fs::read(self.0.join("to").join(file)).expect("it was written");
        serde_json::from_slice(&text).expect("it is JSON")
    }

    #[track_caller]
    fn wrong(&self, place: &str, words: &str) {
        let error = format!("{:#}", self.write().unwrap_err());
        assert!(error.contains(place) && error.contains(words), "{error}");
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

#[test]
fn a_lesson_becomes_a_card_and_a_file_with_its_programs() {
    let folder = Folder::new("right");
    folder.put("README.md", "How to write a lesson.\n");
    folder.write().unwrap();
    let index = folder.written("index.json");
    assert_eq!(index["groups"][0]["title"]["zh"], "组");
    assert_eq!(index["groups"][0]["lessons"][0]["id"], "a1");
    assert_eq!(index["groups"][0]["lessons"][0]["summary"]["en"], "summary");
    let lesson = folder.written("a1.json");
    assert_eq!(lesson["program"][0]["text"], PROGRAM);
    assert_eq!(lesson["program"][0]["side"], "server");
    assert_eq!(lesson["check"][0]["sequence"][0], "server bind ok");
    assert_eq!(lesson.get("question"), None);
    let page: Result<Lesson, _> = serde_json::from_value(lesson);
    page.expect("the page can read it");
}

#[test]
fn what_is_wrong_in_a_file_is_told_with_its_line() {
    let folder = Folder::new("lines");
    for (from, to, place, words) in [
        ("row = ", "rwo = ", "lesson.toml:1", "rwo"),
        ("en = \"title\"", "zh2 = \"title\"", "lesson.toml:3", "zh2"),
        (", en = \"title\"", "", "lesson.toml:3", "en"),
        ("en = \"watch\"", "en = \" \"", "lesson.toml:5", "en is empty"),
        ("utf-8", "utf-7", "lesson.toml:2", "in `encoding`"),
        ("side = \"server\"", "side = \"both\"", "lesson.toml:10", "both"),
        ("sequence", "together = []\nsequence", "lesson.toml:11", "either"),
        ("sequence", "together", "lesson.toml:11", "expected calls that wait"),
        ("bind ok", "bind done", "lesson.toml:13", "expected `ok`, `blocked`"),
        ("bind ok", "bind done", "lesson.toml:13", "in `check.sequence`"),
        ("\"server.py", "\"../server.py", "lesson.toml", "`program.file` is \"../server.py\""),
        (
            "steps = []",
            "steps = [{ zh = \"跑 c.py\", en = \"run\" }]",
            "lesson.toml",
            "`steps` names c.py",
        ),
        ("row = \"A1\"", "row = \"\"", "lesson.toml", "`row` is empty"),
        (
            "steps = []",
            "question = { zh = \"问\", en = \"why\" }\nsteps = []",
            "lesson.toml",
            "[[choice]]",
        ),
    ] {
        folder.put("a1/lesson.toml", &LESSON.replacen(from, to, 1));
        folder.wrong(place, words);
    }
    folder.put("a1/lesson.toml", LESSON);
    folder.put("a1/server.py", "x = 1\n# zh: 一\nx = 2\n");
    folder.wrong("server.py:2", "without `# en:`");
}

#[test]
fn files_and_lists_that_do_not_match_are_told() {
    let folder = Folder::new("lists");
    folder.put("a1/other.py", PROGRAM);
    folder.wrong("other.py", "no [[program]]");
    fs::rename(folder.0.join("from/a1/other.py"), folder.0.join("from/b.toml")).unwrap();
    folder.wrong("order.toml", "b.toml does not stand in it");
    fs::remove_file(folder.0.join("from/b.toml")).unwrap();
    folder.put("order.toml", &ORDER.replace("\"a1\"", "\"a1\", \"a1\""));
    folder.wrong("order.toml", "a1 stands in it twice");
    folder.put("order.toml", &ORDER.replace("\"a1\"", "\"a1\", \"a2\""));
    folder.wrong("order.toml", "no folder a2");
    folder.put("order.toml", &ORDER.replace("\"a1\"", "\"a1\", \"b 1\""));
    folder.wrong("order.toml:3", "expected a lesson's folder");
    folder.put("order.toml", ORDER);
    fs::remove_file(folder.0.join("from/a1/server.py")).unwrap();
    folder.wrong("server.py", "cannot read");
}

#[test]
fn a_setup_beside_a_lesson_is_checked_and_goes_with_it() {
    const END: &str = "version = 1\n[[end]]\nname = \"shop\"\ntransport = { kind = \"tcp-server\", listen = \"127.0.0.1:9999\" }\n";
    let folder = Folder::new("setup");
    folder.put("a1/assistant.toml", END);
    folder.write().expect("nothing is wrong with it");
    assert_eq!(folder.written("a1.json")["assistant"], END);
    folder.put("a1/assistant.toml", &END.replace("listen", "listens"));
    folder.wrong("assistant.toml", "line 4");
    folder.put("a1/assistant.toml", "version = 1\n");
    folder.wrong("assistant.toml", "at least one [[end]]");
    let rule = "[[rule]]\nname = \"all\"\nwhen.always = {}\nthen = [\"close\"]\n";
    folder.put("a1/assistant.toml", &format!("{END}{rule}"));
    folder.wrong("assistant.toml", "the rule \"all\" names no `end`");
    folder.put("a1/assistant.toml", END);
    folder.put("a1/lesson.toml", &format!("assistant = \"x\"\n{LESSON}"));
    folder.wrong("lesson.toml", "`assistant` is set");
}

#[test]
fn the_lessons_of_the_page_are_whole() {
    let to = Folder::new("all");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/lessons");
    write(&from, &to.0).expect("nothing is wrong with them");
}

#[test]
fn what_the_readme_shows_is_right() {
    let readme = include_str!("../../../web/lessons/README.md");
    let (_, example) = readme.split_once("```toml\n").expect("it has a lesson");
    let (example, _) = example.split_once("```").expect("the lesson ends");
    let folder = Folder::new("readme");
    folder.put("a1/lesson.toml", example);
    folder.put("a1/client.py", PROGRAM);
    folder.write().expect("nothing is wrong with it");

    let (_, table) = readme.split_once("| pattern |").expect("it has a table of patterns");
    let (calls, packets) = table.split_once("| network pattern |").expect("and one of packets");
    let rows = |table: &'static str| {
        let rows = table.lines().filter_map(|row| row.strip_prefix("| `")?.split_once('`'));
        let patterns: Vec<&str> = rows.map(|(pattern, _)| pattern).collect();
        assert!(!patterns.is_empty(), "the table has rows");
        patterns
    };
    for pattern in rows(calls) {
        assert_eq!(pattern.parse::<Pattern>().map(|it| it.to_string()).as_deref(), Ok(pattern));
    }
    for pattern in rows(packets) {
        let read = pattern.parse::<NetworkPattern>().map(|it| it.to_string());
        assert_eq!(read.as_deref(), Ok(pattern));
    }
}

#[test]
fn several_programs_of_one_side_need_titles() {
    let folder = Folder::new("titles");
    folder.put("a1/more.py", PROGRAM);
    let more = "[[program]]\nfile = \"more.py\"\nside = \"server\"\n";
    folder.put("a1/lesson.toml", &format!("{LESSON}{more}"));
    folder.wrong("lesson.toml", "`program.title` of server.py is missing");
}
