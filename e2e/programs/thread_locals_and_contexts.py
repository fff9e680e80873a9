import contextvars, threading, time
local = threading.local()
variable = contextvars.ContextVar("variable", default="unset")
seen = []
class Counted(threading.local):
    def __init__(self):
        self.count = 0
counted = Counted()
def work(name):
    local.name = name
    variable.set(name)
    for _ in range(3):
        counted.count += 1
        time.sleep(0.005)
    seen.append((name, local.name, variable.get(), counted.count))
threads = [threading.Thread(target=work, args=(name,)) for name in "abc"]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(sorted(seen), hasattr(local, "name"), variable.get(), counted.count)
def inside():
    variable.set("inside")
    thread = threading.Thread(target=work, args=("d",))
    thread.start()
    thread.join()
    return variable.get()
print(contextvars.copy_context().run(inside), variable.get())
import sys
entered, leave = threading.Event(), threading.Event()
def other():
    print(sys.exc_info()[0])
    try:
        raise ValueError
    except ValueError:
        entered.set()
        leave.wait()
        print(sys.exc_info()[0])
try:
    raise KeyError("main")
except KeyError:
    thread = threading.Thread(target=other)
    thread.start()
    entered.wait()
    print(sys.exc_info()[1])
    leave.set()
    thread.join()
    print(sys.exc_info()[1])
