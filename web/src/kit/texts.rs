//! How a feature's texts are found, and the texts of the widgets in `kit`.

use lab_shared::language::Language;

/// Texts in both languages. A text missing in either does not compile.
///
/// Each feature has types of its own, so that a lazy part's texts are loaded with it.
pub(crate) trait Texts: Sized + 'static {
    /// In English.
    const EN: &'static Self;
    /// In Chinese.
    const ZH: &'static Self;

    /// These texts in `language`.
    #[must_use]
    fn of(language: Language) -> &'static Self {
        match language {
            Language::Zh => Self::ZH,
            Language::En => Self::EN,
        }
    }
}

/// The texts of the widgets.
#[derive(Debug)]
pub(crate) struct Kit {
    /// The tabs' label on a narrow screen.
    pub panes: &'static str,
    /// A part's code is loading.
    pub part_coming: &'static str,
    /// It did not load.
    pub part_missing: &'static str,
    /// Loads again what did not load.
    pub again: &'static str,
    /// Copies the line.
    pub copy: &'static str,
    /// It was copied.
    pub copied: &'static str,
    /// The browser did not allow it.
    pub copy_failed: &'static str,
}

impl Texts for Kit {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Kit = Kit {
    panes: "Parts of this place",
    part_coming: "Loading…",
    part_missing: "This part of the page did not load.",
    again: "Try again",
    copy: "Copy",
    copied: "Copied",
    copy_failed: "Select it and copy by hand",
};

static ZH: Kit = Kit {
    panes: "这里的各部分",
    part_coming: "正在加载…",
    part_missing: "页面的这一部分没有加载成功。",
    again: "再试一次",
    copy: "复制",
    copied: "已复制",
    copy_failed: "请选中后手动复制",
};
