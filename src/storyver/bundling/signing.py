"""Detached signatures of a head, in the format of OpenSSH (PROTOCOL.sshsig), which ``ssh-keygen -Y verify`` checks."""

from __future__ import annotations

import base64
import binascii
import hashlib
import struct
from typing import TYPE_CHECKING, Final

from storyver.bundling.keys import KIND, NAMESPACE, blob_of, public_of
from storyver.errors import missing_library

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_MAGIC: Final = b"SSHSIG"
_VERSION: Final = 1
_BEGIN: Final = "-----BEGIN SSH SIGNATURE-----"
_END: Final = "-----END SSH SIGNATURE-----"
_LINE: Final = 70
_HASHES: Final = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
_HASH: Final = b"sha512"


def sign(key: Ed25519PrivateKey, message: bytes) -> bytes:
    """The signature of a message, in armour. The same key and message always give the same."""
    signature = key.sign(_signed(message, _HASH))
    blob = b"".join(
        (
            _MAGIC,
            struct.pack(">I", _VERSION),
            _string(blob_of(key.public_key().public_bytes_raw())),
            _string(NAMESPACE.encode()),
            _string(b""),
            _string(_HASH),
            _string(_string(KIND.encode()) + _string(signature)),
        )
    )
    text = base64.b64encode(blob).decode()
    lines = (text[place : place + _LINE] for place in range(0, len(text), _LINE))
    return "\n".join([_BEGIN, *lines, _END, ""]).encode()


def signing_key(armoured: bytes, message: bytes) -> bytes | None:
    """The public key, as OpenSSH writes it, whose signature of the message this is; None where it is of none."""
    try:
        from cryptography.exceptions import InvalidSignature
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    except ImportError as error:
        raise missing_library("cryptography", "sign") from error
    parts = _parts(armoured)
    if parts is None:
        return None
    key, namespace, hash_name, signature = parts
    public = public_of(key)
    if public is None or namespace != NAMESPACE.encode() or hash_name not in _HASHES:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _signed(message, hash_name))
    except (InvalidSignature, ValueError):
        return None
    return key


def _signed(message: bytes, hash_name: bytes) -> bytes:
    digest = _HASHES[hash_name](message).digest()
    return _MAGIC + b"".join(map(_string, (NAMESPACE.encode(), b"", hash_name, digest)))


def _parts(armoured: bytes) -> tuple[bytes, bytes, bytes, bytes] | None:
    """The key, name space, name of the hash and signature in it."""
    lines = armoured.decode("ascii", "replace").split("\n")
    if len(lines) < 4 or lines[0] != _BEGIN or lines[-2:] != [_END, ""]:
        return None
    try:
        blob = base64.b64decode("".join(lines[1:-2]), validate=True)
        if blob[:10] != _MAGIC + struct.pack(">I", _VERSION):
            return None
        key, namespace, reserved, hash_name, signed = _strings(blob[10:], 5)
        kind, signature = _strings(signed, 2)
    except (binascii.Error, ValueError, struct.error):
        return None
    return (key, namespace, hash_name, signature) if kind == KIND.encode() and not reserved else None


def _string(data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + data


def _strings(data: bytes, count: int) -> list[bytes]:
    """So many strings, which are all there is. Raise ValueError where there are more or fewer."""
    found = []
    for _ in range(count):
        (length,) = struct.unpack_from(">I", data)
        if len(data) < 4 + length:
            raise ValueError("a string is cut off")
        found.append(data[4 : 4 + length])
        data = data[4 + length :]
    if data:
        raise ValueError("more than was asked for")
    return found
