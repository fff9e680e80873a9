//! Where in the lab a person is, as the page's address says it.

use lab_shared::language::Language;

/// A place of the lab.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Place {
    /// The calls by hand.
    #[default]
    Bench,
    /// Rooms.
    Chat(View),
}

/// What the Chat place shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum View {
    /// A room hosted here.
    #[default]
    Host,
    /// A client of somebody's room.
    Join,
    /// Boundaries on a byte stream.
    Stream,
}

impl View {
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
}

impl Place {
    /// The place of a path; anything unknown is the Bench.
    #[must_use]
    pub fn from_path(path: &str) -> Self {
        match path.trim_matches('/') {
            "chat" => Self::Chat(View::Host),
            "chat/join" => Self::Chat(View::Join),
            "chat/stream" => Self::Chat(View::Stream),
            _ => Self::Bench,
        }
    }

    /// Its path.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Bench => "/bench",
            Self::Chat(View::Host) => "/chat",
            Self::Chat(View::Join) => "/chat/join",
            Self::Chat(View::Stream) => "/chat/stream",
        }
    }

    /// A link to it that says the language too.
    #[must_use]
    pub fn link(self, language: Language) -> String {
        format!("{}?lang={}", self.path(), language.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_by_its_own_path() {
        let chats = View::ALL.map(Place::Chat);
        for place in chats.into_iter().chain([Place::Bench]) {
            assert_eq!(Place::from_path(place.path()), place);
            assert_eq!(Place::from_path(&format!("{}/", place.path())), place);
        }
        assert_eq!(Place::from_path("/"), Place::Bench);
        assert_eq!(Place::from_path("/nowhere"), Place::Bench);
    }

    #[test]
    fn a_link_says_place_and_language() {
        assert_eq!(Place::Chat(View::Host).link(Language::Zh), "/chat?lang=zh-CN");
    }
}
