//! Modbus with pymodbus, over TCP and as RTU frames over TCP.

use lab_shared::assistant::decode::Decoder;

use super::super::program::{Program, path};
use super::tap::Tap;
use super::{decoded, example, has_lines, python_with_packages};

/// A server of ten holding registers, 100 and more; prints its port.
const SERVER: &str = include_str!("../../../peers/modbus_server.py");

/// A client that reads two registers, writes one, and asks for one that is not there.
const CLIENT: &str = r#"
from pymodbus import FramerType
from pymodbus.client import ModbusTcpClient

framer = {"tcp": FramerType.SOCKET, "rtu": FramerType.RTU}[sys.argv[1]]
client = ModbusTcpClient("127.0.0.1", port=int(sys.argv[2]), framer=framer, timeout=15, retries=0)
assert client.connect()
print(client.read_holding_registers(0, count=2, device_id=1).registers)
if "--more" in sys.argv:
    print(client.write_register(1, 0x1234, device_id=1).registers)
    print(client.write_registers(2, [7, 8], device_id=1).count)
    print(client.read_coils(0, count=3, device_id=1).bits[:3])
    print(client.read_holding_registers(500, count=1, device_id=1).exception_code)
client.close()
"#;

async fn server(framer: &str) -> (Program, String) {
    let mut server = python_with_packages(SERVER, &[framer]);
    let port = server.line().await;
    (server, port)
}

#[tokio::test]
async fn registers_are_read_with_a_crc_over_tcp() {
    let (_server, port) = server("rtu").await;
    let setup = example("Modbus RTU over TCP", "127.0.0.1:502", &format!("127.0.0.1:{port}"));
    let plan = ["run", "--setup", path(&setup), "--plan", "read once", "--print", "json"];
    let (code, output, errors) = Program::assist(&plan).ended().await;
    assert_eq!(code, Some(0), "{errors}");
    has_lines(
        &decoded(&Decoder::ModbusRtu, &output),
        &["unit: 1", "function: 3 read holding registers", "register 0: 100", "register 2: 102"],
    );
    let received = errors.lines().find(|line| line.contains("\"received\"")).unwrap();
    assert!(received.contains("\"check\":true"), "{received}");
}

#[tokio::test]
async fn a_wrong_crc_is_answered_by_nothing() {
    let (_server, port) = server("rtu").await;
    let address = format!("127.0.0.1:{port}");
    let ask = ["--hex", "--send", "01 03 00 00 00 01 84 0b", "--expect", "*", "--within", "0.3"];
    let client = Program::assist(&[&["client", &address][..], &ask].concat());
    assert_eq!(client.ended().await.0, Some(1));
}

#[tokio::test]
async fn registers_are_read_over_tcp_with_a_transaction_that_counts() {
    let (_server, port) = server("tcp").await;
    let ask = "${counter start=1 as=u16be} 00 00 ${length as=u16be} 01 03 00 04 00 02";
    let address = format!("127.0.0.1:{port}");
    let client = Program::assist(&[
        "client",
        &address,
        "--hex",
        "--send",
        ask,
        "--expect",
        "00 01 00 00 00 07 01 03 04 00 68 00 69",
    ]);
    let (code, output, errors) = client.ended().await;
    assert_eq!(code, Some(0), "{errors}");
    has_lines(
        &decoded(&Decoder::ModbusTcp, &output),
        &["transaction: 1", "length: 7", "byte count: 4", "register 0: 104", "register 1: 105"],
    );
}

#[tokio::test]
async fn rules_answer_a_client_of_modbus() {
    for framer in ["rtu", "tcp"] {
        let setup = example("A Modbus device", "127.0.0.1:502", "127.0.0.1:0");
        let (_server, port) = Program::bound(&["server", "--setup", path(&setup)]).await;
        let client = python_with_packages(CLIENT, &[framer, &port]);
        let (code, output, errors) = client.ended().await;
        assert_eq!((code, output), (Some(0), b"[42, 7]\n".to_vec()), "{framer}: {errors}");
    }
}

#[tokio::test]
async fn traffic_of_pymodbus_is_decoded() {
    let (_server, port) = server("tcp").await;
    let tap = Tap::before(&port).await;
    let client = python_with_packages(CLIENT, &["tcp", &tap.port, "--more"]);
    let (code, output, errors) = client.ended().await;
    assert_eq!(code, Some(0), "{errors}");
    let printed = String::from_utf8(output).unwrap();
    assert!(printed.starts_with("[100, 101]\n[4660]\n2\n"), "{printed}");
    let (client, server) = tap.bytes().await;
    has_lines(
        &decoded(&Decoder::ModbusTcp, &client),
        &[
            "function: 3 read holding registers",
            "quantity: 2",
            "function: 6 write single register",
            "value: 4660",
            "function: 16 write multiple registers",
            "register 1: 8",
            "function: 1 read coils",
            "quantity: 3",
            "address: 500",
        ],
    );
    has_lines(
        &decoded(&Decoder::ModbusTcp, &server),
        &[
            "register 1: 101",
            "value: 4660",
            "quantity: 2",
            "byte count: 1",
            "exception: 2 illegal data address",
        ],
    );
}
