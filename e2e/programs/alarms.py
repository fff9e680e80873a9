"""SIGALRM interrupts what waits and what computes, once or again and again."""
import signal
import socket
import time


class TooLate(Exception):
    pass


def ring(number, frame):
    raise TooLate(signal.Signals(number).name)


def count(number, frame):
    rung.append(number)


one, other = socket.socketpair()
print(signal.signal(signal.SIGALRM, ring), signal.alarm(0), signal.getitimer(signal.ITIMER_REAL))
for waits in (lambda: one.recv(1), lambda: time.sleep(5), lambda: input_of_nobody(), signal.pause):
    def input_of_nobody():
        while True:
            pass

    began = time.monotonic()
    try:
        before = signal.setitimer(signal.ITIMER_REAL, 0.05)
        waits()
    except TooLate as late:
        print(late, before, 0.045 < time.monotonic() - began < 2)

rung = []
signal.signal(signal.SIGALRM, count)
signal.setitimer(signal.ITIMER_REAL, 0.01, 0.01)
began = time.monotonic()
time.sleep(0.2)
print(time.monotonic() - began >= 0.2, len(rung) > 3)
left, interval = signal.setitimer(signal.ITIMER_REAL, 0)
print(0 <= left <= 0.01, interval)
print(signal.alarm(100), signal.alarm(7), signal.alarm(0), signal.alarm(0))
for wrong in (lambda: signal.setitimer(signal.ITIMER_REAL, -1), lambda: signal.setitimer(99, 1), lambda: signal.alarm("x")):
    try:
        wrong()
    except Exception as error:
        print(isinstance(error, (signal.ItimerError, TypeError)), error)
signal.pthread_kill(__import__("threading").get_ident(), signal.SIGALRM)
print(rung[-1] == signal.SIGALRM)
one.close()
other.close()
