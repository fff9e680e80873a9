//! The texts of the plot, in both languages.

use crate::kernel::state::plot::{Measure, Panel};
use crate::kit::state::format::{count, duration};
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Plot {
    /// Its name.
    pub title: &'static str,
    /// A panel's name.
    pub panel: fn(Panel) -> &'static str,
    /// What a measure is.
    pub measure: fn(Measure) -> &'static str,
    /// A value of it with its unit.
    pub value: fn(Measure, u64) -> String,
    /// What the kernel does not report.
    pub unknown: &'static str,
    /// The packets' name.
    pub packets: &'static str,
    /// The packets of the socket's own end, and of the peer's.
    pub ends: [&'static str; 2],
    pub sent: &'static str,
    pub lost: &'static str,
    pub again: &'static str,
    /// No cable sees the packets: retransmissions are counted by the kernel.
    pub counted: &'static str,
    /// How long it covers, how many packets were lost, and how many sent again.
    pub summary: fn(u64, usize, usize) -> String,
    /// A measure's lowest and highest value, and what it is now.
    pub span: fn(&str, &str, &str) -> String,
    /// A mark: what it is, whether it was lost and whether it was sent again, how many more there are at its place.
    pub mark: fn(&str, bool, bool, usize) -> String,
}

impl Texts for Plot {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Plot = Plot {
    title: "Congestion and timers over time",
    panel: |panel| match panel {
        Panel::Segments => "segments",
        Panel::Bytes => "bytes",
        Panel::Time => "time (logarithmic)",
    },
    measure: |measure| match measure {
        Measure::Window => "congestion window",
        Measure::Threshold => "slow start threshold",
        Measure::Unacknowledged => "sent, not acknowledged",
        Measure::RoundTrip => "round-trip time",
        Measure::Timeout => "retransmission timer",
    },
    value: |measure, value| match measure.panel() {
        Panel::Segments if value == 1 => "1 segment".into(),
        Panel::Segments => format!("{} segments", count(value)),
        _ => with_unit(measure, value),
    },
    unknown: "not reported",
    packets: "packets",
    ends: ["this end", "other end"],
    sent: "arrived",
    lost: "lost",
    again: "sent again",
    counted: "No cable sees these packets. A mark is a report in which the kernel has counted another retransmission.",
    summary: |time, lost, again| {
        let packets = |count: usize| if count == 1 { "packet" } else { "packets" };
        format!(
            "{} in all: {lost} {} lost, {again} {} sent again.",
            duration(time),
            packets(lost),
            packets(again)
        )
    },
    span: |low, high, now| format!("from {low} to {high}, now {now}"),
    mark: |what, lost, again, more| {
        let what = if what.is_empty() { "packet" } else { what };
        let again = if again { ", sent again" } else { "" };
        let lost = if lost { ", lost" } else { "" };
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        format!("{what}{again}{lost}{more}")
    },
};

static ZH: Plot = Plot {
    title: "拥塞与定时器随时间的变化",
    panel: |panel| match panel {
        Panel::Segments => "报文段",
        Panel::Bytes => "字节",
        Panel::Time => "时间（对数）",
    },
    measure: |measure| match measure {
        Measure::Window => "拥塞窗口",
        Measure::Threshold => "慢启动阈值",
        Measure::Unacknowledged => "已发出、未确认",
        Measure::RoundTrip => "往返时间",
        Measure::Timeout => "重传定时器",
    },
    value: |measure, value| match measure.panel() {
        Panel::Segments => format!("{} 段", count(value)),
        _ => with_unit(measure, value),
    },
    unknown: "内核没有给出",
    packets: "包",
    ends: ["本端", "对端"],
    sent: "到达",
    lost: "丢失",
    again: "重传",
    counted: "这些包不经过网线。每个标记是内核又数到一次重传的那次报告。",
    summary: |time, lost, again| {
        format!("共 {}：丢失 {lost} 个包，重传 {again} 个包。", duration(time))
    },
    span: |low, high, now| format!("从 {low} 到 {high}，现在 {now}"),
    mark: |what, lost, again, more| {
        let what = if what.is_empty() { "包" } else { what };
        let again = if again { "，重传" } else { "" };
        let lost = if lost { "，丢失" } else { "" };
        let more = if more > 0 { format!("，另有 {more} 个") } else { String::new() };
        format!("{what}{again}{lost}{more}")
    },
};

fn with_unit(measure: Measure, value: u64) -> String {
    match measure.panel() {
        Panel::Segments | Panel::Bytes => format!("{} B", count(value)),
        Panel::Time => duration(value),
    }
}
