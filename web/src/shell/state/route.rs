//! Where in the lab a person is, as the page's address says it.

use lab_shared::language::Language;

use crate::chat::state::route::ChatRoute;
use crate::kit::state::page_link::page_link;
use crate::lessons::state::LessonRoute;
use crate::programs::state::share;
use lab_shared::lesson::LessonId;

/// A place of the lab.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Route {
    /// Every lesson.
    Lessons,
    Lesson(LessonId),
    /// Programs of one's own.
    Program,
    /// The calls by hand.
    #[default]
    Bench,
    /// Rooms.
    Chat(ChatRoute),
    /// The assistant.
    Assistant,
}

impl From<LessonRoute> for Route {
    fn from(route: LessonRoute) -> Self {
        match route {
            LessonRoute::All => Self::Lessons,
            LessonRoute::Lesson(id) => Self::Lesson(id),
            LessonRoute::Own => Self::Program,
            LessonRoute::Assistant => Self::Assistant,
        }
    }
}

impl Route {
    /// The places that are one each, without a lesson's id or a view of the chat.
    const SINGLE: &[Self] = &[Self::Lessons, Self::Program, Self::Bench, Self::Assistant];

    /// The place of a path; any unknown path is the Bench.
    #[must_use]
    pub fn from_path(path: &str) -> Self {
        let path = path.trim_end_matches('/');
        let lesson = LessonId::from_path(path).map(Self::Lesson);
        let other = || Self::others().find(|route| route.path() == path);
        lesson.or_else(other).unwrap_or_default()
    }

    /// Every place that is not a lesson.
    fn others() -> impl Iterator<Item = Self> {
        Self::SINGLE.iter().copied().chain(ChatRoute::ALL.map(Self::Chat))
    }

    #[must_use]
    pub fn path(self) -> String {
        match self {
            Self::Lessons => "/lessons".into(),
            Self::Lesson(id) => id.path(),
            Self::Program => share::PATH.into(),
            Self::Bench => "/bench".into(),
            Self::Chat(view) => view.path().into(),
            Self::Assistant => "/assistant".into(),
        }
    }

    /// Its name in the navigation, where several places stand under one.
    #[must_use]
    pub fn section(self) -> &'static str {
        match self {
            Self::Lessons | Self::Lesson(_) | Self::Program => "lessons",
            Self::Bench => "bench",
            Self::Chat(_) => "chat",
            Self::Assistant => "assistant",
        }
    }

    /// The lesson of that place.
    #[must_use]
    pub fn lesson(self) -> Option<LessonId> {
        match self {
            Self::Lesson(id) => Some(id),
            _ => None,
        }
    }

    /// A link to it that says the language too.
    #[must_use]
    pub fn link(self, language: Language) -> String {
        page_link(&self.path(), language)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_found_by_its_own_path() {
        let lesson = Route::Lesson(LessonId::new("a1").expect("it is a name"));
        for route in Route::others().chain([lesson]) {
            assert_eq!(Route::from_path(&route.path()), route);
            assert_eq!(Route::from_path(&format!("{}/", route.path())), route);
        }
        assert_eq!(Route::from_path("/"), Route::Bench);
        assert_eq!(Route::from_path("/nowhere"), Route::Bench);
    }

    #[test]
    fn a_link_says_place_and_language() {
        assert_eq!(Route::Chat(ChatRoute::Host).link(Language::Zh), "/chat?lang=zh-CN");
    }
}
