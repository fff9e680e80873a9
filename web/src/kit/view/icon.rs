//! The page's icons: strokes on a 16-unit grid, in the colour of the text around them.

use yew::prelude::*;

/// What an icon shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    /// A rack: the server.
    Server,
    /// A screen: the client.
    Client,
    /// Two sockets apart: playing freely.
    Free,
    /// Two sheets.
    Copy,
    /// A tick.
    Check,
    Cross,
    /// A prompt.
    Terminal,
    /// An hourglass: blocked.
    Blocked,
    /// Something to know.
    Note,
    /// A plug pulled out.
    Unplugged,
    /// Sun.
    Light,
    /// Moon.
    Dark,
    /// Half and half.
    Auto,
    /// Points left.
    Back,
    /// Points right.
    Next,
    /// A triangle: run.
    Run,
    /// Two bars: hold.
    Pause,
    /// An arrow over a dot: to the next line.
    Step,
    /// A square: end.
    Stop,
    /// A circle with an arrow: once more.
    Again,
    /// A folder.
    Folder,
    /// A sheet with a folded corner.
    File,
    /// A picture, or other data.
    Data,
    /// An arrow into a tray.
    Save,
    /// A plus.
    New,
    /// A magnifying glass.
    Find,
    /// A loudspeaker.
    Aloud,
    /// A pencil.
    Edit,
    /// Corners pointing out: fill the window.
    Larger,
    /// Corners pointing in: go back.
    Smaller,
    /// Two columns of dots: to be dragged.
    Grip,
}

impl Icon {
    fn path(self) -> &'static str {
        match self {
            Self::Server => "M3 3h10v4H3zM3 9h10v4H3zM5.5 5h.01M5.5 11h.01M8 5h3M8 11h3",
            Self::Client => "M2.5 3h11v7.5h-11zM6 13.5h4M8 10.5v3",
            Self::Free => {
                "M2.5 8a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M11 3.5v3M9.5 5h3M10 9h3.5v3.5H10z"
            }
            Self::Copy => "M6 5.5h7.5V13H6zM10 5.5V3H2.5v7.5H6",
            Self::Check => "M3 8.5l3.2 3.2L13 5",
            Self::Cross => "M4 4l8 8M12 4l-8 8",
            Self::Terminal => "M2.5 3h11v10h-11zM5 6l2 2-2 2M8.5 10.5h2.5",
            Self::Blocked => {
                "M4 2.5h8M4 13.5h8M5 2.5c0 3 3 3.6 3 5.5s-3 2.5-3 5.5M11 2.5c0 3-3 3.6-3 5.5s3 2.5 3 5.5"
            }
            Self::Note => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 7.5v3.5M8 5h.01",
            Self::Unplugged => {
                "M9.5 4.5l2 2a2.8 2.8 0 0 1 0 4M6.5 11.5l-2-2a2.8 2.8 0 0 1 0-4M2.5 13.5l2-2M13.5 2.5l-2 2M7 7L5.5 8.5M10.5 7.5L9 9"
            }
            Self::Light => {
                "M8 11a3 3 0 1 0 0-6a3 3 0 0 0 0 6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9"
            }
            Self::Dark => "M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z",
            Self::Auto => "M8 13.5a5.5 5.5 0 1 0 0-11zM8 2.5a5.5 5.5 0 0 0 0 11",
            Self::Back => "M10 3.5L5.5 8L10 12.5",
            Self::Next => "M6 3.5L10.5 8L6 12.5",
            Self::Run => "M4.5 3l8.5 5l-8.5 5z",
            Self::Pause => "M5.5 3.5v9M10.5 3.5v9",
            Self::Step => "M2.5 8.5a5 5 0 0 1 9.6-1.2M12.5 4v3.5H9M8 12.5h.01",
            Self::Again => "M12.8 6.2A5.2 5.2 0 1 0 13 9M13 3v3.5H9.5",
            Self::Larger => "M9.5 2.5h4v4M6.5 13.5h-4v-4M13.5 2.5l-4 4M2.5 13.5l4-4",
            Self::Smaller => "M13.5 6.5h-4v-4M2.5 9.5h4v4M9.5 6.5l4-4M6.5 9.5l-4 4",
            Self::Stop => "M4 4h8v8H4z",
            Self::Folder => "M2 12.5v-9h4l1.5 2H14v7z",
            Self::File => "M4 2h5l3 3v9H4zM9 2v3h3",
            Self::Data => "M2.5 3h11v10h-11zM2.5 11l3.2-3.4 2.5 2.4 2-1.8 3.3 2.8M6 6h.01",
            Self::Save => "M8 2.5v7M5 7l3 3l3-3M2.5 11v2.5h11V11",
            Self::New => "M8 3v10M3 8h10",
            Self::Find => "M7 11.5a4.5 4.5 0 1 0 0-9a4.5 4.5 0 0 0 0 9zM10.5 10.5l3 3",
            Self::Aloud => "M2.5 6v4H5l3.5 3V3L5 6zM11 5.5a3.5 3.5 0 0 1 0 5",
            Self::Grip => "M6 3.5h.01M10 3.5h.01M6 8h.01M10 8h.01M6 12.5h.01M10 12.5h.01",
            Self::Edit => "M3 13l.7-3L10.5 3.2l2.3 2.3L6 12.3zM9 4.7L11.3 7",
        }
    }

    /// The icon as markup. It is hidden from screen readers, which read the words beside it.
    pub(crate) fn html(self) -> Html {
        html! {
            <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
                <path d={self.path()} />
            </svg>
        }
    }
}
