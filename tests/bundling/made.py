"""A small story, its bundle, and keys and authorities made by the programs that people have: ssh-keygen and openssl."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterable
from pathlib import Path

from storyver.bundling import layout
from storyver.bundling.packing import Entry, pack, unpack

VERSIONS = (
    "Version 1 of 3.\n\nHarbour wall\n\nThe wall cost about £4.2m, the council says. It took 14 months to build.\n",
    "Version 2 of 3.\n\nHarbour wall\n\nThe wall cost £4.6m. It took 14 months to build.\n",
    "Version 3 of 3.\n\nHarbour wall\n\nThe wall cost £4.6m. It took 16 months to build, and 30 people did it.\n",
)

TSA = """[tsa]
default_tsa = here
[here]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
signer_digest = sha256
ess_cert_id_alg = sha256
"""


def story(folder: Path, texts: Iterable[str] = VERSIONS) -> Path:
    """A folder with the versions."""
    folder.mkdir()
    for place, text in enumerate(texts, start=1):
        (folder / f"v{place}.txt").write_text(text, encoding="utf-8")
    return folder


def run(*command: str | Path, folder: Path, given: bytes = b"", code: int = 0) -> bytes:
    """What another program prints, which has to end with that code."""
    done = subprocess.run(list(map(str, command)), cwd=folder, input=given, capture_output=True, check=False)
    assert done.returncode == code, done.stderr.decode(errors="replace")
    return done.stdout


def ssh_key(path: Path, passphrase: str = "") -> Path:
    """A new key of OpenSSH; its public part lies beside it in ``.pub``."""
    run("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-C", "editor@example", "-f", path, folder=path.parent)
    return path


def authority(folder: Path) -> Path:
    """A new time stamping authority with a root of its own: ``root.pem`` in its folder."""
    folder.mkdir()
    new = ("-newkey", "ed25519", "-nodes")
    run("openssl", "req", "-x509", *new, "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=Root", folder=folder)
    run("openssl", "req", "-newkey", "rsa:2048", "-nodes", "-keyout", "tsa.key", "-out", "tsa.csr", "-subj", "/CN=TSA",
        folder=folder)  # fmt: skip
    (folder / "uses").write_text("extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n")
    run("openssl", "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial",
        "-extfile", "uses", "-out", "tsa.pem", folder=folder)  # fmt: skip
    (folder / "tsa.cnf").write_text(TSA)
    (folder / "serial").write_text("01\n")
    return folder


def stamp(ca: Path, request: Path, answer: Path) -> Path:
    """The authority's answer to a request."""
    signer = ("-signer", "tsa.pem", "-inkey", "tsa.key", "-config", "tsa.cnf")
    run("openssl", "ts", "-reply", "-queryfile", request, *signer, "-out", answer, folder=ca)
    return answer


def entries(bundle: Path) -> list[Entry]:
    """The entries of a bundle in their order."""
    return list(unpack(bundle.read_bytes(), "bundle").entries)


def repacked(bundle: Path, change: Callable[[list[Entry]], Iterable[Entry]]) -> None:
    """Write the bundle with other entries, packed as storyver packs."""
    bundle.write_bytes(pack(change(entries(bundle))))


def resealed(bundle: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """Write the bundle with other contents and all hashes computed anew, as somebody would who knows the format."""
    files = dict(entries(bundle))
    contents = {
        name: data for name, data in files.items() if name not in layout.DERIVED and not layout.is_attached(name)
    }
    attached = {name: data for name, data in files.items() if layout.is_attached(name)}
    change(contents)
    bundle.write_bytes(pack(layout.in_order(contents, attached)))
