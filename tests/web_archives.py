"""Web archives for tests: written by warcio, and by hand where they are to be wrong."""

from __future__ import annotations

import gzip
import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

ADDRESS = "https://coast.example/news/lock-gates"


def page(cost: str = "£4.6m", title: str = "Lock gates") -> bytes:
    """A page that states a cost."""
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title></head><body><article><h1>{title}</h1>"
        f"<p>New gates for the sea lock will cost {cost}, the port trust said on Tuesday, after a long meeting.</p>"
        "<p>Work on them is to begin in July, and no ship can enter the inner harbour while it lasts, it said.</p>"
        "</article></body></html>"
    ).encode()


def day(number: int) -> str:
    """A moment of March 2024, as WARC files write it."""
    return f"2024-03-{number:02}T08:30:00Z"


def answer(
    body: bytes,
    number: int = 1,
    *,
    address: str = ADDRESS,
    status: str = "200 OK",
    headers: Sequence[tuple[str, str]] = (("Content-Type", "text/html; charset=utf-8"),),
    kind: str = "response",
    fields: Sequence[tuple[str, str]] = (),
) -> dict[str, Any]:
    """What `archive` writes as one record."""
    return {
        "uri": address,
        "record_type": kind,
        "payload": io.BytesIO(body),
        "http_headers": StatusAndHeaders(status, list(headers), protocol="HTTP/1.1"),
        "warc_headers_dict": {"WARC-Date": day(number), **dict(fields)},
    }


def archive(records: Iterable[dict[str, Any]], *, packed: bool = True) -> bytes:
    """A WARC file, with a record about itself in front."""
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # warcio leaves its own files to be collected
        _write(WARCWriter(stream, gzip=packed), records)
    return stream.getvalue()


def _write(writer: Any, records: Iterable[dict[str, Any]]) -> None:
    writer.write_record(writer.create_warcinfo_record("test.warc", {"software": "test"}))
    for one in records:
        writer.write_record(writer.create_warc_record(**one))


def record(
    block: bytes, number: int = 1, *, length: int | None = None, fields: str = "", kind: str = "response"
) -> bytes:
    """A record by hand, whose length may lie."""
    stated = len(block) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {ADDRESS}\r\nWARC-Date: {day(number)}\r\n{fields}"
    kind_of_block = "Content-Type: application/http; msgtype=response"
    return f"{head}{kind_of_block}\r\nContent-Length: {stated}\r\n\r\n".encode() + block + b"\r\n\r\n"


def http(body: bytes, headers: str = "Content-Type: text/html\r\n", status: str = "200 OK") -> bytes:
    """What a server sent."""
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + body


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    """A ZIP file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return stream.getvalue()


def members(*pieces: bytes) -> bytes:
    """Pieces compressed one by one, as WARC files are."""
    return b"".join(gzip.compress(piece, mtime=0) for piece in pieces)
