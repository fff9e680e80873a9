//! Archives of ours read by Python, archives of Python's read here, and such as nobody should send.

use std::io::Write as _;
use std::process::{Command, Stdio};

use bytes::Bytes;

use super::super::path::PathError;
use super::super::{Content, Data};
use super::*;

/// Runs a program of `python3` with these bytes as its standard input; gives its standard output.
fn python(program: &str, input: &[u8]) -> Vec<u8> {
    let mut python = Command::new("python3")
        .args(["-c", program])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 runs");
    python.stdin.take().expect("it is piped").write_all(input).expect("python3 reads");
    let output = python.wait_with_output().expect("python3 ends");
    assert!(output.status.success(), "python3 ended with {}", output.status);
    output.stdout
}

/// An archive that Python's zipfile makes; `fill` writes into `z`.
pub(crate) fn made(fill: &str) -> Vec<u8> {
    let program = format!(
        "import io, sys, zipfile\n\
         made = io.BytesIO()\n\
         with zipfile.ZipFile(made, 'w', zipfile.ZIP_DEFLATED) as z:\n\
         {}\n\
         sys.stdout.buffer.write(made.getvalue())",
        fill.lines().map(|line| format!("    {line}\n")).collect::<String>()
    );
    python(&program, b"")
}

fn project() -> Project {
    let data =
        Data { size: 4, name: "4-x".into(), bytes: Some(Bytes::from_static(b"\x89\0\xff\n")) };
    Project {
        name: "p".into(),
        files: vec![
            ProjectFile::text("bin/start.py", "print('你好')\r\n".repeat(50)),
            ProjectFile::text("conf/__init__.py", ""),
            ProjectFile { path: "picture.png".into(), content: Content::Data(data) },
            ProjectFile::text("核心/协议.py", "pass"),
        ],
    }
}

#[test]
fn python_reads_what_is_written() {
    let read = "
import io, sys, zipfile
with zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())) as z:
    assert z.testzip() is None
    print([(name, z.read(name)[:5]) for name in z.namelist()])";
    let told = String::from_utf8(python(read, &write(&project()))).expect("it prints text");
    assert_eq!(
        told.trim(),
        r"[('bin/start.py', b'print'), ('conf/__init__.py', b''), ('picture.png', b'\x89\x00\xff\n'), ('核心/协议.py', b'pass')]"
    );
}

#[test]
fn a_project_survives_its_archive() {
    let read = read("p", &write(&project())).expect("it is an archive");
    let plain = |project: &Project| -> Vec<(String, Option<Bytes>)> {
        let bytes = |file: &ProjectFile| file.bytes().map(Bytes::copy_from_slice);
        project.files.iter().map(|file| (file.path.clone(), bytes(file))).collect()
    };
    assert_eq!(plain(&read), plain(&project()));
}

#[test]
fn what_python_packs_is_read() {
    let archive = made(
        "z.comment = b'made by hand'\n\
         z.writestr('chat/', '')\n\
         z.writestr('chat/server.py', 'pass\\n' * 100)\n\
         z.writestr('chat/core/协议.py', 'x = 1', zipfile.ZIP_STORED)\n\
         z.writestr('__MACOSX/chat/._server.py', 'x')",
    );
    let project = read("chat", &archive).expect("it is an archive");
    let texts: Vec<(&str, &str)> = project.texts().collect();
    assert_eq!(texts, [("core/协议.py", "x = 1"), ("server.py", &"pass\n".repeat(100))]);
}

#[test]
fn names_in_gbk_are_read() {
    let mut archive = made("z.writestr('AAAAAA.py', 'pass')");
    let gbk = [0xb7, 0xfe, 0xce, 0xf1, 0xc6, 0xf7];
    for at in 0..archive.len() - gbk.len() {
        if archive[at..].starts_with(b"AAAAAA") {
            archive[at..at + gbk.len()].copy_from_slice(&gbk);
        }
    }
    let project = read("p", &archive).expect("it is an archive");
    assert_eq!(project.files[0].path, "服务器.py");
}

#[test]
fn paths_that_leave_the_archive_are_refused() {
    for (path, error) in [
        ("../../.bashrc", PathError::LeavesProject),
        ("/etc/passwd", PathError::LeavesProject),
        ("a/../../b", PathError::LeavesProject),
    ] {
        let archive = made(&format!("z.writestr('{path}', 'x')"));
        assert_eq!(read("p", &archive), Err(ProjectError::Path(path.into(), error)));
    }
    let mut archive = made("z.writestr('a/b.py', 'x')");
    for at in 0..archive.len() - 6 {
        if archive[at..].starts_with(b"a/b.py") {
            archive[at + 1] = b'\\';
        }
    }
    let refused = ProjectError::Path("a\\b.py".into(), PathError::Backslash);
    assert_eq!(read("p", &archive), Err(refused));
}

#[test]
fn links_are_left_out() {
    let archive = made(
        "link = zipfile.ZipInfo('passwd')\n\
         link.external_attr = 0o120777 << 16\n\
         z.writestr(link, '/etc/passwd')\n\
         z.writestr('a.py', 'pass')",
    );
    let project = read("p", &archive).expect("it is an archive");
    assert_eq!(project.texts().collect::<Vec<_>>(), [("a.py", "pass")]);
}

#[test]
fn an_archive_that_claims_less_than_it_holds_is_damaged() {
    let mut archive = made("z.writestr('bomb', bytes(1 << 20))");
    let directory = archive.windows(4).rposition(|four| four == CENTRAL.to_le_bytes());
    let size = directory.expect("there is one") + 24;
    archive[size..size + 4].copy_from_slice(&100_u32.to_le_bytes());
    assert_eq!(read("p", &archive), Err(ProjectError::Damaged));
}

#[test]
fn an_archive_of_too_many_bytes_is_refused_before_it_is_unpacked() {
    let archive = made("for n in range(5): z.writestr(f'{n}.bin', bytes(16 << 20))");
    assert_eq!(read("p", &archive), Err(ProjectError::TooLarge));
}

#[test]
fn every_cut_and_every_changed_byte_is_read_or_refused() {
    let archive = write(&project());
    for end in 0..archive.len() {
        assert!(read("p", &archive[..end]).is_err(), "cut at {end}");
    }
    for at in 0..archive.len() {
        let mut changed = archive.clone();
        changed[at] ^= 0xff;
        // It must not panic; what a changed name or comment leaves is a project still.
        let _ = read("p", &changed);
    }
}
