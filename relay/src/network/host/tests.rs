//! A host's two sides, without its process. Those with one are in `relay/tests/relay/networks`.

use lab_shared::call::{Family, SocketType};

use super::request::{Answer, Request, StartStep};

#[test]
fn requests_and_answers_are_read_as_they_were_written() {
    for request in [
        Request::Socket { family: Family::Inet6, kind: SocketType::Dgram, proto: 17 },
        Request::Diag,
        Request::SetMtu { mtu: 1280 },
    ] {
        assert_eq!(Request::decode(&request.encode(7)).unwrap(), (7, request));
    }
    for answer in [
        Answer::Ready,
        Answer::Failed { step: StartStep::Tun, errno: 1 },
        Answer::Done { request: 7, errno: 0 },
    ] {
        assert_eq!(Answer::decode(&answer.encode()).unwrap(), answer);
    }
    assert!(Request::decode(b"{}").is_err());
}
