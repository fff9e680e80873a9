//! The numbers in docs/measurements.md: size of the page, time of a call.

use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::command;
use crate::page;
use crate::pipeline;
use crate::project::Project;
use crate::tools;

/// Node.js carries both compressors, so that xtask need not.
const SIZES: &str = r"
const fs = require('fs'), zlib = require('zlib'), path = require('path');
const compress = {
    raw: bytes => bytes.length,
    gzip: bytes => zlib.gzipSync(bytes, { level: 9 }).length,
    brotli: bytes => zlib.brotliCompressSync(bytes, { params: {
        [zlib.constants.BROTLI_PARAM_QUALITY]: 11,
        [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    } }).length,
};
const names = Object.keys(compress);
const row = (name, cells) =>
    console.log(name.padEnd(36) + cells.map(cell => String(cell).padStart(14)).join(''));
const dist = process.argv[1];
const files = fs.readdirSync(dist, { recursive: true })
    .filter(file => fs.statSync(path.join(dist, file)).isFile()).sort();
const total = names.map(() => 0);
row('bytes', ['raw', 'gzip -9', 'brotli -q 11']);
for (const file of files) {
    const bytes = fs.readFileSync(path.join(dist, file));
    const sizes = names.map(name => compress[name](bytes));
    sizes.forEach((size, i) => total[i] += size);
    row(file, sizes);
}
row('all', total);
";

/// Prints the sizes of the release page's files, then runs the round-trip benchmark.
pub(crate) fn measure(project: &Project) -> Result<()> {
    pipeline::run(project, &[tools::FOR_PAGE_ALONE, page::STEP])?;
    println!();
    let mut node = Command::new("node");
    node.args(["-e", SIZES]).arg(project.dist());
    let sizes = command::output(&mut node).context("cannot measure the page's files")?;
    print!("{sizes}");
    println!();
    let mut bench = Command::new("cargo");
    bench.args(["bench", "--package", "lab-relay", "--bench", "round_trip"]);
    command::run(&mut bench, Duration::from_secs(180))
}
