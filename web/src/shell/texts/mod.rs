//! The texts of the shell, in both languages.

pub(crate) mod invitation;
pub(crate) mod relay;

use crate::kit::texts::Texts;

/// The texts of the shell.
#[derive(Debug)]
pub(crate) struct Shell {
    /// The lab's name.
    pub name: &'static str,
    /// Jumps over the header.
    pub skip: &'static str,
    /// The navigation's label.
    pub places: &'static str,
    /// The Bench's name.
    pub bench: &'static str,
    /// The language switch's label.
    pub language: &'static str,
    /// The theme switch's label.
    pub theme: &'static str,
    /// The theme as the system has it.
    pub theme_auto: &'static str,
    pub theme_light: &'static str,
    pub theme_dark: &'static str,
    /// The lessons' place.
    pub lessons: &'static str,
    /// The Chat place.
    pub chat: &'static str,
    /// The assistant's place.
    pub assistant: &'static str,
}

impl Texts for Shell {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Shell = Shell {
    name: "Socket Lab",
    skip: "Skip to the calls",
    places: "Places",
    bench: "Bench",
    language: "Language",
    theme: "Theme",
    theme_auto: "As the system",
    theme_light: "Light",
    theme_dark: "Dark",
    lessons: "Lessons",
    chat: "Chat",
    assistant: "Assistant",
};

static ZH: Shell = Shell {
    name: "套接字实验室",
    skip: "跳到调用区",
    places: "场所",
    bench: "实验台",
    language: "语言",
    theme: "主题",
    theme_auto: "跟随系统",
    theme_light: "浅色",
    theme_dark: "深色",
    lessons: "课程",
    chat: "聊天室",
    assistant: "调试助手",
};
