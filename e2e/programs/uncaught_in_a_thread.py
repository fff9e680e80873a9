import sys, threading, traceback
sys.stderr = sys.stdout
def hook(args):
    print("hook:", args.exc_type.__name__, args.exc_value, args.thread.name)
def fail():
    raise ValueError("boom")
thread = threading.Thread(target=fail, name="worker")
original, threading.excepthook = threading.excepthook, hook
thread.start()
thread.join()
threading.excepthook = original
thread = threading.Thread(target=sys.exit)
thread.start()
thread.join()
print("main goes on")
