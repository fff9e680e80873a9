//! Many clients in one thread: some send, all receive, and every line is accounted for.

use std::io::{ErrorKind, Read, Write};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use mio::net::TcpStream;
use mio::{Events, Interest, Poll, Token};

/// Bytes of a line, its end included.
pub(crate) const LINE: usize = 64;

/// How long nothing may arrive before a run counts as stalled.
const STALL: Duration = Duration::from_secs(5);

/// How long nothing may arrive before the warm-up lines count as delivered. A loaded machine may
/// delay a slow server for much of this time.
const QUIET: Duration = Duration::from_secs(1);

/// One listener in `CHECKED` checks each line's sender and number; the others count.
const CHECKED: usize = 25;

/// The clients of a run.
pub(crate) struct Crowd {
    poll: Poll,
    clients: Vec<Client>,
    started: Instant,
    buffer: Vec<u8>,
    /// Lines a listener receives for each line sent.
    lines_per_message: u64,
    echoes: bool,
    pub(crate) latencies: Vec<Duration>,
}

struct Client {
    stream: TcpStream,
    /// Whether it reads.
    reads: bool,
    /// Bytes of lines not yet written to the socket.
    unsent: Vec<u8>,
    said: u64,
    lines: u64,
    /// The beginning of an incomplete line, and the next number of each sender.
    check: Option<Check>,
}

#[derive(Default)]
struct Check {
    rest: Vec<u8>,
    next: Vec<Option<u64>>,
}

impl Crowd {
    /// Connects the clients; the last `silent` of them never read.
    pub(crate) fn connect(
        port: u16,
        count: usize,
        silent: usize,
        lines_per_message: u64,
        echoes: bool,
    ) -> Result<Self> {
        let poll = Poll::new()?;
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        let mut clients = Vec::with_capacity(count);
        for number in 0..count {
            let stream =
                std::net::TcpStream::connect(address).context("a client cannot connect")?;
            stream.set_nodelay(true)?;
            stream.set_nonblocking(true)?;
            let mut stream = TcpStream::from_std(stream);
            let interest = Interest::READABLE | Interest::WRITABLE;
            poll.registry().register(&mut stream, Token(number), interest)?;
            let reads = number < count - silent;
            let check = (reads && number % CHECKED == 0).then(Check::default);
            let unsent = Vec::new();
            clients.push(Client { stream, reads, unsent, said: 0, lines: 0, check });
        }
        let mut crowd = Self {
            poll,
            clients,
            started: Instant::now(),
            buffer: vec![0; 1 << 20],
            lines_per_message,
            echoes,
            latencies: Vec::new(),
        };
        crowd.wait_until_all_hear()?;
        Ok(crowd)
    }

    /// A connected client may not have been accepted yet: lines are sent until every listener has
    /// received one, and counting begins once all of those have been delivered.
    fn wait_until_all_hear(&mut self) -> Result<()> {
        let mut events = Events::with_capacity(1024);
        let begun = Instant::now();
        let deaf = |crowd: &Self| crowd.listeners().any(|client| client.lines == 0);
        while deaf(self) {
            ensure!(begun.elapsed() < STALL, "the server does not serve every client");
            // Two speakers, because some servers do not send a line back to its sender.
            self.say(0);
            self.say(1);
            self.turn(&mut events, Duration::from_millis(50))?;
        }
        let mut heard = u64::MAX;
        while heard != self.delivered() {
            heard = self.delivered();
            let quiet_since = Instant::now();
            while quiet_since.elapsed() < QUIET {
                self.turn(&mut events, Duration::from_millis(50))?;
            }
        }
        for client in &mut self.clients {
            client.said = 0;
            client.lines = 0;
            if let Some(check) = &mut client.check {
                *check = Check::default();
            }
        }
        self.latencies.clear();
        Ok(())
    }

    /// Lets the first `senders` clients send for `time`, with at most `window` lines in flight.
    /// Returns the lines delivered and the time until the last one arrived.
    pub(crate) fn flood(
        &mut self,
        senders: usize,
        window: u64,
        time: Duration,
    ) -> Result<(u64, Duration)> {
        self.started = Instant::now();
        let mut events = Events::with_capacity(1024);
        while self.started.elapsed() < time {
            let under_way = self.said() - self.heard_by_all();
            for turn in 0..window.saturating_sub(under_way) {
                self.say(turn as usize % senders);
            }
            self.turn(&mut events, STALL)?;
        }
        self.settle()?;
        Ok((self.delivered(), self.started.elapsed()))
    }

    /// One client after the other sends a line, every `interval` for `time`; latencies are recorded.
    pub(crate) fn pace(&mut self, interval: Duration, time: Duration) -> Result<u64> {
        self.started = Instant::now();
        let mut events = Events::with_capacity(1024);
        let mut next = Duration::ZERO;
        let mut speakers = (0..self.clients.len()).cycle();
        while next < time {
            let now = self.started.elapsed();
            if now >= next {
                self.say(speakers.next().unwrap_or_default());
                next += interval;
            }
            let wait = next.saturating_sub(self.started.elapsed());
            self.turn(&mut events, wait.max(Duration::from_micros(1)))?;
        }
        self.settle()?;
        Ok(self.delivered())
    }

