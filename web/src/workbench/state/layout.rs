//! How a place's panes share its room: borders that a person moves.

use serde::{Deserialize, Serialize};

/// A border between panes, or between parts of a pane.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Border {
    /// Between the guide and everything else, where programs run.
    Guide,
    /// Between the controls and everything else, on the Bench and in Chat.
    Controls,
    /// Between the panes.
    Halves,
    /// Between the panes and the timeline with the sockets.
    Timeline,
    /// Between timeline and sockets.
    Sockets,
    /// Between editor and console, in both panes.
    Console,
    /// Between threads and console, in both panes.
    Threads,
    /// Between what happened and what is written, in the assistant's middle pane.
    Composer,
}

impl Border {
    /// Its name in the page's markup.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Guide => "guide",
            Self::Controls => "controls",
            Self::Halves => "halves",
            Self::Timeline => "timeline",
            Self::Sockets => "sockets",
            Self::Console => "console",
            Self::Threads => "threads",
            Self::Composer => "composer",
        }
    }

    /// Whether it is moved up and down.
    #[must_use]
    pub(crate) fn is_level(self) -> bool {
        matches!(self, Self::Timeline | Self::Console | Self::Composer)
    }

    /// Where it can be, in percent of what it divides. The borders of panes and sockets never meet: the
    /// grid has one column between them.
    #[must_use]
    pub(crate) fn range(self) -> (f64, f64) {
        match self {
            Self::Guide => (10.0, 40.0),
            Self::Controls => (18.0, 45.0),
            Self::Halves => (20.0, 60.0),
            Self::Timeline => (25.0, 85.0),
            Self::Sockets => (62.0, 88.0),
            Self::Console => (15.0, 85.0),
            Self::Threads => (10.0, 70.0),
            Self::Composer => (25.0, 85.0),
        }
    }
}

/// Where the borders are, each in percent of what it divides.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Layout {
    guide: f64,
    controls: f64,
    halves: f64,
    timeline: f64,
    sockets: f64,
    console: f64,
    threads: f64,
    composer: f64,
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            guide: 16.0,
            controls: 27.0,
            halves: 50.0,
            timeline: 62.0,
            sockets: 78.0,
            console: 58.0,
            threads: 36.0,
            composer: 61.0,
        }
    }
}

/// How a border is moved, in percent.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum BorderMove {
    /// To this place.
    To(f64),
    /// By this far from where it is.
    By(f64),
}

impl Layout {
    /// Where a border is.
    #[must_use]
    pub(crate) fn at(&self, border: Border) -> f64 {
        match border {
            Border::Guide => self.guide,
            Border::Controls => self.controls,
            Border::Halves => self.halves,
            Border::Timeline => self.timeline,
            Border::Sockets => self.sockets,
            Border::Console => self.console,
            Border::Threads => self.threads,
            Border::Composer => self.composer,
        }
    }

    /// The layout after a border was moved.
    #[must_use]
    pub(crate) fn moved(self, border: Border, how: BorderMove) -> Self {
        match how {
            BorderMove::To(place) => self.with(border, place),
            BorderMove::By(distance) => self.with(border, self.at(border) + distance),
        }
    }

    /// The layout with a border elsewhere, as far as it can be there.
    #[must_use]
    pub(crate) fn with(mut self, border: Border, to: f64) -> Self {
        let (least, most) = border.range();
        let place = match border {
            Border::Guide => &mut self.guide,
            Border::Controls => &mut self.controls,
            Border::Halves => &mut self.halves,
            Border::Timeline => &mut self.timeline,
            Border::Sockets => &mut self.sockets,
            Border::Console => &mut self.console,
            Border::Threads => &mut self.threads,
            Border::Composer => &mut self.composer,
        };
        // What is no number, which only a damaged storage has, changes nothing.
        if to.is_finite() {
            *place = to.clamp(least, most);
        }
        self
    }

    /// The layout that a place begins with. Beside the assistant's log stands more than sockets.
    #[must_use]
    pub(crate) fn initial(place: &str) -> Self {
        match place {
            "assistant" => Self { controls: 25.0, sockets: 72.0, ..Self::default() },
            _ => Self::default(),
        }
    }

