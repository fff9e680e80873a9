//! The conversations.

use super::{Scenario, Step};

fn scenario(name: &'static str, setup: &'static str, steps: Vec<Step>) -> Scenario {
    Scenario { name, setup, steps }
}

fn bytes(text: &str) -> Vec<u8> {
    text.as_bytes().to_vec()
}

/// The whole suite.
#[must_use]
pub fn scenarios() -> Vec<Scenario> {
    [answers(), closing(), sending(), clients(), datagrams()].concat()
}

/// Rules that answer.
fn answers() -> Vec<Scenario> {
    use Step::{Connect, Expect, Open, Send};
    vec![
        scenario(
            "a server answers lines by the first rule that matches, however they are cut",
            r#"version = 1
            [[end]]
            name = "server"
            transport = { kind = "tcp-server", listen = "{listen}" }
            grouping = { kind = "line" }
            [[rule]]
            name = "count"
            when.regex = "^buy (\\d+)"
            then = [{ reply = { text = "sold ${match 1}, ${counter start=1}\\n" } }]
            [[rule]]
            name = "else"
            when.always = {}
            then = [{ reply = { text = "what is ${message}?", line_ending = "lf" } }]
            "#,
            vec![
                Open("server"),
                Connect('a'),
                Send('a', bytes("buy 3\nbuy")),
                Expect('a', bytes("sold 3, 1\n")),
                Send('a', bytes(" 4\r\nsell\n")),
                Expect('a', bytes("sold 4, 2\nwhat is sell?\n")),
            ],
        ),
        scenario(
            "a reply to all reaches every client, in the encoding of the rule",
            r#"version = 1
            [[end]]
            name = "server"
            transport = { kind = "tcp-server", listen = "{listen}" }
            grouping = { kind = "line" }
            [[rule]]
            name = "tell"
            when.contains = { text = "瓜", charset = "gbk" }
            then = [{ reply = { text = "西瓜\\n", charset = "gbk", to = "all" } }]
            "#,
            vec![
                Open("server"),
                Connect('a'),
                Connect('b'),
                Send('a', vec![0xb9, 0xcf, b'\n']),
                Expect('a', vec![0xce, 0xf7, 0xb9, 0xcf, b'\n']),
                Expect('b', vec![0xce, 0xf7, 0xb9, 0xcf, b'\n']),
            ],
        ),
        scenario(
            "a delayed reply to all reaches those who are left",
            r#"version = 1
            [[end]]
            name = "server"
            transport = { kind = "tcp-server", listen = "{listen}" }
            grouping = { kind = "line" }
            [[rule]]
            name = "tell"
            when.equals = { text = "tell" }
            then = [{ reply = { text = "all\\n", to = "all", after = 300 } }]
            [[rule]]
            name = "bye"
            when.equals = { text = "bye" }
            then = ["reset"]
            "#,
            vec![
                Open("server"),
                Connect('a'),
                Connect('b'),
                Send('a', bytes("tell\nbye\n")),
                Expect('b', bytes("all\n")),
            ],
        ),
        scenario(
            "a device answers Modbus requests that a pause ends",
            r#"version = 1
            [[end]]
            name = "server"
            transport = { kind = "tcp-server", listen = "{listen}" }
            grouping = { kind = "gap", milliseconds = 30 }
            [[rule]]
            name = "registers"
            when.hex = "01 03 00 00 00 01 84 0a"
            then = [{ reply = { form = "hex", text = "01 03 02 00 07 ${check modbus}" } }]
            "#,
            vec![
                Open("server"),
                Connect('a'),
                Send('a', vec![1, 3, 0, 0]),
                Send('a', vec![0, 1, 0x84, 0x0a]),
                Expect('a', vec![1, 3, 2, 0, 7, 0xf9, 0x86]),
            ],
        ),
    ]
}

