"""The desk's server: on this computer alone, until it is interrupted."""

from __future__ import annotations

import secrets
import socket
import threading
import webbrowser
from collections.abc import Callable
from importlib.util import find_spec
from typing import Final

from storyver.errors import UsageError, missing_library
from storyver.review.desk import Desk

LOOPBACK: Final = "127.0.0.1"
_TOKEN_BYTES: Final = 24


def need_libraries() -> None:
    """Raise MissingLibraryError where the extra is not installed, before a story is read."""
    for library in ("starlette", "uvicorn"):
        if find_spec(library) is None:
            raise missing_library(library, "review")


def serve(desk: Desk, *, port: int, browser: bool, told: Callable[[str], None]) -> None:
    """Serve the desk until the process is interrupted; ``told`` is given the address once it can be opened.

    ``port`` 0 takes one that is free. Raise UsageError for one that is not.
    """
    import uvicorn

    from storyver.review.app import make_app

    listening = _bound(port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    app = make_app(desk, token, port)
    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, lifespan="off", proxy_headers=False, ws="none"
    )
    address = f"http://{LOOPBACK}:{port}/{token}/"
    told(address)
    if browser:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
    try:
        uvicorn.Server(config).run(sockets=[listening])
    except KeyboardInterrupt:  # the usual end; whatever was decided is on the disk
        return


def _bound(port: int) -> socket.socket:
    """A socket that listens, so that a browser that is quicker than the server waits for it."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((LOOPBACK, port))
        listening.listen()
    except OSError as error:
        listening.close()
        what = f"cannot be used ({error.strerror})"
        raise UsageError(
            what=what, where=f"port {port}", remedy="choose another with --port, or leave it out"
        ) from error
    return listening
