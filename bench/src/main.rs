//! `cargo bench`-like runs of Socket Lab beside its peers: `cargo xtask bench`.

mod cpu;
mod crowd;
mod fan_out;
mod report;
mod server;

use anyhow::{Result, ensure};

use fan_out::Part;

/// Runs everything, or the parts that are named: `[--quick] [flood] [paced] [silent]`.
fn main() -> Result<()> {
    let (flags, names): (Vec<String>, Vec<String>) =
        std::env::args().skip(1).partition(|argument| argument.starts_with("--"));
    ensure!(
        flags.iter().all(|flag| flag == "--quick"),
        "there is --quick, and the parts flood, paced and silent; not {flags:?}"
    );
    let parts = if names.is_empty() {
        Part::ALL.to_vec()
    } else {
        names.iter().map(|name| Part::named(name)).collect::<Result<_>>()?
    };
    fan_out::run(&parts, !flags.is_empty())
}
