//! wasm-split-cli, which splits the page's WebAssembly into parts.

use std::time::Duration;

use super::cargo_tool::CargoTool;

/// The tool and how it is installed. Its program does not print its version.
pub(super) const WASM_SPLIT: CargoTool<'static> = CargoTool {
    package: "wasm_split_cli_support",
    version: "0.2.4",
    programs: &["wasm-split-cli"],
    tells_version: false,
    options: &["--features", "build-binary"],
    locked: true,
    measured: false,
    expected: Duration::from_secs(60),
};
