//! What holds for all faults, cuts and times.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;

/// Faults that lose nothing.
fn gentle() -> impl Strategy<Value = Fault> {
    prop_oneof![
        (0_u32..300, 0_u32..400).prop_map(|(latency, jitter)| Fault::Latency { latency, jitter }),
        (1_u32..2000).prop_map(|rate| Fault::Bandwidth { rate: rate.try_into().unwrap() }),
        (1_u32..50, 0_u32..60, 0_u32..2000).prop_map(|(size, size_variation, delay)| {
            Fault::Slicer { average_size: size.try_into().unwrap(), size_variation, delay }
        }),
        (0_u32..300).prop_map(|delay| Fault::SlowClose { delay }),
    ]
}

#[derive(Debug, Clone)]
enum Step {
    Receive(Vec<u8>),
    Later(u64),
    Faults(Vec<Fault>),
    Hold(bool),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => vec(any::<u8>(), 1..400).prop_map(Step::Receive),
        2 => (0_u64..200).prop_map(Step::Later),
        1 => vec(gentle(), 0..4).prop_map(Step::Faults),
        1 => any::<bool>().prop_map(Step::Hold),
    ]
}

proptest! {
    #[test]
    fn gentle_faults_keep_every_byte_in_order(
        faults in vec(gentle(), 0..4),
        steps in vec(step(), 0..40),
    ) {
        let mut proxy = Fixture::of(&ProxySetup { to_client: faults, ..proxy() });
        let mut sent = Vec::new();
        let direction = ToClient;
        for step in steps {
            match step {
                Step::Receive(bytes) => {
                    sent.extend_from_slice(&bytes);
                    proxy.handle(Input::Received(direction, bytes.into()));
                }
                Step::Later(pause) => {
                    let until = proxy.now.as_millis() as u64 + pause;
                    proxy.until(until);
                }
                Step::Faults(faults) => proxy.command(Command::SetFaults { direction, faults }),
                Step::Hold(true) => proxy.command(Command::Hold { direction }),
                Step::Hold(false) => proxy.command(Command::Resume { direction }),
            }
        }
        proxy.command(Command::Resume { direction });
        proxy.handle(Input::Ended(direction));
        proxy.until(10_000_000);
        prop_assert_eq!(&proxy.delivered[direction as usize], &sent);
        prop_assert!(proxy.seen.last().unwrap().ends_with("Finish(ToClient)"));
        prop_assert_eq!(proxy.link.waiting(direction), 0);
        prop_assert_eq!(proxy.link.traffic(direction).sent, sent.len() as u64);
    }

    #[test]
    fn a_limit_passes_exactly_its_bytes(
        limit in 0_u64..500,
        before in vec(gentle(), 0..3),
        behind in vec(gentle(), 0..3),
        chunks in vec(vec(any::<u8>(), 1..100), 0..20),
    ) {
        let to_client = [before, vec![Fault::LimitData { bytes: limit }], behind].concat();
        let mut proxy = Fixture::of(&ProxySetup { to_client, ..proxy() });
        let sent = chunks.concat();
        for chunk in chunks {
            proxy.handle(Input::Received(ToClient, chunk.into()));
        }
        proxy.until(10_000_000);
        let passed = sent.len().min(usize::try_from(limit).unwrap());
        prop_assert_eq!(&proxy.delivered[ToClient as usize], &sent[..passed]);
        prop_assert_eq!(proxy.seen.iter().any(|line| line.ends_with("Close")), sent.len() as u64 >= limit);
    }
}
