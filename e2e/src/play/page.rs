//! The stage in the page: each program pane, driven as docs/driving-the-page.md describes.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use fantoccini::key::Key;
use serde_json::json;

use super::{Half, Stage};
use crate::{Browser, Lab};

/// The standard output and standard error of a half's program, without typed text. A line's end
/// belongs to the stream of its last piece.
const STREAMS: &str = r#"
    const streams = side => {
        const console = document.querySelector(`[data-testid=console-${side}]`);
        const lines = console ? [...console.querySelectorAll('ol > li')] : [];
        const text = { stdout: '', stderr: '', typed: '' };
        lines.forEach((line, at) => {
            const pieces = [...line.children].map(piece => [piece.className.slice(3), piece.textContent]);
            for (const [stream, words] of pieces) text[stream] += words;
            const open = at === lines.length - 1 && console.dataset.open === 'true';
            if (!open) text[pieces.at(-1)?.[0] ?? 'stdout'] += '\n';
        });
        return text;
    };"#;

/// The lines that a half's terminal shows now, as xterm.js draws them.
const SCREEN: &str = r"
    const screen = side => {
        const rows = document.querySelectorAll(`[data-testid=terminal-${side}] .xterm-rows > div`);
        const lines = [...rows].map(row => row.textContent.replaceAll('\u00a0', ' ').trimEnd());
        while (lines.at(-1) === '') lines.pop();
        return lines;
    };";

/// A lesson in a browser.
pub struct Window<'a> {
    browser: &'a Browser,
    /// How much of each half's standard output and standard error was found already, in UTF-16 code
    /// units.
    found: [[u64; 2]; 2],
}

impl<'a> Window<'a> {
    /// The window of a lesson.
    pub async fn of_lesson(lab: &'a Lab, lesson: &str) -> Result<Self> {
        let window = Self::open(lab, &format!("/lessons/{lesson}")).await?;
        let asked = "return document.querySelector('[data-testid=skip-prediction]') !== null;";
        if window.browser.script(asked, vec![]).await? == json!(true) {
            window.browser.press("skip-prediction").await?;
        }
        window.show_network(lesson).await?;
        Ok(window)
    }

    /// The window of an experiment, with this choice predicted, counted from 0.
    pub async fn of_experiment(lab: &'a Lab, lesson: &str, predicted: usize) -> Result<Self> {
        let window = Self::open(lab, &format!("/lessons/{lesson}")).await?;
        window.browser.press(&format!("choice-{predicted}")).await?;
        let mine = format!("[data-testid=choice-{predicted}][aria-pressed=true]");
        window.browser.find_css(&mine).await?;
        window.show_network(lesson).await?;
        Ok(window)
    }

    /// Waits for the network that a lesson brings, in its view.
    async fn show_network(&self, lesson: &str) -> Result<()> {
        if super::has_network(lesson)? {
            self.browser.press("aspect-network").await?;
            self.browser.find("hosts").await?;
        }
        Ok(())
    }

    /// The window for programs of one's own.
    pub async fn of_programs(lab: &'a Lab) -> Result<Self> {
        Self::open(lab, "/program").await
    }

    async fn open(lab: &'a Lab, place: &str) -> Result<Self> {
        let url = format!("{}{place}?lang=en#token={}", lab.relay.origin(), lab.relay.token());
        lab.browser.open(&url).await?;
        lab.browser.find("run-server").await?;
        Ok(Self { browser: &lab.browser, found: Default::default() })
    }

    /// Waits until every check of the lesson is done, and an experiment's outcome is known.
    pub async fn is_checked(&self) -> Result<()> {
        let script = "const checks = [...document.querySelectorAll('[data-testid=check]')];
            const asked = document.querySelector('[data-testid=experiment]') !== null;
            const known = document.querySelector('[data-testid=outcome]') !== null;
            return checks.length + asked > 0 && asked === known
                && checks.every((check) => check.dataset.done === 'true');";
        self.browser.holds(script).await
    }

