//! The texts of programs, in English.

use super::{FileTexts, LibraryTexts, Programs, Window};
use crate::programs::state::arguments::ArgumentsError;
use crate::programs::state::look::Look;
use crate::programs::state::own::Unkept;
use crate::programs::state::program::ProgramStatus;
use crate::programs::state::project::package::PackageError;
use crate::programs::state::project::path::PathError;
use crate::programs::state::project::{MAX_FILES, ProjectError};
use crate::worker::message::PauseReason;

pub(super) static EN: Programs = Programs {
    window: &Window {
        guide: "Guide",
        server: "Server",
        client: "Client",
        file: "File",
        arguments: "Arguments",
        arguments_error: |error| match error {
            ArgumentsError::NoClosingQuotation => {
                "A quotation mark is not closed. Write \\' or \\\" for the character itself."
            }
            ArgumentsError::NoEscapedCharacter => {
                "There is nothing behind the last backslash. Write \\\\ for the character itself."
            }
        },
        runs: |file| format!("Runs {file}"),
        run_this: "Run this file instead",
        editor: |file| format!("Program {file}"),
        editor_help: "Tab indents; Escape, then Tab leaves the editor. F9 sets a breakpoint.",
        older: "Edited since it was started: the run still uses the old text.",
        restore: "Undo all edits",
        plays: "Played by",
        plays_python: "Python",
        plays_hands: "your hands",
        plays_terminal: "a terminal",
        plays_assistant: "the assistant",
        assistant_lead: "The assistant gets an end that connects to the server:",
        assistant_setup: "This lesson brings the assistant its own ends, messages and rules; yours stay beside them.",
        assistant_open: "Open the assistant",
        assistant_note: "Programs and checks go on meanwhile, and a key there leads back here. It sends exactly what you write: a server that reads lines needs LF as the line ending.",
        terminal_lead: "Run one of these in a terminal on this machine:",
        terminal_none: "Run the server first: its address then stands here.",
        controls: "Controls",
        run: "Run",
        pause: "Pause",
        resume: "Go on",
        step: "Step",
        stop: "Stop",
        restart: "Restart",
        interrupt: "Ctrl+C",
        pace: "Pace",
        pace_name: |pace| match pace {
            0 => "full speed".into(),
            pace if pace < 1000 => format!("{pace} ms a line"),
            pace => format!("{} s a line", pace / 1000),
        },
        status: |status| match status {
            ProgramStatus::Idle => "not run yet",
            ProgramStatus::Starting => "starting",
            ProgramStatus::Running => "running",
            ProgramStatus::Paused => "paused",
            ProgramStatus::Blocked => "blocked",
            ProgramStatus::WantsInput => "waits for your input",
            ProgramStatus::Finished => "ended",
            ProgramStatus::Raised => "ended with an error",
            ProgramStatus::Stopped => "stopped",
            ProgramStatus::Crashed => "crashed",
            ProgramStatus::Forged => "ended by the page",
            ProgramStatus::Failed => "could not run",
        },
        ended: |status| format!("exit status {status}"),
        threads: "Threads",
        no_threads: "A running program's threads stand here, each with its line.",
        thread_running: "running",
        thread_ended: "ended",
        thread_paused: |reason| match reason {
            PauseReason::Breakpoint => "paused at a breakpoint",
            PauseReason::Step => "paused after a step",
            PauseReason::Pause => "paused",
            PauseReason::Begin => "paused before the first line",
        },
        thread_blocked: |on| format!("blocked in {on}"),
        daemon: "daemon",
        line: |line| format!("line {line}"),
        no_locals: "Variables show where a thread is paused or blocked.",
        console: "Console",
        console_empty: "What the program prints stands here.",
        console_dropped: |count| format!("{count} earlier lines are kept no longer"),
        input: "Type a line",
        input_wanted: "The program waits for a line",
        send: "Enter",
        terminal: "Terminal: type to the program here; Tab leaves it",
        find: "Find in the output",
        found: |at, count| match (at, count) {
            (_, 0) => "not there".into(),
            (0, count) => format!("{count} places"),
            (at, count) => format!("{at} of {count}"),
        },
        screen_reader: "Screen reader",
        screen_reader_help: "Screen readers say what the terminal shows and can walk through its lines",
        eof: "EOF",
        error_at: |file, line| format!("{file}, line {line}"),
        loading: |loaded, total| format!("{loaded:.1} of {total:.1} MB"),
        loading_title: "Loading Python",
        unsupported: "This browser cannot run the programs here: a Python thread that waits in recv needs JavaScript Promise Integration. Chrome and Edge have it since version 137, Firefox since 153, Safari since 27. Everything else in the lab works here, and every program also runs in a terminal.",
        failed: "Python did not load",
        crashed: "Python itself crashed, and the program with it. Run starts a new one at once. Its last words:",
        forged: "The page ended this program: its worker sent a message that no program sends. The other half goes on, and Run starts this one anew. The message:",
        phrases: &[],
    },
    files: &FileTexts {
        written: "Files it wrote",
        growing: "being written",
        look_key: "Look",
        close: "Close",
        look_at: |name| format!("Look at {name}"),
        save: |name| format!("Save {name}"),
        look: |look| match look {
            Look::Text => "Text",
            Look::Hex => "Hex",
            Look::Picture => "Picture",
        },
        cut: |bytes| format!("The first {bytes} bytes. Save the file to have all of it."),
    },
    library: &LibraryTexts {
        title: "Your programs",
        lead: "They are kept in this browser only.",
        new: "New",
        drop: "Drop a folder, a .zip or files here",
        open: "Files",
        open_folder: "Folder",
        refused: |error| {
            match error {
            ProjectError::Path(path, PathError::LeavesProject) => format!(
                "{path:?} is outside the project's folder. Pack the project again, from the folder it is in."
            ),
            ProjectError::Path(path, PathError::Backslash) => format!(
                "{path:?} has a backslash in it. Folders are parted by /: pack the project again with another tool, or rename the file."
            ),
            ProjectError::Path(path, PathError::Unreadable) => format!(
                "The name {path:?} is empty, too long, or has characters that are not seen. Rename the file."
            ),
            ProjectError::Twice(path) => {
                format!("{path:?} is there twice. Rename one of the two.")
            }
            ProjectError::TooMany => format!(
                "There are more than {MAX_FILES} files. Open the folder of the program alone, without libraries and data sets."
            ),
            ProjectError::TooLarge => {
                "Together with what is here already that is more than 64 MiB. Delete a project, or leave large files out.".into()
            }
            ProjectError::Empty => "There are no files in it.".into(),
            ProjectError::Unread => {
                "The browser could not read one of the files. Was it moved or changed meanwhile? Open it again.".into()
            }
            ProjectError::Damaged => {
                "This is no .zip archive, or it is damaged. Download or pack it again.".into()
            }
            ProjectError::Encrypted => {
                "The archive has a password. Unpack it, and open the folder.".into()
            }
            ProjectError::Packing => {
                "The archive is packed in a way that is not read here. Unpack it, and open the folder.".into()
            }
        }
        },
        imports: |modules| format!("import {}", modules.join(", ")),
        package: |error| match error {
            PackageError::Damaged => {
                "This is no wheel, or it is damaged, so programs cannot import it. Download it again: pip download --no-deps --only-binary=:all: NAME"
            }
            PackageError::MachineCode => {
                "This wheel holds machine code for one kind of computer, which a page cannot load. Take one whose name ends with none-any.whl, if the package has it, or run the program in a terminal."
            }
            PackageError::OtherPython => {
                "This wheel is for another version of Python; the page has 3.14. Take one whose name ends with py3-none-any.whl."
            }
            PackageError::Egg => {
                "Eggs are the form of packages before wheels, and the page does not install them. Take the package's wheel: pip download --no-deps --only-binary=:all: NAME"
            }
            PackageError::Source => {
                "Python does not import from such an archive. If it holds a package's sources, take the package's wheel: pip download --no-deps --only-binary=:all: NAME"
            }
        },
        files: |count, size| match count {
            1 => format!("1 file, {size}"),
            count => format!("{count} files, {size}"),
        },
        runs: |half| format!("{half} runs this file"),
        open_in: |file, half| format!("Open {file} in the {half} half"),
        save_zip: "Save as .zip",
        too_large_to_share: "Too large for a link: save it as .zip and send that.",
        none: "None yet: make one, open what you have, or paste into an editor.",
        to_server: "Server",
        to_client: "Client",
        rename: "Name",
        delete: "Delete",
        delete_sure: "Really delete?",
        save: "Save as a file",
        share: "Copy a link",
        shared: |name| {
            format!(
                "A link brought {name}. It does not run by itself: read it, then press Run. Whoever made the link wrote the program."
            )
        },
        keep: "Keep it",
        dismiss: "Discard",
        all_lessons: "All lessons",
        unkept: |why| match why {
            Unkept::Full => "This browser has no room to keep it. Save it as a file.",
            Unkept::Forbidden => {
                "This browser keeps nothing for this page: its storage is switched off. Save your programs as files before you leave."
            }
            Unkept::DataUnsupported => {
                "This browser keeps your programs but not their data, for which it has no place. Save the project as a file before you leave."
            }
            Unkept::DataGone => {
                "This browser has kept your programs but no longer all of their data. Open those data files again."
            }
        },
        sample: "import socket\n\nserver = socket.create_server((\"127.0.0.1\", 9999))\nwhile True:\n    conn, address = server.accept()\n    with conn:\n        while data := conn.recv(1024):\n            conn.sendall(data)\n",
    },
};
