//! What the page says of a program before it runs, and beside CPython's own error.

use lab_e2e::in_the_lab;
use lab_e2e::play::{Half, Window};

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
