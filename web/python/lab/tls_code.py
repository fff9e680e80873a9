"""Requests to the code of web/tls, which is loaded at the first of them."""

import json

from . import page, threads
from .impossible import explained
from .tls_errors import SSLError, from_failure


def request(kind, bytes=None, **fields):
    """Carries one out: its reply."""
    _load()
    text = page.tls_handle(page.dumps({kind: fields} if fields else kind), bytes)
    if text is None:
        raise SSLError(1, "TLS has failed in the page; please tell how, it is a mistake of Socket Lab's")
    reply = json.loads(text)
    return None if reply == "done" else next(iter(reply.values())) if "failed" not in reply else _fail(reply["failed"])


def take(kind, **fields):
    """Carries one out: the bytes beside its reply."""
    request(kind, **fields)
    return page.tls_take()


def _fail(failure):
    raise from_failure(failure)


def _load():
    if page.tls_state() == "":
        return
    page.tls_load(threads.current.ident)
    threads.block("ssl", lambda: page.tls_state() is not None)
    if words := page.tls_state():
        raise explained(SSLError(1, f"TLS cannot be loaded: {words}"), "tls_code")
