//! Faults as they are typed: by Toxiproxy's names and in its units.

use lab_shared::assistant::proxy::{Direction, Fault, Percent};

use crate::kit::state::choice::Choice;

/// A fault without its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultKind {
    Latency,
    Bandwidth,
    Slicer,
    LimitData,
    Timeout,
    SlowClose,
    ResetPeer,
    Loss,
    Duplicate,
    Reorder,
}

/// A number of a fault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FaultNumber {
    Latency,
    Jitter,
    Rate,
    AverageSize,
    SizeVariation,
    SliceDelay,
    Bytes,
    Timeout,
    CloseDelay,
    ResetTimeout,
    Percent,
    Wait,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    Milliseconds,
    Microseconds,
    /// Thousands of bytes a second.
    KilobytesASecond,
    Bytes,
    Percent,
}

impl FaultKind {
    /// Its numbers, in the order they are typed.
    #[must_use]
    pub(crate) fn numbers(self) -> &'static [FaultNumber] {
        match self {
            Self::Latency => &[FaultNumber::Latency, FaultNumber::Jitter],
            Self::Bandwidth => &[FaultNumber::Rate],
            Self::Slicer => {
                &[FaultNumber::AverageSize, FaultNumber::SizeVariation, FaultNumber::SliceDelay]
            }
            Self::LimitData => &[FaultNumber::Bytes],
            Self::Timeout => &[FaultNumber::Timeout],
            Self::SlowClose => &[FaultNumber::CloseDelay],
            Self::ResetPeer => &[FaultNumber::ResetTimeout],
            Self::Loss | Self::Duplicate => &[FaultNumber::Percent],
            Self::Reorder => &[FaultNumber::Percent, FaultNumber::Wait],
        }
    }

    /// Those that a stream may have, or UDP.
    pub(crate) fn of(udp: bool) -> impl Iterator<Item = Self> {
        let usable = move |kind: &Self| {
            let fault = FaultForm::new(*kind).fault().expect("usual numbers are none too large");
            if udp { fault.is_for_datagrams() } else { fault.is_for_streams() }
        };
        Self::all().into_iter().filter(usable)
    }
}

impl Choice for FaultKind {
    fn all() -> Vec<Self> {
        vec![
            Self::Latency,
            Self::Bandwidth,
            Self::Slicer,
            Self::LimitData,
            Self::Timeout,
            Self::SlowClose,
            Self::ResetPeer,
            Self::Loss,
            Self::Duplicate,
            Self::Reorder,
        ]
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Latency => "latency",
            Self::Bandwidth => "bandwidth",
            Self::Slicer => "slicer",
            Self::LimitData => "limit_data",
            Self::Timeout => "timeout",
            Self::SlowClose => "slow_close",
            Self::ResetPeer => "reset_peer",
            Self::Loss => "loss",
            Self::Duplicate => "duplicate",
            Self::Reorder => "reorder",
        }
    }
}

impl FaultNumber {
    /// As a setup and Toxiproxy call it.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Latency => "latency",
            Self::Jitter => "jitter",
            Self::Rate => "rate",
            Self::AverageSize => "average_size",
            Self::SizeVariation => "size_variation",
            Self::SliceDelay | Self::CloseDelay => "delay",
            Self::Bytes => "bytes",
            Self::Timeout | Self::ResetTimeout => "timeout",
            Self::Percent => "percent",
            Self::Wait => "wait",
        }
    }

    #[must_use]
    pub(crate) fn unit(self) -> Unit {
        match self {
            Self::Latency
            | Self::Jitter
            | Self::Timeout
            | Self::CloseDelay
            | Self::ResetTimeout
            | Self::Wait => Unit::Milliseconds,
            Self::SliceDelay => Unit::Microseconds,
            Self::Rate => Unit::KilobytesASecond,
            Self::AverageSize | Self::SizeVariation | Self::Bytes => Unit::Bytes,
            Self::Percent => Unit::Percent,
        }
    }

    /// What a new fault has.
    fn usual(self) -> &'static str {
        match self {
            Self::Latency => "200",
            Self::Jitter | Self::SizeVariation | Self::ResetTimeout => "0",
            Self::Rate => "10",
            Self::AverageSize => "8",
            Self::SliceDelay => "10000",
            Self::Bytes => "1024",
            Self::Timeout | Self::CloseDelay => "1000",
            Self::Percent => "10",
            Self::Wait => "100",
        }
    }

    /// The least, the most and the step of its slider. More can be typed.
    #[must_use]
    pub(crate) fn slider(self) -> (u32, u32, u32) {
        match self {
            Self::Latency | Self::Jitter => (0, 2000, 10),
            Self::Timeout | Self::CloseDelay | Self::ResetTimeout => (0, 10_000, 100),
            Self::Rate => (1, 1000, 1),
            Self::AverageSize => (1, 1500, 1),
            Self::SizeVariation => (0, 1500, 1),
            Self::SliceDelay => (0, 200_000, 1000),
            Self::Bytes => (0, 65_536, 64),
            Self::Percent => (0, 100, 1),
            Self::Wait => (1, 2000, 10),
        }
    }
}

/// A fault as it is typed.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FaultForm {
    pub(crate) kind: FaultKind,
    /// Its numbers, in the order of [`FaultKind::numbers`].
    pub(crate) typed: Vec<String>,
}

impl FaultForm {
    /// A fault with usual numbers.
    #[must_use]
    pub(crate) fn new(kind: FaultKind) -> Self {
        Self { kind, typed: kind.numbers().iter().map(|number| number.usual().into()).collect() }
    }

