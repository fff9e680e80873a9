//! Advice on programs that people bring, and none on those that are right.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::table::{NOT_HERE, OLD, Since};
use super::*;

/// The lines and names that are advised on.
fn found(text: &str) -> Vec<(u32, String)> {
    advise(text, &[]).into_iter().map(|it| (it.line, it.name)).collect()
}

#[track_caller]
fn check(text: &str, expected: &[(u32, &str)]) {
    let found = found(text);
    let found: Vec<_> = found.iter().map(|(line, name)| (*line, name.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn what_a_page_cannot_do_is_said_at_its_line_whatever_it_is_called_there() {
    check("import os\n\npid = os.fork()\n", &[(3, "os.fork")]);
    check("from os import fork as f\nf()\n", &[(1, "os.fork"), (2, "os.fork")]);
    check(
        "import multiprocessing as m\nm.Process(target=print)\n",
        &[(2, "multiprocessing.Process")],
    );
    check("import subprocess\nsubprocess.run(['ls'])\n", &[(2, "subprocess.run")]);
    check("import tkinter as tk\nfrom PyQt5.QtWidgets import *\n", &[(1, "tkinter"), (2, "PyQt5")]);
    check(
        "from socketserver import *\nclass S(ForkingMixIn, TCPServer):\n    pass\n",
        &[(2, "socketserver.ForkingMixIn")],
    );
    check(
        "from socket import *\ns = socket(AF_PACKET, SOCK_RAW)\n",
        &[(2, "socket.AF_PACKET"), (2, "socket.SOCK_RAW")],
    );
}

#[test]
fn addresses_that_other_machines_have_are_told_from_ours() {
    let connect =
        |host: &str| found(&format!("import socket\nsocket.create_connection(({host:?}, 80))\n"));
    for host in ["www.baidu.com", "8.8.8.8", "example.org"] {
        assert_eq!(connect(host), [(2, host.to_owned())]);
    }
    for host in [
        "",
        "localhost",
        "127.0.0.1",
        "192.168.1.4",
        "0.0.0.0",
        "::1",
        "server.local",
        "224.0.0.1",
        "a b.txt",
    ] {
        assert_eq!(connect(host), [], "{host}");
    }
    check("size = (\"www.baidu.com\", 80)\n", &[]);
}

#[test]
fn python_2_is_told_by_its_form() {
    check("print 'a'\nif x: print x; print >>f, x\n", &[(1, "print x"), (2, "print x")]);
    check(
        "try:\n    pass\nexcept socket.error, e:\n    raise E, 'a'\n",
        &[(3, "except X, e"), (4, "raise X, text")],
    );
    check("a = 0777 + 10L\nb = `a` <> a\n", &[(1, "0777"), (1, "10L"), (2, "`x`"), (2, "a <> b")]);
    check("exec 'a'\n", &[(1, "exec x")]);
}

#[test]
fn what_looks_like_python_2_and_is_not_gets_no_advice() {
    for text in [
        "print\nprint('a')\nprint ('a')\nprint in x\nx = print if a else b\n",
        "try:\n    pass\nexcept (A, b):\n    pass\nexcept socket.error, socket.timeout:\n    pass\n",
        "except A, B:\n    raise E('a', 'b')\n",
        "a = 0\nb = 000\nc = 0x7L if 0 else 0.7\nd = 0o777\n",
        "# print 'a'\n'''\nprint 'a'\n'''\ns = \"os.fork()\"\n",
        "def exec(a): pass\nmatch = {1: print}\n",
    ] {
        check(text, &[]);
    }
}

#[test]
fn old_names_are_told_unless_the_program_gives_them_a_meaning() {
    check("name = raw_input('> ')\n", &[(1, "raw_input")]);
    check("def raw_input(a):\n    return input(a)\nname = raw_input('> ')\n", &[]);
    check("try:\n    input = raw_input\nexcept NameError:\n    pass\n", &[]);
    check("import SocketServer\n", &[(1, "SocketServer")]);
    check("try:\n    import queue\nexcept ImportError:\n    import Queue as queue\n", &[]);
    check("t.setDaemon(True)\nt.isAlive()\n", &[(1, "setDaemon"), (2, "isAlive")]);
    check("import ssl\nssl.wrap_socket(s)\ncontext.wrap_socket(s)\n", &[(2, "ssl.wrap_socket")]);
    check("import sys\nif sys.version_info[0] == 2:\n    input = raw_input\n", &[]);
}

#[test]
fn a_module_that_lies_beside_the_program_is_its_own() {
    assert_eq!(found("import commands\n").len(), 1);
    assert_eq!(advise("import commands\nfrom Queue import a\n", &["commands", "Queue"]), []);
}

#[test]
fn asyncio_as_it_was_is_told_where_it_matters() {
    check(
        "import asyncio\n@asyncio.coroutine\ndef main():\n    pass\nloop = asyncio.get_event_loop()\n",
        &[(2, "asyncio.coroutine"), (5, "asyncio.get_event_loop")],
    );
    check(
        "import asyncio\nasync def main():\n    loop = asyncio.get_event_loop()\n    def other():\n        pass\n",
        &[],
    );
    check(
        "import asyncio\nasync def main():\n    await asyncio.sleep(1, loop=loop)\n    asyncio.ensure_future(a, loop=loop)\n",
        &[(3, "loop=")],
    );
}

#[test]
fn text_that_is_sent_is_told() {
    check("import socket\ns.send('a')\ns.sendto(\"a\", x)\n", &[(2, "send"), (3, "sendto")]);
    check("import socket\ns.send(b'a')\ns.send('a'.encode())\ns.send(a)\n", &[]);
    check("import socket\ndef send(a):\n    pass\no.send('a')\n", &[]);
    check("generator.send('a')\n", &[]);
}

#[test]
fn every_advice_has_words_in_both_languages() {
    let text = "import os\nos.fork()\nprint 'a'\nimport asyncore\nt.setDaemon(1)\n";
    let all = advise(text, &[]);
    assert_eq!(all.len(), 4);
    for advice in all {
        let [en, zh] = [Language::En, Language::Zh].map(|language| advice.words(language));
        assert!(en.starts_with(&advice.name) && zh.starts_with(&advice.name), "{en} {zh}");
        assert!(zh.chars().any(|it| ('\u{4e00}'..'\u{9fff}').contains(&it)), "{zh}");
    }
}

#[test]
fn the_labs_own_programs_get_no_advice() {
    let web = Path::new(env!("CARGO_MANIFEST_DIR"));
    let programs = [python_files(&web.join("lessons")), python_files(&web.join("../e2e/programs"))];
    let programs = programs.concat();
    assert!(programs.len() > 100, "{} programs", programs.len());
    // This one shows what the advice is about.
    let right = programs.iter().filter(|path| !path.ends_with("e2_str_is_not_bytes.py"));
    let advised: Vec<_> = right.flat_map(told).collect();
    assert_eq!(advised, Vec::<String>::new());
}

/// CPython's own modules fork and start programs, and some keep an old name. Nothing else is said of them.
#[test]
fn the_standard_library_is_not_taken_for_old() {
    let root = python("import sysconfig; print(sysconfig.get_path('stdlib'))");
    let library = python_files(Path::new(root.trim()));
    assert!(library.len() > 100, "{} modules", library.len());
    let own = |path: &Path| {
        let path = path.strip_prefix(root.trim()).expect("it is below").with_extension("");
        let mut parts = path.iter().filter_map(|part| part.to_str());
        // Programs for Python 2, modules of others, and those that were removed since, with what used them.
        let others = ["lib2to3", "site-packages", "dist-packages", "test", "aifc", "sunau"];
        !parts.any(|part| {
            others.contains(&part) || OLD.iter().any(|(name, ..)| *name == format!("{part}."))
        })
    };
    let old: Vec<_> = library
        .iter()
        .filter(|path| own(path))
        .flat_map(told)
        .filter(|it| !NOT_HERE.iter().any(|(name, _)| it.ends_with(name.trim_end_matches('.'))))
        .collect();
    assert_eq!(old, Vec::<String>::new());
}

/// Asks the Python of this machine, which may have some names still.
#[test]
fn names_that_were_removed_are_missing_and_others_are_there() {
    let version: u8 =
        python("import sys; print(sys.version_info[1])").trim().parse().expect("a number");
    let ask = |name: &str| {
        let question = match name.strip_suffix('.') {
            Some(module) => format!("import {module}"),
            None if name.starts_with('.') => {
                format!("import threading; any(o{name} for o in [threading.Thread()])")
            }
            None => match name.split_once('.') {
                Some((module, _)) => format!("import {module}; {name}"),
                None => name.to_owned(),
            },
        };
        format!("({name:?}, {question:?})")
    };
    let names: Vec<_> = OLD.iter().map(|(name, ..)| ask(name)).collect();
    let program = format!(
        "import warnings; warnings.simplefilter('ignore')\nfor name, question in [{}]:\n    \
         try: exec(question)\n    except (NameError, AttributeError, ImportError): print(name)",
        names.join(", ")
    );
    let missing = python(&program);
    let missing: Vec<_> = missing.lines().collect();
    for (name, since, _) in OLD {
        let gone = match since {
            Since::Python3 => true,
            Since::Removed(minor) => version >= *minor,
            Since::Deprecated => false,
        };
        assert_eq!(missing.contains(name), gone, "{name} in Python 3.{version}");
    }
}

fn told(path: &PathBuf) -> Vec<String> {
    let text = String::from_utf8_lossy(&fs::read(path).expect("it is there")).into_owned();
    let told = |it: Advice| format!("{}:{} {}", path.display(), it.line, it.name);
    advise(&text, &[]).into_iter().map(told).collect()
}

fn python_files(folder: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in fs::read_dir(folder).expect("it can be read") {
        let path = entry.expect("it can be read").path();
        if path.is_dir() {
            all.extend(python_files(&path));
        } else if path.extension().is_some_and(|it| it == "py") {
            all.push(path);
        }
    }
    all
}

fn python(program: &str) -> String {
    let output = Command::new("python3").args(["-c", program]).output().expect("python3 runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("it prints text")
}
