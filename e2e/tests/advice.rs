//! What the page says of a program before it runs, and beside CPython's own error.

use lab_e2e::play::{Half, Window};
use lab_e2e::{Look, in_the_lab, in_the_lab_with};

const OLD: &str = "\
import socket

name = raw_input('name: ')
address = ('www.baidu.com', 80)
";

#[tokio::test]
async fn advice_stands_at_its_line_and_above_the_console_before_a_program_runs() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "old.py", OLD).await?;
        page.sees("editor-server", "raw_input is Python 2. Today: input()").await?;
        page.sees("advice-server", "2 things to know before it runs · Lines 3, 4").await?;
        page.sees("advice-server", "Line 4 · www.baidu.com: Sockets of a page").await?;
        assert_eq!(page.count(".cm-advice[role=note]").await?, 2);
        page.press("lang-zh").await?;
        page.sees("editor-server", "raw_input 是 Python 2 的写法").await?;
        page.sees("advice-server", "运行前须知：2 条").await?;
        window.open_text(Half::Server, "new.py", "import socket\nprint(socket.AF_INET)\n").await?;
        page.holds("return !document.querySelector('.cm-advice, [data-testid=advice-server]');")
            .await
    })
    .await;
}

#[tokio::test]
async fn the_error_at_a_line_has_the_advice_on_it_beside_it() {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "old.py", OLD).await?;
        window.run(Half::Server).await?;
        let fault = "const it = document.querySelector('.cm-fault')?.textContent ?? '';
            return it.includes('NameError') && it.includes('raw_input is Python 2. Today: input()');";
        lab.browser.holds(fault).await?;
        let told = lab.browser.find_css("[data-testid=advice-server] [role=alert]").await?.text().await?;
        assert_eq!(told, "Line 3 · raw_input is Python 2. Today: input()");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn advice_wraps_within_what_is_seen_however_long_a_line_is_and_stays_there() {
    for width in [390, 1366] {
        let look = Look { width, height: 768, language: "en-US", dark: false };
        in_the_lab_with(look, async |lab| {
            let page = &lab.browser;
            let window = Window::of_programs(lab).await?;
            let long = format!("{OLD}# {}\n", "a long line ".repeat(100));
            window.open_text(Half::Server, "long.py", &long).await?;
            if width < 500 {
                page.press("work-tab-server").await?;
            }
            page.find("editor-server").await?;
            for scrolled in [0, 500] {
                let seen = format!(
                    "const scroller = document.querySelector('[data-testid=editor-server] .cm-scroller');
                    scroller.scrollLeft = {scrolled};
                    const right = scroller.getBoundingClientRect().left + scroller.clientWidth;
                    const left = scroller.querySelector('.cm-gutters').getBoundingClientRect().right;
                    const advice = [...scroller.querySelectorAll('.cm-advice')].map((it) => it.getBoundingClientRect());
                    return scroller.scrollLeft === {scrolled} && advice.length === 2
                        && advice.every((it) => it.width > 200 && it.left >= left - 1 && it.right <= right + 1);"
                );
                page.holds(&seen).await?;
            }
            Ok(())
        })
        .await;
    }
}
