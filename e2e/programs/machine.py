"""The machine that a program asks for is Linux on x86-64."""
import getpass
import os
import platform
import pwd
import struct
import sys

print(os.name, sys.platform, sys.byteorder, os.sep, os.linesep, platform.system(), platform.machine(), platform.architecture()[0])
print(os.uname().sysname, os.uname().machine, struct.calcsize("P"), os.sysconf("SC_PAGESIZE"), os.sysconf("SC_IOV_MAX"))
print(platform.python_implementation(), os.cpu_count() >= 1, len(os.sched_getaffinity(0)) >= 1)
print(os.getuid() == os.geteuid(), len(os.getresuid()), os.path.expanduser("~") == pwd.getpwuid(os.getuid()).pw_dir)
print(getpass.getuser() == pwd.getpwuid(os.getuid()).pw_name, pwd.getpwnam("root").pw_uid)
for wrong in (lambda: pwd.getpwnam("nobody by this name"), lambda: pwd.getpwuid(4242424)):
    try:
        wrong()
    except KeyError as error:
        print(error)