    /// Puts a file of this machine into a half.
    pub async fn open_file(&self, half: Half, path: &Path) -> Result<()> {
        let field = self.browser.find(&format!("open-file-{}", half.name())).await?;
        field.send_keys(path.to_str().context("a path in UTF-8")?).await?;
        let name = path.file_name().and_then(|name| name.to_str()).context("a file's path")?;
        self.shows(half, name).await
    }

    /// Puts a file of this text into a half.
    pub async fn open_text(&self, half: Half, name: &str, text: &str) -> Result<()> {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join(name);
        std::fs::write(&path, text)?;
        self.open_file(half, &path).await
    }

    /// Waits until a thread of the half's program is blocked in this call.
    pub async fn blocked_in(&self, half: Half, call: &str) -> Result<()> {
        let thread = format!("[data-testid=thread-{}][data-on={call}]", half.name());
        self.browser.find_css(&thread).await.map(drop)
    }

    /// Gives a half's program arguments.
    pub async fn arguments(&self, half: Half, arguments: &str) -> Result<()> {
        self.browser.fill(&format!("arguments-{}", half.name()), arguments).await
    }

    /// Runs the program in the editor.
    pub async fn run(&mut self, half: Half) -> Result<()> {
        self.found[half as usize] = [0, 0];
        let key = format!("[data-testid=run-{}]:enabled", half.name());
        self.browser.find_css(&key).await?;
        // Until the page has drawn the new run, it shows the end of the last one.
        let badge = format!("standing-{}", half.name());
        let last = self.browser.find(&badge).await?.attr("data-run").await?.unwrap_or_default();
        self.press("run", half).await?;
        let new = format!("[data-testid={badge}]:not([data-run='{last}'])");
        self.browser.find_css(&new).await.map(drop)
    }

    /// Waits until the editor has the file, because a run takes the editor's text.
    async fn shows(&self, half: Half, file: &str) -> Result<()> {
        let editor = format!("[data-testid=editor-{}][data-file='{file}']", half.name());
        self.browser.find_css(&editor).await.map(drop)
    }

    async fn press(&self, key: &str, half: Half) -> Result<()> {
        self.browser.press(&format!("{key}-{}", half.name())).await
    }

    /// The exit status of a half's program that has ended.
    pub async fn status(&self, half: Half) -> Result<i64> {
        let badge = self.browser.find(&format!("standing-{}", half.name())).await?;
        let status = badge.attr("data-status").await?.context("the program has not ended")?;
        Ok(status.parse()?)
    }

    /// Presses Alt and a letter, wherever the focus is.
    async fn alt(&self, letter: char) -> Result<()> {
        let (alt, released) = (char::from(Key::Alt), char::from(Key::Null));
        self.browser.keys(&format!("{alt}{letter}{released}")).await
    }

    /// Types keys into a half's terminal, which are characters and those of `Key`.
    pub async fn type_keys(&self, half: Half, keys: &str) -> Result<()> {
        let terminal = format!("[data-testid=terminal-{}]", half.name());
        self.browser.find_css(&format!("{terminal}[data-enabled=true]")).await?;
        let focus = "document.querySelector(`${arguments[0]} textarea`).focus();";
        self.browser.script(focus, vec![json!(terminal)]).await?;
        self.browser.keys(keys).await.context("cannot type into the terminal")
    }

    /// The lines that a half's terminal shows, without spaces at their ends and empty ones behind them.
    pub async fn screen(&self, half: Half) -> Result<Vec<String>> {
        let script = format!("{SCREEN} return screen(arguments[0]);");
        let lines = self.browser.script(&script, vec![json!(half.name())]).await?;
        Ok(serde_json::from_value(lines)?)
    }

    /// Waits until a half's terminal shows these lines and no others.
    pub async fn shows_lines(&self, half: Half, lines: &[&str]) -> Result<()> {
        let (side, expected) = (json!(half.name()), json!(lines));
        let script =
            format!("{SCREEN} return screen({side}).join('\\n') === {expected}.join('\\n');");
        if self.browser.holds(&script).await.is_ok() {
            return Ok(());
        }
        bail!("not {lines:#?} but {:#?}", self.screen(half).await?)
    }

