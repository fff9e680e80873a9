//! The texts of the lessons, in both languages.

use crate::kit::texts::Texts;

/// The texts of the lessons.
#[derive(Debug)]
pub(crate) struct Lessons {
    /// The place's name.
    pub title: &'static str,
    /// What the place is.
    pub lead: &'static str,
    /// Programs of one's own.
    pub own: &'static str,
    /// What that is.
    pub own_text: &'static str,
    /// The lessons are loading.
    pub loading: &'static str,
    /// They did not load.
    pub failed: &'static str,
    /// Back to all lessons.
    pub all: &'static str,
    /// There are none.
    pub none: &'static str,
    /// The guide's parts.
    pub watch: &'static str,
    /// What to do.
    pub steps: &'static str,
    pub try_next: &'static str,
    /// Above what is tried with the assistant.
    pub assistant: &'static str,
    /// What the real events prove.
    pub checks: &'static str,
    pub check_done: &'static str,
    /// A check that is not done.
    pub check_open: &'static str,
    /// How many are done.
    pub checks_count: fn(usize, usize) -> String,
    /// Before an experiment is run.
    pub predict: &'static str,
    /// Skips the prediction.
    pub skip_prediction: &'static str,
    /// The person's own prediction.
    pub predicted: &'static str,
    pub happened: &'static str,
    /// The prediction was right.
    pub right: &'static str,
    /// It was not.
    pub wrong: &'static str,
    /// What to do before the events have proved an answer.
    pub run_now: &'static str,
    /// Run waits for a prediction.
    pub predict_first: &'static str,
    /// The lesson brings a network, and the relay has none.
    pub needs_network: &'static str,
    /// Run would fail for that.
    pub no_network: &'static str,
}

impl Texts for Lessons {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Lessons = Lessons {
    title: "Lessons",
    lead: "Real Python programs, line by line, on real sockets. Each lesson says what to watch and what to press, and ticks off what really happened.",
    own: "Your own program",
    own_text: "Paste or open any program that uses sockets, and run it here: two side by side, each with its threads.",
    loading: "Loading…",
    failed: "The lessons did not load",
    all: "All lessons",
    none: "There are no lessons here yet.",
    watch: "Watch",
    steps: "Do",
    try_next: "Try next",
    assistant: "Try it with the assistant",
    checks: "Proved by real events",
    check_done: "done",
    check_open: "to do",
    checks_count: |done, all| format!("{done} of {all}"),
    predict: "What do you expect? Choose first, then run.",
    skip_prediction: "Run without a prediction",
    predicted: "your prediction",
    happened: "What happened",
    right: "As you predicted.",
    wrong: "Not as you predicted.",
    run_now: "Now run it: the outcome shows here once the kernel has spoken.",
    predict_first: "Choose a prediction first",
    needs_network: "This lesson runs on hosts of its own, joined by a cable.",
    no_network: "This relay has no network for the lesson",
};

static ZH: Lessons = Lessons {
    title: "课程",
    lead: "真实的 Python 程序，在真实的套接字上一行一行地跑。每一课告诉你看什么、按什么，并把真正发生过的事逐条打勾。",
    own: "自己的程序",
    own_text: "粘贴或打开任何用到套接字的程序，就在这里运行：左右两个，各有各的线程。",
    loading: "正在加载…",
    failed: "课程没有加载成功",
    all: "全部课程",
    none: "这里还没有课程。",
    watch: "看什么",
    steps: "做什么",
    try_next: "再试试",
    assistant: "用调试助手试试",
    checks: "由真实事件证明",
    check_done: "已完成",
    check_open: "待完成",
    checks_count: |done, all| format!("{done} / {all}"),
    predict: "你认为会怎样？先选，再运行。",
    skip_prediction: "不预测，直接运行",
    predicted: "你的预测",
    happened: "实际发生的",
    right: "和你预测的一样。",
    wrong: "和你预测的不一样。",
    run_now: "现在运行：内核给出结果后，会显示在这里。",
    predict_first: "先选一个预测",
    needs_network: "这一课在自己的主机上运行，主机之间连着网线。",
    no_network: "这个中继没有网络给这一课用",
};
