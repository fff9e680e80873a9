//! Tests of the form.

use super::*;
use lab_shared::assistant::setup::{Membership, Setup};

#[test]
fn every_end_of_a_document_comes_back_from_its_form() {
    let setup = r#"version = 1
[[end]]
name = "a"
transport = { kind = "tcp-client", connect = "h:1", bind = "127.0.0.1:2", reconnect = { first = 3, most = 4 } }
grouping = { kind = "gap", milliseconds = 7 }
check = { algorithm = "CRC-16/MODBUS", order = "little", skip = 1, behind = 2 }
[[end]]
name = "b"
transport = { kind = "tcp-server", listen = "[::1]:5", peers = 6 }
grouping = { kind = "delimiter", bytes = "55 aa" }
charset = "gbk"
[[end]]
name = "c"
transport = { kind = "udp", bind = "0.0.0.0:5", send_to = "239.1.2.3:5", connected = true, broadcast = true, join = [{ group = "239.1.2.3", interface = "127.0.0.1" }, { group = "239.1.2.4" }], multicast_interface = "192.168.1.7", multicast_ttl = 2, multicast_loopback = false }
grouping = { kind = "length-prefix", width = "u32", order = "little" }
[[end]]
name = "d"
transport = { kind = "unix-client", connect = "@name", reconnect = {} }
grouping = { kind = "fixed", length = 9 }
[[end]]
name = "e"
transport = { kind = "unix-server", listen = "a.sock" }
grouping = { kind = "line" }
[[end]]
name = "f"
transport = { kind = "unix-datagram", bind = "b.sock" }
grouping = { kind = "cr-lf" }
[[end]]
name = "g"
transport = { kind = "udp" }
[[end]]
name = "sender"
options = { SO_RCVBUF = 4096, IP_TTL = 9 }
transport = { kind = "udp", send_to = "239.1.2.3:5", multicast_interface = "192.168.1.7" }
[[end]]
name = "h"
transport = { kind = "tcp-client", connect = "[fe80::1%2]:1" }
"#;
    let setup = Setup::parse(setup).expect("it has no mistake");
    for end in setup.ends {
        assert_eq!(EndForm::of(&end).checked(), Ok(end));
    }
}

#[test]
fn fields_with_a_mistake_are_named_and_those_of_another_kind_are_not_read() {
    let form = EndForm { name: " ".into(), port: "70000".into(), ..EndForm::default() };
    let form = form.after(EndEdit::Text(EndField::BindPort, "x".into()));
    assert_eq!(form.checked(), Err(vec![EndField::Name, EndField::Port, EndField::BindPort]));
    let form = form.after(EndEdit::Kind(TransportKind::UnixServer));
    let form = form.after(EndEdit::Text(EndField::Name, "s".into()));
    assert!(form.checked().is_ok());
    let form = form.after(EndEdit::Text(EndField::Options, "SO_NOTHING=1".into()));
    assert_eq!(form.checked(), Err(vec![EndField::Options]));
    let form = form.after(EndEdit::Text(EndField::Options, "SO_RCVBUF=4096".into()));
    let form = form.after(EndEdit::Grouping(GroupingKind::Delimiter));
    let form = form.after(EndEdit::Text(EndField::Delimiter, "5".into()));
    assert_eq!(form.checked(), Err(vec![EndField::Delimiter]));
}

#[test]
fn host_and_port_pasted_as_one_fill_both_fields() {
    let written = |field, text: &str| EndEdit::Text(field, text.into());
    let form = EndForm::default().after(written(EndField::Host, " 192.168.1.20:502 "));
    assert_eq!((form.host.as_str(), form.port.as_str()), ("192.168.1.20", "502"));
    let form = form.after(written(EndField::BindHost, "[::1]:7"));
    assert_eq!((form.bind_host.as_str(), form.bind_port.as_str()), ("::1", "7"));
    let form = form.after(written(EndField::Host, "lab"));
    assert_eq!((form.host.as_str(), form.port.as_str()), ("lab", "502"));
    let form = form.after(written(EndField::Host, "lab:")).after(written(EndField::Host, "lab:5"));
    assert_eq!((form.host.as_str(), form.port.as_str()), ("lab:5", "502"), "it is being typed");
}

#[test]
fn groups_are_added_typed_and_taken_away_each_with_an_interface_of_its_own() {
    let udp = EndForm::named(TransportKind::Udp, "u".into());
    let typed = |form: EndForm, field, text: &str| form.after(EndEdit::Text(field, text.into()));
    let joined = |form: &EndForm| match form.checked().map(|end| end.transport) {
        Ok(Transport::Udp { join, multicast_interface, .. }) => Ok((join, multicast_interface)),
        Ok(other) => panic!("{other:?}"),
        Err(wrong) => Err(wrong),
    };
    let member = |group: &str, interface: Option<&str>| Membership {
        group: group.parse().expect("it is an address"),
        interface: interface.map(Into::into),
    };
    let form = udp.after(EndEdit::AddGroup).after(EndEdit::AddGroup).after(EndEdit::AddGroup);
    assert_eq!(joined(&form), Ok((vec![], None)), "empty rows join nothing");
    let form = typed(form, EndField::Group(0), " 239.1.2.3 ");
    let form = typed(form, EndField::Interface(0), "eth0");
    let form = typed(form, EndField::Group(2), "ff15::7");
    let form = typed(form, EndField::SendBy, "127.0.0.1");
    let (one, two) = (member("239.1.2.3", Some("eth0")), member("ff15::7", None));
    assert_eq!(joined(&form), Ok((vec![one, two.clone()], Some("127.0.0.1".into()))));

    let form = typed(form, EndField::Interface(1), "eth1");
    assert_eq!(joined(&form), Err(vec![EndField::Group(1)]), "an interface needs a group");
    let form = typed(form, EndField::Group(1), "10.0.0.1");
    assert_eq!(joined(&form), Err(vec![EndField::Group(1)]), "it is no group");
    let form = form.after(EndEdit::RemoveGroup(1)).after(EndEdit::RemoveGroup(0));
    // What was typed into a row as it went away.
    let form = typed(form, EndField::Group(1), "x").after(EndEdit::RemoveGroup(5));
    assert_eq!(joined(&form), Ok((vec![two], Some("127.0.0.1".into()))));
}