    /// What a half's program wrote to this stream.
    pub async fn stream(&self, half: Half, stream: &str) -> Result<String> {
        let script = format!("{STREAMS} return streams(arguments[0])[arguments[1]];");
        let text = self.browser.script(&script, vec![json!(half.name()), json!(stream)]).await?;
        Ok(text.as_str().context("a stream is text")?.to_owned())
    }
}

impl Stage for Window<'_> {
    async fn start(&mut self, half: Half, file: &str) -> Result<()> {
        let field = format!("file-{}", half.name());
        let chooser = self.browser.find(&field).await?;
        if chooser.tag_name().await? == "select" {
            chooser.select_by_value(file).await?;
        } else if chooser.text().await? != file {
            bail!("the {} half has no {file}", half.name());
        }
        self.shows(half, file).await?;
        self.run(half).await
    }

    async fn until_prints(&mut self, half: Half, text: &str) -> Result<()> {
        let from = self.found[half as usize];
        let ends = format!(
            "{STREAMS}
            const {{ stdout, stderr }} = streams({side:?});
            const text = {text};
            const ends = [[stdout, {out}], [stderr, {err}]].map(([all, from]) => {{
                const at = all.indexOf(text, from);
                return at < 0 ? 0 : at + text.length;
            }});",
            side = half.name(),
            text = json!(text),
            out = from[0],
            err = from[1],
        );
        self.browser.holds(&format!("{ends} return ends.some(end => end > 0);")).await?;
        let ends = self.browser.script(&format!("{ends} return ends;"), vec![]).await?;
        for (found, end) in
            self.found[half as usize].iter_mut().zip([0, 1].map(|at| ends[at].as_u64()))
        {
            if let Some(end @ 1..) = end {
                *found = end;
                break;
            }
        }
        Ok(())
    }

    async fn until_blocks(&mut self, half: Half, call: &str) -> Result<()> {
        self.blocked_in(half, call).await
    }

    async fn type_line(&mut self, half: Half, line: &str) -> Result<()> {
        self.type_keys(half, &format!("{line}{}", char::from(Key::Enter))).await
    }

    async fn end_of_input(&mut self, half: Half) -> Result<()> {
        self.press("console-eof", half).await
    }

    async fn interrupt(&mut self, half: Half) -> Result<()> {
        self.press("interrupt", half).await
    }

    async fn stop(&mut self, half: Half) -> Result<()> {
        self.press("stop", half).await?;
        let stopped = format!("[data-testid=standing-{}][data-state=stopped]", half.name());
        self.browser.find_css(&stopped).await.map(drop)
    }

    async fn lose(&mut self, kind: &str) -> Result<()> {
        let (letter, button) = match kind {
            "SYN" => ('s', "drop-syn"),
            "FIN" => ('n', "drop-fin"),
            "data" => ('p', "drop-data"),
            "UDP" => ('u', "drop-udp"),
            other => bail!("no key loses the next {other}"),
        };
        self.alt(letter).await?;
        // Until the relay has answered, the packet might pass.
        let armed = format!("[data-testid={button}][aria-pressed=true]");
        self.browser.find_css(&armed).await.map(drop)
    }

    async fn cut(&mut self, cut: bool) -> Result<()> {
        self.alt('x').await?;
        self.browser.find_css(&format!("[data-testid=cable-0][data-cut={cut}]")).await.map(drop)
    }

    async fn restart(&mut self, host: &str) -> Result<()> {
        self.browser.press(&format!("host-restart-{host}")).await
    }

    async fn proves(&mut self, choices: &[usize]) -> Result<()> {
        let proved =
            choices.iter().map(|at| format!("[data-testid=choice-{at}][data-proved=true]"));
        self.browser.find_css(&proved.collect::<Vec<_>>().join(", ")).await.map(drop)
    }

    async fn ends(&mut self, half: Half) -> Result<()> {
        let ended = ["finished", "raised"]
            .map(|state| format!("[data-testid=standing-{}][data-state={state}]", half.name()));
        self.browser.find_css(&ended.join(", ")).await.map(drop)
    }

    async fn output(&mut self, half: Half) -> Result<String> {
        self.stream(half, "stdout").await
    }
}
