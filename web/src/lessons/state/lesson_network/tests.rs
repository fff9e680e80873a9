//! Lessons opened one after the other, over a page's network that the test decides.

use std::rc::Rc;

use lab_shared::network::{
    HostName, HostView, NetworkLimits, NetworkNotice, NetworkOffer, NetworkReport,
};

use super::*;
use crate::lab::state::LabEvent;
use crate::link::state::Output;
use crate::testing::test_lab::{TestLab, welcome};

const LESSON: &str = r#"{"row":"N","encoding":"utf-8","title":{"zh":"一","en":"one"},
    "summary":{"zh":"二","en":"two"},"watch":[],"steps":[],"try":[],
    "network":{"cable":[{"both":{"delay":50}}]},
    "program":[{"file":"s.py","side":"server","text":""}]}"#;

fn with_network() -> Lesson {
    serde_json::from_str(LESSON).expect("it is a lesson")
}

fn without() -> Lesson {
    Lesson { network: None, ..with_network() }
}

fn offer(own: bool) -> NetworkState {
    let limits = NetworkLimits { hosts: 8, packets: 1, bytes: 1, published: 0 };
    NetworkState::Offered(NetworkOffer { machine: !own, own, limits })
}

struct Test {
    page: TestLab,
    network: LessonNetwork,
    asked: bool,
}

impl Test {
    fn new(networks: NetworkState) -> Self {
        let mut page = TestLab::begun(None);
        let welcome = lab_shared::wire::Welcome { networks, ..welcome() };
        page.told(LabEvent::Phase(Phase::Ready(Rc::new(welcome))));
        Self { page, network: LessonNetwork::None, asked: false }
    }

    /// The page has the network of this name now.
    fn is_in(&mut self, name: &str) {
        let host = HostView {
            name: HostName::server(),
            v4: String::new(),
            v6: String::new(),
            enter: format!("socket-lab enter server@{name}"),
            ended: None,
        };
        let (hosts, cables, published) = (vec![host], vec![], vec![]);
        let view = NetworkView { hosts, cables, mtu: 1500, published, code: None, pages: 1 };
        self.told(NetworkNotice::Changed(Box::new(view)));
    }

    fn told(&mut self, news: NetworkNotice) {
        let at = self.page.tick();
        self.page.told(LabEvent::Relay(Output::Network(NetworkReport { at, news }), at));
    }

    /// Another lesson is opened.
    fn opens(&mut self, lesson: &Lesson) -> Option<NetworkCommand> {
        self.asked = false;
        self.looks(lesson)
    }

    /// The page's network has changed while the lesson is open.
    fn looks(&mut self, lesson: &Lesson) -> Option<NetworkCommand> {
        self.network.wanted(lesson, &mut self.asked, &self.page.lab)
    }

    fn opens_its_own(&mut self) {
        let Some(NetworkCommand::Open(plan)) = self.opens(&with_network()) else {
            panic!("it is asked for")
        };
        assert_eq!((plan.hosts.len(), plan.cables.len()), (2, 1));
        assert_eq!(self.looks(&with_network()), None, "once");
    }
}

#[test]
fn a_lessons_network_ends_when_a_lesson_without_one_opens() {
    let mut test = Test::new(offer(false));
    test.opens_its_own();
    test.is_in("lesson");
    assert_eq!(test.looks(&with_network()), None);
    assert_eq!(test.opens(&without()), Some(NetworkCommand::Close));
    assert_eq!(test.looks(&without()), None, "once");
}

#[test]
fn another_lessons_network_takes_its_place() {
    let mut test = Test::new(offer(false));
    test.opens_its_own();
    test.is_in("lesson");
    test.opens_its_own();
    test.is_in("another");
    assert_eq!(test.looks(&with_network()), None);
    assert_eq!(test.opens(&without()), Some(NetworkCommand::Close));
}

#[test]
fn a_persons_own_network_stays() {
    let mut test = Test::new(offer(false));
    test.is_in("own");
    assert_eq!(test.opens(&without()), None);
    test.opens_its_own();
    test.is_in("lesson");
    assert_eq!(test.looks(&with_network()), None);
    // In the lesson the person makes another.
    test.is_in("own again");
    assert_eq!(test.looks(&with_network()), None);
    assert_eq!(test.opens(&without()), None);
}

#[test]
fn a_network_that_comes_late_ends_too() {
    let mut test = Test::new(offer(false));
    test.opens_its_own();
    assert_eq!(test.opens(&without()), None, "there is none yet");
    test.is_in("lesson");
    assert_eq!(test.looks(&without()), Some(NetworkCommand::Close));
}

#[test]
fn one_that_is_lost_is_asked_for_again() {
    let mut test = Test::new(offer(false));
    test.opens_its_own();
    test.is_in("lesson");
    assert_eq!(test.looks(&with_network()), None);
    test.told(NetworkNotice::Closed);
    assert!(matches!(test.looks(&with_network()), Some(NetworkCommand::Open(_))));
}

#[test]
fn where_a_page_begins_in_a_network_the_lessons_follows_it_and_a_usual_one_follows_the_lessons() {
    let mut test = Test::new(offer(true));
    assert_eq!(test.opens(&with_network()), None, "the page's first network is not there yet");
    test.is_in("first");
    test.opens_its_own();
    test.is_in("lesson");
    let usual = NetworkCommand::Open(NetworkPlan::pair());
    assert_eq!(test.opens(&without()), Some(usual));
    test.is_in("usual");
    assert_eq!(test.looks(&without()), None);
}

#[test]
fn nothing_is_asked_without_a_relay_or_where_it_denies_networks_and_the_reason_is_known() {
    let mut test = Test::new(NetworkState::Denied(NetworkDenial::Tun));
    assert_eq!(test.opens(&with_network()), None);
    assert_eq!(denial(&with_network(), &test.page.lab), Some(NetworkDenial::Tun));
    assert_eq!(denial(&without(), &test.page.lab), None, "it needs none");
    test.page.lab = Lab::default();
    assert_eq!(test.opens(&with_network()), None);
    assert_eq!(denial(&with_network(), &test.page.lab), None);
}
