"""sendfile sends an open file, from an offset and so many bytes."""
import socket
import tempfile

with tempfile.TemporaryFile() as file:
    file.write(b"0123456789" * 3)
    file.flush()
    for offset, count in ((0, None), (5, None), (25, 3)):
        with socket.create_server(("127.0.0.1", 0)) as server:
            client = socket.create_connection(server.getsockname())
            conn, _ = server.accept()
            print(conn.sendfile(file, offset, count), file.tell())
            conn.close()
            print(client.makefile("rb").read())
            client.close()
