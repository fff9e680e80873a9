//! Places of the page on the hosts of its network, at relays that give pages nothing of their machine.

use anyhow::{Context as _, Result, ensure};
use lab_e2e::{Browser, Lab, Look, Peer, in_the_lab_of};

/// A relay whose pages begin in a network of their own and have nothing else.
const OWN: &[&str] = &["--listen", "127.0.0.1:0", "--page-network", "own"];

/// Starts the line that the page shows for a terminal, in which this program takes part.
async fn runs_on(page: &Browser, line: &str, program: &str) -> Result<Peer> {
    let line = page.find(line).await?.text().await?;
    let line = line.strip_prefix("socket-lab enter ").context("a line that enters a host")?;
    ensure!(line.contains(program), "{line:?}");
    let words: Vec<&str> = line.split_whitespace().collect();
    let binary = std::env::var("SOCKET_LAB_BIN").context("the relay's program")?;
    Peer::program(&binary, &[&["enter"], &words[..]].concat())
}

/// Opens a room on the host `server` at this port, with the addresses that the page proposes.
async fn open_room(page: &Browser, port: &str) -> Result<()> {
    page.find_css("[data-testid=relay-state][data-state=ready]").await?;
    page.press("place-chat").await?;
    page.find("chat-in-page-only").await?;
    page.holds(
        "return document.querySelector('[data-testid=chat-on-host]')?.value === 'server'
            && document.querySelector('[data-testid=chat-host]').value === '0.0.0.0';",
    )
    .await?;
    page.fill("chat-port", port).await?;
    page.press("chat-open").await?;
    page.sees("chat-address", &format!("0.0.0.0:{port}")).await
}

/// Joins it from the host `client`.
async fn join_room(page: &Browser, port: &str) -> Result<()> {
    page.press("chat-view-join").await?;
    page.holds(
        "return document.querySelector('[data-testid=chat-join-on-host]')?.value === 'client'
            && document.querySelector('[data-testid=chat-join-host]').value === 'server';",
    )
    .await?;
    page.fill("chat-join-port", port).await?;
    page.press("chat-join").await?;
    page.find_css("[data-testid=chat-join-state][data-state=connected]").await.map(drop)
}

#[tokio::test]
async fn a_room_on_one_host_is_joined_from_another_by_the_page_and_by_nc() {
    in_the_lab_of(OWN, async |lab| {
        let page = &lab.browser;
        open_room(page, "9999").await?;
        let mut nc = runs_on(page, "chat-nc", "nc 10.0.0.1 9999").await?;
        page.find("chat-client").await?;
        join_room(page, "9999").await?;
        page.client_says("said", "I'm ready.").await?;
        nc.say("from a terminal").await?;
        page.client_says("said", "from a terminal").await?;
        page.press("chat-view-host").await?;
        page.room_says("said", "from a terminal").await?;
        page.room_says("joined", "10.0.0.2").await?;
        page.press("place-bench").await?;
        page.socket_is("room", "listening").await?;
        nc.hang_up().await
    })
    .await;
}

#[tokio::test]
async fn two_pages_of_a_class_open_a_room_on_one_port_and_a_student_comes_with_a_code() {
    let class = &["--listen", "127.0.0.1:0", "--preset", "classroom"];
    in_the_lab_of(class, async |lab| {
        let other = Browser::start(Look::default()).await?;
        let result = teacher_and_student(lab, &other).await;
        other.close().await?;
        result
    })
    .await;
}

async fn teacher_and_student(lab: &Lab, student: &Browser) -> Result<()> {
    let teacher = &lab.browser;
    student.open(&lab.relay.url).await?;
    for page in [teacher, student] {
        open_room(page, "50000").await?;
    }
    let code = {
        show_network(teacher).await?;
        teacher.press("network-share").await?;
        teacher.find("network-code").await?.text().await?
    };
    show_network(student).await?;
    student.fill("network-join-code", &code).await?;
    student.press("network-join").await?;
    student.sees("network-code", &code).await?;
    student.press("place-chat").await?;
    join_room(student, "50000").await?;
    teacher.press("place-chat").await?;
    teacher.find("chat-client").await.map(drop)
}

/// Shows the network on the Bench.
async fn show_network(page: &Browser) -> Result<()> {
    page.press("place-bench").await?;
    // With a socket already there, as of a room, the Bench does not ask.
    page.find_css("[data-testid=start-server], [data-testid=aspect-network]").await?;
    if page.count("[data-testid=start-server]").await? > 0 {
        page.press("start-server").await?;
    }
    page.press("aspect-network").await?;
    page.find("sharing").await.map(drop)
}

#[tokio::test]
async fn the_assistants_server_and_client_are_on_two_hosts() {
    in_the_lab_of(OWN, async |lab| {
        let page = lab.open_assistant().await?;
        page.find("assistant-in-page-only").await?;
        let proposes = async |host: &str, address: &str| {
            page.holds(&format!(
                "return document.querySelector('[data-testid=assistant-on-host]')?.value === '{host}'
                    && document.querySelector('[data-testid=assistant-host]').value === '{address}';"
            ))
            .await
        };
        proposes("client", "server").await?;
        page.press("assistant-add").await?;
        proposes("server", "0.0.0.0").await?;
        page.press("assistant-open").await?;
        page.end_is("open").await?;
        page.sees("assistant-bound", "0.0.0.0:9999").await?;
        let mut nc = runs_on(page, "assistant-nc", "nc 10.0.0.1 9999").await?;
        nc.say("from a terminal").await?;
        page.logs("received", "from a terminal").await?;
        page.press("assistant-end-0").await?;
        page.press("assistant-open").await?;
        page.end_is("open").await?;
        page.send_message("text", "over the cable").await?;
        page.logs("received", "over the cable").await?;
        page.logs("received", "10.0.0.2").await?;
        nc.hang_up().await
    })
    .await;
}

#[tokio::test]
async fn without_a_network_a_place_says_so_and_makes_one() {
    in_the_lab_of(OWN, async |lab| {
        let page = &lab.browser;
        show_network(page).await?;
        page.press("network-leave").await?;
        page.press("place-chat").await?;
        page.find_css("[data-testid=chat-open]:disabled").await?;
        // The Bench, which is not in view, has one too.
        page.find_css("[data-testid=no-place-open]:not([hidden] *)").await?.click().await?;
        page.find_css("[data-testid=chat-open]:enabled").await?;
        page.holds("return !document.querySelector('[data-testid=no-place]:not([hidden] *)');")
            .await?;
        page.press("place-assistant").await?;
        page.find_css("[data-testid=assistant-open]:enabled").await.map(drop)
    })
    .await;
}
