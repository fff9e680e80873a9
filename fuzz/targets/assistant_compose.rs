//! No template, pasted hex, pattern or setup makes a parser panic; a mistake is within the text; and text
//! and hex are two views of the same bytes.
#![no_main]

use arbitrary::Arbitrary;
use lab_shared::assistant::compose::{
    Charset, Context, Draft, Form, LineEnding, Template, convert, hex_view, parse_pasted_hex,
    text_view,
};
use lab_shared::assistant::rules::{Condition, HexPattern, Pattern};
use lab_shared::assistant::setup::{Setup, import_packet_sender, import_sscom};
use libfuzzer_sys::fuzz_target;

#[derive(Debug, Arbitrary)]
struct Case {
    text: String,
    suffix: String,
    hex: bool,
    charset: u8,
    sent: u64,
    message: Vec<u8>,
}

fuzz_target!(|case: Case| {
    let charset = Charset::ALL[usize::from(case.charset) % Charset::ALL.len()];
    let form = if case.hex { Form::Hex } else { Form::Text };
    let draft = Draft {
        text: case.text.clone(),
        form,
        charset,
        prefix: String::new(),
        suffix: case.suffix,
        line_ending: LineEnding::CrLf,
    };
    let context = Context { sent: case.sent, ..Context::default() };
    match draft.prepare() {
        Ok(prepared) => {
            if let Ok(composed) = prepared.compose(&context) {
                let computed = composed.computed.iter();
                assert!(computed.clone().all(|span| span.bytes.end <= composed.bytes.len()));
                assert!(
                    computed
                        .clone()
                        .zip(computed.skip(1))
                        .all(|(a, b)| a.bytes.end <= b.bytes.start)
                );
            }
        }
        Err(problem) => assert!(problem.at.end <= draft.text.len() + draft.suffix.len()),
    }
    if let Err(problem) = parse_pasted_hex(&case.text) {
        assert!(case.text.get(problem.at).is_some());
    }

    // Either view gives the bytes back.
    let bytes = |text: &str, form| {
        let template = Template::parse(text, form, charset).expect("a view is a template");
        template.compose(&Context::default()).expect("it has no fields").bytes
    };
    let view = text_view(&case.message, charset);
    assert_eq!(bytes(&view.text, Form::Text), case.message);
    assert_eq!(bytes(&hex_view(&case.message), Form::Hex), case.message);
    let converted = convert(&view.text, Form::Text, Form::Hex, charset).expect("it is a template").text;
    assert_eq!(bytes(&converted, Form::Hex), case.message);

    if let Ok(pattern) = HexPattern::parse(&case.text) {
        let _ = pattern.matches(&case.message);
    }
    if let Ok(pattern) = Pattern::prepare(&Condition::Regex(case.text.clone())) {
        let _ = pattern.captures(&case.message);
    }
    if let Ok(setup) = Setup::parse(&case.text) {
        assert_eq!(Setup::parse(&setup.to_toml()), Ok(setup));
    }
    let _ = (import_packet_sender(&case.text), import_sscom(&case.text));
});
