import os, signal, threading
print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
def handler(number, frame):
    print("handler", number, frame is not None, threading.current_thread().name)
print(signal.signal(signal.SIGINT, handler) is signal.default_int_handler)
signal.raise_signal(signal.SIGINT)
os.kill(os.getpid(), signal.SIGINT)
def other():
    try:
        signal.signal(signal.SIGINT, handler)
    except ValueError as error:
        print("ValueError", str(error).startswith("signal only works in main thread"))
thread = threading.Thread(target=other)
thread.start()
thread.join()
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.raise_signal(signal.SIGINT)
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    signal.raise_signal(signal.SIGINT)
except KeyboardInterrupt:
    print("interrupted")
