"""Signatures that OpenSSH takes for its own, and time stamps that openssl gave."""

from __future__ import annotations

import base64
import shutil
import struct
from pathlib import Path

import pytest

import storyver
from bundling import made
from bundling.made import entries, run
from storyver.bundling.keys import load_allowed, load_private
from storyver.bundling.signing import sign, signing_key
from storyver.errors import BundleError, MissingLibraryError
from storyver.model import Damage

MESSAGE = b"0" * 64 + b"\n"


def fingerprint(key: Path) -> str:
    """What ``ssh-keygen -l`` prints of it."""
    return run("ssh-keygen", "-l", "-f", key, folder=key.parent).decode().split()[1]


def pem_key(folder: Path, *more: str) -> Path:
    """A new key in PEM, with its public part beside it."""
    run("openssl", "genpkey", "-algorithm", "ed25519", *more, "-out", "pem", folder=folder)
    run("openssl", "pkey", "-in", "pem", "-pubout", "-out", "pem.pub", *(("-passin", "pass:wall") if more else ()),
        folder=folder)  # fmt: skip
    return folder / "pem"


def test_signature_is_the_one_that_ssh_keygen_makes(workshop: Path, tmp_path: Path) -> None:
    """To the byte; and storyver takes OpenSSH's for a signature by that key."""
    (tmp_path / "head.txt").write_bytes(MESSAGE)
    run("ssh-keygen", "-q", "-Y", "sign", "-f", workshop / "key", "-n", "storyver", "head.txt", folder=tmp_path)
    theirs = (tmp_path / "head.txt.sig").read_bytes()
    assert sign(load_private(workshop / "key", lambda _: None), MESSAGE) == theirs
    assert signing_key(theirs, MESSAGE) == load_allowed(workshop / "key.pub")[0].blob


@pytest.mark.parametrize("hashed", ["sha256", "sha512"])
def test_ssh_keygen_signs_bundles_too(workshop: Path, plain: Path, tmp_path: Path, hashed: str) -> None:
    """Who signs by hand, with either of OpenSSH's hashes, is heard; with another name space, or another text, not."""
    (tmp_path / "head.txt").write_bytes(MESSAGE)
    signing = ("ssh-keygen", "-q", "-Y", "sign", "-f", workshop / "key", "-O", f"hashalg={hashed}")
    run(*signing, "-n", "storyver", "head.txt", folder=tmp_path)
    assert signing_key((tmp_path / "head.txt.sig").read_bytes(), MESSAGE) is not None
    assert signing_key((tmp_path / "head.txt.sig").read_bytes(), MESSAGE[1:]) is None
    (tmp_path / "head.txt.sig").unlink()
    run(*signing, "-n", "git", "head.txt", folder=tmp_path)
    assert signing_key((tmp_path / "head.txt.sig").read_bytes(), MESSAGE) is None
    assert plain.exists()


