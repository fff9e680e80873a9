//! What a page cannot do, and what Python calls otherwise today.

use lab_shared::language::Bilingual;

/// What a page cannot do: the name, as it is imported, and what to do instead. A module's name stands for all in it
/// where it ends with a dot.
pub(super) static NOT_HERE: &[(&str, Bilingual)] = &[
    ("os.fork", NO_FORK),
    ("os.forkpty", NO_FORK),
    ("os.posix_spawn", NO_PROGRAMS),
    ("os.spawnl", NO_PROGRAMS),
    ("os.spawnv", NO_PROGRAMS),
    ("os.execl", NO_PROGRAMS),
    ("os.execv", NO_PROGRAMS),
    ("os.execvp", NO_PROGRAMS),
    ("os.popen", NO_PROGRAMS),
    ("subprocess.Popen", NO_PROGRAMS),
    ("subprocess.run", NO_PROGRAMS),
    ("subprocess.call", NO_PROGRAMS),
    ("subprocess.check_call", NO_PROGRAMS),
    ("subprocess.check_output", NO_PROGRAMS),
    ("subprocess.getoutput", NO_PROGRAMS),
    ("subprocess.getstatusoutput", NO_PROGRAMS),
    ("asyncio.create_subprocess_exec", NO_PROGRAMS),
    ("asyncio.create_subprocess_shell", NO_PROGRAMS),
    ("multiprocessing.Process", NO_PROCESSES),
    ("multiprocessing.Pool", NO_PROCESSES),
    (
        "concurrent.futures.ProcessPoolExecutor",
        Bilingual {
            en: "A page has one process. Use ThreadPoolExecutor, or run this program in a terminal and let the page play the other side.",
            zh: "网页里只有一个进程。请改用 ThreadPoolExecutor，或在终端里运行这个程序，让网页扮演另一方。",
        },
    ),
    (
        "socketserver.ForkingMixIn",
        Bilingual {
            en: "A page has one process, which cannot fork. Use ThreadingMixIn.",
            zh: "网页里只有一个进程，不能 fork。请改用 ThreadingMixIn。",
        },
    ),
    (
        "socketserver.ForkingTCPServer",
        Bilingual {
            en: "A page has one process, which cannot fork. Use ThreadingTCPServer.",
            zh: "网页里只有一个进程，不能 fork。请改用 ThreadingTCPServer。",
        },
    ),
    (
        "socketserver.ForkingUDPServer",
        Bilingual {
            en: "A page has one process, which cannot fork. Use ThreadingUDPServer.",
            zh: "网页里只有一个进程，不能 fork。请改用 ThreadingUDPServer。",
        },
    ),
    ("socket.SOCK_RAW", NO_RAW),
    ("socket.AF_PACKET", NO_RAW),
    ("socket.PF_PACKET", NO_RAW),
    ("scapy.", NO_RAW),
    ("tkinter.", NO_WINDOWS),
    ("turtle.", NO_WINDOWS),
    ("pygame.", NO_WINDOWS),
    ("wx.", NO_WINDOWS),
    ("PyQt4.", NO_WINDOWS),
    ("PyQt5.", NO_WINDOWS),
    ("PyQt6.", NO_WINDOWS),
    ("PySide2.", NO_WINDOWS),
    ("PySide6.", NO_WINDOWS),
    ("ctypes.CDLL", NO_LIBRARIES),
    ("ctypes.cdll", NO_LIBRARIES),
    ("ctypes.windll", NO_LIBRARIES),
    ("ctypes.WinDLL", NO_LIBRARIES),
];

/// An address that is not this machine's.
pub(super) const OUTSIDE: Bilingual = Bilingual {
    en: "Sockets of a page reach other machines only where the relay's --allow-connect lets them. Connect to a server of your own, such as 127.0.0.1, or run this program in a terminal.",
    zh: "网页里的套接字只有在中继的 --allow-connect 允许时才能连到其他机器。请连接自己的服务器（如 127.0.0.1），或在终端里运行这个程序。",
};

