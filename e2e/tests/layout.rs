//! The panes of every place: their borders are moved, any of them fills the window, and nothing is lost.

use anyhow::{Result, ensure};
use fantoccini::key::Key;
use lab_e2e::{Browser, Lab, Look, in_the_lab, in_the_lab_with};
use serde_json::json;

async fn open(lab: &Lab, place: &str) -> Result<()> {
    let url = format!("{}{place}?lang=en#token={}", lab.relay.origin(), lab.relay.token());
    lab.browser.open(&url).await?;
    lab.browser.find("run-server").await?;
    // Until Python is there, the bar that tells so takes room.
    lab.browser.find_css(".work-engine[data-engine=ready]:empty").await.map(drop)
}

/// Width and height of a pane; 0 where it is not drawn.
async fn size(page: &Browser, pane: &str) -> Result<(f64, f64)> {
    let size = "const { width, height } = document.querySelector(`.bench > .pane.is-${arguments[0]}`).getBoundingClientRect();
        return [width, height];";
    Ok(serde_json::from_value(page.script(size, vec![json!(pane)]).await?)?)
}

fn key(key: Key) -> String {
    char::from(key).to_string()
}

#[tokio::test]
async fn a_border_is_moved_by_keys_and_each_place_keeps_its_own() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        open(lab, "/program").await?;
        let (before, _) = size(page, "server").await?;
        page.script("document.querySelector('[data-testid=border-halves]').focus();", vec![])
            .await?;
        page.keys(&key(Key::Left).repeat(5)).await?;
        page.holds(
            "return document.querySelector('[data-testid=border-halves]').ariaValueNow === '40';",
        )
        .await?;
        let (narrower, _) = size(page, "server").await?;
        ensure!(narrower < 0.9 * before, "{before} became {narrower}");
        open(lab, "/lessons/a1").await?;
        ensure!(
            (size(page, "server").await?.0 - before).abs() < 2.0,
            "a lesson has another layout"
        );
        open(lab, "/program").await?;
        ensure!((size(page, "server").await?.0 - narrower).abs() < 2.0, "the layout was not kept");
        page.script("document.querySelector('[data-testid=border-halves]').focus();", vec![])
            .await?;
        page.keys(&key(Key::Enter)).await?;
        page.holds(
            "return document.querySelector('[data-testid=border-halves]').ariaValueNow === '50';",
        )
        .await
    })
    .await;
}

#[tokio::test]
async fn keys_that_come_faster_than_the_page_is_drawn_each_move_a_border() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let border = "#bench > [data-testid=border-controls]";
        page.find_css(border).await?;
        let keys = "const border = document.querySelector(arguments[0]);
            const before = Number(border.ariaValueNow);
            for (let key = 0; key < 4; key += 1) {
                border.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
            }
            return before + 8;";
        let after = page.script(keys, vec![json!(border)]).await?;
        page.holds(&format!("return document.querySelector('{border}').ariaValueNow === '{after}';"))
            .await
    })
    .await;
}

#[tokio::test]
async fn a_border_is_dragged() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        open(lab, "/program").await?;
        // The last move is one without the button.
        let drag = "const border = document.querySelector('[data-testid=border-timeline]');
            const { left, top } = border.getBoundingClientRect();
            const at = (type, y) => border.dispatchEvent(new PointerEvent(type, {
                bubbles: true, clientX: left + 50, clientY: y, pointerId: 1, isPrimary: true }));
            const before = border.ariaValueNow;
            at('pointerdown', top); at('pointermove', top - 120); at('pointerup', top - 120);
            at('pointermove', top - 300);
            return Math.round(before - 12000 / border.parentElement.clientHeight);";
        let expected = page.script(drag, vec![]).await?;
        let there = "document.querySelector('[data-testid=border-timeline]').ariaValueNow";
        page.holds(&format!("return {there} === '{expected}';")).await
    })
    .await;
}

#[tokio::test]
async fn f8_lets_the_pane_with_the_focus_fill_the_window_and_go_back() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        open(lab, "/program").await?;
        let before = size(page, "client").await?;
        // While it is hidden, before it takes the plain field's place, it takes no focus.
        page.find_css(".is-client .editor-place:not([hidden]) .cm-content").await?;
        page.script("document.querySelector('.is-client .cm-content').focus();", vec![]).await?;
        page.keys(&key(Key::F8)).await?;
        page.find_css(".work[data-full=client]").await?;
        ensure!(size(page, "client").await?.0 > 1400.0);
        ensure!(size(page, "timeline").await? == (0.0, 0.0), "another pane is still there");
        page.keys(&key(Key::F8)).await?;
        page.find_css(".work:not([data-full])").await?;
        ensure!(size(page, "client").await? == before);
        page.press("place-fill-timeline").await?;
        page.find_css(".work[data-full=timeline]").await?;
        page.press("place-fill-timeline").await?;
        page.find_css(".work:not([data-full])").await.map(drop)
    })
    .await;
}

