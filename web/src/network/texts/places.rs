//! The texts of the choice of a host, in the places that make sockets.

use crate::kit::texts::Texts;

#[derive(Debug)]
pub(crate) struct PlacesTexts {
    /// The choice's label.
    pub on_host: &'static str,
    /// The relay's machine, beside the hosts of a network.
    pub machine: &'static str,
    /// Sockets can be made nowhere.
    pub no_place: &'static str,
    /// Makes a network.
    pub open: &'static str,
    /// What a line does that connects from a host.
    pub reach: &'static str,
    /// What a line does that listens on a host.
    pub listens: &'static str,
}

impl Texts for PlacesTexts {
    const EN: &'static Self = &EN;
    const ZH: &'static Self = &ZH;
}

static EN: PlacesTexts = PlacesTexts {
    on_host: "On host",
    machine: "the relay's machine",
    no_place: "This relay gives pages no sockets on its machine, and no host of a network runs. Make a network: sockets are then on its hosts.",
    open: "Make a network: server and client on a cable",
    reach: "nc on a host of the network, from a terminal of the relay's machine:",
    listens: "nc as the server, from a terminal of the relay's machine:",
};

static ZH: PlacesTexts = PlacesTexts {
    on_host: "所在主机",
    machine: "中继所在的机器",
    no_place: "这个中继不让页面在它的机器上建 socket，网络里也没有运行的主机。先建一个网络，socket 就建在它的主机上。",
    open: "建一个网络：一根网线连着服务器和客户端",
    reach: "在中继所在机器的终端里，用网络里主机上的 nc 连接：",
    listens: "在中继所在机器的终端里，让主机上的 nc 当服务器：",
};