    /// The custom properties of the style sheet of three panes: controls, what happens, sockets.
    #[must_use]
    pub(crate) fn columns(&self) -> String {
        format!(
            "--bench-columns:minmax(0,{:.2}fr) minmax(0,{:.2}fr) minmax(0,{:.2}fr);--composer:{:.2}%",
            self.controls,
            self.sockets - self.controls,
            100.0 - self.sockets,
            100.0 - self.composer,
        )
    }

    /// The custom properties of the style sheet of the window that programs run in.
    #[must_use]
    pub(crate) fn style(&self) -> String {
        let rest = (100.0 - self.guide) / 100.0;
        let columns = [
            self.guide,
            rest * self.halves,
            rest * (self.sockets - self.halves),
            rest * (100.0 - self.sockets),
        ];
        let track = |share: f64| format!("minmax(0,{share:.2}fr)");
        format!(
            "--work-columns:{};--work-rows:{} {};--editor:{:.2};--foot:{:.2};--foot-columns:{} {}",
            columns.map(track).join(" "),
            track(self.timeline),
            track(100.0 - self.timeline),
            self.console,
            100.0 - self.console,
            track(self.threads),
            track(100.0 - self.threads),
        )
    }

    /// The layout that a storage kept; the default where it keeps none.
    #[must_use]
    pub(crate) fn from_json(json: &str) -> Self {
        let kept: Self = serde_json::from_str(json).unwrap_or_default();
        let borders = [
            Border::Guide,
            Border::Controls,
            Border::Halves,
            Border::Timeline,
            Border::Sockets,
            Border::Console,
            Border::Threads,
            Border::Composer,
        ];
        borders.into_iter().fold(kept, |layout, border| layout.with(border, kept.at(border)))
    }

    /// For a storage.
    #[must_use]
    pub(crate) fn to_json(self) -> String {
        serde_json::to_string(&self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_border_moves_as_far_as_its_range() {
        let layout = Layout::default().with(Border::Guide, 30.0).with(Border::Console, 120.0);
        assert_eq!((layout.at(Border::Guide), layout.at(Border::Console)), (30.0, 85.0));
        assert_eq!(layout.with(Border::Guide, f64::NAN), layout);
    }

    #[test]
    fn each_step_of_a_border_goes_on_from_the_last() {
        let step = |layout: Layout, _| layout.moved(Border::Halves, BorderMove::By(-2.0));
        let stepped = (0..5).fold(Layout::default(), step);
        assert_eq!(stepped, Layout::default().with(Border::Halves, 40.0));
        assert_eq!(stepped.moved(Border::Halves, BorderMove::To(50.0)), Layout::default());
    }

    #[test]
    fn what_is_kept_comes_back_and_what_is_damaged_does_no_harm() {
        let layout = Layout::default().with(Border::Sockets, 70.0);
        assert_eq!(Layout::from_json(&layout.to_json()), layout);
        assert_eq!(Layout::from_json("{"), Layout::default());
        let odd = Layout::from_json(r#"{"guide":-4,"of_another_version":1}"#);
        assert_eq!(odd, Layout::default().with(Border::Guide, 0.0));
    }

    #[test]
    fn three_panes_share_the_whole_width() {
        let layout = Layout::default().with(Border::Controls, 30.0).with(Border::Sockets, 75.0);
        let columns = "--bench-columns:minmax(0,30.00fr) minmax(0,45.00fr) minmax(0,25.00fr);";
        assert!(layout.columns().starts_with(columns), "{}", layout.columns());
    }

    #[test]
    fn the_columns_are_shares_of_the_whole_width() {
        let layout = Layout::default().with(Border::Guide, 20.0).with(Border::Sockets, 75.0);
        let columns = "--work-columns:minmax(0,20.00fr) minmax(0,40.00fr) minmax(0,20.00fr) minmax(0,20.00fr);";
        assert!(layout.style().starts_with(columns), "{}", layout.style());
    }
}
