//! The assistant's place with devices: multicast groups with socat, and Modbus with pymodbus.

use anyhow::Result;
use lab_e2e::{Peer, documented_setup, in_own_network, in_the_lab};

/// Groups of the local scope of RFC 2365.
const GROUPS: [&str; 2] = ["239.192.7.4", "239.192.7.5"];

/// Sends a datagram to a group over loopback.
async fn send(text: &str, group: &str) -> Result<()> {
    let address = format!("UDP4-DATAGRAM:{group}:5004,ip-multicast-if=127.0.0.1");
    let mut socat = Peer::program("socat", &["-u", "-", &address])?;
    socat.send(text.as_bytes()).await?;
    socat.wait().await
}

#[test]
fn two_groups_are_joined_each_on_its_interface_and_heard_and_sent_to() {
    // The ports are fixed.
    in_own_network(async || {
        in_the_lab(async |lab| {
            let page = lab.open_assistant().await?;
            page.choose("assistant-kind", "udp").await?;
            page.fill("assistant-host", GROUPS[0]).await?;
            page.fill("assistant-port", "5006").await?;
            page.fill("assistant-bind-host", "0.0.0.0").await?;
            page.fill("assistant-bind-port", "5004").await?;
            page.unfold_settings().await?;
            page.press("assistant-group-add").await?;
            page.fill("assistant-group", GROUPS[0]).await?;
            page.fill("assistant-interface", "127.0.0.1").await?;
            page.press("assistant-group-add").await?;
            let second = "[data-testid=assistant-group-row] ~ [data-testid=assistant-group-row]";
            for (field, text) in [("assistant-group", GROUPS[1]), ("assistant-interface", "lo")] {
                let field = page.find_css(&format!("{second} [data-testid={field}]")).await?;
                field.send_keys(text).await?;
            }
            page.press("assistant-open").await?;
            page.end_is("open").await?;
            for group in GROUPS {
                send(&format!("for {group}"), group).await?;
                page.logs("received", &format!("for {group}")).await?;
            }

            let member = format!("UDP4-RECV:5006,ip-add-membership={}:127.0.0.1", GROUPS[0]);
            let mut socat = Peer::program("socat", &["-dd", "-u", &member, "STDOUT"])?;
            socat.reports("starting data transfer loop").await?;
            page.send_message("text", "to the group\\n").await?;
            assert_eq!(socat.hear().await?, "to the group");
            socat.hang_up().await?;

            // Of a group that was taken away nothing is heard any more.
            page.press("assistant-open").await?;
            page.end_is("closed").await?;
            page.press("assistant-group-remove").await?;
            page.press("assistant-open").await?;
            page.end_is("open").await?;
            send("for nobody", GROUPS[0]).await?;
            send("for those who stayed", GROUPS[1]).await?;
            page.logs("received", "for those who stayed").await?;
            let heard = page.script(
                "return [...document.querySelectorAll('[data-testid=assistant-row]')]
                     .some(row => row.textContent.includes('for nobody'));",
                vec![],
            );
            assert_eq!(heard.await?, false);
            Ok(())
        })
        .await;
        Ok(())
    });
}

/// A server of ten holding registers, 100 and more; prints its port.
const DEVICE: &str = include_str!("../../relay/tests/peers/modbus_server.py");

#[tokio::test]
async fn registers_of_pymodbus_are_read_over_tcp_and_decoded() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        let mut device = Peer::python_with_packages(DEVICE, &["tcp"])?;
        let port = device.hear().await?;
        page.fill("assistant-port", &port).await?;
        page.press("assistant-open").await?;
        page.end_is("open").await?;
        let request = "${counter start=1 as=u16be} 0000 ${length as=u16be} 01 03 0004 0002";
        page.send_message("hex", request).await?;
        page.logs("received", "00 01 00 00 00 07 01 03 04 00 68 00 69").await?;
        page.pick_received("00 01").await?;
        for words in ["transaction", "length", "read holding registers", "register 0", "104", "105"]
        {
            page.sees("assistant-fields", words).await?;
        }
        device.hang_up().await
    })
    .await;
}

#[tokio::test]
async fn an_answer_of_pymodbus_over_rtu_is_marked_with_its_right_crc() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        let mut device = Peer::python_with_packages(DEVICE, &["rtu"])?;
        let address = format!("127.0.0.1:{}", device.hear().await?);
        let setup = documented_setup("Modbus RTU over TCP", &[("127.0.0.1:502", &address)])?;
        page.press("assistant-side-plans").await?;
        page.open_end_of(&setup).await?;
        page.press("plan-run").await?;
        // The plan's message is in hex, and so is the answer.
        page.logs("received", "01 03 06 00 64 00 65 00 66").await?;
        page.logs("received", "checksum right").await?;
        page.pick_received("01 03 06").await?;
        page.sees("assistant-fields", "register 2").await?;
        page.sees("assistant-fields", "right").await?;
        device.hang_up().await
    })
    .await;
}

/// Answers the first message with a CRC that is wrong, and the next with a length of two bytes too many.
const BROKEN: &str = r"
import socket
s = socket.create_server(('127.0.0.1', 0))
print(s.getsockname()[1])
c, _ = s.accept()
c.recv(1024)
c.sendall(bytes.fromhex('01 03 02 00 07 f9 87'))
c.recv(1024)
c.sendall(bytes.fromhex('00 01 00 00 00 07 01 03 02 00 07'))
c.recv(1024)
";

#[tokio::test]
async fn a_wrong_crc_and_a_wrong_length_are_marked_and_named() {
    in_the_lab(async |lab| {
        let page = lab.open_assistant().await?;
        let mut device = Peer::python(BROKEN, &[])?;
        let port = device.hear().await?;
        page.fill("assistant-port", &port).await?;
        page.unfold_settings().await?;
        page.choose("assistant-check", "CRC-16/MODBUS").await?;
        page.press("assistant-open").await?;
        page.end_is("open").await?;
        page.send_message("hex", "01 03 00 00 00 01 ${check modbus}").await?;
        page.logs("received", "checksum wrong").await?;
        page.pick_received("f9 87").await?;
        page.choose("assistant-decoder", "modbus-rtu").await?;
        page.sees("assistant-detail", "the CRC is wrong").await?;

        page.press("compose-send").await?;
        page.pick_received("00 07 01 03 02").await?;
        page.choose("assistant-decoder", "modbus-tcp").await?;
        page.sees("assistant-detail", "2 bytes too early").await
    })
    .await;
}
