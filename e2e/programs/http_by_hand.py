"""http.server answers a request that is written by hand, then http.client's."""
import http.client
import http.server
import socket
import threading


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = f"you asked for {self.path}".encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
    threading.Thread(target=server.serve_forever, args=(0.05,)).start()
    with socket.create_connection(server.server_address) as client:
        client.sendall(b"GET /by-hand HTTP/1.0\r\n\r\n")
        answer = client.makefile("rb").read()
        print(answer.split(b"\r\n")[0], answer.split(b"\r\n\r\n")[1])
    connection = http.client.HTTPConnection(*server.server_address)
    connection.request("GET", "/by-library")
    response = connection.getresponse()
    print(response.status, response.reason, response.read())
    connection.close()
    server.shutdown()
