//! Which token the link shows to the relay, and which one the tab remembers.

use super::interruption_tests::lasting;
use super::tests::Bench;
use super::*;
use crate::testing::test_lab::welcome;

/// The tokens of the hellos among what was sent.
fn tokens_shown(bench: &mut Bench) -> Vec<String> {
    let hello = |message| match message {
        ToRelay::Hello { token, .. } => token,
        _ => None,
    };
    bench.sent().into_iter().filter_map(hello).collect()
}

#[test]
fn a_links_wrong_token_costs_nothing_where_another_is_kept() {
    let mut bench = Bench::started();
    bench.outputs();
    bench.handle(Input::Token("wrong".into()));
    bench.handle(Input::Opened);
    assert_eq!(tokens_shown(&mut bench), ["wrong"]);
    bench.hear(ToPage::Goodbye(Goodbye::Token));
    assert_eq!(bench.outputs(), [Output::Close { for_now: false }, Output::Open, Output::Phase]);
    bench.handle(Input::Opened);
    assert_eq!(tokens_shown(&mut bench), ["secret"]);
    bench.hear(ToPage::Hello(welcome()));
    assert!(bench.link.phase().is_ready());
    let remembered = |output: &Output| matches!(output, Output::Token(_));
    assert!(!bench.outputs().iter().any(remembered), "nothing new is to be remembered");
}

#[test]
fn a_links_token_is_remembered_once_it_is_accepted() {
    let mut bench = Bench::started();
    bench.handle(Input::Token("new".into()));
    bench.outputs();
    bench.handle(Input::Opened);
    assert_eq!(tokens_shown(&mut bench), ["new"]);
    bench.hear(ToPage::Hello(welcome()));
    assert_eq!(bench.outputs()[0], Output::Token("new".into()));
}

#[test]
fn a_session_whose_token_is_refused_makes_way_for_the_one_of_a_link() {
    let mut bench = lasting();
    bench.handle(Input::Token("new".into()));
    bench.handle(Input::Closed);
    bench.outputs();
    bench.handle(Input::Opened);
    assert_eq!(tokens_shown(&mut bench), ["secret"]);
    bench.hear(ToPage::Goodbye(Goodbye::Token));
    bench.outputs();
    bench.handle(Input::Opened);
    assert_eq!(tokens_shown(&mut bench), ["new"]);
}

#[test]
fn a_link_opened_during_an_interruption_does_not_end_the_session() {
    let mut bench = lasting();
    bench.handle(Input::Closed);
    bench.handle(Input::Token("wrong".into()));
    bench.outputs();
    bench.handle(Input::Opened);
    assert_eq!(tokens_shown(&mut bench), ["secret"], "the session began with it");
    bench.hear(ToPage::Resumed { received: 0 });
    assert!(matches!(bench.link.phase(), Phase::Ready(_)));
}
