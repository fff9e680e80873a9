//! Tests of rules.

use super::*;

fn rule(when: Condition, replies: &[&str]) -> Rule {
    let reply =
        |text: &&str| Action::Reply { draft: Draft::text(*text), after: 0, to: ReplyTo::Sender };
    let then = replies.iter().map(reply).collect();
    Rule { name: "r".into(), end: None, off: false, when, then, go_on: false }
}

fn incoming(message: &[u8]) -> Incoming<'_> {
    Incoming { end: "a", peer: "127.0.0.1:7", message }
}

fn replies(firings: &[Firing]) -> Vec<String> {
    let effects = firings.iter().flat_map(|firing| &firing.effects);
    let bytes = effects.filter_map(|effect| match effect {
        Effect::Send { composed, .. } => Some(&composed.bytes),
        _ => None,
    });
    bytes.map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
}

fn answer(rules: &mut Rules, message: &[u8]) -> Vec<String> {
    replies(&rules.handle(incoming(message), &Context::default()))
}

#[test]
fn the_first_rule_that_matches_answers() {
    let mut rules = Rules::prepare(&[
        rule(Condition::Equals(Draft::text("ping")), &["pong"]),
        rule(Condition::Begins(Draft::hex("70")), &["p…"]),
        rule(Condition::Contains(Draft::text("瓜")), &["melon"]),
        rule(Condition::Lacks(Draft::text("x")), &["no x"]),
        rule(Condition::Always {}, &["else"]),
    ])
    .unwrap();
    for (message, expected) in
        [("ping", "pong"), ("pi", "p…"), ("买瓜子", "melon"), ("abc", "no x"), ("axc", "else")]
    {
        assert_eq!(answer(&mut rules, message.as_bytes()), [expected], "{message}");
    }
    assert_eq!(rules.hits().collect::<Vec<_>>(), [1; 5]);
}

#[test]
fn groups_of_a_regular_expression_are_in_the_reply() {
    let when = Condition::Regex(r"(?-u)^buy (?P<count>\d+) ([a-z]+)\xff?$".into());
    let mut rules =
        Rules::prepare(&[rule(when, &["${match 2} x ${match count}, no ${counter}"])]).unwrap();
    assert_eq!(answer(&mut rules, b"buy 3 melons\xff"), ["melons x 3, no 0"]);
    assert_eq!(answer(&mut rules, b"buy 4 nuts"), ["nuts x 4, no 1"]);
    assert!(answer(&mut rules, b"sell 4 nuts").is_empty());
}

#[test]
fn trying_a_message_changes_nothing() {
    let when = Condition::Hex("01 ?? *".into());
    let rules = Rules::prepare(&[rule(when, &["${counter}"])]).unwrap();
    for _ in 0..2 {
        let firings = rules.try_message(incoming(&[1, 2, 3]), &Context::default());
        assert_eq!(replies(&firings), ["0"]);
    }
    assert_eq!(rules.hits().collect::<Vec<_>>(), [0]);
}

#[test]
fn a_rule_may_go_on_be_off_or_belong_to_another_end() {
    let always = |replies| rule(Condition::Always {}, replies);
    let mut rules = Rules::prepare(&[
        Rule { off: true, ..always(&["off"]) },
        Rule { end: Some("b".into()), ..always(&["b"]) },
        Rule { go_on: true, ..always(&["1", "2"]) },
        Rule { then: vec![Action::Close, Action::Stop], ..always(&[]) },
    ])
    .unwrap();
    let firings = rules.handle(incoming(b"x"), &Context::default());
    assert_eq!(replies(&firings), ["1", "2"]);
    assert_eq!(firings[1], Firing { rule: 3, effects: vec![Effect::Close, Effect::Stop] });
}

#[test]
fn every_mistake_is_named_with_rule_and_field() {
    let problems = Rules::prepare(&[
        rule(Condition::Regex("(".into()), &["a", "${nothing}"]),
        rule(Condition::Equals(Draft::text("${counter}")), &[]),
        rule(Condition::Hex("zz".into()), &[]),
        rule(Condition::Regex(r"(\w{1000}){1000}".into()), &[]),
    ])
    .unwrap_err();
    let places: Vec<_> = problems.iter().map(|one| (one.rule, one.field.as_str())).collect();
    assert_eq!(places, [(0, "then[1].reply"), (0, "when"), (1, "when"), (2, "when"), (3, "when")]);
    assert!(problems[1].problem.cause.en.contains("unclosed group"), "{}", problems[1].problem);
    assert!(problems[4].problem.cause.en.contains("1 MiB"), "{}", problems[4].problem);
}

#[test]
fn patterns_that_others_choke_on_are_linear() {
    let mut rules = Rules::prepare(&[rule(Condition::Regex("^(a+)+$".into()), &["yes"])]).unwrap();
    let mut message = vec![b'a'; 100_000];
    message.push(b'!');
    assert!(answer(&mut rules, &message).is_empty());
}

#[test]
fn a_group_that_is_missing_is_an_effect_that_names_it() {
    let mut rules = Rules::prepare(&[rule(Condition::Regex("a".into()), &["${match 3}"])]).unwrap();
    let firings = rules.handle(incoming(b"a"), &Context::default());
    assert!(matches!(&firings[0].effects[0], Effect::Unsendable(problem) if problem.at == (0..10)));
}
