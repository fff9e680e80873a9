//! Sockets of a page that are bound, listen or are connected.

use lab_shared::call::{Address, Family, Op, SocketId, SocketType};

use super::{Connected, Page};

impl Page {
    /// A UDP socket bound to a free port of loopback, and its address.
    pub(crate) async fn udp(&mut self) -> (SocketId, Address) {
        let socket = self.open_socket(Family::Inet, SocketType::Dgram).await;
        self.call(socket, Op::Bind { address: Address::inet("127.0.0.1", 0) }).await.unwrap();
        (socket, self.local(socket).await)
    }

    /// A TCP socket that listens on a free port of loopback, and its address.
    pub(crate) async fn listener(&mut self, backlog: i32) -> (SocketId, Address) {
        let (listener, address) = self.refusing().await;
        self.call(listener, Op::Listen { backlog: Some(backlog) }).await.unwrap();
        (listener, address)
    }

    /// An address of loopback without a listener, and the socket that keeps it bound.
    pub(crate) async fn refusing(&mut self) -> (SocketId, Address) {
        let deaf = self.tcp().await;
        self.call(deaf, Op::Bind { address: Address::inet("127.0.0.1", 0) }).await.unwrap();
        (deaf, self.local(deaf).await)
    }

    /// A client and a server socket that are connected.
    pub(crate) async fn connected(&mut self) -> Connected {
        let (listener, address) = self.listener(5).await;
        let client = self.tcp().await;
        self.connect(client, &address).await.unwrap();
        let server = self.accept(listener).await;
        Connected { listener, client, server, address }
    }
}
