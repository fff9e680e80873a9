//! The experiment over a kernel that keeps a byte stream, as TCP does.

use super::*;
use lab_shared::call::{CallName, Failure};
use std::collections::HashMap;

/// Bytes on their way, and calls that wait for them.
#[derive(Default)]
struct Kernel {
    experiment: Experiment,
    pending: Vec<CallRequest>,
    streams: HashMap<SocketId, Vec<u8>>,
    made: u32,
    news: Vec<StreamNews>,
    now: Duration,
}

impl Kernel {
    fn ready() -> Self {
        let mut kernel = Self::default();
        kernel.run();
        assert_eq!(kernel.news, [StreamNews::Ready]);
        kernel.news.clear();
        kernel
    }

    fn run(&mut self) {
        loop {
            while let Some(output) = self.experiment.poll_output() {
                match output {
                    Output::Call(call, _) => self.pending.push(call),
                    Output::News(news) => self.news.push(news),
                }
            }
            let next = (0..self.pending.len())
                .find_map(|at| Some((at, self.value(&self.pending[at].clone())?)));
            let input = match (next, self.experiment.poll_timeout()) {
                (Some((at, value)), _) => {
                    Input::Returned(self.pending.remove(at).handle, Ok(value))
                }
                (None, Some(due)) => {
                    self.now = due;
                    Input::Timeout
                }
                (None, None) => return,
            };
            self.experiment.handle(self.now, input);
        }
    }

    /// Sockets 2 and 3 are the two ends.
    fn value(&mut self, call: &CallRequest) -> Option<Value> {
        let other = |socket: SocketId| if socket.0 == 2 { SocketId(3) } else { SocketId(2) };
        Some(match (&call.op, call.socket) {
            (Op::Socket { .. }, _) => {
                self.made += 1;
                Value::Socket { socket: SocketId(self.made), fileno: 5 }
            }
            (Op::Getsockname, _) => Value::Address(Address::inet("127.0.0.1", 7)),
            (Op::Accept, _) => {
                self.made += 1;
                Value::Accepted { socket: SocketId(self.made), fileno: 6, address: loopback() }
            }
            (Op::Sendall { .. }, Some(socket)) => {
                self.streams.entry(other(socket)).or_default().extend_from_slice(&call.bytes);
                Value::None
            }
            (Op::Recv { bufsize, .. }, Some(socket)) => {
                let stream = self.streams.entry(socket).or_default();
                if stream.is_empty() {
                    return None;
                }
                let length = stream.len().min(usize::try_from(*bufsize).expect("it is positive"));
                Value::Bytes(stream.drain(..length).collect())
            }
            _ => Value::None,
        })
    }

    /// Sends a round and returns the lengths of its recvs.
    fn recvs(&mut self, between: Between, bufsize: i64, late: bool) -> Vec<usize> {
        let sends = ["hello", "socket", "bye"].map(Bytes::from).to_vec();
        self.news.clear();
        self.experiment.handle(self.now, Input::Send(Round { sends, between, bufsize, late }));
        self.run();
        assert_eq!(self.news.last(), Some(&StreamNews::Done));
        assert!(self.pending.is_empty(), "nothing is left waiting");
        self.news
            .iter()
            .filter_map(|news| match news {
                StreamNews::Received(bytes) => Some(bytes.len()),
                _ => None,
            })
            .collect()
    }
}

#[test]
fn a_busy_receiver_gets_several_sends_in_one_recv_and_a_small_bufsize_splits_them() {
    let mut kernel = Kernel::ready();
    assert_eq!(kernel.recvs(Between::Nothing, 1024, true), [14]);
    assert_eq!(kernel.recvs(Between::Nothing, 4, true), [4, 4, 4, 2]);
}

#[test]
fn a_pause_helps_only_a_receiver_that_reads_meanwhile() {
    let mut kernel = Kernel::ready();
    assert_eq!(kernel.recvs(Between::Pause, 1024, false), [5, 6, 3]);
    assert!(kernel.now >= 2 * PAUSE);
    assert_eq!(kernel.recvs(Between::Pause, 1024, true), [14]);
}

#[test]
fn an_acknowledged_sender_waits_however_small_the_recvs_are() {
    let mut kernel = Kernel::ready();
    assert_eq!(kernel.recvs(Between::Acknowledge, 1024, true), [5, 6, 3]);
    assert_eq!(kernel.recvs(Between::Acknowledge, 4, false), [4, 1, 4, 2, 3]);
}

#[test]
fn ending_closes_all_three_sockets() {
    let mut kernel = Kernel::ready();
    kernel.experiment.handle(kernel.now, Input::Close);
    kernel.run();
    assert_eq!(kernel.news, [StreamNews::Closed]);
}

#[test]
fn a_failure_is_told_and_the_sockets_given_back() {
    let mut experiment = Experiment::default();
    let Some(Output::Call(call, _)) = experiment.poll_output() else { panic!("it makes a socket") };
    let made = Value::Socket { socket: SocketId(1), fileno: 5 };
    experiment.handle(Duration::ZERO, Input::Returned(call.handle, Ok(made)));
    let Some(Output::Call(call, _)) = experiment.poll_output() else { panic!("it binds") };
    let failure = Failure::os(lab_shared::errno::Errno::Eaddrinuse);
    experiment.handle(Duration::ZERO, Input::Returned(call.handle, Err(failure.clone())));
    assert_eq!(experiment.poll_output(), Some(Output::News(StreamNews::Failed(failure))));
    let Some(Output::Call(call, _)) = experiment.poll_output() else { panic!("it closes") };
    assert_eq!(call.op.name(), CallName::Close);
}
