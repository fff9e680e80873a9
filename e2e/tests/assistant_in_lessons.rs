//! The assistant plays the client of lessons, and in lesson E4 the server too: checks are ticked off by its calls.

use anyhow::{Result, ensure};
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Browser, Lab, in_own_network, in_the_lab};
use serde_json::json;

fn in_a_lesson(lesson: &str, test: impl AsyncFnOnce(&Lab, Window<'_>) -> Result<()>) {
    in_own_network(async || {
        in_the_lab(async |lab| {
            let window = Window::of_lesson(lab, lesson).await?;
            test(lab, window).await
        })
        .await;
        Ok(())
    });
}

/// Opens the assistant from the lesson, and waits until the end of this name is chosen.
async fn open_assistant(page: &Browser, end: &str) -> Result<()> {
    page.choose("plays", "assistant").await?;
    page.press("open-assistant").await?;
    let chosen = format!(
        "return [...document.querySelectorAll('.end-tab[aria-pressed=true]')]\
             .some(tab => tab.firstChild.nextSibling.textContent === {});",
        json!(end)
    );
    page.holds(&chosen).await
}

async fn back(page: &Browser) -> Result<()> {
    page.press("assistant-back").await?;
    page.find("run-server").await.map(drop)
}

/// Opens the chosen end, and waits until it is open.
async fn open_end(page: &Browser) -> Result<()> {
    end_is(page, "closed").await?;
    page.press("assistant-open").await?;
    end_is(page, "open").await
}

async fn end_is(page: &Browser, state: &str) -> Result<()> {
    page.find_css(&format!("[data-testid=assistant-state][data-state={state}]")).await.map(drop)
}

/// Waits until the log has an entry of this kind that contains the words.
async fn logs(page: &Browser, what: &str, words: &str) -> Result<()> {
    let script = format!(
        "return [...document.querySelectorAll('[data-testid=assistant-row][data-what={what}]')]\
             .some(row => row.querySelector('.log-content').textContent.includes({}));",
        json!(words)
    );
    page.holds(&script).await
}

/// Chooses the end of this name.
async fn choose_end(page: &Browser, end: &str) -> Result<()> {
    let press = "const tab = [...document.querySelectorAll('.end-tab')]
            .find(tab => tab.textContent.includes(arguments[0]));
        tab.click();";
    page.script(press, vec![json!(end)]).await.map(drop)
}

/// Sends a named message.
async fn send_message(page: &Browser, name: &str) -> Result<()> {
    page.press("assistant-side-messages").await?;
    let key = format!("[data-testid=message][data-name={name}] [data-testid=message-send]:enabled");
    page.find_css(&key).await?.click().await?;
    Ok(())
}

/// Which checks of the lesson are done, once `count` are.
async fn checks(page: &Browser, count: usize) -> Result<Vec<bool>> {
    let done = "[...document.querySelectorAll('[data-testid=check]')]
        .map(check => check.dataset.done === 'true')";
    page.holds(&format!("return {done}.filter(done => done).length === {count};")).await?;
    Ok(serde_json::from_value(page.script(&format!("return {done};"), vec![]).await?)?)
}

#[test]
fn the_assistant_completes_the_checks_of_a_lesson_as_its_client() {
    in_a_lesson("a1", async |lab, mut lesson| {
        let page = &lab.browser;
        // Without a server there is nobody whom the assistant could reach.
        page.choose("plays", "assistant").await?;
        page.find_css("[data-testid=open-assistant]:disabled").await?;
        lesson.start(Half::Server, "server.py").await?;
        lesson.until_prints(Half::Server, "listening").await?;
        page.sees("assistant-server", "127.0.0.1:50000").await?;
        open_assistant(page, "lesson").await?;
        open_end(page).await?;
        page.fill("compose-text", "hello").await?;
        page.press("compose-send").await?;
        logs(page, "received", "服务端接收到了信息 hello").await?;

        // The server has not seen the client leave yet.
        back(page).await?;
        assert_eq!(checks(page, 2).await?, [true, true, false]);
        lesson.until_prints(Half::Server, "received 'hello'").await?;
        // The end is still open: the same one is shown again, and closed.
        open_assistant(page, "lesson").await?;
        end_is(page, "open").await?;
        page.press("assistant-open").await?;
        end_is(page, "closed").await?;
        back(page).await?;
        lesson.ends(Half::Server).await?;
        lesson.is_checked().await
    });
}

#[test]
fn a_lesson_is_as_it_was_left_until_it_is_opened_from_the_list() {
    in_a_lesson("b1", async |lab, mut lesson| {
        let page = &lab.browser;
        lesson.start(Half::Server, "server.py").await?;
        lesson.until_prints(Half::Server, "listening").await?;
        open_assistant(page, "lesson").await?;
        open_end(page).await?;
        page.fill("compose-text", "hello").await?;
        page.press("compose-send").await?;
        logs(page, "received", "HELLO").await?;
        // Any other way leads back as well.
        page.script("history.back();", vec![]).await?;
        checks(page, 1).await?;
        page.find_css("[data-testid=plays]").await?;
        page.holds("return document.querySelector('[data-testid=plays]').value === 'assistant';")
            .await?;
        page.press("all-lessons").await?;
        page.find_css("[data-lesson=b1]").await?.click().await?;
        page.find("run-server").await?;
        checks(page, 0).await?;
        page.holds("return document.querySelector('[data-testid=plays]').value === 'python';").await
    });
}

#[test]
fn lesson_e4_is_played_with_the_assistant() {
    in_a_lesson("e4", async |lab, mut lesson| {
        let page = &lab.browser;
        lesson.start(Half::Server, "server.py").await?;
        lesson.until_prints(Half::Server, "listening").await?;

        // GBK to a server that decodes UTF-8, and UTF-8.
        open_assistant(page, "e4 client").await?;
        open_end(page).await?;
        page.sees("compose-preview", "ba c3").await?;
        page.press("compose-send").await?;
        logs(page, "received", "涓").await?;
        back(page).await?;
        lesson.until_prints(Half::Server, "4 bytes: c4 e3 ba c3").await?;
        lesson.until_prints(Half::Server, "UnicodeDecodeError").await?;
        page.find_css("[data-testid=choice-0][data-proved=true]").await?;
        assert_eq!(checks(page, 1).await?, [true, false, false, false, false, false]);
        open_assistant(page, "e4 client").await?;
        page.choose("compose-charset", "utf-8").await?;
        page.press("compose-send").await?;
        back(page).await?;
        lesson.until_prints(Half::Server, "text: 你好").await?;
        checks(page, 2).await?;
        lesson.stop(Half::Server).await?;

        // A frame in hex, its length and CRC computed, and one with a wrong CRC.
        lesson.start(Half::Server, "server_frame.py").await?;
        lesson.until_prints(Half::Server, "listening").await?;
        open_assistant(page, "e4 client").await?;
        open_end(page).await?;
        send_message(page, "frame").await?;
        logs(page, "received", "06").await?;
        page.fill("compose-hex", "00 02 68 69 00 00").await?;
        page.press("compose-send").await?;
        logs(page, "received", "15").await?;
        back(page).await?;
        lesson.until_prints(Half::Server, "b'hello': CRC right").await?;
        lesson.until_prints(Half::Server, "b'hi': CRC wrong, 0000 and not 7f0c").await?;
        checks(page, 4).await?;
        lesson.stop(Half::Server).await?;

        // Timed sends, which a server reads late.
        lesson.start(Half::Server, "server_late.py").await?;
        lesson.until_prints(Half::Server, "listening").await?;
        open_assistant(page, "e4 client").await?;
        open_end(page).await?;
        page.press("assistant-bytes-text").await?;
        page.press("assistant-side-plans").await?;
        page.press("plan-run").await?;
        logs(page, "sent", "tick 5").await?;
        back(page).await?;
        lesson.until_prints(Half::Server, "Enter reads ").await?;
        assert_eq!(checks(page, 4).await?, [true, true, true, true, false, false]);
        lesson.type_line(Half::Server, "").await?;
        lesson.until_prints(Half::Server, "16 bytes: b'ck 3\\ntick 4\\ntick'").await?;
        lesson.until_prints(Half::Server, "3 bytes: b' 5\\n'").await?;
        checks(page, 5).await?;
        lesson.stop(Half::Server).await?;

        // The shop of E3, played by rules.
        open_assistant(page, "e4 client").await?;
        choose_end(page, "e4 shop").await?;
        open_end(page).await?;
        back(page).await?;
        page.choose("plays", "python").await?;
        lesson.start(Half::Client, "client.py").await?;
        lesson.until_blocks(Half::Client, "recv").await?;
        page.press("place-assistant").await?;
        // The kernel has connected the client before the shop accepts it, and until then nobody is sent to.
        page.find("assistant-peer").await?;
        send_message(page, "welcome").await?;
        back(page).await?;
        lesson.until_prints(Half::Client, "欢迎光临！").await?;
        for (wanted, answer) in [
            ("苹果", "没有“苹果”这种商品"),
            ("瓜子", "购买成功,余额 -4.5"),
            ("拜拜", "再见，欢迎下次光临！"),
        ] {
            if wanted == "瓜子" {
                assert_eq!(checks(page, 5).await?, [true, true, true, true, true, false]);
            }
            lesson.until_prints(Half::Client, "buy: ").await?;
            lesson.type_line(Half::Client, wanted).await?;
            lesson.until_prints(Half::Client, answer).await?;
        }
        lesson.ends(Half::Client).await?;
        lesson.is_checked().await
    });
}

#[test]
fn other_bytes_prove_nothing_in_lesson_e4() {
    in_a_lesson("e4", async |lab, mut lesson| {
        let page = &lab.browser;
        // The shop answers in UTF-8, which its customer reads as GBK.
        open_assistant(page, "e4 client").await?;
        choose_end(page, "e4 shop").await?;
        open_end(page).await?;
        back(page).await?;
        page.choose("plays", "python").await?;
        lesson.start(Half::Client, "client.py").await?;
        lesson.until_blocks(Half::Client, "recv").await?;
        page.press("place-assistant").await?;
        page.find("assistant-peer").await?;
        page.choose("compose-charset", "utf-8").await?;
        for (sent, typed) in [("欢迎光临！", "西瓜"), ("购买成功,余额 -4.5", "瓜")] {
            page.fill("compose-text", sent).await?;
            page.press("compose-send").await?;
            back(page).await?;
            lesson.until_prints(Half::Client, "buy: ").await?;
            lesson.type_line(Half::Client, typed).await?;
            page.press("place-assistant").await?;
        }
        back(page).await?;
        lesson.stop(Half::Client).await?;

        // Timed sends to a server that reads at once arrive one by one, or two of them together, and GBK of
        // other characters is no UTF-8 either, but not what was asked for.
        lesson.start(Half::Server, "server.py").await?;
        // The shop still has the port.
        lesson.until_prints(Half::Server, "Address already in use").await?;
        page.press("place-assistant").await?;
        page.press("assistant-open").await?;
        end_is(page, "closed").await?;
        back(page).await?;
        lesson.start(Half::Server, "server.py").await?;
        lesson.until_prints(Half::Server, "listening").await?;
        open_assistant(page, "e4 client").await?;
        open_end(page).await?;
        page.fill("compose-text", "编码").await?;
        page.press("compose-send").await?;
        // Its answer: the plan's messages are not received together with it.
        logs(page, "received", "涓").await?;
        page.press("assistant-side-plans").await?;
        page.press("plan-run").await?;
        logs(page, "sent", "tick 5").await?;
        back(page).await?;
        lesson.until_prints(Half::Server, "tick 5\n").await?;
        let done = checks(page, 1).await?;
        ensure!(done[0], "four bytes of GBK could not be decoded, whatever characters they are");
        Ok(())
    });
}