    /// The form of a fault.
    #[must_use]
    pub(crate) fn of(fault: &Fault) -> Self {
        let (kind, typed) = match *fault {
            Fault::Latency { latency, jitter } => {
                (FaultKind::Latency, vec![latency.to_string(), jitter.to_string()])
            }
            Fault::Bandwidth { rate } => (FaultKind::Bandwidth, vec![rate.to_string()]),
            Fault::Slicer { average_size, size_variation, delay } => (
                FaultKind::Slicer,
                vec![average_size.to_string(), size_variation.to_string(), delay.to_string()],
            ),
            Fault::LimitData { bytes } => (FaultKind::LimitData, vec![bytes.to_string()]),
            Fault::Timeout { timeout } => (FaultKind::Timeout, vec![timeout.to_string()]),
            Fault::SlowClose { delay } => (FaultKind::SlowClose, vec![delay.to_string()]),
            Fault::ResetPeer { timeout } => (FaultKind::ResetPeer, vec![timeout.to_string()]),
            Fault::Loss { percent } => (FaultKind::Loss, vec![f64::from(percent).to_string()]),
            Fault::Duplicate { percent } => {
                (FaultKind::Duplicate, vec![f64::from(percent).to_string()])
            }
            Fault::Reorder { percent, wait } => {
                (FaultKind::Reorder, vec![f64::from(percent).to_string(), wait.to_string()])
            }
        };
        Self { kind, typed }
    }

    /// The fault that it describes.
    ///
    /// # Errors
    /// The first number that cannot be used, by its place.
    pub(crate) fn fault(&self) -> Result<Fault, usize> {
        Ok(match self.kind {
            FaultKind::Latency => Fault::Latency { latency: self.at(0)?, jitter: self.at(1)? },
            FaultKind::Bandwidth => Fault::Bandwidth { rate: self.at(0)? },
            FaultKind::Slicer => Fault::Slicer {
                average_size: self.at(0)?,
                size_variation: self.at(1)?,
                delay: self.at(2)?,
            },
            FaultKind::LimitData => Fault::LimitData { bytes: self.at(0)? },
            FaultKind::Timeout => Fault::Timeout { timeout: self.at(0)? },
            FaultKind::SlowClose => Fault::SlowClose { delay: self.at(0)? },
            FaultKind::ResetPeer => Fault::ResetPeer { timeout: self.at(0)? },
            FaultKind::Loss => Fault::Loss { percent: self.percent()? },
            FaultKind::Duplicate => Fault::Duplicate { percent: self.percent()? },
            FaultKind::Reorder => Fault::Reorder { percent: self.percent()?, wait: self.at(1)? },
        })
    }

    fn at<T: std::str::FromStr>(&self, place: usize) -> Result<T, usize> {
        self.typed.get(place).and_then(|typed| typed.trim().parse().ok()).ok_or(place)
    }

    fn percent(&self) -> Result<Percent, usize> {
        Percent::try_from(self.at::<f64>(0)?).map_err(|_| 0)
    }
}

/// Faults that show something by one press.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Preset {
    /// Several sends arrive in one receive.
    Sticky,
    /// One send arrives in several receives.
    Split,
    SlowLine,
    LossyUdp,
    /// No faults.
    Clear,
}

impl Preset {
    /// Those for a stream, or for UDP.
    #[must_use]
    pub(crate) fn of(udp: bool) -> &'static [Self] {
        match udp {
            true => &[Self::LossyUdp, Self::SlowLine, Self::Clear],
            false => &[Self::Sticky, Self::Split, Self::SlowLine, Self::Clear],
        }
    }

    /// The faults of both directions.
    #[must_use]
    pub(crate) fn faults(self) -> Vec<FaultForm> {
        let fault = |kind, typed: &[&str]| FaultForm {
            kind,
            typed: typed.iter().map(|number| (*number).to_owned()).collect(),
        };
        match self {
            // A message waits a millisecond for each of its bytes, and those behind it catch up.
            Self::Sticky => vec![fault(FaultKind::Bandwidth, &["1"])],
            Self::Split => vec![fault(FaultKind::Slicer, &["8", "4", "10000"])],
            Self::SlowLine => vec![
                fault(FaultKind::Latency, &["300", "100"]),
                fault(FaultKind::Bandwidth, &["20"]),
            ],
            Self::LossyUdp => vec![
                fault(FaultKind::Loss, &["10"]),
                fault(FaultKind::Duplicate, &["5"]),
                fault(FaultKind::Reorder, &["10", "100"]),
            ],
            Self::Clear => Vec::new(),
        }
    }

    /// Its name in the page's markup.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Sticky => "sticky",
            Self::Split => "split",
            Self::SlowLine => "slow-line",
            Self::LossyUdp => "lossy-udp",
            Self::Clear => "clear",
        }
    }
}

/// A change of one direction's faults.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum FaultEdit {
    Add(FaultKind),
    /// Takes the one at this place away.
    Remove(usize),
    /// Types a number of the one at this place.
    Number(usize, usize, String),
}

impl FaultEdit {
    pub(super) fn apply(self, faults: &mut Vec<FaultForm>) {
        match self {
            Self::Add(kind) => faults.push(FaultForm::new(kind)),
            Self::Remove(place) if place < faults.len() => drop(faults.remove(place)),
            Self::Number(place, number, text) => {
                let fault = faults.get_mut(place);
                if let Some(typed) = fault.and_then(|fault| fault.typed.get_mut(number)) {
                    *typed = text;
                }
            }
            Self::Remove(_) => {}
        }
    }
}

/// The faults of both directions, as they are typed.
pub(crate) type BothFaults = [Vec<FaultForm>; 2];

/// The forms of a setup's faults.
#[must_use]
pub(super) fn forms_of(setup: &lab_shared::assistant::proxy::ProxySetup) -> BothFaults {
    Direction::BOTH.map(|direction| setup.faults(direction).iter().map(FaultForm::of).collect())
}
