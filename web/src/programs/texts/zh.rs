//! The texts of programs, in Chinese.

use super::{FileTexts, LibraryTexts, Programs, Window};
use crate::programs::state::arguments::ArgumentsError;
use crate::programs::state::look::Look;
use crate::programs::state::own::Unkept;
use crate::programs::state::program::ProgramStatus;
use crate::programs::state::project::package::PackageError;
use crate::programs::state::project::path::PathError;
use crate::programs::state::project::{MAX_FILES, ProjectError};
use crate::worker::message::PauseReason;

pub(super) static ZH: Programs = Programs {
    window: &Window {
        guide: "讲解",
        server: "服务器",
        client: "客户端",
        file: "文件",
        arguments: "参数",
        arguments_error: |error| match error {
            ArgumentsError::NoClosingQuotation => {
                "有一个引号没有闭合。要写引号字符本身，请写 \\' 或 \\\"。"
            }
            ArgumentsError::NoEscapedCharacter => {
                "最后一个反斜杠后面没有字符。要写反斜杠本身，请写 \\\\。"
            }
        },
        runs: |file| format!("运行 {file}"),
        run_this: "改为运行此文件",
        editor: |file| format!("程序 {file}"),
        editor_help: "Tab 缩进；先按 Esc 再按 Tab 离开编辑器。F9 设置断点。",
        older: "启动之后改过：正在运行的仍是旧的文本。",
        restore: "撤销全部修改",
        plays: "由谁扮演",
        plays_python: "Python",
        plays_hands: "自己动手",
        plays_terminal: "终端",
        plays_assistant: "调试助手",
        assistant_lead: "调试助手会备好一个端，连接这个服务器：",
        assistant_setup: "本课为调试助手备好了端、消息和规则；你自己的都会保留。",
        assistant_open: "打开调试助手",
        assistant_note: "其间程序和检查照常进行，那里有按钮可以回到这里。助手只发送你写的内容：服务器若按行读取，行尾要选 LF。",
        terminal_lead: "在本机的终端里运行其中一行：",
        terminal_none: "先运行服务器，它的地址就会显示在这里。",
        controls: "控制",
        run: "运行",
        pause: "暂停",
        resume: "继续",
        step: "单步",
        stop: "停止",
        restart: "重新运行",
        interrupt: "Ctrl+C",
        pace: "速度",
        pace_name: |pace| match pace {
            0 => "全速".into(),
            pace if pace < 1000 => format!("每行 {pace} 毫秒"),
            pace => format!("每行 {} 秒", pace / 1000),
        },
        status: |status| match status {
            ProgramStatus::Idle => "还没运行",
            ProgramStatus::Starting => "正在启动",
            ProgramStatus::Running => "运行中",
            ProgramStatus::Paused => "已暂停",
            ProgramStatus::Blocked => "阻塞",
            ProgramStatus::WantsInput => "等你输入",
            ProgramStatus::Finished => "已结束",
            ProgramStatus::Raised => "出错结束",
            ProgramStatus::Stopped => "已停止",
            ProgramStatus::Crashed => "崩溃了",
            ProgramStatus::Forged => "被网页结束",
            ProgramStatus::Failed => "无法运行",
        },
        ended: |status| format!("退出状态 {status}"),
        threads: "线程",
        no_threads: "程序运行时，这里列出它的线程和各自所在的行。",
        thread_running: "运行中",
        thread_ended: "已结束",
        thread_paused: |reason| match reason {
            PauseReason::Breakpoint => "停在断点",
            PauseReason::Step => "单步后停下",
            PauseReason::Pause => "已暂停",
            PauseReason::Begin => "停在第一行之前",
        },
        thread_blocked: |on| format!("阻塞在 {on}"),
        daemon: "守护线程",
        line: |line| format!("第 {line} 行"),
        no_locals: "线程暂停或阻塞时，显示它的变量。",
        console: "控制台",
        console_empty: "程序打印的内容显示在这里。",
        console_dropped: |count| format!("更早的 {count} 行已不再保留"),
        input: "输入一行",
        input_wanted: "程序在等一行输入",
        terminal: "终端：在这里向程序输入，按 Tab 离开",
        find: "在输出中查找",
        found: |at, count| match (at, count) {
            (_, 0) => "没有".into(),
            (0, count) => format!("{count} 处"),
            (at, count) => format!("第 {at} 处，共 {count} 处"),
        },
        screen_reader: "屏幕阅读器",
        screen_reader_help: "让屏幕阅读器读出终端里出现的内容，并能逐行浏览",
        send: "回车",
        eof: "EOF",
        error_at: |file, line| format!("{file} 第 {line} 行"),
        loading: |loaded, total| format!("{loaded:.1} / {total:.1} MB"),
        loading_title: "正在加载 Python",
        unsupported: "这个浏览器运行不了这里的程序：停在 recv 里的 Python 线程需要 JavaScript Promise Integration，Chrome 和 Edge 从 137 版起支持，Firefox 从 153 版起，Safari 从 27 版起。实验室的其他部分在这里都能用，每个程序也都可以在终端里运行。",
        failed: "Python 没有加载成功",
        crashed: "Python 自身崩溃了，程序也随之结束。再点“运行”会马上换用一个新的 Python。它最后的话：",
        forged: "网页结束了这个程序：它的 worker 发出了任何程序都不会发的消息。另一半照常运行，再点“运行”会重新开始。这条消息是：",
        phrases: &[
            ("Find", "查找"),
            ("Replace", "替换为"),
            ("next", "下一个"),
            ("previous", "上一个"),
            ("all", "全部"),
            ("match case", "区分大小写"),
            ("by word", "整词"),
            ("regexp", "正则"),
            ("replace", "替换"),
            ("replace all", "全部替换"),
            ("close", "关闭"),
        ],
    },
    files: &FileTexts {
        written: "程序写的文件",
        growing: "正在写入",
        look_key: "查看",
        close: "收起",
        look_at: |name| format!("查看 {name}"),
        save: |name| format!("保存 {name}"),
        look: |look| match look {
            Look::Text => "文本",
            Look::Hex => "十六进制",
            Look::Picture => "图片",
        },
        cut: |bytes| format!("只显示前 {bytes} 字节。要看全部，请保存文件。"),
    },
    library: &LibraryTexts {
        title: "自己的程序",
        lead: "只保存在这个浏览器里。",
        new: "新建",
        drop: "把文件夹、.zip 或文件拖到这里",
        open: "文件",
        open_folder: "文件夹",
        refused: |error| match error {
            ProjectError::Path(path, PathError::LeavesProject) => {
                format!("{path:?} 在项目文件夹之外。请从项目所在的文件夹重新打包。")
            }
            ProjectError::Path(path, PathError::Backslash) => format!(
                "{path:?} 里有反斜杠。文件夹之间要用 /：请换一个工具重新打包，或给文件改名。"
            ),
            ProjectError::Path(path, PathError::Unreadable) => {
                format!("文件名 {path:?} 为空、太长，或含有看不见的字符。请改名。")
            }
            ProjectError::Twice(path) => format!("{path:?} 出现了两次。请给其中一个改名。"),
            ProjectError::TooMany => {
                format!("文件超过 {MAX_FILES} 个。请只打开程序自己的文件夹，不要带库和数据集。")
            }
            ProjectError::TooLarge => {
                "连同这里已有的，超过了 64 MiB。请删除一个项目，或去掉大文件。".into()
            }
            ProjectError::Empty => "里面没有文件。".into(),
            ProjectError::Unread => {
                "浏览器读不了其中一个文件。它是不是刚被移动或修改了？请重新打开。".into()
            }
            ProjectError::Damaged => "这不是 .zip 压缩包，或者它已损坏。请重新下载或打包。".into(),
            ProjectError::Encrypted => "压缩包有密码。请先解压，再打开文件夹。".into(),
            ProjectError::Packing => {
                "这里读不了压缩包所用的压缩方式。请先解压，再打开文件夹。".into()
            }
        },
        imports: |modules| format!("import {}", modules.join(", ")),
        package: |error| match error {
            PackageError::Damaged => {
                "这不是 wheel，或者已损坏，程序不能导入它。请重新下载：pip download --no-deps --only-binary=:all: 包名"
            }
            PackageError::MachineCode => {
                "这个 wheel 含有某一种计算机的机器码，网页不能加载。如果这个包有文件名以 none-any.whl 结尾的 wheel，请用那一个；否则请在终端里运行程序。"
            }
            PackageError::OtherPython => {
                "这个 wheel 是给别的 Python 版本用的，网页里是 3.14。请用文件名以 py3-none-any.whl 结尾的。"
            }
            PackageError::Egg => {
                "egg 是 wheel 之前的格式，网页不安装它。请用这个包的 wheel：pip download --no-deps --only-binary=:all: 包名"
            }
            PackageError::Source => {
                "Python 不能从这样的压缩包导入。如果里面是某个包的源码，请改用它的 wheel：pip download --no-deps --only-binary=:all: 包名"
            }
        },
        files: |count, size| format!("{count} 个文件，{size}"),
        runs: |half| format!("{half}运行此文件"),
        open_in: |file, half| format!("在{half}一侧打开 {file}"),
        save_zip: "存为 .zip",
        too_large_to_share: "太大，放不进链接：请存为 .zip 再发送。",
        none: "还没有：新建一个，打开已有的，或粘贴到编辑器里。",
        to_server: "服务器",
        to_client: "客户端",
        rename: "名称",
        delete: "删除",
        delete_sure: "确定删除？",
        save: "存为文件",
        share: "复制链接",
        shared: |name| {
            format!(
                "链接带来了 {name}。它不会自己运行：先读一遍，再按“运行”。程序是发链接的人写的。"
            )
        },
        keep: "保留",
        dismiss: "丢弃",
        all_lessons: "全部课程",
        unkept: |why| match why {
            Unkept::Full => "这个浏览器没有空间保存了，请存为文件。",
            Unkept::Forbidden => {
                "这个浏览器的存储已关闭，不会为本页保存任何内容。离开之前请把程序存为文件。"
            }
            Unkept::DataUnsupported => {
                "这个浏览器会保存程序，但没有地方保存程序的数据文件。离开之前请把项目存为文件。"
            }
            Unkept::DataGone => {
                "这个浏览器保存了程序，但有些数据文件的内容已经不在了。请重新打开这些数据文件。"
            }
        },
        sample: "import socket\n\nserver = socket.create_server((\"127.0.0.1\", 9999))\nwhile True:\n    conn, address = server.accept()\n    with conn:\n        while data := conn.recv(1024):\n            conn.sendall(data)\n",
    },
};