const NO_FORK: Bilingual = Bilingual {
    en: "A page has one process, which cannot fork. Use threading, or run this program in a terminal and let the page play the other side.",
    zh: "网页里只有一个进程，不能 fork。请改用 threading，或在终端里运行这个程序，让网页扮演另一方。",
};

const NO_PROCESSES: Bilingual = Bilingual {
    en: "A page has one process. Use threading, or run this program in a terminal and let the page play the other side.",
    zh: "网页里只有一个进程。请改用 threading，或在终端里运行这个程序，让网页扮演另一方。",
};

const NO_PROGRAMS: Bilingual = Bilingual {
    en: "A page starts no other programs. Run this program in a terminal and let the page play the other side.",
    zh: "网页不能启动别的程序。请在终端里运行这个程序，让网页扮演另一方。",
};

const NO_RAW: Bilingual = Bilingual {
    en: "The relay makes no raw sockets: they read and forge what other programs send. Look at segments in the page's kernel view (relay option --capture), or run this program in a terminal with the rights it needs.",
    zh: "中继不创建原始套接字：它们能读取和伪造其他程序的数据包。请在网页的内核视图里看报文段（中继选项 --capture），或在终端里以所需权限运行这个程序。",
};

const NO_WINDOWS: Bilingual = Bilingual {
    en: "Programs in a page have a console and no windows. Run this program in a terminal and let the page play the other side.",
    zh: "网页里的程序只有控制台，没有窗口。请在终端里运行这个程序，让网页扮演另一方。",
};

const NO_LIBRARIES: Bilingual = Bilingual {
    en: "Python in a page is WebAssembly and loads no libraries of the system. Run this program in a terminal.",
    zh: "网页里的 Python 是 WebAssembly，不能加载系统的动态库。请在终端里运行这个程序。",
};

/// Since when a name is not what it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Since {
    /// It was Python 2's.
    Python3,
    /// It left with this version 3.x.
    Removed(u8),
    /// It is there, and warns.
    Deprecated,
}

