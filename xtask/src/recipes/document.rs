//! The recipes as CONTRIBUTING.md writes them: sentences that name a place in a file, each followed by the
//! text that goes there, and commands.

use anyhow::{Context as _, Result, bail, ensure};

/// Where the recipes begin.
const BEGIN: &str = "## Recipes";

/// The language of the blocks with commands.
const COMMANDS: &str = "sh";

/// A change, made of all its files.
#[derive(Debug, Default)]
pub(super) struct Recipe {
    pub(super) title: String,
    pub(super) edits: Vec<Edit>,
    /// What tells whether the change is complete.
    pub(super) commands: Vec<String>,
}

/// A text and where it goes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Edit {
    /// From the project's folder.
    pub(super) file: String,
    place: Place,
    /// Whole lines.
    text: String,
}

/// A place in a file. Lines are compared without their indentation.
#[derive(Debug, Clone, PartialEq)]
enum Place {
    NewFile,
    End,
    After(String),
    AfterEvery(String),
    Before(String),
    InPlaceOf(String),
}

/// The recipes of the document.
pub(super) fn read(document: &str) -> Result<Vec<Recipe>> {
    let mut recipes: Vec<Recipe> = vec![];
    let mut place = None;
    let mut lines = document.lines().enumerate().skip_while(|(_, line)| *line != BEGIN).skip(1);
    while let Some((index, line)) = lines.next() {
        if let Some(title) = line.strip_prefix("### ") {
            recipes.push(Recipe { title: title.to_owned(), ..Recipe::default() });
        } else if let Some(language) = line.strip_prefix("```") {
            let block: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            let recipe = recipes.last_mut().context("a block comes before the first recipe")?;
            if language == COMMANDS {
                recipe.commands.extend(block.into_iter().map(str::to_owned));
                continue;
            }
            let (file, place) = place
                .take()
                .with_context(|| format!("line {}: no sentence names a place", index + 1))?;
            let text = block.into_iter().flat_map(|line| [line, "\n"]).collect();
            recipe.edits.push(Edit { file, place, text });
        } else if let Some(named) = sentence(line) {
            ensure!(place.is_none(), "line {}: nothing goes to the place before it", index + 1);
            place = Some(named);
        }
    }
    Ok(recipes)
}

/// The file and the place that a line names, if it is such a sentence.
fn sentence(line: &str) -> Option<(String, Place)> {
    let line = line.strip_suffix(':')?;
    let (begin, rest) = line.split_once('`')?;
    let (file, rest) = rest.split_once('`')?;
    let place = match begin {
        "New file " => Place::NewFile,
        "At the end of " => Place::End,
        "In " => {
            let (how, anchor) = rest.strip_prefix(", ")?.split_once(" `")?;
            let anchor = anchor.trim_matches('`').trim().to_owned();
            match how {
                "after" => Place::After(anchor),
                "after every" => Place::AfterEvery(anchor),
                "before" => Place::Before(anchor),
                "in place of" => Place::InPlaceOf(anchor),
                _ => return None,
            }
        }
        _ => return None,
    };
    Some((file.to_owned(), place))
}

impl Edit {
    /// The file's text with this edit; `None` is a file that is not there.
    pub(super) fn apply(&self, before: Option<String>) -> Result<String> {
        let Self { file, place, text } = self;
        let before = match (place, before) {
            (Place::NewFile, None) => return Ok(text.clone()),
            (Place::NewFile, Some(_)) => bail!("{file} is there already"),
            (_, None) => bail!("there is no {file}"),
            (_, Some(before)) => before,
        };
        let (anchor, most) = match place {
            Place::NewFile | Place::End => return Ok(before + text),
            Place::AfterEvery(anchor) => (anchor, usize::MAX),
            Place::After(anchor) | Place::Before(anchor) | Place::InPlaceOf(anchor) => (anchor, 1),
        };
        let found = before.lines().filter(|line| line.trim() == anchor).count();
        ensure!(
            (1..=most).contains(&found),
            "{file} has {found} lines `{anchor}`; the recipe needs {}",
            if most == 1 { "one" } else { "some" }
        );
        Ok(before.split_inclusive('\n').fold(String::new(), |after, line| {
            after
                + &match place {
                    _ if line.trim() != anchor => line.to_owned(),
                    Place::InPlaceOf(_) => text.clone(),
                    Place::Before(_) => format!("{text}{line}"),
                    _ => format!("{line}{text}"),
                }
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    fn edited(sentence: &str, before: Option<&str>) -> Result<String, String> {
        let document = format!("## Recipes\n### Add\n\n{sentence}\n\n```rust\n  x\n```\n");
        let recipes = read(&document).map_err(|error| error.to_string())?;
        let edit = &recipes[0].edits[0];
        edit.apply(before.map(Into::into)).map_err(|error| error.to_string())
    }

    #[test]
    fn a_sentence_names_the_place_of_the_text_that_follows() {
        let before = Some("a\n  b `c`\nd\n  b\n b\n");
        for (sentence, after) in [
            ("In `f`, after `a`:", "a\n  x\n  b `c`\nd\n  b\n b\n"),
            ("In `f`, before `d`:", "a\n  b `c`\n  x\nd\n  b\n b\n"),
            ("In `f`, in place of `` b `c` ``:", "a\n  x\nd\n  b\n b\n"),
            ("In `f`, after every `b`:", "a\n  b `c`\nd\n  b\n  x\n b\n  x\n"),
            ("At the end of `f`:", "a\n  b `c`\nd\n  b\n b\n  x\n"),
        ] {
            assert_eq!(edited(sentence, before).as_deref(), Ok(after), "{sentence}");
        }
        assert_eq!(edited("New file `f`:", None).as_deref(), Ok("  x\n"));
    }

    #[test]
    fn a_place_that_is_not_there_is_named() {
        for (sentence, before, complaint) in [
            ("In `f`, after `b`:", Some("b\nb\n"), "f has 2 lines `b`; the recipe needs one"),
            ("In `f`, after every `b`:", Some(""), "f has 0 lines `b`; the recipe needs some"),
            ("In `f`, after `b`:", None, "there is no f"),
            ("New file `f`:", Some(""), "f is there already"),
            ("Somewhere in `f`:", Some(""), "line 6: no sentence names a place"),
        ] {
            assert_eq!(edited(sentence, before), Err(complaint.into()), "{sentence}");
        }
    }
}
