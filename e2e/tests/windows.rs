//! The page of the relay for Windows. `server_round` and `client_round` are played on it too, by `cargo xtask test
//! --only windows`.

use lab_e2e::in_the_lab;

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn a_refused_connection_has_the_number_of_windows_and_what_linux_would_have_said() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.is_refused("ConnectionRefusedError: [WinError 10061]").await?;
        page.last_row_says("ECONNREFUSED").await?;
        page.last_row_says("No socket listens on that port").await?;
        page.sees("on-linux", "Linux would have raised [Errno 111] ECONNREFUSED").await?;
        page.sees("failure", "tries for 2 s").await
    })
    .await;
}

#[tokio::test]
#[ignore = "needs the relay for Windows"]
async fn the_page_lists_how_windows_differs() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        page.press("systems").await?;
        page.sees("systems-list", "SO_EXCLUSIVEADDRUSE").await
    })
    .await;
}
