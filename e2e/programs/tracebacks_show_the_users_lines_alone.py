import io, logging, socket, traceback
def names(tb):
    return [(frame.name, frame.line) for frame in traceback.extract_tb(tb) if frame.filename == __file__]
def connect():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = free.getsockname()
    with socket.socket() as sock:
        sock.connect(address)
try:
    connect()
except OSError as error:
    lines = traceback.format_exc().splitlines()
    print(lines[0], lines[-1], sum(line.startswith("  File") for line in lines))
    print(names(error.__traceback__))
try:
    open("missing.txt")
except OSError:
    lines = traceback.format_exc().splitlines()
    print(lines[-1], sum(line.startswith("  File") for line in lines))
log = io.StringIO()
logging.basicConfig(stream=log, format="%(levelname)s %(threadName)s %(funcName)s %(message)s")
try:
    socket.socket().recv(1)
except OSError:
    logging.exception("failed")
lines = log.getvalue().splitlines()
print(lines[0], lines[1], lines[-1], sum(line.startswith("  File") for line in lines))
