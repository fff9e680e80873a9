//! What the Chat place shows: hosting a room, joining one, or the experiment.

/// What the Chat place shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ChatRoute {
    /// A room hosted here.
    #[default]
    Host,
    /// A client of another room.
    Join,
    /// Boundaries on a byte stream.
    Stream,
}

impl ChatRoute {
    /// Every view, in the order people are offered them.
    pub const ALL: [Self; 3] = [Self::Host, Self::Join, Self::Stream];

    /// Its name in the page's markup.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Join => "join",
            Self::Stream => "stream",
        }
    }
    /// Its path.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Host => "/chat",
            Self::Join => "/chat/join",
            Self::Stream => "/chat/stream",
        }
    }
}
