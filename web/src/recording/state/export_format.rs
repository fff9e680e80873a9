//! The formats that a recording is saved in, and the file's name for each.

use crate::kit::state::file_name::FileName;

/// A file made of a recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ExportFormat {
    /// The recording itself.
    Json,
    /// The program that makes the same calls.
    Python,
    /// The captured segments.
    Capture,
    /// The sequence diagram as it is drawn.
    Svg,
    /// The same in pixels.
    Png,
}

impl ExportFormat {
    /// The formats offered whatever is in view.
    pub(crate) const ALWAYS: [Self; 3] = [Self::Json, Self::Python, Self::Capture];

    /// The formats offered with the sequence diagram.
    pub(crate) const DRAWN: [Self; 2] = [Self::Svg, Self::Png];

    /// The file's name.
    #[must_use]
    pub(crate) fn file(self) -> FileName {
        match self {
            Self::Json => FileName::new("socket-lab", ".json"),
            Self::Python => FileName::new("socket_lab", ".py"),
            Self::Capture => FileName::new("socket-lab", ".pcap"),
            Self::Svg => FileName::new("socket-lab", ".svg"),
            Self::Png => FileName::new("socket-lab", ".png"),
        }
    }

    #[must_use]
    pub(crate) fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Python => "text/x-python",
            Self::Capture => "application/vnd.tcpdump.pcap",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
        }
    }

    /// Its name in the page's markup.
    #[must_use]
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Python => "python",
            Self::Capture => "pcap",
            Self::Svg => "svg",
            Self::Png => "png",
        }
    }
}
