"""Modules that course programs import, and what they do first with them."""
import grp
import multiprocessing.pool
import pydoc
import readline
import resource
import sysconfig
import threading
import xmlrpc.client
import xmlrpc.server

server = xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 0), logRequests=False)
server.register_function(pow)
server.register_introspection_functions()
threading.Thread(target=server.serve_forever).start()
proxy = xmlrpc.client.ServerProxy("http://127.0.0.1:%d" % server.server_address[1])
print(proxy.pow(2, 10), "pow" in proxy.system.listMethods())
server.shutdown()
server.server_close()
print(pydoc.plain(pydoc.render_doc(len)).splitlines()[0])
print(sysconfig.get_platform(), sysconfig.get_config_var("SIZEOF_VOID_P"))
readline.parse_and_bind("tab: complete")
readline.add_history("one")
print(readline.get_history_item(readline.get_current_history_length()))
soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
resource.setrlimit(resource.RLIMIT_NOFILE, (64, hard))
print(soft > 64, resource.getrlimit(resource.RLIMIT_NOFILE)[0], resource.getrusage(resource.RUSAGE_SELF).ru_utime >= 0)
try:
    resource.setrlimit(resource.RLIMIT_NOFILE, (10, 5))
except ValueError as error:
    print(error)
print(grp.getgrgid(0).gr_name)

with multiprocessing.pool.ThreadPool(3) as pool:
    print(pool.map(len, ["a", "bb", "ccc"]))
lock, room = multiprocessing.RLock(), multiprocessing.BoundedSemaphore(2)
with lock, lock, room:
    print(room.get_value(), room.acquire(block=False), room.acquire(timeout=0.01))
    room.release()
try:
    room.release()
except ValueError as error:
    print(error)
met = multiprocessing.Barrier(3)
told = multiprocessing.Event()
waiting = [threading.Thread(target=lambda: (met.wait(), told.wait())) for _ in range(2)]
for thread in waiting:
    thread.start()
met.wait()
told.set()
for thread in waiting:
    thread.join()
print(multiprocessing.current_process().name, multiprocessing.cpu_count() >= 1, told.is_set())
