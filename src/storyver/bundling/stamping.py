"""Time stamps of a head by RFC 3161: answers of an authority, attached as it gave them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, Final

from storyver.bundling.keys import read_key_file
from storyver.errors import BundleError, missing_library
from storyver.model import BundleTimestamp
from storyver.sources import printable

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from rfc3161_client import TimeStampResponse

_HASHES: Final = {
    "2.16.840.1.101.3.4.2.1": hashlib.sha256,
    "2.16.840.1.101.3.4.2.2": hashlib.sha384,
    "2.16.840.1.101.3.4.2.3": hashlib.sha512,
}
"""The hashes of an imprint that count, by their object identifiers."""
_GRANTED: Final = (0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a time stamp is none of the head."""

    what: str


def load_authorities(path: Path) -> tuple[Certificate, ...]:
    """The certificates in a PEM file. Raise BundleError where there is none."""
    try:
        from cryptography.x509 import load_pem_x509_certificates
    except ImportError as error:
        raise missing_library("cryptography", "sign") from error
    try:
        return tuple(load_pem_x509_certificates(read_key_file(path)))
    except ValueError as error:
        what, remedy = "holds no certificate in PEM", "give the authority's certificates, for example ca.pem"
        raise BundleError(what=what, where=printable(path), remedy=remedy) from error


def look_at(token: bytes, message: bytes, authorities: Sequence[Certificate] | None) -> BundleTimestamp | Refusal:
    """What an authority's answer says of the message, or why it says nothing of it.

    Its signature and certificates are checked where authorities are given.
    """
    response = _decoded(token)
    if response is None:
        return Refusal(what="is no answer of a time stamping authority")
    if response.status not in _GRANTED:
        return Refusal(what="says that no time stamp was granted")
    imprint = response.tst_info.message_imprint
    hashed = _HASHES.get(imprint.hash_algorithm.dotted_string)
    if hashed is None or imprint.message != hashed(message).digest():
        return Refusal(what="stamps something else than this head")
    if authorities is not None and (reason := _distrust(response, message, authorities)) is not None:
        return Refusal(what=f"is not by an authority that was given ({reason})")
    time = response.tst_info.gen_time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return BundleTimestamp(time=time, trusted=authorities is not None)


def _decoded(token: bytes) -> TimeStampResponse | None:
    try:
        from rfc3161_client import decode_timestamp_response
    except ImportError as error:
        raise missing_library("rfc3161-client", "sign") from error
    try:
        response = decode_timestamp_response(token)
        if response.as_bytes() != token:
            return None
        if response.status in _GRANTED:
            response.tst_info.message_imprint.message  # noqa: B018 - reading it may fail
    except ValueError:
        return None
    return response


def _distrust(response: TimeStampResponse, message: bytes, authorities: Sequence[Certificate]) -> str | None:
    """Why an answer is not trusted; None where it is."""
    from rfc3161_client import VerificationError, VerifierBuilder

    builder = VerifierBuilder()
    roots = [one for one in authorities if one.issuer == one.subject]
    if not roots:
        return "no certificate that was given is a root"
    for one in dict.fromkeys(authorities):
        builder = builder.add_root_certificate(one) if one in roots else builder.add_intermediate_certificate(one)
    try:
        builder.build().verify_message(response, message)
    except (VerificationError, ValueError) as error:
        return str(error)
    return None
