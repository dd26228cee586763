"""Connections to the very addresses that were checked, and to no other, with an end to their patience."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import httpcore

from storyver.web.addresses import Resolve, allowed

if TYPE_CHECKING:
    from storyver.web.client import Limits


class _Patience:
    """How long may still be waited: for the next bytes, and for all of them."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._silence = limits.silence
        self._clock = clock
        self._end = clock() + limits.seconds

    def left(self) -> float:
        """Seconds. Raise ReadTimeout where none are left."""
        left = self._end - self._clock()
        if left <= 0:
            raise httpcore.ReadTimeout
        return min(left, self._silence)


class Guarded(httpcore.NetworkBackend):
    """Asks for a host's addresses once, leaves out those that are not public, and connects to one of the others.

    So a name that means a public address when it is looked at and a private one when it is used leads nowhere.
    """

    def __init__(self, limits: Limits, private: frozenset[str], resolve: Resolve, clock: Callable[[], float]) -> None:
        self._patience = _Patience(limits, clock)
        self._private = private
        self._resolve = resolve
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002  the limits decide
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's allowed addresses that answers."""
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            reason = "the name is not known" if isinstance(error, socket.gaierror) else str(error)
            raise httpcore.ConnectError(reason) from None
        failure: Exception = httpcore.ConnectError("the name has no address")
        for address in allowed(host, found, self._private):
            try:
                stream = self._inner.connect_tcp(
                    address, port, self._patience.left(), local_address, list(socket_options or ())
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._patience)
        raise failure

    def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.NetworkStream:
        """Never."""
        raise httpcore.ConnectError("no socket of this computer")


class _Stream(httpcore.NetworkStream):
    """A connection on which nothing waits longer than there is patience for the whole request."""

    def __init__(self, inner: httpcore.NetworkStream, patience: _Patience) -> None:
        self._inner = inner
        self._patience = patience

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._inner.read(max_bytes, self._patience.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, self._patience.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._patience.left()), self._patience)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
