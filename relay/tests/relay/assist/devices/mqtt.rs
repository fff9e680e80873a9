//! MQTT with mosquitto and its clients.

use std::io::Write as _;

use lab_shared::assistant::decode::Decoder;
use tempfile::NamedTempFile;

use super::super::program::{Program, free_port, path};
use super::tap::Tap;
use super::{decoded, example, has_lines, output_of};

const VERSION_3: Decoder = Decoder::Mqtt { version_5: false };
const VERSION_5: Decoder = Decoder::Mqtt { version_5: true };

/// A broker on a free port of loopback.
struct Broker {
    port: String,
    configuration: NamedTempFile,
    program: Program,
}

impl Broker {
    async fn start() -> Self {
        let port = free_port();
        let mut configuration = NamedTempFile::new().unwrap();
        let user = if rustix::process::getuid().is_root() { "user root\n" } else { "" };
        write!(configuration, "listener {port} 127.0.0.1\nallow_anonymous true\n{user}").unwrap();
        let program = run(&configuration).await;
        Self { port, configuration, program }
    }

    async fn restart(mut self) -> Self {
        self.program.interrupt();
        assert_eq!(self.program.ended().await.0, Some(0));
        self.program = run(&self.configuration).await;
        self
    }
}

async fn run(configuration: &NamedTempFile) -> Program {
    let mut program = Program::start("mosquitto", &["-v", "-c", path(configuration)]);
    program.error_with(" running").await;
    program
}

#[tokio::test]
async fn composed_packets_subscribe_and_publish_at_a_broker() {
    let mut broker = Broker::start().await;
    let port = broker.port.clone();
    let mut subscriber = Program::start(
        "mosquitto_sub",
        &["-p", &port, "-t", "lab/out", "-C", "1", "-F", "%t %q %p"],
    );
    broker.program.error_with("Sending SUBACK").await;
    let setup = example("MQTT", "127.0.0.1:1883", &format!("127.0.0.1:{port}"));
    let mut client =
        Program::assist(&["run", "--setup", path(&setup), "--plan", "talk", "--print", "json"]);
    // The broker has let the assistant subscribe, so it may publish.
    broker.program.error_with("Sending SUBACK to socket-lab").await;
    output_of("mosquitto_pub", &["-p", &port, "-t", "lab/in", "-m", "switch on"]).await;
    assert_eq!(subscriber.read(18).await, "lab/out 0 21.5 °C\n".as_bytes()[..18]);
    client.end_input();
    let (code, output, errors) = client.ended().await;
    assert_eq!(code, Some(0), "{errors}");
    has_lines(
        &decoded(&VERSION_3, &output),
        &[
            "type: 2 CONNACK",
            "type: 9 SUBACK",
            "type: 3 PUBLISH",
            "topic: lab/in",
            "payload: switch on",
        ],
    );
}

#[tokio::test]
async fn packets_of_mosquitto_s_clients_are_decoded_in_both_versions() {
    let mut broker = Broker::start().await;
    for (name, version, decoder, quality) in
        [("mqttv311", "version: 3.1.1", VERSION_3, "2"), ("mqttv5", "version: 5", VERSION_5, "1")]
    {
        let tap = Tap::before(&broker.port).await;
        let subscribing = tap.port.clone();
        let subscribe =
            ["-V", name, "-p", &subscribing, "-q", "2", "-i", name, "-t", "a/#", "-C", "1"];
        let mut subscriber = Program::start("mosquitto_sub", &subscribe);
        broker.program.error_with(&format!("Sending SUBACK to {name}")).await;
        let publishing = Tap::before(&broker.port).await;
        let publish =
            ["-V", name, "-p", &publishing.port, "-q", quality, "-t", "a/b", "-m", "22 °C"];
        output_of("mosquitto_pub", &publish).await;
        assert_eq!(subscriber.read(7).await, "22 °C\n".as_bytes());

        let (client, server) = tap.bytes().await;
        let expected = [
            "type: 1 CONNECT",
            "protocol: MQTT",
            version,
            "type: 8 SUBSCRIBE",
            "topic filter: a/#",
        ];
        // The CONNECT names the version, so any decoder reads the client's packets.
        has_lines(&decoded(&VERSION_3, &client), &expected);
        let expected = ["type: 2 CONNACK", "type: 9 SUBACK", "type: 3 PUBLISH", "payload: 22 °C"];
        has_lines(&decoded(&decoder, &server), &expected);

        let (client, server) = publishing.bytes().await;
        let expected =
            ["type: 1 CONNECT", version, "type: 3 PUBLISH", "topic: a/b", "payload: 22 °C"];
        has_lines(&decoded(&VERSION_3, &client), &expected);
        let acknowledged = if quality == "2" { "type: 5 PUBREC" } else { "type: 4 PUBACK" };
        has_lines(&decoded(&decoder, &server), &["type: 2 CONNACK", acknowledged]);
    }
}

#[tokio::test]
async fn a_client_subscribes_again_when_the_broker_has_restarted() {
    let broker = Broker::start().await;
    let address = format!("127.0.0.1:{}", broker.port);
    let connect =
        r"\x10${length as=u8}\0\x04MQTT\x04\x02\0\x3c${length as=u16be}lab${counter start=1}";
    let mut client =
        Program::assist(&["client", &address, "--reconnect", "--send", connect, "--print", "text"]);
    assert_eq!(client.read(4).await, [0x20, 2, 0, 0]);
    let mut broker = broker.restart().await;
    broker.program.error_with("Sending CONNACK to lab2").await;
    assert_eq!(client.read(4).await, [0x20, 2, 0, 0]);
}
