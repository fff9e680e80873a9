"""What a page cannot do: CPython's own error where a thing is missing, with what it is, why, and what to use instead."""

import _posixsubprocess
import os
import sys

from .errors import os_error

TERMINAL = (
    "run this program in a terminal, and let the page play the other side",
    "在终端里运行这个程序，让页面扮演另一端",
)

NOTES = {
    "process": (
        "Socket Lab: a page has no other processes, a browser does not let it start any. Use threads: threading for fork and "
        "multiprocessing, ThreadPoolExecutor for ProcessPoolExecutor, ThreadingTCPServer for ForkingTCPServer. Or {}.",
        "Socket Lab：页面没有别的进程，浏览器不让它启动进程。请改用线程：用 threading 代替 fork 和 multiprocessing，用 ThreadPoolExecutor "
        "代替 ProcessPoolExecutor，用 ThreadingTCPServer 代替 ForkingTCPServer。或者{}。",
    ),
    "raw": (
        "Socket Lab: raw packets need an administrator's rights, and a page has none. Use SOCK_DGRAM or SOCK_STREAM; a round trip "
        "can be measured with UDP or with connect. Or {}, as root.",
        "Socket Lab：收发原始数据包需要管理员权限，页面没有这种权限。请改用 SOCK_DGRAM 或 SOCK_STREAM；往返时间可以用 UDP 或 connect 来测。"
        "或者用 root 身份{}。",
    ),
    "window": (
        "Socket Lab: {} draws windows on a screen of the machine, and a program in a page has none. Use print and input, "
        "or " + TERMINAL[0] + ".",
        "Socket Lab：{} 要在本机屏幕上画窗口，页面里的程序没有屏幕。请改用 print 和 input，或者" + TERMINAL[1] + "。",
    ),
    "code": (
        "Socket Lab: {} calls machine code, which a page cannot load. For numbers and structures in bytes use struct, "
        "int.to_bytes and array. Or " + TERMINAL[0] + ".",
        "Socket Lab：{} 要调用机器码，页面不能加载机器码。要把数字和结构变成字节，请用 struct、int.to_bytes 和 array。或者"
        + TERMINAL[1] + "。",
    ),
    "package": (
        "Socket Lab: {} is no part of Python, and a page cannot install packages that hold machine code. Use the standard "
        "library, or " + TERMINAL[0] + ".",
        "Socket Lab：{} 不是 Python 自带的，页面不能安装含有机器码的包。请用标准库，或者" + TERMINAL[1] + "。",
    ),
    "wheel": (
        "Socket Lab: {} is no part of Python. Its package is pure Python, so put its wheel, and those of the packages it needs, into "
        "your project: pip download --only-binary=:all: NAME fetches them; open the .whl files in the page.",
        "Socket Lab：{} 不是 Python 自带的。它的包是纯 Python 的：把它和它所依赖的包的 wheel 放进项目即可。"
        "用 pip download --only-binary=:all: 包名 下载，再在页面里打开这些 .whl 文件。",
    ),
    "tls": (
        "Socket Lab: TLS in a page cannot do that: {} It speaks TLS 1.2 and 1.3 with modern suites. Change this, "
        "or " + TERMINAL[0] + ".",
        "Socket Lab：页面里的 TLS 做不到这一点：{} 它支持 TLS 1.2 和 1.3 以及现代的加密套件。请改掉这一处，或者" + TERMINAL[1] + "。",
    ),
    "tls_code": (
        "Socket Lab: the page fetches the code for TLS from the relay when a program first encrypts. Check that the relay still "
        "runs, and run the program again.",
        "Socket Lab：程序第一次加密时，页面要从中继取得 TLS 的代码。请检查中继是否还在运行，然后重新运行程序。",
    ),
}
"""In English and Chinese: a program does not know the page's language."""

MODULES = {
    name: kind for kind, names in {
        "window": "tkinter _tkinter Tkinter turtle turtledemo idlelib pygame PyQt4 PyQt5 PyQt6 PySide2 PySide6 wx kivy arcade pyglet "
                  "curses _curses pyautogui pynput easygui PySimpleGUI customtkinter",
        "code": "ctypes _ctypes cffi",
        "package": "numpy scipy pandas matplotlib PIL cv2 psutil scapy pcap dpkt nmap cryptography Crypto OpenSSL uvloop gevent "
                   "eventlet zmq grpc pyaudio sounddevice sklearn torch tensorflow netifaces netaddr",
        "wheel": "requests urllib3 httpx httpcore h11 h2 wsproto click attr attrs rich colorama tabulate paho pymodbus serial tqdm "
                 "anyio trio flask bottle jinja2 werkzeug docopt pytz dateutil six",
    }.items() for name in names.split()
}


def explained(error, kind, *about):
    """The error, with the two lines."""
    for note, instead in zip(NOTES[kind], TERMINAL):
        error.add_note(note.format(*about or [instead]))
    return error


def no_process(*args, **kwargs):
    """fork(2) and exec(2), and what stands on them."""
    raise explained(OSError(95, "a program in a page cannot start processes"), "process")


def no_children(*args, **kwargs):
    """wait(2), of which no child can be the object."""
    raise os_error("ECHILD")


def no_module(name):
    """The error of an import."""
    error = ModuleNotFoundError(f"No module named {name!r}", name=name)
    kind = MODULES.get(name.partition(".")[0])
    # `_ctypes` is what is missing of `ctypes`, which is what a person knows.
    return explained(error, kind, name.lstrip("_")) if kind else error


class Finder:
    """Comes last: what no other finder has found."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        # An import is to fail; `importlib.util.find_spec`, which only asks, is answered with None.
        if path is None and name in MODULES and sys._getframe(2).f_code.co_name == "_find_and_load_unlocked":
            raise no_module(name)


CLEARS = "clear", "cls", "reset"

NOT_FOUND = 127
"""A shell's exit status where there is no such command."""

missed = set()
"""The commands that the program was told of."""

CLEARING = "\x1b[H\x1b[2J\x1b[3J"
"""What clear(1) writes to a terminal."""


def system(command):
    """system(3), with a shell that knows how to clear the screen and finds no other command."""
    words = os.fsdecode(command).replace("||", " ").replace("&&", " ").replace(";", " ").split()
    sys.stdout.flush()
    for word in words:
        if word not in CLEARS:
            return not_found(word)
    if words:
        os.write(1, CLEARING.encode())
    return 0


def not_found(command):
    """As a shell on Linux does: it tells, and the program goes on."""
    words = explained(Exception(), "process").__notes__ if command not in missed else ()
    missed.add(command)
    print(f"sh: 1: {command}: not found", *words, sep="\n", file=sys.stderr)
    return NOT_FOUND << 8


PROCESSES = (
    "fork forkpty posix_spawn posix_spawnp execv execve execl execle execlp execlpe execvp execvpe spawnv spawnve spawnvp spawnvpe "
    "spawnl spawnle spawnlp spawnlpe"
).split()
CHILDREN = "wait waitpid wait3 wait4 waitid".split()


def named(name, function):
    def refuse(*args, **kwargs):
        function()

    refuse.__name__ = refuse.__qualname__ = name
    return refuse


def install():
    sys.modules["subprocess"].Popen.__init__ = no_process
    _posixsubprocess.fork_exec = no_process
    os.system = system
    for name in PROCESSES:
        setattr(os, name, named(name, no_process))
    for name in CHILDREN:
        setattr(os, name, named(name, no_children))
    sys.meta_path.append(Finder)
