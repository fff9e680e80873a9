//! A person acts as a client.

use lab_e2e::{Peer, in_the_lab};

#[tokio::test]
async fn the_page_talks_to_a_listening_nc() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let (mut nc, port) = Peer::nc_listen().await?;
        page.connect(&port.to_string()).await?;

        page.fill_in("send", "arg-text", "hello").await?;
        page.choose_in("send", "arg-ending", "lf").await?;
        page.call("send").await?;
        assert_eq!(nc.hear().await?, "hello");
        nc.say("back to you").await?;
        page.call("recv").await?;
        page.last_row_says("back to you").await?;

        page.call("close").await?;
        page.socket_is("client", "closed").await?;
        nc.wait().await
    })
    .await;
}

#[tokio::test]
async fn gbk_from_python_reads_right_once_gbk_is_chosen() {
    in_the_lab(async |lab| {
        let page = &lab.browser;
        let mut shop = Peer::python(
            "import socket\n\
             s = socket.create_server(('127.0.0.1', 0))\n\
             print(s.getsockname()[1])\n\
             c, _ = s.accept()\n\
             c.sendall('瓜子 4.5'.encode('gbk'))\n\
             print(c.recv(1024).decode('gbk'))",
            &[],
        )?;
        let port = shop.hear().await?;
        page.connect(&port).await?;
        page.call("recv").await?;
        page.last_row_says("b9 cf d7 d3").await?;
        page.choose("read-as", "gbk").await?;
        page.last_row_says("瓜子 4.5").await?;
        page.choose_in("send", "arg-encoding", "gbk").await?;
        page.fill_in("send", "arg-text", "西瓜").await?;
        page.call_and_see("send", "\"西瓜\\n\".encode(\"gbk\")").await?;
        assert_eq!(shop.hear().await?, "西瓜");
        Ok(())
    })
    .await;
}
