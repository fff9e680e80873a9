//! The texts of the calls and their fields, in both languages.

use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct Controls {
    /// The pane's name.
    pub title: &'static str,
    /// The socket the calls act on.
    pub target: &'static str,
    /// There is none.
    pub no_target: &'static str,
    /// Where the next socket is made.
    pub next_host: &'static str,
    /// Unfolds the calls less used.
    pub more: &'static str,
    /// Unfolds the arguments of `socket`.
    pub make_fields: &'static str,
    /// The heading of a call's description.
    pub about: &'static str,
    /// The variable of a new socket.
    pub variable: &'static str,
    /// Address family.
    pub family: &'static str,
    /// Socket type.
    pub kind: &'static str,
    /// Protocol number.
    pub proto: &'static str,
    pub host: &'static str,
    pub port: &'static str,
    /// Path of a Unix socket.
    pub path: &'static str,
    pub backlog: &'static str,
    /// Buffer size.
    pub bufsize: &'static str,
    /// What to send.
    pub content: &'static str,
    /// What to send, as hex digits.
    pub content_hex: &'static str,
    /// Text encoding, or hex.
    pub encoding: &'static str,
    /// What is put after the text.
    pub ending: &'static str,
    /// No ending.
    pub ending_none: &'static str,
    pub flags: &'static str,
    /// Which half.
    pub how: &'static str,
    /// Socket option.
    pub option: &'static str,
    /// The option's value.
    pub value: &'static str,
    /// How many bytes to read of it.
    pub buflen: &'static str,
    pub seconds: &'static str,
    /// Whether calls block.
    pub blocking: &'static str,
    /// The sockets to wait for.
    pub poll_sockets: &'static str,
    /// There are none.
    pub poll_none: &'static str,
    /// Wait until it can be read.
    pub readable: &'static str,
    /// Wait until it can be written.
    pub writable: &'static str,
    /// It is no valid Python variable.
    pub no_variable: &'static str,
    /// Another socket has it.
    pub variable_taken: &'static str,
    /// Too many bytes.
    pub too_long: &'static str,
}

impl Texts for Controls {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Controls = Controls {
    title: "Calls",
    target: "On socket",
    no_target: "none yet: press socket",
    next_host: "New on host",
    more: "More calls",
    make_fields: "Variable, family, type",
    about: "About this call",
    variable: "Variable",
    family: "Family",
    kind: "Type",
    proto: "Proto",
    host: "Host",
    port: "Port",
    path: "Path",
    backlog: "Backlog",
    bufsize: "Bufsize",
    content: "Text to send",
    content_hex: "Bytes to send, in hex",
    encoding: "Encoding",
    ending: "Then",
    ending_none: "nothing",
    flags: "Flags",
    how: "Half",
    option: "Option",
    value: "Value",
    buflen: "Buflen",
    seconds: "Seconds",
    blocking: "Blocking",
    poll_sockets: "Wait until",
    poll_none: "There is no socket to wait for yet.",
    readable: "readable",
    writable: "writable",
    no_variable: "Not a variable's name: letters, digits and _, no digit first, no keyword.",
    variable_taken: "Another socket has this variable.",
    too_long: "More than 1 MiB: send it in parts.",
};

static ZH: Controls = Controls {
    title: "调用",
    target: "作用于",
    no_target: "还没有套接字：先按 socket",
    next_host: "建在主机",
    more: "更多调用",
    make_fields: "变量名、地址族、类型",
    about: "这个调用的作用",
    variable: "变量名",
    family: "地址族",
    kind: "类型",
    proto: "协议号",
    host: "主机",
    port: "端口",
    path: "路径",
    backlog: "backlog",
    bufsize: "bufsize",
    content: "要发送的文本",
    content_hex: "要发送的字节（十六进制）",
    encoding: "编码",
    ending: "结尾",
    ending_none: "无",
    flags: "标志",
    how: "方向",
    option: "选项",
    value: "值",
    buflen: "buflen",
    seconds: "秒数",
    blocking: "阻塞",
    poll_sockets: "等到",
    poll_none: "还没有可等待的套接字。",
    readable: "可读",
    writable: "可写",
    no_variable: "不是变量名：用字母、数字和 _，不以数字开头，不是关键字。",
    variable_taken: "这个变量名已被另一个套接字使用。",
    too_long: "超过 1 MiB：请分几次发送。",
};
