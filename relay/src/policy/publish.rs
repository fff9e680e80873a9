//! Which ports of the machine pages may forward to their hosts.

use std::net::SocketAddr;

use lab_shared::call::{Rule, SocketType};

use super::{AddressRule, Extent, Policy};

impl Policy {
    /// Whether a port of the machine may be published. A wildcard stands for every address of its family, and an IPv6
    /// one for IPv4's too.
    pub(crate) fn may_publish(&self, address: SocketAddr, kind: SocketType) -> Result<(), Rule> {
        let (ip, port) = (address.ip().to_canonical(), address.port());
        if self.is_own(ip, port, kind) {
            return Err(Rule::OwnPort);
        }
        let all = |network| self.publish.iter().any(|rule| rule.covers_all_of(network, port));
        let everywhere = Extent::Everywhere;
        let allowed = if ip.is_unspecified() {
            all(everywhere.v4()) && (ip.is_ipv4() || all(everywhere.v6()))
        } else {
            self.publish.iter().any(|rule| rule.covers(ip, port))
        };
        if allowed { Ok(()) } else { Err(Rule::AllowPublish) }
    }

    /// The same rules, where these ports may be published.
    pub(crate) fn with_published(self, publish: Vec<AddressRule>) -> Self {
        Self { publish, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Reach;

    #[test]
    fn a_published_port_is_within_the_rules_and_never_the_relays_own() {
        let reach = Reach { bind: vec![AddressRule::any()], connect: vec![] };
        let policy = Policy::new(reach, vec!["127.0.0.1:7070".parse().unwrap()]);
        let judge = |policy: &Policy, at: &str, kind| policy.may_publish(at.parse().unwrap(), kind);
        let (tcp, udp) = (SocketType::Stream, SocketType::Dgram);
        assert_eq!(
            judge(&policy, "127.0.0.1:9000", tcp),
            Err(Rule::AllowPublish),
            "bind is another rule"
        );
        let rules = ["127.0.0.0/8:7000-9999", "0.0.0.0/0:9000"].map(|rule| rule.parse().unwrap());
        let policy = policy.with_published(rules.into());
        for (at, kind, judged) in [
            ("127.0.0.1:9001", tcp, Ok(())),
            ("192.0.2.1:9001", tcp, Err(Rule::AllowPublish)),
            ("0.0.0.0:9000", tcp, Ok(())),
            ("0.0.0.0:9001", tcp, Err(Rule::AllowPublish)),
            ("[::]:9000", tcp, Err(Rule::AllowPublish)),
            ("127.0.0.1:0", tcp, Err(Rule::AllowPublish)),
            ("127.0.0.1:7070", tcp, Err(Rule::OwnPort)),
            ("[::ffff:127.0.0.1]:7070", tcp, Err(Rule::OwnPort)),
            ("127.0.0.1:7070", udp, Ok(())),
        ] {
            assert_eq!(judge(&policy, at, kind), judged, "{at} {kind:?}");
        }
    }
}
