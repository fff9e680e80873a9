//! The composer's texts in both languages.

use std::ops::Range;

use lab_shared::assistant::compose::ComputedSpan;

use crate::assistant::state::compose::insert::{FieldKind, InsertField};
use crate::assistant::state::compose::linked::Part;
use crate::kit::texts::Texts;

/// The texts of the composer.
#[derive(Debug)]
pub(crate) struct Compose {
    /// Its name.
    pub title: &'static str,
    /// The editor of characters.
    pub text: &'static str,
    /// The editor of bytes.
    pub hex: &'static str,
    /// What can be written in each.
    pub text_hint: &'static str,
    pub hex_hint: &'static str,
    /// The editor shows an earlier state.
    pub stale: &'static str,
    /// So many bytes of the text are not shown, and it cannot be edited here.
    pub left_out: fn(usize) -> String,
    /// Empties the composer.
    pub clear: &'static str,
    /// Goes to the mistake.
    pub to_mistake: &'static str,
    /// The mistake is in this part.
    pub part: fn(Part) -> &'static str,
    pub charset: &'static str,
    pub line_ending: &'static str,
    /// None, CR, LF, CRLF, own bytes.
    pub line_endings: [&'static str; 5],
    /// The bytes of an own line ending.
    pub own_ending: &'static str,
    /// The choice of the checksum behind the text.
    pub appended: &'static str,
    /// No checksum behind the text.
    pub nothing: &'static str,
    /// A suffix of one's own.
    pub own_suffix: &'static str,
    /// Unfolds prefix and suffix.
    pub around: &'static str,
    pub prefix: &'static str,
    pub suffix: &'static str,
    /// What will leave.
    pub preview: &'static str,
    /// How many bytes.
    pub bytes: fn(usize) -> String,
    /// So many are not shown.
    pub between: fn(usize) -> String,
    /// What computed these bytes.
    pub explain: fn(&ComputedSpan) -> String,
    /// Said of computed bytes that nobody points at.
    pub explain_hint: &'static str,
    /// There is nothing yet.
    pub empty: &'static str,
    /// The message cannot be computed.
    pub no_preview: &'static str,
    pub send: &'static str,
    /// Sends it through a proxy as one of its sides.
    pub inject: &'static str,
    /// The send key's tooltip.
    pub send_keys: &'static str,
    /// Folds the settings around the text.
    pub fold: &'static str,
    pub fold_help: &'static str,
    /// The label of the milliseconds.
    pub every: &'static str,
    /// What is wrong with them.
    pub every_wrong: &'static str,
    pub repeat: &'static str,
    pub stop: &'static str,
    /// Opens the history.
    pub history: &'static str,
    pub search: &'static str,
    /// Nothing was sent, or nothing is found.
    pub nothing_sent: &'static str,
    pub nothing_found: &'static str,
    /// Up and Down go through it.
    pub history_hint: &'static str,
    /// About the form that makes a field.
    pub insert: Insert,
}

/// About the form that makes a field.
#[derive(Debug)]
pub(crate) struct Insert {
    /// Opens it.
    pub open: &'static str,
    /// Writes the field.
    pub insert: &'static str,
    pub kind: fn(FieldKind) -> &'static str,
    /// What the kind computes.
    pub about: fn(FieldKind) -> &'static str,
    pub checksum: &'static str,
    pub order: &'static str,
    /// The usual one, big-endian, little-endian.
    pub orders: [&'static str; 3],
    /// How the value is written.
    pub way: &'static str,
    /// The words for a way.
    pub way_name: fn(&'static str) -> &'static str,
    pub field: fn(InsertField) -> &'static str,
    /// The range is what is selected.
    pub selected: &'static str,
    /// Where the field goes.
    pub place: &'static str,
    /// To the caret, to the end.
    pub places: [&'static str; 2],
    /// The bytes that the field gives now.
    pub gives: &'static str,
    /// It has no bytes, or the message has a mistake elsewhere.
    pub gives_nothing: &'static str,
}

impl Texts for Compose {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

/// The first and the last of some bytes.
fn ends(bytes: &Range<usize>) -> (usize, usize) {
    (bytes.start, bytes.end.saturating_sub(1))
}

fn explain_en(span: &ComputedSpan) -> String {
    let what = match span.what.as_str() {
        "counter" => "Counter: it grows with each send",
        "time" => "Time of the send",
        "random" => "Random bytes: others at each send",
        "length" => "Length",
        checksum => checksum,
    };
    let (first, last) = ends(&span.bytes);
    let place = match first == last {
        true => format!("byte {first}"),
        false => format!("bytes {first} to {last}"),
    };
    match &span.covers {
        Some(covers) if covers.is_empty() => format!("{what} of no bytes, at {place}"),
        Some(covers) => {
            let (from, to) = ends(covers);
            format!("{what} of bytes {from} to {to}, at {place}")
        }
        None => format!("{what}, at {place}"),
    }
}

fn explain_zh(span: &ComputedSpan) -> String {
    let what = match span.what.as_str() {
        "counter" => "计数器：每次发送递增",
        "time" => "发送时刻",
        "random" => "随机字节：每次发送都不同",
        "length" => "长度",
        checksum => checksum,
    };
    let (first, last) = ends(&span.bytes);
    let place = match first == last {
        true => format!("第 {first} 字节"),
        false => format!("第 {first} 到 {last} 字节"),
    };
    match &span.covers {
        Some(covers) if covers.is_empty() => format!("{what}（范围为空），位于{place}"),
        Some(covers) => {
            let (from, to) = ends(covers);
            format!("{what}，覆盖第 {from} 到 {to} 字节，位于{place}")
        }
        None => format!("{what}，位于{place}"),
    }
}

static EN: Compose = Compose {
    title: "Message",
    text: "Text",
    hex: "Hex",
    text_hint: "Characters and escapes such as \\r\\n, \\x00, \\u4f60",
    hex_hint: "01 03 00 0A; also 0x01, C arrays, hexdump and Wireshark copies",
    stale: "An earlier state, until the mistake is repaired",
    left_out: |bytes| {
        format!("{bytes} more bytes are not shown; all are sent. To change it, clear it.")
    },
    clear: "Clear",
    to_mistake: "Go to the mistake",
    part: |part| match part {
        Part::Prefix => "Prefix",
        Part::Text => "Message",
        Part::Suffix => "Suffix",
        Part::LineEnding => "Whole message",
    },
    charset: "Encoding",
    line_ending: "Line ending",
    line_endings: ["none", "CR", "LF", "CRLF", "own bytes"],
    own_ending: "Own ending (hex)",
    appended: "Append checksum",
    nothing: "none",
    own_suffix: "own suffix",
    around: "Prefix, suffix",
    prefix: "Prefix",
    suffix: "Suffix",
    preview: "What will leave",
    bytes: |bytes| match bytes {
        1 => "1 byte".into(),
        bytes => format!("{bytes} bytes"),
    },
    between: |bytes| format!("… {bytes} bytes not shown …"),
    explain: explain_en,
    explain_hint: "Computed at each send",
    empty: "Write in either field: the bytes appear here.",
    no_preview: "Nothing can be sent until the mistake is repaired.",
    send: "Send",
    inject: "Inject",
    send_keys: "Ctrl+Enter sends from either field",
    fold: "Options",
    fold_help: "Encoding, line ending, checksum, prefix and suffix",
    every: "Every (ms)",
    every_wrong: "1 to 86400000",
    repeat: "Repeat",
    stop: "Stop repeating",
    history: "History",
    search: "Search what was sent",
    nothing_sent: "Nothing was sent yet.",
    nothing_found: "Nothing of that kind was sent.",
    history_hint: "In an editor: ↑ and ↓",
    insert: Insert {
        open: "Insert",
        insert: "Insert",
        kind: |kind| match kind {
            FieldKind::Checksum => "Checksum",
            FieldKind::Length => "Length",
            FieldKind::Counter => "Counter",
            FieldKind::Time => "Time",
            FieldKind::Random => "Random",
        },
        about: |kind| match kind {
            FieldKind::Checksum => "Of everything in front of it, unless a range is given.",
            FieldKind::Length => "Of everything behind it, unless a range is given.",
            FieldKind::Counter => "Grows with each send of this message.",
            FieldKind::Time => "Taken at each send.",
            FieldKind::Random => "Drawn anew at each send.",
        },
        checksum: "Algorithm",
        order: "Byte order",
        orders: ["usual", "high first", "low first"],
        way: "Written as",
        way_name: |way| match way {
            "bytes" => "bytes",
            "hex" => "digits 0a",
            "HEX" => "digits 0A",
            "dec" => "decimal digits",
            "u8" => "1 byte",
            "u16be" => "2 bytes, high first",
            "u16le" => "2 bytes, low first",
            "u32be" => "4 bytes, high first",
            "u32le" => "4 bytes, low first",
            "date-time" => "date and time",
            "date" => "date",
            "clock" => "time of day",
            "unix" => "seconds since 1970",
            "unix-ms" => "milliseconds since 1970",
            "unix as=u32be" => "seconds, 4 bytes, high first",
            "unix as=u32le" => "seconds, 4 bytes, low first",
            other => other,
        },
        field: |field| match field {
            InsertField::Search => "Search the catalogue",
            InsertField::From => "From byte",
            InsertField::To => "To byte",
            InsertField::Start => "First value",
            InsertField::Step => "Step",
            InsertField::Width => "Least digits",
            InsertField::Plus => "Plus",
            InsertField::Bytes => "How many bytes",
        },
        selected: "Only what is selected",
        place: "Where",
        places: ["at the caret", "at the end"],
        gives: "Gives now",
        gives_nothing: "Gives bytes once the message can be read.",
    },
};

static ZH: Compose = Compose {
    title: "消息",
    text: "文本",
    hex: "十六进制（HEX）",
    text_hint: "字符与转义，如 \\r\\n、\\x00、\\u4f60",
    hex_hint: "01 03 00 0A；也可粘贴 0x01、C 数组、hexdump 或 Wireshark 的内容",
    stale: "改正错误之前，这里是之前的内容",
    left_out: |bytes| format!("还有 {bytes} 字节未显示，发送时完整发出。要修改请先清空。"),
    clear: "清空",
    to_mistake: "定位到错误",
    part: |part| match part {
        Part::Prefix => "前缀",
        Part::Text => "消息",
        Part::Suffix => "后缀",
        Part::LineEnding => "整条消息",
    },
    charset: "编码",
    line_ending: "行尾",
    line_endings: ["无", "CR", "LF", "CRLF", "自定义"],
    own_ending: "自定义行尾（十六进制）",
    appended: "附加校验",
    nothing: "无",
    own_suffix: "自定义后缀",
    around: "前缀、后缀",
    prefix: "前缀",
    suffix: "后缀",
    preview: "将要发出的字节",
    bytes: |bytes| format!("{bytes} 字节"),
    between: |bytes| format!("……{bytes} 字节未显示……"),
    explain: explain_zh,
    explain_hint: "每次发送时计算",
    empty: "在任意一栏里写，字节会显示在这里。",
    no_preview: "改正错误后才能发送。",
    send: "发送",
    inject: "注入",
    send_keys: "在任意一栏按 Ctrl+Enter 发送",
    fold: "发送设置",
    fold_help: "编码、行尾、校验、前缀与后缀",
    every: "循环周期（毫秒）",
    every_wrong: "1 到 86400000",
    repeat: "循环发送",
    stop: "停止循环",
    history: "历史",
    search: "搜索发送过的内容",
    nothing_sent: "还没有发送过。",
    nothing_found: "没有发送过这样的内容。",
    history_hint: "在输入栏里按 ↑ 和 ↓",
    insert: Insert {
        open: "插入",
        insert: "插入",
        kind: |kind| match kind {
            FieldKind::Checksum => "校验",
            FieldKind::Length => "长度",
            FieldKind::Counter => "计数",
            FieldKind::Time => "时间",
            FieldKind::Random => "随机",
        },
        about: |kind| match kind {
            FieldKind::Checksum => "若不指定范围，计算它前面的全部内容。",
            FieldKind::Length => "若不指定范围，计算它后面的全部内容。",
            FieldKind::Counter => "这条消息每发送一次就递增。",
            FieldKind::Time => "每次发送时取当时的时间。",
            FieldKind::Random => "每次发送时重新生成。",
        },
        checksum: "算法",
        order: "字节序",
        orders: ["惯例", "高字节在前", "低字节在前"],
        way: "写成",
        way_name: |way| match way {
            "bytes" => "字节",
            "hex" => "字符 0a",
            "HEX" => "字符 0A",
            "dec" => "十进制字符",
            "u8" => "1 字节",
            "u16be" => "2 字节，高字节在前",
            "u16le" => "2 字节，低字节在前",
            "u32be" => "4 字节，高字节在前",
            "u32le" => "4 字节，低字节在前",
            "date-time" => "日期和时间",
            "date" => "日期",
            "clock" => "时刻",
            "unix" => "1970 年以来的秒数",
            "unix-ms" => "1970 年以来的毫秒数",
            "unix as=u32be" => "秒数，4 字节，高字节在前",
            "unix as=u32le" => "秒数，4 字节，低字节在前",
            other => other,
        },
        field: |field| match field {
            InsertField::Search => "搜索算法目录",
            InsertField::From => "起始字节",
            InsertField::To => "结束字节",
            InsertField::Start => "初值",
            InsertField::Step => "步长",
            InsertField::Width => "最少位数",
            InsertField::Plus => "加上",
            InsertField::Bytes => "字节数",
        },
        selected: "只计算选中的部分",
        place: "位置",
        places: ["光标处", "末尾"],
        gives: "当前值",
        gives_nothing: "消息可以读取后给出字节。",
    },
};
