//! The assistant's place against real programs: a client that sends hex with its checksum, a server with
//! two clients.

use std::time::{Duration, Instant};

use lab_e2e::{Look, Peer, in_the_lab, in_the_lab_with};

/// Keys of the keyboard, as WebDriver writes them.
const ENTER: &str = "\u{e007}";
const HOME: &str = "\u{e011}";

/// A device that answers one Modbus request, if its CRC is right, and reports what it received.
const DEVICE: &str = r"
import socket
s = socket.create_server(('127.0.0.1', 0))
print(s.getsockname()[1])
c, _ = s.accept()
print(c.recv(1024).hex(' '))
c.sendall(bytes.fromhex('01 03 02 00 07 f9 86'))
print(c.recv(1024))
";

#[tokio::test]
async fn a_client_sends_a_request_with_its_checksum_and_shows_the_decoded_answer() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        let mut device = Peer::python(DEVICE, &[])?;
        let port = device.hear().await?;
        page.fill("assistant-port", &port).await?;
        page.press("assistant-open").await?;
        page.end_is("open").await?;
        page.send_message("hex", "01 03 00 00 00 01 ${check modbus}").await?;
        assert_eq!(device.hear().await?, "01 03 00 00 00 01 84 0a");

        page.press("assistant-bytes-hex").await?;
        page.logs("sent", "01 03 00 00 00 01 84 0a").await?;
        page.logs("received", "01 03 02 00 07 f9 86").await?;
        // The entry's fields, by what the answer looks like.
        let pick =
            "document.querySelector('[data-testid=assistant-row][data-what=received]').click();";
        page.script(pick, vec![]).await?;
        page.sees("assistant-fields", "read holding registers").await?;
        page.sees("assistant-fields", "f9 86").await?;

        // Each of it was a call on the timeline.
        page.press("assistant-calls-tab").await?;
        page.find_css("[data-testid=timeline-row][data-call=sendall]").await?;

        // The end stays open while another place is in view.
        page.press("place-chat").await?;
        page.find("chat-open").await?;
        page.press("place-assistant").await?;
        page.end_is("open").await?;
        page.press("assistant-open").await?;
        assert_eq!(device.hear().await?, "b''");
        page.end_is("closed").await
    })
    .await;
}

#[tokio::test]
async fn a_server_sends_to_one_client_to_several_and_to_all_and_resets_one() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        page.choose("assistant-kind", "tcp-server").await?;
        page.fill("assistant-port", "0").await?;
        page.press("assistant-open").await?;
        let address = page.find("assistant-bound").await?.text().await?;
        let port = address.rsplit(':').next().unwrap_or_default().parse()?;

        let mut first = Peer::nc_connect(port).await?;
        page.holds(
            "return document.querySelectorAll('[data-testid=assistant-peer]').length === 1;",
        )
        .await?;
        let mut second = Peer::nc_connect(port).await?;
        page.holds(
            "return document.querySelectorAll('[data-testid=assistant-peer]').length === 2;",
        )
        .await?;
        second.say("你好").await?;
        page.logs("received", "你好\\n").await?;

        page.send_message("text", "to all\\n").await?;
        assert_eq!(first.hear().await?, "to all");
        assert_eq!(second.hear().await?, "to all");

        // The first card is the first client's.
        page.press("assistant-peer-choose").await?;
        page.find_css("[data-testid=assistant-peer-choose][aria-pressed=true]").await?;
        page.send_message("text", "to one\\n").await?;
        assert_eq!(first.hear().await?, "to one");
        page.press("assistant-peer-all").await?;
        page.send_message("text", "to all again\\n").await?;
        assert_eq!(second.hear().await?, "to all again", "it did not hear what was for one");
        assert_eq!(first.hear().await?, "to all again");

        // A third comes, and two of the three are chosen.
        let mut third = Peer::nc_connect(port).await?;
        page.holds(
            "return document.querySelectorAll('[data-testid=assistant-peer]').length === 3;",
        )
        .await?;
        let second_and_third = "document.querySelectorAll('[data-testid=assistant-peer-choose]')\
             .forEach((card, at) => at > 0 && card.click());";
        page.script(second_and_third, vec![]).await?;
        page.sees("compose-recipient", "2").await?;
        page.send_message("text", "to two\\n").await?;
        assert_eq!((second.hear().await?, third.hear().await?), ("to two".into(), "to two".into()));
        page.press("assistant-peer-all").await?;
        page.send_message("text", "to three\\n").await?;
        assert_eq!(first.hear().await?, "to three", "it did not hear what was for the others");
        assert_eq!(
            (second.hear().await?, third.hear().await?),
            ("to three".into(), "to three".into())
        );

        page.press("assistant-peer-reset").await?;
        page.holds(
            "return document.querySelectorAll('[data-testid=assistant-peer]').length === 2;",
        )
        .await?;
        page.logs("closed", "reset here").await?;
        first.wait().await?;
        page.send_message("text", "still here\\n").await?;
        assert_eq!(second.hear().await?, "still here");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn a_reload_brings_the_setup_and_what_was_written_back_and_opens_nothing() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        page.choose("assistant-kind", "udp").await?;
        page.fill("assistant-port", "5005").await?;
        page.press("assistant-open").await?;
        page.end_is("open").await?;
        page.fill("compose-hex", "01 03").await?;
        page.choose("compose-appended", "CRC-16/MODBUS").await?;
        page.find_css("[data-testid=compose-preview][data-length='4']").await?;
        page.script("location.reload();", vec![]).await?;
        page.find_css("[data-testid=relay-state][data-state=ready]").await?;
        page.end_is("closed").await?;
        page.find_css("[data-testid=compose-preview][data-length='4']").await?;
        page.holds("return document.querySelector('[data-testid=assistant-port]').value === '5005' && document.querySelector('[data-testid=assistant-kind]').value === 'udp';").await
    })
    .await;
}

