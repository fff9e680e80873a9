import http.server, threading, urllib.error, urllib.request
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = f"you asked for {self.path}".encode()
        self.send_response(200 if self.path != "/missing" else 404)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *args):
        pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever).start()
base = "http://127.0.0.1:%d" % server.server_address[1]
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
print(opener.open(base + "/page").read())
try:
    opener.open(base + "/missing")
except urllib.error.HTTPError as error:
    print(error.code)
server.shutdown()
server.server_close()
