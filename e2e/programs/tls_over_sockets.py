"""TLS over sockets: threads, time-outs, non-blocking sockets, the end of TLS, HTTPS and asyncio."""
import asyncio
import http.client
import http.server
import select
import socket
import ssl
import threading

PEM = {
    "ca.crt": """\
-----BEGIN CERTIFICATE-----
MIIB3DCCAYGgAwIBAgIUCvH4ZvHzP8+wtNh/LOGVCln8ym8wCgYIKoZIzj0EAwIw
OjELMAkGA1UEBhMCTkwxEzARBgNVBAoMClNvY2tldCBMYWIxFjAUBgNVBAMMDUxh
YiBhdXRob3JpdHkwIBcNMjYxMTI3MTE1MTAxWhgPMjEyNjExMDMxMTUxMDFaMDox
CzAJBgNVBAYTAk5MMRMwEQYDVQQKDApTb2NrZXQgTGFiMRYwFAYDVQQDDA1MYWIg
YXV0aG9yaXR5MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEJoO+87vqgiuCLi0h
+VodTq6Fvsq153zU6noUA1pyPnI+DIHDVizffXF/3ZOpZzFZKUR72jfNIjfUaYJN
HXzw9KNjMGEwHQYDVR0OBBYEFP6vq2nepQshTAOvLmTWsDTLrVY6MB8GA1UdIwQY
MBaAFP6vq2nepQshTAOvLmTWsDTLrVY6MA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0P
AQH/BAQDAgEGMAoGCCqGSM49BAMCA0kAMEYCIQD3kfyfMF+I9YaO6eHlc2r78L6I
9Xi2RU0uuNamQGulXwIhAKQzXq4590s83hUoOgzPy9ZS7fFcmPTTyJ/E4wVe7GDd
-----END CERTIFICATE-----
""",
    "server.crt": """\
-----BEGIN CERTIFICATE-----
MIIB+zCCAaGgAwIBAgIUJOg9DkoHykfrVbjzRvMlXNlYv1AwCgYIKoZIzj0EAwIw
OjELMAkGA1UEBhMCTkwxEzARBgNVBAoMClNvY2tldCBMYWIxFjAUBgNVBAMMDUxh
YiBhdXRob3JpdHkwIBcNMjYxMTI3MTE1MTAxWhgPMjEyNjExMDMxMTUxMDFaMCEx
CzAJBgNVBAYTAk5MMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggq
hkjOPQMBBwNCAATf3RsZjNd1OAVRsP4xfiyjX8/7ycw9oMB/EDypxBYIY/TmAyOg
XeXQasie6OY5MeVaHIWs1vGD/JQCqrGdmW0ro4GbMIGYMDsGA1UdEQQ0MDKCCWxv
Y2FsaG9zdIINKi5sYWIuZXhhbXBsZYcEfwAAAYcQAAAAAAAAAAAAAAAAAAAAATAJ
BgNVHRMEAjAAMA4GA1UdDwEB/wQEAwIHgDAfBgNVHSMEGDAWgBT+r6tp3qULIUwD
ry5k1rA0y61WOjAdBgNVHQ4EFgQUGtinJy1F6itcb9cAJHfFxCDADVYwCgYIKoZI
zj0EAwIDSAAwRQIgFxeLYW5AArV511WOLdvVyOOgsMUK+HhcWCqWbHQZFikCIQCS
nf/JyGKJX6QWo0TOG9uIlfwCtFD2hDQGQ1uFCIAqWQ==
-----END CERTIFICATE-----
""",
    "server.key": """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg94jn4XrJ3FwEDjMn
iFw8msXaomuCpri29/y9prlUU5ihRANCAATf3RsZjNd1OAVRsP4xfiyjX8/7ycw9
oMB/EDypxBYIY/TmAyOgXeXQasie6OY5MeVaHIWs1vGD/JQCqrGdmW0r
-----END PRIVATE KEY-----
""",
    "self.crt": """\
-----BEGIN CERTIFICATE-----
MIIBlDCCATugAwIBAgIUY+9oP0V5ThZ+/FhZVZ1pc5rA78gwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNzExNTEwMloYDzIxMjYxMTAz
MTE1MTAyWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAAQeDBx8H2H7l00k7na0KR7N3J8qvZ+rk3Ymf9P9r5XHkvDO9u74bQhW
jI/QuzabEMPYcz0mV5Hqjra4l11jSMAzo2kwZzAdBgNVHQ4EFgQUVRcawy/55FKQ
HlV91av60O7kTnowHwYDVR0jBBgwFoAUVRcawy/55FKQHlV91av60O7kTnowDwYD
VR0TAQH/BAUwAwEB/zAUBgNVHREEDTALgglsb2NhbGhvc3QwCgYIKoZIzj0EAwID
RwAwRAIgf3AmQNP/VzkgR/AI7y/CgickbCfJBFg/60swMOhefB4CIGCKWMAAwpHZ
4/ZIxnMlM6HFG/Y8N2DkH80L9D/r7DwY
-----END CERTIFICATE-----
""",
    "self.key": """\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgPz2psJWwdXF815zq
rMl3xcQzUvWr3JfIOffIto0vt3ehRANCAAQeDBx8H2H7l00k7na0KR7N3J8qvZ+r
k3Ymf9P9r5XHkvDO9u74bQhWjI/QuzabEMPYcz0mV5Hqjra4l11jSMAz
-----END PRIVATE KEY-----
""",
}
for name, text in PEM.items():
    with open(name, "w") as file:
        file.write(text)


def server_context(name="server"):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{name}.crt", f"{name}.key")
    return context


client_context = ssl.create_default_context(cafile="ca.crt")