#[tokio::test]
async fn the_bench_and_chat_have_borders_and_the_key_too() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        for (place, id) in [("/", "bench"), ("/chat", "place")] {
            let url = format!("{}{place}?lang=en#token={}", lab.relay.origin(), lab.relay.token());
            page.open(&url).await?;
            let border = format!("#{id} > [data-testid=border-controls]");
            page.find_css(&border).await?;
            let whole = format!("return [...document.querySelectorAll('#{id} > .pane')].every((pane) => pane.clientHeight > 500);");
            page.holds(&whole).await?;
            let width = format!(
                "return document.querySelector('#{id} > .pane.is-controls').getBoundingClientRect().width;"
            );
            let before = page.script(&width, vec![]).await?.as_f64();
            page.script(&format!("document.querySelector('{border}').focus();"), vec![]).await?;
            page.keys(&key(Key::Right).repeat(4)).await?;
            page.holds(&format!("return document.querySelector('{border}').ariaValueNow === '35';")).await?;
            let wider = page.script(&width, vec![]).await?.as_f64();
            ensure!(wider > before.map(|before| 1.1 * before), "{before:?} became {wider:?}");
            let head = format!("document.querySelector('#{id} > .pane.is-controls button').focus();");
            page.script(&head, vec![]).await?;
            page.keys(&key(Key::F8)).await?;
            page.find_css(&format!("#{id}[data-full=controls]")).await?;
            let filled = page.script(&width, vec![]).await?.as_f64();
            ensure!(filled > Some(1300.0), "it has {filled:?}");
            page.keys(&key(Key::F8)).await?;
            page.find_css(&format!("#{id}:not([data-full])")).await?;
            page.open(&url).await?;
            page.holds(&format!("return document.querySelector('{border}')?.ariaValueNow === '35';")).await?;
        }
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn every_part_has_room_on_the_usual_screens() {
    for (width, height) in [(1366, 768), (1440, 900), (1920, 1080)] {
        let look = Look { width, height, language: "en-US", dark: false };
        in_the_lab_with(look, async |lab| {
            open(lab, "/lessons/a1").await?;
            let fits = "return document.documentElement.scrollWidth <= innerWidth
                && ['editor-server', 'terminal-client', 'timeline', 'run-client', 'console-eof-client'].every((id) => {
                    const box = document.querySelector(`[data-testid=${id}]`)?.getBoundingClientRect();
                    return box && box.height > 15 && box.right <= innerWidth && box.bottom <= innerHeight;
                });";
            lab.browser.holds(fits).await
        })
        .await;
    }
}

#[tokio::test]
async fn nothing_of_a_half_or_of_the_programs_is_cut_off() {
    for (width, height) in [(390, 844), (1366, 768)] {
        let look = Look { width, height, language: "zh-CN", dark: false };
        in_the_lab_with(look, async |lab| {
            let page = &lab.browser;
            open(lab, "/program").await?;
            page.press("program-new").await?;
            page.find("program").await?;
            page.holds("const body = document.querySelector('.guide-body'); return body.scrollWidth <= body.clientWidth;").await?;
            if width < 500 {
                page.press("work-tab-server").await?;
            }
            let fits = "return [...document.querySelectorAll('.is-server > .run-bar > *')].every((part) => part.getBoundingClientRect().right <= innerWidth);";
            page.holds(fits).await
        })
        .await;
    }
}

#[tokio::test]
async fn the_terminal_has_the_console_but_for_one_line_with_its_tools_over_it() {
    for (width, height) in [(390, 844), (1366, 768)] {
        let look = Look { width, height, language: "en-US", dark: true };
        in_the_lab_with(look, async |lab| {
            let page = &lab.browser;
            open(lab, "/program").await?;
            if width < 500 {
                page.press("work-tab-server").await?;
            }
            let over = "const box = (id) => document.querySelector(`[data-testid=${id}-server]`)?.getBoundingClientRect();
                const [terminal, find, eof] = ['terminal', 'console-find', 'console-eof'].map(box);
                const [console, foot] = ['.console', '.console-foot'].map((part) =>
                    document.querySelector(`.is-server ${part}`)?.getBoundingClientRect());
                return terminal && find && terminal.bottom >= foot.top - 1
                    && foot.bottom >= console.bottom - 1 && foot.height < 26
                    && find.left > terminal.left + terminal.width / 2 && eof.right <= terminal.right
                    && find.bottom <= terminal.bottom && eof.width > 20;";
            page.holds(over).await?;
            page.fill("console-find-server", "x").await?;
            page.holds("return document.querySelector('[data-testid=console-find-server]').offsetWidth > 120;").await
        })
        .await;
    }
}