#[tokio::test]
async fn a_hundred_thousand_entries_are_scrolled_smoothly_and_a_held_view_loses_none() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        // Messages of one line, many of them in one receive.
        let mut flood = Peer::python(
            "import socket\n\
             s = socket.create_server(('127.0.0.1', 0))\n\
             print(s.getsockname()[1])\n\
             c, _ = s.accept()\n\
             c.sendall(b''.join(b'line %d\\n' % n for n in range(100_000)))\n\
             c.recv(1)\n",
            &[],
        )?;
        let port = flood.hear().await?;
        page.unfold_settings().await?;
        page.choose("assistant-grouping", "line").await?;
        page.fill("assistant-port", &port).await?;
        page.press("assistant-open").await?;
        page.logs("received", "line 99999").await?;
        let drawn = page.count("[data-testid=assistant-row]").await?;
        assert!(drawn < 200, "{drawn} rows are drawn");

        // Scrolling up holds the view; going on shows the end again.
        page.script("document.querySelector('.log-body').scrollTop = 1000;", vec![]).await?;
        page.find("assistant-resume").await?;
        page.logs("received", "line 40").await?;
        page.press("assistant-resume").await?;
        page.logs("received", "line 99999").await
    })
    .await;
}

/// Whoever knows NetAssist finds its words, and needs five steps: the port, the key that connects, the bytes, the
/// checksum, and the key that sends.
#[tokio::test]
async fn five_steps_lead_from_opening_the_place_to_hex_with_a_crc_at_a_real_server() {
    let chinese = Look { language: "zh-CN", ..Look::default() };
    in_the_lab_with(chinese, async |lab| {
        let page = lab.open_assistant().await?;
        let mut device = Peer::python(DEVICE, &[])?;
        let port = device.hear().await?;
        let begun = Instant::now();
        for (field, label) in [
            ("assistant-kind", "协议类型"),
            ("assistant-host", "远程主机"),
            ("assistant-port", "远程端口"),
            ("compose-hex", "十六进制（HEX）"),
            ("compose-appended", "附加校验"),
            ("compose-every", "循环周期（毫秒）"),
        ] {
            let labelled = format!(
                "return document.querySelector('[data-testid={field}]').labels[0].textContent.trim() === '{label}';"
            );
            page.holds(&labelled).await?;
        }
        page.sees("compose-recipient", "请先点“连接”").await?;

        page.fill("assistant-port", &port).await?;
        page.keys(ENTER).await?;
        page.end_is("open").await?;
        page.fill("compose-hex", "010300000001").await?;
        page.choose("compose-appended", "CRC-16/MODBUS").await?;
        page.press("compose-send").await?;

        assert_eq!(device.hear().await?, "01 03 00 00 00 01 84 0a");
        assert!(begun.elapsed() < Duration::from_secs(60), "a minute is enough for a person too");
        // What was written in hex is shown in hex, and so is the answer, without another press.
        page.logs("sent", "01 03 00 00 00 01 84 0a").await?;
        page.logs("received", "01 03 02 00 07 f9 86").await?;
        // A text is shown as text, whichever way it is sent, and the hex before it stays hex.
        page.send_message("text", "thanks").await?;
        let heard = device.hear().await?;
        assert!(heard.starts_with("b'thanks"), "{heard}");
        page.logs("sent", "thanks").await?;
        page.logs("sent", "01 03 00 00 00 01 84 0a").await
    })
    .await;
}

