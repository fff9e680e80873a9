"""A server that answers each line by rules, with a thread for each client."""

import re
import socketserver
import sys

RULE = re.compile(rb"^get (\w+)")


class Answers(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        for line in self.rfile:
            if found := RULE.match(line):
                self.wfile.write(b"value of %s\n" % found[1])


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 1024


Server(("127.0.0.1", int(sys.argv[1])), Answers).serve_forever()
