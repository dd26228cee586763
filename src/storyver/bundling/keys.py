"""Ed25519 keys from the files that people have: OpenSSH and PEM, and OpenSSH's lists of allowed signers."""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from storyver.errors import BundleError, missing_library
from storyver.sources import printable

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

KIND: Final = "ssh-ed25519"
NAMESPACE: Final = "storyver"
"""What a signature is for, so that it cannot be passed off as one of something else."""
MAXIMUM_BYTES: Final = 1_000_000
"""Of a file of keys."""
_PUBLIC_BYTES: Final = 32
_NAMESPACES: Final = re.compile('namespaces="([^"]*)"', re.IGNORECASE)

Ask = Callable[[Path], str | None]
"""Gives the passphrase of a key, or None where nobody can be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowedKey:
    """A public key that is accepted."""

    blob: bytes
    """As OpenSSH writes it on the wire."""
    signer: str | None = None


def load_private(path: Path, ask: Ask) -> Ed25519PrivateKey:
    """The private key in a file, in OpenSSH's format or in PEM. Raise BundleError where there is none that signs."""
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
        from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key
    except ImportError as error:
        raise missing_library("cryptography", "sign") from error
    data = read_key_file(path)
    load = load_ssh_private_key if b"OPENSSH PRIVATE KEY" in data else load_pem_private_key
    passphrase: str | None = None
    try:
        try:
            key = load(data, None)
        except TypeError:  # it is encrypted
            passphrase = ask(path)
            if not passphrase:
                raise _unusable(path, "has a passphrase", "give it in STORYVER_PASSPHRASE, or in a terminal") from None
            key = load(data, passphrase.encode())
    except UnsupportedAlgorithm as error:
        if passphrase is not None:  # what OpenSSH encrypts keys with is a library of its own
            raise missing_library("bcrypt", "sign") from error
        raise _unusable(path, "is a private key of another kind than Ed25519", _MAKE_ONE) from error
    except (ValueError, TypeError) as error:
        if passphrase is not None:
            raise _unusable(path, "cannot be opened with that passphrase", "try again") from error
        raise _unusable(path, "is no private key that can be read", _MAKE_ONE) from error
    if not isinstance(key, Ed25519PrivateKey):
        raise _unusable(path, "is a private key of another kind than Ed25519", _MAKE_ONE)
    return key


_MAKE_ONE: Final = "make one with ssh-keygen -t ed25519"


def load_allowed(path: Path) -> tuple[AllowedKey, ...]:
    """The public keys in a file: PEM, ``.pub`` of OpenSSH, or a list of allowed signers.

    Raise BundleError where there is no Ed25519 key, and for what a list says that only OpenSSH can hold to.
    """
    data = read_key_file(path)
    if b"PRIVATE KEY" in data:
        raise _unusable(path, "is a private key", "give the public one, for example the file beside it in .pub")
    if data.lstrip().startswith(b"-----BEGIN"):
        return (AllowedKey(blob=_from_pem(path, data)),)
    keys = tuple(_listed(path, data.decode("utf-8", "replace")))
    if not keys:
        raise _unusable(path, "holds no public Ed25519 key", "give a .pub file, a PEM or a list of allowed signers")
    return keys


def _from_pem(path: Path, data: bytes) -> bytes:
    try:
        from cryptography.exceptions import UnsupportedAlgorithm
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        from cryptography.hazmat.primitives.serialization import load_pem_public_key
    except ImportError as error:
        raise missing_library("cryptography", "sign") from error
    try:
        key = load_pem_public_key(data)
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _unusable(path, "is no public key that can be read", "give a .pub file or a PEM") from error
    if not isinstance(key, Ed25519PublicKey):
        raise _unusable(path, "is a public key of another kind than Ed25519", "give the signer's Ed25519 key")
    return blob_of(key.public_bytes_raw())


def _listed(path: Path, text: str) -> Iterator[AllowedKey]:
    for line in text.splitlines():
        fields = line.split()
        if not fields or fields[0].startswith("#") or KIND not in fields:
            continue
        place = fields.index(KIND)
        blob = _decoded(fields[place + 1]) if place + 1 < len(fields) else None
        if blob is None:
            raise _unusable(path, "has a line with a key that is none", "correct that line")
        signer = fields[0] if place else None
        if _is_allowed(path, " ".join(fields[1:place])):
            yield AllowedKey(blob=blob, signer=signer)


def _is_allowed(path: Path, options: str) -> bool:
    """Whether a line of allowed signers is for bundles. Options other than name spaces need OpenSSH itself."""
    if not options:
        return True
    spaces = _NAMESPACES.fullmatch(options)
    if spaces is None:
        what = f"has a line with {printable(options[:40])}, which storyver does not know"
        raise _unusable(path, what, "check the signature with ssh-keygen -Y verify")
    return NAMESPACE in spaces[1].split(",")


def _decoded(word: str) -> bytes | None:
    """The blob of a key in base64; None where it is none."""
    try:
        blob = base64.b64decode(word, validate=True)
    except (binascii.Error, ValueError):
        return None
    return blob if blob[:-_PUBLIC_BYTES] == _blob_head() and len(blob) == len(_blob_head()) + _PUBLIC_BYTES else None


def _blob_head() -> bytes:
    return struct.pack(">I", len(KIND)) + KIND.encode() + struct.pack(">I", _PUBLIC_BYTES)


def blob_of(public: bytes) -> bytes:
    """A public key as OpenSSH writes it on the wire."""
    return _blob_head() + public


def public_of(blob: bytes) -> bytes | None:
    """The 32 bytes of the key in it; None where it is no Ed25519 key."""
    head = _blob_head()
    return blob[len(head) :] if blob.startswith(head) and len(blob) == len(head) + _PUBLIC_BYTES else None


def fingerprint(blob: bytes) -> str:
    """``SHA256:…``, as ``ssh-keygen -l`` prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode().rstrip("=")


def read_key_file(path: Path) -> bytes:
    """A small file. Raise BundleError where it cannot be read, or is not small."""
    try:
        with path.open("rb") as file:
            data = file.read(MAXIMUM_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise _unusable(path, f"cannot be read ({reason})", "check the path") from None
    if len(data) > MAXIMUM_BYTES:
        raise _unusable(path, "is far too large", "check the path")
    return data


def _unusable(path: Path, what: str, remedy: str) -> BundleError:
    return BundleError(what=what, where=printable(path), remedy=remedy)
