//! Words for what a message must be, for short messages written in one field, and for the order of lists.

use lab_shared::assistant::compose::Form;

use crate::assistant::state::condition::ConditionKind;
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Conditions {
    /// The choice of a kind.
    pub kind: &'static str,
    /// Each kind in the choice.
    pub kind_name: fn(ConditionKind) -> &'static str,
    /// Each kind in a sentence about a message: before and behind what is written.
    pub in_words: fn(ConditionKind) -> (&'static str, &'static str),
    /// The label of what is written for each kind.
    pub written: fn(ConditionKind) -> &'static str,
    /// What is special about it.
    pub hint: fn(ConditionKind) -> &'static str,
    /// The choice of text or hex.
    pub form: &'static str,
    pub form_name: fn(Form) -> &'static str,
    pub charset: &'static str,
    pub line_ending: &'static str,
    /// No end of the line.
    pub no_ending: &'static str,
    /// One in hex.
    pub own_ending: &'static str,
    /// The choice of an end.
    pub end: &'static str,
    /// Messages of every end.
    pub any_end: &'static str,
    /// Changes an item's place: its number.
    pub move_item: fn(usize) -> String,
    /// How that is done.
    pub move_hint: &'static str,
    /// It was done: the new number, and of how many.
    pub moved: fn(usize, usize) -> String,
}

impl Texts for Conditions {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Conditions = Conditions {
    kind: "When a message",
    kind_name: |kind| match kind {
        ConditionKind::Equals => "is exactly",
        ConditionKind::Begins => "begins with",
        ConditionKind::Contains => "contains",
        ConditionKind::Lacks => "does not contain",
        ConditionKind::Regex => "matches the expression",
        ConditionKind::Hex => "fits the hex pattern",
        ConditionKind::Always => "comes (any)",
    },
    in_words: |kind| match kind {
        ConditionKind::Equals => ("is", ""),
        ConditionKind::Begins => ("begins with", ""),
        ConditionKind::Contains => ("contains", ""),
        ConditionKind::Lacks => ("does not contain", ""),
        ConditionKind::Regex => ("matches", ""),
        ConditionKind::Hex => ("fits", ""),
        ConditionKind::Always => ("comes", ""),
    },
    written: |kind| match kind {
        ConditionKind::Regex => "Expression",
        ConditionKind::Hex => "Pattern",
        _ => "Text",
    },
    hint: |kind| match kind {
        ConditionKind::Regex => {
            "Over bytes. (?-u) lets \\xff be a byte; a reply may use the groups."
        }
        ConditionKind::Hex => "? is any digit, * any number of bytes: 01 03 ?? * 0d 0a",
        _ => "",
    },
    form: "Written as",
    form_name: |form| match form {
        Form::Text => "text",
        Form::Hex => "hex",
    },
    charset: "Encoding",
    line_ending: "Line ending",
    no_ending: "none",
    own_ending: "own bytes",
    end: "From",
    any_end: "any end",
    move_item: |number| format!("Move item {number}"),
    move_hint: "Drag it, or press the up and down arrow keys.",
    moved: |number, all| format!("Moved to place {number} of {all}"),
};

static ZH: Conditions = Conditions {
    kind: "当消息",
    kind_name: |kind| match kind {
        ConditionKind::Equals => "等于",
        ConditionKind::Begins => "开头是",
        ConditionKind::Contains => "包含",
        ConditionKind::Lacks => "不包含",
        ConditionKind::Regex => "匹配正则表达式",
        ConditionKind::Hex => "符合十六进制模式",
        ConditionKind::Always => "到达（任意）",
    },
    in_words: |kind| match kind {
        ConditionKind::Equals => ("等于", "时"),
        ConditionKind::Begins => ("以", "开头时"),
        ConditionKind::Contains => ("包含", "时"),
        ConditionKind::Lacks => ("不包含", "时"),
        ConditionKind::Regex => ("匹配", "时"),
        ConditionKind::Hex => ("符合", "时"),
        ConditionKind::Always => ("到达", "时"),
    },
    written: |kind| match kind {
        ConditionKind::Regex => "表达式",
        ConditionKind::Hex => "模式",
        _ => "内容",
    },
    hint: |kind| match kind {
        ConditionKind::Regex => "按字节匹配。(?-u) 之后 \\xff 表示一个字节；回复中可以使用分组。",
        ConditionKind::Hex => "? 代表任意一位，* 代表任意多个字节：01 03 ?? * 0d 0a",
        _ => "",
    },
    form: "写法",
    form_name: |form| match form {
        Form::Text => "文本",
        Form::Hex => "十六进制",
    },
    charset: "编码",
    line_ending: "行尾",
    no_ending: "无",
    own_ending: "自定义",
    end: "来自",
    any_end: "任意端",
    move_item: |number| format!("移动第 {number} 项"),
    move_hint: "拖动，或按上下方向键。",
    moved: |number, all| format!("已移到第 {number} 位，共 {all} 项"),
};