def test_ssh_keygen_accepts_the_signature(bundle: Path, workshop: Path, tmp_path: Path) -> None:
    """Of an allowed signer, for the name space ``storyver``, and for no other file."""
    files = dict(entries(bundle))
    (tmp_path / "sig").write_bytes(files["signatures/0001.sig"])
    (tmp_path / "allowed").write_text(f'editor@example namespaces="storyver" {(workshop / "key.pub").read_text()}')
    check = ("ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "editor@example", "-s", "sig", "-n")
    told = run(*check, "storyver", folder=tmp_path, given=files["head.txt"]).decode()
    assert fingerprint(workshop / "key.pub") in told
    run(*check, "git", folder=tmp_path, given=files["head.txt"], code=255)
    run(*check, "storyver", folder=tmp_path, given=MESSAGE, code=255)


def test_verify_says_by_which_key(bundle: Path, workshop: Path) -> None:
    """The fingerprint is that of ``ssh-keygen -l``."""
    (signature,) = storyver.verify_bundle(bundle, rerun=False).signatures
    assert signature.key == fingerprint(workshop / "key.pub")
    (signature,) = storyver.verify_bundle(bundle, key=workshop / "key.pub", rerun=False).signatures
    assert signature.signer is None


def allowed(workshop: Path, tmp_path: Path, line: str) -> Path:
    """A list of allowed signers with a line about the key, and one about another."""
    key, other = ((workshop / f"{name}.pub").read_text().rsplit(" ", 1)[0] for name in ("key", "other"))
    path = tmp_path / "allowed"
    path.write_text(f"# signers\n\nchief@example {other}\n{line.format(key=key)}\nold@example ssh-rsa AAAAB3\n")
    return path


@pytest.mark.parametrize(
    "line",
    ["editor@example {key}", 'editor@example namespaces="git,storyver" {key} B. Hale', "editor@example {key} x y"],
)
def test_list_of_allowed_signers_names_the_signer(bundle: Path, workshop: Path, tmp_path: Path, line: str) -> None:
    """A list of OpenSSH says whose key it is."""
    found = storyver.verify_bundle(bundle, key=allowed(workshop, tmp_path, line), rerun=False)
    assert [one.signer for one in found.signatures] == ["editor@example"]
    assert found.alterations == ()


def test_key_that_is_allowed_for_something_else_is_not(bundle: Path, workshop: Path, tmp_path: Path) -> None:
    """A line for other name spaces allows no signature of a bundle."""
    line = 'editor@example namespaces="git" {key}'
    found = storyver.verify_bundle(bundle, key=allowed(workshop, tmp_path, line), rerun=False)
    (altered,) = found.alterations
    assert altered == Damage(
        where="signatures/", what=f"has none by a key that was given, but by {fingerprint(workshop / 'key.pub')}"
    )


@pytest.mark.parametrize(
    "line", ["e cert-authority {key}", 'e valid-before="20200101" {key}', 'e namespaces="x",a {key}']
)
def test_options_that_only_openssh_knows_are_refused(bundle: Path, workshop: Path, tmp_path: Path, line: str) -> None:
    """An option is never passed over, for it may take the permission away."""
    with pytest.raises(BundleError, match="which storyver does not know; check the signature with ssh-keygen"):
        storyver.verify_bundle(bundle, key=allowed(workshop, tmp_path, line), rerun=False)


@pytest.mark.parametrize("more", [(), ("-aes-256-cbc", "-pass", "pass:wall")], ids=["plain", "passphrase"])
def test_keys_in_pem_sign(plain: Path, tmp_path: Path, more: tuple[str, ...]) -> None:
    """An Ed25519 key of openssl signs in the same way, and its public part in PEM is one to require."""
    key = pem_key(tmp_path, *more)
    storyver.attach(plain, sign=[key], passphrase="wall")
    found = storyver.verify_bundle(plain, key=tmp_path / "pem.pub", rerun=False)
    assert (len(found.signatures), found.alterations) == (1, ())


def test_key_with_a_passphrase_signs(plain: Path, tmp_path: Path) -> None:
    """Of OpenSSH too; without the passphrase, or with another, it is refused and nothing is written."""
    key, before = made.ssh_key(tmp_path / "locked", "wall"), plain.read_bytes()
    for passphrase, told in ((None, "has a passphrase"), ("gate", "cannot be opened with that passphrase")):
        with pytest.raises(BundleError, match=told):
            storyver.attach(plain, sign=[key], passphrase=passphrase)
    assert plain.read_bytes() == before
    storyver.attach(plain, sign=[key], passphrase="wall")
    assert storyver.verify_bundle(plain, key=tmp_path / "locked.pub", rerun=False).alterations == ()


def test_several_sign(bundle: Path, workshop: Path, tmp_path: Path) -> None:
    """A second signature stands beside the first, and either key may be required."""
    storyver.attach(bundle, target=tmp_path / "both.zip", sign=[workshop / "other", workshop / "key"])
    for name in ("key", "other"):
        found = storyver.verify_bundle(tmp_path / "both.zip", key=workshop / f"{name}.pub", rerun=False)
        assert (len(found.signatures), len(found.timestamps), found.alterations) == (2, 1, ())


def test_broken_signatures_are_none(workshop: Path) -> None:
    """A signature that is cut, longer, of another shape or in other armour is none, and no crash."""
    whole = sign(load_private(workshop / "key", lambda _: None), MESSAGE)
    lines = whole.decode().split("\n")
    blob = base64.b64decode("".join(lines[1:-2]))

    def armoured(data: bytes) -> bytes:
        return "\n".join([lines[0], base64.b64encode(data).decode(), lines[-2], ""]).encode()

    assert signing_key(armoured(blob), MESSAGE) is not None
    for size in range(len(blob)):
        assert signing_key(armoured(blob[:size]), MESSAGE) is None
        flipped = blob[:size] + bytes([blob[size] ^ 1]) + blob[size + 1 :]
        assert signing_key(armoured(flipped), MESSAGE) is None
    huge = blob[:10] + struct.pack(">I", 2**32 - 1) + blob[14:]
    for other in (b"", b"\xff", whole[:-1], whole + b"\n", b" " + whole, armoured(blob + b"x"), armoured(huge)):
        assert signing_key(other, MESSAGE) is None


def test_time_stamp_is_checked(bundle: Path, workshop: Path) -> None:
    """Its imprint always; its signature and its certificates where an authority's are given."""
    (stamp,) = storyver.verify_bundle(bundle, rerun=False).timestamps
    assert not stamp.trusted
    found = storyver.verify_bundle(bundle, tsa_ca=workshop / "authority" / "root.pem", rerun=False)
    assert ([one.trusted for one in found.timestamps], found.alterations, found.unchecked) == (
        [True],
        (),
        ("the analysis was not done again",),
    )
    found = storyver.verify_bundle(bundle, tsa_ca=workshop / "stranger" / "root.pem", rerun=False)
    (altered,) = found.alterations
    assert altered.where == "timestamps/0001.tsr"
    assert altered.what.startswith("is not by an authority that was given")


def test_forged_time_stamp_is_told(plain: Path, workshop: Path, tmp_path: Path) -> None:
    """A stamp whose time was set back no longer agrees with its signature."""
    answer = (workshop / "head.tsr").read_bytes()
    time = storyver.verify_bundle(workshop / "whole.zip", rerun=False).timestamps[0].time
    written = time.replace("-", "").replace(":", "").replace("T", "").encode()
    (tmp_path / "forged.tsr").write_bytes(answer.replace(written, b"1999" + written[4:], 1))
    storyver.attach(plain, timestamps=[tmp_path / "forged.tsr"])
    found = storyver.verify_bundle(plain, tsa_ca=workshop / "authority" / "root.pem", rerun=False)
    assert [one.where for one in found.alterations] == ["timestamps/0001.tsr"]


def test_stamps_of_something_else_are_not_attached(plain: Path, workshop: Path, tmp_path: Path) -> None:
    """A stamp of another head, an answer that grants nothing, and what is no answer are refused."""
    other = tmp_path / "other"
    other.write_bytes(MESSAGE)
    run("openssl", "ts", "-query", "-data", other, "-sha256", "-out", tmp_path / "other.tsq", folder=tmp_path)
    made.stamp(workshop / "authority", tmp_path / "other.tsq", tmp_path / "other.tsr")
    run("openssl", "ts", "-query", "-data", other, "-sha1", "-out", tmp_path / "old.tsq", folder=tmp_path)
    made.stamp(workshop / "authority", tmp_path / "old.tsq", tmp_path / "refused.tsr")
    shutil.copy(other, tmp_path / "none.tsr")
    for name, told in (
        ("other", "stamps something else than this head"),
        ("refused", "says that no time stamp was granted"),
        ("none", "is no answer of a time stamping authority"),
    ):
        with pytest.raises(BundleError, match=told):
            storyver.attach(plain, timestamps=[tmp_path / f"{name}.tsr"])


@pytest.mark.parametrize("digest", ["sha256", "sha384", "sha512"])
def test_stamps_by_other_hashes_count(plain: Path, workshop: Path, tmp_path: Path, digest: str) -> None:
    """Who makes a request of his own from the file with the head may choose a longer hash, and a nonce."""
    (tmp_path / "head.txt").write_bytes(dict(entries(plain))["head.txt"])
    query = ("openssl", "ts", "-query", "-data", "head.txt", f"-{digest}", "-cert", "-out", "own.tsq")
    run(*query, folder=tmp_path)
    answer = made.stamp(workshop / "authority", tmp_path / "own.tsq", tmp_path / "own.tsr")
    storyver.attach(plain, timestamps=[answer])
    found = storyver.verify_bundle(plain, tsa_ca=workshop / "authority" / "root.pem", rerun=False)
    assert [one.trusted for one in found.timestamps] == [True]


def test_missing_libraries_are_told(bundle: Path, plain: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A signature that cannot be checked is never passed over; a bundle without one needs no library."""
    for library in ("cryptography", "cryptography.exceptions", "rfc3161_client"):
        monkeypatch.setitem(__import__("sys").modules, library, None)
    with pytest.raises(MissingLibraryError, match=r"pip install 'storyver\[sign\]'"):
        storyver.verify_bundle(bundle, rerun=False)
    assert storyver.verify_bundle(plain, rerun=False).alterations == ()
