//! The variables of a thread that stands still, whatever their reprs do.

use anyhow::Result;
use lab_e2e::play::{Half, Stage as _, Window};
use lab_e2e::{Browser, in_the_lab};
use serde_json::json;

/// One thread waits and shows its variables, while the other calls without an end.
const TWO_THREADS: &str = "\
import socket
import threading

class Endless:
    def __repr__(self):
        while True:
            pass

class Broken:
    def __repr__(self):
        raise ValueError('no')

class Calling:
    def __repr__(self):
        return str(socket.socket())

class Waiting:
    def __repr__(self):
        return input()

def wait():
    word, data, numbers = '词', b'\\xff', list(range(3))
    endless, broken, calling, waiting = Endless(), Broken(), Calling(), Waiting()
    print('heard', input())

waits = threading.Thread(target=wait)
waits.start()
asked = socket.socket()
print('busy')
while waits.is_alive():
    asked.getsockname()
";

/// The same thread alone: it runs, then it stands still.
const ONE_THREAD: &str = "\
class Endless:
    def __repr__(self):
        while True:
            pass

endless = Endless()
for number in range(100_000):
    number += 1
print('heard', input())
";

#[tokio::test]
async fn a_repr_that_never_ends_raises_calls_or_waits_holds_no_program_up() {
    in_the_lab(async |lab| {
        let mut window = Window::of_programs(lab).await?;
        window.open_text(Half::Server, "two.py", TWO_THREADS).await?;
        window.run(Half::Server).await?;
        window.until_prints(Half::Server, "busy\n").await?;
        for (name, kind, value) in [
            ("word", "str", "'词'"),
            ("data", "bytes", r"b'\xff'"),
            ("numbers", "list", "[0, 1, 2]"),
            ("endless", "Endless", "<Endless: its repr takes too long>"),
            ("broken", "Broken", "<Broken: its repr raises ValueError>"),
            ("calling", "Calling", "<Calling: its repr raises RuntimeError>"),
            ("waiting", "Waiting", "<Waiting: its repr raises RuntimeError>"),
        ] {
            shows(&lab.browser, name, kind, value).await?;
        }
        window.type_line(Half::Server, "you").await?;
        window.ends(Half::Server).await?;
        assert_eq!(window.output(Half::Server).await?, "busy\nheard you\n");

        window.open_text(Half::Server, "one.py", ONE_THREAD).await?;
        window.run(Half::Server).await?;
        let slow = "<Endless: its repr takes too long>";
        shows(&lab.browser, "endless", "Endless", slow).await?;
        window.type_line(Half::Server, "you").await?;
        window.ends(Half::Server).await?;
        assert_eq!(window.output(Half::Server).await?, "heard you\n");
        Ok(())
    })
    .await;
}

/// Waits until a variable is shown so.
async fn shows(page: &Browser, name: &str, kind: &str, value: &str) -> Result<()> {
    let row = json!([name, kind, value]);
    page.holds(&format!(
        "return [...document.querySelectorAll('[data-testid=locals-server] tr')].some(
            row => JSON.stringify([...row.cells].map(cell => cell.textContent)) === JSON.stringify({row}));"
    ))
    .await
}
