//! A JSON text, RFC 8259, each value with its bytes.

use super::tree::{Read, Tree, fault};

/// Deepest nesting.
const MAX_DEPTH: usize = 64;

/// Reads one text.
pub(super) fn decode(tree: &mut Tree<'_>) -> Read<()> {
    space(tree);
    value(tree, "value", 0)?;
    space(tree);
    match tree.left() {
        0 => Ok(()),
        _ => Err(fault(tree.at, "the text has ended in front of this", "JSON 在此之前已经结束")),
    }
}

fn space(tree: &mut Tree<'_>) {
    let space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    tree.at += tree.rest().iter().take_while(space).count();
}

fn value(tree: &mut Tree<'_>, name: &str, depth: usize) -> Read<()> {
    if depth > MAX_DEPTH {
        return Err(fault(tree.at, "values are nested too deep to show", "嵌套太深，无法显示"));
    }
    let start = tree.at;
    match tree.rest().first() {
        Some(b'{') => {
            tree.group(name, |tree| members(tree, depth)).map(|()| tree.describe("object"))
        }
        Some(b'[') => tree.group(name, |tree| items(tree, depth)).map(|()| tree.describe("array")),
        Some(b'"') => {
            let text = string(tree)?;
            tree.push(name, text, start..tree.at)
        }
        Some(_) => {
            let plain =
                |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
            let word = &tree.rest()[..tree.rest().iter().take_while(plain).count()];
            if serde_json::from_slice::<serde_json::Value>(word).is_err() {
                return Err(fault(start, "this is no JSON value", "这不是 JSON 值"));
            }
            tree.at += word.len();
            tree.push(name, String::from_utf8_lossy(word), start..tree.at)
        }
        None => Err(fault(start, "a value is missing", "缺少一个值")),
    }
}

fn members(tree: &mut Tree<'_>, depth: usize) -> Read<()> {
    list(tree, b'}', |tree, _| {
        if tree.rest().first() != Some(&b'"') {
            return Err(fault(tree.at, "a name in quotes is missing", "缺少带引号的名字"));
        }
        let name = string(tree)?;
        space(tree);
        expect(tree, b':')?;
        space(tree);
        value(tree, &name, depth + 1)
    })
}

fn items(tree: &mut Tree<'_>, depth: usize) -> Read<()> {
    list(tree, b']', |tree, index| value(tree, &format!("[{index}]"), depth + 1))
}

/// What is between brackets, apart by commas.
fn list(
    tree: &mut Tree<'_>,
    close: u8,
    mut item: impl FnMut(&mut Tree<'_>, usize) -> Read<()>,
) -> Read<()> {
    tree.at += 1;
    space(tree);
    if tree.rest().first() == Some(&close) {
        tree.at += 1;
        return Ok(());
    }
    for index in 0.. {
        item(tree, index)?;
        space(tree);
        if tree.rest().first() == Some(&close) {
            tree.at += 1;
            break;
        }
        expect(tree, b',')?;
        space(tree);
    }
    Ok(())
}

fn expect(tree: &mut Tree<'_>, wanted: u8) -> Read<()> {
    if tree.rest().first() == Some(&wanted) {
        tree.at += 1;
        return Ok(());
    }
    let wanted = char::from(wanted);
    Err(fault(tree.at, format!("{wanted:?} is missing here"), format!("这里缺少 {wanted:?}")))
}

/// A string, of which serde_json decides whether it is one.
fn string(tree: &mut Tree<'_>) -> Read<String> {
    let start = tree.at;
    let mut escaped = false;
    let end = tree.rest().iter().skip(1).position(|byte| {
        let ends = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        ends
    });
    let Some(end) = end else {
        return Err(fault(tree.end, "the string has no end", "字符串没有结束"));
    };
    let written = &tree.rest()[..end + 2];
    let text = serde_json::from_slice::<String>(written).map_err(|error| {
        // The column counts from 1.
        let at = start + error.column().saturating_sub(1).min(end);
        fault(at, "this is no character of a string", "字符串中不能有这个")
    })?;
    tree.at += written.len();
    Ok(text)
}
