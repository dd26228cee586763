"""Requests to an application, without a server: every header as it is given, and what comes back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message

HOST = "127.0.0.1:8123"
OWN = {"host": HOST}
FORM = {"host": HOST, "origin": f"http://{HOST}", "content-type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


def asked(
    app: ASGIApp, path: str, *, method: str = "GET", headers: dict[str, str] | None = None, body: bytes = b""
) -> Answer:
    """The answer to one request."""
    bare, _, query = path.partition("?")
    given = OWN if headers is None else headers
    if body and "content-length" not in given:
        given = {**given, "content-length": str(len(body))}
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": bare,
        "raw_path": bare.encode(),
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in given.items()],
        "root_path": "",
        "scheme": "http",
        "http_version": "1.1",
        "server": ("127.0.0.1", 8123),
        "client": ("127.0.0.1", 50000),
    }
    return asyncio.run(_asked(app, scope, body))


async def _asked(app: ASGIApp, scope: dict[str, Any], body: bytes) -> Answer:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return Answer(
        status=sent[0]["status"],
        headers={name.decode(): value.decode() for name, value in sent[0]["headers"]},
        text=b"".join(one.get("body", b"") for one in sent[1:]).decode(),
    )


def posted(app: ASGIApp, path: str, headers: dict[str, str] | None = None, **fields: str) -> Answer:
    """The answer to a form."""
    return asked(
        app, path, method="POST", headers=FORM if headers is None else headers, body=urlencode(fields).encode()
    )