/// Connections that end.
fn closing() -> Vec<Scenario> {
    use Step::{Close, Connect, Expect, ExpectEnd, ExpectReset, Finish, Open, Send};
    const GOODBYE: &str = r#"version = 1
        [[end]]
        name = "server"
        transport = { kind = "tcp-server", listen = "{listen}" }
        grouping = { kind = "line" }
        [[rule]]
        name = "goodbye"
        when.equals = { text = "bye" }
        then = [{ reply = { text = "over", after = 20 } }, "close"]
        [[rule]]
        name = "reset"
        when.equals = { text = "reset" }
        then = ["reset"]
        [[rule]]
        name = "echo"
        when.always = {}
        then = [{ reply = { text = "${message}\\n" } }]
        "#;
    vec![
        scenario(
            "a rule closes a connection when the delayed reply is written",
            GOODBYE,
            vec![
                Open("server"),
                Connect('a'),
                Connect('b'),
                Send('a', bytes("bye\n")),
                Expect('a', bytes("over")),
                ExpectEnd('a'),
                Send('b', bytes("still here\n")),
                Expect('b', bytes("still here\n")),
            ],
        ),
        scenario(
            "nothing behind the message that closes a connection is answered",
            GOODBYE,
            vec![
                Open("server"),
                Connect('a'),
                Send('a', bytes("one\nbye\ntwo\n")),
                Expect('a', bytes("one\nover")),
                ExpectEnd('a'),
            ],
        ),
        scenario(
            "a rule resets a connection",
            GOODBYE,
            vec![Open("server"), Connect('a'), Send('a', bytes("reset\n")), ExpectReset('a')],
        ),
        scenario(
            "a client that has sent everything still gets its answer",
            GOODBYE,
            vec![
                Open("server"),
                Connect('a'),
                Send('a', bytes("one\ntwo")),
                Finish('a'),
                Expect('a', bytes("one\ntwo\n")),
                ExpectEnd('a'),
            ],
        ),
        scenario(
            "a server that closes ends every connection",
            GOODBYE,
            vec![
                Open("server"),
                Connect('a'),
                Connect('b'),
                Close("server"),
                ExpectEnd('a'),
                ExpectEnd('b'),
            ],
        ),
    ]
}

/// Messages sent by hand and by plan.
fn sending() -> Vec<Scenario> {
    use Step::{Connect, Expect, Open, Say, Send, Start};
    vec![
        scenario(
            "a named message goes to all clients and counts its sends",
            r#"version = 1
            [[end]]
            name = "server"
            transport = { kind = "tcp-server", listen = "{listen}" }
            [[message]]
            name = "hello"
            text = "hello ${counter width=2}"
            line_ending = "crlf"
            "#,
            vec![
                Open("server"),
                Connect('a'),
                Say("hello"),
                Expect('a', bytes("hello 00\r\n")),
                Connect('b'),
                Say("hello"),
                Expect('a', bytes("hello 01\r\n")),
                Expect('b', bytes("hello 01\r\n")),
            ],
        ),
        scenario(
            "a plan sends in order and waits for what it wants",
            r#"version = 1
            [[end]]
            name = "server"
            transport = { kind = "tcp-server", listen = "{listen}" }
            grouping = { kind = "line" }
            [[message]]
            name = "ask"
            text = "?"
            [[message]]
            name = "thank"
            text = "!"
            [[plan]]
            name = "talk"
            times = 2
            steps = [
                { send = { message = "ask", times = 2, every = 10 } },
                { wait-for = { when = { contains = { text = "ok" } }, within = 30000 } },
                { pause = 10 },
                { send = { message = "thank" } },
            ]
            "#,
            vec![
                Open("server"),
                Connect('a'),
                Start("talk"),
                Expect('a', bytes("??")),
                Send('a', bytes("no\nok\n")),
                Expect('a', bytes("!??")),
                Send('a', bytes("ok\n")),
                Expect('a', bytes("!")),
            ],
        ),
    ]
}

/// The session as a client.
fn clients() -> Vec<Scenario> {
    use Step::{Accept, Expect, Hang, Open, Say, Send};
    vec![scenario(
        "a client connects again after the server has gone",
        r#"version = 1
        [[end]]
        name = "client"
        transport = { kind = "tcp-client", connect = "{server}", reconnect = { first = 10, most = 50 } }
        [[message]]
        name = "hello"
        text = "hello"
        [[rule]]
        name = "answer"
        when.begins = { form = "hex", text = "70 69" }
        then = [{ reply = { text = "pong" } }]
        "#,
        vec![
            Open("client"),
            Accept('a'),
            Say("hello"),
            Expect('a', bytes("hello")),
            Hang('a'),
            Accept('b'),
            Send('b', bytes("ping")),
            Expect('b', bytes("pong")),
        ],
    )]
}

/// Datagrams.
fn datagrams() -> Vec<Scenario> {
    use Step::{Connect, Expect, Open, Send};
    vec![scenario(
        "a datagram is a message, and its sender gets the answer",
        r#"version = 1
        [[end]]
        name = "udp"
        transport = { kind = "udp", bind = "{bind}" }
        [[rule]]
        name = "echo"
        when.always = {}
        then = [{ reply = { text = "<${message}>" } }]
        "#,
        vec![
            Open("udp"),
            Connect('a'),
            Connect('b'),
            Send('a', bytes("one")),
            Expect('a', bytes("<one>")),
            Send('b', bytes("")),
            Expect('b', bytes("<>")),
        ],
    )]
}
