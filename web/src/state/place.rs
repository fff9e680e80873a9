//! Where in the lab a person is, as the page's address says it.

use lab_shared::language::Language;

use super::lesson::LessonId;

/// A place of the lab.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Place {
    /// Every lesson.
    Lessons,
    /// One lesson.
    Lesson(LessonId),
    /// Programs of one's own.
    Program,
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
        let path = path.trim_matches('/');
        if let Some(lesson) = path.strip_prefix("lessons/").and_then(LessonId::new) {
            return Self::Lesson(lesson);
        }
        match path {
            "lessons" => Self::Lessons,
            "program" => Self::Program,
            "chat" => Self::Chat(View::Host),
            "chat/join" => Self::Chat(View::Join),
            "chat/stream" => Self::Chat(View::Stream),
            _ => Self::Bench,
        }
    }

    /// Its path.
    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Lessons => "/lessons".into(),
            Self::Lesson(id) => format!("/lessons/{}", id.as_str()),
            Self::Program => "/program".into(),
            Self::Bench => "/bench".into(),
            Self::Chat(View::Host) => "/chat".into(),
            Self::Chat(View::Join) => "/chat/join".into(),
            Self::Chat(View::Stream) => "/chat/stream".into(),
        }
    }

    /// Its name in the navigation, where several places stand under one.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::Lessons | Self::Lesson(_) | Self::Program => "lessons",
            Self::Bench => "bench",
            Self::Chat(_) => "chat",
        }
    }

    /// Whether programs run there.
    #[must_use]
    pub fn runs_programs(self) -> bool {
        matches!(self, Self::Lesson(_) | Self::Program)
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
        let lesson = Place::Lesson(LessonId::new("a1").expect("it is a name"));
        for place in chats.into_iter().chain([Place::Bench, Place::Lessons, lesson, Place::Program])
        {
            assert_eq!(Place::from_path(&place.path()), place);
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
