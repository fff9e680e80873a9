//! Programs where transport and worker share memory, so that a call may be waited for in place, and
//! where they do not: over plain HTTP by a name that is not loopback's.

use anyhow::{Context as _, Result};
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Lab, in_an_untrusted_lab, in_the_lab};
use serde_json::{Value, json};

const PROGRAM: &str = include_str!("../programs/calls_in_a_row.py");

const PRINTED: &str = "\
1 True
1000 True
70000 True
200000 True
['slept', 'received', 'locked']
TimeoutError timed out
b''
[Errno 9] Bad file descriptor
";

/// Counts from now on the calls, and the ends of calls, that go as messages: what goes through a channel
/// between transport and program goes through the page.
const COUNT: &str = "
    window.posted = { calls: 0, ends: 0 };
    const Channel = MessageChannel;
    window.MessageChannel = function () {
        const [first, second] = [new Channel(), new Channel()];
        first.port2.onmessage = ({ data }) => {
            if (String(data[0]).startsWith('{\"returned\"')) posted.ends += 1;
            second.port1.postMessage(data);
        };
        second.port1.onmessage = ({ data }) => {
            if (String(data[0]).startsWith('{\"call\"')) posted.calls += 1;
            first.port2.postMessage(data);
        };
        this.port1 = first.port1;
        this.port2 = second.port2;
    };";

/// How many calls a run made, and how many of them began and ended with a message.
struct Run {
    calls: u64,
    posted_calls: u64,
    posted_ends: u64,
}

#[tokio::test]
async fn a_call_that_ends_at_once_is_waited_for_in_place() {
    in_the_lab(async |lab| {
        assert_eq!(is_isolated(lab).await?, json!(true));
        let Run { calls, posted_calls, posted_ends } = run(lab).await?;
        // Where other work keeps the relay from the processor, many of them take too long for it.
        assert!(posted_ends < calls, "{posted_ends} ends of {calls} calls were posted");
        assert!(posted_calls < calls, "{posted_calls} of {calls} calls were posted");
        Ok(())
    })
    .await;
}

#[tokio::test]
async fn without_shared_memory_every_call_begins_and_ends_with_a_message() {
    in_an_untrusted_lab(async |lab| {
        assert_eq!(is_isolated(lab).await?, json!(false));
        let Run { calls, posted_calls, posted_ends } = run(lab).await?;
        assert_eq!((posted_calls, posted_ends), (calls, calls));
        Ok(())
    })
    .await;
}

const ENDLESS: &str = "\
import itertools, socket, threading

typed = threading.Thread(target=input)
typed.start()
asked = socket.socket()
for count in itertools.count():
    asked.getsockname()
    if count % 500 == 0:
        print(count)
    if not typed.is_alive():
        break
";

#[tokio::test]
async fn calls_in_a_row_go_on_when_somebody_looks_at_the_kernel_and_when_nobody_does_any_more() {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "endless.py", ENDLESS).await?;
        window.run(Half::Server).await?;
        window.until_prints(Half::Server, "500\n").await?;
        for aspect in ["aspect-kernel", "aspect-timeline"] {
            lab.browser.press(aspect).await?;
            let output = window.output(Half::Server).await?;
            let count: u64 = output.lines().last().context("it has printed")?.parse()?;
            window.until_prints(Half::Server, &format!("\n{}\n", count + 1000)).await?;
        }
        window.type_line(Half::Server, "").await?;
        window.ends(Half::Server).await
    })
    .await;
}

async fn is_isolated(lab: &Lab) -> Result<Value> {
    lab.browser.script("return crossOriginIsolated;", vec![]).await
}

/// Runs the program, which prints the same wherever it runs.
async fn run(lab: &Lab) -> Result<Run> {
    let page = &lab.browser;
    let mut window = Window::of_programs(lab).await?;
    page.script(COUNT, vec![]).await?;
    window.open_text(Half::Server, "calls_in_a_row.py", PROGRAM).await?;
    window.run(Half::Server).await?;
    window.ends(Half::Server).await?;
    assert_eq!(window.output(Half::Server).await?, PRINTED);
    let calls = page.find("timeline").await?.attr("data-calls").await?;
    let posted = page.script("return posted;", vec![]).await?;
    Ok(Run {
        calls: calls.context("the timeline counts its calls")?.parse()?,
        posted_calls: posted["calls"].as_u64().context("a count")?,
        posted_ends: posted["ends"].as_u64().context("a count")?,
    })
}
