//! The texts of the middle pane, in both languages.

use crate::kit::texts::Texts;

/// The choice of what the pane shows.
#[derive(Debug)]
pub(crate) struct Workbench {
    /// Its label.
    pub aspects: &'static str,
    /// Calls and segments as a diagram.
    pub sequence: &'static str,
    /// What the kernel does.
    pub kernel: &'static str,
}

impl Texts for Workbench {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: Workbench = Workbench { aspects: "What to see", sequence: "Sequence", kernel: "Kernel" };

static ZH: Workbench = Workbench { aspects: "看什么", sequence: "时序", kernel: "内核" };
