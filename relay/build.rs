//! Chooses what of the built page the relay carries, and has the relay compiled again when the page
//! was built again.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// Where trunk puts the page.
const DIST: &str = "../web/dist";

fn main() -> io::Result<()> {
    let dist = Path::new(DIST);
    // cargo takes a watched path that is missing for one that changes all the time, and would
    // compile the relay anew on every call. An empty folder is as good as no page.
    fs::create_dir_all(dist)?;
    println!("cargo::rerun-if-changed={DIST}");
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    let page = PathBuf::from(out).join("page");
    if page.exists() {
        fs::remove_dir_all(&page)?;
    }
    carry(dist, &page)
}

/// Copies what is carried. A file that lies there compressed by gzip, too, is left out: the relay
/// inflates it for the rare client that accepts nothing compressed, and is a third smaller.
fn carry(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (path, copy) = (entry.path(), to.join(entry.file_name()));
        let mut zipped = path.clone().into_os_string();
        zipped.push(".gz");
        if entry.file_type()?.is_dir() {
            carry(&path, &copy)?;
        } else if !Path::new(&zipped).exists() {
            fs::copy(&path, &copy)?;
        }
    }
    Ok(())
}
