//! A program's console is a terminal: what it shows is what a terminal of this machine would, and it is typed into in place.

use anyhow::{Context as _, Result, ensure};
use fantoccini::key::Key;
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Lab, Look, in_the_lab_with};
use serde_json::json;

const SERVER: Half = Half::Server;

/// A window in which terminals have the room for what the programs here print.
const TALL: Look = Look { width: 1600, height: 1400, language: "en-US", dark: false };

/// The keys, as WebDriver takes them.
fn keys(keys: &[Key]) -> String {
    keys.iter().copied().map(char::from).collect()
}

async fn run<'a>(lab: &'a Lab, program: &str) -> Result<Window<'a>> {
    let mut window = Window::of_programs(lab).await?;
    window.open_text(SERVER, "screen.py", program).await?;
    window.run(SERVER).await?;
    Ok(window)
}

#[tokio::test]
async fn control_characters_and_sequences_move_the_cursor_and_remove() {
    let program = r"
import time
for percent in range(0, 101, 20):
    print(f'\r{percent:3}% {'#' * (percent // 20):5}|', end='', flush=True)
    time.sleep(0.02)
print()
print('abc\b\bX')
print('a\tb\t\tc')
print('one\x1b[2D\x1b[KX')
print('first\nsecond\x1b[A\x1b[G1st\x1b[K\x1b[B')
print('bell\a')
";
    let screen = ["100% #####|", "aXc", "a       b               c", "oX", "1st", "second", "bell"];
    in_the_lab_with(TALL, async |lab| {
        let mut window = run(lab, program).await?;
        window.ends(SERVER).await?;
        window.shows_lines(SERVER, &screen).await
    })
    .await;
}

#[tokio::test]
async fn a_screen_that_is_cleared_shows_what_came_after() {
    let program = "print('before\\n' * 100)\nprint('\\x1b[H\\x1b[2J\\x1b[3Jafter', end='')";
    in_the_lab_with(TALL, async |lab| {
        let mut window = run(lab, program).await?;
        window.ends(SERVER).await?;
        window.shows_lines(SERVER, &["after"]).await
    })
    .await;
}

/// Where the first bar of each line is, in pixels from the terminal's left edge.
const BARS: &str = "
    const rows = document.querySelectorAll('[data-testid=terminal-server] .xterm-rows > div');
    return [...rows].flatMap((row) => {
        const texts = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
            const at = text.data.indexOf('|');
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(text, at);
            range.setEnd(text, at + 1);
            return [range.getBoundingClientRect().left - row.getBoundingClientRect().left];
        }
        return [];
    });";

