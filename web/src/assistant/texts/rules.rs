//! Words of the rules.

use crate::assistant::state::rules::command::ActionKind;
use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Rules {
    pub title: &'static str,
    /// What rules are for, where there is none.
    pub none: &'static str,
    pub add: &'static str,
    /// How a rule's sentence begins.
    pub when: &'static str,
    /// The same with the end that the message comes from: before and behind its name.
    pub when_from: (&'static str, &'static str),
    /// Before the first action, and between two.
    pub then: &'static str,
    /// It has no action.
    pub nothing: &'static str,
    pub reply: &'static str,
    pub after: fn(u32) -> String,
    pub to_all: &'static str,
    pub close: &'static str,
    pub reset: &'static str,
    pub stop: &'static str,
    /// Later rules are tried too.
    pub goes_on: &'static str,
    /// How often it has fired.
    pub hits: fn(u64) -> String,
    /// Whether it is used; names the rule.
    pub in_use: fn(&str) -> String,
    pub edit: fn(&str) -> String,
    pub copy: fn(&str) -> String,
    pub remove: fn(&str) -> String,
    /// A rule without a name.
    pub number: fn(usize) -> String,
    /// The form.
    pub form: &'static str,
    pub name: &'static str,
    pub name_hint: &'static str,
    /// The list of actions.
    pub actions: &'static str,
    pub action_name: fn(ActionKind) -> &'static str,
    pub add_action: &'static str,
    pub remove_action: fn(usize) -> String,
    /// The reply's template.
    pub template: &'static str,
    pub template_hint: &'static str,
    pub delay: &'static str,
    pub to: &'static str,
    pub sender: &'static str,
    pub all: &'static str,
    pub go_on: &'static str,
    pub apply: &'static str,
    pub cancel: &'static str,
    /// What is written is not used yet.
    pub not_yet: &'static str,
    /// The field that tries a message.
    pub try_title: &'static str,
    pub try_message: &'static str,
    pub try_hint: &'static str,
    pub no_rule_fires: &'static str,
    pub fires: fn(&str) -> String,
    pub would_send: &'static str,
    pub cannot_send: &'static str,
}

impl Texts for Rules {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Rules = Rules {
    title: "Rules",
    none: "Rules answer by themselves: what a message must be, and what is sent back. The first one that matches fires.",
    add: "New rule",
    when: "When a message",
    when_from: ("When a message from", ""),
    then: "then",
    nothing: "do nothing",
    reply: "reply",
    after: |milliseconds| format!("after {milliseconds} ms"),
    to_all: "to all",
    close: "close the connection",
    reset: "reset the connection",
    stop: "stop all plans",
    goes_on: "and try the next rules",
    hits: |hits| match hits {
        0 => "has not fired".into(),
        1 => "fired once".into(),
        _ => format!("fired {hits} times"),
    },
    in_use: |rule| format!("Use {rule}"),
    edit: |rule| format!("Edit {rule}"),
    copy: |rule| format!("Duplicate {rule}"),
    remove: |rule| format!("Delete {rule}"),
    number: |number| format!("rule {number}"),
    form: "Rule",
    name: "Name",
    name_hint: "optional",
    actions: "Then, in this order",
    action_name: |kind| match kind {
        ActionKind::Reply => "Reply",
        ActionKind::Close => "Close the connection",
        ActionKind::Reset => "Reset the connection",
        ActionKind::Stop => "Stop all plans",
    },
    add_action: "Add",
    remove_action: |number| format!("Remove action {number}"),
    template: "Reply",
    template_hint: "${match 1} is a group of the expression, ${message} the whole message.",
    delay: "After (ms)",
    to: "To",
    sender: "the sender",
    all: "all peers",
    go_on: "Try the next rules too",
    apply: "Use this rule",
    cancel: "Cancel",
    not_yet: "It is used once you press the button.",
    try_title: "Try a message",
    try_message: "Message",
    try_hint: "Shows which rules would fire and what they would send. Nothing is sent or counted.",
    no_rule_fires: "No rule fires, and nothing would be sent.",
    fires: |rule| format!("{rule} fires"),
    would_send: "would send",
    cannot_send: "cannot send:",
};

static ZH: Rules = Rules {
    title: "规则",
    none: "规则会自动应答：规定消息要满足的条件和回复的内容。第一条匹配的规则生效。",
    add: "新规则",
    when: "当消息",
    when_from: ("当来自", "的消息"),
    then: "就",
    nothing: "什么也不做",
    reply: "回复",
    after: |milliseconds| format!("（{milliseconds} 毫秒后）"),
    to_all: "给所有对端",
    close: "关闭连接",
    reset: "重置连接",
    stop: "停止所有计划",
    goes_on: "并继续尝试后面的规则",
    hits: |hits| match hits {
        0 => "尚未命中".into(),
        _ => format!("命中 {hits} 次"),
    },
    in_use: |rule| format!("启用{rule}"),
    edit: |rule| format!("编辑{rule}"),
    copy: |rule| format!("复制{rule}"),
    remove: |rule| format!("删除{rule}"),
    number: |number| format!("规则 {number}"),
    form: "规则",
    name: "名称",
    name_hint: "可不填",
    actions: "然后依次",
    action_name: |kind| match kind {
        ActionKind::Reply => "回复",
        ActionKind::Close => "关闭连接",
        ActionKind::Reset => "重置连接",
        ActionKind::Stop => "停止所有计划",
    },
    add_action: "添加",
    remove_action: |number| format!("移除第 {number} 个动作"),
    template: "回复内容",
    template_hint: "${match 1} 是正则表达式的分组，${message} 是整条消息。",
    delay: "延时（毫秒）",
    to: "发给",
    sender: "发送者",
    all: "所有对端",
    go_on: "继续尝试后面的规则",
    apply: "使用这条规则",
    cancel: "取消",
    not_yet: "按下按钮后才会生效。",
    try_title: "试一条消息",
    try_message: "消息",
    try_hint: "显示哪些规则会命中、会发送什么。不会真的发送，也不计数。",
    no_rule_fires: "没有规则命中，什么也不会发送。",
    fires: |rule| format!("{rule}命中"),
    would_send: "会发送",
    cannot_send: "无法发送：",
};
