"""A server on this computer that answers as it is told, also slowly, wrongly or not at all."""

from __future__ import annotations

import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": HTML})
    missing: int = 0
    """So many of the bytes that it states never come."""
    drip: float = 0.0
    """Seconds between two bytes of it."""
    raw: bytes | None = None
    """What is sent instead, as it is; nothing at all where it is empty."""
    wait: threading.Event | None = None
    """It is answered once this is set."""


Answering = Reply | Sequence[Reply] | Callable[[str, Mapping[str, str]], Reply]
"""The same each time, one after the other with the last for all that follow, or as a function of the request says."""


class Site:
    """What is on the server, by path with parameters, and what it was asked for."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.replies: dict[str, Answering] = {}
        self.otherwise: Answering = Reply(status=404, body=b"none")
        """What is answered where nothing else is."""
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []
        self._counts: dict[str, int] = defaultdict(int)
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        """The beginning of its addresses."""
        return f"http://127.0.0.1:{self.port}"

    def answer(self, path: str, headers: Mapping[str, str]) -> Reply:
        """What is answered to a request."""
        with self._lock:
            self.asked.append(path)
            self.headers.append({name.lower(): value for name, value in headers.items()})
            replies = self.replies.get(path, self.otherwise)
            if isinstance(replies, Reply):
                return replies
            if callable(replies):
                return replies(path, headers)
            self._counts[path] += 1
            return replies[min(self._counts[path], len(replies)) - 1]


class _Handler(BaseHTTPRequestHandler):
    site: Site

    def do_GET(self) -> None:
        """Answer."""
        reply = self.site.answer(self.path, dict(self.headers.items()))
        if reply.wait is not None:
            reply.wait.wait(30)
        try:
            self._send(reply)
        except OSError:
            return

    def _send(self, reply: Reply) -> None:
        if reply.raw is not None:
            self.wfile.write(reply.raw)
            self.close_connection = True
            return
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body) + reply.missing))
        self.end_headers()
        if not reply.drip:
            self.wfile.write(reply.body)
        for place in range(len(reply.body) if reply.drip else 0):
            self.wfile.write(reply.body[place : place + 1])
            self.wfile.flush()
            threading.Event().wait(reply.drip)
        if reply.missing:
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_: Any) -> None:
        """Keep still."""


@contextmanager
def serving() -> Iterator[Site]:
    """A server for as long as it is needed."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    site = Site(server.server_address[1])
    server.RequestHandlerClass = type("Handler", (_Handler,), {"site": site})
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
