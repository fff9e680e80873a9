//! Names and literals that become Python code, and what CPython makes of them.

use std::process::{Command, Stdio};

use lab_shared::call::VariableName;
use lab_shared::text::python_str;

/// Each line of the input is a JSON list: a name that Python has to take as it stands, or a literal
/// and the text that it has to be.
const SCRIPT: &str = r#"
import ast, json, keyword, sys, unicodedata
for line in sys.stdin:
    case = json.loads(line)
    if len(case) == 1:
        [name] = case
        good = name.isidentifier() and not keyword.iskeyword(name)
        good = good and unicodedata.normalize("NFKC", name) == name
    else:
        literal, text = case
        good = len(literal.splitlines()) == 1 and ast.literal_eval(literal) == text
        good = good and all(unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp") for c in literal)
    if not good:
        sys.exit(line)
"#;

#[test]
fn what_becomes_code_is_to_cpython_what_it_is_here() {
    let mut cases = Vec::new();
    for character in '\0'..=char::MAX {
        let names = [character.to_string(), format!("a{character}")];
        cases.extend(
            names.iter().filter_map(|name| VariableName::new(name)).map(|name| {
                serde_json::to_string(&[name.as_str()]).expect("a name can be written")
            }),
        );
    }
    assert!(cases.len() > 50_000, "letters of many languages are names");
    // Every character once, many to a text.
    let all: Vec<char> = ('\0'..=char::MAX).collect();
    for some in all.chunks(64) {
        let text: String = some.iter().collect();
        let case = [python_str(&text), text];
        cases.push(serde_json::to_string(&case).expect("a text can be written"));
    }
    let words = ["if", "None", "match", "async", "_", "a1"].map(VariableName::new);
    assert_eq!(words.map(|name| name.is_some()), [false, false, true, false, true, true]);
    let file = std::env::temp_dir().join(format!("lab-names-{}", std::process::id()));
    std::fs::write(&file, cases.join("\n")).expect("the cases can be written");
    let input = std::fs::File::open(&file).expect("they were written");
    let output = Command::new("python3").args(["-c", SCRIPT]).stdin(Stdio::from(input)).output();
    std::fs::remove_file(&file).expect("they can be removed");
    let output = output.expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
