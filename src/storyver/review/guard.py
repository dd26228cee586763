"""Who may ask: the desk's own pages, and whoever has its address.

The address holds a secret. A page of another origin that guesses or learned it still gets nothing: what it asks for
carries its origin, or the mark of the browser that another site asks; and under another name than this computer's own,
to which a hostile server may point its name, nothing answers.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MOST_BYTES: Final = 64_000
"""Of a request's body: a note of the longest, in the longest encoding."""

_ALWAYS: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; script-src 'self'; img-src data:; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}
"""``same-origin``, for under ``no-referrer`` a browser does not say which page a form was sent from."""
_OWN_SITES: Final = ("none", "same-origin")


class Guard:
    """Answers whatever may not ask, and puts the same headers on every answer."""

    def __init__(self, app: ASGIApp, *, token: str, hosts: Mapping[str, str]) -> None:
        """``hosts`` has for each name under which the server may be asked the origin of its pages."""
        self._app = app
        self._token = token.encode()
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_ALWAYS)
            await send(message)

        refused = self._refused(scope)
        app: ASGIApp = self._app if refused is None else PlainTextResponse(refused[1], status_code=refused[0])
        await app(scope, receive, send_guarded)

    def _refused(self, scope: Scope) -> tuple[int, str] | None:
        """The status and the words of a refusal; None where the request may pass."""
        headers = Headers(scope=scope)
        origin = self._hosts.get(headers.get("host", ""))
        if origin is None or len(headers.getlist("host")) != 1:
            return 421, "The desk answers only under its own address.\n"
        given = headers.get("origin")
        writes = scope["method"] not in ("GET", "HEAD")
        if (given is None and writes) or given not in (None, origin):
            return 403, "The desk answers only its own pages.\n"
        if headers.get("sec-fetch-site", "none") not in _OWN_SITES:
            return 403, "The desk answers only its own pages.\n"
        first = scope["path"].split("/")[1]
        if not secrets.compare_digest(first.encode("utf-8", "surrogateescape"), self._token):
            return 404, "There is nothing here. Open the address that storyver review printed.\n"
        length = headers.get("content-length", "0")
        if writes and (not (length.isascii() and length.isdigit()) or int(length) > MOST_BYTES):
            return 413, "That is too long.\n"
        return None
