//! The recipes of CONTRIBUTING.md, followed as they are written: all of them in a copy of the project, where
//! their commands succeed, and once more with some of their files left out, where the commands fail.

mod copy;
mod document;

use std::collections::BTreeSet;
use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use crate::command;
use crate::lessons;
use crate::project::Project;
use copy::Copy;
use document::{Edit, Recipe};

/// The document, in the project's folder.
const DOCUMENT: &str = "CONTRIBUTING.md";

/// What every change has to pass before its recipe's own commands. It compiles all tests, also those that are
/// not run here.
const FOR_ALL: &[&str] =
    &["cargo fmt --all --check", "cargo clippy --workspace --all-targets -- --deny warnings"];

/// Commands that begin so are not run: a test of the relay or of the page in a browser takes longer to link and
/// to run than all others together, and the fuzz targets are a workspace of their own. The steps `host`,
/// `e2e` and `fuzz` run the like of them.
const LEFT_TO_THEIR_STEPS: &[&str] =
    &["cargo test -p lab-relay", "cargo test -p lab-e2e", "cargo xtask test --only fuzz"];

/// A file that a recipe names, and what is said when it alone is left out.
struct LeftOut {
    recipe: &'static str,
    file: &'static str,
    complaint: &'static str,
}

/// The lesson's file, which cargo does not read.
const OF_LESSON: LeftOut = LeftOut {
    recipe: "Add a lesson",
    file: "web/lessons/order.toml",
    complaint: "peek does not stand in it",
};

/// Packages, and the files of theirs that the compiler misses.
const OF_PACKAGES: &[(&str, &[LeftOut])] = &[
    (
        "lab-web",
        &[
            LeftOut {
                recipe: "Add a text",
                file: "web/src/sockets/texts.rs",
                complaint: "no field `backlog_text`",
            },
            LeftOut {
                recipe: "Add a column to the timeline",
                file: "web/src/timeline/texts.rs",
                complaint: "no field `number`",
            },
            LeftOut {
                recipe: "Add a place",
                file: "web/src/shell/texts/mod.rs",
                complaint: "no field `reference`",
            },
        ],
    ),
    (
        "lab-shared",
        &[
            LeftOut {
                recipe: "Add a chat mode",
                file: "shared/src/chat/reply.rs",
                complaint: "`&Mode::Reverse` not covered",
            },
            LeftOut {
                recipe: "Add a call",
                file: "shared/src/call/check.rs",
                complaint: "`&Op::Getblocking` not covered",
            },
        ],
    ),
];

/// Follows every recipe.
pub(crate) fn follow(project: &Project) -> Result<()> {
    let path = project.root.join(DOCUMENT);
    let document =
        fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let recipes = document::read(&document).context(DOCUMENT)?;
    ensure!(!recipes.is_empty(), "{DOCUMENT} has no recipes");

    let whole = Copy::make(project, "whole", edits(&recipes, &[])).context(DOCUMENT)?;
    for command in FOR_ALL.iter().copied().chain(commands(&recipes)) {
        eprintln!("   {command}");
        command::run(&mut whole.command(command), Duration::from_secs(30)).with_context(|| {
            format!("{DOCUMENT} was followed in {}; mend the recipe", whole.root.display())
        })?;
    }
    lessons_miss(project, &recipes)?;
    OF_PACKAGES
        .iter()
        .try_for_each(|(package, files)| compiler_misses(project, &recipes, package, files))
}

/// What the recipes write, without the files that are left out of theirs.
fn edits<'a>(recipes: &'a [Recipe], without: &'a [LeftOut]) -> impl Iterator<Item = &'a Edit> {
    let is_left_out = |recipe: &Recipe, edit: &Edit| {
        without.iter().any(|it| it.recipe == recipe.title && it.file == edit.file)
    };
    recipes
        .iter()
        .flat_map(move |recipe| recipe.edits.iter().filter(move |edit| !is_left_out(recipe, edit)))
}

/// The recipes' commands, each once.
fn commands(recipes: &[Recipe]) -> BTreeSet<&str> {
    let is_left = |command: &str| LEFT_TO_THEIR_STEPS.iter().any(|left| command.starts_with(left));
    let commands = recipes.iter().flat_map(|recipe| &recipe.commands).map(String::as_str);
    commands.filter(|command| !is_left(command)).collect()
}

fn lessons_miss(project: &Project, recipes: &[Recipe]) -> Result<()> {
    let without = [OF_LESSON];
    let copy = Copy::make(project, "lessons", edits(recipes, &without))?;
    let written = project.memory().join("recipes/lessons-written");
    let result = lessons::write(&copy.root.join("web/lessons"), &written);
    let said = result.err().map(|error| format!("{error:#}")).unwrap_or_default();
    all_are_missed(&without, &said)
}

/// Each package has a copy of its own, in which cargo finds what it has compiled the last time.
fn compiler_misses(
    project: &Project,
    recipes: &[Recipe],
    package: &str,
    without: &[LeftOut],
) -> Result<()> {
    let copy = Copy::make(project, &format!("{package}-without"), edits(recipes, without))?;
    let output = copy.command(&format!("cargo check --quiet --package {package}")).output();
    let output = output.context("cannot start cargo")?;
    ensure!(!output.status.success(), "cargo misses no file of {package}");
    all_are_missed(without, &String::from_utf8_lossy(&output.stderr))
}

fn all_are_missed(left_out: &[LeftOut], said: &str) -> Result<()> {
    for LeftOut { recipe, file, complaint } in left_out {
        ensure!(
            said.contains(complaint),
            "{recipe:?} was followed without {file}, and nothing said {complaint:?}, but\n{said}"
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{DOCUMENT, LeftOut, OF_LESSON, OF_PACKAGES, document};

    #[test]
    fn a_file_that_is_left_out_is_one_of_its_recipe() {
        let recipes = document::read(include_str!("../../CONTRIBUTING.md")).expect(DOCUMENT);
        let files = OF_PACKAGES.iter().flat_map(|(_, files)| *files).chain([&OF_LESSON]);
        for LeftOut { recipe, file, .. } in files {
            let named = recipes.iter().find(|named| named.title == *recipe).expect(recipe);
            assert!(named.edits.iter().any(|edit| edit.file == *file), "{recipe} has no {file}");
        }
    }
}
