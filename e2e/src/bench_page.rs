//! The Bench as a person uses it: calls with their fields, cards, the timeline.

use anyhow::{Context, Result, ensure};
use fantoccini::elements::Element;
use tokio::net::TcpSocket;

use crate::{Browser, Peer};

impl Browser {
    /// Type into a field of the group of calls that begins with `call`.
    pub async fn fill_in(&self, call: &str, field: &str, text: &str) -> Result<()> {
        let field = self.field(call, field).await?;
        self.type_over(&field, text).await.with_context(|| format!("cannot type {text:?}"))
    }

    /// Choose an option in a field of the group of calls that begins with `call`.
    pub async fn choose_in(&self, call: &str, field: &str, value: &str) -> Result<()> {
        self.field(call, field).await?.select_by_value(value).await?;
        Ok(())
    }

    /// Make a call, once it can be made: the call before it may still be under way.
    pub async fn call(&self, call: &str) -> Result<()> {
        self.find_css(&format!("[data-testid=call-{call}]:enabled")).await?;
        self.press(&format!("call-{call}")).await
    }

    /// Make a server socket that listens on a free port, and return the port.
    pub async fn listen(&self) -> Result<u16> {
        self.call("socket").await?;
        self.fill_in("bind", "arg-port", "0").await?;
        self.call("bind").await?;
        self.call("listen").await?;
        self.nc_port().await
    }

    /// Make a client that is connected to the port of a peer that listens.
    pub async fn connect(&self, port: &str) -> Result<()> {
        self.press("start-client").await?;
        self.call("socket").await?;
        self.fill_in("connect", "arg-port", port).await?;
        self.call("connect").await?;
        self.socket_is("client", "connected").await
    }

    /// Send the `pong` that is typed, see the peer's end, and close the connection and the server.
    pub async fn end_conversation(&self, mut nc: Peer) -> Result<()> {
        self.call("sendall").await?;
        ensure!(nc.hear().await? == "pong");
        nc.hang_up().await?;
        self.call_and_see("recv", "b''").await?;
        self.call("close").await?;
        self.socket_is("conn", "closed").await?;
        self.target("server").await?;
        self.call("close").await?;
        self.socket_is("server", "closed").await
    }

    /// Make a call and wait until the timeline's last row shows its result.
    pub async fn call_and_see(&self, call: &str, result: &str) -> Result<()> {
        self.call(call).await?;
        self.last_row_says(result).await
    }

    /// Connect a new client to a port on which nobody listens, and wait for the words of its failure.
    pub async fn is_refused(&self, words: &str) -> Result<()> {
        // The port stays bound for so long, so that nobody else listens there.
        let holder = TcpSocket::new_v4()?;
        holder.bind("127.0.0.1:0".parse()?)?;
        let port = holder.local_addr()?.port().to_string();
        self.press("start-client").await?;
        self.call("socket").await?;
        self.fill_in("connect", "arg-port", &port).await?;
        self.call_and_see("connect", words).await
    }

    /// Wait until the timeline's last row contains a text.
    pub async fn last_row_says(&self, expected: &str) -> Result<()> {
        self.holds(&format!(
            "const rows = [...document.querySelectorAll('[data-testid=timeline-row]')];
             return rows.length > 0 && rows.at(-1).textContent.includes({});",
            serde_json::to_string(expected)?
        ))
        .await
    }

    /// Make a socket the target of the calls.
    pub async fn target(&self, variable: &str) -> Result<()> {
        let css = format!("{} [data-testid=card-target]", card(variable));
        self.find_css(&css).await?.click().await?;
        self.holds(&format!(
            "return document.querySelector('{css}').getAttribute('aria-pressed') === 'true';"
        ))
        .await
    }

    /// Wait until a socket's card shows this state.
    pub async fn socket_is(&self, variable: &str, state: &str) -> Result<()> {
        self.find_css(&format!("{}[data-state={state}]", card(variable))).await?;
        Ok(())
    }

    /// The command that the page shows for a terminal.
    pub async fn nc_line(&self) -> Result<String> {
        Ok(self.find("nc-line").await?.text().await?)
    }

    /// Wait until the page shows a command whose last word is a port, and return the port.
    pub async fn nc_port(&self) -> Result<u16> {
        self.find_css(".nc:not(.is-later) [data-testid=nc-line]").await?;
        let line = self.nc_line().await?;
        let port = line.split_whitespace().last().unwrap_or_default();
        port.parse().with_context(|| format!("no port in {line:?}"))
    }

    async fn field(&self, call: &str, field: &str) -> Result<Element> {
        let css = format!("[data-testid=control-{call}] [data-testid={field}]");
        self.find_css(&css).await
    }
}

fn card(variable: &str) -> String {
    format!("[data-testid=socket-card][data-variable={variable}]")
}
