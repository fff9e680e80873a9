import os, sys
print(__name__, os.path.basename(__file__), os.path.basename(sys.argv[0]), len(sys.argv), sys.modules["__main__"].__file__ == __file__)
print(sys.platform, os.name, hasattr(os, "getpid"), __builtins__.__name__)
def f():
    yield from range(3)
print(*f(), sep=",", end="!\n")
print("to stderr", file=sys.stderr)
sys.stdout.write("partial ")
sys.stdout.flush()
sys.stdout.buffer.write("字节\n".encode())
sys.stdout.buffer.flush()
print(sys.stdout.encoding, sys.stdin.encoding)