#[tokio::test]
async fn a_server_and_its_client_stand_side_by_side_and_each_has_a_column_of_the_log() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        page.press("assistant-add").await?;
        page.fill("assistant-port", "0").await?;
        page.press("assistant-open").await?;
        let address = page.find("assistant-bound").await?.text().await?;
        page.press("assistant-side-by-side").await?;
        page.holds("return document.querySelectorAll('[data-testid=assistant-form]').length === 2;")
            .await?;
        // Turning to a form chooses its end. The address is pasted with its port.
        let client = page.find_css("[data-testid=assistant-form-0] [data-testid=assistant-host]").await?;
        client.click().await?;
        page.find_css("[data-testid=assistant-end-0][aria-pressed=true]").await?;
        let paste = "const [host, address] = arguments; host.value = address;
            host.dispatchEvent(new InputEvent('input', { bubbles: true }));";
        page.script(paste, vec![serde_json::to_value(&client)?, address.into()]).await?;
        page.find_css("[data-testid=assistant-form-0] [data-testid=assistant-open]").await?.click().await?;
        page.find_css("[data-testid=assistant-form-0] [data-testid=assistant-state][data-state=open]").await?;
        page.send_message("text", "ping").await?;
        for (what, lane) in [("sent", "--lane:0"), ("received", "--lane:1")] {
            page.holds(&format!(
                "const row = document.querySelector('[data-testid=assistant-row][data-what={what}]');
                 return row?.textContent.includes('ping') && row.getAttribute('style').includes('{lane}');"
            ))
            .await?;
        }
        let columns = "const [sent, received] = ['sent', 'received'].map(what =>
                document.querySelector(`[data-testid=assistant-row][data-what=${what}]`).getBoundingClientRect());
            return sent.right <= received.left + 1;";
        page.holds(columns).await
    })
    .await;
}

#[tokio::test]
async fn a_low_window_shows_nine_rows_of_the_log_and_all_of_the_composer() {
    // The driver counts the window's own bar as height.
    let look = Look { height: 768, ..Look::default() };
    in_the_lab_with(look, async |lab| {
        let page = lab.open_assistant().await?;
        let room = "return document.querySelector('.log-body').clientHeight >= 9 * 26;";
        page.holds(room).await?;
        let fits = "const composer = document.querySelector('.compose');
            return composer.scrollHeight <= composer.clientHeight;";
        page.holds(fits).await?;
        let tabs = "const tabs = [...document.querySelectorAll('.side-tabs button')];
            return new Set(tabs.map(tab => tab.offsetTop)).size === 1;";
        page.holds(tabs).await?;
        // The separator gives the composer what the log has.
        let border = page.find("border-composer").await?;
        border.send_keys(HOME).await?;
        page.holds("return document.querySelector('.log-body').clientHeight < 9 * 26;").await?;
        border.send_keys(ENTER).await?;
        // Folded settings give the log their room.
        page.press("compose-fold").await?;
        page.holds("return !document.querySelector('[data-testid=compose-charset]');").await?;
        page.holds("return document.querySelector('.log-body').clientHeight >= 11 * 26;").await
    })
    .await;
}