/// An old name, since when, and what is written today. A module's name ends with a dot, a method's begins with one; any
/// other without a dot is a built-in function.
pub(super) static OLD: &[(&str, Since, &str)] = &[
    ("raw_input", Since::Python3, "input()"),
    ("xrange", Since::Python3, "range()"),
    ("unicode", Since::Python3, "str()"),
    ("unichr", Since::Python3, "chr()"),
    ("execfile", Since::Python3, "exec(open(name).read())"),
    (".has_key", Since::Python3, "key in dict"),
    (".iteritems", Since::Python3, ".items()"),
    (".iterkeys", Since::Python3, ".keys()"),
    (".itervalues", Since::Python3, ".values()"),
    ("SocketServer.", Since::Python3, "socketserver"),
    ("Queue.", Since::Python3, "queue"),
    ("Tkinter.", Since::Python3, "tkinter"),
    ("ConfigParser.", Since::Python3, "configparser"),
    ("BaseHTTPServer.", Since::Python3, "http.server"),
    ("SimpleHTTPServer.", Since::Python3, "http.server"),
    ("CGIHTTPServer.", Since::Python3, "http.server"),
    ("httplib.", Since::Python3, "http.client"),
    ("urllib2.", Since::Python3, "urllib.request"),
    ("urlparse.", Since::Python3, "urllib.parse"),
    ("cookielib.", Since::Python3, "http.cookiejar"),
    ("xmlrpclib.", Since::Python3, "xmlrpc.client"),
    ("SimpleXMLRPCServer.", Since::Python3, "xmlrpc.server"),
    ("StringIO.", Since::Python3, "io"),
    ("cStringIO.", Since::Python3, "io"),
    ("cPickle.", Since::Python3, "pickle"),
    ("thread.", Since::Python3, "threading, _thread"),
    ("commands.", Since::Python3, "subprocess"),
    ("__builtin__.", Since::Python3, "builtins"),
    ("urllib.urlopen", Since::Python3, "urllib.request.urlopen"),
    ("urllib.urlretrieve", Since::Python3, "urllib.request.urlretrieve"),
    ("urllib.urlencode", Since::Python3, "urllib.parse.urlencode"),
    ("urllib.quote", Since::Python3, "urllib.parse.quote"),
    ("urllib.unquote", Since::Python3, "urllib.parse.unquote"),
    ("sys.maxint", Since::Python3, "sys.maxsize"),
    ("sys.setdefaultencoding", Since::Python3, "str.encode(), bytes.decode()"),
    ("string.letters", Since::Python3, "string.ascii_letters"),
    ("string.lowercase", Since::Python3, "string.ascii_lowercase"),
    ("string.uppercase", Since::Python3, "string.ascii_uppercase"),
    ("string.maketrans", Since::Python3, "str.maketrans"),
    ("string.join", Since::Python3, "str.join"),
    ("string.split", Since::Python3, "str.split"),
    ("itertools.izip", Since::Python3, "zip"),
    ("itertools.imap", Since::Python3, "map"),
    ("os.getcwdu", Since::Python3, "os.getcwd"),
    ("time.clock", Since::Removed(8), "time.perf_counter"),
    ("platform.linux_distribution", Since::Removed(8), "platform.freedesktop_os_release"),
    ("cgi.escape", Since::Removed(8), "html.escape"),
    (".isAlive", Since::Removed(9), ".is_alive()"),
    ("base64.encodestring", Since::Removed(9), "base64.encodebytes"),
    ("base64.decodestring", Since::Removed(9), "base64.decodebytes"),
    ("asyncio.Task.all_tasks", Since::Removed(9), "asyncio.all_tasks"),
    ("asyncio.Task.current_task", Since::Removed(9), "asyncio.current_task"),
    ("collections.Callable", Since::Removed(10), "collections.abc.Callable"),
    ("collections.Iterable", Since::Removed(10), "collections.abc.Iterable"),
    ("collections.Mapping", Since::Removed(10), "collections.abc.Mapping"),
    ("collections.MutableMapping", Since::Removed(10), "collections.abc.MutableMapping"),
    ("asyncio.coroutine", Since::Removed(11), "async def, await"),
    ("inspect.getargspec", Since::Removed(11), "inspect.getfullargspec"),
    ("asyncore.", Since::Removed(12), "asyncio, selectors"),
    ("asynchat.", Since::Removed(12), "asyncio"),
    ("smtpd.", Since::Removed(12), "asyncio"),
    ("imp.", Since::Removed(12), "importlib"),
    ("distutils.", Since::Removed(12), "sysconfig, shutil"),
    ("ssl.wrap_socket", Since::Removed(12), "ssl.SSLContext(...).wrap_socket(sock)"),
    ("ssl.match_hostname", Since::Removed(12), "ssl.SSLContext.check_hostname"),
    ("locale.format", Since::Removed(12), "locale.format_string"),
    ("telnetlib.", Since::Removed(13), "socket"),
    ("cgi.", Since::Removed(13), "urllib.parse, email.message"),
    ("cgitb.", Since::Removed(13), "traceback"),
    ("crypt.", Since::Removed(13), "hashlib"),
    ("pipes.", Since::Removed(13), "subprocess, shlex"),
    ("nntplib.", Since::Removed(13), "socket"),
    ("audioop.", Since::Removed(13), "array"),
    ("imghdr.", Since::Removed(13), "mimetypes"),
    ("uu.", Since::Removed(13), "base64, binascii"),
    ("xdrlib.", Since::Removed(13), "struct"),
    (".setDaemon", Since::Deprecated, ".daemon = True"),
    ("threading.currentThread", Since::Deprecated, "threading.current_thread"),
    ("threading.activeCount", Since::Deprecated, "threading.active_count"),
];