def told(error):
    text = str(error).rpartition(" (_ssl.c")[0] or str(error).rpartition("_ssl.c:")[2].partition(": ")[2] or str(error)
    return type(error).__name__, text


def serve(work, context=None):
    """A server for one client, in a thread."""
    listener = socket.create_server(("127.0.0.1", 0))

    def run():
        with listener, listener.accept()[0] as conn:
            work(conn, context or server_context())

    thread = threading.Thread(target=run)
    thread.start()
    return listener.getsockname(), thread


def echo(conn, context):
    with context.wrap_socket(conn, server_side=True) as tls:
        while data := tls.recv(1024):
            tls.sendall(data.upper())


address, thread = serve(echo)
with socket.create_connection(address) as sock, client_context.wrap_socket(sock, server_hostname="localhost") as tls:
    print(tls.version(), tls.cipher(), tls.getpeercert()["subject"], tls.server_side, tls.server_hostname)
    tls.sendall(b"hello")
    print(tls.recv(1024))
    tls.sendall(b"x" * 50000)
    got = 0
    while got < 50000:
        got += len(tls.recv(65536))
    print(got)
    tls.settimeout(0.2)
    try:
        tls.recv(10)
    except TimeoutError as error:
        print(told(error))
    file = tls.makefile("rwb")
    file.write(b"by line\n")
    file.flush()
    tls.settimeout(None)
    print(file.readline())
    file.close()
    buffer = bytearray(10)
    tls.send(b"into")
    print(tls.recv_into(buffer), buffer)
    tls.setblocking(False)
    try:
        tls.recv(10)
    except ssl.SSLWantReadError as error:
        print(told(error))
    for attempt in (lambda: tls.recvfrom(1), lambda: tls.sendto(b"", address), lambda: tls.recv(1, socket.MSG_PEEK)):
        try:
            attempt()
        except ValueError as error:
            print(error)
thread.join()


def unwrap(conn, context):
    tls = context.wrap_socket(conn, server_side=True)
    print("server", tls.recv(100))
    plain = tls.unwrap()
    plain.sendall(b"plain again")
    plain.close()


address, thread = serve(unwrap)
tls = client_context.wrap_socket(socket.create_connection(address), server_hostname="localhost")
tls.sendall(b"encrypted")
plain = tls.unwrap()
print(type(plain).__name__, plain.recv(100), plain.recv(100))
plain.close()
thread.join()


reasons = []


def refused(conn, context):
    try:
        context.wrap_socket(conn, server_side=True)
    except ssl.SSLError as error:
        reasons.append(error.reason)


for name, host in (("self", "localhost"), ("server", "example.org")):
    address, thread = serve(refused, server_context(name))
    try:
        client_context.wrap_socket(socket.create_connection(address), server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        print(error.verify_code, told(error))
    thread.join()
print(reasons)

# A server that speaks no TLS, and one that says nothing.
address, thread = serve(lambda conn, context: (conn.recv(5), conn.sendall(b"220 mail.example ESMTP\r\n")))
try:
    client_context.wrap_socket(socket.create_connection(address), server_hostname="localhost")
except ssl.SSLError as error:
    print(told(error))
thread.join()
over = threading.Event()
address, thread = serve(lambda conn, context: over.wait())
with socket.create_connection(address, timeout=0.2) as sock:
    try:
        client_context.wrap_socket(sock, server_hostname="localhost")
    except TimeoutError as error:
        print(told(error))
over.set()
thread.join()


def cut(conn, context):
    tls = context.wrap_socket(conn, server_side=True)
    tls.sendall(b"and then nothing")
    socket.socket(fileno=tls.detach()).close()


for ragged in (True, False):
    address, thread = serve(cut)
    tls = client_context.wrap_socket(socket.create_connection(address), server_hostname="localhost", suppress_ragged_eofs=ragged)
    print(tls.recv(100))
    try:
        print(tls.recv(100))
    except ssl.SSLEOFError as error:
        print(told(error))
    tls.close()
    thread.join()

address, thread = serve(echo)
sock = socket.create_connection(address)
tls = client_context.wrap_socket(sock, server_hostname="localhost", do_handshake_on_connect=False)
tls.setblocking(False)
print(tls.version())
while True:
    try:
        tls.do_handshake()
        break
    except ssl.SSLWantReadError:
        select.select([tls], [], [])
    except ssl.SSLWantWriteError:
        select.select([], [tls], [])
print(tls.version(), tls.send(b"polled"))
while True:
    # What comes first may be a ticket of the server's, and nothing for the program.
    select.select([tls], [], [])
    try:
        print(tls.recv(100), tls.pending())
        break
    except ssl.SSLWantReadError:
        pass
tls.close()
thread.join()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"https")

    def log_message(self, *_):
        pass


httpd = http.server.HTTPServer(("127.0.0.1", 0), Handler)
httpd.socket = server_context().wrap_socket(httpd.socket, server_side=True)
thread = threading.Thread(target=httpd.handle_request)
thread.start()
connection = http.client.HTTPSConnection("127.0.0.1", httpd.server_port, context=client_context)
connection.request("GET", "/")
print(connection.getresponse().read())
connection.close()
thread.join()
httpd.server_close()


async def upper(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(upper, "127.0.0.1", 0, ssl=server_context())
    port = server.sockets[0].getsockname()[1]
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=client_context, server_hostname="localhost")
    print(writer.get_extra_info("cipher"), writer.get_extra_info("peercert")["subject"])
    writer.write(b"asyncio\n")
    print(await reader.readline())
    writer.close()
    await writer.wait_closed()
    try:
        await asyncio.open_connection("127.0.0.1", port, ssl=client_context, server_hostname="example.org")
    except ssl.SSLCertVerificationError as error:
        print(told(error))
    server.close()


asyncio.run(main())