    /// How many lines reach the reading clients before the room stalls, up to `lines`.
    pub(crate) fn until_stalled(&mut self, lines: u64) -> Result<u64> {
        self.started = Instant::now();
        let mut events = Events::with_capacity(1024);
        let mut last = (0, Instant::now());
        while self.heard_by_all() < lines {
            if self.said() - self.heard_by_all() < 64 {
                self.say(0);
            }
            self.turn(&mut events, Duration::from_millis(100))?;
            let heard = self.heard_by_all();
            if heard > last.0 {
                last = (heard, Instant::now());
            } else if last.1.elapsed() > STALL {
                break;
            }
        }
        Ok(self.heard_by_all())
    }

    /// Waits until every line sent has reached every listener, exactly once.
    fn settle(&mut self) -> Result<()> {
        let mut events = Events::with_capacity(1024);
        let mut last = (self.delivered(), Instant::now());
        while self.heard_by_all() < self.said() {
            self.turn(&mut events, Duration::from_millis(100))?;
            if self.delivered() > last.0 {
                last = (self.delivered(), Instant::now());
            }
            if last.1.elapsed() > STALL {
                bail!("lost: {} lines said, {} heard by all", self.said(), self.heard_by_all());
            }
        }
        let said = self.said();
        let most = self.listeners().map(|client| self.messages(client)).max().unwrap_or_default();
        ensure!(most <= said, "doubled: {said} lines said, one listener heard {most}");
        Ok(())
    }

    fn say(&mut self, sender: usize) {
        let sent = self.started.elapsed().as_nanos();
        let client = &mut self.clients[sender];
        let line = format!("{sender:04} {:010} {sent:020} ", client.said);
        client.said += 1;
        client.unsent.extend_from_slice(line.as_bytes());
        client.unsent.resize(client.unsent.len() + LINE - 1 - line.len(), b'x');
        client.unsent.push(b'\n');
    }

    fn turn(&mut self, events: &mut Events, wait: Duration) -> Result<()> {
        for client in &mut self.clients {
            client.send()?;
        }
        self.poll.poll(events, Some(wait))?;
        for event in &*events {
            let client = &mut self.clients[event.token().0];
            if client.reads && event.is_readable() {
                let now = self.started.elapsed();
                client.hear(&mut self.buffer, now, &mut self.latencies)?;
            }
        }
        Ok(())
    }

    fn said(&self) -> u64 {
        self.clients.iter().map(|client| client.said).sum()
    }

    fn listeners(&self) -> impl Iterator<Item = &Client> {
        self.clients.iter().filter(|client| client.reads)
    }

    fn messages(&self, client: &Client) -> u64 {
        client.lines / self.lines_per_message + if self.echoes { 0 } else { client.said }
    }

    fn heard_by_all(&self) -> u64 {
        self.listeners().map(|client| self.messages(client)).min().unwrap_or_default()
    }

    fn delivered(&self) -> u64 {
        self.listeners().map(|client| client.lines / self.lines_per_message).sum()
    }
}

impl Client {
    fn send(&mut self) -> Result<()> {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(taken) => drop(self.unsent.drain(..taken)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error).context("a client cannot send"),
            }
        }
        Ok(())
    }

    fn hear(
        &mut self,
        buffer: &mut [u8],
        now: Duration,
        latencies: &mut Vec<Duration>,
    ) -> Result<()> {
        loop {
            match self.stream.read(buffer) {
                Ok(0) => bail!("the server closed a connection"),
                Ok(length) => {
                    let bytes = &buffer[..length];
                    self.lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
                    if let Some(check) = &mut self.check {
                        check.lines(bytes, now, latencies)?;
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error).context("a client cannot receive"),
            }
        }
    }
}

impl Check {
    fn lines(&mut self, bytes: &[u8], now: Duration, latencies: &mut Vec<Duration>) -> Result<()> {
        let mut from = 0;
        for end in memchr::memchr_iter(b'\n', bytes) {
            self.rest.extend_from_slice(&bytes[from..end]);
            from = end + 1;
            let line = std::mem::take(&mut self.rest);
            self.line(&line, now, latencies)?;
            self.rest = line;
            self.rest.clear();
        }
        self.rest.extend_from_slice(&bytes[from..]);
        Ok(())
    }

    /// Stamps end without the padding and are skipped.
    fn line(&mut self, line: &[u8], now: Duration, latencies: &mut Vec<Duration>) -> Result<()> {
        if !line.ends_with(b"xxx") {
            return Ok(());
        }
        // A compact message has the speaker's address before its text.
        let text = std::str::from_utf8(&line[line.len() + 1 - LINE..]).context("a line is torn")?;
        let mut words = text.split(' ');
        let mut number = || words.next().and_then(|word| word.parse::<u64>().ok());
        let (Some(sender), Some(said), Some(sent)) = (number(), number(), number()) else {
            bail!("a line is torn: {text:?}");
        };
        let sender = sender as usize;
        if self.next.len() <= sender {
            self.next.resize(sender + 1, None);
        }
        // The first one received sets the count: earlier ones were sent before this listener joined.
        let next = self.next[sender].get_or_insert(said);
        ensure!(*next == said, "sender {sender}: line {said} instead of {next}");
        *next += 1;
        latencies.push(now.saturating_sub(Duration::from_nanos(sent)));
        Ok(())
    }
}