#[tokio::test]
async fn wide_characters_take_two_columns() {
    let program = "print('|\\nabcdefgh|\\n你好世界|\\n👍ab한국|\\ne\\u0301______a|')";
    in_the_lab_with(TALL, async |lab| {
        let mut window = run(lab, program).await?;
        window.ends(SERVER).await?;
        let lines = ["|", "abcdefgh|", "你好世界|", "👍ab한국|", "e\u{301}______a|"];
        window.shows_lines(SERVER, &lines).await?;
        let bars: Vec<f64> = serde_json::from_value(lab.browser.script(BARS, vec![]).await?)?;
        ensure!(bars.len() == 5, "{bars:?}");
        let far = bars[2..].iter().any(|bar| (bar - bars[1]).abs() > 1.5);
        ensure!(!far && bars[1] > bars[0] + 30.0, "the bars stand at {bars:?}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn colours_are_those_of_ansi_and_error_output_has_a_mark_besides() {
    let program = r"
import sys
print('\x1b[31mred\x1b[0m \x1b[1;92mgreen\x1b[0m plain')
print('wrong', file=sys.stderr)
print('right')
";
    in_the_lab_with(TALL, async |lab| {
        let mut window = run(lab, program).await?;
        window.ends(SERVER).await?;
        window.shows_lines(SERVER, &["red green plain", "wrong", "right"]).await?;
        let page = &lab.browser;
        // The terminal draws its marks after its rows.
        let marked = "const row = (css) => [...document.querySelectorAll(`[data-testid=terminal-server] ${css}`)]
                .map((element) => Math.round(element.getBoundingClientRect().top));
            return row('.console-mark').join() === row('.xterm-rows > div').slice(1, 2).join();";
        page.holds(marked).await?;
        // Beside a mark the first letter has a span of its own.
        let styles = "const style = (letter) => {
                const all = document.querySelectorAll('[data-testid=terminal-server] .xterm-rows span');
                return [...all].find(span => span.textContent.startsWith(letter))?.className;
            };
            return ['red', 'green', 'w'].map(style);";
        let styles = page.script(styles, vec![]).await?;
        for (at, class) in ["xterm-fg-1", "xterm-fg-10", "xterm-fg-9"].into_iter().enumerate() {
            ensure!(styles[at].as_str().is_some_and(|it| it.split(' ').any(|it| it == class)), "{styles}");
        }
        // Beside the screen, the page keeps the text without what only a terminal understands.
        page.sees("console-server", "red green plain").await
    })
    .await;
}

#[tokio::test]
async fn a_line_is_typed_and_edited_in_place_and_earlier_ones_come_back() {
    let program = r"
name = input('名字? ')
print(ascii(name))
print(input(), input('> '))
try:
    input('last ')
except EOFError:
    print('end of input')
";
    in_the_lab_with(TALL, async |lab| {
        let mut window = run(lab, program).await?;
        window.until_prints(SERVER, "名字? ").await?;
        window.type_keys(SERVER, "世b").await?;
        window.shows_lines(SERVER, &["名字? 世b"]).await?;
        window
            .type_keys(SERVER, &format!("{}界{}a", keys(&[Key::Left]), keys(&[Key::Home])))
            .await?;
        window.shows_lines(SERVER, &["名字? a世界b"]).await?;
        window.type_keys(SERVER, &keys(&[Key::End, Key::Backspace, Key::Left, Key::Enter])).await?;
        let first = ["名字? a世界", r"'a\u4e16\u754c'"];
        window.shows_lines(SERVER, &first).await?;
        window.type_keys(SERVER, &keys(&[Key::Up, Key::Enter])).await?;
        window.until_prints(SERVER, "> ").await?;
        window.type_line(SERVER, "two  words").await?;
        window.until_prints(SERVER, "last ").await?;
        window.type_keys(SERVER, &format!("{}d", keys(&[Key::Control]))).await?;
        window.ends(SERVER).await?;
        let rest = ["a世界", "> two  words", "a世界 two  words", "last end of input"];
        window.shows_lines(SERVER, &[first.as_slice(), rest.as_slice()].concat()).await
    })
    .await;
}

#[tokio::test]
async fn a_line_longer_than_the_screen_is_edited_and_output_that_comes_meanwhile_stands_before_it()
{
    let program = r"
import threading
go = threading.Event()
def speak():
    go.wait()
    print('meanwhile')
threading.Thread(target=speak).start()
print(input('first ') == 'go')
go.set()
print(len(input('long ')))
";
    in_the_lab_with(TALL, async |lab| {
        let mut window = run(lab, program).await?;
        window.until_prints(SERVER, "first ").await?;
        // Both lines at once: the second is being typed while the program prints.
        let long = "0123456789".repeat(30);
        let pasted = format!("go\n{long}");
        let paste =
            "const field = document.querySelector('[data-testid=terminal-server] textarea');
            const clipboardData = new DataTransfer();
            clipboardData.setData('text/plain', arguments[0]);
            field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));";
        lab.browser.script(paste, vec![json!(pasted)]).await?;
        window.until_prints(SERVER, "long ").await?;
        // Before the question or after it, as the threads come.
        lab.browser.sees("console-server", "meanwhile").await?;
        let home = keys(&[Key::Home, Key::Delete, Key::Enter]);
        window.type_keys(SERVER, &home).await?;
        window.until_prints(SERVER, "299").await?;
        window.ends(SERVER).await?;
        // The terminal draws what the console says later.
        lab.browser.sees("terminal-server", "299").await?;
        let shown = window.screen(SERVER).await?.concat();
        ensure!(shown.contains(&long[1..]) && !shown.contains(&long), "{shown}");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn control_c_is_sigint_and_the_line_that_was_begun_is_dropped() {
    let program = "try:\n    input('? ')\nexcept KeyboardInterrupt:\n    print('interrupted')\n";
    in_the_lab_with(TALL, async |lab| {
        let mut window = run(lab, program).await?;
        window.until_prints(SERVER, "? ").await?;
        window.type_keys(SERVER, &format!("abc{}c", keys(&[Key::Control]))).await?;
        window.ends(SERVER).await?;
        window.shows_lines(SERVER, &["? abc^Cinterrupted"]).await
    })
    .await;
}

/// What comes and goes around a program that starts, writes and ends (that Python loads, advice, files, hints) takes none
/// of its terminal's room: it is told of another size only when there is one.
#[tokio::test]
async fn a_program_knows_the_size_and_is_told_of_another() {
    let program = r"
import os, shutil, signal
old = lambda: raw_input()
resized = []
signal.signal(signal.SIGWINCH, lambda *_: resized.append(os.get_terminal_size()))
size = os.get_terminal_size()
print('=' * size.columns)
open('written.txt', 'w').write('a file stands below the editor')
print(size == shutil.get_terminal_size(), 'ready')
signal.pause()
print(len(resized), resized[-1].lines == size.lines, '-' * resized[-1].columns)
try:
    os.get_terminal_size(99)
except OSError as error:
    print(error.errno)
";
    in_the_lab_with(TALL, async |lab| {
        let mut window = Window::of_programs(lab).await?;
        window.open_text(SERVER, "screen.py", program).await?;
        lab.browser.sees("advice-server", "raw_input is Python 2").await?;
        for width in ["24em", "20em"] {
            window.run(SERVER).await?;
            window.until_prints(SERVER, "True ready").await?;
            let printed = window.output(SERVER).await?;
            let (line, _) = printed.split_once('\n').context("a line of the whole width")?;
            ensure!(line.len() > 20, "{line}");
            window.shows_lines(SERVER, &[line, "True ready"]).await?;
            // A signal that comes before `pause` does not end it.
            window.blocked_in(SERVER, "signal").await?;
            let narrow = format!(
                "document.querySelector('[data-testid=terminal-server]').style.maxWidth = '{width}';"
            );
            lab.browser.script(&narrow, vec![]).await?;
            window.ends(SERVER).await?;
            lab.browser.sees("written-server", "written.txt").await?;
            let printed = window.output(SERVER).await?;
            ensure!(printed.contains("1 True --") && printed.ends_with("-\n9\n"), "{printed}");
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_flood_ends_with_its_newest_lines_and_says_how_many_are_gone() {
    let program = "for number in range(200_000):\n    print(number, 'x' * 60)\n";
    in_the_lab_with(TALL, async |lab| {
        let mut window = run(lab, program).await?;
        window.ends(SERVER).await?;
        let page = &lab.browser;
        page.sees("terminal-server", "199999 x").await?;
        // The line below the terminal is as high as the other half's, which has a hint: it takes no more room for that.
        let told = "const line = (side) => document.querySelector(`.is-${side} .console-foot`);
            return line('server').querySelector('.earlier')?.textContent.startsWith('198000 ')
                && line('server').offsetHeight === line('client').offsetHeight;";
        page.holds(told).await
    })
    .await;
}

#[tokio::test]
async fn a_text_is_found_in_what_was_scrolled_away() {
    let program = "print('needle')\nfor number in range(500):\n    print(number)\n";
    in_the_lab_with(TALL, async |lab| {
        let mut window = run(lab, program).await?;
        window.ends(SERVER).await?;
        let page = &lab.browser;
        page.sees("terminal-server", "499").await?;
        page.fill("console-find-server", "needle").await?;
        page.sees("terminal-server", "needle").await?;
        page.sees("console-found-server", "1 of 1").await
    })
    .await;
}
