//! Two networks of the kernel's own, joined by a veth pair: the limit of what packets can do. Takes root.

use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use super::hosts::Place;

/// The pair. Its networks end with it.
pub(super) struct Veth {
    names: [String; 2],
}

impl Veth {
    pub(super) fn new() -> Result<Self> {
        let pid = std::process::id();
        let veth = Self { names: [1, 2].map(|number| format!("lab-bench-{pid}-{number}")) };
        let [one, two] = &veth.names;
        for name in &veth.names {
            ip(&["netns", "add", name])?;
        }
        ip(&["-n", one, "link", "add", "eth0", "type", "veth", "peer", "eth0", "netns", two])?;
        for (name, address) in [(one, "10.0.0.1/24"), (two, "10.0.0.2/24")] {
            ip(&["-n", name, "address", "add", address, "dev", "eth0"])?;
            ip(&["-n", name, "link", "set", "eth0", "up"])?;
        }
        Ok(veth)
    }

    pub(super) fn places(&self) -> [Place; 2] {
        [0, 1].map(|at| Place {
            enter: ["ip", "netns", "exec", &self.names[at]].map(str::to_owned).to_vec(),
            address: format!("10.0.0.{}", at + 1),
            port: 5201,
        })
    }
}

impl Drop for Veth {
    fn drop(&mut self) {
        for name in &self.names {
            // The second may not be there.
            let _ = ip(&["netns", "delete", name]);
        }
    }
}

fn ip(arguments: &[&str]) -> Result<()> {
    let output = Command::new("ip").args(arguments).output().context("cannot start ip")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
    Ok(())
}
