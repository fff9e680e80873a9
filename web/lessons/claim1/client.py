import socket

HOST = "127.0.0.1"
PORT = 9999


def connect(own_port: int | None) -> int:
    with socket.socket() as client:
        if own_port is not None:
            # zh: 客户端也可以 bind，只是通常不需要。
            # en: A client may bind as well; it seldom needs to.
            client.bind((HOST, own_port))
        client.connect((HOST, PORT))
        return client.getsockname()[1]


def main() -> None:
    ports = [connect(None) for _ in range(3)]
    print(f"ports without bind: {ports}")
    if set(ports) == {PORT}:
        print("the server's port")
    elif len(set(ports)) == 1:
        print("always one port")
    else:
        print("different ports")
    # zh: 绑定一个自己选的端口（此刻空闲的）。
    # en: Binds a port of its own choice (one that is free now).
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        chosen = probe.getsockname()[1]
    print(f"chosen {chosen}, connected from {connect(chosen)}")


if __name__ == "__main__":
    main()
