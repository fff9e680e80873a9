"""Signals that are blocked wait: until they are let through, or until sigwait takes them."""
import os
import signal
import threading

heard = []
signal.signal(signal.SIGUSR1, lambda number, frame: heard.append(number))
print(signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR1, signal.SIGTERM]))
os.kill(os.getpid(), signal.SIGUSR1)
os.kill(os.getpid(), signal.SIGUSR1)
print(heard, signal.sigpending())
print(sorted(signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR1])), [int(number) for number in heard], signal.sigpending())
threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM)).start()
print(signal.sigwait([signal.SIGTERM, signal.SIGINT]), signal.sigpending())
print(signal.pthread_sigmask(signal.SIG_SETMASK, []), signal.pthread_sigmask(signal.SIG_BLOCK, []))
for wrong in (lambda: signal.pthread_sigmask(99, []), lambda: signal.pthread_sigmask(signal.SIG_BLOCK, [0])):
    try:
        wrong()
    except (OSError, ValueError) as error:
        print(type(error).__name__)
