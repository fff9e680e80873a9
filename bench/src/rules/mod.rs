//! Rules that answer: the assistant's server beside CPython's and socat's.

mod server;

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};

use crate::goal::Goal;
use crate::report::{median, quantile, table};
use crate::results::Findings;
use crate::usage;
use server::Kind;

/// The text above the tables.
const PREAMBLE: &str = "\
## Rules that answer

A client sends `get NAME` and waits for `value of NAME`, which a rule with a regular expression makes of it. CPython has a
thread for each client, socat a process of sed. An answer that is late, wrong or missing fails the run.
";

/// Clients at once.
const CLIENTS: usize = 50;

/// One comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Clients that stay, alone and many at once.
    Answers,
    /// A connection for each answer.
    Connections,
}

impl Part {
    /// All of them, with their names.
    pub(crate) const ALL: [(&str, Self); 2] =
        [("answers", Self::Answers), ("connections", Self::Connections)];
}

/// Runs these parts; `quick` is one short round of each.
pub(crate) fn run(parts: &[Part], quick: bool) -> Result<Findings> {
    let rounds = if quick { 1 } else { 3 };
    let time = Duration::from_secs(if quick { 1 } else { 3 });
    let mut findings = Findings { text: PREAMBLE.to_owned(), goals: Vec::new() };
    for part in parts {
        let found = match part {
            Part::Answers => answers(rounds, time),
            Part::Connections => connections(rounds, time),
        };
        let Findings { text, goals } = found.with_context(|| format!("in the rules' {part:?}"))?;
        findings.text += &text;
        findings.goals.extend(goals);
    }
    Ok(findings)
}

/// The same figures of each server, round by round.
#[derive(Default)]
struct Rounds([Vec<f64>; Kind::ALL.len()]);

impl Rounds {
    fn add(&mut self, kind: Kind, figure: f64) {
        self.0[kind as usize].push(figure);
    }

    fn median(&self, kind: Kind) -> f64 {
        median(&mut self.0[kind as usize].clone())
    }

    fn ratio(&self, to: Kind) -> f64 {
        self.median(Kind::Lab) / self.median(to)
    }
}

/// A client that waits for each answer.
struct Client(BufReader<TcpStream>);

impl Client {
    fn connect(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        Ok(Self(BufReader::new(stream)))
    }

    fn ask(&mut self, number: u64) -> Result<()> {
        self.0.get_mut().write_all(format!("get n{number}\n").as_bytes())?;
        let mut answer = String::new();
        self.0.read_line(&mut answer)?;
        ensure!(answer == format!("value of n{number}\n"), "{answer:?} answers {number}");
        Ok(())
    }
}

/// How long each answer took of a client that asks for some time.
fn ask_for(address: SocketAddr, time: Duration) -> Result<Vec<f64>> {
    let mut client = Client::connect(address)?;
    client.ask(0)?;
    let (begun, mut took) = (Instant::now(), Vec::new());
    while begun.elapsed() < time {
        let asked = Instant::now();
        client.ask(took.len() as u64)?;
        took.push(asked.elapsed().as_secs_f64() * 1e6);
    }
    Ok(took)
}

fn answers(rounds: usize, time: Duration) -> Result<Findings> {
    let [mut p50s, mut p99s, mut rates, mut costs] = [(); 4].map(|()| Rounds::default());
    for round in 1..=rounds {
        for kind in Kind::ALL {
            let server = kind.start()?;
            let address = server.address();
            let mut alone = ask_for(address, time)?;
            p50s.add(kind, quantile(&mut alone, 0.5));
            p99s.add(kind, quantile(&mut alone, 0.99));
            let before = usage::cpu(server.pid())?;
            let clients: Vec<_> =
                (0..CLIENTS).map(|_| thread::spawn(move || ask_for(address, time))).collect();
            // Their processes end with their clients, and with them their CPU time.
            thread::sleep(time);
            let used = usage::cpu(server.pid())?.saturating_sub(before);
            let mut answered = 0;
            for client in clients {
                answered += client.join().expect("a client does not panic")?.len();
            }
            let rate = answered as f64 / time.as_secs_f64();
            eprintln!("round {round}, answers/s to {CLIENTS} clients: {}: {rate:.0}", kind.name());
            rates.add(kind, rate);
            costs.add(kind, used.as_secs_f64() * 1e6 / answered as f64);
        }
    }
    let rows = Kind::ALL.map(|kind| {
        vec![
            kind.name().into(),
            format!("{:.0}", p50s.median(kind)),
            format!("{:.0}", p99s.median(kind)),
            format!("{:.0}", rates.median(kind)),
            format!("{:.1}", costs.median(kind)),
        ]
    });
    let many = format!("answers/s, {CLIENTS} clients");
    let header = ["server", "p50 µs, 1 client", "p99 µs, 1 client", &many, "CPU µs each"];
    let rate = |to| Some(rates.ratio(to));
    Ok(Findings {
        text: table("Clients that stay", &header, &rows),
        goals: vec![
            Goal::at_least("answers to 50 clients ÷ CPython", rate(Kind::Python), 1.0),
            Goal::at_least("answers to 50 clients ÷ socat", rate(Kind::Socat), 1.0),
            Goal::at_most("p50 of 1 client ÷ socat", Some(p50s.ratio(Kind::Socat)), 1.0),
        ],
    })
}

fn connections(rounds: usize, time: Duration) -> Result<Findings> {
    let mut rates = Rounds::default();
    for round in 1..=rounds {
        for kind in Kind::ALL {
            let server = kind.start()?;
            let (begun, mut served) = (Instant::now(), 0);
            while begun.elapsed() < time {
                Client::connect(server.address())?.ask(served)?;
                served += 1;
            }
            let rate = served as f64 / begun.elapsed().as_secs_f64();
            eprintln!("round {round}, connections/s: {}: {rate:.0}", kind.name());
            rates.add(kind, rate);
        }
    }
    let rows = Kind::ALL.map(|kind| vec![kind.name().into(), format!("{:.0}", rates.median(kind))]);
    Ok(Findings {
        text: table("A connection for each answer", &["server", "connections/s"], &rows),
        goals: vec![
            Goal::at_least("a connection each ÷ CPython", Some(rates.ratio(Kind::Python)), 1.0),
            Goal::at_least("a connection each ÷ socat", Some(rates.ratio(Kind::Socat)), 5.0),
        ],
    })
}
