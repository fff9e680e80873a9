//! The texts of the panes, in both languages.

use super::state::layout::Border;
use crate::kit::texts::Texts;

/// The panes, their borders, and the choice of what the middle one shows.
#[derive(Debug)]
pub(crate) struct Workbench {
    /// The label of the choice.
    pub aspects: &'static str,
    /// Calls and segments as a diagram.
    pub sequence: &'static str,
    /// What the kernel does.
    pub kernel: &'static str,
    /// The page's network.
    pub network: &'static str,
    /// Lets a pane fill the window, and go back.
    pub fill: &'static str,
    /// The label of a border between panes.
    pub border: fn(Border) -> &'static str,
    /// How it is moved.
    pub border_help: &'static str,
}

impl Texts for Workbench {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Workbench = Workbench {
    aspects: "What to see",
    sequence: "Sequence",
    kernel: "Kernel",
    network: "Network",
    fill: "Fill the window and go back (F8)",
    border: |border| match border {
        Border::Guide => "Width of the guide",
        Border::Controls => "Width of the controls",
        Border::Halves => "Width of the server's half",
        Border::Timeline => "Height of the halves",
        Border::Sockets => "Width of the timeline",
        Border::Console => "Height of the editor",
        Border::Threads => "Width of the threads",
        Border::Composer => "Height of the log",
    },
    border_help: "Drag it, or move it with the arrow keys; a double click or Enter puts it back",
};

static ZH: Workbench = Workbench {
    aspects: "看什么",
    sequence: "时序",
    kernel: "内核",
    network: "网络",
    fill: "占满窗口，再按一次还原（F8）",
    border: |border| match border {
        Border::Guide => "说明的宽度",
        Border::Controls => "控制栏的宽度",
        Border::Halves => "服务器一半的宽度",
        Border::Timeline => "两半的高度",
        Border::Sockets => "时间线的宽度",
        Border::Console => "编辑器的高度",
        Border::Threads => "线程栏的宽度",
        Border::Composer => "日志的高度",
    },
    border_help: "拖动，或用方向键移动；双击或按 Enter 恢复",
};
