//! The container image of this machine's processor, loaded and used as `compose.yaml` says.

use anyhow::{Context as _, Result};

use crate::container;
use crate::dist::image::{name, tag};
use crate::dist::release::Release;
use crate::dist::targets::TARGETS;

/// Uses the image.
pub(super) fn check(release: &Release<'_>) -> Result<()> {
    let processor = TARGETS[0].image.context("the first system has no image")?;
    container::use_packed(release.project, &release.out.join(name()), &tag(processor))
}
