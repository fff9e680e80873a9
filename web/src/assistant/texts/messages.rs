//! The texts of the list of named messages, in both languages.

use crate::assistant::state::compose::message_key::KeyConflict;
use crate::assistant::state::compose::messages::FormError;
use crate::kit::texts::Texts;

/// The texts of the list.
#[derive(Debug)]
pub(crate) struct Messages {
    /// Its name.
    pub title: &'static str,
    /// There are none yet.
    pub empty: &'static str,
    /// Opens the form for what is written.
    pub add: &'static str,
    pub import: &'static str,
    /// What can be imported.
    pub import_about: &'static str,
    pub export: &'static str,
    /// Sends a message of this name.
    pub send: fn(&str) -> String,
    /// Takes it into the editors.
    pub load: fn(&str) -> String,
    /// Opens its form.
    pub edit: fn(&str) -> String,
    pub duplicate: fn(&str) -> String,
    pub delete: fn(&str) -> String,
    /// Its grip.
    pub reorder: fn(&str) -> String,
    /// It was deleted.
    pub deleted: fn(&str) -> String,
    pub undo: &'static str,
    pub name: &'static str,
    pub key: &'static str,
    pub no_key: &'static str,
    pub group: &'static str,
    pub end: &'static str,
    /// The end that is chosen when it is sent.
    pub any_end: &'static str,
    pub keep: &'static str,
    pub cancel: &'static str,
    pub error: fn(FormError) -> &'static str,
    pub conflict: fn(KeyConflict) -> &'static str,
    /// The composer has this message.
    pub loaded: fn(&str) -> String,
    pub changed: &'static str,
    /// Keeps the change.
    pub save_back: &'static str,
    /// What came of an import: file, and how many.
    pub imported: fn(&str, usize) -> String,
    /// How many could not be read.
    pub left_out: fn(usize) -> String,
    pub dismiss: &'static str,
}

impl Texts for Messages {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Messages = Messages {
    title: "Messages",
    empty: "Messages with names are kept here and sent with one press or one key. Import brings the lists of Packet Sender and SSCOM.",
    add: "Keep what is written",
    import: "Import",
    import_about: "A setup in TOML, Packet Sender's packets.ini or JSON, SSCOM's .ini",
    export: "Export",
    send: |name| format!("Send {name}"),
    load: |name| format!("Edit {name} in the composer"),
    edit: |name| format!("Name, key and group of {name}"),
    duplicate: |name| format!("Duplicate {name}"),
    delete: |name| format!("Delete {name}"),
    reorder: |name| format!("Move {name}: arrow keys up and down"),
    deleted: |name| format!("{name} was deleted."),
    undo: "Undo",
    name: "Name",
    key: "Key",
    no_key: "none",
    group: "Group",
    end: "From end",
    any_end: "the chosen one",
    keep: "Keep",
    cancel: "Cancel",
    error: |error| match error {
        FormError::NoName => "Give it a name.",
        FormError::NameTaken => "Another message has this name; choose another.",
        FormError::Key(conflict) => (EN.conflict)(conflict),
    },
    conflict: |conflict| match conflict {
        KeyConflict::Unknown => "This is no function key; choose one of the list.",
        KeyConflict::Workbench => "F8 lets a pane fill the window; choose another.",
        KeyConflict::Browser => "The browser uses this key; choose another.",
        KeyConflict::Taken => "Another message has this key; choose another.",
    },
    loaded: |name| format!("Message “{name}”"),
    changed: "changed",
    save_back: "Save the change",
    imported: |file, added| match added {
        1 => format!("{file}: 1 message added"),
        added => format!("{file}: {added} messages added"),
    },
    left_out: |count| format!("{count} could not be read:"),
    dismiss: "Close",
};

static ZH: Messages = Messages {
    title: "消息列表",
    empty: "命名的消息保存在这里，一次点击或一个按键即可发送。“导入”可读取 Packet Sender 和 SSCOM 的列表。",
    add: "保存当前消息",
    import: "导入",
    import_about: "TOML 设置文档、Packet Sender 的 packets.ini 或 JSON、SSCOM 的 .ini",
    export: "导出",
    send: |name| format!("发送 {name}"),
    load: |name| format!("在编辑栏中修改 {name}"),
    edit: |name| format!("{name} 的名称、按键和分组"),
    duplicate: |name| format!("复制 {name}"),
    delete: |name| format!("删除 {name}"),
    reorder: |name| format!("移动 {name}：上下方向键"),
    deleted: |name| format!("已删除 {name}。"),
    undo: "撤销",
    name: "名称",
    key: "按键",
    no_key: "无",
    group: "分组",
    end: "发送端",
    any_end: "当前选中的端",
    keep: "保存",
    cancel: "取消",
    error: |error| match error {
        FormError::NoName => "请填写名称。",
        FormError::NameTaken => "已有同名的消息，请换一个名称。",
        FormError::Key(conflict) => (ZH.conflict)(conflict),
    },
    conflict: |conflict| match conflict {
        KeyConflict::Unknown => "这不是功能键，请从列表中选择。",
        KeyConflict::Workbench => "F8 用于让面板占满窗口，请换一个。",
        KeyConflict::Browser => "浏览器要用这个键，请换一个。",
        KeyConflict::Taken => "另一条消息已用这个键，请换一个。",
    },
    loaded: |name| format!("消息“{name}”"),
    changed: "已修改",
    save_back: "保存修改",
    imported: |file, added| format!("{file}：已添加 {added} 条消息"),
    left_out: |count| format!("{count} 项无法读取："),
    dismiss: "关闭",
};
