import atexit, sys, threading, time
atexit.register(print, "atexit")
def last():
    time.sleep(0.5)
    print("the last thread")
threading.Thread(target=last).start()
threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
print("main ends")
sys.exit(3)
